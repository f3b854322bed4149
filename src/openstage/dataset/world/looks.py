"""How the people of tales look: drawn from palettes, written as scripts do, checked in the world.

Whoever is told of is dressed by the world from words. `faults` says where that wardrobe is not the
look that was meant, so that no tale says red and shows brown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist
from random import Random
from typing import Literal

from openstage.dataset.world.chance import draw
from openstage.storyboard.wording import with_article
from openstage.world.figures import lexicon
from openstage.world.scene import Color
from openstage.world.staging import Wardrobe

Kind = Literal["woman", "man", "girl", "boy"]

_ALIKE = 0.2
"""How near, of sRGB from 0 to 1, two tops are that nobody would tell apart: red and bright red."""
COMMON = 0.85
"""The share of colors that is drawn from the main palettes; the rest knows other words too."""

HAIR = ("black", "brown", "blond", "red", "gray", "white")
TOPS = ("red", "orange", "yellow", "green", "blue", "purple", "white", "black")
BOTTOMS = ("black", "blue", "brown", "white", "green", "red")

_RARE_HAIR = (
    "ginger", "auburn", "copper", "chestnut", "dark", "silver", "grey", "blonde", "pink", "blue",
    "green", "purple",
)  # fmt: skip
_SHADED = [
    f"{shade} {color}"
    for shade, colors in {
        "dark": ("red", "green", "blue", "brown", "gray", "purple"),
        "light": ("green", "blue", "brown", "gray"),
        "pale": ("green", "blue", "yellow"),
        "bright": ("red", "yellow", "green"),
    }.items()
    for color in colors
]
_PLAIN = tuple(word for word in lexicon.COLORS if word not in {"denim", "wine"})
_YOUNG_HAIR = frozenset({"gray", "white", "silver", "grey"})
"""No colors of a child's hair."""

_STYLES: dict[Kind, dict[str, float]] = {
    "woman": {"long": 4, "short": 2, "bob": 2, "bun": 1.5, "ponytail": 1.5, "curly": 2,
              "braids": 1},
    "man": {"short": 6, "curly": 2, "long": 1, "bald": 1},
    "girl": {"long": 2, "braids": 2, "ponytail": 2, "bob": 1, "curly": 1},
    "boy": {"short": 4, "curly": 2},
}  # fmt: skip
_STYLE_WORDS: dict[str, tuple[str, ...]] = {
    "short": ("short {} hair", "cropped {} hair"),
    "long": ("long {} hair", "long {} hair", "wavy {} hair"),
    "bob": ("shoulder-length {} hair",),
    "bun": ("a {} bun",),
    "ponytail": ("a {} ponytail",),
    "braids": ("{} braids",),
    "curly": ("curly {} hair",),
}
_TOPS: dict[Kind, dict[str, float]] = {
    "woman": {"dress": 4, "coat": 3, "sweater": 2, "blouse": 2, "jacket": 2, "suit": 1,
              "cardigan": 1, "shirt": 1, "raincoat": 0.5},
    "man": {"shirt": 3, "coat": 3, "sweater": 3, "jacket": 3, "suit": 3, "pullover": 1,
            "overcoat": 0.5, "raincoat": 0.5},
    "girl": {"dress": 3, "sweater": 2, "coat": 2, "jacket": 1, "shirt": 1},
    "boy": {"sweater": 3, "shirt": 2, "jacket": 2, "coat": 1, "jumper": 1},
}  # fmt: skip
_BOTTOMS: dict[Kind, dict[str, float]] = {
    "woman": {"skirt": 2, "trousers": 3, "jeans": 0.5},
    "man": {"trousers": 5, "jeans": 0.5},
    "girl": {"skirt": 2, "trousers": 2, "shorts": 1},
    "boy": {"trousers": 3, "shorts": 2},
}
_PLURAL = frozenset({"trousers", "jeans", "shorts"})
_HATS: dict[Kind, tuple[str, ...]] = {
    "woman": ("hat", "beret", "cap", "beanie"),
    "man": ("hat", "cap", "beanie", "fedora"),
    "girl": ("hat", "beret", "cap"),
    "boy": ("cap", "beanie"),
}
_BEARDS = {"beard": 3.0, "mustache": 2.0, "stubble": 1.0}

_AGES: dict[Kind, dict[str, float]] = {
    "woman": {"": 3, "young": 2, "old": 1, "20s": 1, "30s": 2, "40s": 1, "60s": 0.7},
    "man": {"": 3, "young": 2, "old": 1, "20s": 1, "30s": 2, "40s": 1, "60s": 0.7},
    "girl": {"": 2, "8": 1, "10": 1, "12": 1},
    "boy": {"": 2, "9": 1, "11": 1, "13": 1},
}


@dataclass(frozen=True)
class Look:
    """What is meant to be seen; colors are words of the world's lexicon."""

    kind: Kind
    age: str
    """'young', '30s', '12'; empty: untold."""
    hair: str
    """Its color; empty: bald."""
    style: str
    """As `Wardrobe.hair_style` calls it."""
    top: str
    """The garment as it is written: pullover."""
    top_color: str
    bottom: str = ""
    """Empty under a dress."""
    bottom_color: str = ""
    hat: str = ""
    hat_color: str = ""
    scarf: str = ""
    """Its color."""
    glasses: bool = False
    beard: str = ""

    @property
    def old(self) -> bool:
        return self.age in {"old", "60s"}


def draw_look(rng: Random, kind: Kind, age: str | None = None) -> Look:
    """A person's look; `age` where the story has told it already."""
    age = draw(rng, _AGES[kind]) if age is None else age
    style = draw(rng, _STYLES[kind])
    top = draw(rng, _TOPS[kind])
    bottom = "" if top == "dress" else draw(rng, _BOTTOMS[kind])
    hatted = rng.random() < 0.15
    return Look(
        kind=kind,
        age=age,
        hair="" if style == "bald" else _hair_color(rng, kind),
        style=style,
        top=top,
        top_color=_color(rng, TOPS, shaded=True),
        bottom=bottom,
        bottom_color=_color(rng, BOTTOMS, shaded=True) if bottom else "",
        hat=rng.choice(_HATS[kind]) if hatted else "",
        hat_color=_color(rng, TOPS) if hatted else "",
        scarf=_color(rng, TOPS) if rng.random() < 0.12 else "",
        glasses=rng.random() < 0.12,
        beard=draw(rng, _BEARDS) if kind == "man" and rng.random() < 0.3 else "",
    )


def unlike(one: Look, other: Look) -> bool:
    """Whether two people of one tale are told apart: by the top, and by the hair."""
    tops = dist(_color_of(one.top_color), _color_of(other.top_color)) > _ALIKE
    hair = lexicon.HAIR_COLORS.get(one.hair) != lexicon.HAIR_COLORS.get(other.hair)
    return tops and (hair or one.style != other.style)


def _color(rng: Random, common: tuple[str, ...], *, shaded: bool = False) -> str:
    """A word; `shaded`: or two, as in 'dark green', which nothing small is told by."""
    if rng.random() < COMMON:
        return rng.choice(common)
    return rng.choice((*_PLAIN, *_SHADED) if shaded else _PLAIN)


def _hair_color(rng: Random, kind: Kind) -> str:
    words = HAIR if rng.random() < COMMON else _RARE_HAIR
    young = kind in ("girl", "boy")
    return rng.choice([word for word in words if not (young and word in _YOUNG_HAIR)])


# --- as it is written ------------------------------------------------------------------------


def _worn(color: str, garment: str) -> str:
    words = f"{color} {garment}"
    return words if garment in _PLURAL else with_article(words)


def hair_words(rng: Random, look: Look) -> str:
    """'short red hair'."""
    return rng.choice(_STYLE_WORDS[look.style]).format(look.hair)


def clothes(look: Look) -> str:
    """'a red sweater and blue trousers'."""
    top = _worn(look.top_color, look.top)
    return f"{top} and {_worn(look.bottom_color, look.bottom)}" if look.bottom else top


def marks(look: Look) -> list[str]:
    """'a beard', 'a blue cap': what not everybody has, a phrase each."""
    found = []
    if look.beard:
        found.append("stubble" if look.beard == "stubble" else f"a {look.beard}")
    if look.hat:
        found.append(_worn(look.hat_color, look.hat))
    if look.scarf:
        found.append(_worn(look.scarf, "scarf"))
    if look.glasses:
        found.append("glasses")
    return found


def bare(words: str) -> str:
    """Without its article, as in a list behind a name: 'gray suit'."""
    return words.removeprefix("a ").removeprefix("an ")


# --- as it is seen ---------------------------------------------------------------------------


def faults(look: Look, worn: Wardrobe) -> Iterator[str]:
    """What the world's wardrobe has otherwise than it was meant, a word each."""
    for name, wanted in _wanted(look).items():
        if getattr(worn, name) != wanted:
            yield name
    if look.glasses and "glasses" not in worn.extras:
        yield "glasses"
    if bool(look.scarf) != ("scarf" in worn.extras):
        yield "scarf"


def _wanted(look: Look) -> dict[str, object]:
    wanted: dict[str, object] = {
        "kind": look.kind,
        "old": look.old,
        "hair_style": look.style,
        "top": lexicon.GARMENTS[look.top],
        "top_color": _color_of(look.top_color),
        "hat": lexicon.HATS.get(look.hat, ""),
        "beard": look.beard,
    }
    if look.hair:
        wanted["hair"] = lexicon.HAIR_COLORS[look.hair]
    if look.bottom:
        wanted["bottom"] = lexicon.GARMENTS[look.bottom]
        wanted["bottom_color"] = _color_of(look.bottom_color)
    if look.hat:
        wanted["hat_color"] = _color_of(look.hat_color)
    if look.scarf:
        wanted["accent"] = _color_of(look.scarf)
    return wanted


def _color_of(words: str) -> Color:
    """'dark green' is a shade of green."""
    shade, _, color = words.rpartition(" ")
    return lexicon.shaded(lexicon.COLORS[color], lexicon.SHADES[shade] if shade else 1.0)
