"""A message in words that small weights have read.

They learn from the world's tales, which know a dozen places and as many colors. Scripts know
thousands: a lemon sweater in a hamlet. The text encoder puts some of them near what they mean, and
knows little of others; a dictionary knows most. So a place or a color that no tale has is told as
the nearest that one has: a yellow sweater in a village.

The tables are written by `scripts/write_nearest.py`, from WordNet and the xkcd color survey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from openstage.storyboard.context import ShotContext
from openstage.storyboard.wording import in_place_of

PLACES_FILE = Path(__file__).parent / "nearest_words" / "places.tsv"
"""Word, what it is called inside, and outside. Known places are called what they are."""
COLORS_FILE = PLACES_FILE.with_name("colors.tsv")
"""Word, what color it is of things, and of hair."""

_LONGEST = 2
"""The most words of a place in the table."""
_HAIR = re.compile(r"(hair|haired|beard|bun|ponytail|braids?|bob|curls|mustache)$")
_STOP = re.compile(r"[^\w\s'-]|\b(?:and|or|with|in|of)\b")
"""Where what a color is told of has an end."""

Table = dict[str, tuple[str, str]]


def in_known_words(message: str, context: ShotContext) -> str:
    """The message of a shot, with its place and the colors of who and what is seen in the nearest
    words that tales have."""
    told = _place(context)
    if told:
        message = _placed(message, *told, context)
    if colors := set(_colors(context)):
        message = _COLOR.sub(lambda match: _colored(match, colors), message)
    return message


def _placed(message: str, unseen: str, known: str, context: ShotContext) -> str:
    """The message with the place's other word, but in names: a lighthouse keeper stays one."""
    board = context.storyboard
    names = [each.name for each in (*board.cast, *board.props) if unseen in each.name.lower()]
    kept = "|".join(map(re.escape, names)) or "(?!)"
    return re.sub(
        rf"(?P<name>\b(?:{kept})\b)|\b(?:an? )?{re.escape(unseen)}\b",
        lambda match: match[0] if match["name"] else in_place_of(match[0], known),
        message,
        flags=re.IGNORECASE,
    )


def _place(context: ShotContext) -> tuple[str, str] | None:
    """What of the place's name is told in another word, and in which; None: it is known, or no
    dictionary has it. The last words say what a place is: the kitchen of a cottage is a kitchen."""
    outside = context.scene.heading.interior != "INT"
    words = re.findall(r"[\w'-]+", context.location.name.lower())
    for last in range(len(words), 0, -1):
        for first in range(max(0, last - _LONGEST), last):
            said = " ".join(words[first:last])
            if said in _table(PLACES_FILE):
                known = _table(PLACES_FILE)[said][outside]
                return None if known == said else (said, known)
    return None


_COLOR = re.compile(r"(?:\b[Aa]n? )?\b([a-z]+(?:-[a-z]+)?)\b(?=[ -]([^\W\d_]+))")
"""A word before another, and its article."""


def _colors(context: ShotContext) -> Iterator[str]:
    """The words of looks that a dictionary tells the color of."""
    board, shot = context.storyboard, context.shot
    seen = [context.location, *filter(None, map(board.entity, (*shot.cast, *shot.props)))]
    for entity in seen:
        for match in _COLOR.finditer(entity.look):
            if match[1] in _table(COLORS_FILE):
                yield match[1]


def _colored(match: re.Match[str], colors: set[str]) -> str:
    """The word as a color, unless a color stands behind it: cobalt blue is a blue."""
    word, behind = match[1], match[2]
    if word not in colors or behind in _base():
        return match[0]
    things = _STOP.split(match.string[match.end() :])[0].split()
    hair = any(map(_HAIR.search, things))
    known = _table(COLORS_FILE)[word][hair]
    return in_place_of(match[0], known) if known else match[0]


@cache
def _table(path: Path) -> Table:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: (first, second) for word, first, second in rows}


@cache
def _base() -> frozenset[str]:
    """The colors that are told of things."""
    return frozenset(color for color, _ in _table(COLORS_FILE).values())
