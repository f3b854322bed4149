"""A small film: two places, two people, four short shots, 96 x 54."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from openstage.artist.previz import PrevizArtist
from openstage.cinematographer import previz  # noqa: F401
from openstage.cli import app, telling  # noqa: F401
from openstage.director.refiner import refine_by_rules
from openstage.storyboard.document import Storyboard
from openstage.storyboard.project import Project
from openstage.world import states


def shot(scene: str, number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"{scene}-{number:03d}", "number": number, "frame_count": 6, **more}


def small_film(**more: Any) -> Storyboard:
    ana = {"who": "ana", "start": "stands", "end": "stands, waves"}
    return Storyboard.model_validate(
        {
            "title": "A Small Film",
            "fps": 24,
            "width": 96,
            "height": 54,
            "cast": [
                {"id": "ana", "name": "Ana", "kind": "woman", "look": "red hair, yellow dress"},
                {"id": "tom", "name": "Tom", "kind": "man", "look": "bald, blue coat"},
            ],
            "locations": [
                {"id": "kitchen", "name": "Kitchen"},
                {"id": "street", "name": "Street"},
            ],
            "scenes": [
                {
                    "number": "1",
                    "heading": {"location": "kitchen", "time": "morning"},
                    "shots": [
                        shot("1", 10, cast=["ana"], size="wide", blocking=[ana]),
                        shot(
                            "1",
                            20,
                            cast=["ana", "tom"],
                            framing="two-shot",
                            movement="dolly in",
                            dialogue=[{"who": "ana", "text": "Here you are."}],
                        ),
                    ],
                },
                {
                    "number": "2",
                    "heading": {"interior": "EXT", "location": "street", "time": "dusk"},
                    "shots": [
                        shot("2", 10, cast=["tom"], transition_in="dissolve", frame_count=8),
                        shot(
                            "2", 20, cast=["tom"], size="close-up", transition_out="fade to black"
                        ),
                    ],
                },
            ],
            **more,
        }
    )


def crash_film() -> Storyboard:
    """The film that is made again and again while runs are killed."""
    return small_film(width=320, height=180)


def warm_up() -> None:
    """Loads and works out whatever a run does before it begins to write."""
    for context in states(crash_film()):
        PrevizArtist().draw(context, ())
        refine_by_rules(context)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small film as a project, nothing made yet."""
    project = Project.create(tmp_path / "film")
    project.save(small_film())
    return project
