"""What a person wears, by the names of colors that can be told apart in a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import dist
from typing import Any

from openstage.world.figures.lexicon import COLORS, HAIR_COLORS
from openstage.world.scene import Color
from openstage.world.seen import PARTS
from openstage.world.staging import Wardrobe


def _of(words: str, table: Mapping[str, Color]) -> dict[str, Color]:
    return {word: table[word] for word in words.split()}


PALETTES: dict[str, dict[str, Color]] = {
    "hair": _of("black brown blond red gray white", HAIR_COLORS),
    "top": _of("red orange yellow green blue purple white black", COLORS),
    "bottom": _of("black blue brown white green red", COLORS),
}
"""By the part that has it, as the world paints it."""
_NEAR = 0.10
"""How far, of sRGB from 0 to 1, a color may be from its name's."""


def recolored(wardrobe: Wardrobe, names: Mapping[str, str]) -> Wardrobe:
    """With these parts in the colors of these names."""
    colors: dict[str, Any] = {PARTS[part]: PALETTES[part][name] for part, name in names.items()}
    return replace(wardrobe, **colors)


def named(part: str, wardrobe: Wardrobe) -> str | None:
    """The name of what a person wears there; None where no name is near, and of bald hair."""
    if part == "hair" and wardrobe.hair_style == "bald":
        return None
    color: Color = getattr(wardrobe, PARTS[part])
    palette = PALETTES[part]
    nearest = min(palette, key=lambda name: dist(palette[name], color))
    return nearest if dist(palette[nearest], color) <= _NEAR else None
