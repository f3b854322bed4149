"""A release folder into a folder that `STEP2Pipeline.from_pretrained` loads.

Everything is checked before the first byte is copied, and `model_index.json` is written last: a
folder without it is not whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
from safetensors.torch import save_file

from openstage.errors import DiskError, MissingError
from openstage.step2.adapters import LORA_FILE
from openstage.step2.latent_size import FRAME_AREA
from openstage.step2.pipeline import GUIDANCE, STEPS
from openstage.step2.release.code import templates_in
from openstage.step2.release.inventory import Holding, take_stock
from openstage.step2.release.lora import ReleaseLora, read_lora
from openstage.step2.release.parts import PARTS
from openstage.step2.release.shards import copy_renamed
from openstage.step2.schedule import scheduler
from openstage.step2.understanding.templates import CORRECTED, Templates
from openstage.step2.weights import MANIFEST
from openstage.storyboard.files import atomic, disk_errors

LORA = "lora.safetensors"
MEMORY_AREA = 1024 * 1024
"""Pixels that the release resizes every memory to."""
_COPIED = ("tokenizer", "processor")

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many are copied."""


@dataclass(frozen=True)
class Conversion:
    """What was made of a release."""

    folder: Path
    bytes: int
    unknown: tuple[str, ...]
    """Keys that were not understood, and left out, each with its file."""
    has_lora: bool
    has_templates: bool
    """False: openstage's own wording will be used."""


def convert(
    release: Path,
    folder: Path,
    *,
    code: Path | None = None,
    corrected: bool = False,
    progress: Progress = lambda done, total: None,
) -> Conversion:
    """Writes the release's models into `folder`, in the names and files of diffusers.

    `code` is a checkout of the release's source, which its chat templates are read from.
    `corrected` writes a template whose whole preamble is dropped and which shows the reference
    pictures of entities, with the full message: for weights that are trained on.

    Weights are copied byte for byte, so the memory needed does not grow with them.

    Raises MissingError, UseError where the release is not whole (the message names the file), and
    DiskError where `folder` cannot be written or has too little room.
    """
    _folders(release)
    holdings = [take_stock(release, part) for part in PARTS]
    lora = _lora(release, holdings)
    templates = templates_in(code) if code is not None else None
    total = sum(holding.bytes for holding in holdings)
    _room(folder, total)
    (folder / MANIFEST).unlink(missing_ok=True)
    count = _Count(total, progress)
    for holding in holdings:
        _write_part(holding, folder / holding.part.name, count)
    with disk_errors(folder):
        for name in _COPIED:
            shutil.copytree(release / name, folder / name, dirs_exist_ok=True)
    scheduler().save_pretrained(folder / "scheduler")
    if lora is not None:
        _write_lora(lora, folder / LORA_FILE)
    _write_json(folder / MANIFEST, _manifest(templates, corrected))
    unknown = [f"{holding.part.source}/{key}" for holding in holdings for key in holding.unknown]
    unknown += [f"{LORA}: {key}" for key in (lora.unknown if lora else ())]
    return Conversion(
        folder,
        total,
        tuple(unknown),
        has_lora=lora is not None,
        has_templates=templates is not None,
    )


def _folders(release: Path) -> None:
    """Raises MissingError where the release, or a folder of it, is not there."""
    names = [*(part.source for part in PARTS), *_COPIED]
    lacking = [name for name in names if not (release / name).is_dir()]
    if lacking == names:
        what = "holds no release" if release.is_dir() else "is no folder"
        raise MissingError(
            f"{release} {what}.",
            f"Give the folder with the {', '.join(names[:-1])} and {names[-1]} of the release.",
        )
    if lacking:
        raise MissingError(
            f"There is no folder {release / lacking[0]}.", "Fetch the release again."
        )


def _lora(release: Path, holdings: list[Holding]) -> ReleaseLora | None:
    path = release / LORA
    if not path.exists():
        return None
    models = {holding.part.name: holding.model for holding in holdings}
    return read_lora(path, models["transformer"], models["text_encoder"])


def _room(folder: Path, needed: int) -> None:
    path = folder.absolute()
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise DiskError(
            f"{folder} needs {needed / 1e9:.1f} GB, and its disk has {free / 1e9:.1f} GB left.",
            "Make room, or choose a folder on another disk.",
        )


class _Count:
    def __init__(self, total: int, progress: Progress) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def __call__(self, count: int) -> None:
        self.done += count
        self.progress(self.done, self.total)


def _write_part(holding: Holding, folder: Path, count: _Count) -> None:
    """A file for each of the release's, and the index that tells what is in which."""
    shards = [(shard, names) for shard, names in holding.shards if names]
    stem, many = holding.part.stem, len(shards)
    index: dict[str, str] = {}
    for number, (shard, names) in enumerate(shards, start=1):
        which = f"-{number:05d}-of-{many:05d}" if many > 1 else ""
        file = f"{stem}{which}.safetensors"
        copy_renamed(shard, names, folder / file, count)
        index |= dict.fromkeys(names.values(), file)
    if many > 1:
        told = {"metadata": {"total_size": holding.bytes}, "weight_map": index}
        _write_json(folder / f"{stem}.safetensors.index.json", told)
    _write_json(folder / "config.json", _config(holding))


def _config(holding: Holding) -> dict[str, Any]:
    """What the library would have saved beside the weights."""
    part = holding.part
    model: Any = holding.model
    if part.library == "diffusers":
        told: dict[str, Any] = json.loads(model.to_json_string())
        return told
    return {**model.config.to_dict(), "architectures": [part.class_name]}


def _write_lora(lora: ReleaseLora, path: Path) -> None:
    tensors = lora.transformer.state_dict("transformer.")
    tensors |= lora.text_encoder.state_dict("text_encoder.")
    with atomic(path) as temporary:
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, temporary)


def _manifest(templates: Templates | None, corrected: bool) -> dict[str, Any]:
    if corrected:
        templates = CORRECTED
    return {
        "_class_name": "STEP2Pipeline",
        "_diffusers_version": diffusers.__version__,
        **{part.name: [part.library, part.class_name] for part in PARTS},
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "tokenizer": ["transformers", "Qwen2Tokenizer"],
        "processor": ["transformers", "Qwen2VLImageProcessorPil"],
        "templates": templates.to_data() if templates else None,
        "message": "full" if corrected else "release",
        "memory_area": MEMORY_AREA,
        "frame_area": FRAME_AREA,
        # It was trained on the last frames of the shots alone.
        "keep": "end",
        "steps": STEPS,
        "guidance": GUIDANCE,
    }


def _write_json(path: Path, told: dict[str, Any]) -> None:
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n")
