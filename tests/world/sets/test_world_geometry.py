"""The camera puts points where a lens would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstage.world.geometry import NEAR, Camera, View, direction, unit


def test_directions_of_the_compass() -> None:
    assert direction(0.0) == pytest.approx([0, 0, 1])
    assert direction(90.0) == pytest.approx([1, 0, 0])
    assert direction(180.0) == pytest.approx([0, 0, -1])
    assert direction(0.0, 90.0) == pytest.approx([0, 1, 0], abs=1e-12)


def test_the_target_is_in_the_middle_and_right_is_right() -> None:
    view = View(Camera((1, 2, -3), (4, 1, 5)), 1280, 720)
    x, y, depth = view.point((4, 1, 5))
    assert (x, y) == pytest.approx((640, 360))
    assert depth == pytest.approx(np.sqrt(9 + 1 + 64))
    assert View(Camera((0, 1, 0), (0, 1, 5)), 640, 360).point((1, 1, 5))[0] > 320
    assert View(Camera((0, 1, 0), (0, 1, 5)), 640, 360).point((0, 2, 5))[1] < 180


def test_a_lens_sees_its_angle() -> None:
    view = View(Camera((0, 0, 0), (0, 0, 1), lens_mm=20.25), 1600, 900)
    assert view.point((0, 1, 2))[1] == pytest.approx(0.0)
    assert view.scale((0, 0, 2)) == pytest.approx(450.0)


def test_rolling_clockwise_turns_the_picture_the_other_way() -> None:
    view = View(Camera((0, 0, 0), (0, 0, 1), roll=90.0), 400, 400)
    x, y, _ = view.point((0, 0.5, 1))
    assert x < 200
    assert y == pytest.approx(200)


def test_straight_down_has_an_up() -> None:
    basis = Camera((0, 5, 0), (0, 0, 0)).basis()
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-12)


@given(
    st.tuples(*[st.floats(-50, 50)] * 3), st.tuples(*[st.floats(-50, 50)] * 3), st.floats(-180, 180)
)
def test_a_basis_is_square_and_right_handed_in_this_world(
    eye: tuple[float, float, float], target: tuple[float, float, float], roll: float
) -> None:
    if np.linalg.norm(np.subtract(eye, target)) < 1e-3:
        return
    basis = Camera(eye, target, roll=roll).basis()
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.cross(basis[0], basis[1]) == pytest.approx(basis[2], abs=1e-9)


def test_what_is_behind_keeps_its_depth() -> None:
    view = View(Camera((0, 0, 0), (0, 0, 1)), 100, 100)
    frame, depth = view.project(np.array([[0.0, 0.0, -3.0]]))
    assert depth[0] == pytest.approx(-3.0)
    assert np.isfinite(frame).all()
    assert view.scale((0, 0, -3)) == pytest.approx(view.focal / NEAR)


def test_unit_of_nothing_is_nothing() -> None:
    assert unit(np.zeros(3)).tolist() == [0, 0, 0]
