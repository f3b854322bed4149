"""Preferences that people chose, from a file of votes (paper, ConStoryBoard-HP).

A line of the file is a vote, as JSON:

    {"clip": "world-0-000012", "shot": "1-020", "by": "anna",
     "winner": ["a/start.png", "a/end.png"], "loser": ["b/start.png", "b/end.png"]}

Both pairs were drawn for that shot of a clip of the dataset; pictures are named from the file's
folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from openstage.dataset.clip import Preference
from openstage.dataset.preferring import distance
from openstage.dataset.rows import preference_of, preference_row
from openstage.dataset.store import Split, Store
from openstage.errors import UseError
from openstage.storyboard.files import reading_errors
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
    shots = _shots(store)
    found: dict[Split, list[Preference]] = {"train": [], "test": []}
    for number, vote in _votes(file):
        split = shots.get((vote.clip, vote.shot))
        if split is None:
            raise UseError(
                f"Line {number} of {file}: {store.folder} has no shot {vote.shot} of a clip "
                f"{vote.clip}.",
                "Vote on shots of the dataset that you add the votes to.",
            )
        found[split].append(_preference(vote, file.parent))
    return sum(_add(store, split, votes) for split, votes in found.items())


def _shots(store: Store) -> dict[tuple[str, str], Split]:
    return {
        (row["id"], shot["id"]): shard.split
        for shard in store.manifest.shards
        if shard.table == "clips"
        for row in store.rows_of(shard, ["id", "shots.list.element.id"])
        for shot in row["shots"]
    }


def _votes(file: Path) -> Iterator[tuple[int, _Vote]]:
    """Each with the number of its line; empty lines count and are passed over."""
    with reading_errors(file):
        lines = file.read_text(encoding="utf-8").splitlines()
    reader = TypeAdapter(_Vote)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, reader.validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                told = f"{where}: {first['msg']}" if where else first["msg"]
                raise UseError(f"Line {number} of {file} is no vote: {told}.", _REMEDY) from error


def _preference(vote: _Vote, folder: Path) -> Preference:
    winner, loser = (
        (_picture(folder / start), _picture(folder / end))
        for start, end in (vote.winner, vote.loser)
    )
    far = round(distance(winner, loser), 4)
    return Preference(vote.clip, vote.shot, winner, loser, "vote", vote.by, far)


def _picture(path: Path) -> bytes:
    with reading_errors(path):
        data = path.read_bytes()
    decoded(data, str(path))
    return data


def _add(store: Store, split: Split, votes: list[Preference]) -> int:
    """As a shard of their own; those that are there already are passed over."""
    shards = [
        shard
        for shard in store.manifest.shards
        if (shard.table, shard.split) == ("preferences", split) and shard.number >= FIRST_SHARD
    ]
    there = {_content(preference_of(row)) for shard in shards for row in store.rows_of(shard)}
    new = [vote for key, vote in {_content(v): v for v in votes}.items() if key not in there]
    if new:
        number = max((shard.number for shard in shards), default=FIRST_SHARD - 1) + 1
        store.add("preferences", split, number, map(preference_row, new))
    return len(new)


def _content(vote: Preference) -> tuple[object, ...]:
    return vote.clip, vote.shot, vote.chosen_by, vote.winner, vote.loser
