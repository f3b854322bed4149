"""Color words: what 'red', 'dark green' and 'wooden' look like in the palette of this world."""

from __future__ import annotations

import re

from openstage.world.light import mix
from openstage.world.scene import Color

COLORS: dict[str, Color] = {
    "black": (0.15, 0.15, 0.17),
    "white": (0.93, 0.92, 0.89),
    "gray": (0.56, 0.57, 0.59),
    "silver": (0.74, 0.76, 0.79),
    "red": (0.78, 0.24, 0.22),
    "crimson": (0.66, 0.15, 0.20),
    "maroon": (0.45, 0.16, 0.18),
    "pink": (0.91, 0.62, 0.66),
    "orange": (0.89, 0.53, 0.24),
    "yellow": (0.94, 0.78, 0.34),
    "gold": (0.83, 0.66, 0.29),
    "cream": (0.94, 0.89, 0.78),
    "beige": (0.84, 0.76, 0.63),
    "brown": (0.46, 0.31, 0.21),
    "copper": (0.72, 0.45, 0.30),
    "green": (0.34, 0.56, 0.38),
    "olive": (0.47, 0.48, 0.28),
    "mint": (0.66, 0.84, 0.74),
    "turquoise": (0.30, 0.66, 0.67),
    "blue": (0.27, 0.45, 0.69),
    "navy": (0.17, 0.23, 0.38),
    "violet": (0.50, 0.38, 0.62),
    "lavender": (0.74, 0.68, 0.84),
    "stone": (0.62, 0.60, 0.57),
    "brick": (0.68, 0.38, 0.30),
    "wood": (0.60, 0.42, 0.28),
}

OTHER_WORDS: dict[str, str] = {
    "grey": "gray",
    "steel": "silver",
    "metal": "silver",
    "iron": "gray",
    "chrome": "silver",
    "scarlet": "crimson",
    "ruby": "crimson",
    "burgundy": "maroon",
    "rose": "pink",
    "golden": "gold",
    "brass": "gold",
    "ivory": "cream",
    "tan": "beige",
    "sand": "beige",
    "leather": "brown",
    "rusty": "copper",
    "bronze": "copper",
    "emerald": "green",
    "teal": "turquoise",
    "cyan": "turquoise",
    "azure": "blue",
    "indigo": "navy",
    "purple": "violet",
    "lilac": "lavender",
    "wooden": "wood",
    "oak": "wood",
    "pine": "wood",
    "marble": "white",
}

TINTS: dict[str, tuple[Color, float]] = {
    "dark": ((0.08, 0.08, 0.11), 0.45),
    "deep": ((0.08, 0.08, 0.11), 0.30),
    "light": ((1.0, 0.99, 0.96), 0.50),
    "pale": ((1.0, 0.99, 0.96), 0.55),
    "bright": ((1.0, 0.97, 0.85), 0.15),
    "faded": ((0.75, 0.73, 0.70), 0.40),
}
"""Words before a color, and what they mix into it."""

_PATTERN = re.compile(
    rf"(?:\b({'|'.join(TINTS)})[\s-]+)?\b({'|'.join([*COLORS, *OTHER_WORDS])})\b", re.IGNORECASE
)


def find_color(words: str) -> Color | None:
    """The first color that `words` name, with its tint; None where they name none."""
    match = _PATTERN.search(words)
    if match is None:
        return None
    name = match[2].lower()
    color = COLORS[OTHER_WORDS.get(name, name)]
    if match[1] is None:
        return color
    other, amount = TINTS[match[1].lower()]
    return mix(color, other, amount)


def darker(color: Color, amount: float = 0.25) -> Color:
    """The color as its shaded side has it: darker, and a little cooler."""
    return mix(color, (0.10, 0.09, 0.16), amount)


def lighter(color: Color, amount: float = 0.25) -> Color:
    return mix(color, (1.0, 0.98, 0.93), amount)
