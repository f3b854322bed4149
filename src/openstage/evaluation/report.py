"""The report of the world's measures: a table for people, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from openstage.evaluation.figures import Figure
from openstage.evaluation.world_measures import Row
from openstage.storyboard.files import atomic

_HEAD = ("measure", "drawn", "true", "drawn / true", "VAE alone / true", "over")
_NOTE = (
    "Drawn pairs against the true pairs of the same stories, both as the readers see them; and the "
    "true pairs as they come back from the VAE, as a share of true too: what lacks there the VAE "
    "alone has lost. 95 % intervals by a bootstrap over stories, where there are two at least. A "
    "dash: there was nothing to measure."
)


CONDITIONS = (
    "readers", "labels", "measures", "drawing", "world", "stories", "places_once", "as_written",
    "steps", "guidance", "memory_guidance",
)  # fmt: skip
"""What figures that are compared have in common, by their names in `about`."""


def unlike(
    abouts: Iterable[Mapping[str, Any]], conditions: Sequence[str] = CONDITIONS
) -> list[str]:
    """The conditions in which reports differ: their figures are not to be compared."""
    told = list(abouts)
    return [name for name in conditions if len({str(each.get(name)) for each in told}) > 1]


def markdown(rows: Sequence[Row], about: Mapping[str, Any]) -> str:
    """The table, with what was measured above it."""
    told = "\n".join(f"- {name}: {value}" for name, value in about.items())
    lines = [_HEAD, ("---", *["---:"] * (len(_HEAD) - 1)), *map(_cells, rows)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"# Measures of the world\n\n{told}\n\n{_NOTE}\n\n{table}\n"


def _cells(row: Row) -> tuple[str, ...]:
    shown = (in_words(figure) for figure in (row.drawn, row.true, row.share, row.decoded))
    return row.name, *shown, str(row.drawn.count)


def in_words(figure: Figure) -> str:
    """'0.912 (0.890 to 0.934)'."""
    if figure.value is None:
        return "–"
    if figure.low is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def as_json(rows: Sequence[Row], about: Mapping[str, Any]) -> str:
    told = {"about": dict(about), "measures": {row.name: asdict(row) for row in rows}}
    return json.dumps(told, indent=1) + "\n"


def write_report(folder: Path, rows: Sequence[Row], about: Mapping[str, Any]) -> Path:
    """Writes report.json and report.md, and gives the latter. Raises DiskError."""
    texts = {"report.json": as_json(rows, about), "report.md": markdown(rows, about)}
    for name, text in texts.items():
        with atomic(folder / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return folder / "report.md"
