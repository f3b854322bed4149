"""The painter: a set, what moves in it and the weather, as seen by a camera, drawn with skia."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy

import numpy as np
import skia

from openstage.world import sky
from openstage.world.bsp import Tree
from openstage.world.geometry import NEAR, Array
from openstage.world.scene import Face, Part, SetPlan
from openstage.world.stage_view import StageView, pack

SEAM = 0.8
"""Pixels by which neighbors overlap, so that no background shines through between them."""


SMOOTH = 0.012
"""A face whose corners differ by more in brightness is drawn with the light flowing across it."""


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
        self.owner = np.repeat(np.arange(len(sizes)), sizes)
        self.two_sided = np.array([face.two_sided for face in faces], dtype=bool)
        self.special = [
            i
            for i, face in enumerate(faces)
            if face.glow or face.glow_color or face.window or face.when == "sun"
        ]
        self.when = [(i, face.when) for i, face in enumerate(faces) if face.when != "always"]

    def moved(self, turn: Array, offset: Array) -> FaceSheet:
        """The same faces, turned by a matrix (3, 3) on the right of each point, then shifted."""
        other = copy(self)
        other.points = self.points @ turn + offset
        other.centers = self.centers @ turn + offset
        other.normals = self.normals @ turn
        other.offsets = self.offsets + other.normals @ offset
        return other

    def shades(self, view: StageView) -> Array:
        """(points, 3): the color of each face at each of its corners, from this eye."""
        light, owner = view.light, self.owner
        toward_eye = np.sign(self.normals @ view.eye - self.offsets)[:, None]
        normals = np.where(self.two_sided[:, None], self.normals * toward_eye, self.normals)
        base = self.colors[owner]
        colors = np.minimum(base * light.at(self.points, normals[owner]), 1.0)
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


def draw_faces(
    canvas: skia.Canvas, sheet: FaceSheet, order: Sequence[int], view: StageView
) -> None:
    """Faces of `sheet` in the given order."""
    FacePainter(canvas, sheet, view).draw(order)


class FacePainter:
    """Draws faces of one sheet for one view, having projected and shaded all of them at once."""

    def __init__(self, canvas: skia.Canvas, sheet: FaceSheet, view: StageView) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.view = view
        self.frames = sheet.frames(view) if sheet.faces else []
        self.shades = sheet.shades(view) if sheet.faces else np.zeros((0, 3))
        self.fill = skia.Paint(AntiAlias=True, Style=skia.Paint.kFill_Style)
        self.plain = skia.Paint()
        self.seam = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStrokeAndFill_Style,
            StrokeWidth=SEAM,
            StrokeJoin=skia.Paint.kRound_Join,
        )

    def draw(self, order: Sequence[int]) -> None:
        for index in order:
            self.one(index)

    def one(self, index: int) -> None:
        corners = self.frames[index]
        if corners is None:
            return
        sheet = self.sheet
        face = sheet.faces[index]
        shades = self.shades[sheet.starts[index] : sheet.ends[index]]
        mean = shades.mean(axis=0)
        points = [skia.Point(x, y) for x, y in corners]
        path = skia.Path.Polygon(points, True)
        paint = self.fill if face.alpha < 1 else self.seam
        paint.setColor(pack(mean, face.alpha))
        self.canvas.drawPath(path, paint)
        if len(corners) == len(shades) and np.ptp(shades, axis=0).max() > SMOOTH:
            self._smooth(points, shades, face.alpha)
        if face.outline:
            self._outline(path, face, index, mean)

    def _smooth(self, points: list[skia.Point], shades: Array, alpha: float) -> None:
        """Light that changes across the face, over the flat color that smooths its edge."""
        fan = [i for k in range(1, len(points) - 1) for i in (0, k, k + 1)]
        vertices = skia.Vertices(
            skia.Vertices.kTriangles_VertexMode,
            points,
            None,
            [pack(shade, alpha) for shade in shades],
            fan,
        )
        self.canvas.drawVertices(vertices, self.plain, skia.BlendMode.kDst)

    def _outline(self, path: skia.Path, face: Face, index: int, shade: Array) -> None:
        line = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeJoin=skia.Paint.kRound_Join,
            StrokeWidth=max(0.6, face.outline * self.view.scale(self.sheet.centers[index])),
            Color=pack(shade * 0.72, face.alpha),
        )
        self.canvas.drawPath(path, line)


class FacesPart:
    """A small solid thing made of faces, as one part: its faces are sorted by their distance."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.sheet = FaceSheet(faces)
        self.center: Array = self.sheet.points.mean(axis=0)

    def draw(self, canvas: skia.Canvas, view: StageView) -> None:
        distance = np.linalg.norm(self.sheet.centers - view.eye, axis=1)
        draw_faces(canvas, self.sheet, np.argsort(-distance).tolist(), view)


class BuiltSet:
    """A set plan, made ready to be drawn from anywhere."""

    def __init__(self, plan: SetPlan) -> None:
        self.plan = plan
        self.tree = Tree(plan.faces)
        self.sheet = FaceSheet(self.tree.faces)

    def draw(self, canvas: skia.Canvas, view: StageView, parts: Sequence[Part]) -> None:
        """The whole picture, behind the weather: the sky, the set, and `parts` among its faces."""
        sky.draw(canvas, view)
        for part in self.plan.backdrop:
            part.draw(canvas, view)
        waiting: dict[int, list[Part]] = defaultdict(list)
        for part in (*self.plan.parts, *parts):
            waiting[self.tree.leaf(part.center)].append(part)
        painter = FacePainter(canvas, self.sheet, view)

        def leaf(number: int) -> None:
            for part in sorted(waiting.get(number, ()), key=lambda part: -_distance(part, view)):
                part.draw(canvas, view)

        self.tree.walk(view.eye, painter.one, leaf)
        sky.draw_weather(canvas, view)


def _distance(part: Part, view: StageView) -> float:
    return float(np.linalg.norm(part.center - view.eye))
