"""The things of tales."""

from __future__ import annotations

from random import Random

from openstage.dataset.world.chance import draw
from openstage.dataset.world.looks import TOPS
from openstage.storyboard.wording import with_article

USES: dict[str, str] = {
    "letter": "read", "book": "read", "newspaper": "read", "map": "read", "photograph": "read",
    "phone": "phone", "cup": "drink", "glass": "drink", "bottle": "drink",
    "key": "", "box": "", "lantern": "", "flower": "", "umbrella": "", "suitcase": "",
    "candle": "", "basket": "", "ball": "", "guitar": "",
}  # fmt: skip
"""What one does with a thing, beside having it."""

_WEIGHTS = {noun: 2.0 if use else 1.0 for noun, use in USES.items()}
_COLORED = frozenset(("cup", "box", "umbrella", "suitcase", "book", "ball", "basket", "bottle"))
_COLORS = tuple(color for color in TOPS if color != "orange")
"""An orange is a thing itself."""
_PLAIN = 0.4


def draw_thing(rng: Random, *, taken: str = "") -> str:
    return draw(rng, {noun: weight for noun, weight in _WEIGHTS.items() if noun != taken})


def introduced(rng: Random, noun: str) -> str:
    """'a red cup'."""
    words = noun
    if noun in _COLORED and rng.random() > _PLAIN:
        words = f"{rng.choice(_COLORS)} {noun}"
    return with_article(words)


def use_of(noun: str) -> str:
    return USES.get(noun, "")
