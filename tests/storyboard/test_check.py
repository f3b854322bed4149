"""Faults that the schema cannot see."""

from __future__ import annotations

from typing import Any

import pytest

from openstage.storyboard.check import check
from openstage.storyboard.document import Storyboard

TAKE = {
    "id": "t1",
    "start": "a" * 64 + ".png",
    "end": "b" * 64 + ".png",
    "made_by": {"artist": "previz"},
}


def board(shot: dict[str, Any] | None = None, **more: Any) -> Storyboard:
    shots = [{"id": "1-010", "number": 10, **(shot or {})}]
    return Storyboard.model_validate(
        {
            "title": "x",
            "cast": [{"id": "ana", "name": "Ana"}],
            "props": [{"id": "cup", "name": "cup"}],
            "locations": [{"id": "kitchen", "name": "Kitchen"}],
            "scenes": [{"number": "1", "heading": {"location": "kitchen"}, "shots": shots}],
            **more,
        }
    )


def test_a_sound_storyboard_has_no_fault() -> None:
    blocking = [{"who": "ana", "holds": ["cup"], "holds_end": []}, {"who": "cup"}]
    assert check(board({"cast": ["ana"], "props": ["cup"], "blocking": blocking})) == []


@pytest.mark.parametrize(
    ("shot", "place", "words"),
    [
        ({"cast": ["bo"]}, "scenes[0].shots[0].cast", "'bo' is not in the bible (there: ana)"),
        ({"props": ["ana"]}, "scenes[0].shots[0].props", "'ana'"),
        ({"dialogue": [{"who": "bo", "text": "hi"}]}, "scenes[0].shots[0].dialogue", "'bo'"),
        ({"blocking": [{"who": "bo"}]}, "scenes[0].shots[0].blocking", "there: ana, cup"),
        (
            {"blocking": [{"who": "ana", "holds_end": ["hat"]}]},
            "scenes[0].shots[0].blocking[0].holds",
            "'hat'",
        ),
        ({"viewer": "bo"}, "scenes[0].shots[0].viewer", "'bo'"),
        ({"take": "t9"}, "scenes[0].shots[0].take", "no take 't9'"),
        ({"takes": [TAKE, TAKE]}, "scenes[0].shots[0].takes", "the take 't1' stands 2 times"),
        ({"locked": True}, "scenes[0].shots[0].locked", "no take to keep"),
        ({"transition_in": "fade to black"}, "scenes[0].shots[0].transition_in", "transition_out"),
    ],
)
def test_errors_are_told_with_their_place(shot: dict[str, Any], place: str, words: str) -> None:
    faults = check(board(shot))
    assert [(fault.place, fault.level) for fault in faults] == [(place, "error")]
    assert words in faults[0].message


def test_an_unknown_place_and_twin_numbers_are_errors() -> None:
    twins = [{"id": f"1-0{n}", "number": 10} for n in (1, 2)]
    scenes = [{"number": "1", "heading": {"location": "moon"}, "shots": twins}]
    messages = [str(fault) for fault in check(board(scenes=scenes))]
    assert messages == [
        "scenes[0].heading.location: 'moon' is not in the bible (there: kitchen)",
        "scenes[0].shots: the number 10 stands 2 times",
    ]


def test_a_film_needs_a_shot() -> None:
    assert [fault.place for fault in check(board(scenes=[]))] == ["scenes"]


def test_what_only_looks_odd_is_a_warning() -> None:
    twice = [{"who": "ana", "start": "sits"}, {"who": "ana", "start": "stands"}]
    odd = {"frame_count": 5, "transition_frames": 9, "blocking": twice}
    assert [(fault.place, fault.level) for fault in check(board(odd, width=641))] == [
        ("width, height", "warning"),
        ("scenes[0].shots[0].blocking", "warning"),
        ("scenes[0].shots[0].transition_frames", "warning"),
    ]
