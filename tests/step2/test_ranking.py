"""Which memory comes first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstage.crew import FrameKind, Memory, MemoryFrame
from openstage.step2.ranking import Kept, ranked
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard


def remembered(source: str, kind: FrameKind) -> MemoryFrame:
    blank = np.zeros((2, 2, 3), np.uint8)
    return MemoryFrame(source, kind, f"{source}/{kind}", lambda: blank)


def film(*casts: str) -> Storyboard:
    """A shot for each cast ('ab' is a and b together), a scene for each shot in its own place."""
    return Storyboard.model_validate(
        {
            "title": "Letters",
            "cast": [{"id": id, "name": id} for id in "abc"],
            "locations": [{"id": "room", "name": "Room"}, {"id": "yard", "name": "Yard"}],
            "scenes": [
                {
                    "number": str(n),
                    "heading": {"location": "room" if cast.islower() else "yard"},
                    "shots": [{"id": f"s{n}", "number": 10, "cast": [*cast.lower()]}],
                }
                for n, cast in enumerate(casts)
            ],
        }
    )


def last_of(storyboard: Storyboard) -> tuple[ShotContext, Memory]:
    """The last shot, and what is remembered when it begins."""
    *earlier, (scene, shot) = storyboard.shots()
    kinds: tuple[FrameKind, ...] = ("start", "end")
    memory = [remembered(old.id, kind) for _, old in earlier for kind in kinds]
    return ShotContext(storyboard, scene, shot), memory


def order(frames: Memory) -> list[str]:
    return [frame.digest for frame in frames]


def test_the_cut_comes_first_then_who_is_seen_alone_then_what_is_recent() -> None:
    context, memory = last_of(film("a", "ab", "c", "A", "b", "a"))
    assert order(ranked(memory, context)) == [
        "s4/end",  # the shot before
        "s0/end",  # a, in the room
        "s0/start",
        "s1/end",  # a, in the room, but who of the two is a?
        "s1/start",
        "s4/start",  # the room alone, or a alone: one each
        "s3/end",
        "s3/start",
        "s2/end",
        "s2/start",
    ]


def test_similarity_orders_frames_that_show_as_much() -> None:
    context, memory = last_of(film("a", "a", "a", "b", "a"))
    similar = {"s0/start": 0.9, "s2/end": 0.5}

    def similarity(frames: Memory, text: str) -> list[float]:
        return [similar.get(frame.digest, 0.1) for frame in frames]

    assert order(ranked(memory, context, similarity))[:4] == [
        "s3/end",
        "s0/start",
        "s2/end",
        "s2/start",
    ]


def test_a_reference_picture_stands_before_frames_that_show_no_more() -> None:
    context, memory = last_of(film("b", "c", "a"))
    frames = order(ranked([remembered("a", "reference"), *memory], context))
    assert frames[:2] == ["s1/end", "a/reference"]
    context, memory = last_of(film("a", "b", "a"))
    frames = order(ranked([remembered("a", "reference"), *memory], context))
    assert frames[:4] == ["s1/end", "s0/end", "s0/start", "a/reference"]


def test_a_reference_picture_of_who_is_not_there_is_left_out() -> None:
    context, memory = last_of(film("a", "ab", "b"))
    frames = [remembered("a", "reference"), remembered("yard", "reference"), *memory]
    assert sorted(order(ranked(frames, context))) == sorted(order(memory))


def test_the_release_keeps_the_last_frames_alone() -> None:
    context, memory = last_of(film("a", "a", "a"))
    memory = [remembered("a", "reference"), *memory]
    assert order(ranked(memory, context, keep="end")) == ["s1/end", "s0/end", "a/reference"]


@given(st.lists(st.sampled_from(["a", "b", "ab", "C", "AB"]), min_size=1, max_size=12))
def test_ranking_is_an_order_of_the_same_frames(casts: list[str]) -> None:
    context, memory = last_of(film(*casts))
    frames = ranked(memory, context)
    assert sorted(order(frames)) == sorted(order(memory))
    if memory:
        assert frames[0] == memory[-1]


@pytest.mark.parametrize("keep", ["both", "end"])
def test_the_first_shot_has_nothing_to_remember(keep: Kept) -> None:
    context, memory = last_of(film("a"))
    assert ranked(memory, context, keep=keep) == []
