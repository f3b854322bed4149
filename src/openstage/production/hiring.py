"""Who draws a project: the artist that a person names, else the one that drew it before.

The choice lies in the project, beside the storyboard and not in it, since weights lie in another
place on another machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openstage import crew
from openstage.crew import Hiring
from openstage.errors import ProjectError
from openstage.storyboard.files import atomic, reading_errors
from openstage.storyboard.project import Project

CREW = "crew.json"


def artist_of(project: Project, name: str | None, options: Mapping[str, Any]) -> Hiring:
    """The artist called `name` (None: the project's own, at first previz).

    What is not among `options` is as it was when the project last hired this artist. Raises
    UseError where nobody has the name, ProjectError where the project's own choice is damaged.
    """
    if name is not None:
        crew.known("artist", name)
    before = _read(project.root / CREW)
    if name is not None and name != before.name:
        return Hiring(name, dict(options))
    kept = dict(before.options)
    if options.get("weights") not in (None, kept.get("weights")):
        kept.pop("steps", None)  # a draft of the weights before
    return Hiring(before.name, {**kept, **options})


def remember_artist(project: Project, hiring: Hiring) -> None:
    """Makes `hiring` the project's own."""
    path = project.root / CREW
    if hiring == _read(path):
        return
    told = {"artist": {"name": hiring.name, "options": dict(hiring.options)}}
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _read(path: Path) -> Hiring:
    if not path.is_file():
        return Hiring()
    with reading_errors(path):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))["artist"]
            return Hiring(str(told["name"]), dict(told["options"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ProjectError(
                f"{path} does not tell who draws this film.",
                "Delete it, and name the artist again with --artist.",
            ) from error
