"""How the program speaks: to a person, to nobody, or to another program."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TextIO

import typer
from rich.console import Console
from rich.text import Text

from openstage.errors import OpenstageError

if TYPE_CHECKING:
    from openstage.production import Progress, Watch

WORDS = {"draw": "Drawing", "refine": "Refining", "shoot": "Shooting", "cut": "Cutting"}


class Counted(Protocol):
    """Is told what is counted, how many there are, and of how many."""

    def __call__(self, what: str, done: int, total: int, figures: str = "") -> None: ...


@dataclass(frozen=True)
class Voice:
    """Words for a person go to standard error, results to standard output."""

    quiet: bool = False
    as_json: bool = False

    @property
    def is_silent(self) -> bool:
        return self.quiet or self.as_json

    def say(self, text: str, style: str = "") -> None:
        """A line for a person."""
        if not self.is_silent:
            _console().print(Text(text, style=style), soft_wrap=True)

    def ask(self, text: str) -> None:
        """Tells what is about to be spent, and where a person sits there, waits for a yes."""
        self.say(text)
        if not self.is_silent and all(_is_terminal(end) for end in (sys.stdin, sys.stderr)):
            typer.confirm("Go on?", abort=True, err=True)

    def notes(self, notes: Sequence[str]) -> None:
        """What could not be done as it was told."""
        for note in notes:
            self.say(f"  note  {note}", "yellow")

    def result(self, text: str, data: dict[str, Any]) -> None:
        """The outcome: `data` for a program, `text` for a person."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        elif not self.quiet:
            print(text)

    def result_line(self, head: str, text: str) -> None:
        """One line of an outcome that has several; a program gets them all with `result`."""
        if not self.is_silent:
            print(f"{head}: {text}")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A row a line: the last column, which may be long, is cut where the terminal ends."""
        if self.is_silent:
            return
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        *short, long = columns
        for column in short:
            table.add_column(column, no_wrap=True)
        table.add_column(long)
        for row in rows:
            table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
        Console().print(table)

    def error(self, error: OpenstageError) -> None:
        """One clear line with the remedy; quiet silences work, never its failure."""
        if self.as_json:
            print(json.dumps({"error": error.message, "remedy": error.remedy}, ensure_ascii=False))
            return
        line = Text("openstage: ", style="bold red")
        line.append(error.message, style="not bold default")
        if error.remedy:
            line.append(f" {error.remedy}", style="not bold cyan")
        _console().print(line, soft_wrap=True)

    @contextmanager
    def progress(self) -> Iterator[Watch]:
        """A bar a stage, with the time that is left."""
        if self.is_silent:
            yield lambda progress: None
            return
        from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        bars = Bars(
            TextColumn("{task.description:<9}"),
            BarColumn(bar_width=None),
            TextColumn("{task.completed:>6.0f}/{task.total:.0f} frames"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[shot]}"),
            console=_console(),
        )
        tasks: dict[str, TaskID] = {}

        def watch(progress: Progress) -> None:
            bars.start()  # not before there is something to show
            if progress.stage not in tasks:
                tasks[progress.stage] = bars.add_task(
                    WORDS[progress.stage], total=progress.total, shot=""
                )
            bars.update(
                tasks[progress.stage],
                completed=progress.done,
                total=progress.total,
                shot=progress.shot,
            )

        try:
            yield watch
        finally:
            if tasks:
                bars.stop()

    @contextmanager
    def counting(self) -> Iterator[Counted]:
        """A bar for each thing that is counted, with the time that is left and newest figures."""
        if self.is_silent:
            yield lambda what, done, total, figures="": None
            return
        from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        bars = Bars(
            BarColumn(bar_width=None),
            TextColumn("{task.completed:>6.0f}/{task.total:.0f} {task.description}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[figures]}"),
            console=_console(),
        )
        tasks: dict[str, TaskID] = {}

        def counted(what: str, done: int, total: int, figures: str = "") -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total, figures="")
            bars.update(tasks[what], completed=done, total=total, figures=figures)
            bars.start()  # not before there is something to show

        try:
            yield counted
        finally:
            if bars.live.is_started:
                bars.stop()

    @contextmanager
    def copying(self) -> Iterator[Callable[[int, int], None]]:
        """A bar of bytes, with the speed and the time that is left."""
        if self.is_silent:
            yield lambda done, total: None
            return
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bars

        columns = (BarColumn(None), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        bars = Bars(*columns, console=_console())
        task = bars.add_task("", total=None)

        def copied(done: int, total: int) -> None:
            bars.start()  # not before there is something to show
            bars.update(task, completed=done, total=total)

        try:
            yield copied
        finally:
            if bars.live.is_started:
                bars.stop()


def _is_terminal(stream: TextIO | None) -> bool:
    """False also for a stream that was closed before we began."""
    return stream is not None and stream.isatty()


def _console() -> Console:
    return Console(stderr=True)
