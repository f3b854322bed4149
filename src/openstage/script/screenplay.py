"""The screenplay: a story as it was read, element by element, nothing added and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

Kind = Literal[
    "action",
    "dialogue",
    "transition",
    "centered",
    "lyrics",
    "note",
    "synopsis",
    "section",
    "page break",
]


class Element(BaseModel):
    """A paragraph of the story, with its kind."""

    kind: Kind
    text: str
    """Plain text, without the marks of the format; its lines are joined by newlines."""
    line: int = 0
    """Where it begins in the file, from 1; 0 where the format has no lines."""
    character: str = ""
    """Dialogue: the speaker's name as it is written, without extension."""
    extension: str = ""
    """Dialogue: O.S., V.O., CONT'D, without the parentheses."""
    parenthetical: str = ""
    """Dialogue: how it is said, without the parentheses."""
    dual: bool = False
    """Dialogue: spoken at the same time as the dialogue before it."""
    level: int = 0
    """Section: 1 to 6."""


class ScriptScene(BaseModel):
    """A scene heading and what follows it. Prose has one scene without a heading."""

    heading: str = ""
    """As it is written, without the scene number and the forcing dot."""
    number: str = ""
    """As it is written: 12A. Empty where the script does not number."""
    interior: Literal["INT", "EXT", "INT/EXT", ""] = ""
    place: str = ""
    """OFFICE, of 'INT. OFFICE - NIGHT'."""
    time: str = ""
    """NIGHT, of 'INT. OFFICE - NIGHT'; also CONTINUOUS, LATER, MOMENTS LATER."""
    line: int = 0
    elements: list[Element] = []


class Screenplay(BaseModel):
    title: str = ""
    author: str = ""
    title_page: dict[str, str] = {}
    """Every field of the title page as it is written."""
    kind: Literal["screenplay", "prose", "theme"]
    """theme: one sentence that a story is still to be made of."""
    scenes: list[ScriptScene]

    def elements(self) -> Iterator[tuple[ScriptScene, Element]]:
        for scene in self.scenes:
            for element in scene.elements:
                yield scene, element
