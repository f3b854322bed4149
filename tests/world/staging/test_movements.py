"""Every movement as a real path: what stays equal, what changes, and where landmarks fall."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import (
    blocking,
    film,
    joint,
    mara_alone,
    place_in,
    share_of,
    shot,
    staged,
    stagings,
)

from openstage.storyboard.document import Location
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world.camerawork.frame import azimuth_of, turned
from openstage.world.camerawork.operator import sight_of
from openstage.world.camerawork.path import arc_angle, camera_at, staged_camera
from openstage.world.geometry import Camera
from openstage.world.sets import built_set
from openstage.world.staging import CameraPath, Staging

WALK = [blocking("mara", "walks", "walks", place="near", place_end="far end")]


def moved(movement: Movement, size: ShotSize = ShotSize.MEDIUM, **more: object) -> Staging:
    return staged(mara_alone(size, movement, **more))


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return float(np.linalg.norm(np.subtract(a, b)))


def to_subject(staging: Staging, camera: Camera, t: float) -> float:
    return apart(camera.eye, tuple(joint(staging, "mara", "head_top", t)))


def turn(path: CameraPath) -> float:
    """Degrees to the right by which the look turns."""
    return (azimuth_of(path.end) - azimuth_of(path.start) + 180) % 360 - 180


def test_a_static_camera_rests() -> None:
    path = moved(Movement.STATIC).camera
    assert path.start == path.end == camera_at(path, 0.37)


@pytest.mark.parametrize(("movement", "sign"), [(Movement.PAN_LEFT, -1), (Movement.PAN_RIGHT, 1)])
def test_a_pan_turns_about_the_eye(movement: Movement, sign: int) -> None:
    staging = moved(movement)
    path = staging.camera
    assert path.start.eye == path.end.eye
    assert 5 < turn(path) * sign < 60
    for t in (0.0, 1.0):
        assert 0 < share_of(staging, "mara", "head", t)[0] < 1


@pytest.mark.parametrize(("movement", "sign"), [(Movement.TILT_UP, 1), (Movement.TILT_DOWN, -1)])
def test_a_tilt_ends_on_the_subject(movement: Movement, sign: int) -> None:
    staging = moved(movement)
    path = staging.camera
    assert path.start.eye == path.end.eye
    heights = [camera.basis()[2][1] for camera in (path.start, path.end)]
    assert (heights[1] - heights[0]) * sign > 0.05
    assert 0 < share_of(staging, "mara", "head_top", 1.0)[1] < 0.25


@pytest.mark.parametrize(
    ("movement", "low", "high"), [(Movement.DOLLY_IN, 0.5, 0.75), (Movement.DOLLY_OUT, 1.3, 1.8)]
)
def test_a_dolly_scales_the_distance(movement: Movement, low: float, high: float) -> None:
    staging = moved(movement, ShotSize.MEDIUM_WIDE)
    path = staging.camera
    share = to_subject(staging, path.end, 1.0) / to_subject(staging, path.start, 0.0)
    assert low < share < high
    assert path.start.lens_mm == path.end.lens_mm
    assert abs(turn(path)) < 1
    tops = [share_of(staging, "mara", "head_top", t)[1] for t in (0.0, 1.0)]
    assert tops[0] == pytest.approx(tops[1], abs=0.04), "the room over the head stays"


@pytest.mark.parametrize(
    ("movement", "sign"), [(Movement.TRUCK_LEFT, -1), (Movement.TRUCK_RIGHT, 1)]
)
def test_a_truck_slides_and_does_not_turn(movement: Movement, sign: int) -> None:
    path = moved(movement).camera
    way = np.subtract(path.end.eye, path.start.eye)
    right, _, forward = path.start.basis()
    assert float(way @ right) * sign > 0.2
    assert abs(float(way @ forward)) < 1e-6
    assert abs(turn(path)) < 1e-6


@pytest.mark.parametrize(("movement", "sign"), [(Movement.BOOM_UP, 1), (Movement.BOOM_DOWN, -1)])
def test_a_boom_rises_or_sinks(movement: Movement, sign: int) -> None:
    staging = moved(movement, ShotSize.WIDE)
    path = staging.camera
    rise = path.end.eye[1] - path.start.eye[1]
    assert rise * sign > 0.3
    assert apart(path.start.eye[::2], path.end.eye[::2]) < 1e-6
    assert path.end.eye[1] >= 0.2
    assert 0 < share_of(staging, "mara", "head", 1.0)[1] < 1


@pytest.mark.parametrize(
    ("movement", "factor"), [(Movement.ZOOM_IN, 1.6), (Movement.ZOOM_OUT, 1 / 1.6)]
)
def test_a_zoom_is_the_lens_alone(movement: Movement, factor: float) -> None:
    path = moved(movement).camera
    assert path.start.eye == path.end.eye
    assert path.end.lens_mm / path.start.lens_mm == pytest.approx(factor)


def test_a_dolly_zoom_keeps_the_subject_while_the_place_stretches() -> None:
    staging = moved(Movement.DOLLY_ZOOM)

    def height(t: float) -> float:
        return (
            share_of(staging, "mara", "waist", t)[1] - share_of(staging, "mara", "head_top", t)[1]
        )

    sizes = [height(t) for t in np.linspace(0, 1, 9)]
    assert np.ptp(sizes) / np.mean(sizes) < 0.05
    path = staging.camera
    assert path.end.lens_mm < 0.8 * path.start.lens_mm
    behind = np.array(path.start.eye) + 12 * path.start.basis()[2]
    right = path.start.basis()[0]
    spans = [
        place_in(camera, behind + right)[0] - place_in(camera, behind - right)[0]
        for camera in (path.start, path.end)
    ]
    assert spans[1] < 0.85 * spans[0], "what is far away shrinks"


@pytest.mark.parametrize(("movement", "sign"), [(Movement.ARC_LEFT, -1), (Movement.ARC_RIGHT, 1)])
def test_an_arc_keeps_its_distance_at_all_times(movement: Movement, sign: int) -> None:
    path = moved(movement).camera
    assert path.pivot is not None
    assert 10 < abs(arc_angle(path)) <= 46
    right = path.start.basis()[0]
    assert float(np.subtract(path.end.eye, path.start.eye) @ right) * sign > 0.1
    away = [apart(camera_at(path, t).eye, path.pivot) for t in np.linspace(0, 1, 11)]
    assert np.ptp(away) < 1e-6


def test_over_a_quarter_circle_landmarks_fall_where_geometry_says() -> None:
    staging = moved(Movement.ARC_RIGHT, description="The camera circles Mara.")
    path = staging.camera
    pivot = np.array(path.pivot)
    angle = arc_angle(path)
    landmark = pivot + np.array([0.4, 0.2, 0.3])
    for t in (0.0, 0.25, 0.5, 1.0):
        share = t * t * (3 - 2 * t)
        back = turned(landmark, pivot, -angle * share)
        expected = place_in(path.start, back)
        assert place_in(camera_at(path, t), landmark) == pytest.approx(expected, abs=1e-6)


def test_a_roll_turns_about_the_lens() -> None:
    path = moved(Movement.ROLL).camera
    assert (path.start.eye, path.start.target) == (path.end.eye, path.end.target)
    assert path.end.roll - path.start.roll == pytest.approx(24)


def test_a_tracking_camera_keeps_the_walker_in_its_place() -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM_WIDE, Movement.TRACKING, blocking=WALK))
    assert staging.camera.follows == "mara"
    places = [share_of(staging, "mara", "hip", t) for t in np.linspace(0, 1, 9)]
    assert np.ptp([x for x, _ in places]) < 0.05
    assert np.ptp([y for _, y in places]) < 0.05
    way = joint(staging, "mara", "hip", 1.0) - joint(staging, "mara", "hip")
    assert np.hypot(way[0], way[2]) > 2
    start, end = (staged_camera(staging, t) for t in (0.0, 1.0))
    assert np.subtract(end.eye, start.eye)[[0, 2]] == pytest.approx(way[[0, 2]], abs=1e-6)


def test_tracking_without_a_walker_still_moves() -> None:
    path = moved(Movement.TRACKING).camera
    assert path.follows == ""
    assert apart(path.start.eye, path.end.eye) > 0.1


def test_a_handheld_camera_is_never_quite_still_and_always_the_same() -> None:
    path = moved(Movement.HANDHELD).camera
    cameras = [camera_at(path, t) for t in np.linspace(0, 1, 7)]
    assert len({camera.eye for camera in cameras}) == 7
    assert max(apart(camera.eye, path.start.eye) for camera in cameras) < 0.06
    assert cameras == [camera_at(path, t) for t in np.linspace(0, 1, 7)]


def test_a_pan_follows_one_who_walks() -> None:
    for movement in (Movement.PAN_LEFT, Movement.PAN_RIGHT):
        told = [blocking("mara", "walks", "walks, stops", place="shop", place_end="lamp")]
        staging = staged(mara_alone(ShotSize.WIDE, movement, blocking=told, frame_count=96))
        assert 0.02 < share_of(staging, "mara", "head", 1.0)[0] < 0.98


@pytest.mark.parametrize("movement", list(Movement))
def test_no_path_goes_underground_or_into_somebody(movement: Movement) -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM, movement), "office")
    for t in np.linspace(0, 1, 9):
        camera = staged_camera(staging, float(t))
        assert camera.eye[1] >= 0.2
        assert apart(camera.eye, tuple(joint(staging, "mara", "head", float(t)))) > 0.3


@pytest.mark.parametrize("place", ["street", "corridor", "office"])
def test_a_pan_goes_after_who_comes_in(place: str) -> None:
    one = shot(
        size=ShotSize.MEDIUM_WIDE,
        movement=Movement.PAN_LEFT,
        framing=Framing.TWO_SHOT,
        cast=["jonas", "mara"],
        subject="jonas",
        frame_count=96,
        blocking=[
            blocking("jonas", "runs", "stops", position="off right", place_end="mara"),
            blocking("mara", "kneels", position="left"),
        ],
    )
    staging = staged(one, place)
    jonas = staging.roles[0]
    way = joint(staging, "jonas", "hip", 1.0) - joint(staging, "jonas", "hip", 0.0)
    right = np.array(staging.camera.start.basis()[0])
    turn = azimuth_of(staging.camera.end) - azimuth_of(staging.camera.start)
    assert (turn + 180) % 360 - 180 < -5, "the camera pans to the left"
    assert float(way @ right) < 0, "so does he run"
    assert jonas.moves[0] < 0.35, "he is the reason of the pan: it does not leave before him"
    assert share_of(staging, "jonas", "head", 0.0)[0] > 1.0
    for who in ("jonas", "mara"):
        assert 0.0 < share_of(staging, who, "head", 1.0)[0] < 1.0


def test_who_comes_out_of_a_door_goes_the_way_of_the_pan() -> None:
    for movement, sign in ((Movement.PAN_LEFT, -1.0), (Movement.PAN_RIGHT, 1.0)):
        one = shot(
            size=ShotSize.MEDIUM_WIDE,
            movement=movement,
            cast=["mara"],
            subject="mara",
            blocking=[blocking("mara", "walks", "stands", place="elevator")],
        )
        staging = staged(one, "office")
        first, last = (share_of(staging, "mara", "head", t)[0] for t in (0.0, 1.0))
        way = joint(staging, "mara", "hip", 1.0) - joint(staging, "mara", "hip", 0.0)
        assert 0.0 < first < 1.0
        assert 0.0 < last < 1.0
        assert float(way @ np.array(staging.camera.start.basis()[0])) * sign > 0


@pytest.mark.parametrize(("movement", "sign"), [(Movement.BOOM_UP, 1), (Movement.BOOM_DOWN, -1)])
def test_a_boom_goes_along_with_who_walks(movement: Movement, sign: int) -> None:
    staging = moved(movement, ShotSize.MEDIUM_WIDE, blocking=WALK, frame_count=96)
    first, last = (staged_camera(staging, t) for t in (0.0, 1.0))
    assert (last.eye[1] - first.eye[1]) * sign > 0.2
    walked = joint(staging, "mara", "hip", 1.0) - joint(staging, "mara", "hip")
    assert np.subtract(last.eye, first.eye)[[0, 2]] == pytest.approx(walked[[0, 2]], abs=0.05)
    away = [to_subject(staging, camera, t) for camera, t in ((first, 0.0), (last, 1.0))]
    assert 0.6 < away[1] / away[0] < 1.7, "she is as large at the end"
    assert 0 < share_of(staging, "mara", "head_top", 1.0)[1] < 0.5


def test_two_who_walk_together_stay_as_large() -> None:
    way = {"place": "near", "place_end": "far end"}
    both = [blocking(who, "walks", "walks", **way) for who in ("mara", "jonas")]
    two = shot(
        size=ShotSize.MEDIUM,
        framing=Framing.TWO_SHOT,
        cast=["mara", "jonas"],
        subject="mara",
        frame_count=96,
        blocking=both,
    )
    staging = staged(two)
    for t in (0.0, 1.0):
        for who in ("mara", "jonas"):
            top, hip = (share_of(staging, who, name, t) for name in ("head_top", "hip"))
            assert hip[1] - top[1] > 0.4, "a medium shot, not a wide one"
            assert -0.05 < top[1] < 0.5
            assert 0 < top[0] < 1


def test_a_boom_down_ends_over_the_lap_of_who_sits_up() -> None:
    up = [blocking("mara", "lies", "sits, picks up", place="bed", holds_end=["cup"])]
    one = mara_alone(ShotSize.MEDIUM_WIDE, Movement.BOOM_DOWN, blocking=up, frame_count=96)
    board = film(("bedroom", [one]))
    board.locations = [*board.locations, Location(id="bedroom", name="Bedroom")]
    staging = stagings(board)[0]
    sight = sight_of(built_set(staging.set_name, staging.set_look), ())
    hands = np.array([joint(staging, "mara", name, 1.0) for name in ("hand_l", "hand_r")])
    assert not sight.hidden(np.array(staged_camera(staging, 1.0).eye), hands).any()
    assert share_of(staging, "mara", "head_top", 1.0)[1] < 0.35, "no ceiling over her"
    assert max(share_of(staging, "mara", name, 1.0)[1] for name in ("hand_l", "hand_r")) < 1
