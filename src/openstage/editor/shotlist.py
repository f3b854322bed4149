"""The shot list: a table of all shots, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from openstage.editor.panel import speaker
from openstage.editor.plan import Cut, Edit
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import atomic

_Column = Callable[[Storyboard, Cut], object]


def _names(storyboard: Storyboard, ids: list[str]) -> str:
    entities = ((id, storyboard.entity(id)) for id in ids)
    return ", ".join(entity.name if entity else id for id, entity in entities)


def _location(storyboard: Storyboard, cut: Cut) -> str:
    id = cut.scene.heading.location
    location = storyboard.location(id)
    return location.name if location else id


def _dialogue(storyboard: Storyboard, cut: Cut) -> str:
    return "\n".join(f"{speaker(storyboard, line)}: {line.text}" for line in cut.shot.dialogue)


def _transition(_: Storyboard, cut: Cut) -> str:
    out = cut.shot.transition_out
    return str(cut.shot.transition_in) + (f", {out}" if out != "cut" else "")


def _status(_: Storyboard, cut: Cut) -> str:
    if cut.shot.locked:
        return "locked"
    if cut.clip is not None:
        return "shot"
    return "drawn" if cut.start is not None else "to do"


def _artist(_: Storyboard, cut: Cut) -> str:
    take = cut.shot.chosen
    return take.made_by.artist if take else ""


def _seed(storyboard: Storyboard, cut: Cut) -> int:
    take = cut.shot.chosen
    if take is not None:
        return take.seed
    return storyboard.seed if cut.shot.seed is None else cut.shot.seed


_COLUMNS: dict[str, _Column] = {
    "scene": lambda _, cut: cut.scene.number,
    "shot": lambda _, cut: cut.shot.number,
    "size": lambda _, cut: cut.shot.size,
    "angle": lambda _, cut: cut.shot.angle,
    "framing": lambda _, cut: cut.shot.framing,
    "movement": lambda _, cut: cut.shot.movement,
    "lens": lambda _, cut: f"{cut.shot.lens_mm:g} mm",
    "duration": lambda board, cut: f"{float(cut.shot.frame_count / board.fps):.2f}",
    "frames": lambda _, cut: cut.shot.frame_count,
    "INT/EXT": lambda _, cut: cut.scene.heading.interior,
    "location": _location,
    "time of day": lambda _, cut: cut.scene.heading.time,
    "description": lambda _, cut: cut.shot.description,
    "dialogue": _dialogue,
    "sound": lambda _, cut: cut.shot.sound,
    "cast": lambda board, cut: _names(board, cut.shot.cast),
    "props": lambda board, cut: _names(board, cut.shot.props),
    "transition": _transition,
    "notes": lambda _, cut: cut.shot.notes,
    "status": _status,
    "artist": _artist,
    "seed": _seed,
}

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_shot_list(edit: Edit, path: Path) -> None:
    """Writes the shots as CSV (RFC 4180, UTF-8), one row each. Durations are seconds.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which
    spreadsheets do not show. Raises DiskError.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for cut in edit.cuts:
        writer.writerow(_cell(column(edit.storyboard, cut)) for column in _COLUMNS.values())
    with atomic(path) as temporary:
        temporary.write_bytes(text.getvalue().encode("utf-8"))


def _cell(value: object) -> str:
    text = str(value)
    if isinstance(value, str) and text.startswith(_FORMULA):
        return f"'{text}"
    return text
