"""The title page of a Fountain file: `Key: value` lines before the story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openstage.script.asides import Line
from openstage.script.assembly import TitlePage
from openstage.script.emphasis import plain
from openstage.script.headings import is_capital_heading

_ENTRY = re.compile(r"(?P<key>[^\W\d_][\w /&'’-]{0,40}?)[ \t]*:(?P<value>.*)", re.DOTALL)
_WRITERS = ("author", "authors", "writer", "writers", "written by", "by")
_FIRST = frozenset({"title", "credit", "format", *_WRITERS})
_KNOWN = _FIRST | {
    "source", "draft date", "draft", "date", "contact", "copyright", "notes", "revision", "email",
    "phone", "address", "episode", "series", "story by", "based on", "genre", "logline", "version",
}  # fmt: skip


def take(lines: Sequence[Line], *, any_key: bool) -> tuple[TitlePage, int]:
    """The title page at the start of `lines`, and the index of the first line after it.

    With `any_key` it may begin with a key of the writer's own; else only with a title or an author,
    so that prose which begins with 'Remember: ...' stays whole. It ends at the first empty line
    that no further well-known key follows.
    """
    start = _next_text(lines, 0)
    end = _end_of_block(lines, start)
    if not _begins(lines[start:end], any_key):
        return TitlePage(), 0
    entries: list[tuple[str, list[str]]] = []
    while True:
        _read(lines[start:end], entries)
        taken = end
        start = _next_text(lines, end)
        end = _end_of_block(lines, start)
        if not _goes_on(lines[start:end]):
            return _page(entries), taken


def _next_text(lines: Sequence[Line], start: int) -> int:
    while start < len(lines) and not lines[start].text:
        start += 1
    return start


def _end_of_block(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and (lines[end].text or lines[end].vanished):
        if is_capital_heading(lines[end].text):
            break
        end += 1
    return end


def _key(line: Line) -> str:
    """The key of a line in small letters; empty where it has none of its own."""
    entry = None if line.raw[:1].isspace() else _ENTRY.match(line.text)
    return entry.group("key").lower() if entry else ""


def _begins(block: Sequence[Line], any_key: bool) -> bool:
    if not block:
        return False
    first = _key(block[0])
    if not any_key or first in _FIRST:
        return first in _FIRST
    entry = _ENTRY.match(block[0].text)
    shouted = entry is not None and entry.group("key").isupper()  # FADE IN: and MARA: are no keys
    return bool(first) and (first in _KNOWN or not shouted) and all(map(_is_entry, block))


def _is_entry(line: Line) -> bool:
    return bool(_key(line)) or line.raw[:1].isspace() or line.vanished


def _goes_on(block: Sequence[Line]) -> bool:
    return bool(block) and _key(block[0]) in _KNOWN and all(map(_is_entry, block))


def _read(block: Sequence[Line], entries: list[tuple[str, list[str]]]) -> None:
    for line in block:
        entry = _ENTRY.match(line.text) if _key(line) else None
        if entry:
            value = entry.group("value").strip()
            entries.append((entry.group("key"), [value] if value else []))
        elif line.text:
            entries[-1][1].append(line.text)


def _page(entries: Sequence[tuple[str, list[str]]]) -> TitlePage:
    fields: dict[str, list[str]] = {}
    for key, values in entries:
        fields.setdefault(key, []).extend(values)
    return page_of({key: "\n".join(values) for key, values in fields.items()})


def page_of(fields: dict[str, str]) -> TitlePage:
    """The title page whose fields are these; title and author are plain and on one line."""
    by_key = {key.lower(): value for key, value in fields.items()}
    author = next((by_key[key] for key in _WRITERS if by_key.get(key)), "")
    return TitlePage(_on_one_line(by_key.get("title", "")), _on_one_line(author), fields)


def _on_one_line(value: str) -> str:
    return " ".join(filter(None, (plain(line).strip() for line in value.split("\n"))))
