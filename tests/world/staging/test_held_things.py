"""What is in a hand, and where it goes: before no face, and not out of the picture."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import ASPECT, blocking, joint, mara_alone, share_of, staged

from openstage.storyboard.vocabulary import ShotSize
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
