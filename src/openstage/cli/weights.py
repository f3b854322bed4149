"""weights convert, pack: folders that the step2 artist loads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openstage.cli.options import Json, Quiet, packages, voice
from openstage.errors import MissingError, UseError

weights = typer.Typer(help="Prepare the weights of STEP2.", no_args_is_help=True)


@weights.command()
def convert(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE_DIR", help="The folder of the public release.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write, in the form of diffusers.")
    ],
    code: Annotated[
        Path | None,
        typer.Option(
            help="A checkout of the release's source: its chat templates are read from there.",
            show_default="openstage's own wording",
        ),
    ] = None,
    corrected: Annotated[
        bool,
        typer.Option(
            "--corrected",
            help="A template that shows the text encoder all reference pictures, and a message of "
            "all that the storyboard knows: for weights that you train on.",
        ),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Convert the public release; its numbers stay as they are, byte for byte."""
    speaker = voice(quiet, json)
    if code is not None and corrected:
        raise UseError("--code and --corrected are two templates.", "Choose one of them.")
    try:
        from openstage.step2.release.convert import convert
    except ModuleNotFoundError as error:
        raise MissingError(
            f"Weights need the package {error.name!r}, which is not installed.",
            "Run: pip install 'openstage[step2]'",
        ) from error

    with speaker.copying() as progress:
        done = convert(release, output, code=code, corrected=corrected, progress=progress)
    for key in done.unknown:
        speaker.say(f"not understood, left out: {key}", "yellow")
    if not done.has_templates and not corrected:
        speaker.say("Chat templates: openstage's own wording; --code brings the release's.")
    speaker.result(
        str(done.folder),
        {
            "weights": str(done.folder),
            "bytes": done.bytes,
            "unknown": list(done.unknown),
            "lora": done.has_lora,
            "templates": done.has_templates,
        },
    )


@weights.command()
def pack(
    folder: Annotated[Path, typer.Argument(metavar="WEIGHTS", help="Small weights, as trained.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")
    ],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write small weights in eight bits each, to travel with."""
    speaker = voice(quiet, json)
    with packages("Packing weights", "train"):
        from openstage.step2.loading import hush
        from openstage.training.weights import pack
    hush()
    pack(folder, output)
    size = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
    speaker.result(f"{output}: {size / 1e6:.1f} MB", {"weights": str(output), "bytes": size})


def register(app: typer.Typer) -> None:
    app.add_typer(weights, name="weights")
