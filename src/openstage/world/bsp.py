"""A tree of planes that puts the faces of a set into painter's order for any eye.

Fuchs, Kedem and Naylor 1980: each node's plane divides what is left; what lies beyond the plane,
seen from the eye, is drawn first. Moving parts go down the tree by their centers and are drawn
in the leaf where they end, so that the right things hide behind the right things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from openstage.world.geometry import Array
from openstage.world.scene import Face

EPSILON = 1e-4
CUT_COST = 12.0
"""How many faces out of balance one cut face is worth."""

LEVEL_COST = 60.0
"""A level plane through a room would part a figure's head from its feet, and draw things that
stand behind the figure between the two: upright planes come first."""

TOP_COST = 24.0
"""The same where nothing lies beyond the plane, as beyond the top of a lone box: its sides come
first, since who leans on it is beside it, not below."""

SIDES_FIRST = 6.0
"""Of a floor, over which everything stands, or of a ceiling: they part nothing, so this is just
enough to decide between equals."""

CANDIDATES = 24
"""Planes that are tried at each node; more give fewer cuts and a slower build."""


class Tree:
    """The faces, cut where they had to be, and the order to draw them in."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces: list[Face] = []
        self._normals: list[Array] = []
        self._offsets: list[float] = []
        self._on: list[list[int]] = []
        self._front: list[int] = []
        self._back: list[int] = []
        self._leaves = 0
        self._root = self._build(list(faces))
        self.normals = np.array(self._normals).reshape(-1, 3)
        self.offsets = np.array(self._offsets)

    def _build(self, faces: list[Face]) -> int:
        """The index of the node made of `faces`; a leaf is -1 - its number."""
        if not faces:
            self._leaves += 1
            return -self._leaves
        normal, offset = _best_plane(faces)
        front: list[Face] = []
        back: list[Face] = []
        on: list[Face] = []
        for face in faces:
            ahead, within, behind = split(face, normal, offset)
            if ahead is not None:
                front.append(ahead)
            if within is not None:
                on.append(within)
            if behind is not None:
                back.append(behind)
        node = len(self._normals)
        self._normals.append(normal)
        self._offsets.append(offset)
        self._on.append(list(range(len(self.faces), len(self.faces) + len(on))))
        self.faces.extend(on)
        self._front.append(0)
        self._back.append(0)
        self._front[node] = self._build(front)
        self._back[node] = self._build(back)
        return node

    def leaf(self, point: Array) -> int:
        """The number of the leaf that holds `point` (3,)."""
        node = self._root
        normals, offsets = self._normals, self._offsets
        x, y, z = float(point[0]), float(point[1]), float(point[2])
        while node >= 0:
            n = normals[node]
            ahead = x * n[0] + y * n[1] + z * n[2] >= offsets[node]
            node = self._front[node] if ahead else self._back[node]
        return -node

    def spread(self, faces: Sequence[Face]) -> dict[int, list[Face]]:
        """Other faces, cut by the planes of this tree, by the leaf in which each piece ends.

        A face that lies in a plane goes before it, so that it is drawn over what is there.
        """
        leaves: dict[int, list[Face]] = {}
        waiting = [(self._root, list(faces))]
        while waiting:
            node, pieces = waiting.pop()
            if not pieces:
                continue
            if node < 0:
                leaves[-node] = pieces
                continue
            ahead, behind = [], []
            for piece in pieces:
                front, within, back = split(piece, self._normals[node], self._offsets[node])
                ahead += [part for part in (front, within) if part is not None]
                behind += [back] if back is not None else []
            waiting += [(self._front[node], ahead), (self._back[node], behind)]
        return leaves

    def walk(
        self, eye: Array, faces: Callable[[list[int]], None], leaf: Callable[[int], None]
    ) -> None:
        """Calls `faces` with indices of `faces` that lie in one plane, and `leaf` with the number
        of a leaf, the farthest first."""
        ahead = (self.normals @ eye >= self.offsets).tolist()
        stack: list[tuple[int, bool]] = [(self._root, False)]
        while stack:
            node, far_done = stack.pop()
            if node < 0:
                leaf(-node)
                continue
            if not far_done:
                stack.append((node, True))
                stack.append((self._back[node] if ahead[node] else self._front[node], False))
                continue
            faces(self._on[node])
            stack.append((self._front[node] if ahead[node] else self._back[node], False))


def split(face: Face, normal: Array, offset: float) -> tuple[Face | None, Face | None, Face | None]:
    """The parts of `face` in front of the plane, in it and behind it."""
    side = face.points @ normal - offset
    if (np.abs(side) <= EPSILON).all():
        return None, face, None
    if (side >= -EPSILON).all():
        return face, None, None
    if (side <= EPSILON).all():
        return None, None, face
    ahead: list[Array] = []
    behind: list[Array] = []
    count = len(side)
    for i in range(count):
        a, b = face.points[i], face.points[(i + 1) % count]
        da, db = float(side[i]), float(side[(i + 1) % count])
        if da >= -EPSILON:
            ahead.append(a)
        if da <= EPSILON:
            behind.append(a)
        if (da > EPSILON and db < -EPSILON) or (da < -EPSILON and db > EPSILON):
            cut = a + (b - a) * (da / (da - db))
            ahead.append(cut)
            behind.append(cut)
    return (
        replace(face, points=np.array(ahead)) if len(ahead) >= 3 else None,
        None,
        replace(face, points=np.array(behind)) if len(behind) >= 3 else None,
    )


def _best_plane(faces: list[Face]) -> tuple[Array, float]:
    """The plane that cuts few faces, holds many, and halves the rest.

    It is that of a face, or a level or upright one that passes between things without touching
    any: there is often one between two pieces of furniture, and it costs nothing.
    """
    points = np.concatenate([face.points for face in faces])
    starts = np.cumsum([0] + [len(face.points) for face in faces[:-1]])
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    step = max(1, len(faces) // CANDIDATES)
    best: tuple[float, Array, float] | None = None
    for candidate in faces[::step]:
        normal, offset = candidate.plane
        side = points @ normal - offset
        ahead = np.maximum.reduceat(side, starts) > EPSILON
        behind = np.minimum.reduceat(side, starts) < -EPSILON
        cuts = int((ahead & behind).sum())
        within = int((~ahead & ~behind).sum())
        score = CUT_COST * cuts + 0.5 * abs(int(ahead.sum()) - int(behind.sum())) - 2.0 * within
        if abs(normal[1]) > 0.9:
            score += _level_cost(bool(ahead.any()), bool(behind.any()))
        if best is None or score < best[0]:
            best = (score, normal, offset)
    gap = _gap(low, high)
    assert best is not None
    if gap is not None and gap[0] < best[0]:
        best = gap
    return best[1], best[2]


def _level_cost(ahead: bool, behind: bool) -> float:
    """What a level plane costs that has faces ahead of it, behind it, or both."""
    if behind:
        return LEVEL_COST if ahead else TOP_COST
    return SIDES_FIRST


def _gap(low: Array, high: Array) -> tuple[float, Array, float] | None:
    """The best plane across an axis that passes between faces with these bounds (N, 3)."""
    best: tuple[float, Array, float] | None = None
    count = len(low)
    for axis in (0, 2, 1):
        order = np.argsort(low[:, axis], kind="stable")
        reach = np.maximum.accumulate(high[order, axis])[:-1]
        following = low[order, axis][1:]
        free = np.nonzero(following - reach > -EPSILON / 2)[0]
        if not len(free):
            continue
        k = int(free[np.argmin(np.abs(2 * (free + 1) - count))])
        score = 0.5 * abs(2 * (k + 1) - count) + (LEVEL_COST if axis == 1 else 0.0)
        if best is None or score < best[0]:
            best = (score, np.eye(3)[axis], float(reach[k] + following[k]) / 2)
    return best
