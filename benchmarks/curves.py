"""Runs of `openstage train sft` as curves and as a table: what more shots, hours and weights gain.

    python benchmarks/curves.py RUN… -o PICTURE [--on]

Left: the error on test shots, a line a run, over the shots that it has seen; runs are comparable
where frames and VAE are the same. Right: of the last run, the error on people and animals, and what
it is without the words and without the memory: how far apart they are is what words and memory are
worth. With --on each run has gone on from the one before it, and all are one line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

try:
    import matplotlib
except ModuleNotFoundError:
    sys.exit("Pictures of figures need matplotlib: pip install matplotlib.")

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

LOSS = "test_loss"
FIGURES = {
    "figures": "with words and memory",
    "figures_without_words": "without words",
    "figures_without_memory": "without memory",
}


@dataclass(frozen=True)
class Run:
    name: str
    size: str
    """Of a frame."""
    blocks: str
    batch: int
    lines: list[dict[str, float]]

    def curve(self, name: str) -> tuple[list[float], list[float]]:
        """Shots seen, and the value then."""
        told = [line for line in self.lines if name in line]
        return [line["step"] * self.batch for line in told], [line[name] for line in told]

    @property
    def hours(self) -> float:
        """Of steps alone."""
        seconds, before = 0.0, 0.0
        for line in self.lines:
            if "seconds" in line:
                seconds += line["seconds"] * (line["step"] - before)
                before = line["step"]
        return seconds / 3600


def read(folder: Path) -> Run:
    logs = folder / "logs" / "log.jsonl"
    states = sorted(folder.glob("checkpoints/*/run.json"))
    if not logs.is_file() or not states:
        sys.exit(f"{folder} is no run of `openstage train sft`: it has no log or no checkpoint.")
    run: dict[str, Any] = json.loads(states[-1].read_text())["run"]
    if run["task"] != "sft":
        sys.exit(f"{folder} is a run of `openstage train {run['task']}`, not of sft.")
    lines = [*lines_of(logs)]
    if not lines:
        sys.exit(f"{folder} has an empty log: its first line comes after `log_every` steps.")
    data, shape = run["data"], run["transformer"]
    return Run(
        name=folder.name,
        size=f"{data['width']} x {data['height']} latents",
        blocks=f"{shape['num_layers']} blocks of {shape['num_attention_heads']} heads",
        batch=run["settings"]["batch"],
        lines=lines,
    )


def joined(runs: list[Run]) -> Run:
    """Runs that went on from each other as one; all have batches of one size."""
    if len({run.batch for run in runs}) > 1:
        sys.exit("Runs with batches of several sizes cannot be shown as one.")
    lines: list[dict[str, float]] = []
    for run in runs:
        done = lines[-1]["step"] if lines else 0
        lines += [{**line, "step": line["step"] + done} for line in run.lines]
    return replace(runs[-1], lines=lines)


def lines_of(logs: Path) -> Iterator[dict[str, float]]:
    for line in logs.read_text().splitlines():
        with suppress(ValueError):  # the last one of a run that is writing it
            yield json.loads(line)


def table(runs: list[Run]) -> str:
    figures = [f"on figures {words}" for words in FIGURES.values()]
    head = ("run", "frames", "transformer", "shots", "hours", "error on test shots", *figures)
    rows = []
    for run in runs:
        last = {name: curve[1][-1] for name in (LOSS, *FIGURES) if (curve := run.curve(name))[1]}
        seen = run.lines[-1]["step"] * run.batch
        told = [f"{last[name]:.3f}" if name in last else "–" for name in (LOSS, *FIGURES)]
        rows.append((run.name, run.size, run.blocks, f"{seen:,}", f"{run.hours:.1f}", *told))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def plain(axes: Axes, title: str) -> None:
    """The look of all curves over shots."""
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xlabel("shots seen")
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(frameon=False, fontsize=9)


def draw(runs: list[Run], picture: Path) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    for run in runs:
        left.plot(*run.curve(LOSS), marker=".", label=f"{run.size}, {run.blocks}")
    plain(left, "Error on test shots")
    for name, words in FIGURES.items():
        right.plot(*runs[-1].curve(name), marker=".", label=words)
    plain(right, f"Error on people and animals ({runs[-1].size}, {runs[-1].blocks})")
    figure.savefig(picture, dpi=130)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("-o", "--picture", type=Path, required=True)
    parser.add_argument("--on", action="store_true")
    asked = parser.parse_args()
    runs = [read(folder) for folder in asked.runs]
    runs = [joined(runs)] if asked.on else runs
    draw(runs, asked.picture)
    print(table(runs))


if __name__ == "__main__":
    main()
