"""Looks a whole dataset over for faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openstage.dataset.clip import INTERIOR, Clip, Pictures, same_shape
from openstage.dataset.manifest import SPLITS, Split
from openstage.dataset.rows import clip_of, preference_of, row_of
from openstage.dataset.store import Store
from openstage.errors import OpenstageError, UseError
from openstage.storyboard.check import check
from openstage.storyboard.pictures import decoded

_PICTURES = ("start", "end", "interior")
"""Columns of a shot that are looked at as pictures."""


def faults(store: Store) -> Iterator[str]:
    """Every fault, a sentence each: of the files, of the clips, of what stands between them, and of
    the preferences."""
    files = list(store.faults())
    yield from files
    if files:
        return  # what cannot be trusted is not read
    if not store.manifest.rows("clips"):
        yield "There is no clip in it."
    stories: dict[Split, set[str]] = {"train": set(), "test": set()}
    ids: set[str] = set()
    shots: dict[Split, dict[tuple[str, str], tuple[int, int]]] = {"train": {}, "test": {}}
    for split in SPLITS:
        for row in store.rows("clips", split):
            if row["id"] is not None and row["id"] in ids:
                yield f"Clip {row['id']} stands in it more than once."
            ids.add(row["id"])
            stories[split] |= {row["story"]} - {None}
            size = row["width"], row["height"]
            for shot in filter(None, row["shots"] or ()):
                shots[split][row["id"], shot["id"]] = size
            yield from _of_clip(row)
    for story in sorted(stories["train"] & stories["test"]):
        yield f"Story {story} is both for training and for testing."
    for split in SPLITS:
        for number, row in enumerate(store.rows("preferences", split)):
            for fault in _of_preference(row, shots[split]):
                yield f"Preference {number} to {split} with: {fault}"


def _of_clip(row: Mapping[str, Any]) -> Iterator[str]:
    try:
        clip = clip_of(row)
    except OpenstageError as error:
        yield error.message
        return
    columns = row_of(clip)
    for name, value in columns.items():
        if name != "shots" and value != row[name]:
            yield f"Clip {clip.id}: the column {name} is not what its storyboard tells."
    for ours, theirs in zip(columns["shots"], row["shots"], strict=True):
        for name in ours.keys() - {*_PICTURES}:
            if ours[name] != theirs[name]:
                yield (
                    f"Clip {clip.id}, shot {ours['id']}: the column {name} is not what its "
                    "storyboard tells."
                )
    for fault in check(clip.storyboard):
        if fault.level == "error":
            yield f"Clip {clip.id}: {fault}."
    for id, pictures in clip.pictures.items():
        yield from (f"Clip {clip.id}, shot {id}: {fault}" for fault in _of_shot(clip, id, pictures))


def _of_shot(clip: Clip, id: str, pictures: Pictures) -> Iterator[str]:
    inside = len(pictures.interior)
    if inside < INTERIOR:
        yield f"it has {inside} frames between start and end; {INTERIOR} are wanted."
    board = clip.storyboard
    cast = next(shot.cast for _, shot in board.shots() if shot.id == id)
    for data in (pictures.start, pictures.end, *(each.picture for each in pictures.interior)):
        try:
            height, width, _ = decoded(data, "a frame").shape
        except UseError as error:
            yield error.message
            continue
        if (width, height) != (board.width, board.height):
            yield f"a frame is {width}x{height}, the clip {board.width}x{board.height}."
    for figure in (*pictures.figures_start, *pictures.figures_end):
        if not (0 <= figure.left < figure.right <= 1 and 0 <= figure.top < figure.bottom <= 1):
            yield f"the box of {figure.id} is not within its frame."
        if figure.id not in cast:
            yield f"it has a box of {figure.id}, who is not in it."


def _of_preference(
    row: Mapping[str, Any], shots: Mapping[tuple[str, str], tuple[int, int]]
) -> Iterator[str]:
    """`shots` has the width and height of the frames by clip and shot."""
    try:
        told = preference_of(row)
        shapes = [decoded(data, "a frame").shape for data in (*told.winner, *told.loser)]
    except OpenstageError as error:
        yield error.message
        return
    size = shots.get((told.clip, told.shot))
    if size is None:
        yield f"there is no shot {told.shot} of a clip {told.clip} to the same end."
        return
    for height, width, _ in shapes:
        if not same_shape((width, height), size):
            yield f"a frame is {width}x{height}, of another shape than {size[0]}x{size[1]}."
    if told.winner == told.loser:
        yield "winner and loser are the same."
