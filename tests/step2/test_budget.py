"""What the memory may cost: never more than a frame, in the order of rank."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from openstage.step2.budget import Budget, sizes
from openstage.step2.latent_size import LatentSize

sides = st.integers(1, 96).map(lambda half: 2 * half)
latent_sizes = st.builds(LatentSize, sides, sides)
FRAME = LatentSize(18, 32)


@given(st.lists(latent_sizes, max_size=600), latent_sizes)
def test_paper_costs_at_most_one_frame(memories: list[LatentSize], frame: LatentSize) -> None:
    kept = [size for size in sizes("paper", memories, frame) if size is not None]
    assert sum(size.tokens for size in kept) <= frame.tokens


@given(st.lists(latent_sizes, max_size=40), latent_sizes)
def test_paper_halves_the_area_with_every_rank(
    memories: list[LatentSize], frame: LatentSize
) -> None:
    for j, (memory, size) in enumerate(
        zip(memories, sizes("paper", memories, frame), strict=True), start=1
    ):
        if frame.tokens < 2**j:
            assert size is None
        else:
            assert size is not None
            assert size.tokens <= min(memory.tokens, frame.tokens / 2**j)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 8))
def test_paper_uses_most_of_its_room_and_keeps_the_shape(rows: int, columns: int, j: int) -> None:
    assume(max(rows, columns) <= 4 * min(rows, columns))
    frame = LatentSize(2 * rows, 2 * columns)
    room = frame.tokens // 2**j
    size = sizes("paper", [frame] * j, frame)[-1]
    assert (size is None) == (room == 0)
    if size is not None and room >= 16:
        assert size.tokens >= room * 2 // 3
        assert 0.6 < (size.width / size.height) / (columns / rows) < 1.7


def test_a_memory_smaller_than_its_room_is_not_enlarged() -> None:
    assert sizes("paper", [LatentSize(4, 4)], FRAME) == [LatentSize(4, 4)]


def test_a_long_film_costs_as_much_as_a_short_one() -> None:
    """144 tokens a frame: rooms of 72, 36, 18, 9, 4, 2 and 1, then nothing, however many."""
    few, many = (sizes("paper", [FRAME] * count, FRAME) for count in (8, 1024))
    assert [size.tokens if size else 0 for size in few] == [72, 36, 18, 8, 4, 2, 1, 0]
    assert many[:8] == few
    assert not any(many[8:])


def test_release() -> None:
    """Sides by 1, 1, 2, 4, 8 …, down to even latents, at least 2 x 2."""
    wanted = [(16, 28), (16, 28), (8, 14), (4, 6), (2, 2), (2, 2)]
    given_sizes = sizes("release", [LatentSize(16, 28)] * 6, FRAME)
    assert given_sizes == [LatentSize(*size) for size in wanted]


def test_wide_is_the_same_down_to_a_token() -> None:
    wanted = [LatentSize(16, 28), LatentSize(16, 28), LatentSize(8, 14), LatentSize(4, 6)]
    assert sizes("wide", [LatentSize(16, 28)] * 7, FRAME) == [*wanted, LatentSize(2, 2), None, None]


@given(st.integers(0, 600), latent_sizes)
def test_wide_costs_at_most_two_frames_and_a_third(count: int, frame: LatentSize) -> None:
    kept = [size for size in sizes("wide", [frame] * count, frame) if size is not None]
    assert 3 * sum(size.tokens for size in kept) <= 7 * frame.tokens


@pytest.mark.parametrize(("budget", "kept"), [("full", 3), ("last", 1), ("none", 0)])
def test_ablations(budget: Budget, kept: int) -> None:
    memories = [LatentSize(8, 2 * k) for k in range(5, 8)]
    rooms = sizes(budget, memories, FRAME)
    assert rooms == [*memories[:kept], *[None] * (3 - kept)]


@given(st.integers(0, 12))
def test_a_better_rank_has_more_room(count: int) -> None:
    rooms = [room.tokens if room else 0 for room in sizes("paper", [FRAME] * count, FRAME)]
    assert rooms == sorted(rooms, reverse=True)
    assert len([room for room in rooms if room]) == min(count, 7)
