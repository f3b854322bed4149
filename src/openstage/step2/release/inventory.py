"""What a release folder holds, checked against the models before a byte is copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from openstage.errors import UseError
from openstage.step2.release.parts import Config, Part
from openstage.step2.release.shards import Shard, open_shard


@dataclass(frozen=True)
class Holding:
    """One model of the release: its files, and the new name of each tensor in them."""

    part: Part
    config: Config
    model: nn.Module
    """On the meta device."""
    shards: tuple[tuple[Shard, Mapping[str, str]], ...]
    unknown: tuple[str, ...]
    """Names of the release that the model does not know; they are left out."""

    @property
    def bytes(self) -> int:
        return sum(
            shard.tensors[old].end - shard.tensors[old].begin
            for shard, names in self.shards
            for old in names
        )


def take_stock(release: Path, part: Part) -> Holding:
    """Opens the headers of a part's files.

    Raises MissingError and UseError, naming the file, where one is missing, damaged or a pickle,
    where a tensor is missing, stands twice, or has another shape than the model's.
    """
    config = part.config(release)
    model = part.model(config)
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    found: dict[str, Path] = {}
    unknown: list[str] = []
    shards = []
    for path in part.files(release):
        shard = open_shard(path)
        names = {old: part.rename(old) for old in shard.tensors}
        kept = {old: new for old, new in names.items() if new in shapes}
        unknown += [f"{path.name}: {old}" for old in names if old not in kept]
        for old, new in kept.items():
            if new in found:
                raise UseError(f"{path} has {new}, which {found[new]} has too.", _AGAIN)
            _same_shape(path, new, shard.tensors[old].shape, shapes[new])
            found[new] = path
        shards.append((shard, kept))
    lacking = sorted(shapes.keys() - found.keys() - _tied(model))
    if lacking:
        raise UseError(
            f"{release / part.source} lacks {len(lacking)} of {len(shapes)} weights of the "
            f"{part.name}, the first of them {lacking[0]}.",
            "A file is missing or belongs to another model; fetch the release again.",
        )
    return Holding(part, config, model, tuple(shards), tuple(unknown))


_AGAIN = "Fetch the release again into an empty folder."


def _same_shape(path: Path, name: str, got: tuple[int, ...], expected: tuple[int, ...]) -> None:
    if got != expected:
        raise UseError(
            f"{path} has {name} in the shape {got}; the model wants {expected}.",
            "It belongs to another model, or its config.json does; fetch the release again.",
        )


def _tied(model: nn.Module) -> set[str]:
    """Weights that are another's under a second name, so that files may leave them out."""
    return set(getattr(model, "all_tied_weights_keys", None) or ())
