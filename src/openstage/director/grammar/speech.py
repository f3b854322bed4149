"""Words in quotes: where they stand in a paragraph of prose, and who says them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = re.compile(r"“([^”]{1,2000})”|\"([^\"\n]{1,2000})\"|(?<![\w])‘([^’]{1,2000})’(?!\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: narration, or words in quotes (without the marks)."""

    start: int
    end: int
    spoken: bool


def pieces(text: str) -> list[Piece]:
    """The paragraph cut at its quotes. A quote without a mark of speech is narration: a 'title'."""
    found: list[Piece] = []
    at = 0
    for match in _QUOTE.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        if not _is_speech(text, match.start(), inner):
            continue
        if match.start() > at:
            found.append(Piece(at, match.start(), False))
        found.append(Piece(match.start() + 1, match.end() - 1, True))
        at = match.end()
    if at < len(text):
        found.append(Piece(at, len(text), False))
    return [piece for piece in found if text[piece.start : piece.end].strip(" .,;\n\t")]


def _is_speech(text: str, start: int, inner: str) -> bool:
    before = text[:start].rstrip()
    opens = not before or before[-1] in ',:.!?—–”"…;'
    return opens or (inner.rstrip()[-1:] in {".", ",", "!", "?", "—", "…"} and inner[:1].isupper())
