"""What is seen of whom, to the pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staging_film import blocking, face_to_face, mara_alone, shot, staged

from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world import draw
from openstage.world.scene import Color
from openstage.world.seen import at_rest, counted, differing, far, regions
from openstage.world.staging import Staging, Stance

SIZE = (288, 160)


def test_the_closer_the_camera_the_less_is_seen_of_what_is_below() -> None:
    wide = counted(regions(staged(mara_alone(ShotSize.WIDE)), 0.0, *SIZE))[0]
    close = counted(regions(staged(mara_alone(ShotSize.MEDIUM_CLOSE_UP)), 0.0, *SIZE))[0]
    assert wide.top > 50
    assert wide.bottom > 50
    assert close.top > 500
    assert close.bottom == 0
    assert close.hair > 3 * wide.hair > 0
    assert 0.3 < close.x < 0.7


def test_parts_lie_in_the_body() -> None:
    for one in counted(regions(staged(face_to_face(size=ShotSize.WIDE)), 0.0, *SIZE)):
        assert 0 < one.top + one.bottom + one.hair <= 1.05 * one.body


def test_they_stand_from_left_to_right() -> None:
    found = counted(regions(staged(face_to_face(size=ShotSize.WIDE)), 0.0, *SIZE))
    assert [one.id for one in found] == ["mara", "jonas"]
    assert found[0].x < 0.5 < found[1].x


def test_animals_have_bodies_alone() -> None:
    one = shot(size=ShotSize.MEDIUM, cast=["dog"], blocking=[blocking("dog", "stands")])
    (dog,) = counted(regions(staged(one), 0.0, *SIZE))
    assert not dog.person
    assert dog.body > 100
    assert dog.hair == dog.top == dog.bottom == 0


def test_whose_eyes_the_camera_is_is_not_seen() -> None:
    view = face_to_face(framing=Framing.POINT_OF_VIEW, subject="jonas", viewer="mara")
    assert [one.id for one in counted(regions(staged(view), 0.0, *SIZE))] == ["jonas"]


def test_nobody_is_seen_in_an_empty_place() -> None:
    assert counted(regions(staged(shot(size=ShotSize.WIDE)), 0.0, *SIZE)) == ()


@pytest.mark.parametrize("t", [0.0, 0.4, 1.0])
def test_a_camera_at_rest_sees_what_the_moving_one_sees(t: float) -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM, Movement.DOLLY_IN))
    moving, resting = (draw(each, t, *SIZE) for each in (staging, at_rest(staging, t)))
    assert differing(moving, resting).mean() < 0.005


def test_what_is_behind_somebody_is_not_seen() -> None:
    """Whoever stands nearer takes pixels from those behind."""
    staging = staged(face_to_face(framing=Framing.OVER_THE_SHOULDER, viewer="mara"))
    alone = _without(staging, "mara")
    found = {one.id: one for one in counted(regions(staging, 0.0, *SIZE))}
    (jonas,) = counted(regions(alone, 0.0, *SIZE))
    assert found["jonas"].body <= jonas.body


def _without(staging: Staging, id: str) -> Staging:
    return replace(staging, hidden=(id,))


@pytest.mark.parametrize("hair", [(0.92, 0.92, 0.9), (0.75, 0.75, 0.75), (0.1, 0.1, 0.1)])
def test_hair_of_any_color_is_nothing_else(hair: Color) -> None:
    """Brows are darker than light hair, and whatever decides so must not be taken for a coat."""
    staging = staged(mara_alone(ShotSize.EXTREME_CLOSE_UP))
    (mara,) = staging.roles
    worn = replace(mara.wardrobe, hair=hair, kind="man", old=True)
    (one,) = counted(regions(replace(staging, roles=(replace(mara, wardrobe=worn),)), 0.0, *SIZE))
    assert one.hair > 100
    assert (one.top, one.bottom) == (0, 0)


def test_four_people_have_four_bodies() -> None:
    """There are fewer channels than people."""
    staging = staged(mara_alone(ShotSize.WIDE))
    (mara,) = staging.roles
    steps = {"a": -1.4, "b": -0.7, "mara": 0.0, "c": 0.7}
    roles = tuple(replace(mara, id=id, start=moved(mara.start, x), end=moved(mara.end, x))
                  for id, x in steps.items())  # fmt: skip
    found = {one.id: one for one in regions(replace(staging, roles=roles), 0.0, *SIZE)}
    assert set(found) == set(steps)
    assert np.sum([one.body for one in found.values()], axis=0).max() == 1
    (alone,) = regions(staging, 0.0, *SIZE)
    assert abs(int(found["mara"].body.sum()) - int(alone.body.sum())) < 0.02 * alone.body.sum()
    for one in found.values():
        assert all(mask.any() and not (mask & ~one.body).any() for mask in one.parts.values())


def moved(stance: Stance, x: float) -> Stance:
    return replace(stance, x=stance.x + x)


def test_far_colors_are_far() -> None:
    assert [far((0.2, 0.9, 0.5), channel) for channel in range(3)] == [
        (1.0, 0.9, 0.5), (0.2, 0.0, 0.5), (0.2, 0.9, 1.0),
    ]  # fmt: skip
    assert not differing(np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 5, np.uint8)).any()
