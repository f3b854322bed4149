r"""Emphasis marks of Fountain and Markdown: *italics*, **bold**, _underlined_; \* is a star."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\\[*_]|\*+|_+")
_LONGEST_RUN = 3
"""`***` is bold and italics; more in a row are a line drawn with asterisks."""


@dataclass(slots=True)
class _Opener:
    """A run of marks that may begin an emphasis: the part of it that has no partner yet."""

    start: int
    end: int


def plain(line: str) -> str:
    """One line without its emphasis marks. A mark without a partner is text and stays.

    As in Fountain, emphasis does not reach over the end of a line, and a mark with blanks on both
    sides is text. As in Markdown, `_` inside a word is text: `file_name_1`. Takes time in
    proportion to the length of the line.
    """
    if "*" not in line and "_" not in line:
        return line
    gone: list[tuple[int, int]] = []
    open_runs: dict[str, list[_Opener]] = {"*": [], "_": []}
    for match in _MARK.finditer(line):
        start, end = match.span()
        mark = line[start]
        if mark == "\\":
            gone.append((start, start + 1))
        elif end - start <= _LONGEST_RUN:
            start = _close(open_runs[mark], gone, line, start, end)
            if start < end and _may_open(line, match.start(), end):
                open_runs[mark].append(_Opener(start, end))
    return _without(line, sorted(gone))


def _close(
    openers: list[_Opener], gone: list[tuple[int, int]], line: str, start: int, end: int
) -> int:
    """Pairs the run from `start` to `end` with runs before it; returns where its rest begins."""
    if not _may_close(line, start, end):
        return start
    while openers and start < end:
        opener = openers[-1]
        paired = min(opener.end - opener.start, end - start)
        gone += [(opener.end - paired, opener.end), (start, start + paired)]
        opener.end -= paired
        start += paired
        if opener.start == opener.end:
            openers.pop()
    return start


def _may_open(line: str, start: int, end: int) -> bool:
    followed = end < len(line) and not line[end].isspace()
    return followed and not (line[start] == "_" and start > 0 and line[start - 1].isalnum())


def _may_close(line: str, start: int, end: int) -> bool:
    preceded = start > 0 and not line[start - 1].isspace()
    return preceded and not (line[start] == "_" and end < len(line) and line[end].isalnum())


def _without(line: str, gone: list[tuple[int, int]]) -> str:
    parts = []
    kept = 0
    for start, end in gone:
        parts.append(line[kept:start])
        kept = end
    parts.append(line[kept:])
    return "".join(parts)
