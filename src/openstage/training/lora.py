"""LoRA on the transformer and the understanding model (paper, section 3.3: rank 64 on both)."""

from __future__ import annotations

import json
import os
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig
from peft.tuners.lora import LoraLayer
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from openstage.step2.adapters import LORA_FILE
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.weights import MANIFEST, NO_PICTURE
from openstage.storyboard.files import reading_errors
from openstage.training.network import sees_pictures
from openstage.training.weights import replaced, write_told

_BLOCKS = re.compile(r"(^|\.)(transformer_blocks|layers)\.\d+\.")
"""Of the transformer and of the language model; the tower that sees pictures stays as it is."""
_ADAPTER = "learned"


def add_lora(pipeline: STEP2Pipeline, rank: int) -> None:
    """Freezes both models and gives each linear layer of their blocks a LoRA, in float32; an
    understanding model that sees no pictures stays frozen, since its states are computed before.

    Adapters that the weights came with stay beside it, frozen, so that without its LoRA a model is
    what training began with. Merged into bfloat16, much of what they add would be rounded away.
    """
    models = [pipeline.transformer, *([pipeline.text_encoder] if sees_pictures(pipeline) else [])]
    for model in models:
        model.requires_grad_(False)
        layers = [
            name.removesuffix(".base_layer")
            for name, layer in model.named_modules()
            if isinstance(layer, nn.Linear) and ".lora_" not in name and _BLOCKS.search(name)
        ]
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Already found a `peft_config`")  # there are two
            model.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=layers), _ADAPTER)
        for weight in model.parameters():
            if weight.requires_grad:
                weight.data = weight.data.float()
        _use_all(model)


@contextmanager
def without_lora(network: nn.Module) -> Iterator[None]:
    """While it lasts, the network is what training began with."""
    for layer in _adapted(network):
        layer._active_adapter = [name for name in layer.active_adapters if name != _ADAPTER]
    try:
        yield
    finally:
        _use_all(network)


def _use_all(network: nn.Module) -> None:
    # Not by set_adapter: it decides as well who learns, and a network that is spread would take
    # adapters as frozen from then on.
    for layer in _adapted(network):
        layer._active_adapter = [*layer.lora_A]


def _adapted(network: nn.Module) -> Iterator[Any]:
    return (layer for layer in network.modules() if isinstance(layer, LoraLayer))


def save_lora(
    base: Path,
    state: Mapping[str, Tensor],
    folder: Path,
    told: Mapping[str, Any],
    asks: Mapping[str, str],
) -> None:
    """The weights in `base` with the LoRA in a network's state, on top of the one they had, and the
    budget and pair that it was trained with (`Made.asks`).

    The large files are not copied where the disk can give them a second name. A folder that is
    there is replaced when the new one is whole. Raises DiskError where the disk is full.
    """
    learned = {
        name.replace(f".{_ADAPTER}.weight", ".weight"): weight
        for name, weight in state.items()
        if f".{_ADAPTER}.weight" in name
    }
    before = load_file(base / LORA_FILE) if (base / LORA_FILE).is_file() else {}
    with replaced(folder) as part:
        for file in base.rglob("*"):
            name = file.relative_to(base)
            if file.is_file() and name not in map(Path, (LORA_FILE, MANIFEST, *NO_PICTURE)):
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                _second_name(file, part / name)
        (part / LORA_FILE).parent.mkdir(parents=True, exist_ok=True)
        save_file(stacked(before, learned), part / LORA_FILE)
        with reading_errors(base / MANIFEST):
            manifest = json.loads((base / MANIFEST).read_text(encoding="utf-8"))
        text = json.dumps({**manifest, **asks}, indent=2) + "\n"
        (part / MANIFEST).write_text(text, encoding="utf-8")
        write_told(part, told)


def _second_name(file: Path, path: Path) -> None:
    try:
        os.link(file.resolve(), path)
    except OSError:  # another disk, or one without links
        shutil.copy2(file, path)


def stacked(before: Mapping[str, Tensor], after: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """One LoRA that does what both do: its rank is the sum of theirs."""
    ranks = [_ranks(before), _ranks(after)]
    found = {}
    for name in sorted(before.keys() | after.keys()):
        dimension = 0 if ".lora_A." in name else 1
        model = name.partition(".")[0]
        like = after.get(name, before.get(name))
        assert like is not None
        parts = []
        for side, rank in zip((before, after), ranks, strict=True):
            shape = list(like.shape)
            shape[dimension] = rank.get(model, 0)
            parts.append(side.get(name, torch.zeros(shape)).float())
        found[name] = torch.cat(parts, dimension).contiguous()
    return found


def _ranks(lora: Mapping[str, Tensor]) -> dict[str, int]:
    """Of each model."""
    return {
        name.partition(".")[0]: tensor.shape[0]
        for name, tensor in lora.items()
        if ".lora_A." in name
    }
