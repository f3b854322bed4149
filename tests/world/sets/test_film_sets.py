"""Every set is real: its faces are sound, and from all sides the right things hide the others."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
import pytest
from raycast import bare, disagreements, nearest

from openstage.errors import UseError
from openstage.world.geometry import Camera
from openstage.world.painter import BuiltSet
from openstage.world.scene import Mark, SetPlan
from openstage.world.sets import SETS, built_set
from openstage.world.sets.scenery import HEDGE, hedge

BEHIND_AN_OPENING = {
    *("elevator cabin", "around the corner", "outside", "train step", "door", "window")
}
"""Marks that lie past a door: outside the bounds of the set's own floor."""

MOST_FACES = 1500


@pytest.fixture(params=sorted(SETS))
def plan(request: pytest.FixtureRequest) -> SetPlan:
    return built_set(request.param).plan


def camera_around(plan: SetPlan, number: int) -> Camera:
    """One of 24 directions, at changing heights, inside the bounds."""
    turn = radians(number * 15.0)
    x0, x1, z0, z1 = plan.bounds
    away = 6.0 if not plan.interior else 20.0
    x = float(np.clip(plan.center[0] - away * sin(turn), x0, x1))
    z = float(np.clip(plan.center[1] - away * cos(turn), z0, z1))
    height = (0.5, 1.6, 2.2)[number % 3]
    return Camera((x, height, z), (plan.center[0] + 0.01, 1.1, plan.center[1] + 0.02), 24.0)


def test_faces_are_flat_convex_and_clockwise(plan: SetPlan) -> None:
    for number, face in enumerate(plan.faces):
        normal, offset = face.plane
        assert np.linalg.norm(normal) == pytest.approx(1.0), number
        assert np.abs(face.points @ normal - offset).max() < 1e-6, number
        steps = np.roll(face.points, -1, axis=0) - face.points
        turns = np.cross(steps, np.roll(steps, -1, axis=0)) @ normal
        assert turns.min() > -1e-9, number


def test_right_things_hide_behind_right_things(plan: SetPlan) -> None:
    stage = bare(plan)
    built = BuiltSet(stage)
    cameras = [camera_around(plan, number) for number in range(24)]
    compared, wrong = disagreements(built, stage.faces, cameras, 40)
    assert compared > 300
    assert wrong == []


def test_something_stands_on_every_side(plan: SetPlan) -> None:
    eye = np.array([plan.center[0] + 0.013, 1.35, plan.center[1] + 0.017])
    turns = np.radians(np.arange(0.0, 360.0, 15.0))
    rays = np.stack([np.sin(turns), np.full(24, -0.02), np.cos(turns)], axis=1)
    met = nearest(plan.faces, eye, rays)
    if plan.interior:
        assert (met >= 0).all()
    assert len(set(met.tolist()) - {-1}) >= 4


def test_marks_are_free(plan: SetPlan) -> None:
    x0, x1, z0, z1 = plan.bounds
    for mark in plan.marks:
        if mark.name not in BEHIND_AN_OPENING and not mark.for_things:
            assert x0 <= mark.x <= x1, mark.name
            assert z0 <= mark.z <= z1, mark.name
        if mark.pose == "stand" and not mark.for_things:
            assert not _blocked(plan, mark), mark.name


def _blocked(plan: SetPlan, mark: Mark) -> bool:
    return any(a < mark.x < b and c < mark.z < d for a, b, c, d in plan.obstacles)


def test_marks_for_things_lie_on_something(plan: SetPlan) -> None:
    for mark in plan.marks:
        if not mark.for_things:
            continue
        eye = np.array([mark.x + 0.003, mark.height + 0.02, mark.z + 0.002])
        met = nearest(plan.faces, eye, np.array([[0.0, -1.0, 0.0]]))[0]
        assert met >= 0, mark.name
        normal, offset = plan.faces[met].plane
        top = (offset - normal[0] * mark.x - normal[2] * mark.z) / normal[1]
        assert top == pytest.approx(mark.height, abs=0.13), mark.name


def test_marks_have_names_of_their_own_and_words(plan: SetPlan) -> None:
    names = [mark.name for mark in plan.marks]
    assert len(names) == len(set(names))
    assert all(mark.words for mark in plan.marks)
    assert any(mark.for_things for mark in plan.marks)


def test_cuts_stay_few(plan: SetPlan) -> None:
    pieces = len(built_set(plan.name).tree.faces)
    assert pieces <= MOST_FACES
    assert pieces <= 2.3 * len(plan.faces)


def test_every_set_has_lamps_for_the_night(plan: SetPlan) -> None:
    assert plan.lamps
    assert any(face.glow_color is not None for face in plan.faces) or plan.name == "studio"


def test_moving_parts_move() -> None:
    for name in SETS:
        for part, faces in built_set(name).plan.moving.items():
            closed, opened = faces(0.0), faces(1.0)
            assert closed, part
            before = np.concatenate([face.points for face in closed]).mean(axis=0)
            after = np.concatenate([face.points for face in opened]).mean(axis=0)
            spread = np.concatenate([face.points for face in opened]).std()
            was = np.concatenate([face.points for face in closed]).std()
            assert np.linalg.norm(after - before) > 0.2 or abs(spread - was) > 0.01, part


def test_a_look_repaints_what_it_names() -> None:
    plan = built_set("kitchen", "small, white walls and a dark red floor").plan
    own = built_set("kitchen").plan
    assert plan.colors["wall"] == (0.93, 0.92, 0.89)
    assert plan.colors["floor"][0] > plan.colors["floor"][1] * 1.8
    assert plan.colors["wood"] == own.colors["wood"]
    assert len(plan.faces) == len(own.faces)


def test_a_room_that_stands_in_suits_the_place() -> None:
    own, shop = built_set("room").plan.colors, built_set("room", "workshop, warm").plan.colors
    assert shop["wall"] != own["wall"]
    red = built_set("room", "workshop, red walls").plan.colors
    assert red["wall"][0] > 1.5 * red["wall"][1]
    assert red["floor"] == shop["floor"]


def test_a_hedge_is_bushes_that_stand_on_the_ground() -> None:
    balls = hedge((0.0, 6.0), (1.0, 1.0), 0.5, 3)
    bushes = [balls[first : first + HEDGE] for first in range(0, len(balls), HEDGE)]
    assert len(bushes) >= 8
    for low, *upper in bushes:
        assert -0.06 < low[1] - low[3] < 0.05
        assert all(ball[1] > low[1] and ball[3] < low[3] for ball in upper)
        assert max(ball[1] + ball[3] for ball in upper) < 1.1 * 0.5


def test_an_unknown_set_says_which_there_are() -> None:
    with pytest.raises(UseError, match="office"):
        built_set("moon base")


def test_sets_are_built_once() -> None:
    assert built_set("office") is built_set("office")
