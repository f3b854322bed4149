"""The release's chat templates, read from a checkout of its source.

They are the release's own text, which this project does not carry. The source is parsed and never
run: a template is a constant string with the marks of a conversation and one place for the message.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from openstage.errors import MissingError, UseError
from openstage.step2.understanding.templates import (
    HOLE,
    RELEASE_DROP,
    RELEASE_DROP_WITHOUT_PICTURE,
    Template,
    Templates,
)

_CHAT = "<|im_start|>system"
_PAIR = ("first frame", "last frame")
"""What the rewritten system messages ask for; those of Qwen-Image, beside them, do not."""
_EARLIER = "preceding"
"""The template of a shot with a memory speaks of the preceding shots; the first shot has none."""


def templates_in(checkout: Path) -> Templates:
    """The two templates of the release, with the numbers of states that it drops.

    Raises MissingError where the folder has none, UseError where it has several that differ.
    """
    if not checkout.is_dir():
        raise MissingError(f"There is no folder {checkout}.", "Give a checkout of the release.")
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for path in sorted(checkout.rglob("*.py")):
        for text in _templates(path):
            found[_EARLIER in text.lower()].add(text)
    return Templates(
        with_picture=Template(_one(found[True], checkout, "with"), RELEASE_DROP),
        without_picture=Template(
            _one(found[False], checkout, "without"), RELEASE_DROP_WITHOUT_PICTURE
        ),
    )


def _templates(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return  # another file of the checkout may still have them
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            words = text.lower()
            if _CHAT in text and text.count(HOLE) == 1 and all(part in words for part in _PAIR):
                yield text


def _one(texts: set[str], checkout: Path, which: str) -> str:
    if not texts:
        raise MissingError(
            f"{checkout} has no chat template of a shot {which} a memory in its Python files.",
            "Give a checkout of the release's source, or leave --code away: openstage's own "
            "wording is used then.",
        )
    if len(texts) > 1:
        raise UseError(
            f"{checkout} has {len(texts)} chat templates of a shot {which} a memory.",
            "Give a checkout of one version of the release.",
        )
    return texts.pop()
