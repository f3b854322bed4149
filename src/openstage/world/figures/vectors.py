"""Three numbers at a time: numpy's own ways are slow for single vectors."""

from __future__ import annotations

from math import sqrt

import numpy as np

from openstage.world.geometry import Array


def cross(a: Array, b: Array) -> Array:
    """(3,) x (3,)"""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def length(vector: Array) -> float:
    return sqrt(float(vector @ vector))


def unit(vector: Array) -> Array:
    size = length(vector)
    return vector / size if size > 1e-12 else vector
