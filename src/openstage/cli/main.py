"""The entry point: what is typed becomes a command, and trouble becomes one line and an exit code.

The commands are loaded only once interrupts are listened to.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import traceback

from openstage.errors import DiskError, OpenstageError, UseError, WorkError


class Stopped(BaseException):
    """Somebody wants us to stop. Not a KeyboardInterrupt, which typer answers in its own words."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


def run() -> None:
    """Runs the command that was typed, and ends the process with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    _open_outputs()
    _hush()
    code = _answered()
    try:
        sys.stdout.flush()
    except OSError:
        # The reader of our output has gone, or its disk is full: it is not tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or 1
    sys.exit(code)


def _stop(number: int, _: object) -> None:
    # Whoever is impatient gets their way the second time; a run may be killed at any moment.
    signal.signal(number, signal.SIG_DFL)
    raise Stopped(number)


def _open_outputs() -> None:
    """Standard output and error, also where they were closed, for any letter."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # Else the next file, say the ledger, gets this number, and warnings are written to it.
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show, or the name of a file that is no Unicode, stands as its code.
        getattr(stream, "reconfigure", lambda errors: None)(errors="backslashreplace")


def _hush() -> None:
    """Where torchao is installed, libraries that load it speak of what it lacks, which is
    nothing to a user."""
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    for library in ("torchao", "torch.utils._pytree"):
        logging.getLogger(library).setLevel(logging.ERROR)


def _answered() -> int:
    """Runs the command and gives its exit code; what went wrong is told in one line."""
    try:
        return _command()
    except OpenstageError as error:
        return _told(error)
    except Stopped as stop:
        _say("Stopped. What is finished is kept; run it again to go on.")
        return 128 + stop.signal
    except BrokenPipeError:
        return 1
    except MemoryError:
        return _told(
            WorkError(
                "Memory ran out.", "Choose a smaller --size, or --jobs 1; what is finished is kept."
            )
        )
    except OSError as error:
        return _told(
            DiskError(
                f"A file cannot be used: {error}.",
                "Check that the disk has room and what you may write; what is finished is kept.",
            )
        )
    except Exception as error:
        return _told(_own_fault(error))


def _command() -> int:
    import typer

    from openstage.cli.app import app

    try:
        return int(app(standalone_mode=False) or 0)
    except typer.Abort as error:
        raise WorkError("Nothing was done.") from error
    except typer.TyperException as error:
        # No words: it has shown its help, since nothing was typed.
        if not error.format_message():
            return error.exit_code
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "openstage"
        raise UseError(error.format_message(), f"See: {command} --help") from error


def _own_fault(error: Exception) -> WorkError:
    """What nobody foresaw, in a line; the traceback goes into a file that can be sent to us."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    remedy = "What is finished is kept. Please report it"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="openstage-", suffix=".log", delete=False, encoding="utf-8"
        ) as report:
            traceback.print_exception(error, file=report)
        remedy += f", with {report.name}"
    except OSError:
        pass  # no room for a report: the line has to do
    return WorkError(f"openstage itself is at fault ({words:.200}).", f"{remedy}.")


def _told(error: OpenstageError) -> int:
    from openstage.cli.options import SPEAKER

    SPEAKER[0].error(error)
    return error.exit_code


def _say(text: str) -> None:
    from openstage.cli.options import SPEAKER

    SPEAKER[0].say(text)


if __name__ == "__main__":
    run()
