"""The whole way of a story, in a row."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openstage import crew
from openstage.crew import Director, Hiring
from openstage.editor.film import cut_film
from openstage.editor.plan import Cut, Edit
from openstage.errors import StoryboardError, UseError
from openstage.production.hiring import artist_of, remember_artist
from openstage.production.own_frames import choose
from openstage.production.prompts import Prompts, Refiner
from openstage.production.shooting import Progress, Shooting, Watch
from openstage.production.story import Story
from openstage.production.survey import ShotWork, Surveyor
from openstage.production.takes import carry_over
from openstage.storyboard.check import check
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Scene, Shot, Storyboard, Take
from openstage.storyboard.ledger import Entry, key_of
from openstage.storyboard.project import Project, file_digest

FILM_VERSION = 1
"""Raised when the same clips are cut into another film: it is part of the film's key."""


@dataclass(frozen=True)
class Film:
    """What a production has come to."""

    path: Path
    storyboard: Storyboard
    made: tuple[str, ...]
    """The ids of the shots that were made in this run."""
    notes: tuple[str, ...]
    """What could not be done as it was told, each with the shot that it concerns."""


@dataclass(frozen=True)
class Directed:
    storyboard: Storyboard
    left_behind: tuple[str, ...]
    """The ids of shots that were locked, or had a person's own frames, and whose words no shot of
    the new storyboard films."""


class Production:
    """Makes the film of one project. Hold `project.locked()` while it works."""

    def __init__(
        self,
        project: Project,
        *,
        artist: Hiring | None = None,
        cinematographer: str = "",
        refiner: Refiner = "rules",
        jobs: int | None = None,
        watch: Watch = lambda progress: None,
    ) -> None:
        self.project = project
        self.hiring = artist or artist_of(project, None, {})
        self.cinematographer = cinematographer
        self.prompts = Prompts(project, refiner)
        self.jobs = jobs or os.cpu_count() or 1
        self.watch = watch

    @cached_property
    def surveyor(self) -> Surveyor:
        return Surveyor(self.project, self.hiring.hire(), self.prompts, self.cinematographer)

    def direct(self, director: Director, story: Story) -> Directed:
        """A new storyboard; shots that film the same words keep their takes, locks and notes.

        Nothing is written yet: `keep` does that.
        """
        # A storyboard with mistakes is told before the work, which may be long and paid.
        before = self.project.load() if self.project.has_storyboard() else None
        storyboard = director.direct(story.screenplay)
        left = carry_over(before, storyboard) if before is not None else ()
        return Directed(storyboard, left)

    def keep(self, storyboard: Storyboard, story: Story) -> None:
        """Writes a new storyboard and the story it films into the project.

        Raises ProjectError where a person has edited the storyboard since `direct`.
        """
        if self.project.story() is None:
            # A run that is killed between the two is then directed again by the next one.
            self.project.keep_story(story.data, story.suffix)
        self.project.save_or_raise(storyboard)
        self.project.keep_story(story.data, story.suffix)

    def load(self) -> Storyboard:
        """The storyboard of the project; raises StoryboardError where it cannot become a film."""
        storyboard = self.project.load()
        faults = [str(fault) for fault in check(storyboard) if fault.level == "error"]
        if faults:
            raise StoryboardError(
                f"{self.project.storyboard_path} has faults:\n  " + "\n  ".join(faults) + "\n",
                "Mend them and try again.",
            )
        return storyboard

    def survey(self, storyboard: Storyboard) -> list[ShotWork]:
        """How far every shot is."""
        return list(self.surveyor.survey(storyboard))

    def choose(self, storyboard: Storyboard, shot: Shot, take: str) -> bool:
        """Makes a take the one that the film uses. True: it is locked, since what would be drawn
        now is another one."""
        choose(shot, take)
        (work,) = (each for each in self.survey(storyboard) if each.shot is shot)
        if work.kept or shot.chosen is None or work.pair_key == shot.chosen.key:
            return False
        shot.locked = True
        return True

    def draw(
        self, storyboard: Storyboard, only: frozenset[str] | None = None, *, takes: int = 1
    ) -> tuple[str, ...]:
        """Every pair that is missing, and further takes up to `takes` a shot, to choose from;
        gives the ids of the shots that were drawn.
        """
        return self._shooting(storyboard, only, clips=False, takes=takes).run()

    def shoot(self, storyboard: Storyboard, only: frozenset[str] | None = None) -> tuple[str, ...]:
        """Every pair and clip that is missing; gives the ids of the shots that were made."""
        drawn: tuple[str, ...] = ()
        if self.prompts.refiner == "llm":
            # It looks at the frames, so all are drawn before the first clip is shot.
            drawn = self.draw(storyboard, only)
            self._refine(storyboard, only)
        made = {*drawn, *self._shooting(storyboard, only, clips=True).run()}
        return tuple(shot.id for _, shot in storyboard.shots() if shot.id in made)

    def _refine(self, storyboard: Storyboard, only: frozenset[str] | None) -> None:
        works = [w for w in self.survey(storyboard) if only is None or w.shot.id in only]
        total = sum(work.shot.frame_count for work in works)
        done = 0

        def told(context: ShotContext) -> None:
            nonlocal done
            done += context.shot.frame_count
            self.watch(Progress("refine", done, total, context.shot.id))

        self.prompts.refine(((w.context, w.pair) for w in works if w.pair), told)

    def _shooting(
        self,
        storyboard: Storyboard,
        only: frozenset[str] | None,
        *,
        clips: bool,
        takes: int = 1,
    ) -> Shooting:
        unknown = sorted((only or frozenset()) - {shot.id for _, shot in storyboard.shots()})
        if unknown:
            raise UseError(
                f"There is no shot {', '.join(unknown)}.", "`openstage status` lists the shots."
            )
        surveyor = self.surveyor
        crew.must_have(surveyor.artist)
        remember_artist(self.project, self.hiring)  # now that they could be hired
        return Shooting(
            surveyor,
            storyboard,
            clips=clips,
            only=only,
            jobs=self.jobs,
            watch=self.watch,
            hiring=self.hiring,
            takes=takes,
        )

    def cut(self, storyboard: Storyboard) -> Path:
        """out/film.mp4; as it lies there where nothing has changed."""
        path = self.project.out / "film.mp4"
        total = sum(shot.frame_count for _, shot in storyboard.shots())
        key = key_of("film", film_inputs(storyboard))
        before = self.project.ledger.get(key)
        if before is None or not path.is_file() or file_digest(path) != before.assets["film"]:
            began = time.perf_counter()
            cut_film(
                storyboard,
                self.edit(storyboard).cuts,
                path,
                progress=lambda done, of: self.watch(Progress("cut", done, of)),
            )
            seconds = time.perf_counter() - began
            self.project.ledger.put(
                Entry(key, "film", "", {"film": file_digest(path)}, seconds=seconds)
            )
        self.watch(Progress("cut", total, total))
        return path

    def edit(self, storyboard: Storyboard) -> Edit:
        """The film as the editor takes it: every shot with the files of its chosen take."""
        shots = list(storyboard.shots())
        takes = [
            self._cut(scene, shot, take)
            for scene, shot in shots
            if len(shot.takes) > 1
            for take in shot.takes
        ]
        cuts = [self._cut(scene, shot, shot.chosen) for scene, shot in shots]
        return Edit(storyboard, cuts, takes)

    def _cut(self, scene: Scene, shot: Shot, take: Take | None) -> Cut:
        if take is None:
            return Cut(shot, scene)
        path = self.project.assets.path
        clip = path(take.clip) if take.clip else None
        return Cut(shot, scene, clip, path(take.start), path(take.end), take.id)

    def make(self, storyboard: Storyboard) -> Film:
        """Everything that is missing, and the film."""
        made = self.shoot(storyboard)
        path = self.cut(storyboard)
        notes = tuple(
            f"{shot.id}: {note}"
            for _, shot in storyboard.shots()
            for note in (shot.chosen.notes if shot.chosen else ())
        )
        return Film(path, storyboard, made, notes)


def film_inputs(storyboard: Storyboard) -> dict[str, Any]:
    """All that the film depends on, as plain JSON data."""
    return {
        "version": FILM_VERSION,
        "title": storyboard.title,
        "size": [storyboard.width, storyboard.height],
        "fps": str(storyboard.fps),
        "shots": [
            {
                "clip": shot.chosen.clip if shot.chosen else None,
                "frames": shot.frame_count,
                "in": shot.transition_in,
                "out": shot.transition_out,
                "transition": shot.transition_frames,
                "lines": [line.model_dump(mode="json") for line in shot.dialogue],
            }
            for _, shot in storyboard.shots()
        ],
    }
