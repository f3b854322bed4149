"""A story as it came in: its bytes, to be kept, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openstage.script.decoding import decode
from openstage.script.reader import read_text
from openstage.script.screenplay import Screenplay
from openstage.script.source import STANDARD_INPUT, load

LONGEST_SUFFIX = 16
"""Of a story's name; beyond it, it is no suffix but a part of the name."""


@dataclass(frozen=True)
class Story:
    """A story as it came in."""

    data: bytes
    """The file's content, to be kept in the project."""
    suffix: str
    screenplay: Screenplay


def read_story(source: str) -> Story:
    """The story in a file, or in standard input for '-'; raises StoryError where there is none."""
    data = load(source)
    is_input = source == STANDARD_INPUT
    name = "standard input" if is_input else Path(source).name
    suffix = "" if is_input else Path(source).suffix.lower()[:LONGEST_SUFFIX]
    return Story(data, suffix or ".txt", read_text(decode(data, name), name=name))
