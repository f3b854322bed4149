"""The painter's order is what rays say it is, for any heap of boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raycast import disagreements, numbered

from openstage.world.bsp import Tree, split
from openstage.world.geometry import Camera
from openstage.world.painter import BuiltSet
from openstage.world.scene import Brush, Face, SetPlan
from openstage.world.solids import box, floor, placed, wall

spans = st.tuples(st.floats(-2.0, 2.0), st.floats(0.2, 1.5))
boxes = st.lists(
    st.tuples(spans, spans, spans, st.sampled_from([0.0, 0.0, 30.0, 45.0, 77.0])),
    min_size=1,
    max_size=6,
)


def heap(sizes: list[tuple[tuple[float, float], ...]]) -> SetPlan:
    faces: list[Face] = []
    for (x, w), (y, h), (z, d), turn in sizes:
        whole = box((-w / 2, w / 2), (y, y + h), (-d / 2, d / 2), (1, 1, 1), bottom=True)
        faces += placed(whole, x, z, turn)
    return SetPlan(
        "heap", (), True, tuple(numbered(faces)), (), (), (-3, 3, -3, 3), 3.0, (0.0, 0.0)
    )


@settings(max_examples=40, deadline=None)
@given(boxes, st.floats(0.0, 360.0), st.floats(-3.0, 5.0))
def test_painters_order_equals_ray_casting(
    sizes: list[tuple[tuple[float, float], ...]], turn: float, height: float
) -> None:
    plan = heap(sizes)
    eye = (8.0 * np.sin(np.radians(turn)), height, -8.0 * np.cos(np.radians(turn)))
    camera = Camera((float(eye[0]), height, float(eye[2])), (0.03, 0.4, 0.02), 40.0)
    _, wrong = disagreements(BuiltSet(plan), plan.faces, [camera], 60)
    assert wrong == []


def test_split_keeps_the_area() -> None:
    square = floor((0, 4), (0, 4), (1, 1, 1))
    ahead, within, behind = split(square, np.array([1.0, 0.0, 0.0]), 1.0)
    assert within is None
    assert ahead is not None
    assert behind is not None
    assert np.ptp(ahead.points[:, 0]) == pytest.approx(3.0)
    assert np.ptp(behind.points[:, 0]) == pytest.approx(1.0)
    assert ahead.plane[0] == pytest.approx(square.plane[0])


def test_split_leaves_whole_what_touches_the_plane() -> None:
    square = floor((1, 4), (0, 4), (1, 1, 1))
    assert split(square, np.array([1.0, 0.0, 0.0]), 1.0)[0] is square
    assert split(square, np.array([0.0, 1.0, 0.0]), 0.0)[1] is square
    assert split(square, np.array([1.0, 0.0, 0.0]), 9.0)[2] is square


def test_separate_boxes_are_not_cut() -> None:
    faces = [
        piece
        for x in (-4.0, 0.0, 4.0)
        for z in (-4.0, 0.0, 4.0)
        for piece in placed(box((-1, 1), (0, 1), (-1, 1), (1, 1, 1)), x, z, 33.0)
    ]
    assert len(Tree(faces).faces) == len(faces)


def test_walk_visits_every_face_once_from_far_to_near() -> None:
    walls = [wall((-1, z), (1, z), (0, 1), (1, 1, 1)) for z in (1.0, 3.0, 2.0)]
    tree = Tree(walls)
    order: list[int] = []
    tree.walk(np.array([0.0, 0.5, 0.0]), order.extend, lambda leaf: None)
    assert [float(tree.faces[i].points[0, 2]) for i in order] == [3.0, 2.0, 1.0]


def test_faces_of_one_plane_keep_their_order() -> None:
    decals = [floor((0, 3 - k), (0, 3), (k / 10, 0, 0)) for k in range(3)]
    tree = Tree(decals)
    order: list[int] = []
    tree.walk(np.array([0.0, 2.0, 0.0]), order.extend, lambda leaf: None)
    assert [tree.faces[i].color[0] for i in order] == [0.0, 0.1, 0.2]


def test_guests_are_cut_at_the_walls() -> None:
    tree = Tree([wall((-2, 0), (2, 0), (0, 2), (1, 1, 1))])
    leaves = tree.spread([floor((-1, 1), (-1, 1), (1, 1, 1), 0.5)])
    assert len(leaves) == 2
    depths = sorted(np.ptp(faces[0].points[:, 2]) for faces in leaves.values())
    assert depths == [pytest.approx(1.0), pytest.approx(1.0)]


def test_a_part_is_drawn_between_what_is_behind_and_before_it() -> None:
    import skia
    from raycast import HEIGHT, WIDTH

    from openstage.storyboard.vocabulary import TimeOfDay, Weather
    from openstage.world.light import Light
    from openstage.world.stage_view import StageView

    near = wall((-1, 2), (0, 2), (-1, 3), (1.0, 0.0, 0.0), glow=1.0)
    far = wall((-3, 6), (3, 6), (-1, 4), (0.0, 1.0, 0.0), glow=1.0)
    plan = SetPlan("two", (), True, (near, far), (), (), (-3, 3, 0, 6), 3.0, (0.0, 0.0))

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        canvas.drawRect(skia.Rect(0, 0, WIDTH, HEIGHT), skia.Paint(Color=0xFF0000FF))

    light = Light(TimeOfDay.DAY, Weather.CLEAR, interior=True, key=0.0)
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
    view = StageView(Camera((0, 1, 0), (0, 1, 5), 24.0), WIDTH, HEIGHT, light)
    BuiltSet(plan).draw(canvas, view, [Brush(np.array([0.0, 1.0, 4.0]), paint)])
    assert pixels[45, 60, :3].tolist() == [255, 0, 0]
    assert pixels[45, 120, :3].tolist() == [0, 0, 255]
