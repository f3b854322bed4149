"""The prop room: things that people hold, give, find and lose, each recognizable up close."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from openstage.errors import UseError
from openstage.world.geometry import Point
from openstage.world.scene import Color
from openstage.world.things.colors import find_color
from openstage.world.things.food import FOOD
from openstage.world.things.kind import Carry, Kind
from openstage.world.things.large import LARGE
from openstage.world.things.lights import LIGHTS
from openstage.world.things.luggage import LUGGAGE
from openstage.world.things.model import Model, ModelPart
from openstage.world.things.small import SMALL
from openstage.world.things.tools import TOOLS
from openstage.world.things.treasures import TREASURES

__all__ = [
    "KINDS",
    "Carry",
    "find_thing",
    "names",
    "thing_carry",
    "thing_grip",
    "thing_light",
    "thing_parts",
    "thing_size",
]

SET_PARTS: tuple[Kind, ...] = (
    Kind("elevator", "elevator lift", carry="set"),
    Kind("train", "train tram locomotive; railway carriage", carry="set"),
    Kind("door", "door gate", carry="set"),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (*SMALL, *FOOD, *LIGHTS, *LUGGAGE, *TOOLS, *TREASURES, *LARGE, *SET_PARTS)
}

LAST_RESORT = "box"


def find_thing(words: str) -> tuple[str, Color | None, bool]:
    """The kind nearest to `words` ('a worn leather suitcase'), its color, and whether it is it.

    The last noun that is known wins, since the head of an English name stands last; of 'letter
    from the bank', what stands before the preposition counts first. The color is None where the
    words name none; what is unknown becomes a box.
    """
    text = " ".join(words.lower().replace("_", " ").split())
    head = re.split(r"[,;(]|\b(?:of|from|with|in|on|for|to)\b", text)[0]
    for part in (text, head) if _phrases().fullmatch(text) else (head, text):
        found = _phrases().findall(part)
        if found:
            kind, exact = _table()[found[-1]]
            return kind, find_color(words), exact
    return LAST_RESORT, find_color(words), False


def thing_parts(
    kind: str, color: Color | None, x: float, y: float, z: float, facing: float, held: bool = False
) -> list[ModelPart]:
    """The thing, its base at (x, y, z); `held`: its grip there, tilted as a hand holds it.

    Parts of the set ('elevator') have none of their own.
    """
    thing = _kind(kind)
    if thing.build is None:
        return []
    if not held:
        return [_resting(kind, color or thing.color, (x, y, z), facing)]
    model = _model(kind, color or thing.color)
    return [ModelPart(model, (x, y, z), facing, tilt=thing.tilt, pivot=thing.grip)]


def thing_size(kind: str) -> tuple[float, float, float]:
    """Width, height and depth in meters; zero for a part of the set."""
    thing = _kind(kind)
    if thing.build is None:
        return (0.0, 0.0, 0.0)
    model = _model(kind, thing.color)
    width, height, depth = (model.high - model.low).tolist()
    return (width, height, depth)


def thing_carry(kind: str) -> Carry:
    """Whether it is held in one hand, in both, stands on the floor, or is a part of the set."""
    return _kind(kind).carry


def thing_grip(kind: str) -> float:
    """Meters from its base up to where a hand holds it."""
    return _kind(kind).grip[1]


def thing_light(kind: str) -> float:
    """How far it shines, in meters; 0 for what does not."""
    return _kind(kind).light


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise UseError(f"There is no thing called {name!r}.", f"Choose one of: {', '.join(KINDS)}.")
    return KINDS[name]


@lru_cache(maxsize=64)
def _resting(kind: str, color: Color, place: Point, facing: float) -> ModelPart:
    """A thing that nobody holds: one and the same from frame to frame."""
    return ModelPart(_model(kind, color), place, facing)


@cache
def _model(kind: str, color: Color) -> Model:
    build = KINDS[kind].build
    assert build is not None
    return Model(build(color))


def names(row: str) -> list[str]:
    """A row of nouns (`Kind.words`), one by one."""
    first, *rest = row.split(";")
    return [*first.split(), *(phrase.strip() for phrase in rest)]


@cache
def _table() -> dict[str, tuple[str, bool]]:
    """By word or phrase: the kind, and whether it is that thing itself."""
    near = {word: (kind.name, False) for kind in KINDS.values() for word in names(kind.near)}
    return near | {word: (kind.name, True) for kind in KINDS.values() for word in names(kind.words)}


@cache
def _phrases() -> re.Pattern[str]:
    names = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})(?:e?s)?\b")
