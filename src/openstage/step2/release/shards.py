"""Safetensors files as they lie on disk: their headers, and copies of them under other names.

A file is eight bytes of length, a JSON header of that length, then the tensors one after the other.
Weights are copied as bytes, never read as numbers, so that a file of forty gigabytes needs no more
memory than a small one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from openstage.errors import UseError
from openstage.step2.release.copying import BLOCK, append_stretches
from openstage.storyboard.files import atomic, reading_errors

_LENGTH = 8
_LARGEST_HEADER = 100_000_000

Copied = Callable[[int], None]
"""Is told how many more bytes are copied."""


@dataclass(frozen=True)
class Stored:
    """One tensor of a file."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int
    """Bytes from the end of the header."""


@dataclass(frozen=True)
class Shard:
    path: Path
    tensors: Mapping[str, Stored]
    data: int
    """The byte at which the tensors begin."""

    @property
    def bytes(self) -> int:
        return sum(tensor.end - tensor.begin for tensor in self.tensors.values())


def open_shard(path: Path) -> Shard:
    """The header of a safetensors file, checked against the length of the file.

    Raises MissingError or ProjectError where there is no such file, UseError where it is no whole
    safetensors file.
    """
    with reading_errors(path), path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH), "little")
        size = path.stat().st_size
        if not 2 <= length <= min(_LARGEST_HEADER, size - _LENGTH):
            raise _broken(path, "has no header of safetensors")
        text = file.read(length)
    tensors = _tensors(path, text)
    data = _LENGTH + length
    expected = data + max((tensor.end for tensor in tensors.values()), default=0)
    if size != expected:
        raise _broken(path, f"has {size:,} bytes where its header tells of {expected:,}")
    return Shard(path, tensors, data)


def _tensors(path: Path, text: bytes) -> dict[str, Stored]:
    try:
        header: dict[str, Any] = json.loads(text)
        header.pop("__metadata__", None)
        tensors = {
            name: Stored(told["dtype"], tuple(told["shape"]), *told["data_offsets"])
            for name, told in header.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _broken(path, "has a header that cannot be read") from error
    laid = sorted(tensors.values(), key=lambda tensor: (tensor.begin, tensor.end))
    if any(before.end != after.begin for before, after in pairwise(laid)):
        raise _broken(path, "has gaps or overlaps between its tensors")
    return tensors


def _broken(path: Path, what: str) -> UseError:
    return UseError(f"{path} {what}: it is damaged or was not fetched whole.", "Fetch it again.")


def copy_renamed(
    shard: Shard, names: Mapping[str, str], path: Path, copied: Copied = lambda count: None
) -> None:
    """Writes the tensors that `names` names, each under its new name, bytes as they are.

    The file appears under its name only when it is whole. Raises DiskError where it cannot be
    written.
    """
    kept = [(shard.tensors[old], new) for old, new in names.items()]
    kept.sort(key=lambda item: (item[0].begin, item[0].end))
    with atomic(path) as temporary, shard.path.open("rb", 0) as source:
        temporary.write_bytes(_header([(new, tensor) for tensor, new in kept]))
        runs = _runs([tensor for tensor, _ in kept])
        stretches = ((shard.data + begin, shard.data + end) for begin, end in runs)
        if not append_stretches(temporary, source, stretches, copied):
            raise _broken(shard.path, "became shorter while it was read")


def _header(tensors: list[tuple[str, Stored]]) -> bytes:
    told: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, tensor in tensors:
        size = tensor.end - tensor.begin
        told[name] = {
            "dtype": tensor.dtype,
            "shape": list(tensor.shape),
            "data_offsets": [at, at + size],
        }
        at += size
    text = json.dumps(told, separators=(",", ":")).encode()
    text += b" " * (-(_LENGTH + len(text)) % BLOCK)
    return len(text).to_bytes(_LENGTH, "little") + text


def _runs(tensors: list[Stored]) -> Iterator[tuple[int, int]]:
    """Stretches of bytes that can be copied at once; `tensors` in the order of the file."""
    begin = end = 0
    for tensor in tensors:
        if tensor.begin != end:
            if end > begin:
                yield begin, end
            begin = tensor.begin
        end = tensor.end
    if end > begin:
        yield begin, end
