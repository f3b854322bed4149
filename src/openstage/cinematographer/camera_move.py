"""The camera's move between two frames, followed smoothly.

A move is a matrix M that takes a point of the start frame to its place in the end frame. There are
two ways between:

- A camera that turns or zooms: M^t = exp(t log M). For a pan that is K R(t a) K^-1 itself; for a
  zoom and a roll it is a steady change of scale and angle about the point that stays.
- A camera that travels toward a plane or away from it: I + t (M - I), since the plane moves it by
  M = I + T n^T / d when M is scaled to have 1 as its middle eigenvalue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

Kind = Literal["still", "shift", "similarity", "homography"]

SIMPLICITY: tuple[Kind, ...] = ("still", "shift", "similarity", "homography")
"""From the simplest model of a move to the most complex."""


LEAST_ROLL = 0.03
"""In radians: below this, a roll is the noise of the estimate."""


@dataclass(frozen=True)
class CameraMove:
    """A move that holds for frames of `width` x `height` pixels."""

    kind: Kind
    matrix: Matrix
    """(3, 3): from a point (x, y, 1) of the start frame to its place in the end frame."""
    width: int
    height: int
    travels: bool = False
    """Whether the camera goes toward or away from what it sees, rather than turn or zoom."""
    _log: Matrix = field(init=False, repr=False, compare=False)
    _travel: Matrix | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        to_unit = _to_unit(self.width, self.height)
        unit = to_unit @ self.matrix @ np.linalg.inv(to_unit)
        object.__setattr__(self, "_log", logm(unit / np.cbrt(np.linalg.det(unit))))
        object.__setattr__(self, "_travel", _travel(unit) if self.travels else None)

    def at(self, progress: float) -> Matrix:
        """From the start frame to the frame at `progress` in [0, 1]; (3, 3)."""
        to_unit = _to_unit(self.width, self.height)
        if self._travel is None:
            moved = expm(progress * self._log)
        else:
            moved = np.eye(3) + progress * self._travel
        matrix = np.linalg.inv(to_unit) @ moved @ to_unit
        return np.asarray(matrix / matrix[2, 2], dtype=np.float64)


def _to_unit(width: int, height: int) -> Matrix:
    """From pixels to coordinates with the frame's middle at 0 and its corners at distance 1."""
    radius = np.hypot(width, height) / 2.0
    return np.array(
        [
            [1.0 / radius, 0.0, -(width - 1) / 2.0 / radius],
            [0.0, 1.0 / radius, -(height - 1) / 2.0 / radius],
            [0.0, 0.0, 1.0],
        ]
    )


def _travel(unit: Matrix) -> Matrix | None:
    """M - I, with M scaled to have 1 as its middle eigenvalue; None where the camera also rolls."""
    values = np.linalg.eigvals(unit)
    if np.abs(np.angle(values)).max() > LEAST_ROLL:
        return None
    return np.asarray(unit / np.sort(np.abs(values))[1] - np.eye(3), dtype=np.float64)


def expm(matrix: Matrix) -> Matrix:
    """The matrix exponential of a (3, 3) matrix, by scaling and squaring."""
    halvings = max(0, int(np.ceil(np.log2(max(np.abs(matrix).sum(), 1e-12)))) + 4)
    small = matrix / 2.0**halvings
    term = total = np.eye(3)
    for k in range(1, 10):
        term = term @ small / k
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return np.asarray(total, dtype=np.float64)


def logm(matrix: Matrix) -> Matrix:
    """The principal logarithm of a (3, 3) matrix without eigenvalues on the negative axis.

    By inverse scaling and squaring, which, unlike the eigenvectors, also works for a plain shift.
    """
    roots = 0
    root = matrix
    while np.abs(root - np.eye(3)).sum() > 0.05 and roots < 20:
        root = _square_root(root)
        roots += 1
    away = root - np.eye(3)
    total, power = np.zeros((3, 3)), np.eye(3)
    for k in range(1, 12):
        power = power @ away
        total += (-1) ** (k + 1) * power / k
    return total * 2.0**roots


def _square_root(matrix: Matrix) -> Matrix:
    """The principal square root, by the Denman-Beavers iteration."""
    root, inverse = matrix, np.eye(3)
    for _ in range(14):
        root, inverse = (
            (root + np.linalg.inv(inverse)) / 2.0,
            (inverse + np.linalg.inv(root)) / 2.0,
        )
    return np.asarray(root, dtype=np.float64)
