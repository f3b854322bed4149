"""Safetensors files copied under other names, and files that are none."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from openstage.errors import OpenstageError, UseError
from openstage.step2.release import copying
from openstage.step2.release.shards import copy_renamed, open_shard

TYPES = [torch.float32, torch.bfloat16, torch.int8, torch.float16]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 7), st.sampled_from(TYPES)), max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_what_is_kept_keeps_its_numbers(
    tmp_path_factory: pytest.TempPathFactory,
    layers: list[tuple[int, int, torch.dtype]],
    dropped: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("shards")
    tensors = {
        f"t{n}": torch.randint(-9, 9, (rows, columns)).to(dtype)
        for n, (rows, columns, dtype) in enumerate(layers)
    }
    save_file(tensors, folder / "old.safetensors")
    names = {f"t{n}": f"new.{n}" for n in range(len(layers)) if n not in dropped}
    copied: list[int] = []
    shard = open_shard(folder / "old.safetensors")
    copy_renamed(shard, names, folder / "new.safetensors", copied.append)
    ours = load_file(folder / "new.safetensors")
    assert ours.keys() == set(names.values())
    for old, new in names.items():
        assert ours[new].dtype == tensors[old].dtype
        assert torch.equal(ours[new], tensors[old])
    assert sum(copied) == sum(t.numel() * t.element_size() for t in ours.values())


def header(told: object, data: bytes = b"") -> bytes:
    text = told if isinstance(told, bytes) else json.dumps(told).encode()
    return len(text).to_bytes(8, "little") + text + data


F32 = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no header"),
        (b"1234", "no header"),
        (b"\x80\x04" * 40, "no header"),  # a pickle's first bytes
        (b"PK\x03\x04" * 40, "no header"),
        (header(b"{not json}"), "cannot be read"),
        (header([1, 2]), "cannot be read"),
        (header({"a": {"dtype": "F32"}}), "cannot be read"),
        (header({"a": F32}, b"123"), "has 72 bytes where"),
        (header({"a": F32}, b"12345"), "has 74 bytes where"),
        (header({"a": F32, "b": {**F32, "data_offsets": [8, 12]}}, b"0" * 12), "gaps or overlaps"),
    ],
)
def test_what_is_no_whole_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises(UseError, match="Fetch it again") as caught:
        open_shard(path)
    assert message in caught.value.message.replace(",", "")
    assert str(path) in caught.value.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OpenstageError, match="cannot be read"):
        open_shard(tmp_path / "none.safetensors")


def test_a_file_that_is_cut_while_it_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    save_file({"a": torch.ones(100)}, path)
    shard = open_shard(path)
    path.write_bytes(path.read_bytes()[:-80])
    with pytest.raises(UseError, match="became shorter"):
        copy_renamed(shard, {"a": "b"}, tmp_path / "y.safetensors")
    assert not (tmp_path / "y.safetensors").exists()


@pytest.mark.parametrize("disk", ["as it is", "opens none past memory", "writes none past it"])
@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 3 * 8192, 5 * 8192 + 17])
def test_many_pieces_on_every_kind_of_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str, length: int
) -> None:
    monkeypatch.setattr(copying, "_PIECE", 2 * copying.BLOCK)
    past = copying._PAST_MEMORY
    opened, written = os.open, os.write
    modes: dict[int, int] = {}

    def refuse() -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    def open_(path: Path, flags: int, *more: int) -> int:
        if disk == "opens none past memory" and past and flags & past:
            refuse()
        handle = opened(path, flags, *more)
        modes[handle] = flags
        return handle

    def write(handle: int, piece: memoryview) -> int:
        if disk == "writes none past it" and past and modes.get(handle, 0) & past:
            refuse()
        return written(handle, piece)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "write", write)
    source, target = tmp_path / "source", tmp_path / "target"
    content = np.random.default_rng(length).bytes(length + 100)
    source.write_bytes(content)
    target.write_bytes(b"-" * copying.BLOCK)
    middle = 30 + length // 3
    stretches = [(30, middle), (middle + 10, 40 + length)]
    told: list[int] = []
    with source.open("rb", 0) as file:
        assert copying.append_stretches(target, file, stretches, told.append)
    kept = content[30:middle] + content[middle + 10 : 40 + length]
    assert target.read_bytes() == b"-" * copying.BLOCK + kept
    assert sum(told) == length
