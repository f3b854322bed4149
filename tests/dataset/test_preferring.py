"""Preferences by rule: a loser is wrong in the way that its rule says, and can be told apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from openstage.dataset.clip import Clip, Interior, Pictures, Preference
from openstage.dataset.preferring import NEAREST, distance, preferences
from openstage.storyboard.pictures import png
from tests.dataset.conftest import HEIGHT, WIDTH, clip


def gray(level: int) -> bytes:
    return png(np.full((HEIGHT, WIDTH, 3), level, np.uint8))


def pictured(one: Clip, *levels: tuple[int, int], inside: tuple[int, ...] = ()) -> Clip:
    """With start and end frames of these grays, a pair a shot."""
    between = tuple(Interior((k + 1) / 9, gray(level)) for k, level in enumerate(inside))
    pictures = [Pictures(gray(start), gray(end), between) for start, end in levels]
    return replace(one, pictures=dict(zip(one.pictures, pictures, strict=True)))


def changed(one: Clip, shot: int, **attributes: Any) -> Clip:
    """With another camera for one of its shots."""
    board = one.storyboard.model_copy(deep=True)
    _, found = list(board.shots())[shot]
    for name, value in attributes.items():
        setattr(found, name, value)
    return replace(one, storyboard=board)


def by_rule(clips: list[Clip], how: str) -> list[Preference]:
    return [each for each in preferences(clips) if each.how == how]


def test_an_unfinished_movement_is_two_frames_from_inside_the_shot() -> None:
    one = pictured(clip(), (0, 250), (10, 240), inside=(50, 100, 150, 200))
    first, second = by_rule([one], "interior")
    levels = [gray(level) for level in (50, 100, 150, 200)]
    for told, shot in ((first, "s0"), (second, "s1")):
        assert (told.clip, told.shot, told.chosen_by) == ("c0", shot, "rule")
        pictures = one.pictures[shot]
        assert told.winner == (pictures.start, pictures.end)
        start, end = (levels.index(frame) for frame in told.loser)
        assert start < end, "in the order of time"
        assert told.distance == pytest.approx(distance(told.winner, told.loser), abs=1e-4)


def test_a_wrong_cut_goes_to_an_unlike_shot_of_the_story() -> None:
    """The two shots of a clip show other people; where they show the same ones, they are alike."""
    one, other = (pictured(clip(n), (0, 20), (200, 250)) for n in range(2))
    for told in by_rule([one, other], "shuffled cut"):
        pictures = {"c0": one, "c1": other}[told.clip].pictures
        (elsewhere,) = (p for id, p in pictures.items() if id != told.shot)
        assert told.loser == (elsewhere.start, elsewhere.end)
    assert len(by_rule([one, other], "shuffled cut")) == 4
    alike = changed(one, 1, cast=["a"])
    assert not by_rule([alike], "shuffled cut")
    assert by_rule([changed(alike, 1, size="wide")], "shuffled cut")


def test_a_wrong_memory_is_a_like_shot_of_another_story() -> None:
    one, other = pictured(clip(0), (0, 20), (40, 60)), pictured(clip(1), (100, 150), (200, 250))
    found = by_rule([one, other], "wrong memory")
    assert [(told.clip, told.shot) for told in found] == [
        ("c0", "s0"), ("c0", "s1"), ("c1", "s0"), ("c1", "s1"),
    ]  # fmt: skip
    for told in found:
        theirs = (other if told.clip == "c0" else one).pictures[told.shot]
        assert told.loser == (theirs.start, theirs.end), "as many people, as large"
    assert not by_rule([one, replace(other, story=one.story)], "wrong memory")
    assert len(by_rule([one, changed(other, 0, size="wide")], "wrong memory")) == 2


def test_what_cannot_be_told_from_the_winner_is_no_loser() -> None:
    near = round(255 * NEAREST) - 1
    one = pictured(clip(), (100, 100), (100, 100), inside=(100, 100 + near))
    assert not list(preferences([one]))
    seen = pictured(clip(), (100, 100), (100, 100), inside=(100, 100 + 3 * near))
    assert {each.how for each in preferences([seen])} == {"interior"}


def test_losers_are_drawn_evenly_over_their_distance() -> None:
    """Of the six losers of a shot one is near, and is chosen as often as the five far ones."""
    clips = [pictured(clip(n), (0, 0), (0, 0), inside=(18, 2, 200, 220)) for n in range(40)]
    drawn = Counter(told.distance < 0.05 for told in by_rule(clips, "interior"))
    assert drawn.total() == 80
    assert 28 < drawn[True] < 52


def test_the_same_clips_have_the_same_losers() -> None:
    clips = [pictured(clip(n), (0, 9), (90, 99), inside=(20, 40, 60, 80)) for n in range(6)]
    again, other = list(preferences(clips)), list(preferences(clips, shard=1))
    assert list(preferences(clips)) == again != other
