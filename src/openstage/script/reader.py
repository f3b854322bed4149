"""A story file of any kind becomes a Screenplay. The file is read once and never written."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Literal

from openstage.errors import StoryError
from openstage.script import fdx, fountain, prose, source
from openstage.script.decoding import clean, decode
from openstage.script.screenplay import Screenplay

Format = Literal["fountain", "fdx", "prose"]

_FORMAT_BY_SUFFIX: dict[str, Format] = {
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".fdx": "fdx",
}
"""Of every other name, the text itself tells the format."""
_MARKUP: tuple[tuple[str, str], ...] = (
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "XML, but not a Final Draft script"),
    ("{\\rtf", "a rich text document (RTF)"),
    ("%!ps", "a PostScript document"),
)
_NOT_THE_STORY = frozenset({"note", "page break"})


def read(source_: Path | str, *, name: str = "") -> Screenplay:
    """The Screenplay of a story file; '-' reads standard input.

    `name` is what messages call it, and its suffix tells the format; by default the file's own.
    Raises StoryError for what is no story, with what it is instead and what to do.
    """
    is_input = str(source_) == source.STANDARD_INPUT
    name = name or ("standard input" if is_input else PurePath(source_).name)
    return read_text(decode(source.load(source_), name), name=name)


def read_text(text: str, *, name: str, format: Format | None = None) -> Screenplay:
    """The Screenplay of a story that is already text; the same as `read` in all else."""
    text = clean(text)
    if not text.strip():
        raise StoryError(
            f"{name!r} is empty.", "Write a sentence, a story or a screenplay into it."
        )
    screenplay = _read(text, name, format or _format(text, name))
    if not _has_story(screenplay):
        raise StoryError(
            f"{name!r} has no story in it: only a title page, notes or marks.",
            "Write at least one sentence of action below them.",
        )
    return screenplay


def _read(text: str, name: str, format: Format) -> Screenplay:
    if format == "fdx":
        return fdx.read(text, name)
    return fountain.read(text) if format == "fountain" else prose.read(text)


def _format(text: str, name: str) -> Format:
    if fdx.is_fdx(text):
        return "fdx"
    by_suffix = _FORMAT_BY_SUFFIX.get(PurePath(name).suffix.lower())
    if by_suffix:
        return by_suffix
    start = text.lstrip()[:20].lower()
    for mark, what in _MARKUP:
        if start.startswith(mark):
            raise StoryError(
                f"{name!r} is {what}.", "Save the story as plain text, Fountain or Final Draft."
            )
    return "fountain" if fountain.is_spoken_script(text) else "prose"


def _has_story(screenplay: Screenplay) -> bool:
    return any(scene.heading for scene in screenplay.scenes) or any(
        element.kind not in _NOT_THE_STORY for _, element in screenplay.elements()
    )
