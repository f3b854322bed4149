"""The pictures that a person gave of characters, places and props, as memories of the artist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from openstage.crew import MemoryFrame
from openstage.errors import ProjectError
from openstage.storyboard.document import Entity, Storyboard
from openstage.storyboard.files import atomic, disk_errors, reading_errors
from openstage.storyboard.pictures import read_picture
from openstage.storyboard.project import Project, file_digest

FOLDER = "references"
"""Of the project, where the pictures that a person gives are copied to."""


def give_reference(project: Project, entity: Entity, picture: Path) -> str:
    """Copies a picture of `entity` into the project, and gives its name there.

    The same picture twice is one. Raises UseError where it is no picture.
    """
    read_picture(picture)
    with reading_errors(picture):
        data = picture.read_bytes()
    name = f"{FOLDER}/{entity.id}-{sha256(data).hexdigest()[:8]}{picture.suffix.lower()}"
    path = project.inside(name)
    with disk_errors(path.parent):
        path.parent.mkdir(exist_ok=True)
    with atomic(path) as temporary:
        temporary.write_bytes(data)
    entity.references = list(dict.fromkeys([*entity.references, name]))
    return name


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
