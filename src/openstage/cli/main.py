"""The command line: what is typed becomes a call of the production; no logic lives here."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from typing import Annotated

import typer

from openstage import __version__
from openstage.cli import look, shots, steps, story
from openstage.cli.options import SPEAKER
from openstage.errors import OpenstageError, WorkError

app = typer.Typer(
    name="openstage",
    help="Turns a story into a film.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (story, steps, shots, look):
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


class Stopped(BaseException):
    """Somebody wants us to stop. Not a KeyboardInterrupt, which typer answers in its own words."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


def _stop(number: int, _: object) -> None:
    raise Stopped(number)


def run() -> None:
    """The entry point: errors become one line and an exit code, never a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        app()
    except OpenstageError as error:
        SPEAKER[0].error(error)
        sys.exit(error.exit_code)
    except Stopped as stop:
        SPEAKER[0].say("Stopped. What is finished is kept; run it again to go on.")
        sys.exit(128 + stop.signal)
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except MemoryError:
        SPEAKER[0].error(
            WorkError(
                "Memory ran out.", "Choose a smaller --size, or --jobs 1; what is finished is kept."
            )
        )
        sys.exit(1)
    except Exception as error:
        SPEAKER[0].error(_own_fault(error))
        sys.exit(1)


def _own_fault(error: Exception) -> WorkError:
    """What nobody foresaw, in a line; the traceback goes into a file that can be sent to us."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="openstage-", suffix=".log", delete=False, encoding="utf-8"
    ) as report:
        traceback.print_exception(error, file=report)
    return WorkError(
        f"openstage itself is at fault ({type(error).__name__}: {error}).",
        f"What is finished is kept. Please report it, with {report.name}.",
    )


if __name__ == "__main__":
    run()
