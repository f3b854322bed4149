"""Where and when: scene headings, and what the words of a scene say of the hour and the sky."""

from __future__ import annotations

import re
from functools import cache

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.places import CLEARING, TIME_ORDER, TIMES, WEATHER
from openstage.storyboard.vocabulary import TimeOfDay

_LATER = re.compile(r"\b(?:hours later|much later|that evening)\b", re.IGNORECASE)
_SAME = re.compile(r"\b(?:continuous|same|moments? later|later|seconds later)\b", re.IGNORECASE)
_WEATHER = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), name) for words, name in WEATHER)
_CLEARING = re.compile(rf"\b{CLEARING}", re.IGNORECASE)
_NEXT_DAY = re.compile(r"\bnext (?:day|morning)\b", re.IGNORECASE)


def time_of(words: str, before: str) -> str:
    """The time of day of a heading; CONTINUOUS keeps the last one, HOURS LATER moves on."""
    named = TimeOfDay.in_text(words) or TimeOfDay.in_text(words.lower())
    if named is not None:
        return str(named.value)
    if _LATER.search(words):
        return TIME_ORDER[(TIME_ORDER.index(before or "day") + 1) % len(TIME_ORDER)]
    if _SAME.search(words) or not words.strip():
        return before or "day"
    return before or "day"


@cache
def _time_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(TIMES, key=len, reverse=True))
    return re.compile(rf"\b({words})\b", re.IGNORECASE)


_WEAK_TIMES = word_set("day breakfast")


def time_in(sentence: str) -> str:
    """The time of day that a sentence of prose names; empty where it names none."""
    for match in _time_pattern().finditer(sentence):
        word = match.group(1).lower()
        if word not in _WEAK_TIMES or _NEXT_DAY.search(sentence):
            return TIMES[word]
    return ""


def weather_in(text: str, before: str) -> str:
    """The sky that the words of a scene name; the one before where they name none."""
    for pattern, name in _WEATHER:
        if pattern.search(text):
            return name
    return "clear" if _CLEARING.search(text) else before
