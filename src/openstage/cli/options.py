"""The options that several commands share, each with its words of help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from openstage.cli.voice import Voice

MAKING = "The making"
TELLING = "How it speaks"

ProjectDir = Annotated[
    Path, typer.Option("--project", "-p", help="The project folder.", show_default="here")
]
Artist = Annotated[
    str, typer.Option(help="Who draws the start and end frames.", rich_help_panel=MAKING)
]
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
        help="How many shots at once.",
        show_default="one a core",
        rich_help_panel=MAKING,
    ),
]
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


SPEAKER: list[Voice] = [Voice()]
"""The voice of this run, for the one place that tells errors."""
