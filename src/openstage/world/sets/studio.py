"""Nowhere: a plain studio, for the places that no other set comes near to."""

from __future__ import annotations

from openstage.world.scene import Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, shadow
from openstage.world.solids import box
from openstage.world.things.colors import darker, lighter

ROOM = Room((-6.0, 6.0), (-5.0, 5.0), 4.5)


def _build(colors: Palette) -> SetPlan:
    wall = colors["wall"]
    faces = ROOM.shell(wall, colors["floor"], darker(wall, 0.25), holes={}, tile=2.0, size=2.4)
    crate = (0.66, 0.52, 0.38)
    faces += shadow((-2.9, -2.1), (1.6, 2.4))
    faces += box((-2.9, -2.1), (0, 0.46), (1.6, 2.4), crate, top=lighter(crate))
    faces += shadow((2.2, 3.4), (2.4, 3.0))
    faces += box((2.2, 3.4), (0, 0.74), (2.4, 3.0), crate, top=lighter(crate))
    return SetPlan(
        name="studio",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=(
            Mark("center", 0.0, 0.0, 180, ("center", "middle")),
            Mark("left", -2.5, 0.0, 150, ("left",)),
            Mark("right", 2.5, 0.0, 210, ("right",)),
            Mark("crate", -2.5, 2.0, 180, ("chair", "bench", "seat", "crate"), "sit", 0.46),
            Mark("table", 2.8, 2.0, 0, ("table", "desk"), look_at=(2.8, 0.74, 2.7)),
            Mark("table top", 2.8, 2.7, 180, ("table", "desk"), height=0.74, for_things=True),
            Mark("far end", 0.0, 4.3, 180, ("back", "far end", "wall"), look_at=(0, 1.5, 5.0)),
            Mark("door", -5.3, 0.0, 90, ("door", "exit", "entrance"), look_at=(-6.0, 1.5, 0.0)),
        ),
        lamps=(Lamp(0.0, 4.0, 0.0, reach=3.5, strength=0.9),),
        bounds=(-5.6, 5.6, -4.6, 4.6),
        height=4.5,
        center=(0.0, 0.0),
        obstacles=((-2.9, -2.1, 1.6, 2.4), (2.2, 3.4, 2.4, 3.0)),
        colors=dict(colors),
    )


STUDIO = Blueprint("studio", {"wall": (0.72, 0.74, 0.77), "floor": (0.60, 0.61, 0.64)}, _build)
