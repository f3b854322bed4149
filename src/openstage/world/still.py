"""A set seen by a camera that rests: what does not change from frame to frame is drawn once.

The set stands ready as a picture. Where figures and things are, and only there, everything is
drawn anew in painter's order, so that the frame is the same as one that is drawn from scratch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, floor

import numpy as np
import skia

from openstage.world import sky
from openstage.world.painter import BuiltSet, FacePainter, Guests
from openstage.world.scene import Part
from openstage.world.stage_view import StageView

Leaf = tuple[int, int]
"""A leaf of the set's tree, and one of the tree of the guests in it; -1 where it has none."""

Placed = tuple[int, float, skia.Picture]
"""The step at which something is drawn, how near it is (negative distance), and its picture."""

MARGIN = 2
"""Pixels around a part that are drawn anew with it."""


class StillSet:
    """One set, one camera, one size of frame; `moving` tells how far its moving parts are open."""

    def __init__(
        self, built: BuiltSet, view: StageView, moving: Sequence[tuple[str, float]]
    ) -> None:
        self._built = built
        self._frame = skia.Rect.MakeWH(view.width, view.height)
        faces = [face for name, amount in moving for face in built.plan.moving[name](amount)]
        self._guests = Guests.of(built.tree, faces)
        self._steps: list[skia.Picture | None] = []
        self._leaves: dict[Leaf, int] = {}
        self._behind = self._recorded(lambda canvas: self._backdrop(canvas, view))
        self._walk(view)
        self._bounds = np.array([_sides(step) for step in self._steps]).reshape(-1, 4)
        self._own = self._placed(built.plan.parts, view)
        self._image = self._whole(view)

    def draw(self, canvas: skia.Canvas, view: StageView, parts: Sequence[Part]) -> None:
        """The frame with `parts` in it, and the weather before it."""
        canvas.drawImage(self._image, 0, 0)
        placed = self._placed(parts, view)
        everything = [*self._own, *placed]
        for region in regions([_sides(picture) for *_, picture in placed], view):
            canvas.save()
            canvas.clipRect(skia.Rect.MakeLTRB(*region), doAntiAlias=False)
            self._redraw(canvas, region, everything)
            canvas.restore()
        sky.draw_weather(canvas, view)

    def _backdrop(self, canvas: skia.Canvas, view: StageView) -> None:
        sky.draw(canvas, view)
        for part in self._built.plan.backdrop:
            part.draw(canvas, view)

    def _recorded(self, paint: Callable[[skia.Canvas], None]) -> skia.Picture:
        """What `paint` draws; the cull rectangle of the picture is where it draws."""
        recorder = skia.PictureRecorder()
        paint(recorder.beginRecording(self._frame, skia.RTreeFactory()()))
        return recorder.finishRecordingAsPicture()

    def _walk(self, view: StageView) -> None:
        """Every run of faces as a step, and every leaf as a step at which parts are drawn."""
        walls = FacePainter(skia.Canvas(), self._built.sheet, view)
        doors = FacePainter(skia.Canvas(), self._guests.sheet, view)

        def faces(painter: FacePainter, order: Sequence[int]) -> None:
            seen = [index for index in order if painter.frames[index] is not None]
            if seen:

                def paint(canvas: skia.Canvas) -> None:
                    painter.canvas = canvas
                    painter.draw(seen)

                self._steps.append(self._recorded(paint))

        def leaf(number: int, inner: int = -1) -> None:
            self._leaves[(number, inner)] = len(self._steps)
            self._steps.append(None)

        def outer(number: int) -> None:
            if number not in self._guests.trees:
                leaf(number)
                return
            tree, first = self._guests.trees[number]
            tree.walk(
                view.eye,
                lambda order: faces(doors, [first + index for index in order]),
                lambda inner: leaf(number, inner),
            )

        self._built.tree.walk(view.eye, lambda order: faces(walls, order), outer)

    def _placed(self, parts: Sequence[Part], view: StageView) -> list[Placed]:
        """Parts with the step at which each is drawn."""
        placed = []
        for part in parts:
            number = self._built.tree.leaf(part.center)
            inner = -1
            if number in self._guests.trees:
                inner = self._guests.trees[number][0].leaf(part.center)
            near = -float(np.linalg.norm(part.center - view.eye))
            picture = self._recorded(partial(part.draw, view=view))
            placed.append((self._leaves[(number, inner)], near, picture))
        return placed

    def _redraw(
        self, canvas: skia.Canvas, region: tuple[float, ...], placed: Sequence[Placed]
    ) -> None:
        """All that is in a region, the farthest first."""
        canvas.drawPicture(self._behind)
        left, top, right, bottom = region
        bounds = self._bounds
        meets = (
            (bounds[:, 0] < right)
            & (bounds[:, 2] > left)
            & (bounds[:, 1] < bottom)
            & (bounds[:, 3] > top)
        )
        waiting = sorted(placed, key=lambda item: item[:2])
        at = 0
        for step in np.nonzero(meets)[0].tolist():
            while at < len(waiting) and waiting[at][0] < step:
                canvas.drawPicture(waiting[at][2])
                at += 1
            canvas.drawPicture(self._steps[step])
        for *_, picture in waiting[at:]:
            canvas.drawPicture(picture)

    def _whole(self, view: StageView) -> skia.Image:
        """The set without guests of the shot and without weather."""
        # Of the kind of the canvas, and opaque: it is copied and not blended, 30 times faster.
        surface = skia.Surface.MakeRaster(
            skia.ImageInfo.Make(
                view.width, view.height, skia.kRGBA_8888_ColorType, skia.kOpaque_AlphaType
            )
        )
        whole = (0.0, 0.0, float(view.width), float(view.height))
        self._redraw(surface.getCanvas(), whole, self._own)
        return surface.makeImageSnapshot()


def _sides(picture: skia.Picture | None) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what a picture draws; empty for none."""
    if picture is None:
        return (0.0, 0.0, 0.0, 0.0)
    rect = picture.cullRect()
    return (rect.left(), rect.top(), rect.right(), rect.bottom())


def regions(
    boxes: Sequence[tuple[float, float, float, float]], view: StageView
) -> list[tuple[float, float, float, float]]:
    """Boxes of whole pixels that hold `boxes` and do not overlap one another."""
    found: list[tuple[float, float, float, float]] = []
    for left, top, right, bottom in boxes:
        if right <= left or bottom <= top:
            continue
        box = (
            float(max(floor(left) - MARGIN, 0)),
            float(max(floor(top) - MARGIN, 0)),
            float(min(ceil(right) + MARGIN, view.width)),
            float(min(ceil(bottom) + MARGIN, view.height)),
        )
        while True:
            other = next((o for o in found if _overlap(box, o)), None)
            if other is None:
                break
            found.remove(other)
            box = (
                min(box[0], other[0]),
                min(box[1], other[1]),
                max(box[2], other[2]),
                max(box[3], other[3]),
            )
        if box[0] < box[2] and box[1] < box[3]:
            found.append(box)
    return found


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
