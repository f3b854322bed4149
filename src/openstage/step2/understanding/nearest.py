"""Places and colors in words that small weights have read.

They learn from the world's tales, which know a dozen places and as many colors. Scripts know
thousands: a lemon sweater in a hamlet. The text encoder puts some of them near what they mean, and
knows little of others; a dictionary knows most. So a place or a color that no tale has is told as
the nearest that one has: a yellow sweater in a village. Where a word is not surely one it stays.

The tables are written by `scripts/write_nearest.py`, from WordNet and the xkcd color survey. In
both a word that is known stands beside itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from openstage.storyboard.wording import in_place_of

PLACES_FILE = Path(__file__).parent / "nearest_words" / "places.tsv"
"""Word, what it is called inside, and outside."""
COLORS_FILE = PLACES_FILE.with_name("colors.tsv")
"""Word, what color it is of things, and of hair."""

_LONGEST = 2
"""The most words of a place in the table."""
_BESIDE = re.compile(r"\b(?:of|in|at|on|outside|inside|near|behind|under|by|with|from)\b")
"""What comes after is where a place is, or whose."""
_HAIR = re.compile(
    r"hair|haired|beard|m(?:o?u)?stache|goatee|buns?|ponytails?|pigtails?|braids?|bob|curls|locks"
)
_PHRASE = re.compile(r"[,;:.()]|\b(?:and|or|with|in|of|over|under)\b")
"""Where one thing of a look ends."""


def known_place(name: str, interior: bool) -> str:
    """The nearest place that is known; the name itself where it is known, or no dictionary has it.

    The last words say what a place is: the kitchen of a cottage is a kitchen."""
    for part in _BESIDE.split(name):
        words = re.findall(r"[\w'-]+", part.lower())
        for last in range(len(words), 0, -1):
            for first in range(max(0, last - _LONGEST), last):
                said = " ".join(words[first:last])
                if said in _table(PLACES_FILE):
                    known = _table(PLACES_FILE)[said][not interior]
                    return name if known == said else known
    return name


def known_colors(text: str, looks: Iterable[tuple[str, bool]]) -> str:
    """The text with the colors of looks in known words; of each look is told whether it is a
    person's, who has hair. A word is a color only before what has it there: a raven stays a bird
    where somebody has raven hair."""
    for look, person in looks:
        for color, thing, known in _colored(look, person):
            text = _recolored(text, color, thing, known)
    return text


def retold_colors(look: str, person: bool) -> list[tuple[str, str]]:
    """The colors of a look that are not known, each with the nearest that is."""
    return [(color, known) for color, _, known in _colored(look, person)]


def _recolored(text: str, color: str, thing: str, known: str) -> str:
    before = rf"\b(?:[Aa]n? )?{color}(?=[ -]{thing}\b)"
    return re.sub(before, lambda match: in_place_of(match[0], known), text)


def _colored(look: str, person: bool) -> Iterator[tuple[str, str, str]]:
    """Of a look each color that is not known, what has it, and the nearest that is known. A phrase
    that names a known color needs none: black leather, cobalt blue."""
    table = _table(COLORS_FILE)
    for phrase in _PHRASE.split(look):
        words = re.findall(r"[^\W\d_]+(?:-(?!haired)[^\W\d_]+)*", phrase)
        colors = [(at, *table[word]) for at, word in enumerate(words[:-1]) if word in table]
        if not colors or any(words[at] == color for at, color, _ in colors):
            continue
        at, color, of_hair = colors[0]
        hair = person and any(_HAIR.fullmatch(word) for word in words[at + 1 :])
        if known := of_hair if hair else color:
            yield words[at], words[at + 1], known


@cache
def _table(path: Path) -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: (first, second) for word, first, second in rows}
