"""Finds the camera's move between two frames from what both show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.cinematographer.camera_move import SIMPLICITY, CameraMove, Kind, Matrix

Gray = NDArray[np.uint8]
Points = NDArray[np.float32]

ENOUGH_MATCHES = 8
"""Fewer features than this that agree on a move are chance."""
MOST_CROWDS = 4
"""So many groups of features that move together are told apart."""
INLIER_PIXELS = 2.0
"""How far a match may lie from where the move takes it, in pixels of the searched picture."""
RATIO = 0.8
"""Lowe's ratio test: the best match is clearly better than the second best."""
WORTH = 0.015
"""The gain in likeness that a more complex model must bring."""
LEFTOVER = 0.2
"""How unlike itself, a shift apart, what the camera leaves unexplained must be; 0.5 at most."""
CHANGED = 12.0
"""Gray levels above which a pixel shows another thing than before."""
LEAST_CHANGE = 0.005
"""The share of the frame that must have changed for something to have moved in it."""
MISS = 40.0
"""Gray levels above which it does not matter any more how much two pixels differ."""
SCALE_RANGE = (0.2, 5.0)
PERSPECTIVE_RANGE = 2.5
"""How many times nearer one corner of the frame may come than another."""
LEAST_OVERLAP = 0.1
"""The share of the start frame that the end frame must still show."""
LIKENESS_SIDE = 320
"""The long side of the copies on which moves are compared."""
TEXTURE = 3.0
"""Standard deviation in gray levels, above which a patch has something to compare."""


def find_move(start: Gray, end: Gray) -> tuple[CameraMove, list[Matrix]]:
    """The simplest move that makes `start` look like `end`; a still camera where none does better.

    With it come the moves, as matrices like the camera's, of things that move on their own.
    Both are gray pictures of the same (height, width). Deterministic.
    """
    height, width = start.shape
    from_points, to_points = _match(start, end)
    crowds = _crowds(from_points, to_points)
    candidates = [CameraMove("still", np.eye(3), width, height)]
    models = [model for crowd in crowds for model in crowd.items()]
    models.append(("shift", _common_shift(start, end)))
    candidates += [
        CameraMove(kind, matrix, width, height)
        for kind, matrix in models
        if is_sane(matrix, width, height)
    ]
    scores = [likeness(start, end, move.matrix) for move in candidates]
    best = max(scores)
    good = [
        (SIMPLICITY.index(move.kind), -score, index)
        for index, (move, score) in enumerate(zip(candidates, scores, strict=True))
        if score >= best - WORTH
    ]
    camera = candidates[min(good)[2]]
    return camera, (_others(camera, crowds) or _leftover_shift(start, end, camera))


def _others(camera: CameraMove, crowds: list[dict[Kind, Matrix]]) -> list[Matrix]:
    """The moves of the crowds that do not go with the camera: what moves on its own, and far."""
    corners = np.array([[0, 0], [camera.width, 0], [0, camera.height]], np.float32)[None]
    there = cv2.perspectiveTransform(corners, camera.matrix)
    moves = (crowd.get("similarity", crowd["shift"]) for crowd in crowds)
    return [
        move
        for move in moves
        if is_sane(move, camera.width, camera.height)
        and np.abs(cv2.perspectiveTransform(corners, move) - there).max() > 2 * INLIER_PIXELS
    ]


def _match(start: Gray, end: Gray) -> tuple[Points, Points]:
    """Places of the same features in both pictures, (n, 2) each: mutual best matches of SIFT."""
    nothing = np.zeros((0, 2), np.float32)
    if min(start.shape) < 16:
        return nothing, nothing
    # Drawn pictures are flat: a low contrast threshold keeps their faint corners.
    detector = cv2.SIFT.create(nfeatures=2000, contrastThreshold=0.02)
    start_keys, start_words = detector.detectAndCompute(start, None)
    end_keys, end_words = detector.detectAndCompute(end, None)
    if len(start_keys) < ENOUGH_MATCHES or len(end_keys) < ENOUGH_MATCHES:
        return nothing, nothing
    matcher = cv2.BFMatcher(cv2.NORM_L2)
    back = [pair[0].trainIdx for pair in matcher.knnMatch(end_words, start_words, k=1)]
    kept = [
        best
        for best, second in matcher.knnMatch(start_words, end_words, k=2)
        if best.distance < RATIO * second.distance and back[best.trainIdx] == best.queryIdx
    ]
    if not kept:
        return nothing, nothing
    return (
        np.array([start_keys[match.queryIdx].pt for match in kept], np.float32),
        np.array([end_keys[match.trainIdx].pt for match in kept], np.float32),
    )


def _crowds(from_points: Points, to_points: Points) -> list[dict[Kind, Matrix]]:
    """The crowds of matches that move together, largest first; each by every model of a move.

    The first crowd may be a person before a plain wall; the wall is then the second.
    """
    crowds: list[dict[Kind, Matrix]] = []
    while len(crowds) < MOST_CROWDS and len(from_points) >= ENOUGH_MATCHES:
        homography, mask = cv2.findHomography(from_points, to_points, cv2.RANSAC, INLIER_PIXELS)
        inside = np.zeros(len(from_points), bool) if mask is None else mask.ravel() > 0
        if inside.sum() < ENOUGH_MATCHES:
            break
        similarity, _ = cv2.estimateAffinePartial2D(
            from_points, to_points, method=cv2.RANSAC, ransacReprojThreshold=INLIER_PIXELS
        )
        crowd: dict[Kind, Matrix] = {"shift": _shift(from_points, to_points)}
        if similarity is not None:
            crowd["similarity"] = np.vstack([similarity, [0.0, 0.0, 1.0]])
        crowd["homography"] = np.asarray(homography, np.float64)
        crowds.append(crowd)
        from_points, to_points = from_points[~inside], to_points[~inside]
    return crowds


def _common_shift(start: Gray, end: Gray) -> Matrix:
    """The shift of the whole picture, by phase correlation: it needs edges, but no corners."""
    window = cv2.createHanningWindow((start.shape[1], start.shape[0]), cv2.CV_32F)
    shift, _ = cv2.phaseCorrelate(start.astype(np.float32), end.astype(np.float32), window)
    matrix = np.eye(3)
    matrix[:2, 2] = shift
    return matrix


def _shift(from_points: Points, to_points: Points) -> Matrix:
    """The shift on which the most matches agree."""
    shifts = (to_points - from_points).astype(np.float64)
    near = np.hypot(*(shifts[:, None] - shifts[None]).transpose(2, 0, 1)) < INLIER_PIXELS
    crowd = near[near.sum(axis=1).argmax()]
    matrix = np.eye(3)
    matrix[:2, 2] = shifts[crowd].mean(axis=0)
    return matrix


def is_sane(matrix: Matrix, width: int, height: int) -> bool:
    """Whether a camera could have moved so: no mirror, no wild perspective, something in common."""
    corners = np.array(
        [[0, 0, 1], [width - 1, 0, 1], [width - 1, height - 1, 1], [0, height - 1, 1]], np.float64
    )
    if not np.isfinite(matrix).all() or abs(matrix[2, 2]) < 1e-9:
        return False
    moved = corners @ (matrix / matrix[2, 2]).T
    depth = moved[:, 2]
    if depth.min() <= 0 or depth.max() / depth.min() > PERSPECTIVE_RANGE:
        return False
    quad = (moved[:, :2] / depth[:, None]).astype(np.float32)
    edges = np.roll(quad, -1, axis=0) - quad
    following = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    if turns.min() <= 0:
        return False
    scale = np.sqrt(cv2.contourArea(quad) / max((width - 1) * (height - 1), 1))
    if not SCALE_RANGE[0] < scale < SCALE_RANGE[1]:
        return False
    shared, _ = cv2.intersectConvexConvex(quad, corners[:, :2].astype(np.float32))
    return bool(shared >= LEAST_OVERLAP * width * height * min(1.0, scale**2))


def _leftover_shift(start: Gray, end: Gray, camera: CameraMove) -> list[Matrix]:
    """Where one plain thing went by itself, though it has no features to match; none or one move.

    Undoing the camera's move leaves the thing once as light and once as dark, a shift apart: there
    the difference of the frames is most unlike itself.
    """
    seen = _undo(np.full_like(end, 255), camera.matrix) > 254
    left = (start.astype(np.float32) - _undo(end, camera.matrix)) * seen
    changed = np.abs(left) > CHANGED
    ratio = min(1.0, LIKENESS_SIDE / max(start.shape))
    size = (max(1, round(start.shape[1] * ratio)), max(1, round(start.shape[0] * ratio)))
    padded = (2 * size[1], 2 * size[0])
    spectrum = np.fft.rfft2(cv2.resize(left, size, interpolation=cv2.INTER_AREA), s=padded)
    match = np.fft.irfft2(np.abs(spectrum) ** 2, s=padded)
    row, column = np.unravel_index(match.argmin(), match.shape)
    if changed.mean() < LEAST_CHANGE or match[row, column] > -LEFTOVER * match[0, 0]:
        return []
    y = int(row) - (padded[0] if row > size[1] else 0)
    x = int(column) - (padded[1] if column > size[0] else 0)
    shift = np.array([[0, 0, x / ratio], [0, 0, y / ratio], [0, 0, 0]])
    ways = [camera.matrix @ (np.eye(3) + sign * shift) for sign in (1.0, -1.0)]
    # The difference looks the same both ways; only one of them finds the thing again.
    misses = [np.minimum(np.abs(start - _undo(end, way)), MISS)[changed].mean() for way in ways]
    return [ways[int(np.argmin(misses))]]


def _undo(end: Gray, matrix: Matrix) -> NDArray[np.float32]:
    """The end frame as the camera of the start frame sees it."""
    size, inverse = (end.shape[1], end.shape[0]), cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    undone = cv2.warpPerspective(end, matrix, size, flags=inverse)
    return np.asarray(undone, np.float32)


def likeness(start: Gray, end: Gray, matrix: Matrix) -> float:
    """How alike the start frame and the end frame are once the move is undone, -1 to 1.

    The mean correlation of small patches, over those that have texture in either frame. Patches
    that the move takes out of the picture do not count. Light that changes does not matter.
    """
    height, width = start.shape
    ratio = min(1.0, LIKENESS_SIDE / max(height, width))
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    shrink = np.diag([size[0] / width, size[1] / height, 1.0])
    small_start = cv2.resize(start, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small_end = cv2.resize(end, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small_move = shrink @ matrix @ np.linalg.inv(shrink)
    inverse = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    undone = cv2.warpPerspective(small_end, small_move, size, flags=inverse)
    inside = cv2.warpPerspective(np.ones_like(small_end), small_move, size, flags=inverse)
    return correlation(small_start, undone, cv2.erode(inside, np.ones((7, 7))) > 0.99)


def correlation(
    one: NDArray[np.float32], other: NDArray[np.float32], where: NDArray[np.bool_]
) -> float:
    """The mean correlation of 7 x 7 patches of two gray pictures, over textured ones in `where`."""
    window = (7, 7)
    mean_one, mean_other = cv2.blur(one, window), cv2.blur(other, window)
    spread_one = np.maximum(cv2.blur(one * one, window) - mean_one**2, 0.0)
    spread_other = np.maximum(cv2.blur(other * other, window) - mean_other**2, 0.0)
    together = cv2.blur(one * other, window) - mean_one * mean_other
    textured = where & (np.maximum(spread_one, spread_other) > TEXTURE**2)
    if textured.sum() < 16:
        return 0.0
    # One gray level of noise keeps a plain patch from correlating with anything.
    return float((together / np.sqrt((spread_one + 1.0) * (spread_other + 1.0)))[textured].mean())
