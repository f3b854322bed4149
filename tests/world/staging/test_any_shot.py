"""Whatever a storyboard asks, the staging is valid: finite, framed, above the ground."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staging_film import ASPECT, blocking, film, joint, shot

from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import (
    Angle,
    Emotion,
    Framing,
    Movement,
    ScreenPosition,
    ShotSize,
)
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.path import staged_camera
from openstage.world.stage_manager import stage

PEOPLE = ("mara", "jonas", "dog")
ACTIONS = ("", "stands", "sits, types", "walks", "runs, waves", "kneels, reads", "lies", "yodels")
PLACES = ("", "desk", "door", "far end", "bench", "jonas", "window", "nowhere at all")

blockings = st.builds(
    blocking,
    st.sampled_from(PEOPLE),
    st.sampled_from(ACTIONS),
    st.sampled_from(ACTIONS),
    place=st.sampled_from(PLACES),
    place_end=st.sampled_from(PLACES),
    position=st.sampled_from([None, *ScreenPosition]),
    position_end=st.sampled_from([None, *ScreenPosition]),
    eyeline=st.sampled_from(["", "mara", "left", "camera", "up", "door"]),
    emotion=st.sampled_from(Emotion),
    holds=st.sampled_from([[], ["letter"], ["bag"]]),
)
shots = st.builds(
    shot,
    size=st.sampled_from(ShotSize),
    angle=st.sampled_from(Angle),
    framing=st.sampled_from(Framing),
    movement=st.sampled_from(Movement),
    lens_mm=st.sampled_from([18.0, 35.0, 85.0]),
    cast=st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3),
    subject=st.sampled_from(["", "mara", "dog", "letter", "door"]),
    viewer=st.sampled_from(["", "jonas"]),
    detail=st.sampled_from(["", "", "hands", "screen"]),
    blocking=st.lists(blockings, max_size=3, unique_by=lambda item: item.who),
    frame_count=st.sampled_from([1, 24, 96]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(shots, st.sampled_from(["office", "corridor", "street", "kitchen"]))
def test_any_shot_can_be_staged(one: Shot, place: str) -> None:
    board = film((place, [one]))
    staging = stage(ShotContext(board, board.scenes[0], one))
    json.dumps(staging.as_data())
    for t in (0.0, 0.5, 1.0):
        camera = staged_camera(staging, t)
        values = [*camera.eye, *camera.target, camera.lens_mm, camera.roll]
        assert np.isfinite(values).all()
        assert 5 < camera.lens_mm < 500
        assert camera.eye[1] > 0.1
        assert np.linalg.norm(np.subtract(camera.target, camera.eye)) > 1e-3
    assert {role.id for role in staging.roles} >= set(one.cast)


def test_a_dolly_zoom_down_to_a_dog_stays_above_the_ground() -> None:
    one = shot(
        size=ShotSize.EXTREME_WIDE, angle=Angle.EYE_LEVEL, framing=Framing.OVER_THE_SHOULDER,
        movement=Movement.DOLLY_ZOOM, lens_mm=18.0, cast=[], subject="", viewer="", detail="",
        blocking=[
            blocking("mara", "", "", place="bench", position_end=ScreenPosition.LEFT),
            blocking("dog", "", "", place="door"),
        ],
        frame_count=1,
    )  # fmt: skip
    board = film(("street", [one]))
    staging = stage(ShotContext(board, board.scenes[0], one))
    assert all(staged_camera(staging, t).eye[1] > 0.1 for t in (0.0, 0.5, 1.0))


def test_who_lies_and_looks_has_no_lens_in_the_ground() -> None:
    one = shot(
        size=ShotSize.EXTREME_WIDE,
        framing=Framing.POINT_OF_VIEW,
        lens_mm=18.0,
        cast=[],
        subject="",
        blocking=[
            blocking("dog", "", ""),
            blocking("mara", "lies", "", place="far end", eyeline="door"),
        ],
        frame_count=1,
    )
    board = film(("street", [one]))
    staging = stage(ShotContext(board, board.scenes[0], one))
    assert staged_camera(staging, 0.0).eye[1] > 0.1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(ShotSize),
    st.sampled_from(Angle),
    st.sampled_from(sorted(set(Movement) - {Movement.TILT_UP, Movement.TILT_DOWN})),
    st.sampled_from(["office", "corridor", "street", "kitchen"]),
    st.sampled_from(["stands", "sits", "kneels", "walks"]),
)
def test_the_subject_is_in_the_frame_from_the_start(
    size: ShotSize, angle: Angle, movement: Movement, place: str, action: str
) -> None:
    one = shot(
        size=size,
        angle=angle,
        movement=movement,
        cast=["mara"],
        subject="mara",
        blocking=[blocking("mara", action, action)],
    )
    board = film((place, [one]))
    staging = stage(ShotContext(board, board.scenes[0], one))
    frame, depth = shares(staging.camera.start, joint(staging, "mara", "eyes")[None], ASPECT)
    assert depth[0] > 0
    assert (np.abs(frame[0] - 0.5) < 0.5).all()
