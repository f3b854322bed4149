"""A virtual camera before a painted wall: moves whose true in-between frames are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.crew import Frame, FramePair
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Heading, Location, Scene, Shot, Storyboard
from openstage.storyboard.vocabulary import Movement

Matrix = NDArray[np.float64]
FOCAL = 1.1
"""Focal length, as a share of the frame's width."""


def context(
    frame_count: int,
    width: int = 320,
    height: int = 180,
    movement: Movement = Movement.TRACKING,
    continuity: str = "cut",
) -> ShotContext:
    """A shot by itself; tracking, by default, so that its progress is its time."""
    shot = Shot(
        id="1-010", number=10, frame_count=frame_count, movement=movement, continuity=continuity
    )
    scene = Scene(number="1", heading=Heading(location="wall"), shots=[shot])
    storyboard = Storyboard(
        title="A wall",
        fps=Fraction(24),
        width=width,
        height=height,
        locations=[Location(id="wall", name="wall")],
        scenes=[scene],
    )
    return ShotContext(storyboard, scene, shot)


@cache
def painted_wall(width: int, height: int, seed: int = 0) -> Frame:
    """Patches of color, rings and bars of many sizes over soft clouds of gray."""
    random = np.random.default_rng(seed)
    clouds = random.uniform(60, 200, (height, width, 3)).astype(np.float32)
    wall = sum(cv2.GaussianBlur(clouds, (0, 0), s) - 130 for s in (2, 8, 24)) * 2 + 130
    for _ in range(width * height // 2500):
        center = (int(random.integers(width)), int(random.integers(height)))
        radius = int(random.integers(width // 160 + 2, width // 24 + 4))
        color = tuple(int(c) for c in random.integers(20, 235, 3))
        thickness = -1 if random.random() < 0.6 else 2
        if random.random() < 0.5:
            cv2.circle(wall, center, radius, color, thickness, cv2.LINE_AA)
        else:
            corner = (center[0] + radius, center[1] + radius // 2)
            cv2.rectangle(wall, center, corner, color, thickness)
    return cv2.GaussianBlur(np.clip(wall, 0, 255), (0, 0), 0.8).astype(np.uint8)


def _rotation(degrees: tuple[float, float, float]) -> Matrix:
    """Pan, tilt and roll, as one turn about one axis."""
    return np.asarray(cv2.Rodrigues(np.radians(np.array(degrees)))[0], np.float64)


@dataclass(frozen=True)
class VirtualCamera:
    """Films a wall of twice the frame's size, and a disc that flies before it."""

    width: int
    height: int
    path: Callable[[float], Matrix]
    """From the camera's plane at rest to that at an instant, in shares of the frame's width."""
    disc: Callable[[float], tuple[float, float]] | None = None
    """The middle of the disc at an instant, in shares of the frame's width and height."""

    def frame(self, time: float) -> Frame:
        wall = painted_wall(2 * self.width, 2 * self.height)
        to_plane = np.array(
            [
                [1 / self.width, 0, -1.0],
                [0, 1 / self.width, -self.height / self.width],
                [0, 0, 1.0],
            ]
        )
        to_frame = np.array(
            [[self.width, 0, self.width / 2], [0, self.width, self.height / 2], [0, 0, 1.0]]
        )
        seen = to_frame @ self.path(time) @ to_plane
        size = (self.width, self.height)
        frame = cv2.warpPerspective(
            wall, seen, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        return self._with_disc(frame, time) if self.disc else np.asarray(frame, np.uint8)

    def _with_disc(self, frame: Frame, time: float) -> Frame:
        assert self.disc is not None
        radius = 0.18 * self.height
        x, y = self.disc(time)
        left, top = x * self.width - radius, y * self.height - radius
        side = int(2 * radius) + 1
        place = np.array([[1, 0, left], [0, 1, top]], np.float64)
        size = (self.width, self.height)
        paint = cv2.warpAffine(painted_wall(side, side, seed=7) // 2 + 100, place, size)
        mask = np.zeros((side, side), np.float32)
        cv2.circle(mask, (side // 2, side // 2), int(radius) - 1, 1.0, -1, cv2.LINE_AA)
        alpha = cv2.warpAffine(mask, place, size)[..., None]
        return np.asarray(np.rint(alpha * paint + (1 - alpha) * frame), np.uint8)

    def pair(self) -> FramePair:
        return FramePair(self.frame(0.0), self.frame(1.0))


def _turning(*degrees: float) -> Callable[[float], Matrix]:
    lens = np.diag([FOCAL, FOCAL, 1.0])
    pan, tilt, roll = degrees

    def path(time: float) -> Matrix:
        turn = _rotation((tilt * time, pan * time, roll * time))
        return np.asarray(lens @ turn @ np.linalg.inv(lens))

    return path


def _scaling(scale: float) -> Callable[[float], Matrix]:
    return lambda time: np.diag([scale**time, scale**time, 1.0])


def _dollying(nearer: float) -> Callable[[float], Matrix]:
    def path(time: float) -> Matrix:
        scale = 1.0 / (1.0 - nearer * time)
        return np.diag([scale, scale, 1.0])

    return path


def _trucking(way: float) -> Callable[[float], Matrix]:
    return lambda time: np.array([[1, 0, way * time], [0, 1, 0], [0, 0, 1.0]])


def _arcing(degrees: float) -> Callable[[float], Matrix]:
    """Around the middle of the wall, which is one away, looking at it."""
    lens = np.diag([FOCAL, FOCAL, 1.0])

    def path(time: float) -> Matrix:
        turn = _rotation((0.0, degrees * time, 0.0))
        # A point (x, y, 0) of the wall, seen from one away after the turn.
        plane = np.column_stack([turn[:, 0], turn[:, 1], [0.0, 0.0, 1.0]])
        return np.asarray(lens @ plane @ np.linalg.inv(lens))

    return path


def _still(time: float) -> Matrix:
    return np.eye(3)


PURE_MOVES: dict[str, Callable[[float], Matrix]] = {
    "pan": _turning(9.0, 0.0, 0.0),
    "tilt": _turning(0.0, 6.0, 0.0),
    "roll": _turning(0.0, 0.0, 14.0),
    "zoom in": _scaling(1.5),
    "zoom out": _scaling(1 / 1.5),
    "dolly in": _dollying(0.3),
    "truck": _trucking(0.15),
    "arc": _arcing(16.0),
}
"""Moves of the camera before a flat wall, by their names."""


def _flying(time: float) -> tuple[float, float]:
    return 0.3 + 0.22 * time, 0.5 + 0.06 * time


MOVES_WITH_DISC: dict[str, Callable[[float], Matrix]] = {
    "disc, still camera": _still,
    "disc, pan": _turning(6.0, 0.0, 0.0),
    "disc, zoom in": _scaling(1.3),
}
"""Moves during which a disc flies before the wall."""


def cameras(width: int, height: int) -> dict[str, VirtualCamera]:
    """Every move, by its name."""
    pure = {name: VirtualCamera(width, height, path) for name, path in PURE_MOVES.items()}
    flown = {
        name: VirtualCamera(width, height, path, _flying) for name, path in MOVES_WITH_DISC.items()
    }
    return pure | flown


def movement_of(name: str) -> Movement:
    """The word for a move where one is needed; tracking runs at an even pace, as the truth does."""
    return Movement.DOLLY_IN if name == "dolly in" else Movement.TRACKING


def psnr(one: Frame, other: Frame) -> float:
    """Peak signal-to-noise ratio in decibels."""
    error = float(np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def dissolved(pair: FramePair, progress: float) -> Frame:
    """What a plain dissolve shows."""
    return np.asarray(cv2.addWeighted(pair.start, 1 - progress, pair.end, progress, 0), np.uint8)
