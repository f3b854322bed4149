"""The first steps: which folder, which story, and whether to direct it or to go on."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openstage import crew
from openstage.crew import Director
from openstage.errors import ProjectError, UseError
from openstage.production.production import Production
from openstage.production.story import Story, read_story
from openstage.script.source import STANDARD_INPUT
from openstage.storyboard.document import Storyboard
from openstage.storyboard.project import Project


@dataclass(frozen=True, kw_only=True)
class Directions:
    """What a person asks of the director; None: as it is done by default."""

    director: str | None = None
    shots: int | None = None
    duration: float | None = None
    """Seconds."""
    script_lock: bool = False
    size: tuple[int, int] | None = None
    fps: Fraction | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        crew.known("director", self.director or "grammar")

    def hire(self) -> Director:
        width, height = self.size or (1280, 720)
        person: Director = crew.find(
            "director",
            self.director or "grammar",
            shots=self.shots,
            duration=self.duration,
            script_lock=self.script_lock,
            width=width,
            height=height,
            fps=self.fps or Fraction(24),
            seed=self.seed or 0,
        )
        return person


@contextmanager
def opened(
    source: str, output: Path | None, *, keep: bool = True
) -> Iterator[tuple[Project, Story | None]]:
    """The locked project that `source` (a story, or a project's folder) leads to, and the story.

    With `keep` false, a project that is not there yet is made in a folder that vanishes.
    """
    if source != STANDARD_INPUT and os.path.isdir(source):  # where Path.is_dir raises, it is no
        if output is not None and output.resolve() != Path(source).resolve():
            raise UseError(f"{source} is a project's folder already.", "Leave -o away.")
        project, story = Project.open(Path(source)), None
    else:
        # Read before the folder is made: a wrong story should not leave an empty folder behind.
        story = read_story(source)
        root = output or Path(folder_name(source))
        if not keep and not Project.is_project(root):
            with tempfile.TemporaryDirectory() as folder:
                project = Project.create(Path(folder))
                with project.locked():
                    yield project, story
            return
        project = Project.create(root)
    with project.locked():
        yield project, story


def folder_name(source: str) -> str:
    """A folder's name for a story's: no slashes, no leading dots, never empty, not too long."""
    if source == STANDARD_INPUT:
        return "film"
    return re.sub(r"[^\w.-]+", "_", Path(source).stem).strip("._")[:60] or "film"


def to_direct(project: Project, story: Story | None, *, again: bool) -> Story | None:
    """The story that is still to be directed; None where the storyboard is there already."""
    if project.has_storyboard() and not again:
        return None
    kept = project.story()
    if story is None and kept is None:
        raise ProjectError(f"{project.root} has no story.", "Name a story file.")
    return story or read_story(str(kept))


def storyboard_at(
    production: Production, story: Story | None, directions: Directions
) -> Storyboard:
    """The storyboard that is there already.

    Raises UseError where the person asks for what it cannot give.
    """
    project = production.project
    kept = project.story_data()
    if story is not None and kept is not None and kept != story.data:
        raise UseError(
            f"The story differs from the one that {project.root} was made of.",
            "Add --again to direct it anew, or name another folder with -o.",
        )
    if directions != Directions():
        raise UseError(
            f"{project.root} has a storyboard already, so no director is asked.",
            "Add --again to direct it anew, or edit its storyboard.json.",
        )
    return production.load()
