"""A folder of weights, as far as it can be known without loading them: it needs no torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from openstage.errors import MissingError, UseError
from openstage.step2.budget import Budget, Shrink
from openstage.step2.latent_size import Canvas, LatentSize
from openstage.step2.ranking import Kept
from openstage.step2.understanding.message import MessageKind, Shown
from openstage.storyboard.files import reading_errors

MANIFEST = "model_index.json"
"""Written last: a folder without it is not whole."""

MINI = Path(__file__).parents[1] / "mini"
"""Small weights that travel with the program."""

DRAWING_VERSION = 4
"""Raised when the same weights draw other pictures: whatever is kept of these depends on it."""

NO_PICTURE = ("README.md", "training.json")
"""Files that tell what weights are, for people: no picture depends on them, nor on hidden ones."""

SIMILARITY = "similarity"
"""The folder of the weights that may hold a CLIP, which ranks the memories by likeness."""

_SAMPLES = 64
_SAMPLE = 4096


@dataclass(frozen=True)
class Weights:
    """What a folder says of its model. The fields are those of `STEP2Pipeline`."""

    folder: Path
    message: MessageKind
    pictures: Shown
    keep: Kept
    canvas: Canvas
    steps: int
    guidance: float
    budget: Budget
    shrink: Shrink
    factor: int
    """Pixels a side of a latent."""

    @classmethod
    def of(cls, folder: Path) -> Weights:
        """Raises MissingError where the folder holds no whole set of weights, UseError where its
        manifest cannot be read."""
        if not (folder / MANIFEST).is_file():
            raise MissingError(
                f"{folder} holds no weights: it has no {MANIFEST}.",
                "Give a folder that `openstage weights convert` or `openstage train` has finished. "
                "A project remembers its own in crew.json; --weights DIR names another.",
            )
        told, vae = (_read(folder / name) for name in (MANIFEST, "vae/config.json"))
        try:
            return cls(
                folder,
                message=told["message"],
                pictures=(told["templates"] or {}).get("pictures", "first"),
                keep=told["keep"],
                canvas=Canvas(told["frame_area"], _size(told.get("frame_size"))),
                steps=told["steps"],
                guidance=told["guidance"],
                budget=told.get("budget", "paper"),
                shrink=told.get("shrink", "latents"),
                factor=_factor(vae),
            )
        except KeyError as error:
            raise UseError(
                f"{folder / MANIFEST} does not tell {error}.",
                "Convert the weights again, with this version of openstage.",
            ) from error

    @property
    def small(self) -> bool:
        """Of a model as `openstage train new` makes: it reads words alone, and no picture."""
        return self.message == "brief"

    @property
    def name(self) -> str:
        """The folder's name and the digest's beginning, for people."""
        return f"{self.folder.name} {self.digest[:12]}"

    def picture(self, height: int, width: int) -> tuple[int, int]:
        """Height and width, in pixels, in which this model draws a film of this size."""
        return self.canvas.picture(height, width, self.factor)

    def frame(self, height: int, width: int) -> LatentSize:
        """The latent of such a picture."""
        return LatentSize.of_picture(*self.picture(height, width), self.factor)

    @property
    def similarity(self) -> Path | None:
        """The folder of the CLIP that ranks memories; None where the weights have none."""
        folder = self.folder / SIMILARITY
        return folder if folder.is_dir() else None

    @cached_property
    def digest(self) -> str:
        """A SHA-256 that tells weights from others without reading all of them.

        Of every file its name, its size and its first, last and evenly spread bytes: training
        changes every weight, so that samples see it; small files are read whole.
        """
        digest = sha256()
        with reading_errors(self.folder):
            files = {
                path.relative_to(self.folder).as_posix(): path
                for path in self.folder.rglob("*")
                if path.is_file() and path.name not in NO_PICTURE
            }
            for name, path in sorted(files.items()):
                if name.startswith(".") or "/." in name:
                    continue
                size = path.stat().st_size
                digest.update(f"{name} {size}\n".encode())
                with path.open("rb") as file:
                    if size <= _SAMPLES * _SAMPLE:
                        digest.update(file.read())
                        continue
                    for k in range(_SAMPLES):
                        file.seek(k * (size - _SAMPLE) // (_SAMPLES - 1))
                        digest.update(file.read(_SAMPLE))
        return digest.hexdigest()


def _size(told: Any) -> tuple[int, int] | None:
    return None if told is None else (int(told[0]), int(told[1]))


def _factor(vae: Mapping[str, Any]) -> int:
    """Of AutoencoderDC, or of the release's video VAE."""
    if "encoder_block_out_channels" in vae:
        return int(2 ** (len(vae["encoder_block_out_channels"]) - 1))
    return int(2 ** len(vae["temperal_downsample"]))


def _read(path: Path) -> dict[str, Any]:
    with reading_errors(path):
        told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise UseError(f"{path} holds no settings.", "Convert the weights again.")
    return told
