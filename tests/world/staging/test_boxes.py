"""Where in a frame everybody is, without a drawing."""

from __future__ import annotations

import pytest
from staging_film import blocking, face_to_face, mara_alone, shot, staged

from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world.boxes import boxes
from openstage.world.seen import counted, regions
from openstage.world.staging import Staging

SIZE = (288, 160)
ASPECT = SIZE[0] / SIZE[1]


def around(staging: Staging, t: float) -> None:
    """Asserts that the boxes hold what is seen, and hardly more."""
    found = boxes(staging, t, ASPECT)
    pictured = counted(regions(staging, t, *SIZE))
    assert {one.id for one in pictured} == set(found)
    for one in pictured:
        left, top, right, bottom = found[one.id]
        assert 0 <= left < one.x < right <= 1
        assert 0 <= top < bottom <= 1
        filled = one.body / ((right - left) * (bottom - top) * SIZE[0] * SIZE[1])
        assert 0.2 < filled <= 1


@pytest.mark.parametrize("size", [ShotSize.EXTREME_WIDE, ShotSize.WIDE, ShotSize.MEDIUM])
@pytest.mark.parametrize("t", [0.0, 1.0])
def test_a_box_holds_its_figure(size: ShotSize, t: float) -> None:
    around(staged(mara_alone(size, Movement.DOLLY_IN)), t)
    around(staged(face_to_face(size=size)), t)


def test_an_animal_has_one_too() -> None:
    one = shot(size=ShotSize.MEDIUM, cast=["dog"], blocking=[blocking("dog", "stands")])
    around(staged(one), 0.0)


def test_a_close_face_is_cut_at_the_edges() -> None:
    (box,) = boxes(staged(mara_alone(ShotSize.EXTREME_CLOSE_UP)), 0.0, ASPECT).values()
    assert (box[1], box[3]) == (0.0, 1.0)


def test_whose_eyes_the_camera_is_has_none() -> None:
    view = face_to_face(framing=Framing.POINT_OF_VIEW, subject="jonas", viewer="mara")
    assert boxes(staged(view), 0.0, ASPECT).keys() == {"jonas"}
