"""What moves on its own between two frames, once the camera's move is taken out.

Dense flow is computed in both directions, each in the view of its own frame. Where the two do not
agree, a point is seen in one frame only: it is covered, or not yet uncovered, in the other.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np

from openstage.cinematographer.camera_move import CameraMove, Matrix
from openstage.cinematographer.grid import Field, Grid, spread, transform
from openstage.cinematographer.search import Gray, correlation
from openstage.crew import Frame

STILL_PIXELS = 0.35
"""Flow below this, in pixels of the grid, is taken for noise of the estimate."""
AGREE_PIXELS = 0.7
"""How far a point may land from itself after the way there and back, in pixels of the grid."""
AGREE_SHARE = 0.05
"""The same, as a share of how far it went."""
CLEARLY = 1.5
"""By so many gray levels another motion must explain a cell better than the camera's does."""
HIDDEN_WEIGHT = 0.02
"""How much a point seen in one frame only counts where another lands on the same place."""

FEW = 0.0005
"""Cells that move or hide below this share of all are specks, not something that moves."""

_one_thread = threading.Lock()


@dataclass(frozen=True)
class Tracks:
    """Points of the picture and how they drift, in pixels, as the start frame's camera sees them.

    All arrays have one row a point: `origin` (n, 2) is its place at progress 0, `drift` (n, 2) how
    far it goes until progress 1, `weight` (n,) how much it is believed, `only` (n,) where it is
    seen: 1 in the start frame only, -1 in the end frame only, 0 in both. The points of the start
    frame come first, then as many of the end frame.
    """

    origin: Field
    drift: Field
    weight: Field
    only: Field
    agreement: float
    """How alike the two frames are once all of this is undone, -1 to 1."""
    consistent: float
    """The share of points, of those that stay in the picture, on which both directions agree."""

    @property
    def is_empty(self) -> bool:
        """Whether the camera's move explains everything."""
        hidden = float((np.abs(self.only) > 0.5).mean()) > FEW
        moving = float((np.abs(self.drift).max(axis=-1) > 1.0).mean()) > FEW
        return not hidden and not moving


def find_tracks(
    start: Frame, end: Frame, camera: CameraMove, others: list[Matrix], grid: Grid
) -> Tracks:
    """Follows every cell of both frames (height, width, 3) into the other one.

    `others` are moves of things that may go farther, on their own, than flow alone can follow.
    """
    small_start, small_end = grid.shrink(start), grid.shrink(end)
    pixels = np.linalg.inv(grid.to_cells)
    moves = [grid.to_cells @ matrix @ pixels for matrix in (camera.matrix, *others)]
    backs = [np.asarray(np.linalg.inv(move), np.float64) for move in moves]
    there, back = moves[0], backs[0]
    forward, seen_forward = _residual_flow(small_start, small_end, moves)
    backward, seen_backward = _residual_flow(small_end, small_start, backs)
    agree_start = _agreement(forward, backward, there, back) * seen_forward
    agree_end = _agreement(backward, forward, back, there) * seen_backward
    cells = _cells(small_start.shape)
    followed = cv2.remap(
        _gray(small_end), transform(there, cells + forward), None, cv2.INTER_LINEAR
    )
    inside = cv2.erode(seen_forward, np.ones((7, 7))) > 0.5

    rim = np.concatenate([_rim(forward, agree_start).ravel(), _rim(backward, agree_end).ravel()])
    forward = _calm(_fill(forward, agree_start))
    backward = _calm(_fill(backward, agree_end))
    # A point of the end frame, and where it comes from, both as the start camera sees them.
    arrived = transform(back, cells)
    departed = transform(back, cells + backward)
    points = cells.reshape(-1, 2)
    origin = np.concatenate([points, departed.reshape(-1, 2)])
    drift = np.concatenate([forward.reshape(-1, 2), (arrived - departed).reshape(-1, 2)])
    agree = np.concatenate([agree_start.ravel(), agree_end.ravel()])
    weight = HIDDEN_WEIGHT * (1.0 - rim) + agree * _nearness(drift)
    return Tracks(
        origin=transform(pixels, origin),
        drift=drift * grid.step,
        weight=weight.astype(np.float32),
        # What leaves the picture is left to the blend, which knows the border.
        only=np.concatenate(
            [
                (seen_forward * (1.0 - agree_start)).ravel(),
                (seen_backward * (agree_end - 1.0)).ravel(),
            ]
        ),
        agreement=correlation(
            _gray(small_start).astype(np.float32), followed.astype(np.float32), inside
        ),
        consistent=float(agree_start[inside].mean()) if inside.any() else 0.0,
    )


def _rim(flow: Field, agree: Field) -> Field:
    """1 for cells that touch something that moves, 0 elsewhere; (rows, columns).

    They hold some of it and some of what is behind, so they cannot stay where that stays.
    """
    moving = agree * (np.hypot(flow[..., 0], flow[..., 1]) > 1.0)
    return np.asarray(cv2.dilate(moving.astype(np.float32), np.ones((5, 5))), np.float32)


def _nearness(drift: Field) -> Field:
    """How much a track counts where several cross: what moves more by itself is in front."""
    return np.asarray((1.0 + np.hypot(drift[..., 0], drift[..., 1])) ** 3, np.float32)


def _cells(shape: tuple[int, ...]) -> Field:
    x, y = np.meshgrid(np.arange(shape[1]), np.arange(shape[0]))
    return np.stack([x, y], axis=-1).astype(np.float32)


def _residual_flow(one: Frame, other: Frame, moves: list[Matrix]) -> tuple[Field, Field]:
    """The flow from `one` to `other` as the camera of `one` sees it, and what stays in view.

    The first of `moves` is the camera's. Every cell goes with the first of them, by itself or with
    the dense flow about it, unless a later one clearly finds its color again better.
    """
    height, width = one.shape[:2]
    cells = _cells(one.shape)
    from_camera = np.linalg.inv(moves[0])
    gray_one, gray_other = _gray(one), _gray(other)
    best_flow = np.zeros_like(cells)
    best_cost: Field = np.full((height, width), np.inf, np.float32)
    for move in moves:
        flow = _flow_about(gray_one, gray_other, move)
        for places in (transform(move, cells), transform(move, cells + flow)):
            cost = _difference(one, other, places)
            better = cv2.medianBlur((cost + CLEARLY < best_cost).astype(np.uint8), 5) > 0
            best_flow[better] = (transform(from_camera, places) - cells)[better]
            best_cost[better] = cost[better]
    places = transform(moves[0], cells)
    seen = ((places >= -0.5) & (places <= np.array([width - 0.5, height - 0.5]))).all(axis=-1)
    return best_flow, np.asarray(seen, np.float32)


def _gray(picture: Frame) -> Gray:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _difference(one: Frame, other: Frame, places: Field) -> Field:
    """How much a cell and its surroundings differ from its place in `other`, in levels.

    Of the windows that hold the cell the best one counts, so that a cell beside something that
    moves does not go with it: its window on the other side matches where it is.
    """
    found = cv2.remap(other, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    worst = cv2.absdiff(one, found).max(axis=-1).astype(np.float32)
    window = (5, 5)
    around = cv2.erode(cv2.blur(worst, window), np.ones(window))
    return np.asarray(cv2.GaussianBlur(worst, (3, 3), 0) + around, np.float32)


def _flow_about(one: Gray, other: Gray, move: Matrix) -> Field:
    """The dense flow from `one` to `other` with `move` undone, (rows, columns, 2)."""
    size = (one.shape[1], one.shape[0])
    inverse = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    undone = cv2.warpPerspective(other, move, size, flags=inverse)
    seen = cv2.warpPerspective(np.ones_like(other), move, size, flags=inverse)
    # Where there is nothing to follow, a cell follows itself.
    undone = np.where(seen > 0, undone, one)
    with _one_opencv_thread():
        dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        dis.setFinestScale(0)
        return np.asarray(dis.calc(one, undone, None), np.float32)


@contextmanager
def _one_opencv_thread() -> Iterator[None]:
    """Lets OpenCV work on one thread: the flow divides the picture by the number of threads."""
    with _one_thread:
        threads = cv2.getNumThreads()
        cv2.setNumThreads(1)
        try:
            yield
        finally:
            cv2.setNumThreads(threads)


def _agreement(flow: Field, counter_flow: Field, move: Matrix, back: Matrix) -> Field:
    """Whether a cell comes back to itself by the way there and back, 0 to 1, (rows, columns)."""
    cells = _cells(flow.shape)
    landed = transform(move, cells + flow)
    return_flow = cv2.remap(counter_flow, landed, None, cv2.INTER_LINEAR)
    error = np.hypot(*np.moveaxis(transform(back, landed + return_flow) - cells, -1, 0))
    tolerance = AGREE_PIXELS + AGREE_SHARE * np.hypot(flow[..., 0], flow[..., 1])
    rows, columns = flow.shape[:2]
    inside = ((landed >= -0.5) & (landed <= np.array([columns - 0.5, rows - 0.5]))).all(axis=-1)
    agreed = np.clip(2.0 - error / tolerance, 0.0, 1.0) * inside
    return np.asarray(cv2.medianBlur(agreed.astype(np.float32), 3), np.float32)


def _fill(flow: Field, agree: Field) -> Field:
    """Gives cells that are seen in one frame only the motion of what they belong to.

    What is hidden lies behind what hides it, and of two neighbors the one behind moves more like
    the set, so the calmer neighbors count more.
    """
    speed = np.hypot(flow[..., 0], flow[..., 1])
    weight = agree / (1.0 + speed) ** 2
    filled = spread(np.dstack([flow * weight[..., None], weight]))
    near = filled[..., :2] / np.maximum(filled[..., 2:], 1e-12)
    return np.asarray(agree[..., None] * flow + (1.0 - agree[..., None]) * near, np.float32)


def _calm(flow: Field) -> Field:
    """Stills what moves so little that it is noise, without a step between still and moving."""
    speed = np.hypot(flow[..., 0], flow[..., 1])
    part = np.clip(speed / STILL_PIXELS - 1.0, 0.0, 1.0)
    return np.asarray(flow * (part * part * (3.0 - 2.0 * part))[..., None], np.float32)
