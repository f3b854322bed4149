"""Two latents, one sequence, and back."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from openstage.step2.frame_pair import join, pack, pair_noise, split, unpack
from openstage.step2.latent_size import LatentSize

halves = st.integers(1, 24)


@given(halves, halves, st.integers(1, 3), st.sampled_from([1, 4, 16]))
def test_packing_and_unpacking_are_inverse(rows: int, columns: int, batch: int, width: int) -> None:
    latents = torch.randn(batch, width, 1, 2 * rows, 2 * columns)
    tokens = pack(latents)
    assert tokens.shape == (batch, rows * columns, 4 * width)
    assert torch.equal(unpack(tokens, LatentSize.of(latents)), latents)


@given(halves, halves)
def test_a_token_is_a_square_of_the_picture(rows: int, columns: int) -> None:
    latents = torch.arange(4 * rows * columns).reshape(1, 1, 1, 2 * rows, 2 * columns)
    tokens = pack(latents)
    square = latents[0, 0, 0, -2:, -2:].flatten()
    assert torch.equal(tokens[0, -1], square)


@given(halves, halves, st.integers(1, 3))
def test_start_and_end_never_swap(rows: int, columns: int, batch: int) -> None:
    start = torch.zeros(batch, 16, 1, 2 * rows, 2 * columns)
    end = torch.ones_like(start)
    tokens = join(start, end)
    size = LatentSize.of(start)
    assert tokens.shape[1] == 2 * size.tokens
    one, other = split(tokens, size)
    assert torch.equal(one, start)
    assert torch.equal(other, end)
    frames, height, width = size.pair_grid
    assert frames * height * width == tokens.shape[1]
    # The first half of the grid's rows holds the start frame.
    assert not tokens[:, : height // 2 * width].any()


def test_noise_is_the_same_alone_and_in_a_batch() -> None:
    size = LatentSize(6, 10)

    def generators(*seeds: int) -> list[torch.Generator]:
        return [torch.Generator().manual_seed(seed) for seed in seeds]

    start, end = pair_noise(size, generators(3, 4), channels=8)
    alone = pair_noise(size, generators(4), channels=8)
    assert torch.equal(start[1:], alone[0])
    assert torch.equal(end[1:], alone[1])
    assert not torch.equal(start, end)


@pytest.mark.parametrize(("height", "width"), [(0, 4), (3, 4), (4, 5), (2, 0)])
def test_a_latent_of_half_tokens_is_refused(height: int, width: int) -> None:
    with pytest.raises(ValueError, match=f"got {height} x {width}"):
        LatentSize(height, width)


def test_a_picture_is_cut_down_to_whole_tokens() -> None:
    assert LatentSize.of_picture(875, 1536) == LatentSize(108, 192)


def test_wrong_shapes_are_told() -> None:
    with pytest.raises(ValueError, match="3 frames"):
        pack(torch.zeros(1, 16, 3, 4, 4))
    with pytest.raises(ValueError, match="differ in shape"):
        join(torch.zeros(1, 16, 1, 4, 4), torch.zeros(1, 16, 1, 4, 6))
    with pytest.raises(ValueError, match="are 4 tokens; got 5"):
        unpack(torch.zeros(1, 5, 64), LatentSize(4, 4))
