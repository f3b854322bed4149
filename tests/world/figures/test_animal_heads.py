"""The faces of animals, from wherever they are seen."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from figure_roles import DOG, at, picture, role

from openstage.world.geometry import Camera


@pytest.mark.parametrize(("aside", "dots"), [(0, 3), (15, 3), (55, 2), (75, 2), (-55, 2), (180, 0)])
def test_the_far_eye_is_behind_the_muzzle(aside: float, dots: int) -> None:
    """Eyes and nose are all that is black of a white dog."""
    a = radians(aside)
    camera = Camera((1.4 * sin(a), 0.45, -1.4 * cos(a)), (0, 0.45, 0), 24)
    image = picture(role(at(), wardrobe=DOG), camera, size=400)
    dark = (image.max(axis=2) < 60).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    assert sum(stats[k, cv2.CC_STAT_AREA] > 12 for k in range(1, count)) == dots
