"""What stands between the lines of a Fountain file: boneyards /* */ and notes [[ ]].

screenplay-tools reads both line by line: it swallows the rest of a file after a `/*` that nobody
closes, drops a note that the file ends in, and takes quadratic time over long ones. So they are
taken out first, in one pass, and leave marks behind from which places and line numbers are known.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Control characters never reach this module from a file, so they can be marks.
NOTE = "\x01"
"""Stands where a note stood; the k-th of the text is for the k-th note."""
_BONEYARD = "\x02"
_LINE_END = "\x03"
"""Stands for a line feed inside what was taken out."""
_MARKS = NOTE + _BONEYARD + _LINE_END
_MARK_RUN = re.compile(f"[{_MARKS}]+")
_LONE_MARK_RUN = re.compile(f" [{_MARKS}]+ ")


class Line(NamedTuple):
    number: int
    """From 1, in the file."""
    text: str
    """Without marks and without blanks at both ends."""
    notes: int
    """How many notes stood in it."""
    vanished: bool
    """Nothing but notes or boneyards stood in it; it ends no paragraph, as an empty line does."""
    raw: str
    """As it stands in the text, blanks included, but without marks."""


def take_out(text: str) -> tuple[str, list[str]]:
    """`text` with marks in place of boneyards and notes, and the notes in order.

    A `/*` or `[[` that nothing closes is text. An empty line closes off a note, as in Fountain:
    a `[[` before it and a `]]` after it do not belong together.
    """
    kept: list[str] = []
    notes: list[str] = []
    here = 0
    boneyard, note = _Search(text, "/*", "*/"), _Search(text, "[[", "]]", barrier="\n\n")
    while span := min(filter(None, (boneyard.next(here), note.next(here))), default=None):
        start, end = span
        inside = text[start + 2 : end - 2]
        kept += (text[here:start], NOTE if text[start] == "[" else _BONEYARD)
        kept.append(_LINE_END * inside.count("\n"))
        if text[start] == "[":
            notes.append("\n".join(line.strip() for line in inside.strip().split("\n")))
        here = end
    kept.append(text[here:])
    return "".join(kept), notes


class _Search:
    """Finds pairs of marks from left to right, in time in proportion to the text."""

    def __init__(self, text: str, opening: str, closing: str, barrier: str = "") -> None:
        self._text = text
        self._opening = opening
        self._closing = closing
        self._barrier = barrier
        self._found: tuple[int, int] | None = (-1, -1)

    def next(self, here: int) -> tuple[int, int] | None:
        """The first pair that begins at `here` or after it: where it begins and where it ends."""
        if self._found is not None and self._found[0] < here:
            self._found = self._find(here)
        return self._found

    def _find(self, here: int) -> tuple[int, int] | None:
        start = self._text.find(self._opening, here)
        while start >= 0:
            close = self._text.find(self._closing, start + 2)
            if close < 0:
                return None
            barrier = self._text.rfind(self._barrier, start, close) if self._barrier else -1
            if barrier < 0:
                return start, close + 2
            start = self._text.find(self._opening, barrier)
        return None


def lines(text: str) -> list[Line]:
    """The lines of a text that `take_out` gave; of several empty lines in a row, the first."""
    result = []
    number = 0
    before = None
    for marked in text.split("\n"):
        number += 1
        if marked or before:
            result.append(_line(marked, number))
            number += marked.count(_LINE_END)
        before = marked
    return result


def _line(marked: str, number: int) -> Line:
    if NOTE in marked or _BONEYARD in marked:
        return _unmark(marked, number)
    return Line(number, marked.strip(), 0, False, marked)


def _unmark(marked: str, number: int) -> Line:
    words = marked.lstrip(_MARKS + " \t")
    before = marked[: len(marked) - len(words)].count(_LINE_END) if words else 0
    raw = _MARK_RUN.sub("", _LONE_MARK_RUN.sub(" ", marked))
    text = raw.strip()
    return Line(number + before, text, marked.count(NOTE), not text, raw)
