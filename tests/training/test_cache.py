"""What was computed once is there, and what a crash cut off is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from openstage.training.cache import TensorCache


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = TensorCache(tmp_path)
    one, two = torch.randn(3, 4), torch.randn(2, 1, 5)
    cache.add({"one": one})
    cache.add({"two": two, "one": torch.zeros(3, 4)})
    for read in (cache, TensorCache(tmp_path)):
        assert len(read) == 2
        assert torch.equal(read["one"], one.bfloat16())
        assert torch.equal(read["two"], two.bfloat16())
        assert read["two"].shape == (2, 1, 5)
    with pytest.raises(KeyError):
        cache["three"]


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    assert len(TensorCache(tmp_path / "cache")) == 0
    assert not (tmp_path / "cache").exists()


def test_a_tensor_whose_data_was_cut_off_is_computed_again(tmp_path: Path) -> None:
    cache = TensorCache(tmp_path)
    cache.add({"one": torch.ones(4), "two": torch.ones(4)})
    with (tmp_path / "data.bin").open("r+b") as data:
        data.truncate(12)
    with (tmp_path / "index.jsonl").open("a") as index:
        index.write('["three", 1')
    again = TensorCache(tmp_path)
    assert "one" in again
    assert "two" not in again
    again.add({"two": torch.full((4,), 2.0)})
    assert TensorCache(tmp_path)["two"].tolist() == [2.0] * 4
    assert TensorCache(tmp_path)["one"].tolist() == [1.0] * 4


def test_what_comes_in_the_place_of_lost_data_is_not_taken_for_it(tmp_path: Path) -> None:
    TensorCache(tmp_path).add({"one": torch.ones(4), "two": torch.ones(4)})
    with (tmp_path / "data.bin").open("r+b") as data:
        data.truncate(12)
    TensorCache(tmp_path).add({"three": torch.full((4,), 3.0), "four": torch.full((4,), 4.0)})
    again = TensorCache(tmp_path)
    assert "two" not in again
    assert [again[name][0].item() for name in ("one", "three", "four")] == [1, 3, 4]
