"""The release's LoRA, in the form that peft loads.

A layer gives out W x + (alpha / rank) B A x. The factor is multiplied into B, so that nobody after
this has to know of it; for the release it is 1 (rank 64, alpha 64).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn

from openstage.errors import UseError
from openstage.step2.release.names import LORA_PREFIX, by_flat_name, lora_part
from openstage.step2.release.shards import open_shard


@dataclass(frozen=True)
class Lora:
    """What a LoRA adds to the layers of one model, by the path of the layer."""

    rank: int
    down: Mapping[str, Tensor]
    """A, (rank, in)."""
    up: Mapping[str, Tensor]
    """B, (out, rank), alpha / rank multiplied in."""

    def state_dict(self, prefix: str = "") -> dict[str, Tensor]:
        """In peft's names."""
        return {
            f"{prefix}{layer}.lora_{letter}.weight": tensor
            for letter, tensors in (("A", self.down), ("B", self.up))
            for layer, tensor in tensors.items()
        }


@dataclass(frozen=True)
class ReleaseLora:
    transformer: Lora
    text_encoder: Lora
    unknown: tuple[str, ...]
    """Names in the file that belong to neither model."""


def read_lora(path: Path, transformer: nn.Module, text_encoder: nn.Module | None) -> ReleaseLora:
    """Sorts the layers of the file between the two models, which may lie on the meta device.

    Raises UseError where the file is damaged, or where it belongs to other models.
    """
    open_shard(path)
    layers, unknown = _by_layer(load_file(path))
    into_transformer = _taken(path, layers, _linears(transformer))
    into_text = _taken(path, layers, _text_layers(text_encoder)) if text_encoder else {}
    unknown += [f"{LORA_PREFIX}{name}.*" for name in layers]
    if not into_transformer:
        raise UseError(
            f"{path} fits no layer of the transformer: it is a LoRA for another model.",
            "Give the LoRA that came with these weights.",
        )
    return ReleaseLora(_lora(path, into_transformer), _lora(path, into_text), tuple(unknown))


Parts = dict[str, Tensor]
"""down, up and alpha of one layer."""


def _by_layer(tensors: dict[str, Tensor]) -> tuple[dict[str, Parts], list[str]]:
    layers: defaultdict[str, Parts] = defaultdict(dict)
    unknown = []
    for name, tensor in tensors.items():
        found = lora_part(name)
        if found is None:
            unknown.append(name)
        else:
            layer, part = found
            layers[layer][part] = tensor
    return dict(layers), unknown


def _linears(model: nn.Module) -> dict[str, tuple[str, nn.Linear]]:
    """By flat name: the path and the layer."""
    linears = {name: layer for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
    return {flat: (path, linears[path]) for flat, path in by_flat_name(linears).items()}


_TEXT_ALIASES = (
    ("", ""),
    ("model.language_model.", "model."),
    ("model.language_model.", ""),
    ("model.", ""),
)
"""How paths of the text encoder may begin in a LoRA: as now, as before, or with what is inside."""


def _text_layers(model: nn.Module) -> dict[str, tuple[str, nn.Linear]]:
    found: dict[str, tuple[str, nn.Linear]] = {}
    for new, old in _TEXT_ALIASES:
        for path, linear in _linears(model).values():
            if path.startswith(new):
                flat = (old + path.removeprefix(new)).replace(".", "_")
                found.setdefault(flat, (path, linear))
    return found


def _taken(
    path: Path, layers: dict[str, Parts], known: dict[str, tuple[str, nn.Linear]]
) -> dict[str, Parts]:
    """Takes out of `layers` those that `known` knows, by their path; their shapes are checked."""
    taken = {}
    for name in [name for name in layers if name in known]:
        where, linear = known[name]
        parts = layers.pop(name)
        if parts.keys() < {"down", "up"}:
            raise UseError(f"{path} has half of layer {name}.", "Fetch it again.")
        rank = parts["down"].shape[0]
        expected = (rank, linear.in_features), (linear.out_features, rank)
        got = tuple(parts["down"].shape), tuple(parts["up"].shape)
        if got != expected:
            raise UseError(
                f"{path} is a LoRA for another model: layer {where} wants {expected}, got {got}.",
                "Give the LoRA that came with these weights.",
            )
        taken[where] = parts
    return taken


def _lora(path: Path, layers: dict[str, Parts]) -> Lora:
    ranks = {parts["down"].shape[0] for parts in layers.values()}
    if len(ranks) > 1:
        raise UseError(f"{path} mixes the ranks {sorted(ranks)}.", "Give a LoRA of one rank.")
    rank = ranks.pop() if ranks else 0

    def scaled(parts: Parts) -> Tensor:
        alpha = parts["alpha"].item() if "alpha" in parts else rank
        return parts["up"] * (alpha / rank)

    return Lora(
        rank,
        {where: parts["down"] for where, parts in layers.items()},
        {where: scaled(parts) for where, parts in layers.items()},
    )
