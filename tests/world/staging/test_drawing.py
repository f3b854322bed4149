"""The picture of an instant: any size, any t, always the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from staging_film import blocking, face_to_face, film, mara_alone, shot, staged, stagings

import openstage.world
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize, Weather
from openstage.world import draw, drawing
from openstage.world.staging import Staging
from openstage.world.still import regions


@pytest.fixture(scope="module")
def talk() -> Staging:
    return staged(face_to_face(size=ShotSize.WIDE), "office")


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(float) - b).mean())


@pytest.mark.parametrize("size", [(2, 2), (3, 200), (640, 360), (270, 480)])
def test_any_size_is_drawn(talk: Staging, size: tuple[int, int]) -> None:
    width, height = size
    frame = draw(talk, 0.0, width, height)
    assert frame.shape == (height, width, 3)
    assert frame.dtype == np.uint8
    assert frame.flags["C_CONTIGUOUS"]


def test_the_picture_is_the_same_at_every_resolution(talk: Staging) -> None:
    large = cv2.resize(draw(talk, 0.4, 1280, 720), (320, 180), interpolation=cv2.INTER_AREA)
    assert apart(large, draw(talk, 0.4, 320, 180)) < 3.0


def test_the_same_instant_gives_the_same_picture(talk: Staging) -> None:
    assert np.array_equal(draw(talk, 0.3, 320, 180), draw(talk, 0.3, 320, 180))


def test_the_picture_is_of_people_in_a_place(talk: Staging) -> None:
    frame = draw(talk, 0.0, 320, 180)
    assert len(np.unique(frame.reshape(-1, 3), axis=0)) > 200


@pytest.mark.parametrize("place", ["office", "street", "corridor"])
def test_a_resting_camera_gives_the_picture_that_is_drawn_from_scratch(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = staged(face_to_face(size=ShotSize.WIDE), place)
    quick = [draw(staging, t, 480, 270) for t in (0.0, 0.6)]
    monkeypatch.setattr(drawing, "LARGEST_STILL", 0)
    for t, frame in zip((0.0, 0.6), quick, strict=True):
        whole = draw(staging, t, 480, 270)
        assert apart(frame, whole) < 0.15
        assert np.percentile(np.abs(frame.astype(int) - whole), 99.9) <= 8


def test_movement_is_seen() -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM, Movement.DOLLY_IN))
    start, middle, end = (draw(staging, t, 160, 90) for t in (0.0, 0.5, 1.0))
    assert apart(start, end) > apart(start, middle) > 1


def test_whose_eyes_the_camera_is_is_not_drawn() -> None:
    view = face_to_face(framing=Framing.POINT_OF_VIEW, subject="jonas", viewer="mara")
    staging = staged(view)
    named = staging.roles
    assert {role.id for role in named} == {"mara", "jonas"}
    only = [role for role in named if role.id != "mara"]
    alone = drawing.draw(
        Staging(**{**staging.__dict__, "roles": tuple(only), "hidden": ()}), 0.0, 160, 90
    )
    assert np.array_equal(draw(staging, 0.0, 160, 90), alone)


def test_a_letter_goes_from_hand_to_hand_and_a_door_opens() -> None:
    gives = [
        blocking("mara", "stands, gives", holds=["letter"], holds_end=[]),
        blocking("jonas", "stands", "takes", holds_end=["letter"]),
    ]
    one = shot(cast=["mara", "jonas"], blocking=gives, action_end="The elevator opens.")
    staging = staged(one, "corridor")
    frames = [draw(staging, t, 160, 90) for t in (0.0, 0.5, 1.0)]
    assert apart(frames[0], frames[2]) > 0.1


def test_a_thing_glides() -> None:
    told = [blocking("envelope", "slides", place="door")]
    one = shot(
        size=ShotSize.CLOSE_UP,
        framing=Framing.INSERT,
        props=["envelope"],
        subject="envelope",
        blocking=told,
    )
    staging = staged(one, "kitchen")
    assert apart(draw(staging, 0.0, 160, 90), draw(staging, 1.0, 160, 90)) > 0.5


def test_rain_falls_also_before_a_resting_camera() -> None:
    board = film(("street", [shot(size=ShotSize.WIDE)]))
    board.scenes[0].heading.weather = Weather.RAIN
    staging = stagings(board)[0]
    assert apart(draw(staging, 0.0, 320, 180), draw(staging, 0.5, 320, 180)) > 0.01


def test_regions_do_not_overlap_and_hold_their_boxes() -> None:
    class Size:
        width, height = 100, 80

    boxes = [
        (1.5, 1.5, 10.0, 10.0),
        (8.0, 8.0, 20.0, 20.0),
        (60.0, 60.0, 140.0, 70.0),
        (5, 5, 5, 9),
    ]
    found = regions(boxes, Size())  # type: ignore[arg-type]
    assert sorted(found) == [(0.0, 0.0, 22.0, 22.0), (58.0, 58.0, 100.0, 72.0)]


def test_the_world_offers_what_it_promises() -> None:
    for name in openstage.world.__all__:
        assert getattr(openstage.world, name) is not None
    with pytest.raises(AttributeError, match="moon"):
        _ = openstage.world.moon
