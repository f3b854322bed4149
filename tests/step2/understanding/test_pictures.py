"""Pictures as the vision tower takes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from openstage.step2.understanding.pictures import patches, reading_size
from openstage.step2.understanding.protocol import beside

sides = st.integers(1, 8192)


@pytest.mark.parametrize(
    ("size", "read"),
    [
        ((1536, 864), (512, 288)),
        ((864, 1536), (288, 512)),
        ((64, 64), (384, 384)),
        ((1280, 720), (512, 288)),
        ((1920, 800), (608, 256)),
    ],
)
def test_known_sizes(size: tuple[int, int], read: tuple[int, int]) -> None:
    assert reading_size(*size) == read


@given(sides, sides)
def test_about_the_same_area_and_shape(width: int, height: int) -> None:
    wide, high = reading_size(width, height)
    assert wide % 32 == high % 32 == 0
    assert min(wide, high) >= 32
    ratio = min(max(width / height, 1 / 144), 144)
    # Each side is off by half a step at most.
    assert abs(wide - 384 * ratio**0.5) <= 16 + 1e-6
    assert abs(high - 384 / ratio**0.5) <= 16 + 1e-6


@pytest.mark.parametrize(
    ("height", "width", "grid"),
    [(864, 1536, (20, 36)), (64, 64, (28, 28)), (720, 300, (44, 18)), (16, 8192, (2, 330))],
)
def test_patches_are_whole_tokens(height: int, width: int, grid: tuple[int, int]) -> None:
    cut = patches([np.zeros((height, width, 3), np.uint8)], Qwen2VLImageProcessorPil())
    assert cut.grids.tolist() == [[1, *grid]]
    assert cut.values.shape == (grid[0] * grid[1], 3 * 2 * 14 * 14)


def test_pictures_follow_one_another() -> None:
    processor = Qwen2VLImageProcessorPil()
    black, white = np.zeros((64, 64, 3), np.uint8), np.full((64, 128, 3), 255, np.uint8)
    both = patches([black, white], processor)
    first = int(both.grids[0].prod())
    assert (both.values[:first] < 0).all()
    assert (both.values[first:] > 0).all()


def test_what_is_beside_each_message() -> None:
    frame, other = np.zeros((2, 2, 3), np.uint8), np.ones((2, 2, 3), np.uint8)
    assert beside(["a", "b"], None) == [(), ()]
    assert [len(seen) for seen in beside(["a", "b"], frame)] == [1, 1]
    seen = beside(["a", "b", "c"], [None, other, [frame, other]])
    assert [len(each) for each in seen] == [0, 1, 2]
    assert seen[2][0] is frame


def test_pictures_that_fit_no_messages() -> None:
    frame = np.zeros((2, 2, 3), np.uint8)
    with pytest.raises(ValueError, match="2 messages need as many pictures; got 1"):
        beside(["a", "b"], [frame])
    with pytest.raises(ValueError, match="no message"):
        beside([], frame)
    with pytest.raises(ValueError, match="float64"):
        beside(["a"], [np.zeros((2, 2, 3))])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"uint8 \(2, 2\)"):
        beside(["a"], np.zeros((2, 2), np.uint8))
