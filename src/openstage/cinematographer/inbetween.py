"""Draws the frame at any progress between two frames, from the camera's move and the tracks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.cinematographer.camera_move import CameraMove, Matrix
from openstage.cinematographer.grid import Field, Grid, spread, transform
from openstage.cinematographer.tracks import Tracks
from openstage.crew import Frame

FEATHER = 0.03
"""How wide the seam is where the other frame fills in, as a share of the long side."""
LAST_MOMENTS = 0.06
"""In this share of the way, points of the frame just left behind, or ahead, are let go softly."""
BAND_PIXELS = 200_000
"""Pixels that are drawn at a time: the maps of a band stay in the processor's cache."""
FAINT = 1e-3
"""What a frame counts beyond its border: enough to be seen only where there is nothing else."""


@dataclass(frozen=True)
class InBetween:
    """Everything that the frames between `start` and `end`, (height, width, 3), are drawn from."""

    start: Frame
    end: Frame
    move: CameraMove
    tracks: Tracks
    grid: Grid

    def draw(self, progress: float) -> Frame:
        """The frame at `progress` in (0, 1)."""
        camera = self.move.at(progress)
        drift, only = self._arrive(camera, progress)
        seen = transform(np.linalg.inv(camera), self.grid.centers())
        from_start = seen - np.float32(progress) * drift
        from_end = transform(self.move.matrix, seen + np.float32(1.0 - progress) * drift)
        start_weight = (1.0 - progress) * self._within(from_start)
        end_weight = progress * self._within(from_end)
        start_weight *= 1.0 - _widen(-only) * min(1.0, progress / LAST_MOMENTS)
        end_weight *= 1.0 - _widen(only) * min(1.0, (1.0 - progress) / LAST_MOMENTS)
        weights = np.dstack(
            [start_weight + FAINT * (1.0 - progress), end_weight + FAINT * progress]
        ).astype(np.float32)
        return self._blend(from_start, from_end, weights)

    def _arrive(self, camera: Matrix, progress: float) -> tuple[Field, Field]:
        """Sends every track to where it is at `progress`, and reads the grid of that frame.

        Gives, over the grid with its margin, the drift (rows, columns, 2) of what is seen there,
        and whether that is seen in the start frame only (1), in the end frame only (-1) or both.
        """
        rows, columns = self.grid.rows + 2, self.grid.columns + 2
        if self.tracks.is_empty:
            return np.zeros((rows, columns, 2), np.float32), np.zeros((rows, columns), np.float32)
        tracks = self.tracks
        places = transform(camera, tracks.origin + np.float32(progress) * tracks.drift)
        cells = (places + 0.5) * np.float32(1.0 / self.grid.step) + 1.0
        column, row = cells[:, 0], cells[:, 1]
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        index = row[inside].astype(np.intp) * columns + column[inside].astype(np.intp)
        weight = self._trust(progress)[inside]
        values = (
            tracks.drift[inside, 0] * weight,
            tracks.drift[inside, 1] * weight,
            tracks.only[inside] * weight,
            weight,
        )
        landed = np.stack([np.bincount(index, value, rows * columns) for value in values], axis=-1)
        landed = landed.reshape(rows, columns, 4).astype(np.float32)
        sums = spread(np.asarray(cv2.GaussianBlur(landed, (3, 3), 0.7), np.float32))
        means = np.asarray(sums[..., :3] / np.maximum(sums[..., 3:], 1e-12), np.float32)
        return means[..., :2], means[..., 2]

    def _trust(self, progress: float) -> Field:
        """The weight of each track: those of the nearer frame count more."""
        half = len(self.tracks.weight) // 2
        trust = self.tracks.weight.copy()
        trust[:half] *= np.float32(1.0 - progress)
        trust[half:] *= np.float32(progress)
        return trust

    def _within(self, places: Field) -> Field:
        """1 where a place lies inside a frame, falling to 0 at its border; (rows, columns)."""
        feather = max(1.0, FEATHER * max(self.grid.width, self.grid.height))
        x, y = places[..., 0], places[..., 1]
        to_side = np.minimum(x, self.grid.width - 1 - x)
        to_edge = np.minimum(y, self.grid.height - 1 - y)
        return np.asarray(np.clip((np.minimum(to_side, to_edge) + 0.5) / feather, 0.0, 1.0))

    def _blend(self, from_start: Field, from_end: Field, weights: Field) -> Frame:
        """Reads both frames at the given places and mixes them, band by band."""
        height, width = self.grid.height, self.grid.width
        frame = np.empty((height, width, 3), np.uint8)
        band = max(1, BAND_PIXELS // (self.grid.step * width))
        for first in range(0, self.grid.rows, band):
            rows = slice(first, min(first + band, self.grid.rows) + 2)
            top = first * self.grid.step
            bottom = min((rows.stop - 2) * self.grid.step, height)
            weight = self._enlarge(weights[rows], bottom - top)
            frame[top:bottom] = cv2.blendLinear(
                _read(self.start, self._enlarge(from_start[rows], bottom - top)),
                _read(self.end, self._enlarge(from_end[rows], bottom - top)),
                np.ascontiguousarray(weight[..., 0]),
                np.ascontiguousarray(weight[..., 1]),
            )
        return frame

    def _enlarge(self, field: Field, height: int) -> Field:
        """From cells, with their margin, to the pixels of a band of `height` rows."""
        step = self.grid.step
        size = (field.shape[1] * step, field.shape[0] * step)
        large = cv2.resize(field, size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(large[step : step + height, step : step + self.grid.width])


def _widen(part: Field) -> Field:
    """The positive part, one cell wider: the pixels of an outline do not end where cells do."""
    return np.asarray(cv2.dilate(np.maximum(part, 0.0), np.ones((3, 3))), np.float32)


def _read(frame: Frame, places: Field) -> NDArray[np.uint8]:
    picture = cv2.remap(frame, places, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, np.uint8)
