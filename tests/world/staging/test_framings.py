"""Who shares the frame, whose view it is, and what is behind whom."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import (
    blocking,
    face_to_face,
    film,
    joint,
    place_in,
    share_of,
    shot,
    staged,
    stagings,
)

from openstage.storyboard.context import ShotContext
from openstage.storyboard.vocabulary import Framing, ShotSize
from openstage.world.camerawork.frame import azimuth_of
from openstage.world.camerawork.path import staged_camera
from openstage.world.camerawork.sight import FAR, Sight
from openstage.world.scene import Face
from openstage.world.sets import built_set
from openstage.world.solids import box
from openstage.world.things import thing_size


def over_shoulder(subject: str, viewer: str, **more: object) -> object:
    return face_to_face(
        framing=Framing.OVER_THE_SHOULDER, subject=subject, viewer=viewer, lens_mm=50, **more
    )


@pytest.mark.parametrize("size", [ShotSize.WIDE, ShotSize.MEDIUM_WIDE, ShotSize.MEDIUM])
def test_a_two_shot_holds_both_in_their_positions(size: ShotSize) -> None:
    staging = staged(face_to_face(size=size, framing=Framing.TWO_SHOT))
    mara, jonas = share_of(staging, "mara", "head"), share_of(staging, "jonas", "head")
    assert 0.05 < mara[0] < 0.5 < jonas[0] < 0.95
    assert all(0.03 < y < 0.9 for _, y in (mara, jonas))


@pytest.mark.parametrize("framing", [Framing.THREE_SHOT, Framing.GROUP])
def test_a_group_holds_all(framing: Framing) -> None:
    cast = ["mara", "jonas", "dog"]
    staging = staged(shot(size=ShotSize.WIDE, framing=framing, cast=cast))
    for who in cast:
        x, y = share_of(staging, who, "head")
        assert 0.02 < x < 0.98
        assert 0.02 < y < 0.98


def test_over_the_shoulder_has_the_viewer_near_and_the_face_free() -> None:
    staging = staged(over_shoulder("jonas", "mara"))
    camera = staging.camera.start
    eye = np.array(camera.eye)
    to_viewer, to_subject = (
        np.linalg.norm(joint(staging, who, "head") - eye) for who in ("mara", "jonas")
    )
    assert to_viewer < to_subject
    shoulder = share_of(staging, "mara", "head")[0]
    face = share_of(staging, "jonas", "eyes")
    assert shoulder < 0.4
    assert 0.5 < face[0] < 0.85
    assert 0.2 < face[1] < 0.6
    facing = np.radians(staging.roles[0].start.facing)
    look = np.subtract(camera.target, camera.eye)[[0, 2]]
    assert float(look @ [np.sin(facing), np.cos(facing)]) > 0, "the viewer is seen from behind"
    assert face[0] - shoulder > 0.25, "the head is not before the face"


def test_the_reverse_angle_has_the_other_background_and_the_same_sides() -> None:
    board = film(
        (
            "street",
            [
                over_shoulder("jonas", "mara", number=10),
                over_shoulder("mara", "jonas", number=20),
            ],
        )
    )
    first, second = stagings(board)
    turn = azimuth_of(first.camera.start) - azimuth_of(second.camera.start)
    assert abs((turn + 180) % 360 - 180) > 90
    for staging in (first, second):
        assert share_of(staging, "mara", "head")[0] < share_of(staging, "jonas", "head")[0]


def test_a_point_of_view_is_from_the_eyes_and_hides_them() -> None:
    one = face_to_face(framing=Framing.POINT_OF_VIEW, subject="jonas", viewer="mara")
    staging = staged(one)
    eye = np.array(staging.camera.start.eye)
    assert np.linalg.norm(eye - joint(staging, "mara", "eyes")) < 0.25
    assert staging.hidden == ("mara",)
    x, y = share_of(staging, "jonas", "head")
    assert 0.3 < x < 0.7
    assert 0.2 < y < 0.7


def test_a_view_without_a_viewer_is_a_single_and_says_so() -> None:
    one = shot(framing=Framing.POINT_OF_VIEW, cast=["mara"], subject="mara")
    staging = staged(one)
    assert staging.hidden == ()
    assert any("point of view" in note for note in staging.notes)
    assert 0 < share_of(staging, "mara", "head")[0] < 1


def test_an_insert_of_a_thing_fills_much_of_the_frame() -> None:
    one = shot(
        size=ShotSize.CLOSE_UP, framing=Framing.INSERT, props=["bag"], subject="bag", lens_mm=50
    )
    staging = staged(one, "office")
    thing = staging.things[0]
    camera = staging.camera.start
    away = np.linalg.norm(np.array(camera.eye) - (thing.start.x, thing.start.y, thing.start.z))
    assert away * 20.25 / camera.lens_mm < 1.5


def test_an_insert_of_what_is_held_goes_to_the_hand() -> None:
    one = shot(
        size=ShotSize.CLOSE_UP,
        framing=Framing.INSERT,
        cast=["mara"],
        props=["letter"],
        subject="letter",
        blocking=[blocking("mara", "stands, reads", holds=["letter"])],
    )
    x, y = share_of(staged(one), "mara", "hand_r")
    assert 0 < x < 1
    assert 0 < y < 1


def test_a_part_of_the_set_can_be_the_subject() -> None:
    staging = staged(shot(size=ShotSize.WIDE, subject="elevator"), "corridor")
    camera = staging.camera.start
    faces = built_set("corridor").plan.moving["elevator"](1.0)
    middle = np.concatenate([face.points for face in faces]).mean(axis=0)
    ahead = (middle - np.array(camera.eye)) @ camera.basis().T
    assert ahead[2] > 0
    assert abs(ahead[0] / ahead[2]) < 0.5


def test_a_detail_that_nobody_has_is_noted() -> None:
    one = shot(framing=Framing.INSERT, cast=["mara"], subject="mara", detail="antlers")
    assert any("antlers" in note for note in staged(one).notes)


@pytest.mark.parametrize("place", ["office", "corridor", "street", "kitchen"])
def test_an_establishing_shot_looks_as_the_master_does(place: str) -> None:
    one = shot(size=ShotSize.EXTREME_WIDE, framing=Framing.ESTABLISHING, lens_mm=24)
    staging = staged(one, place)
    turn = azimuth_of(staging.camera.start) - built_set(staging.set_name).plan.master
    assert abs((turn + 180) % 360 - 180) <= 45


def test_people_are_not_hidden_by_furniture() -> None:
    """At the desk, which has a monitor on it, the face is seen in every size."""
    told = [blocking("mara", "sits, types", place="desk")]
    sight = Sight(list(built_set("office").plan.faces))
    for size in (ShotSize.MEDIUM_WIDE, ShotSize.MEDIUM, ShotSize.CLOSE_UP):
        staging = staged(shot(size=size, cast=["mara"], subject="mara", blocking=told), "office")
        eyes = joint(staging, "mara", "eyes")[None]
        assert not sight.hidden(np.array(staging.camera.start.eye), eyes).any()


def test_rays_meet_the_fronts_of_faces_alone() -> None:
    sight = Sight(box((-1, 1), (0, 2), (3, 4), (1.0, 1.0, 1.0)))
    eye = np.array([0.0, 1.0, 0.0])
    hits = sight.hits(eye, np.array([[0, 0, 6.0], [0, 0, -6.0], [3.0, 0, 3.0]]))
    assert hits[0] == pytest.approx(0.5)
    assert hits[1] == hits[2] == FAR
    inside = sight.hits(np.array([0.0, 1.0, 3.5]), np.array([[0, 0, 6.0]]))
    assert inside[0] == FAR, "from within, a wall is left away"
    glass = [
        Face(face.points, face.color, alpha=0.3)
        for face in box((-1, 1), (0, 2), (3, 4), (1.0, 1.0, 1.0))
    ]
    assert Sight(glass).hits(eye, np.array([[0, 0, 6.0]]))[0] == FAR


def test_the_context_is_not_changed() -> None:
    one = face_to_face()
    board = film(("street", [one]))
    before = board.to_json()
    context = ShotContext(board, board.scenes[0], one)
    from openstage.world import stage

    stage(context)
    assert board.to_json() == before


def test_an_insert_of_a_hand_holds_all_that_it_holds() -> None:
    one = shot(
        size=ShotSize.EXTREME_CLOSE_UP,
        framing=Framing.INSERT,
        lens_mm=85,
        cast=["mara"],
        subject="mara",
        detail="hands",
        props=["bag"],
        description="The bag in the hand of Mara.",
        blocking=[blocking("mara", "walks", "stands", holds=["bag"])],
    )
    staging = staged(one)
    width, height, _ = thing_size("bag")
    for t in (0.0, 0.5, 1.0):
        hand = joint(staging, "mara", "hand_r", t)
        for drop in (0.0, height):
            for aside in (-width / 2, width / 2):
                right = np.array(staged_camera(staging, t).basis()[0])
                x, y = place_in(staged_camera(staging, t), hand - [0.0, drop, 0.0] + aside * right)
                assert 0.02 < x < 0.98
                assert 0.02 < y < 0.98


def test_an_insert_of_both_hands_shows_both() -> None:
    one = shot(
        size=ShotSize.EXTREME_CLOSE_UP,
        framing=Framing.INSERT,
        cast=["mara"],
        subject="mara",
        detail="hands",
        props=["letter"],
        description="Mara's hands tremble.",
        blocking=[blocking("mara", "stands, reads", holds=["letter"])],
    )
    for name in ("hand_l", "hand_r"):
        x, y = share_of(staged(one), "mara", name)
        assert 0.05 < x < 0.95
        assert 0.05 < y < 0.95


@pytest.mark.parametrize("size", [ShotSize.MEDIUM, ShotSize.MEDIUM_WIDE])
def test_the_hand_from_which_something_falls_is_in_the_frame(size: ShotSize) -> None:
    one = shot(
        size=size,
        cast=["mara"],
        subject="mara",
        props=["cup"],
        blocking=[blocking("mara", "stands", "stands, drops", holds=["cup"], holds_end=[])],
    )
    staging = staged(one)
    x, y = share_of(staging, "mara", "hand_r")
    assert 0.02 < x < 0.98
    assert 0.3 < y < 0.98
    assert share_of(staging, "mara", "head_top")[1] > 0.02
