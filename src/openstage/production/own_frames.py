"""What a person decides about single shots: own frames, locks, another try."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from openstage.errors import UseError
from openstage.production.takes import next_take
from openstage.storyboard.document import SEEDS, Maker, Shot, Storyboard, Take
from openstage.storyboard.ledger import key_of
from openstage.storyboard.pictures import fitted, png, read_picture
from openstage.storyboard.project import Project


def shot_of(storyboard: Storyboard, id: str) -> Shot:
    """The shot called `id`; raises UseError where there is none."""
    shot = storyboard.shot(id)
    if shot is None:
        near = ", ".join(shot.id for _, shot in storyboard.shots())
        raise UseError(f"There is no shot {id!r}.", f"There are: {near:.400}.")
    return shot


def use_frames(
    project: Project, storyboard: Storyboard, shot: Shot, start: Path, end: Path
) -> list[str]:
    """Makes two pictures the frames of a shot, for good; gives notes on what was done to them."""
    notes = []
    names = []
    size = (storyboard.width, storyboard.height)
    for path in (start, end):
        picture = read_picture(path)
        rows, columns = picture.shape[:2]
        if abs(columns * size[1] - rows * size[0]) > max(size):
            notes.append(
                f"{path.name} is {columns}x{rows}; it was fitted into {size[0]}x{size[1]} with "
                "black bars, since its shape differs."
            )
        names.append(project.assets.put(png(fitted(picture, *size)), ".png"))
    take = Take(
        id=next_take(shot),
        key=key_of("own frames", names),
        start=names[0],
        end=names[1],
        made_by=Maker(artist="user"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        notes=notes,
    )
    shot.takes = [*shot.takes, take]
    shot.take = take.id
    return notes


def lock(shot: Shot, take: str | None = None) -> None:
    """Keeps a take of the shot, the chosen one unless `take` names another, from being remade."""
    if take is not None:
        shot.take = _take(shot, take).id
    if shot.chosen is None:
        raise UseError(f"Shot {shot.id} has no take to keep yet.", "Draw it first: openstage draw")
    shot.take = shot.chosen.id
    shot.locked = True


def choose(shot: Shot, take: str) -> None:
    """Makes a take the one that the film uses; the shot gets its seed, so that it stays where all
    else is as it was when the take was drawn."""
    chosen = _take(shot, take)
    shot.take = chosen.id
    if chosen.made_by.artist != "user":
        shot.seed = chosen.seed


def _take(shot: Shot, id: str) -> Take:
    for take in shot.takes:
        if take.id == id:
            return take
    there = ", ".join(each.id for each in shot.takes) or "none"
    raise UseError(f"Shot {shot.id} has no take {id!r}.", f"It has: {there}.")


def unlock(shot: Shot) -> None:
    """Lets the shot be remade; frames that a person gave are let go as well."""
    shot.locked = False
    take = shot.chosen
    if take is not None and take.made_by.artist == "user":
        shot.take = None


def try_again(storyboard: Storyboard, shot: Shot, seed: int | None = None) -> int:
    """Gives the shot another seed, so that it is drawn again, and tells which."""
    if shot.locked:
        raise UseError(f"Shot {shot.id} is locked.", f"First: openstage unlock {shot.id}")
    before = storyboard.seed if shot.seed is None else shot.seed
    shot.seed = _next_seed(shot, before) if seed is None else seed
    unlock(shot)
    return shot.seed


def _next_seed(shot: Shot, before: int) -> int:
    """The first after `before` that no take of the shot has."""
    tried = {take.seed for take in shot.takes}
    seed = (before + 1) % SEEDS
    while seed in tried:
        seed = (seed + 1) % SEEDS
    return seed
