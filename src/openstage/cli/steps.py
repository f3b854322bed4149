"""draw, shoot, cut, export: the steps of `make`, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openstage.cli.options import (
    MAKING,
    Artist,
    Budget,
    Cinematographer,
    Jobs,
    Json,
    ProjectDir,
    Quiet,
    Refiner,
    RefinerName,
    ShotIds,
    Steps,
    Weights,
    artist_options,
    voice,
)
from openstage.cli.voice import Voice

if TYPE_CHECKING:
    from openstage.production import Production
    from openstage.storyboard.document import Storyboard

HERE = Path()


@contextmanager
def production_in(
    folder: Path,
    speaker: Voice,
    artist: str | None = None,
    cinematographer: str = "",
    jobs: int | None = None,
    refiner: RefinerName = RefinerName.RULES,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[tuple[Production, Storyboard]]:
    """The production of the project in `folder`, locked, and its storyboard."""
    from openstage.production import Production, artist_of
    from openstage.storyboard.project import Project

    project = Project.open(folder)
    with project.locked(), speaker.progress() as watch:
        production = Production(
            project,
            artist=artist_of(project, artist, options),
            cinematographer=cinematographer,
            refiner=refiner.value,
            jobs=jobs,
            watch=watch,
        )
        yield production, production.load()


def draw(
    shots: ShotIds = None,
    project: ProjectDir = HERE,
    artist: Artist = None,
    weights: Weights = None,
    budget: Budget = None,
    steps: Steps = None,
    takes: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="How many pairs of each shot, to choose from with `openstage choose`.",
            rich_help_panel=MAKING,
        ),
    ] = 1,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw the start and the end frame of every shot that has none yet."""
    speaker = voice(quiet, json)
    from openstage.cli.telling import tell_notes, tell_stale
    from openstage.editor.export import export as export_as

    options = artist_options(weights, budget, steps)
    with production_in(project, speaker, artist, "", jobs, options=options) as (production, board):
        made = production.draw(board, frozenset(shots) if shots else None, takes=takes)
        tell_notes(board, made, speaker)
        stale = tell_stale(production, board, speaker)
        out = production.project.out
        sheet = export_as(production.edit(board), "takes", out) if takes > 1 and made else None
    told = [_drawn(made)]
    if sheet:
        told += [str(sheet), "Choose with: openstage choose SHOT TAKE"]
    speaker.result(
        "\n".join(told),
        {"made": list(made), "stale": stale, "takes": str(sheet) if sheet else None},
    )


def shoot(
    shots: ShotIds = None,
    project: ProjectDir = HERE,
    artist: Artist = None,
    cinematographer: Cinematographer = "",
    refiner: Refiner = RefinerName.RULES,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Shoot the clip of every shot that has none yet, from its start to its end frame."""
    speaker = voice(quiet, json)
    with production_in(project, speaker, artist, cinematographer, jobs, refiner) as (
        production,
        board,
    ):
        made = production.shoot(board, frozenset(shots) if shots else None)
    speaker.result(_drawn(made), {"made": list(made)})


def _drawn(made: tuple[str, ...]) -> str:
    return f"made: {', '.join(made)}" if made else "nothing to make: all is done"


def cut(project: ProjectDir = HERE, quiet: Quiet = False, json: Json = False) -> None:
    """Cut the clips into out/film.mp4."""
    speaker = voice(quiet, json)
    with production_in(project, speaker) as (production, board):
        path = production.cut(board)
    speaker.result(str(path), {"film": str(path)})


def export(
    formats: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FORMAT]...", help="What to export; none: list what there is."),
    ] = None,
    project: ProjectDir = HERE,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to.", show_default="the project's out/"),
    ] = None,
    page: Annotated[str, typer.Option(help="Of the boards: a4 or letter.")] = "a4",
    landscape: Annotated[
        bool, typer.Option("--landscape/--portrait", help="Of the boards: how the page lies.")
    ] = True,
    grid: Annotated[str, typer.Option(help="Of the boards: columns x rows.")] = "2x2",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the film in another form: boards, contact sheet, shot list, timelines, frames."""
    speaker = voice(quiet, json)
    from openstage.cli.exporting import list_formats, parse_layout, write
    from openstage.editor.export import Options

    if not formats:
        list_formats(speaker)
        return
    options = Options(parse_layout(page, landscape, grid))
    with production_in(project, speaker) as (production, board):
        folder = output or production.project.out
        paths = write(production.edit(board), formats, folder, options)
    speaker.result("\n".join(map(str, paths)), {"exported": [str(path) for path in paths]})


def register(app: typer.Typer) -> None:
    for command in (draw, shoot, cut, export):
        app.command()(command)
