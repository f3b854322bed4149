"""From text to a storyboard: older versions are upgraded, faults are told with their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from openstage.errors import StoryboardError
from openstage.storyboard.document import SCHEMA, Storyboard

FAMILY = "openstage.storyboard/"

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By the version that it reads: a function that turns that version's data into the next one's."""

SHOWN = 12
"""Faults that one message tells; a person mends these and looks again."""


def parse_storyboard(text: str, name: str = "storyboard.json") -> Storyboard:
    """The storyboard that `text` holds. `name` stands for it in messages.

    Raises StoryboardError, with the place of every fault, where it holds none.
    """
    try:
        # Stricter than the json module: no NaN, no half of a surrogate pair, no bottomless nesting,
        # all of which could be read but never be written again.
        data = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise StoryboardError(
            f"{name} is no JSON: {error}.", "Mend it there; a comma or a quote is often missing."
        ) from error
    if not isinstance(data, dict):
        raise StoryboardError(
            f"{name} holds a {type(data).__name__}, not a storyboard.",
            f'A storyboard is an object that begins with {{"schema": "{SCHEMA}", "title": …}}.',
        )
    try:
        return Storyboard.model_validate(upgraded(data, name))
    except ValidationError as error:
        raise StoryboardError(
            f"{name} has {_count(error)}:\n{_faults(error)}\n", "Mend these places and try again."
        ) from error


def upgraded(data: dict[str, Any], name: str) -> dict[str, Any]:
    """`data` in the present version of the schema."""
    schema = str(data.get("schema", SCHEMA))
    current = int(SCHEMA.removeprefix(FAMILY))
    version = schema.removeprefix(FAMILY)
    if not schema.startswith(FAMILY) or not version.isdecimal():
        raise StoryboardError(
            f"{name} has the schema {schema!r}, which is not a storyboard of openstage.",
            f'Its schema should be "{SCHEMA}".',
        )
    if int(version) > current:
        raise StoryboardError(
            f"{name} was written by a newer openstage (schema {version}, ours is {current}).",
            "Run: pip install -U openstage",
        )
    for step in range(int(version), current):
        if step not in UPGRADES:
            raise StoryboardError(
                f"{name} has the schema version {step}, which was never in use.",
                f'Its schema should be "{SCHEMA}".',
            )
        data = UPGRADES[step](data)
    return {**data, "schema": SCHEMA}


def _count(error: ValidationError) -> str:
    count = error.error_count()
    return f"{count} fault{'s' if count > 1 else ''}"


def _faults(error: ValidationError) -> str:
    lines = [
        f"  {place(fault['loc']) or 'the document'}: {fault['msg'].removeprefix('Value error, ')}"
        + (
            f" (it is {fault['input']!r:.60})"
            if fault["type"] != "missing" and fault["loc"]
            else ""
        )
        for fault in error.errors(include_url=False)
    ]
    more = len(lines) - SHOWN
    return "\n".join(lines[:SHOWN] + ([f"  … and {more} more"] if more > 0 else []))


def place(location: tuple[int | str, ...]) -> str:
    """scenes[0].shots[2].size, as a person would write it."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
