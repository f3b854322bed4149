"""Writing down what was made: into the assets, the ledger and the takes of the storyboard."""

from __future__ import annotations

import time
from collections import Counter

from openstage.production.survey import ShotWork, Surveyor, kept_take
from openstage.production.worker import Result
from openstage.storyboard.document import Maker, Shot, Storyboard, Take
from openstage.storyboard.ledger import Entry

SAVE_EVERY = 1.0
"""Seconds between two writes of the storyboard while shots are made; the ledger has them all."""


class Secretary:
    """Keeps the books of one run over one storyboard."""

    def __init__(self, surveyor: Surveyor, storyboard: Storyboard) -> None:
        self.surveyor = surveyor
        self.project = surveyor.project
        self.storyboard = storyboard
        self._saved_at = time.monotonic()

    def keep(self, item: ShotWork, result: Result) -> None:
        """What a worker has made of `item`."""
        pair = item.pair
        if result.drawing is not None:
            pair = self._pair(item, result)
        assert pair is not None, "a worker is given the pair, or draws it"
        self.record(item, pair, self._clip(item, pair, result) if result.clip else None)

    def _pair(self, item: ShotWork, result: Result) -> Entry:
        assert result.drawing is not None
        start, end = (self.project.assets.put(data, ".png") for data in result.drawing)
        return self.project.ledger.put(
            Entry(
                key=item.pair_key,
                kind="pair",
                shot=item.shot.id,
                assets={"start": start, "end": end},
                inputs=item.pair_inputs,
                notes=result.pair_notes,
                seconds=result.pair_seconds,
            )
        )

    def _clip(self, item: ShotWork, pair: Entry, result: Result) -> Entry:
        assert result.clip is not None
        return self.project.ledger.put(
            Entry(
                key=self.surveyor.clip_key(item.context, pair, item.cinematographer),
                kind="clip",
                shot=item.shot.id,
                assets={"clip": self.project.assets.adopt(result.clip)},
                notes=result.clip_notes,
                seconds=result.clip_seconds,
            )
        )

    def add(self, item: ShotWork, other: ShotWork, result: Result | None) -> None:
        """`other`, the shot of `item` with another seed, becomes a take that is not chosen.

        `result` is what was drawn of it; None: its pair is there.
        """
        chosen = item.shot.chosen
        pair = other.pair if result is None else self._pair(other, result)
        assert pair is not None, "what has no pair was drawn"
        take = self._take_of(item.shot, pair, other.context.seed)
        take.prompt = item.context.prompt
        item.shot.take = chosen.id if chosen else None
        self.save()

    def record(self, item: ShotWork, pair: Entry, clip: Entry | None) -> None:
        """The take of `pair` becomes the chosen one; it is made where there is none."""
        shot = item.shot
        take = self._take_of(shot, pair, item.context.seed)
        shot.take = take.id
        take.prompt = item.context.prompt
        if clip is not None:
            take.clip = clip.assets["clip"]
            take.made_by = take.made_by.model_copy(update={"cinematographer": item.cinematographer})
            take.notes = list(dict.fromkeys([*take.notes, *clip.notes]))
        self.save()

    def _take_of(self, shot: Shot, pair: Entry, seed: int) -> Take:
        """The take of `pair`, made where there is none."""
        for take in shot.takes:
            if _is_of(take, pair):
                return take
        take = self._take(shot, pair, seed)
        shot.takes = [*shot.takes, take]
        return take

    def _take(self, shot: Shot, pair: Entry, seed: int) -> Take:
        artist = self.surveyor.artist
        return Take(
            id=next_take(shot),
            key=pair.key,
            start=pair.assets["start"],
            end=pair.assets["end"],
            made_by=Maker(artist=artist.name, model=artist.model),
            seed=seed,
            made_at=pair.made_at,
            seconds=round(pair.seconds, 3),
            notes=list(pair.notes),
        )

    def save(self, *, at_once: bool = False) -> bool:
        """Writes the storyboard, not more often than once a second; False where a person has
        edited the file meanwhile: it is left as it is, and the next run finds all in the ledger.
        """
        if not at_once and time.monotonic() - self._saved_at < SAVE_EVERY:
            return True
        self._saved_at = time.monotonic()
        return self.project.save(self.storyboard)


def next_take(shot: Shot) -> str:
    """The id of a new take: t1, t2, …"""
    numbers = [int(take.id[1:]) for take in shot.takes if take.id[1:].isdecimal()]
    return f"t{max(numbers, default=0) + 1}"


def _is_of(take: Take, pair: Entry) -> bool:
    frames = (pair.assets["start"], pair.assets["end"])
    return take.key == pair.key and (take.start, take.end) == frames


def carry_over(before: Storyboard, after: Storyboard) -> tuple[str, ...]:
    """Shots that film the same words keep the takes, locks and notes of an earlier storyboard.

    They are the same by their id, or, where they were moved, by words that no other shot films.
    Gives the ids of those that were kept as they are, and have no place in the new storyboard.
    """
    olds, news = ([shot for _, shot in board.shots()] for board in (before, after))
    by_id = {(shot.id, shot.source): shot for shot in olds}
    moved = _by_own_words(olds)
    once = _by_own_words(news)
    left = {shot.id for shot in olds if kept_take(shot) is not None}
    for shot in news:
        old = by_id.get((shot.id, shot.source))
        if old is None and shot.source in once:
            old = moved.get(shot.source)
        if old is not None:
            shot.takes, shot.take = old.takes, old.take
            shot.locked, shot.notes, shot.seed = old.locked, old.notes, old.seed
            left.discard(old.id)
    return tuple(shot.id for shot in olds if shot.id in left)


def _by_own_words(shots: list[Shot]) -> dict[str, Shot]:
    """Those that film words which no other films."""
    times = Counter(shot.source for shot in shots)
    return {shot.source: shot for shot in shots if shot.source and times[shot.source] == 1}
