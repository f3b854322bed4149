"""Labeled frames by chance, or all in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from openstage.crew import Frame
from openstage.errors import ProjectError, UseError
from openstage.evaluation.frames import FORMAT, SHARD, Shard, read
from openstage.evaluation.maps import Map, flipped
from openstage.evaluation.truth import ATTRIBUTES, LABELS_VERSION, SLOT_PARTS, SLOTS, UNJUDGED
from openstage.storyboard.files import reading_errors
from openstage.storyboard.pictures import decoded, resized

_COLUMNS = ("png", "map", "labels", "places")
_LENGTHS = {"labels": {len(ATTRIBUTES)}, "places": {SLOTS}}
_AGAIN = "Remove it and run `openstage evaluate frames` once more: it is made again."
_SOFTEST = 0.4
"""The share of its sides that a softened frame keeps, at least."""
_NOISE = 6.0
"""Its largest deviation, of 255."""

Codes = NDArray[np.int8]
Places = NDArray[np.float32]


@dataclass(frozen=True)
class Labeled:
    """B frames of one size with their labels."""

    frames: list[Frame]
    codes: Codes
    """(B, attributes): class numbers, `UNJUDGED` where there is no label."""
    places: Places
    """(B, SLOTS): where the people are, from 0 to 1; -1: nobody."""
    maps: list[Map]


class FrameBank:
    """The frames of one split, their pictures read from memory as the files have them.

    Raises UseError where there are none.
    """

    def __init__(self, folder: Path, split: str) -> None:
        self._folder = folder
        self.made, shards = read(folder)
        if (self.made.get("format"), self.made.get("labels")) != (FORMAT, LABELS_VERSION):
            raise UseError(
                f"The frames in {folder} are of another version.", "Make them in another folder."
            )
        mine = [shard for shard in shards if shard.name.startswith(split)]
        if not mine:
            raise UseError(
                f"{folder} has no frames to {split} with.",
                f"Make more than {SHARD} clips with `openstage evaluate frames`.",
            )
        table = pa.concat_tables([_table(folder, shard) for shard in mine])
        self._png, self._maps = table["png"], table["map"]
        self.codes: Codes = np.array(table["labels"].to_pylist(), np.int8)
        self.places: Places = np.array(table["places"].to_pylist(), np.float32)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the frames."""
        width, height = self.made["size"]
        return width, height

    def about(self) -> dict[str, Any]:
        """What a run of training depends on; it may go on with more frames."""
        return dict(self.made)

    def take(self, numbers: Sequence[int]) -> Labeled:
        frames, maps = (
            [decoded(pictures[n].as_py(), f"frame {n} of {self._folder}") for n in numbers]
            for pictures in (self._png, self._maps)
        )
        chosen = list(numbers)
        return Labeled(frames, self.codes[chosen], self.places[chosen], maps)

    def draw(
        self, count: int, chance: np.random.Generator, flips: float = 0.0, softened: float = 0.0
    ) -> Labeled:
        """So many by chance, of which a share of `flips` is turned left to right, and one of
        `softened` has lost its edges: what a model draws is softer than what is true."""
        found = self.take(chance.integers(len(self), size=count).tolist())
        for row in np.flatnonzero(chance.random(count) < softened):
            found.frames[row] = soft(found.frames[row], chance)
        for row in np.flatnonzero(chance.random(count) < flips):
            turned = flip(found.codes[row], found.places[row])
            if turned is not None:
                people = int((found.places[row] >= 0).sum())
                found.frames[row] = np.ascontiguousarray(found.frames[row][:, ::-1])
                found.codes[row], found.places[row] = turned
                found.maps[row] = flipped(found.maps[row], people)
        return found


def _table(folder: Path, shard: Shard) -> pa.Table:
    """Raises ProjectError where the file of a shard is gone or damaged."""
    path = folder / shard.name
    with reading_errors(path):
        content = path.read_bytes()
    try:
        table = pq.read_table(pa.BufferReader(content), columns=[*_COLUMNS])
        lengths = {
            name: {*pc.list_value_length(table[name]).to_pylist()} for name in ("labels", "places")
        }
        whole = len(table) == shard.frames and lengths == _LENGTHS
    except (pa.ArrowException, KeyError, TypeError) as error:
        raise ProjectError(f"{path} is damaged: {error}", _AGAIN) from error
    if not whole:
        raise ProjectError(f"{path} is damaged: it has other rows.", _AGAIN)
    return table


def soft(frame: Frame, chance: np.random.Generator) -> Frame:
    """The frame smaller and back again, with a little noise."""
    height, width = frame.shape[:2]
    share = chance.uniform(_SOFTEST, 1.0)
    small = resized(frame, max(1, round(width * share)), max(1, round(height * share)))
    noise = chance.normal(0.0, chance.uniform(0.0, _NOISE), frame.shape)
    told = resized(small, width, height) + noise
    return np.asarray(np.clip(np.rint(told), 0, 255), np.uint8)


def flip(codes: Codes, places: Places) -> tuple[Codes, Places] | None:
    """The labels of a frame that is turned left to right: the slots stand the other way round.

    None where there may be people beyond the last slot, whose colors are not known.
    """
    people = int((places >= 0).sum())
    if people == SLOTS:
        return None
    codes_after, places_after = np.full_like(codes, UNJUDGED), np.full_like(places, -1.0)
    names = list(ATTRIBUTES)
    for number, name in enumerate(names):
        if name not in SLOT_PARTS:
            codes_after[number] = codes[number]
            continue
        slot, part = SLOT_PARTS[name]
        if slot < people:
            codes_after[names.index(f"{part} {people - slot}")] = codes[number]
    places_after[:people] = 1.0 - places[:people][::-1]
    return codes_after, places_after
