"""The stories that come with openstage, staged whole: nobody is lost, no lens is in a bush."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from openstage.director.grammar.director import GrammarDirector
from openstage.script import read
from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import ScreenPosition
from openstage.world import Staging, stage, states
from openstage.world.camerawork.foreground import crowns_of, touches
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.operator import sight_of
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import pose
from openstage.world.geometry import Array
from openstage.world.sets import built_set

STORIES = sorted((Path(__file__).parents[3] / "examples").iterdir())
OFF = (ScreenPosition.OFF_LEFT, ScreenPosition.OFF_RIGHT)
INSTANTS = (0.0, 0.5, 1.0)
MOMENTS = np.linspace(0.0, 1.0, 9).tolist()


@cache
def staged_shots(story: Path) -> list[tuple[Shot, Staging]]:
    board = GrammarDirector().direct(read(story))
    return [(context.shot, stage(context)) for context in states(board)]


def seen(shot: Shot, staging: Staging, t: float) -> Array | None:
    """(3,) what must be in the frame; None where the subject is no figure, or is told to be off."""
    role = next((role for role in staging.roles if role.id == shot.subject), None)
    if role is None or role.id in staging.hidden:
        return None
    told = shot.blocking_of(role.id)
    if {told.position, told.position_end} & {*OFF}:
        return None
    joints = pose(role, t, staging.seconds).joints
    if "hand" in shot.detail:
        return np.asarray((joints["hand_l"] + joints["hand_r"]) / 2)
    return joints["eyes"] if not shot.detail or "eye" in shot.detail else None


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_the_subject_is_in_the_frame_from_the_start_to_the_end(story: Path) -> None:
    lost = []
    for shot, staging in staged_shots(story):
        for t in MOMENTS:
            point = seen(shot, staging, t)
            if point is not None:
                frame, depth = shares(staged_camera(staging, t), point[None], 16 / 9)
                if depth[0] < 0.1 or np.abs(frame - 0.5).max() > 0.5:
                    lost.append((shot.id, t, frame.round(2).tolist()))
    assert not lost


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_nothing_solid_is_at_the_lens(story: Path) -> None:
    blocked = []
    for shot, staging in staged_shots(story):
        built = built_set(staging.set_name, staging.set_look)
        sight = sight_of(built, tuple((name, max(a, b)) for name, a, b in staging.moving))
        blocked += [
            (shot.id, shot.framing.value, t)
            for t in INSTANTS
            if touches(staged_camera(staging, t), sight, crowns_of(built))
        ]
    assert not blocked
