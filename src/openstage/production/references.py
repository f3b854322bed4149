"""The pictures that a person gave of characters, places and props, as memories of the artist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from openstage.crew import MemoryFrame
from openstage.errors import ProjectError
from openstage.storyboard.document import Storyboard
from openstage.storyboard.pictures import read_picture
from openstage.storyboard.project import Project, file_digest


def references(project: Project, storyboard: Storyboard) -> Iterator[MemoryFrame]:
    """Every reference picture of the bible; raises ProjectError where one is not there."""
    for entity in storyboard.entities():
        for name in entity.references:
            path = project.inside(name)
            if not path.is_file():
                raise ProjectError(
                    f"There is no file {name!r} in {project.root}, the reference picture of "
                    f"{entity.name}.",
                    "Copy it there, or take it out of storyboard.json.",
                )
            yield MemoryFrame(
                entity.id, "reference", file_digest(path), partial(read_picture, path)
            )
