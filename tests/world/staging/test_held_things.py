"""What is in a hand, and where it goes: before no face, and not out of the picture."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import ASPECT, blocking, joint, mara_alone, place_in, share_of, staged

from openstage.storyboard.vocabulary import Movement, ShotSize
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import pose
from openstage.world.staging import Staging


def pole(staging: Staging, t: float) -> np.ndarray:
    """(2, 2) where the pole of Mara's umbrella begins and ends in the frame."""
    hand = np.asarray(pose(staging.roles[0], t, staging.seconds).hand("right")[0])
    ends = np.array([hand, hand + np.array([0.0, 1.2, 0.0])])
    return shares(staged_camera(staging, t), ends, ASPECT)[0]


@pytest.mark.parametrize("size", [ShotSize.CLOSE_UP, ShotSize.MEDIUM, ShotSize.MEDIUM_WIDE])
@pytest.mark.parametrize("eyeline", ["left", "right", "camera"])
def test_the_pole_of_an_umbrella_crosses_no_face(size: ShotSize, eyeline: str) -> None:
    told = [blocking("mara", "stands, talks", eyeline=eyeline, holds=["umbrella"])]
    staging = staged(mara_alone(size, blocking=told, props=["umbrella"]))
    for t in (0.0, 1.0):
        middle = share_of(staging, "mara", "eyes", t)[0]
        chin, top = (share_of(staging, "mara", name, t)[1] for name in ("chin", "head_top"))
        half = 0.3 * (chin - top) / ASPECT
        assert np.abs(pole(staging, t)[:, 0] - middle).min() > half


def test_an_umbrella_is_over_the_head() -> None:
    told = [blocking("mara", "stands", holds=["umbrella"])]
    staging = staged(mara_alone(ShotSize.WIDE, blocking=told, props=["umbrella"]))
    hand = np.asarray(pose(staging.roles[0], 0.0, staging.seconds).hand("right")[0])
    aside = (joint(staging, "mara", "head_top") - hand)[[0, 2]]
    assert 0.2 < np.linalg.norm(aside) < 0.6, "beside the face, and yet under the canopy"


@pytest.mark.parametrize("movement", [Movement.STATIC, Movement.PAN_LEFT, Movement.PAN_RIGHT])
@pytest.mark.parametrize("walks", [False, True])
def test_what_is_dropped_lies_in_the_end_frame(movement: Movement, walks: bool) -> None:
    begins = "walks" if walks else "stands"
    told = blocking("mara", begins, "stands, drops", place="near", holds=["bag"], holds_end=[])
    if walks:
        told = told.model_copy(update={"place_end": "bench"})
    one = mara_alone(ShotSize.MEDIUM_WIDE, movement, blocking=[told], props=["bag"])
    staging = staged(one.model_copy(update={"frame_count": 77}))
    bag = next(thing for thing in staging.things if thing.id == "bag")
    lies = np.array([bag.end.x, bag.end.y, bag.end.z])
    assert np.abs(np.array(place_in(staged_camera(staging, 1.0), lies)) - 0.5).max() < 0.5
    assert 0 < share_of(staging, "mara", "head_top", 1.0)[1] < 0.6


def test_what_falls_after_a_walk_falls_where_it_ends() -> None:
    told = blocking(
        "mara", "walks", "stands, drops", place="near", place_end="bench", holds=["bag"]
    )
    told = told.model_copy(update={"holds_end": []})
    staging = staged(mara_alone(ShotSize.WIDE, blocking=[told], props=["bag"]))
    bag = next(thing for thing in staging.things if thing.id == "bag")
    role = staging.roles[0]
    at = pose(role, bag.changes_at, staging.seconds).joints["hip"]
    assert np.hypot(at[0] - role.end.x, at[2] - role.end.z) < 0.15
