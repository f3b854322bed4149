"""Preferences that people chose, from a file of votes (paper, ConStoryBoard-HP).

A line of the file is a vote, as JSON:

    {"clip": "world-0-000012", "shot": "1-020", "by": "anna",
     "winner": ["a/start.png", "a/end.png"], "loser": ["b/start.png", "b/end.png"]}

Both pairs were drawn for that shot of a clip of the dataset, in the shape of its frames; pictures
are named from the file's folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from openstage.dataset.clip import Pair, Preference, same_shape
from openstage.dataset.manifest import SPLITS, Shard, Split
from openstage.dataset.preferring import BY_RULE, distance
from openstage.dataset.rows import preference_of, preference_row
from openstage.dataset.store import Store
from openstage.errors import UseError
from openstage.storyboard.files import reading_errors
from openstage.storyboard.manifests import first_fault
from openstage.storyboard.pictures import decoded

FIRST_SHARD = 50_000
"""Shards of preferences below it belong to the shard of clips with their number."""
_REMEDY = (
    'A line is {"clip": …, "shot": …, "by": …, "winner": [START, END], "loser": [START, END]}.'
)

_Name = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class _Vote:
    __pydantic_config__ = ConfigDict(extra="forbid")

    clip: _Name
    shot: _Name
    by: _Name
    """Who chose."""
    winner: tuple[Path, Path]
    loser: tuple[Path, Path]


def add_votes(store: Store, file: Path) -> int:
    """Adds the votes of a file to a dataset, and gives how many were new.

    Nothing is added where a line is wrong. Raises UseError that names the line, ProjectError where
    a file cannot be read.
    """
    with store.alone():
        return _added(store, file)


def _added(store: Store, file: Path) -> int:
    shots = _shots(store)
    found: dict[Split, list[Preference]] = {"train": [], "test": []}
    for number, vote in _votes(file):
        if (vote.clip, vote.shot) not in shots:
            raise UseError(
                f"Line {number} of {file}: {store.folder} has no shot {vote.shot} of a clip "
                f"{vote.clip}.",
                "Vote on shots of the dataset that you add the votes to.",
            )
        split, size = shots[vote.clip, vote.shot]
        try:
            found[split].append(_preference(vote, file.parent, size))
        except ValueError as error:
            raise UseError(f"Line {number} of {file} is no vote: {error}.", _REMEDY) from error
    new = {split: _new(store, split, votes) for split, votes in found.items()}
    for split, votes in new.items():
        if votes:
            store.add("preferences", split, _free(store, split), map(preference_row, votes))
    return sum(map(len, new.values()))


def _shots(store: Store) -> dict[tuple[str, str], tuple[Split, tuple[int, int]]]:
    """By clip and shot: to which end it is, and the width and height of its frames."""
    return {
        (row["id"], shot["id"]): (split, (row["width"], row["height"]))
        for split in SPLITS
        for row in store.rows(
            "clips", split, columns=["id", "width", "height", "shots.list.element.id"]
        )
        for shot in row["shots"]
    }


def _votes(file: Path) -> Iterator[tuple[int, _Vote]]:
    """Each with the number of its line; empty lines count and are passed over."""
    with reading_errors(file):
        # Not splitlines: a text may hold what that takes for the end of a line.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    reader = TypeAdapter(_Vote)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, reader.validate_json(line)
            except ValidationError as error:
                raise UseError(
                    f"Line {number} of {file} is no vote: {first_fault(error)}.", _REMEDY
                ) from error


def _preference(vote: _Vote, folder: Path, size: tuple[int, int]) -> Preference:
    winner, loser = (
        (_picture(folder / start, size), _picture(folder / end, size))
        for start, end in (vote.winner, vote.loser)
    )
    if all(_looks_alike(*frames) for frames in zip(winner, loser, strict=True)):
        raise ValueError("winner and loser are the same")
    far = round(distance(winner, loser), 4)
    if vote.by == BY_RULE:
        raise ValueError(f"by: {BY_RULE!r} is nobody's name")
    return Preference(vote.clip, vote.shot, winner, loser, "vote", vote.by, far)


def _looks_alike(one: bytes, other: bytes) -> bool:
    return np.array_equal(decoded(one), decoded(other))


def _picture(path: Path, size: tuple[int, int]) -> bytes:
    with reading_errors(path):
        data = path.read_bytes()
    height, width, _ = decoded(data, str(path)).shape
    if not same_shape((width, height), size):
        raise ValueError(
            f"{path.name} is {width}x{height}, of another shape than the clip's {size[0]}x{size[1]}"
        )
    return data


def _new(store: Store, split: Split, votes: list[Preference]) -> list[Preference]:
    """Those that are not there already. Raises UseError where somebody chose both ways."""
    rows = (row for shard in _shards(store, split) for row in store.rows_of(shard))
    there = {_content(preference_of(row)) for row in rows}
    chosen = there | {_content(vote) for vote in votes}
    for clip, shot, by, winner, loser in chosen:
        if (clip, shot, by, loser, winner) in chosen:
            raise UseError(
                f"{by} chose both ways between the same two pairs for shot {shot} of {clip}.",
                "Leave both votes out, or the one that was a slip.",
            )
    return [vote for key, vote in {_content(v): v for v in votes}.items() if key not in there]


def _free(store: Store, split: Split) -> int:
    """The number of the next shard of votes."""
    return max((shard.number for shard in _shards(store, split)), default=FIRST_SHARD - 1) + 1


def _shards(store: Store, split: Split) -> list[Shard]:
    found = store.manifest.of("preferences", split)
    return [shard for shard in found if shard.number >= FIRST_SHARD]


_Content = tuple[str, str, str, Pair, Pair]


def _content(vote: Preference) -> _Content:
    return vote.clip, vote.shot, vote.chosen_by, vote.winner, vote.loser
