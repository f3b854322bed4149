"""The options that several commands share, each with its words of help."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from openstage.cli.voice import Voice
from openstage.errors import MissingError
from openstage.step2 import budget

MAKING = "The making"
TELLING = "How it speaks"

ProjectDir = Annotated[
    Path, typer.Option("--project", "-p", help="The project folder.", show_default="here")
]
Artist = Annotated[
    str | None,
    typer.Option(
        help="Who draws the start and end frames: previz (a drawn world), or step2 (the model).",
        show_default="as before, at first previz",
        rich_help_panel=MAKING,
    ),
]
Weights = Annotated[
    Path | None,
    typer.Option(
        help="Of step2: the folder of its weights.",
        show_default="as before, at first the mini",
        rich_help_panel=MAKING,
    ),
]


Budget = Annotated[
    budget.Budget | None,
    typer.Option(
        help="Of step2: how much memory of earlier shots it gets.",
        show_default="as before, at first as the weights ask for",
        rich_help_panel=MAKING,
    ),
]
Steps = Annotated[
    int | None,
    typer.Option(
        min=2,
        max=1000,
        help="Of step2: steps of sampling.",
        show_default="as before, at first as the weights ask for",
        rich_help_panel=MAKING,
    ),
]


def artist_options(
    weights: Path | None, budget: budget.Budget | None, steps: int | None
) -> dict[str, Any]:
    """Those that were given."""
    folder = str(weights.resolve()) if weights else None
    told = {"weights": folder, "budget": budget, "steps": steps}
    return {name: value for name, value in told.items() if value is not None}


Cinematographer = Annotated[
    str,
    typer.Option(
        help="Who shoots the clips: previz, morph, or another that is installed.",
        show_default="previz for its own drawings, else morph",
        rich_help_panel=MAKING,
    ),
]


class RefinerName(StrEnum):
    RULES = "rules"
    LLM = "llm"


Refiner = Annotated[
    RefinerName,
    typer.Option(
        help="Who writes the prompts for video models: rules, or an llm that sees the frames.",
        rich_help_panel=MAKING,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        max=256,
        help="How many shots, or clips of a dataset, at once.",
        show_default="one a core",
        rich_help_panel=MAKING,
    ),
]


def processes(jobs: int | None) -> int:
    return jobs or os.cpu_count() or 1


FRAME_SIZE = "288x160"
"""Of the frames that are learned from, where nobody told."""
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=TELLING)
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object.", rich_help_panel=TELLING)
]
ShotIds = Annotated[
    list[str] | None,
    typer.Argument(help="The ids of the shots, as `openstage status` lists them; none: all."),
]


def voice(quiet: bool, as_json: bool) -> Voice:
    """The voice that the options ask for; errors that come later use it as well."""
    speaker = Voice(quiet, as_json)
    SPEAKER[:] = [speaker]
    return speaker


@contextmanager
def packages(what: str, extra: str) -> Iterator[None]:
    """Around imports: tells what to install where a package is missing that `what` needs."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "openstage":
            raise  # a fault of ours, which no installation mends
        raise MissingError(
            f"{what} needs the package {error.name!r}, which is not installed.",
            f"Run: pip install 'openstage[{extra}]'",
        ) from error


def given(settings: Any, **options: Any) -> Any:
    """Settings of a dataclass with the options that were given; their defaults stand there."""
    return replace(settings, **{name: v for name, v in options.items() if v is not None})


SPEAKER: list[Voice] = [Voice()]
"""The voice of this run, for the one place that tells errors."""
