"""A clip as a storyboard project: data and product are one document."""

from __future__ import annotations

from pathlib import Path

from openstage.dataset.clip import Clip, Pictures
from openstage.errors import ProjectError
from openstage.storyboard.document import Maker, Take
from openstage.storyboard.ledger import key_of
from openstage.storyboard.project import Project

_PNG = b"\x89PNG"


def show(clip: Clip, folder: Path) -> Project:
    """Writes the clip into a new project, whose shots have the clip's frames as their own.

    Raises ProjectError where the folder is a project already.
    """
    if Project.is_project(folder):
        raise ProjectError(f"{folder} is a project already.", "Name a new folder with -o.")
    project = Project.create(folder)
    board = clip.storyboard.model_copy(deep=True)
    with project.locked():
        for _, shot in board.shots():
            take = _take(project, clip, clip.pictures[shot.id])
            shot.takes, shot.take = [take], take.id
        project.save_or_raise(board)
    return project


def _take(project: Project, clip: Clip, pictures: Pictures) -> Take:
    start, end = (
        project.assets.put(data, ".png" if data.startswith(_PNG) else ".jpg")
        for data in (pictures.start, pictures.end)
    )
    return Take(
        id="t1",
        key=key_of("clip of a dataset", [clip.id, start, end]),
        start=start,
        end=end,
        # As a person's own frames: they are the truth, and are never drawn again.
        made_by=Maker(artist="user", model=f"clip {clip.id}"),
        notes=[f"{clip.source.title}, {clip.source.license}"],
    )
