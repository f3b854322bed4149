"""The parts that a posed figure is drawn of, whatever it is."""

from __future__ import annotations

from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.figures.animals import animal_parts
from openstage.world.figures.build import ROBOT
from openstage.world.figures.people import person_parts
from openstage.world.figures.robots import robot_parts
from openstage.world.figures.skeleton import Skeleton
from openstage.world.scene import Part
from openstage.world.staging import Role


def figure_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """The figure of `role` as it is posed: parts that sort among the faces of a set."""
    if role.wardrobe.kind in ANIMALS:
        return animal_parts(role, skeleton)
    if role.wardrobe.kind == ROBOT:
        return robot_parts(role, skeleton)
    return person_parts(role, skeleton)
