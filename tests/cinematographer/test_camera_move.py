"""Moves as matrices: their logarithm, the way between, and what counts as a camera's move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_camera import cameras, painted_wall

from openstage.cinematographer.camera_move import CameraMove, expm, logm
from openstage.cinematographer.search import find_move, is_sane

SIZE = (320, 180)


def gray(frame: np.ndarray) -> np.ndarray:
    return frame.mean(axis=-1).astype(np.uint8)


moves = st.builds(
    lambda scale, degrees, x, y, p, q: np.array(
        [
            [scale * np.cos(degrees), -scale * np.sin(degrees), x],
            [scale * np.sin(degrees), scale * np.cos(degrees), y],
            [p, q, 1.0],
        ]
    ),
    st.floats(0.3, 3.0),
    st.floats(-1.5, 1.5),
    st.floats(-100, 100),
    st.floats(-60, 60),
    st.floats(-3e-4, 3e-4),
    st.floats(-3e-4, 3e-4),
)


@given(moves)
def test_the_way_leads_from_one_frame_to_the_other(matrix: np.ndarray) -> None:
    move = CameraMove("homography", matrix, *SIZE)
    assert np.allclose(move.at(0.0), np.eye(3), atol=1e-9)
    assert np.allclose(move.at(1.0), matrix, rtol=1e-4, atol=1e-4)


@given(moves)
def test_two_halves_of_the_way_are_the_whole(matrix: np.ndarray) -> None:
    half = CameraMove("homography", matrix, *SIZE).at(0.5)
    whole = half @ half
    assert np.allclose(whole / whole[2, 2], matrix, rtol=1e-3, atol=1e-3)


def test_the_logarithm_of_a_plain_shift() -> None:
    shift = np.array([[1.0, 0, 5], [0, 1, -3], [0, 0, 1]])
    assert np.allclose(logm(shift), shift - np.eye(3), atol=1e-9)
    assert np.allclose(expm(logm(shift)), shift)


def test_a_zoom_changes_its_scale_at_a_steady_rate() -> None:
    move = CameraMove("similarity", np.diag([4.0, 4.0, 1.0]), *SIZE)
    assert move.at(0.5)[0, 0] == pytest.approx(2.0)


def test_a_dolly_halves_the_distance_at_a_steady_rate() -> None:
    """Scale is one over the distance: 1 at 4 m, 2 at 2 m, and 4/3 at 3 m."""
    move = CameraMove("similarity", np.diag([2.0, 2.0, 1.0]), *SIZE, travels=True)
    assert move.at(0.5)[0, 0] == pytest.approx(4 / 3)
    assert np.allclose(move.at(1.0), np.diag([2.0, 2.0, 1.0]))


def test_a_traveling_camera_that_rolls_turns_instead() -> None:
    roll = np.array([[0.0, -1.0, 0], [1.0, 0.0, 0], [0, 0, 1.0]])
    move = CameraMove("similarity", roll, *SIZE, travels=True)
    assert move.at(0.5)[0, 0] == pytest.approx(np.sqrt(0.5))


@pytest.mark.parametrize(
    ("fault", "matrix"),
    [
        ("mirror", np.array([[-1.0, 0, 320], [0, 1, 0], [0, 0, 1]])),
        ("tiny", np.diag([0.05, 0.05, 1.0])),
        ("huge", np.diag([20.0, 20.0, 1.0])),
        ("behind the camera", np.array([[1.0, 0, 0], [0, 1, 0], [-0.01, 0, 1]])),
        ("wild perspective", np.array([[1.0, 0, 0], [0, 1, 0], [0.02, 0, 1]])),
        ("nothing in common", np.array([[1.0, 0, 310], [0, 1, 0], [0, 0, 1]])),
        ("flat", np.array([[1.0, 0, 0], [0, 0, 0], [0, 0, 1]])),
        ("no number", np.full((3, 3), np.nan)),
    ],
)
def test_no_camera_moves_so(fault: str, matrix: np.ndarray) -> None:
    assert not is_sane(matrix, *SIZE), fault


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("disc, still camera", "still"),
        ("truck", "shift"),
        ("zoom in", "similarity"),
        ("roll", "similarity"),
        ("arc", "homography"),
    ],
)
def test_the_simplest_model_that_explains_the_move_is_found(name: str, kind: str) -> None:
    camera = cameras(*SIZE)[name]
    move, _ = find_move(gray(camera.frame(0.0)), gray(camera.frame(1.0)))
    assert move.kind == kind


def test_a_move_is_found_to_a_fraction_of_a_pixel() -> None:
    camera = cameras(*SIZE)["truck"]
    move, others = find_move(gray(camera.frame(0.0)), gray(camera.frame(1.0)))
    assert np.allclose(move.matrix[:2, 2], (0.15 * SIZE[0], 0.0), atol=0.3)
    assert others == []


def test_what_moves_on_its_own_is_told_from_the_camera() -> None:
    width, height = 960, 540
    camera = cameras(width, height)["disc, still camera"]
    _, others = find_move(gray(camera.frame(0.0)), gray(camera.frame(1.0)))
    middle = np.array([0.3 * width, 0.5 * height, 1.0])
    moved = [(other @ middle)[:2] - middle[:2] for other in others]
    assert any(np.allclose(way, (0.22 * width, 0.06 * height), atol=2.0) for way in moved)


def test_nothing_in_common_is_a_still_camera() -> None:
    one, other = gray(painted_wall(160, 90, seed=1)), gray(painted_wall(160, 90, seed=2))
    assert find_move(one, other)[0].kind in ("still", "shift")
