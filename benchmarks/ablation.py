"""The ablation as a table: what each arm lacks, and what it loses by it.

    python benchmarks/ablation.py FIGURES [--story NUMBER -o PICTURE]

FIGURES has a folder ARM-SEED for each report of `openstage evaluate world`, as `runs/ablation.sh`
leaves them. A cell is the mean over the seeds, and the lowest and highest of them. Bold is the arm
that falls most, where even its best seed is below the worst of the full model; of one seed none is.
The row of the true frames says how consistent a film is that changes as it should: more than that
is no merit. The picture is one story as each arm has drawn it, start and end of every shot.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from openstage.crew import Frame, FramePair
from openstage.dataset.world.tales import TALES_VERSION
from openstage.evaluation.report import unlike
from openstage.evaluation.stories import story
from openstage.storyboard.pictures import read_picture, sheet
from openstage.world.staging import WORLD_VERSION

FULL, TRUE = "full", "true frames"
MEASURES = {
    "text": "right: all that is told",
    "identity": "identity: colors from memory",
    "SC": "SC(world)",
    "BC": "BC(world)",
    "SC-E": "SC-E(world)",
    "same people": "SC-E(world), same people",
    "places": "places from memory",
    "BC-E": "BC-E(world)",
    "same place": "BC-E(world), same place",
    "TVS-gt": "TVS-gt(world)",
    "cuts": "cuts that are cuts(world)",
}
PARTS = ("budget", "pair")
"""What arms may differ in, but not the seeds of one."""
Arms = dict[str, list[dict[str, float | None]]]


def ordered(arms: Iterable[str]) -> list[str]:
    """What all are compared with comes first."""
    return [TRUE, FULL, *sorted(set(arms) - {TRUE, FULL})]


def read(folder: Path) -> Arms:
    """By arm, of each seed the measures."""
    told = {path: json.loads(path.read_text()) for path in sorted(folder.glob("*/report.json"))}
    if other := unlike(each["about"] for each in told.values()):
        sys.exit(f"These figures are of other {', '.join(other)}, and cannot be compared.")
    by_arm: dict[str, list[Any]] = defaultdict(list)
    for path, each in told.items():
        by_arm[path.parent.name.rpartition("-")[0]].append(each)
    for arm, seeds in by_arm.items():
        if other := unlike((each["about"] for each in seeds), PARTS):
            sys.exit(f"The seeds of {arm} are drawn with other {', '.join(other)}.")
    arms = {arm: [side(each, "drawn") for each in seeds] for arm, seeds in by_arm.items()}
    return arms | {TRUE: [side(each, "true") for each in by_arm.get(FULL, ())]}


def side(report: Any, name: str) -> dict[str, float | None]:
    """Of each measure what is drawn, or true."""
    return {measure: each[name]["value"] for measure, each in report["measures"].items()}


def values(arms: Arms, arm: str, measure: str) -> list[float]:
    return [value for seed in arms[arm] if (value := seed.get(measure)) is not None]


def fallen(arms: Arms, measure: str) -> str | None:
    """The arm that falls most, if it falls further than seeds are apart: one seed tells nothing,
    and three still let one of some eight measures seem to fall where no arm differs."""
    told = {arm: found for arm in sorted(arms) if len(found := values(arms, arm, measure)) > 1}
    if FULL not in told:
        return None
    lowest = min(told.keys() - {TRUE}, key=lambda arm: mean(told[arm]))
    return lowest if max(told[lowest]) < min(told[FULL]) else None


def cell(found: list[float], bold: bool) -> str:
    if not found:
        return "–"
    words = f"{mean(found):.3f}"
    words = f"**{words}**" if bold else words
    return words if len(found) == 1 else f"{words} ({min(found):.3f} to {max(found):.3f})"


def print_table(arms: Arms) -> None:
    print(f"| | {' | '.join(MEASURES)} | seeds |")
    print("|---" * (len(MEASURES) + 2) + "|")
    for arm in ordered(arms):
        cells = [
            cell(values(arms, arm, measure), fallen(arms, measure) == arm)
            for measure in MEASURES.values()
        ]
        print(f"| {arm} | {' | '.join(cells)} | {len(arms[arm])} |")


def drawn_pairs(figures: Path, name: str) -> list[FramePair]:
    ends = sorted((figures / "pairs" / name).glob("*-end.png"))
    starts = (end.with_name(end.name.replace("-end", "-start")) for end in ends)
    return [FramePair(read_picture(s), read_picture(e)) for s, e in zip(starts, ends, strict=True)]


def strip(pairs: list[FramePair]) -> Frame:
    """Start above end."""
    return sheet([np.vstack([pair.start, pair.end]) for pair in pairs], len(pairs))


def draw_story(folder: Path, arms: list[str], number: int, picture: Path) -> None:
    """A row of pairs an arm, of its first seed, below the true one."""
    # The table wants neither torch nor matplotlib.
    from curves import plt

    from openstage.evaluation.drawing import MANIFEST, true_pairs

    firsts = {arm: min(folder.glob(f"{arm}-[0-9]*")) for arm in arms if arm != TRUE}
    made = json.loads((firsts[FULL] / MANIFEST).read_text())
    here = {"world": WORLD_VERSION, "tales": TALES_VERSION}
    if other := [name for name, version in here.items() if made.get(name) != version]:
        sys.exit(f"Drawn of another version of the {other[0]}: the true story would be another.")
    told = story(made["seed"], number, *made["size"])
    if not all((figures / "pairs" / told.id).is_dir() for figures in firsts.values()):
        sys.exit(f"Not every arm has drawn story {number}.")
    rows = {TRUE: strip(true_pairs(told))}
    rows |= {arm: strip(drawn_pairs(figures, told.id)) for arm, figures in firsts.items()}
    high, wide = rows[TRUE].shape[:2]
    size = (1.2 + wide / 100, len(rows) * high / 100 + 0.1)
    figure, axes = plt.subplots(len(rows), figsize=size, layout="constrained")
    for axis, (arm, row) in zip(axes, rows.items(), strict=True):
        axis.imshow(row, interpolation="none")
        axis.set_ylabel(arm, rotation=0, ha="right", va="center")
        axis.set(xticks=[], yticks=[], frame_on=False)
    figure.savefig(picture, dpi=100, bbox_inches="tight", pad_inches=0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("--story", type=int)
    parser.add_argument("-o", "--picture", type=Path)
    asked = parser.parse_args()
    if asked.story is not None and not asked.picture:
        parser.error("--story wants a picture: -o PICTURE")
    arms = read(asked.figures)
    if FULL not in arms:
        sys.exit("There is no report of the full model: run runs/ablation.sh first.")
    print_table(arms)
    if asked.picture:
        draw_story(asked.figures, ordered(arms), asked.story or 0, asked.picture)


if __name__ == "__main__":
    main()
