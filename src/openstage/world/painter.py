"""The painter: a set, what moves in it and the weather, as seen by a camera, drawn with skia."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import skia

from openstage.world import sky
from openstage.world.bsp import Tree
from openstage.world.geometry import NEAR, Array
from openstage.world.light import Light
from openstage.world.scene import Face, Part, SetPlan
from openstage.world.stage_view import StageView, pack_all

SEAM = 0.8
"""Pixels by which neighbors overlap, so that no background shines through between them."""


SMOOTH = 0.012
"""A face whose corners differ by more in brightness is drawn with the light flowing across it."""


TINY = 0.8
"""Pixels: what is smaller is left away."""

FLAT_UNDER = 14.0
"""Pixels: over what is smaller, no eye sees the light flow."""


class FaceSheet:
    """Faces as arrays: one product projects them all, one shades them all."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = list(faces)
        sizes = [len(face.points) for face in faces]
        self.starts = np.cumsum([0, *sizes[:-1]]) if sizes else np.zeros(0, dtype=int)
        self.ends = np.cumsum(sizes) if sizes else np.zeros(0, dtype=int)
        self.points: Array = (
            np.concatenate([face.points for face in faces]) if sizes else np.zeros((0, 3))
        )
        planes = [face.plane for face in faces]
        self.normals: Array = np.array([normal for normal, _ in planes]).reshape(-1, 3)
        self.offsets: Array = np.array([offset for _, offset in planes])
        self.centers: Array = np.array([face.points.mean(axis=0) for face in faces]).reshape(-1, 3)
        self.colors: Array = np.array([face.color for face in faces]).reshape(-1, 3)
        self.sizes = sizes
        self.alphas: Array = np.array([face.alpha for face in faces])
        self.owner = np.repeat(np.arange(len(sizes)), sizes)
        self.two_sided = np.array([face.two_sided for face in faces], dtype=bool)
        self.special = [
            i
            for i, face in enumerate(faces)
            if face.glow or face.glow_color or face.window or face.when == "sun"
        ]
        self.outlined = np.array([face.outline > 0 for face in faces], dtype=bool)
        self._last: tuple[Light, Array, Array] | None = None
        self.when = [(i, face.when) for i, face in enumerate(faces) if face.when != "always"]
        self.rim = self._rim()

    def _rim(self) -> list[bool]:
        """For each corner, whether the edge that begins there is the outer edge of its plane.

        An edge between two tiles of one plane is drawn by both in opposite directions.
        """
        following = np.arange(len(self.points)) + 1
        if len(following):
            following[self.ends - 1] = self.starts
        planes = np.round(np.column_stack([self.normals, self.offsets]), 3)[self.owner]
        a, b = np.round(self.points, 3), np.round(self.points[following], 3)
        there = [tuple(row) for row in np.column_stack([planes, a, b]).tolist()]
        back = [tuple(row) for row in np.column_stack([planes, b, a]).tolist()]
        known = set(there)
        return [edge not in known for edge in back]

    def moved(self, turn: Array, offset: Array) -> FaceSheet:
        """The same faces, turned by a matrix (3, 3) on the right of each point, then shifted."""
        other = copy(self)
        other._last = None
        other.points = self.points @ turn + offset
        other.centers = self.centers @ turn + offset
        other.normals = self.normals @ turn
        other.offsets = self.offsets + other.normals @ offset
        return other

    def shades(self, view: StageView) -> Array:
        """(points, 3): the color of each face at each of its corners, from this eye."""
        light = view.light
        base = self.colors[self.owner]
        front, back = self._lit(light)
        behind = self.two_sided & (self.normals @ view.eye < self.offsets)
        lit = np.where(behind[self.owner][:, None], back, front) if behind.any() else front
        colors = light.surface(base, self.normals[self.owner, 1])
        colors = np.minimum(colors * lit, 1.0)
        for i in self.special:
            face, span = self.faces[i], slice(self.starts[i], self.ends[i])
            if face.window:
                colors[span] = sky.through_window(light, self.points[span, 1])
            elif face.when == "sun":
                colors[span] = np.array(light.disc)
            elif face.glow_color is not None:
                on = light.lamps_on * face.glow
                colors[span] = colors[span] * (1 - on) + np.array(face.glow_color) * on
            else:
                colors[span] = colors[span] * (1 - face.glow) + base[span] * face.glow
        return light.air(colors, np.linalg.norm(self.points - view.eye, axis=1))

    def _lit(self, light: Light) -> tuple[Array, Array]:
        """The light (points, 3) on the fronts and on the backs: the same wherever the eye is."""
        if self._last is None or self._last[0] is not light:
            normals = self.normals[self.owner]
            front = light.at(self.points, normals)
            back = light.at(self.points, -normals) if self.two_sided.any() else front
            self._last = (light, front, back)
        return self._last[1], self._last[2]

    def tones(self, shades: Array) -> tuple[list[int], list[int], list[bool]]:
        """Skia's colors of the corners and of the whole faces, and over which faces light flows."""
        means = np.add.reduceat(shades, self.starts) / np.array(self.sizes)[:, None]
        spread = np.maximum.reduceat(shades, self.starts) - np.minimum.reduceat(shades, self.starts)
        smooth = (spread.max(axis=1) > SMOOTH) & ~self.outlined
        return (
            pack_all(shades, self.alphas[self.owner]).tolist(),
            pack_all(means, self.alphas).tolist(),
            smooth.tolist(),
        )

    def frames(self, view: StageView) -> list[list[list[float]] | None]:
        """For each face its corners in pixels; None where it is not seen.

        A face that the near plane cuts has other corners than its points.
        """
        in_camera = view.to_camera(self.points)
        depth = in_camera[:, 2]
        nearest = np.minimum.reduceat(depth, self.starts)
        farthest = np.maximum.reduceat(depth, self.starts)
        faces_eye = (self.normals @ view.eye > self.offsets) | self.two_sided
        # The four side planes of the pyramid of sight: a face wholly beyond one is not seen.
        half_x, half_y = view.width / 2 / view.focal, view.height / 2 / view.focal
        beyond = np.zeros(len(self.faces), dtype=bool)
        for reach in (
            in_camera[:, 0] - half_x * depth,
            -in_camera[:, 0] - half_x * depth,
            in_camera[:, 1] - half_y * depth,
            -in_camera[:, 1] - half_y * depth,
        ):
            beyond |= np.minimum.reduceat(reach, self.starts) > 0
        seen = faces_eye & (farthest > NEAR) & ~beyond
        # A patch that is nowhere a pixel away from its first corner adds nothing to a picture.
        reach = np.maximum.reduceat(
            np.abs(self.points - self.points[self.starts][self.owner]).sum(axis=1), self.starts
        )
        seen &= reach * view.focal > TINY * np.maximum(nearest, NEAR)
        for i, occasion in self.when:
            seen[i] &= view.light.wet if occasion == "wet" else view.light.sunny
        whole = nearest > NEAR
        safe = in_camera.copy()
        safe[:, 2] = np.maximum(depth, NEAR)
        pixels = view.to_frame(safe)
        corners: list[list[list[float]] | None] = [None] * len(self.faces)
        for i in np.nonzero(seen)[0].tolist():
            start, end = self.starts[i], self.ends[i]
            if whole[i]:
                corners[i] = pixels[start:end].tolist()
            else:
                clipped = clip_near(in_camera[start:end])
                corners[i] = view.to_frame(clipped).tolist() if len(clipped) >= 3 else None
        return corners


def clip_near(points: Array) -> Array:
    """The part of a polygon (N, 3), in camera coordinates, that lies before the near plane."""
    kept = []
    for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
        if a[2] > NEAR:
            kept.append(a)
        if (a[2] > NEAR) != (b[2] > NEAR):
            kept.append(a + (b - a) * ((NEAR + 1e-6 - a[2]) / (b[2] - a[2])))
    return np.array(kept).reshape(-1, 3)


class FacePainter:
    """Draws faces of one sheet for one view, having projected and shaded all of them at once."""

    def __init__(self, canvas: skia.Canvas, sheet: FaceSheet, view: StageView) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.view = view
        self.frames = sheet.frames(view) if sheet.faces else []
        shades = sheet.shades(view) if sheet.faces else np.zeros((0, 3))
        self.tones, self.means, self.smooth = sheet.tones(shades) if sheet.faces else ([], [], [])
        self.rim = sheet.rim
        self.fill = skia.Paint(AntiAlias=True, Style=skia.Paint.kFill_Style)
        self.plain = skia.Paint()
        self.seam = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStrokeAndFill_Style,
            StrokeWidth=SEAM,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        self.edge = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=1.0,
        )

    def draw(self, order: Sequence[int]) -> None:
        """Faces that lie in one plane, in the given order.

        A run of tiles over which light flows is drawn at once, over the lines that close the
        cracks between them.
        """
        run: list[int] = []
        for index in order:
            corners = self.frames[index]
            if corners is None:
                continue
            flows = self.smooth[index] and len(corners) == self.sheet.sizes[index]
            if flows and _extent(corners) > FLAT_UNDER:
                run.append(index)
                continue
            if run:
                self._flow(run)
                run = []
            self._flat(index, corners)
        if run:
            self._flow(run)

    def _flat(self, index: int, corners: list[list[float]]) -> None:
        face = self.sheet.faces[index]
        path = skia.Path.Polygon([skia.Point(x, y) for x, y in corners], True)
        paint = self.fill if face.alpha < 1 else self.seam
        paint.setColor(self.means[index])
        self.canvas.drawPath(path, paint)
        if face.outline and _extent(corners) > FLAT_UNDER:
            self._outline(path, face, index)

    def _flow(self, run: list[int]) -> None:
        """Light that changes across faces, over the lines that smooth their edges."""
        points: list[skia.Point] = []
        tones: list[int] = []
        fans: list[int] = []
        for index in run:
            first = len(points)
            corners = [skia.Point(x, y) for x, y in self.frames[index] or ()]
            start = self.sheet.starts[index]
            self._rim(index, start, corners)
            points += corners
            tones += self.tones[start : start + len(corners)]
            for k in range(first + 1, len(points) - 1):
                fans += (first, k, k + 1)
        vertices = skia.Vertices(skia.Vertices.kTriangles_VertexMode, points, None, tones, fans)
        self.canvas.drawVertices(vertices, self.plain, skia.BlendMode.kDst)

    def _rim(self, index: int, start: int, corners: list[skia.Point]) -> None:
        """Smooth lines along those edges of a face that are not shared with a neighbor tile."""
        count = len(corners)
        ends = [
            corner
            for k in range(count)
            if self.rim[start + k]
            for corner in (corners[k], corners[(k + 1) % count])
        ]
        if ends:
            self.edge.setColor(self.means[index])
            self.canvas.drawPoints(skia.Canvas.kLines_PointMode, ends, self.edge)

    def _outline(self, path: skia.Path, face: Face, index: int) -> None:
        line = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeJoin=skia.Paint.kRound_Join,
            StrokeWidth=max(0.6, face.outline * self.view.scale(self.sheet.centers[index])),
            Color=_dim(self.means[index]),
        )
        self.canvas.drawPath(path, line)


def _extent(corners: list[list[float]]) -> float:
    """How far a face reaches in the picture, in pixels, measured between two of its corners."""
    (ax, ay), (bx, by) = corners[0], corners[2]
    return abs(ax - bx) + abs(ay - by)


def _dim(tone: int) -> int:
    """The darker line around a face of this color."""
    parts = (round(0.72 * (tone >> shift & 255)) for shift in (16, 8, 0))
    return int(skia.ColorSetARGB(tone >> 24, *parts))


class FacesPart:
    """A small solid thing made of faces, as one part, in painter's order from any side."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.tree = Tree(faces)
        self.sheet = FaceSheet(self.tree.faces)
        self.center: Array = self.sheet.points.mean(axis=0)

    def draw(self, canvas: skia.Canvas, view: StageView) -> None:
        self.tree.walk(view.eye, FacePainter(canvas, self.sheet, view).draw, lambda leaf: None)


@dataclass(frozen=True)
class Guests:
    """Faces that came to a set later (an open door, a train), among the leaves of its tree."""

    sheet: FaceSheet
    trees: dict[int, tuple[Tree, int]]
    """By leaf: the pieces there, sorted, and the index of the first of them in the sheet."""

    @classmethod
    def of(cls, tree: Tree, faces: Sequence[Face]) -> Guests:
        trees: dict[int, tuple[Tree, int]] = {}
        pieces: list[Face] = []
        for leaf, within in tree.spread(faces).items():
            trees[leaf] = (Tree(within), len(pieces))
            pieces += trees[leaf][0].faces
        return cls(FaceSheet(pieces), trees)


class BuiltSet:
    """A set plan, made ready to be drawn from anywhere."""

    def __init__(self, plan: SetPlan) -> None:
        self.plan = plan
        self.tree = Tree(plan.faces)
        self.sheet = FaceSheet(self.tree.faces)
        self._guests = lru_cache(maxsize=4)(self._invite)

    def draw(
        self,
        canvas: skia.Canvas,
        view: StageView,
        parts: Sequence[Part],
        moving: Sequence[tuple[str, float]] = (),
    ) -> None:
        """The whole picture: the sky, the set, `parts` among its faces, and the weather.

        `moving`: how far each of the plan's moving parts is open or has arrived, 0 to 1; those
        that are not named are closed.
        """
        sky.draw(canvas, view)
        for part in self.plan.backdrop:
            part.draw(canvas, view)
        self._draw_tree(canvas, view, parts, self._guests(self._opened(moving)))
        sky.draw_weather(canvas, view)

    def _opened(self, moving: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
        told = dict(moving)
        return tuple((name, told.get(name, 0.0)) for name in self.plan.moving)

    def _invite(self, opened: tuple[tuple[str, float], ...]) -> Guests:
        faces = [face for name, amount in opened for face in self.plan.moving[name](amount)]
        return Guests.of(self.tree, faces)

    def _draw_tree(
        self, canvas: skia.Canvas, view: StageView, parts: Sequence[Part], guests: Guests
    ) -> None:
        waiting: dict[int, list[Part]] = defaultdict(list)
        for part in (*self.plan.parts, *parts):
            waiting[self.tree.leaf(part.center)].append(part)
        painter = FacePainter(canvas, self.sheet, view)
        guest_painter = FacePainter(canvas, guests.sheet, view)

        def leaf(number: int) -> None:
            here = waiting.get(number, [])
            if number in guests.trees:
                _draw_among(*guests.trees[number], guest_painter, here)
            else:
                _draw_parts(here, canvas, view)

        self.tree.walk(view.eye, painter.draw, leaf)


def _draw_among(tree: Tree, first: int, painter: FacePainter, parts: Sequence[Part]) -> None:
    """Parts and guests that share a leaf of the set."""
    waiting: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        waiting[tree.leaf(part.center)].append(part)
    tree.walk(
        painter.view.eye,
        lambda order: painter.draw([first + index for index in order]),
        lambda leaf: _draw_parts(waiting.get(leaf, ()), painter.canvas, painter.view),
    )


def _draw_parts(parts: Sequence[Part], canvas: skia.Canvas, view: StageView) -> None:
    for part in sorted(parts, key=lambda part: -_distance(part, view)):
        part.draw(canvas, view)


def _distance(part: Part, view: StageView) -> float:
    return float(np.linalg.norm(part.center - view.eye))
