"""What the register of sets knows of a set before it is built, and the words of a look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openstage.world.scene import Color, SetPlan
from openstage.world.things.colors import find_color

Palette = Mapping[str, Color]
"""The named colors of a set: 'wall', 'floor', 'door'."""

COATS: dict[str, tuple[str, ...]] = {
    "wall": ("wall", "walls", "wallpaper"),
    "floor": ("floor", "floors", "floorboards", "carpet", "tiles", "linoleum"),
    "door": ("door", "doors"),
    "wood": ("furniture", "desk", "desks", "table", "cupboards", "cabinets"),
    "cloth": ("curtain", "curtains", "sofa", "couch", "blanket", "bedspread"),
    "roof": ("roof", "roofs"),
    "house": ("house", "houses", "facades", "buildings", "cottages"),
    "ground": ("ground", "road", "street", "path", "pavement"),
}
"""By the name of a set's color, the nouns that a look may put a color word before."""


@dataclass(frozen=True)
class Blueprint:
    """A set that can be built, in colors that may be changed."""

    name: str
    colors: Palette
    build: Callable[[Palette], SetPlan]
    tints: Mapping[str, Palette] = field(default_factory=dict)
    """By words of places that the set may stand for: the colors that suit them."""

    def painted(self, look: str) -> SetPlan:
        """The plan, its colors changed where `look` says so ('workshop, red door')."""
        return self.build(self.palette(look))

    def palette(self, look: str) -> dict[str, Color]:
        """The colors of the set, changed where `look` says so."""
        said = set(re.findall(r"[a-z]+", look.lower()))
        suited = next((self.tints[row] for row in self.tints if said & set(row.split())), {})
        return {**self.colors, **suited, **repainted(self.colors, look)}


def repainted(colors: Palette, look: str) -> dict[str, Color]:
    """The colors of a set that `look` changes: those with a color word before their noun."""
    changed = {}
    for name in colors:
        nouns = "|".join(COATS.get(name, (name,)))
        match = re.search(rf"((?:[\w-]+\s+){{1,3}})(?:{nouns})\b", look, re.IGNORECASE)
        color = find_color(match[1]) if match else None
        if color is not None:
            changed[name] = color
    return changed
