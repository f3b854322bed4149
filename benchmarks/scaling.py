"""What more training gains, and what the measures that are asked for would take.

    python benchmarks/scaling.py FIGURES… -o PICTURE

Each FIGURES is a folder of `openstage evaluate world`, of weights that were trained for longer and
longer, by the same readers and stories. A cell is drawn as a share of true, with its interval over
stories. The last row goes on as the measures have grown with the logarithm of the shots.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from curves import plain, plt

from openstage.evaluation.report import unlike

WANTED = {
    "right: all that is told": ("text", 0.85),
    "right: size": ("size", 0.80),
    "right: angle": ("angle", 0.80),
    "identity: colors from memory": ("identity", 0.90),
    "identity: after 4 shots away": ("after 4 shots", 0.90),
}
"""By the name of a measure what it is called here, and the share that is asked for."""
FARTHEST = 1e9
"""Shots up to which the curves are gone on with."""


@dataclass(frozen=True)
class Report:
    shots: int
    about: dict[str, Any]
    shares: dict[str, tuple[float, float, float]]
    """By measure: drawn as a share of true, and its interval."""


def read(folder: Path) -> Report:
    path = folder / "report.json"
    if not path.is_file():
        sys.exit(f"{folder} holds no figures: it has no report.json of `openstage evaluate world`.")
    told: dict[str, Any] = json.loads(path.read_text())
    about = told["about"]
    trained = about.get("trained", "").removesuffix(" shots").replace(",", "")
    shots = int(trained) if trained.isdecimal() else 0
    if not shots:
        sys.exit(f"{folder} does not tell how many shots its weights have seen: measure it again.")
    if older := WANTED.keys() - told["measures"].keys():
        sys.exit(f"{folder} is of an older openstage: it lacks `{min(older)}`. Measure it again.")
    shares = {name: told["measures"][name]["share"] for name in WANTED}
    if any(None in each.values() for each in shares.values()):
        sys.exit(
            f"{folder} is of so few stories that a measure has no figure or no interval: "
            "measure more."
        )
    return Report(
        shots=shots,
        about=about,
        shares={name: (each["value"], each["low"], each["high"]) for name, each in shares.items()},
    )


def reached(reports: list[Report], name: str, share: float) -> str:
    """The shots at which a straight line over the logarithm of the shots has the share. Where the
    line had it before the last weights, these lag behind it, and it tells nothing."""
    if reports[-1].shares[name][0] >= share:
        return "reached"
    logs = [math.log(report.shots) for report in reports]
    slope, start = np.polyfit(logs, [report.shares[name][0] for report in reports], 1)
    at = (share - start) / slope if slope > 0 else math.inf
    if at <= logs[-1]:
        return "behind the line"
    return f"{math.exp(at) / 1e6:.1f} M" if at <= math.log(FARTHEST) else "not in sight"


def table(reports: list[Report]) -> str:
    head = ("shots seen", *(words for words, _ in WANTED.values()))
    rows = [
        (
            f"{report.shots:,}",
            *(f"{v:.3f} ({low:.3f} to {high:.3f})" for v, low, high in report.shares.values()),
        )
        for report in reports
    ]
    wanted = ("wanted", *(f"{share:.2f}" for _, share in WANTED.values()))
    last = ("at", *(reached(reports, name, share) for name, (_, share) in WANTED.items()))
    lines = (head, ("---",) * len(head), *rows, wanted, last)
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def draw(reports: list[Report], picture: Path) -> None:
    figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    shots = np.array([report.shots for report in reports], float)
    for number, (name, (words, share)) in enumerate(WANTED.items()):
        value, low, high = np.array([report.shares[name] for report in reports]).T
        axes.errorbar(
            shots * 1.012 ** (number - 2),  # beside each other, so that each interval is seen
            value, yerr=np.maximum(0, (value - low, high - value)),
            marker=".", elinewidth=0.8, capsize=2,
            label=f"{words} ({share:.2f} wanted)",
        )  # fmt: skip
    axes.set_ylim(0, 1.02)
    plain(axes, "Drawn, as a share of true frames")
    figure.savefig(picture, dpi=130)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("-o", "--picture", type=Path, required=True)
    asked = parser.parse_args()
    reports = sorted(map(read, asked.figures), key=lambda report: report.shots)
    if len({report.shots for report in reports}) < 2:
        sys.exit("A curve needs figures of two budgets of training, at least.")
    if other := unlike(report.about for report in reports):
        sys.exit(f"These figures are of other {', '.join(other)}, and cannot be compared.")
    draw(reports, asked.picture)
    print(table(reports))


if __name__ == "__main__":
    main()
