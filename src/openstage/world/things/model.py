"""A thing as it is drawn: faces in painter's order, wherever it is and however it is turned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import cos, radians, sin

import numpy as np
import skia

from openstage.world.bsp import Tree
from openstage.world.geometry import Array, Point
from openstage.world.painter import FacePainter, FaceSheet
from openstage.world.scene import Face
from openstage.world.stage_view import StageView


class Model:
    """The faces of a kind of thing, sorted once; many things may share it."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.tree = Tree(faces)
        self.sheet = FaceSheet(self.tree.faces)
        points = self.sheet.points
        self.low: Array = points.min(axis=0)
        self.high: Array = points.max(axis=0)


class ModelPart:
    """A model, somewhere."""

    def __init__(
        self,
        model: Model,
        place: Point,
        facing: float,
        *,
        tilt: float = 0.0,
        pivot: Point = (0.0, 0.0, 0.0),
    ) -> None:
        """`pivot`: the point of the model that comes to `place`; `tilt`: degrees that its top
        leans back, away from where it faces."""
        self._model = model
        self._turn = _turn(facing, tilt)
        self._offset: Array = np.array(place) - np.array(pivot) @ self._turn
        self.center: Array = (model.low + model.high) / 2 @ self._turn + self._offset

    @cached_property
    def _sheet(self) -> FaceSheet:
        """The faces where they are; a thing that rests keeps them, with the light on them."""
        return self._model.sheet.moved(self._turn, self._offset)

    def draw(self, canvas: skia.Canvas, view: StageView) -> None:
        painter = FacePainter(canvas, self._sheet, view)
        eye = (view.eye - self._offset) @ self._turn.T
        self._model.tree.walk(eye, painter.draw, lambda leaf: None)


def _turn(facing: float, tilt: float) -> Array:
    """The matrix that rows of points are multiplied by: first the tilt, then the facing."""
    a, b = radians(facing), radians(tilt)
    lean = np.array([[1, 0, 0], [0, cos(b), -sin(b)], [0, sin(b), cos(b)]])
    around = np.array([[cos(a), 0, -sin(a)], [0, 1, 0], [sin(a), 0, cos(a)]])
    turn: Array = lean @ around
    return turn
