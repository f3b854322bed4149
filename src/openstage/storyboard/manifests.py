"""Small JSON files that tell what data was made with, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from openstage.errors import ProjectError, UseError
from openstage.storyboard.files import atomic, reading_errors


def write_json(path: Path, told: Any) -> None:
    """Raises DiskError."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def read_json(path: Path, remedy: str) -> Any:
    """Raises ProjectError where it cannot be read; where it is no JSON, with this remedy."""
    with reading_errors(path):
        text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError as error:
        raise ProjectError(f"{path} is damaged.", remedy) from error


def first_fault(error: ValidationError) -> str:
    """'shards.0.rows: Input should be a valid integer': where the first fault is, and what."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def must_be_same(
    folder: Path,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    remedy: str,
    but: Collection[str] = (),
) -> None:
    """Raises UseError where what a folder was made with is not what it is to go on with, JSON data
    both; names in `but` may differ."""
    before, after = ({k: v for k, v in each.items() if k not in but} for each in (was, now))
    changed = sorted(_differences(before, after))
    if changed:
        raise UseError(f"{folder} was made with other settings: {', '.join(changed)}.", remedy)


def _differences(was: Any, now: Any, name: str = "") -> Iterator[str]:
    """'shape.width (was 64, is 112)' of all that differs."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in was.keys() | now.keys():
            yield from _differences(was.get(key), now.get(key), f"{name}.{key}".lstrip("."))
    elif was != now:
        yield f"{name} (was {_short(was)}, is {_short(now)})"


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 40 else f"{words[:37]}…"
