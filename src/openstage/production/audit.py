"""Looks a storyboard, or a whole project, over for faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openstage.errors import ProjectError
from openstage.storyboard.check import Fault, check
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import reading_errors
from openstage.storyboard.project import Project, read_storyboard_text
from openstage.storyboard.upgrade import parse_storyboard


def audit(path: Path) -> list[Fault]:
    """Every fault of a storyboard file or a project's folder.

    Raises StoryboardError where the file holds no storyboard at all, ProjectError where there is
    nothing to look at.
    """
    if not path.is_dir():
        return check(parse_storyboard(read_storyboard_text(path), str(path)))
    project = Project.open(path)
    storyboard = project.load()
    return [*check(storyboard), *_files(project, storyboard)]


def _files(project: Project, storyboard: Storyboard) -> Iterator[Fault]:
    """Files that the storyboard names and that are gone, damaged or outside the folder."""
    for entity in storyboard.entities():
        for name in entity.references:
            try:
                with reading_errors(repr(name)):
                    is_there = project.inside(name).is_file()
                if not is_there:
                    yield Fault(f"{entity.id}.references", f"there is no file {name!r}")
            except ProjectError as error:
                yield Fault(f"{entity.id}.references", error.message)
    for s, scene in enumerate(storyboard.scenes):
        for k, shot in enumerate(scene.shots):
            for take in shot.takes:
                files = {"start": take.start, "end": take.end, "clip": take.clip}
                for role, asset in files.items():
                    if asset is not None and not project.assets.sound(asset):
                        yield Fault(
                            f"scenes[{s}].shots[{k}].takes.{take.id}.{role}",
                            "the file is gone or damaged; it will be made again",
                            "warning",
                        )
