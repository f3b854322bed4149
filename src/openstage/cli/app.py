"""The commands, put together; no logic lives here."""

from __future__ import annotations

from typing import Annotated

import typer

from openstage import __version__
from openstage.cli import dataset, evaluate, look, shots, steps, story, train, weights

app = typer.Typer(
    name="openstage",
    help="Turns a story into a film.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (story, steps, shots, look, weights, dataset, train, evaluate):
    room.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"openstage {__version__}")
        raise typer.Exit


@app.callback()
def openstage(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Turns a story into a film: **openstage make STORY**."""
