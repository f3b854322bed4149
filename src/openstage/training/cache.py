"""Tensors that were computed once, by the content of what they were computed from.

One file of data, to which is only ever added, and one of lines that say what lies where; a line is
written after its data, so that what a crash cut off is never found.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from openstage.errors import ProjectError
from openstage.storyboard.files import atomic, disk_errors, reading_errors

_DATA, INDEX = "data.bin", "index.jsonl"


@dataclass(frozen=True)
class _Place:
    offset: int
    shape: tuple[int, ...]

    @property
    def numbers(self) -> int:
        return int(np.prod(self.shape))


class TensorCache:
    """Tensors of one type in a folder. One process writes, any number read.

    Its folder is there from the first `add` on. That raises DiskError where the disk is full; what
    was kept before stays.
    """

    def __init__(self, folder: Path, dtype: torch.dtype = torch.bfloat16) -> None:
        self.folder, self._dtype = folder, dtype
        data = folder / _DATA
        self._size = data.stat().st_size if data.is_file() else 0
        told = list(self._read())
        self._places = {key: place for key, place in told if self._lies(place)}
        self._false = len(told) > len(self._places)
        """Whether lines tell of data that is lost: they would be true of what comes in its place.
        """
        self._pages: np.memmap[tuple[int], np.dtype[np.uint8]] | None = None

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, key: str) -> Tensor:
        """A copy in memory; raises KeyError where it was never computed."""
        place = self._places[key]
        if self._pages is None or len(self._pages) < self._size:
            with reading_errors(self.folder / _DATA):
                self._pages = np.memmap(self.folder / _DATA, np.uint8, "r")
        content = np.array(self._pages[place.offset : self._end(place)])
        return torch.from_numpy(content).view(self._dtype).view(place.shape)

    def add(self, tensors: dict[str, Tensor]) -> None:
        """Keeps several at once; those that are there already are let be."""
        new = {key: tensor for key, tensor in tensors.items() if key not in self._places}
        if not new:
            return
        lines, places, offset = [], {}, self._size
        with disk_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _DATA).touch()
        if self._false:
            with atomic(self.folder / INDEX) as part:
                lines_left = (_line(key, place) for key, place in self._places.items())
                part.write_text("".join(lines_left), encoding="utf-8")
            self._false = False
        with disk_errors(self.folder), (self.folder / _DATA).open("r+b") as data:
            data.seek(offset)
            for key, tensor in new.items():
                numbers = tensor.detach().to("cpu", self._dtype).contiguous().flatten()
                data.write(numbers.view(torch.uint8).numpy().tobytes())
                places[key] = _Place(offset, tuple(tensor.shape))
                lines.append(_line(key, places[key]))
                offset = self._end(places[key])
            data.flush()
            os.fsync(data.fileno())
            with (self.folder / INDEX).open("a", encoding="utf-8") as index:
                # A line that a crash cut off must not swallow the first of these.
                index.write("\n" + "".join(lines))
                index.flush()
                os.fsync(index.fileno())
        self._size = offset
        self._places |= places

    def _end(self, place: _Place) -> int:
        return place.offset + place.numbers * self._dtype.itemsize

    def _lies(self, place: _Place) -> bool:
        return self._end(place) <= self._size

    def _read(self) -> Iterator[tuple[str, _Place]]:
        path = self.folder / INDEX
        if not path.is_file():
            return
        with reading_errors(path):
            lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            with suppress(json.JSONDecodeError):  # the last one of a crash
                key, offset, shape = json.loads(line)
                yield key, _Place(offset, tuple(shape))


def _line(key: str, place: _Place) -> str:
    return json.dumps([key, place.offset, list(place.shape)]) + "\n"


def whole(cache: TensorCache, keys: set[str], what: str) -> None:
    """Raises ProjectError where one of the keys was never computed."""
    lacking = sum(key not in cache for key in keys)
    if lacking:
        raise ProjectError(
            f"{cache.folder} lacks {lacking} of {len(keys)} {what}.",
            f"Remove prepared.json in {cache.folder.parent} and run `openstage train prepare` "
            "again: what is there is not encoded again.",
        )
