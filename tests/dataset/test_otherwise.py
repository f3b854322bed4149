"""Losers in other colors or at another hour: the same shot, and nothing else is different."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from openstage.dataset.clip import Clip, Preference
from openstage.dataset.preferring import by_change, distance
from openstage.dataset.world.filming import clip, staged_tale
from openstage.dataset.world.making import Order
from openstage.dataset.world.otherwise import _at_another_hour
from openstage.storyboard.pictures import decoded
from openstage.storyboard.vocabulary import TimeOfDay
from openstage.world.seen import differing, regions

SEED, SIZE = 4, (96, 64)
MADE = Order(clips=2, seed=SEED, size=SIZE, test_share=Fraction(1, 2)).made


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return [clip(SEED, number, *SIZE, times=()) for number in (0, 1)]


@pytest.fixture(scope="module")
def every(clips: list[Clip]) -> list[Preference]:
    return list(by_change(clips, MADE, 1))


@pytest.fixture(scope="module")
def found(every: list[Preference]) -> list[Preference]:
    return [each for each in every if each.how == "other looks"]


def test_what_shows_the_hour_is_shown_at_another(
    clips: list[Clip], every: list[Preference]
) -> None:
    hours = [each for each in every if each.how == "other hour"]
    assert len(hours) > 0.8 * sum(len(one.pictures) for one in clips)
    for each in hours:
        frames = ([decoded(data) for data in side] for side in (each.winner, each.loser))
        apart = [differing(true, other).mean() for true, other in zip(*frames, strict=True)]
        assert max(apart) >= 0.002, "the hour is seen in one of the frames, at least"
        assert each.distance > 0


def test_hours_are_other_ones() -> None:
    (_, staging), *_ = staged_tale(SEED, 0, *SIZE).shots
    chance = np.random.default_rng(0)
    told = {_at_another_hour(staging, chance).time for _ in range(50)}
    assert told == {str(hour.value) for hour in TimeOfDay} - {staging.time}


def test_most_shots_with_people_have_one(clips: list[Clip], found: list[Preference]) -> None:
    people = {
        (one.id, shot)
        for one in clips
        for shot, pictures in one.pictures.items()
        if any(any(figure.colors) for figure in (*pictures.figures_start, *pictures.figures_end))
    }
    told = {(each.clip, each.shot) for each in found}
    assert len(told) == len(found)
    assert len(told & people) > 0.8 * len(people) > 4
    for each in found:
        true = next(one for one in clips if one.id == each.clip).pictures[each.shot]
        assert each.winner == (true.start, true.end)
        assert (each.how, each.chosen_by) == ("other looks", "rule")
        assert each.distance == pytest.approx(distance(each.winner, each.loser), abs=1e-4)
        assert each.distance > 0


def test_only_what_people_wear_is_different(clips: list[Clip], found: list[Preference]) -> None:
    stagings = {
        (f"world-{SEED}-{number:06d}", context.shot.id): staging
        for number in (0, 1)
        for context, staging in staged_tale(SEED, number, *SIZE).shots
    }
    for each in found:
        start, other = (decoded(side[0]) for side in (each.winner, each.loser))
        bodies = np.zeros(start.shape[:2], bool)
        for region in regions(stagings[each.clip, each.shot], 0.0, *SIZE):
            bodies |= region.body
        # What is reflected or shaded by somebody lies beside them.
        assert (differing(start, other) & ~bodies).mean() < 0.01


def test_the_same_clips_have_the_same_ones(clips: list[Clip], every: list[Preference]) -> None:
    assert list(by_change(clips[1:], MADE, 1)) == [e for e in every if e.clip == clips[1].id]


def test_clips_of_another_world_have_none(clips: list[Clip]) -> None:
    assert not list(by_change(clips, {**MADE, "world": 1}, 1))
    assert not list(by_change([replace(clips[0], id="film-7")], {"kind": "films"}, 1))
