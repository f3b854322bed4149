"""The forms of export: which there are, and writing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from openstage.cli.voice import Voice
from openstage.editor.boards import Layout
from openstage.editor.export import FORMATS, Options, export
from openstage.editor.plan import Edit
from openstage.errors import UseError

PAPERS: dict[str, Literal["A4", "Letter"]] = {"a4": "A4", "letter": "Letter"}


def list_formats(speaker: Voice) -> None:
    rows = [(name, form.file_name, form.about) for name, form in FORMATS.items()]
    speaker.table(("format", "file", "what it is"), rows)
    speaker.result(
        "openstage export FORMAT…",
        {"formats": [dict(zip(("name", "file", "about"), row, strict=True)) for row in rows]},
    )


def parse_layout(page: str, landscape: bool, grid: str) -> Layout:
    """The boards' layout, as it was typed."""
    if page.lower() not in PAPERS:
        raise UseError(f"There is no paper {page!r}.", f"Choose {' or '.join(PAPERS)}.")
    match = re.fullmatch(r"\s*(\d)\s*[x×X]\s*(\d)\s*", grid)
    if not match:
        raise UseError(f"{grid!r} is no grid.", "Write it as columns x rows: 2x3.")
    return Layout(PAPERS[page.lower()], landscape, int(match[1]), int(match[2]))


def write(edit: Edit, names: Sequence[str], folder: Path, options: Options) -> list[Path]:
    """Writes the forms of these names; an unknown one is refused before anything is written."""
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise UseError(
            f"There is no format {', '.join(unknown)}.", f"Choose from: {', '.join(FORMATS)}."
        )
    return [export(edit, name, folder, options) for name in names]
