"""How much of a figure the frame holds, for every size; and where the camera is for every angle."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import blocking, joint, mara_alone, share_of, shot, staged

from openstage.storyboard.vocabulary import Angle, Framing, ScreenPosition, ShotSize

CUTS = {
    ShotSize.MEDIUM_WIDE: "knee_l",
    ShotSize.MEDIUM: "waist",
    ShotSize.MEDIUM_CLOSE_UP: "chest",
}


@pytest.mark.parametrize(("size", "name"), CUTS.items())
def test_the_frame_cuts_the_body_where_its_size_says(size: ShotSize, name: str) -> None:
    staging = staged(mara_alone(size))
    assert 0.05 < share_of(staging, "mara", "head_top")[1] < 0.16
    assert share_of(staging, "mara", name)[1] == pytest.approx(0.96, abs=0.08)


def test_a_wide_shot_has_room_over_the_head_and_under_the_feet() -> None:
    staging = staged(mara_alone(ShotSize.WIDE))
    top, foot = share_of(staging, "mara", "head_top")[1], share_of(staging, "mara", "foot_l")[1]
    assert 0.05 < top < 0.2
    assert 0.8 < foot < 0.97


def test_an_extreme_wide_shot_has_people_small() -> None:
    staging = staged(mara_alone(ShotSize.EXTREME_WIDE))
    top, foot = share_of(staging, "mara", "head_top")[1], share_of(staging, "mara", "foot_l")[1]
    assert 0.14 < foot - top < 0.26


def test_a_close_up_holds_head_and_shoulders() -> None:
    staging = staged(mara_alone(ShotSize.CLOSE_UP, lens_mm=50))
    assert 0.03 < share_of(staging, "mara", "head_top")[1] < 0.15
    assert 0.6 < share_of(staging, "mara", "chin")[1] < 0.9
    assert share_of(staging, "mara", "chest")[1] > 1.0


def test_an_extreme_close_up_is_of_the_eyes() -> None:
    staging = staged(mara_alone(ShotSize.EXTREME_CLOSE_UP, lens_mm=85))
    assert share_of(staging, "mara", "eyes") == pytest.approx((0.5, 0.5), abs=0.2)
    assert share_of(staging, "mara", "chin")[1] > 0.9


def test_sizes_are_in_order_of_distance() -> None:
    """For one lens, each larger size is seen from nearer."""
    away = []
    for size in ShotSize:
        staging = staged(mara_alone(size, lens_mm=85))
        eye = np.array(staging.camera.start.eye)
        away.append(float(np.linalg.norm(eye - joint(staging, "mara", "head"))))
    assert away == sorted(away, reverse=True)


def test_the_lens_sets_the_distance_and_not_the_size() -> None:
    short, long = (staged(mara_alone(ShotSize.MEDIUM, lens_mm=lens)) for lens in (28, 85))
    near, far = (
        np.linalg.norm(np.array(s.camera.start.eye) - joint(s, "mara", "chest"))
        for s in (short, long)
    )
    assert far / near == pytest.approx(85 / 28, rel=0.15)
    heights = [
        share_of(s, "mara", "waist")[1] - share_of(s, "mara", "head_top")[1] for s in (short, long)
    ]
    assert heights[0] == pytest.approx(heights[1], abs=0.06)


def test_a_sitting_figure_keeps_its_size() -> None:
    told = [blocking("mara", "sits, types", place="desk")]
    staging = staged(mara_alone(ShotSize.MEDIUM, blocking=told), "office")
    assert 0.03 < share_of(staging, "mara", "head_top")[1] < 0.2
    assert share_of(staging, "mara", "waist")[1] == pytest.approx(1.0, abs=0.12)


@pytest.mark.parametrize("size", list(ShotSize))
def test_a_dog_is_framed_by_its_own_extent(size: ShotSize) -> None:
    one = shot(size=size, cast=["dog"], subject="dog", blocking=[blocking("dog", "sits")])
    staging = staged(one)
    x, y = share_of(staging, "dog", "eyes")
    assert 0.1 < x < 0.9
    assert 0.02 < y < 0.98


def pitch(staging) -> float:  # type: ignore[no-untyped-def]
    camera = staging.camera.start
    ahead = np.subtract(camera.target, camera.eye)
    return float(np.degrees(np.arcsin(ahead[1] / np.linalg.norm(ahead))))


@pytest.mark.parametrize(
    ("angle", "low", "high"),
    [
        (Angle.EYE_LEVEL, -15, 8),
        (Angle.LOW, 6, 60),
        (Angle.HIGH, -60, -12),
        (Angle.OVERHEAD, -90, -85),
        (Angle.AERIAL, -50, -25),
    ],
)
def test_the_angle_tilts_the_look(angle: Angle, low: float, high: float) -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM, angle=angle))
    assert low <= pitch(staging) <= high
    x, y = share_of(staging, "mara", "head")
    assert 0 < x < 1
    assert 0 < y < 1


def test_an_eye_level_camera_is_as_high_as_the_eyes() -> None:
    staging = staged(mara_alone(ShotSize.MEDIUM))
    assert staging.camera.start.eye[1] == pytest.approx(joint(staging, "mara", "eyes")[1], abs=0.15)


def test_an_aerial_camera_is_far_and_high() -> None:
    staging = staged(mara_alone(ShotSize.WIDE, angle=Angle.AERIAL))
    assert staging.camera.start.eye[1] > 7


def test_only_a_dutch_angle_tilts_the_horizon() -> None:
    assert staged(mara_alone(angle=Angle.DUTCH)).camera.start.roll == pytest.approx(14)
    assert staged(mara_alone()).camera.start.roll == 0


@pytest.mark.parametrize(
    ("position", "low", "high"),
    [
        (ScreenPosition.LEFT, 0.2, 0.42),
        (ScreenPosition.CENTER, 0.42, 0.58),
        (ScreenPosition.RIGHT, 0.58, 0.8),
    ],
)
def test_one_alone_is_where_the_position_says(
    position: ScreenPosition, low: float, high: float
) -> None:
    told = [blocking("mara", "stands", position=position)]
    assert low < share_of(staged(mara_alone(blocking=told)), "mara", "head")[0] < high


def test_a_face_has_room_before_it() -> None:
    """Who looks to the right of the screen stands to the left of the middle."""
    told = [blocking("mara", "stands", eyeline="jonas"), blocking("jonas", "stands")]
    one = shot(size=ShotSize.CLOSE_UP, lens_mm=50, subject="mara", cast=["mara"], blocking=told)
    staging = staged(one)
    x, _ = share_of(staging, "mara", "head")
    look = joint(staging, "jonas", "eyes") - joint(staging, "mara", "eyes")
    side = float(look @ staging.camera.start.basis()[0]) / float(np.linalg.norm(look))
    assert abs(side) > 0.1
    assert (x - 0.5) * side < 0


@pytest.mark.parametrize("detail", ["hands", "eyes", "feet"])
def test_an_insert_shows_the_detail_large(detail: str) -> None:
    one = mara_alone(ShotSize.CLOSE_UP, framing=Framing.INSERT, detail=detail, lens_mm=60)
    staging = staged(one)
    names = {"hands": ["hand_l", "hand_r"], "eyes": ["eyes"], "feet": ["foot_l", "foot_r"]}[detail]
    for name in names:
        x, y = share_of(staging, "mara", name)
        assert 0.02 < x < 0.98
        assert 0.02 < y < 0.98
    camera = staging.camera.start
    away = np.linalg.norm(np.array(camera.eye) - joint(staging, "mara", names[0]))
    assert away * 20.25 / camera.lens_mm < 1.1, "the frame is no higher than a meter"
