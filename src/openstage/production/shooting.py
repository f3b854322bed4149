"""Making the shots: whatever the survey finds missing, with several processes at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Literal

from openstage.crew import Hiring
from openstage.errors import WorkError
from openstage.production.survey import ShotWork, Surveyor
from openstage.production.takes import Secretary
from openstage.production.worker import Job, Result, draw
from openstage.production.workers import Start, workers
from openstage.storyboard.document import SEEDS, Storyboard


@dataclass(frozen=True)
class Progress:
    """Told after each step of a long work."""

    stage: Literal["draw", "refine", "shoot", "cut"]
    done: int
    total: int
    """In frames of the film."""
    shot: str = ""


Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Shooting:
    """One run over the shots of a storyboard."""

    surveyor: Surveyor
    storyboard: Storyboard
    clips: bool
    """False: pairs are enough."""
    only: frozenset[str] | None
    """The ids of the shots to make; None: all."""
    jobs: int
    watch: Watch
    hiring: Hiring
    """The surveyor's artist, for other processes."""
    takes: int = 1
    """How many pairs each shot gets, of seeds that follow one another, to choose from."""

    def run(self) -> tuple[str, ...]:
        """Makes what is missing, and gives the ids of the shots that were made, in film order.

        What is finished stays finished when it raises.
        """
        secretary = Secretary(self.surveyor, self.storyboard)
        count = _Count(self)
        made: set[str] = set()
        try:
            with workers(self.jobs) as start:
                works = self._works(secretary, made)
                for item, result in self._results(self._unready(works, secretary, count), start):
                    secretary.keep(item, result)
                    made.add(item.shot.id)
                    count.add(item)
        finally:
            secretary.save(at_once=True)
        return tuple(shot.id for _, shot in self.storyboard.shots() if shot.id in made)

    def _unready(
        self, works: Iterable[ShotWork], secretary: Secretary, count: _Count
    ) -> Iterator[ShotWork]:
        """The shots that a process has to work on; those that are there already are recorded."""
        for item in works:
            if item.pair is not None and (item.clip is not None or not self.clips):
                secretary.record(item, item.pair, item.clip)
                count.add(item)
            else:
                yield item

    def _results(
        self, works: Iterable[ShotWork], start: Start
    ) -> Iterator[tuple[ShotWork, Result]]:
        """Each shot with what was made of it, as it comes.

        After one has failed, no other is begun, but those that are being made come to their end.
        """
        running: dict[Future[Result], ShotWork] = {}
        failures: list[BaseException] = []
        for item in works:
            running[start(self._job(item))] = item
            # One more than there are processes, so that none waits for us.
            yield from _done(running, failures, at_once=len(running) <= self.jobs)
            if failures:
                break
        while running:
            yield from _done(running, failures)
        if failures:
            raise failures[0]

    def _works(self, secretary: Secretary, made: set[str]) -> Iterator[ShotWork]:
        """The shots to make; an artist that remembers draws them here, one after the other, and
        so does each who is asked for more than one take."""
        here = self.surveyor.artist.remembers or self.takes > 1
        for item in self.surveyor.survey(self.storyboard):
            if self.only is not None and item.shot.id not in self.only:
                continue
            if here and not item.kept:
                if item.pair is None:
                    secretary.keep(item, self._drawn(item))
                    made.add(item.shot.id)
                for other in self._other_takes(item):
                    secretary.add(item, other, self._drawn(other) if other.pair is None else None)
                    made.add(item.shot.id)
                item = self.surveyor.look(item.context, item.memory)
            yield item

    def _drawn(self, item: ShotWork) -> Result:
        began = time.perf_counter()
        pair, drawing = draw(self.surveyor.artist, item.context, item.memory)
        return Result(drawing, None, pair.notes, pair_seconds=time.perf_counter() - began)

    def _other_takes(self, item: ShotWork) -> Iterator[ShotWork]:
        """The same shot with the seeds after its own, as far as it has no such take yet."""
        for further in range(1, self.takes):
            seed = (item.context.seed + further) % SEEDS
            shot = item.shot.model_copy(update={"seed": seed})
            other = self.surveyor.look(replace(item.context, shot=shot), item.memory)
            if other.pair_key not in {take.key for take in item.shot.takes}:
                yield other

    def _job(self, item: ShotWork) -> Job:
        project, id = self.surveyor.project, item.shot.id
        if item.kept and item.pair is None:
            raise WorkError(
                f"The frames of shot {id}, which is kept as it is, are gone or damaged.",
                f"Give them again with `openstage use {id} start.png end.png`, or have it drawn "
                f"with `openstage redo {id}`.",
            )
        pair = None
        if item.pair is not None:
            start, end = (project.assets.path(item.pair.assets[role]) for role in ("start", "end"))
            pair = (start, end)
        return Job(
            context=item.context,
            artist=self.hiring,
            cinematographer=item.cinematographer if self.clips else "",
            pair=pair,
            clip=project.workshop / f"{id}.mp4",
        )


class _Count:
    """Frames of the film that are done."""

    def __init__(self, shooting: Shooting) -> None:
        only = shooting.only
        self.shooting = shooting
        self.done = 0
        self.total = sum(
            shot.frame_count
            for _, shot in shooting.storyboard.shots()
            if only is None or shot.id in only
        )

    def add(self, item: ShotWork) -> None:
        self.done += item.shot.frame_count
        stage: Literal["draw", "shoot"] = "shoot" if self.shooting.clips else "draw"
        self.shooting.watch(Progress(stage, self.done, self.total, item.shot.id))


def _done(
    running: dict[Future[Result], ShotWork],
    failures: list[BaseException],
    *,
    at_once: bool = False,
) -> Iterator[tuple[ShotWork, Result]]:
    """Takes what is done out of `running`, and waits for it unless it is asked `at_once`."""
    for future in wait(running, 0 if at_once else None, FIRST_COMPLETED).done:
        item = running.pop(future)
        error = future.exception()
        if error is None:
            yield item, future.result()
        else:
            failures.append(_told(error, item))


def _told(error: BaseException, item: ShotWork) -> BaseException:
    """`error`, in words where a process was lost."""
    if not isinstance(error, BrokenProcessPool):
        return error
    told = WorkError(
        f"A process that made shot {item.shot.id} was stopped from outside, perhaps because "
        "memory ran out.",
        "Run again with --jobs 1; what is finished is kept.",
    )
    told.__cause__ = error
    return told
