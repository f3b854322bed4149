"""status and check: how far a film is, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openstage.cli.options import Artist, Cinematographer, Json, Quiet, voice
from openstage.cli.steps import HERE


def status(
    project: Annotated[
        Path, typer.Argument(help="The project folder.", show_default="here")
    ] = HERE,
    artist: Artist = None,
    cinematographer: Cinematographer = "",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell for every shot whether it is done, stale after a change, or still to make."""
    speaker = voice(quiet, json)
    from openstage.cli.telling import shot_data, summary, tell_shots
    from openstage.production import Production, artist_of
    from openstage.storyboard.project import Project

    folder = Project.open(project)
    hiring = artist_of(folder, artist, {})
    production = Production(folder, artist=hiring, cinematographer=cinematographer)
    works = production.survey(production.load())
    tell_shots(works, speaker)
    speaker.result(summary(works), {"shots": [shot_data(work) for work in works]})


def check(
    path: Annotated[
        Path, typer.Argument(help="A storyboard.json, or a project.", show_default="here")
    ] = HERE,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Name every fault of a storyboard, or of a whole project, with its place."""
    speaker = voice(quiet, json)
    from openstage.production.audit import audit

    faults = audit(path)
    errors = [fault for fault in faults if fault.level == "error"]
    for fault in faults:
        speaker.result_line(fault.level, str(fault))
    speaker.result(
        "no faults"
        if not faults
        else f"{len(errors)} errors, {len(faults) - len(errors)} warnings",
        {
            "faults": [
                {"place": fault.place, "message": fault.message, "level": fault.level}
                for fault in faults
            ]
        },
    )
    if errors:
        raise typer.Exit(2)


def register(app: typer.Typer) -> None:
    for command in (status, check):
        app.command()(command)
