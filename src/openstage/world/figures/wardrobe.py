"""Words to a wardrobe: 'woman, 30s, short red hair, gray suit'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeVar

from openstage.world.figures import lexicon
from openstage.world.figures.animal_kinds import KINDS
from openstage.world.figures.build import ROBOT
from openstage.world.figures.timing import chance
from openstage.world.scene import Color
from openstage.world.staging import Wardrobe

_Words = tuple[str, ...]
_Choice = TypeVar("_Choice")


@lru_cache(maxsize=512)
def dress(kind: str, look: str, name: str = "", seed: int = 0) -> tuple[Wardrobe, tuple[str, ...]]:
    """The wardrobe of a `kind` (woman, dog …) that looks so, and what could not be honored.

    What the look does not tell is chosen by a hash of the name, so that it stays the same in
    every shot, and so that two people rarely look alike. The second value holds sentences.
    """
    words = _tokens(f"{kind}, {look}")
    animal = _animal(kind, words)
    if animal is not None:
        return _animal_wardrobe(animal, kind, look, name, seed)
    who = _kind(kind, words, name, seed)
    if who == ROBOT:
        return _robot_wardrobe(kind, look, name, seed)
    years = _years(words)
    told_young = "years" in words or "year" in words
    old = years >= lexicon.OLD or (bool(set(words) & lexicon.OLD_WORDS) and not told_young)
    hair_style, hair = _hair(words, who, old, name, seed)
    garments = _garments(words)
    top, top_color = _top(garments, words, who, name, seed)
    bottom, bottom_color = _bottom(garments, top, top_color, who, name, seed)
    hat, hat_color = _hat(words, top, top_color)
    wardrobe = Wardrobe(
        kind=who,
        height=_height(who, years, words, name, seed),
        build=_build(words),
        old=old,
        skin=_skin(words, name, seed),
        hair=hair,
        hair_style=hair_style,
        beard=_beard(words),
        hat=hat,
        hat_color=hat_color,
        top=top,
        top_color=top_color,
        shirt_color=_color_of(words, lexicon.SHIRTS)
        or _pick(lexicon.SHIRT_COLORS, name, seed, "s"),
        bottom=bottom,
        bottom_color=bottom_color,
        shoes_color=_color_of(words, lexicon.SHOES) or _pick(lexicon.SHOE_COLORS, name, seed, "f"),
        extras=_extras(words, top),
        accent=_color_of(words, tuple(lexicon.EXTRAS)) or _pick(lexicon.ACCENTS, name, seed, "a"),
    )
    return wardrobe, _notes(kind, look, name)


def _tokens(text: str) -> _Words:
    return tuple(re.findall(r"[a-z0-9]+", text.lower().replace("’s", "").replace("'s", "")))


def _pick(choices: Sequence[_Choice], name: str, seed: int, what: str) -> _Choice:
    return choices[int(chance(name.lower(), seed, what) * len(choices)) % len(choices)]


def _kind(kind: str, words: _Words, name: str, seed: int) -> str:
    for word in (*_tokens(kind), *words):
        if word in lexicon.KINDS:
            return lexicon.KINDS[word]
    for word in _tokens(name):
        if word in lexicon.KINDS:
            return lexicon.KINDS[word]
    first = _tokens(name)[:1]
    if first and first[0] in lexicon.NAMES:
        return lexicon.NAMES[first[0]]
    if first and first[0].endswith(("a", "ie", "elle", "ine")):
        return "woman"
    return _pick(("woman", "man"), name, seed, "kind")


def _years(words: _Words) -> int:
    """The age in years that the words tell; 30 where they tell none."""
    for i, word in enumerate(words):
        decade = re.fullmatch(r"(\d0)s", word)
        if decade:
            return int(decade[1]) + 5
        if word in lexicon.DECADES:
            return lexicon.DECADES[word]
        if word.isdigit() and 1 <= int(word) <= 110:
            near = words[i + 1 : i + 3]
            if "year" in near or "years" in near or "old" in near or len(word) == 2:
                return int(word)
    return 30


def _height(who: str, years: int, words: _Words, name: str, seed: int) -> float:
    height = lexicon.HEIGHTS[who] * (0.98 + 0.04 * chance(name.lower(), seed, "height"))
    if who in ("girl", "boy"):
        if years < 18:
            height = 0.80 + 0.055 * years
        height *= 0.85 if set(words) & {"small", "little", "tiny"} else 1.0
    elif "tall" in words:
        height *= 1.06
    elif set(words) & {"small", "little", "tiny", "petite"}:
        height *= 0.94
    return round(height, 3)


def _build(words: _Words) -> Literal["slim", "medium", "stout"]:
    for word in words:
        if word in lexicon.BUILDS:
            return lexicon.BUILDS[word]
    return "medium"


def _skin(words: _Words, name: str, seed: int) -> Color:
    for i, word in enumerate(words[:-1]):
        if words[i + 1] in ("skin", "skinned") and word in lexicon.SKINS:
            return lexicon.SKINS[word]
    if "black" in words and ("african" in words or "skinned" in words):
        return lexicon.SKINS["dark"]
    for word in words:
        if word in lexicon.ORIGINS:
            return lexicon.SKINS[lexicon.ORIGINS[word]]
    if set(words) & lexicon.FAIR_WITH:
        return lexicon.SKINS["fair"]
    return _pick(lexicon.SKIN_CHOICES, name, seed, "skin")


def _hair(words: _Words, who: str, old: bool, name: str, seed: int) -> tuple[str, Color]:
    style = next((lexicon.HAIR_STYLES[word] for word in words if word in lexicon.HAIR_STYLES), "")
    color: Color | None = None
    for i, word in enumerate(words):
        if word in lexicon.HAIR_NOUNS:
            for before in reversed(words[max(0, i - 4) : i]):
                color = color or lexicon.HAIR_COLORS.get(before)
                if not style or before in lexicon.HAIR_LENGTHS:
                    style = lexicon.HAIR_LENGTHS.get(before, style)
    color = color or next((lexicon.HAIR_WORDS[w] for w in words if w in lexicon.HAIR_WORDS), None)
    if color is None and old:
        color = _color_of(words, ("beard", "mustache", "moustache")) or _pick(
            lexicon.OLD_HAIR, name, seed, "hair"
        )
    if color is None:
        color = _color_of(words, ("beard",)) or _pick(lexicon.HAIR_CHOICES, name, seed, "hair")
    if not style:
        style = _pick(
            lexicon.STYLE_CHOICES["old" if old and who == "woman" else who], name, seed, "style"
        )
    return style, color


def _beard(words: _Words) -> str:
    return next((lexicon.BEARDS[word] for word in words if word in lexicon.BEARDS), "")


def _color_at(words: _Words, i: int) -> Color | None:
    """The color told before the noun at `i`, through other words of its phrase."""
    found: Color | None = None
    shade = 1.0
    for word in reversed(words[max(0, i - 4) : i]):
        if found is None and word in lexicon.COLORS:
            found = lexicon.COLORS[word]
        elif word in lexicon.SHADES and found is not None:
            shade = lexicon.SHADES[word]
        elif word in lexicon.STOPS or word in lexicon.GARMENTS or word in lexicon.HAIR_NOUNS:
            break
    if found is None:
        after = words[i + 1 : i + 3]
        if len(after) == 2 and after[0] == "in" and after[1] in lexicon.COLORS:
            return lexicon.COLORS[after[1]]
        return None
    return lexicon.shaded(found, shade)


def _color_of(words: _Words, nouns: Sequence[str]) -> Color | None:
    for i, word in enumerate(words):
        if word in nouns:
            color = _color_at(words, i)
            if color is not None:
                return color
    return None


def _garments(words: _Words) -> dict[str, Color | None]:
    """By the canonical garment: its color, where it is told."""
    found: dict[str, Color | None] = {}
    for i, word in enumerate(words):
        if word in lexicon.GARMENTS:
            garment = lexicon.GARMENTS[word]
            color = _color_at(words, i)
            found[garment] = color or found.get(garment)
    return found


def _top(
    garments: dict[str, Color | None], words: _Words, who: str, name: str, seed: int
) -> tuple[str, Color]:
    for garment in lexicon.TOPS:
        if garment in garments:
            color = garments[garment] or lexicon.USUAL.get(garment)
            return garment, color or _pick(lexicon.TOP_COLORS, name, seed, "top")
    for word in words:
        if word in lexicon.TRADES:
            garment, color = lexicon.TRADES[word]
            return garment, color
    choices = lexicon.TOP_CHOICES[who]
    if garments:
        # Named trousers, or a skirt, are to be seen.
        choices = tuple(choice for choice in choices if choice not in ("dress", "coat"))
    garment = _pick(choices, name, seed, "garment")
    dressed = [i for i, word in enumerate(words) if word in ("in", "wearing", "dressed")]
    for i in dressed:
        color_word = next((word for word in words[i + 1 : i + 3] if word in lexicon.COLORS), None)
        if color_word:
            return garment, lexicon.COLORS[color_word]
    return garment, _pick(lexicon.TOP_COLORS, name, seed, "top")


def _bottom(
    garments: dict[str, Color | None], top: str, color: Color, who: str, name: str, seed: int
) -> tuple[str, Color]:
    for garment in ("skirt", "shorts", "trousers"):
        if garment in garments:
            told = garments[garment]
            return garment, told or _pick(lexicon.BOTTOM_COLORS, name, seed, "bottom")
    if top in ("suit", "uniform"):
        return "trousers", lexicon.shaded(color, 0.92)
    return "trousers", _pick(lexicon.BOTTOM_COLORS, name, seed, "bottom")


def _hat(words: _Words, top: str, color: Color) -> tuple[str, Color]:
    for i, word in enumerate(words):
        if word in lexicon.HATS:
            return lexicon.HATS[word], _color_at(words, i) or lexicon.shaded(color, 0.62)
    for word in words:
        if word in lexicon.HATTED:
            hat, own = lexicon.HATTED[word]
            return hat, own or lexicon.shaded(color, 0.62)
    if top == "uniform":
        return "cap", lexicon.shaded(color, 0.72)
    return "", (0.3, 0.25, 0.2)


def _extras(words: _Words, top: str) -> tuple[str, ...]:
    found = [lexicon.EXTRAS[word] for word in words if word in lexicon.EXTRAS]
    return tuple(dict.fromkeys(found))


def _animal(kind: str, words: _Words) -> str | None:
    for word in _tokens(kind):
        if word in lexicon.PEOPLE:
            return None
        if word in lexicon.ANIMAL_WORDS:
            return lexicon.ANIMAL_WORDS[word]
    if any(word in lexicon.KINDS for word in words):
        return None
    return next((lexicon.ANIMAL_WORDS[w] for w in words if w in lexicon.ANIMAL_WORDS), None)


def _animal_wardrobe(
    animal: str, kind: str, look: str, name: str, seed: int
) -> tuple[Wardrobe, tuple[str, ...]]:
    words = _tokens(look)
    size = next((lexicon.SIZES[word] for word in words if word in lexicon.SIZES), 1.0)
    color = next((lexicon.ANIMAL_COLORS[w] for w in words if w in lexicon.ANIMAL_COLORS), None)
    coat = color or _pick(lexicon.COATS[animal], name, seed, "coat")
    extras = ("collar",) if "collar" in words else ()
    wardrobe = Wardrobe(
        kind=animal,
        height=round(KINDS[animal].height * size, 3),
        hair=coat,
        skin=lexicon.shaded(coat, 0.8),
        extras=extras,
        accent=_color_of(words, ("collar",)) or (0.78, 0.22, 0.20),
    )
    return wardrobe, _notes(kind, look, name)


def _robot_wardrobe(kind: str, look: str, name: str, seed: int) -> tuple[Wardrobe, tuple[str, ...]]:
    """Plates in the color that is told, joints of steel, lights in the eyes; at most a hat on."""
    words = _tokens(f"{kind}, {look}")
    height = lexicon.HEIGHTS[ROBOT] * (0.98 + 0.04 * chance(name.lower(), seed, "height"))
    height *= lexicon.SMALL_ROBOT if set(words) & {"small", "little", "tiny"} else 1.0
    height *= 1.2 if set(words) & {"tall", "big", "large", "huge", "giant"} else 1.0
    told = _color_of(words, lexicon.METALS) or next(
        (lexicon.COLORS[word] for word in words if word in lexicon.COLORS), None
    )
    plates = told or _pick(lexicon.PLATES, name, seed, "plates")
    hat, hat_color = _hat(words, "", plates)
    wardrobe = Wardrobe(
        kind=ROBOT,
        height=round(height, 3),
        build=_build(words),
        skin=(0.40, 0.43, 0.47),
        hair=lexicon.shaded(plates, 0.7),
        hair_style="bald",
        hat=hat,
        hat_color=hat_color,
        top="plates",
        top_color=plates,
        bottom="plates",
        bottom_color=plates,
        shoes_color=lexicon.shaded(plates, 0.55),
        accent=_pick(lexicon.LIGHTS, name, seed, "lights"),
    )
    bare = tuple(
        f"{name or kind}: a robot wears no {word}." for word in words if word in lexicon.GARMENTS
    )
    return wardrobe, (*_notes(kind, look, name), *bare)


def _notes(kind: str, look: str, name: str) -> tuple[str, ...]:
    """Sentences about what the look asks for and the wardrobe has not."""
    notes = []
    who = name or kind
    for word in _tokens(f"{kind}, {look}"):
        if word in lexicon.NEAREST:
            taken = lexicon.NEAREST[word]
            notes.append(f"{who}: there is no {word} in the wardrobe; {taken} was taken instead.")
        elif word not in lexicon.KNOWN and not word.isdigit() and not re.fullmatch(r"\d+s?", word):
            notes.append(f"{who}: the wardrobe does not know the word “{word}”; it was left away.")
    return tuple(dict.fromkeys(notes))
