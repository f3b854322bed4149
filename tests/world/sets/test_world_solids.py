"""The shapes that sets are built of look outward, and stand where they are put."""

from __future__ import annotations

import numpy as np
import pytest

from openstage.world.scene import Face
from openstage.world.sets.building import Room, Side, cuts
from openstage.world.solids import box, ceiling, floor, panel, placed, prism, tiles, wall

GRAY = (0.5, 0.5, 0.5)


def outward(faces: list[Face], middle: tuple[float, float, float]) -> bool:
    return all(face.plane[0] @ (face.points.mean(axis=0) - np.array(middle)) > 0 for face in faces)


def test_boxes_and_columns_look_outward() -> None:
    assert outward(box((0, 2), (0, 1), (3, 5), GRAY, bottom=True), (1, 0.5, 4))
    assert len(box((0, 2), (0, 1), (3, 5), GRAY)) == 5
    assert outward(prism(1, 2, 0.5, (0, 1), GRAY, sides=7), (1, 0.5, 2))
    assert outward(prism(1, 2, 0.5, (0, 1), GRAY, top_radius=0.0), (1, 0.2, 2))


def test_floors_look_up_and_ceilings_down() -> None:
    assert floor((0, 1), (0, 1), GRAY).plane[0] == pytest.approx([0, 1, 0])
    assert ceiling((0, 1), (0, 1), GRAY, 3.0).plane[0] == pytest.approx([0, -1, 0])
    assert {face.plane[0][1] for face in tiles((0, 4), (0, 4), GRAY, size=1.0)} == {1.0}


def test_tiles_cover_the_floor_in_two_colors() -> None:
    faces = tiles((0, 4), (0, 2), GRAY, (1, 1, 1), size=1.0)
    assert len(faces) == 8
    assert sum(face.color == GRAY for face in faces) == 4


def test_the_walls_of_a_room_look_inward() -> None:
    room = Room((-3, 3), (-2, 4), 2.5)
    middle = np.array([0.0, 1.2, 1.0])
    for side in room.sides().values():
        for face in side.wall((0, 2.5), GRAY):
            assert face.plane[0] @ (middle - face.points.mean(axis=0)) > 0


def test_a_hole_in_a_wall_is_left_free() -> None:
    side = Side((0, 0), (4, 0))
    hole = (1.0, 2.0, 0.0, 2.0)
    faces = side.wall((0, 3), GRAY, holes=(hole,))
    area = sum(np.ptp(face.points[:, 0]) * np.ptp(face.points[:, 1]) for face in faces)
    assert area == pytest.approx(4 * 3 - 2)
    reveal = side.reveal(hole, GRAY)
    assert len(reveal) == 4
    inside = np.array(side.at(1.5, 1.0, -0.08))
    assert all(face.plane[0] @ (inside - face.points.mean(axis=0)) > 0 for face in reveal)


def test_panels_lie_in_their_wall() -> None:
    whole = wall((0, 0), (3, 4), (0, 2), GRAY)
    part = panel((0, 0), (3, 4), (1, 2), (0.5, 1), GRAY)
    assert np.abs(part.points @ whole.plane[0] - whole.plane[1]).max() < 1e-9
    assert np.linalg.norm(part.points[1] - part.points[0]) == pytest.approx(1.0)


def test_placed_turns_what_looks_along_z() -> None:
    ahead = [floor((0, 0.1), (0.9, 1), GRAY)]
    east = placed(ahead, 5.0, 1.0, 90.0, y=2.0)[0].points
    assert east[:, 0].max() == pytest.approx(6.0)
    assert east[:, 1] == pytest.approx([2.0] * 4)


def test_cuts_keep_what_is_fixed() -> None:
    edges = cuts((0.0, 10.0), 2.0, (3.1, 6.9))
    assert {0.0, 3.1, 6.9, 10.0} <= set(edges)
    assert edges == sorted(edges)
    assert min(np.diff(edges)) > 0.5
