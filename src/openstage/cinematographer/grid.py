"""The grid of cells on which motion is known: coarser than the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.cinematographer.camera_move import Matrix
from openstage.crew import Frame

Field = NDArray[np.float32]
"""A value, or a few, a cell: (rows, columns) or (rows, columns, channels)."""


@dataclass(frozen=True)
class Grid:
    """A picture of `width` x `height` pixels in square cells of `step` pixels a side."""

    width: int
    height: int
    step: int

    @property
    def columns(self) -> int:
        return -(-self.width // self.step)

    @property
    def rows(self) -> int:
        return -(-self.height // self.step)

    @property
    def to_cells(self) -> Matrix:
        """(3, 3): from pixels to cells, centers on centers."""
        offset = 0.5 / self.step - 0.5
        return np.array([[1 / self.step, 0, offset], [0, 1 / self.step, offset], [0, 0, 1.0]])

    def centers(self) -> Field:
        """The middles of the cells in pixels, with a margin of one: (rows + 2, columns + 2, 2)."""
        x = (np.arange(-1, self.columns + 1) + 0.5) * self.step - 0.5
        y = (np.arange(-1, self.rows + 1) + 0.5) * self.step - 0.5
        return np.stack(np.meshgrid(x, y), axis=-1).astype(np.float32)

    def shrink(self, picture: Frame) -> Frame:
        """One color a cell."""
        bottom = self.rows * self.step - self.height
        right = self.columns * self.step - self.width
        padded = cv2.copyMakeBorder(picture, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        small = cv2.resize(padded, (self.columns, self.rows), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)


def transform(matrix: NDArray[np.floating[Any]], points: Field) -> Field:
    """Where a projective `matrix` (3, 3) takes `points` (..., 2)."""
    m = (matrix / matrix[2, 2]).astype(np.float32)
    x, y = points[..., 0], points[..., 1]
    moved = np.empty_like(points)
    moved[..., 0] = m[0, 0] * x + m[0, 1] * y + m[0, 2]
    moved[..., 1] = m[1, 0] * x + m[1, 1] * y + m[1, 2]
    if m[2, 0] or m[2, 1]:
        moved /= (m[2, 0] * x + m[2, 1] * y + m[2, 2])[..., None]
    return moved


def spread(sums: Field) -> Field:
    """Carries weighted sums (rows, columns, channels; the last is the weight) into empty cells.

    Pull and push over a pyramid: a cell takes from its surroundings what its own weight lacks.
    """
    rows, columns = sums.shape[:2]
    if min(rows, columns) < 2:
        return sums
    half = ((columns + 1) // 2, (rows + 1) // 2)
    coarse = spread(np.atleast_3d(cv2.resize(sums, half, interpolation=cv2.INTER_AREA)))
    around = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_LINEAR)
    unit = around / np.maximum(around[..., -1:], 1e-12)
    lacking = np.maximum(1.0 - sums[..., -1:], 0.0)
    # The surroundings are worth little, so that they speak only where the cell itself is silent.
    return np.asarray(sums + 1e-6 * lacking * unit, np.float32)
