"""The story as the model reads it: beats with numbers, so that it can say which it films.

A screenplay's paragraph is a beat, and so is a sentence of prose. A theme has none: its story is
still to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pysbd

from openstage.errors import StoryError
from openstage.script.screenplay import Element, Kind, Screenplay, ScriptScene

FILMED: tuple[Kind, ...] = ("action", "dialogue", "centered", "lyrics")
"""The elements that a camera can see or a microphone can hear."""

TOLD: tuple[Kind, ...] = ("transition", "synopsis", "note")
"""The elements that tell the director something. The rest is for the printer."""

PART = 48_000
"""Characters of story in one request for the bible: some 12,000 tokens, which models can read."""

BATCH = 30
"""Beats in one request for shots, so that no answer grows too long to be written in one go."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Beat:
    """The smallest piece of story that gets a shot of its own."""

    number: int
    text: str
    speaker: str = ""
    """Who says it, as the script names them; empty for what is not said."""
    aside: str = ""
    """What the script puts in parentheses: how it is said, and from where."""

    def __str__(self) -> str:
        said = f"{self.speaker}{f' ({self.aside})' if self.aside else ''}: " if self.speaker else ""
        return f"[{self.number}] {said}{self.text}"


@dataclass(frozen=True)
class Passage:
    """What becomes one scene, or a part of one."""

    script: ScriptScene
    items: tuple[Beat | str, ...] = ()
    """Beats, and between them what the script tells the director."""

    @property
    def beats(self) -> list[Beat]:
        return [item for item in self.items if isinstance(item, Beat)]

    def __str__(self) -> str:
        return "\n".join(str(item) for item in self.items)

    def batches(self) -> list[Passage]:
        """The passage in parts that one request can hold."""
        parts = list(in_parts(self.items, BATCH, lambda item: int(isinstance(item, Beat))))
        return [Passage(self.script, tuple(part)) for part in parts] or [self]


def read(screenplay: Screenplay) -> list[Passage]:
    """One passage a scene of the script; prose is one passage, and a theme one without beats.

    Raises StoryError for a story without a word.
    """
    numbers = iter(range(1, 1_000_000_000))
    passages = [
        Passage(scene, tuple(_items(scene, screenplay.kind == "prose", numbers)))
        for scene in screenplay.scenes
    ]
    if not any(passage.items or passage.script.heading for passage in passages):
        raise StoryError("The story is empty.", "Give a story with at least one sentence.")
    return passages


def in_parts(
    items: Sequence[Item], limit: int, weight: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """The items in order, in groups that weigh at most `limit` each, a heavier item alone."""
    part: list[Item] = []
    total = 0
    for item in items:
        if part and total + weight(item) > limit:
            yield part
            part, total = [], 0
        part.append(item)
        total += weight(item)
    if part:
        yield part


def _items(scene: ScriptScene, prose: bool, numbers: Iterator[int]) -> Iterator[Beat | str]:
    for element in scene.elements:
        text = " ".join(element.text.split())
        if not text:
            continue
        if element.kind in TOLD:
            yield f"({element.kind}: {text})"
        elif element.kind in FILMED and prose:
            yield from (Beat(next(numbers), sentence) for sentence in _sentences(text))
        elif element.kind in FILMED:
            yield Beat(next(numbers), text, element.character, _aside(element))


def _aside(element: Element) -> str:
    return ", ".join(part for part in (element.extension, element.parenthetical) if part)


def _sentences(text: str) -> list[str]:
    found = pysbd.Segmenter(language="en", clean=False).segment(text)
    return [sentence.strip() for sentence in found if sentence.strip()]
