"""Scene headings: which lines are one, and what INT. OFFICE - NIGHT #2# is made of."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Literal, NamedTuple

Interior = Literal["INT", "EXT", "INT/EXT", ""]

_SIDE = r"(?:INT(?:ERIOR)?|EXT(?:ERIOR)?)"
_PREFIX = rf"(?:{_SIDE}\.?\s?/\s?{_SIDE}|I\.?/E|E\.?/I|{_SIDE}|EST(?:ABLISHING)?)"
_PRINTED_NUMBER = r"(?:(?P<number>\d{1,4}[A-Z]{0,2})\.?\s+)"
_STRICT = re.compile(rf"\s*{_PRINTED_NUMBER}?{_PREFIX}[.:\s]\s*[^\s.]")
# In small letters only with the dot: a sentence may begin with "Ext 4 rings".
_LOOSE = re.compile(r"\s*(?:(?:int|ext)\.?/(?:int|ext)|int|ext|i/e|e/i)\.\s*[^\s.]", re.IGNORECASE)
_LONGEST = 250
"""Characters. What is longer is a paragraph that happens to begin like a heading."""

_PARTS = re.compile(rf"{_PREFIX}(?![^\W_])[.:\s]*", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[-–—]+\s*|\s*[–—]+\s*|-+\s+|--+")
_TIME_AT_END = re.compile(
    r"(?:\s*[.,;/-]\s*|(?<!\bOF)(?<!\bTHE)(?<!\bA)(?<!\bAND)(?<!\bFOR)\s)"
    r"(?P<time>(?:(?:EARLY|LATE|MID)[\s-])?"
    r"(?:DAY|NIGHT|MORNING|AFTERNOON|EVENING|DAWN|DUSK|SUNRISE|SUNSET|NOON|MIDNIGHT|TWILIGHT"
    r"|LATER|CONTINUOUS))\.?$",
    re.IGNORECASE,
)
_TIME_WORDS = """
    DAY NIGHT MORNING AFTERNOON EVENING DAWN DUSK SUNRISE SUNSET SUNUP SUNDOWN NOON MIDDAY MIDNIGHT
    TWILIGHT DAYBREAK NIGHTFALL DAYTIME NIGHTTIME DAYLIGHT LATER CONTINUOUS CONTINUING CONT CONT'D
    CONTINUED SAME HOUR LIGHT TIME O'CLOCK AM PM"""
_WORDS_ABOUT_TIME = """
    A AN THE THAT THIS NEXT FOLLOWING PREVIOUS EARLY EARLIER LATE MID PRE MAGIC GOLDEN BLUE FIRST
    LAST FEW SOME MANY SEVERAL MOMENT MOMENTS SECOND SECONDS MINUTE MINUTES HOURS DAYS NIGHTS WEEK
    WEEKS MONTH MONTHS YEAR YEARS ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN AFTER BEFORE AT
    IN OF ON TO AND REAL PRESENT BRIGHT JUST"""
_TIMES = frozenset(_TIME_WORDS.split())
_ABOUT_TIMES = frozenset(_WORDS_ABOUT_TIME.split())
_WORD = re.compile(r"[\w'’:.]+")
_ASIDE = re.compile(r"\([^()]*\)")


class Heading(NamedTuple):
    text: str
    """As it is written, without the scene number."""
    number: str
    interior: Interior
    place: str
    time: str


def is_heading(line: str) -> bool:
    """Whether `line` begins like INT. or EXT., with or without a scene number before it."""
    return len(line) <= _LONGEST and bool(_STRICT.match(line) or _LOOSE.match(line))


def is_capital_heading(line: str) -> bool:
    """Whether `line` is a heading in the capitals of a screenplay: nothing else looks like it."""
    return len(line) <= _LONGEST and bool(_STRICT.match(line))


def parse(line: str, number: str = "") -> Heading:
    """The parts of a heading; `number` is its scene number where the format tells it apart."""
    text, marked = _take_marked_number(line.strip())
    text, printed = _take_printed_number(text)
    prefix = _PARTS.match(text)
    rest = text[prefix.end() :] if prefix else text
    place, time = _place_and_time(rest)
    return Heading(
        text, number or marked or printed, _interior(prefix.group() if prefix else ""), place, time
    )


def _take_marked_number(text: str) -> tuple[str, str]:
    """Fountain: the number stands at the end between two `#`."""
    if text.endswith("#"):
        start = text.rfind("#", 0, -1)
        number = text[start + 1 : -1].strip()
        if start > 0 and number:
            return text[:start].rstrip(), number
    return text, ""


def _take_printed_number(text: str) -> tuple[str, str]:
    """Shooting scripts as text: the number stands in both margins, or in the left one."""
    match = _STRICT.match(text) if len(text) <= _LONGEST else None
    number = match.group("number") if match else None
    if number is None:
        return text, ""
    return text.removesuffix(number).strip()[len(number) :].lstrip(". \t"), number


def _interior(prefix: str) -> Interior:
    prefix = prefix.upper()
    if "/" in prefix:
        return "INT/EXT"
    if prefix.startswith("INT"):
        return "INT"
    return "EXT" if prefix else ""  # an establishing shot (EST.) is seen from outside


def _place_and_time(rest: str) -> tuple[str, str]:
    """('OFFICE', 'NIGHT - LATER') of 'OFFICE - NIGHT - LATER'."""
    separators = list(_SEPARATOR.finditer(rest))
    for separator, following in zip_longest(separators, separators[1:]):
        part = rest[separator.end() : following.start() if following else None]
        if _is_time(part):
            return _trim(rest[: separator.start()]), _trim(rest[separator.end() :])
    ending = _TIME_AT_END.search(rest[-_LONGEST:])
    if ending and len(rest) <= _LONGEST:
        return _trim(rest[: ending.start()]), _trim(ending.group("time"))
    if _is_time(rest):
        return "", _trim(rest)
    return _trim(rest), ""


def _is_time(part: str) -> bool:
    words = [word.strip(".:’'") for word in _WORD.findall(_ASIDE.sub(" ", part).upper())]
    return any(word in _TIMES for word in words) and all(
        word in _TIMES or word in _ABOUT_TIMES or word[:1].isdigit() for word in words
    )


def _trim(part: str) -> str:
    return part.strip(" \t-–—,;:")
