"""What a film still needs: for each shot, what is done, what a change made stale, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from openstage import crew
from openstage.crew import Artist, Cinematographer, FrameKind, Memory, MemoryFrame
from openstage.production.prompts import Prompts
from openstage.production.references import references
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot, Storyboard, Take
from openstage.storyboard.ledger import Entry, digest_of, key_of
from openstage.storyboard.pictures import read_picture
from openstage.storyboard.project import Project

Condition = Literal["done", "to shoot", "stale", "missing"]
"""done: pair and clip are there; to shoot: the pair is there; stale: a change asks for another
pair than the one that is there; missing: there is no pair yet."""

CLIP_VERSION = 1
"""Raised when clips are encoded in another way: it is part of every clip's key."""


@dataclass(frozen=True)
class ShotWork:
    """One shot, and how far it is."""

    context: ShotContext
    condition: Condition
    pair: Entry | None
    """The pair that the film uses, where it is there."""
    clip: Entry | None
    cinematographer: str
    pair_key: str
    """The key of the pair that is wanted."""
    pair_inputs: dict[str, str]
    kept: bool
    """True: the pair is locked, or a person's own, and is never drawn again."""
    changed: tuple[str, ...]
    """Of a stale shot: the names of the inputs that changed."""
    memory: Memory
    """What the artist sees of the reference pictures and of the earlier frames that there are."""

    @property
    def shot(self) -> Shot:
        return self.context.shot


@dataclass(frozen=True)
class Surveyor:
    """Looks at a project with the eyes of an artist and a cinematographer."""

    project: Project
    artist: Artist
    prompts: Prompts
    cinematographer: str = ""
    """Empty: previz for what previz has drawn, morph for every other pair."""

    def survey(self, storyboard: Storyboard) -> Iterator[ShotWork]:
        """The work of every shot in the order of the film; draw a shot before asking for the next.

        An artist that remembers sees the pairs which the film has now: those that are still to be
        drawn, or drawn again, change what later shots want only once they are.
        """
        from openstage.world import states

        remembers = self.artist.remembers
        memory = list(references(self.project, storyboard)) if remembers else []
        for context in states(storyboard):
            work = self.look(context, self.artist.sees(context, memory) if remembers else ())
            yield work
            if remembers:
                memory.extend(self._memories(work))

    def look(self, context: ShotContext, memory: Memory) -> ShotWork:
        """One shot, whose artist sees `memory`."""
        shot = context.shot
        key, inputs = self._wanted(context, memory)
        kept = kept_take(shot)
        pair = self._sound(_entry_of(kept, shot) if kept else self.project.ledger.get(key))
        context = replace(context, prompt=self.prompts.of(context, pair))
        name = self.cinematographer or self._suited(pair, key)
        clip = self._clip(context, pair, name) if pair else None
        condition = _condition(shot, pair, clip, is_kept=kept is not None)
        changed = self._changed(shot, inputs) if condition == "stale" else ()
        return ShotWork(
            context, condition, pair, clip, name, key, inputs, kept is not None, changed, memory
        )

    def _wanted(self, context: ShotContext, memory: Memory) -> tuple[str, dict[str, str]]:
        """The key of the pair that the storyboard asks for, and its inputs one by one."""
        needs = self.artist.depends_on(context)
        seen = [[frame.source, frame.kind, frame.digest] for frame in memory]
        key = key_of("pair", {"artist": self.artist.name, "needs": needs, "memory": seen})
        return key, _digests(needs) | _digests_of_memory(memory)

    def _suited(self, pair: Entry | None, key: str) -> str:
        """previz for what previz draws as the storyboard now asks for it, morph for other pairs."""
        as_staged = pair is None or pair.key == key
        return "previz" if self.artist.name == "previz" and as_staged else "morph"

    def _clip(self, context: ShotContext, pair: Entry, name: str) -> Entry | None:
        take = context.shot.chosen
        if context.shot.locked and take is not None and take.clip is not None:
            return self._sound(Entry("", "clip", context.shot.id, {"clip": take.clip}))
        return self._sound(self.project.ledger.get(self.clip_key(context, pair, name)))

    def clip_key(self, context: ShotContext, pair: Entry, cinematographer: str) -> str:
        person: Cinematographer = crew.find("cinematographer", cinematographer)
        storyboard = context.storyboard
        return key_of(
            "clip",
            {
                "version": CLIP_VERSION,
                "cinematographer": person.name,
                "needs": person.depends_on(context),
                "pair": [pair.assets["start"], pair.assets["end"]],
                "size": [storyboard.width, storyboard.height],
                "fps": str(storyboard.fps),
            },
        )

    def _changed(self, shot: Shot, inputs: dict[str, str]) -> tuple[str, ...]:
        take = shot.chosen
        before = self.project.ledger.get(take.key) if take else None
        if take is None or before is None:
            return ()
        if take.made_by.artist != self.artist.name:
            return ("artist",)
        names = sorted(before.inputs.keys() | inputs.keys())
        return tuple(name for name in names if before.inputs.get(name) != inputs.get(name))

    def _sound(self, entry: Entry | None) -> Entry | None:
        """`entry`, unless one of its files is gone or damaged."""
        if entry is None:
            return None
        sound = all(self.project.assets.sound(name) for name in entry.assets.values())
        return entry if sound else None

    def _memories(self, work: ShotWork) -> Iterator[MemoryFrame]:
        """The frames of the wanted pair; while it is not there, of the take that the film has."""
        take = work.shot.chosen
        pair = work.pair or (self._sound(_entry_of(take, work.shot)) if take else None)
        kinds: tuple[FrameKind, ...] = ("start", "end")
        if pair is None:
            return
        for kind in kinds:
            path = self.project.assets.path(pair.assets[kind])
            yield MemoryFrame(
                source=work.shot.id,
                kind=kind,
                digest=path.stem,
                load=partial(read_picture, path),
            )


def affected(works: Iterable[ShotWork]) -> list[ShotWork]:
    """Of a survey, the shots that a run would make: those that are not done, and those whose
    artist sees the frames of one that would be drawn."""
    redrawn: set[str] = set()
    found = []
    for work in works:
        sees_new = any(frame.source in redrawn for frame in work.memory)
        if not work.kept and (work.pair is None or sees_new):
            redrawn.add(work.shot.id)
        if work.condition != "done" or work.shot.id in redrawn:
            found.append(work)
    return found


def kept_take(shot: Shot) -> Take | None:
    """The take that is never made again: a locked shot's, or one whose frames a person gave."""
    take = shot.chosen
    if take is None:
        return None
    is_own = take.made_by.artist == "user" and shot.take == take.id
    return take if shot.locked or is_own else None


def _condition(shot: Shot, pair: Entry | None, clip: Entry | None, *, is_kept: bool) -> Condition:
    if pair is None:
        return "stale" if shot.takes and not is_kept else "missing"
    return "done" if clip else "to shoot"


def _entry_of(take: Take, shot: Shot) -> Entry:
    return Entry(take.key, "pair", shot.id, {"start": take.start, "end": take.end})


def _digests_of_memory(memory: Memory) -> dict[str, str]:
    """By where they come from, a short digest of the frames that are seen, and of their order."""
    by_source: dict[str, list[str]] = {}
    for frame in memory:
        by_source.setdefault(frame.source, []).append(frame.kind + frame.digest)
    told = {f"frames of {source}": digest_of(seen)[:16] for source, seen in by_source.items()}
    order = [[frame.source, frame.kind] for frame in memory]
    return {**told, "order of memory": digest_of(order)[:16]} if memory else {}


def _digests(needs: Any) -> dict[str, str]:
    """By name, a short digest of each input; those of a staging one by one."""
    flat = dict(needs) if isinstance(needs, dict) else {"needs": needs}
    staging = flat.pop("staging", None)
    if isinstance(staging, dict):
        flat.update(staging)
    return {name: digest_of(value)[:16] for name, value in flat.items()}
