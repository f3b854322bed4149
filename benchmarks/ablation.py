"""The ablation as a table: what each arm lacks, and what it loses by it.

    python benchmarks/ablation.py FIGURES

FIGURES has a folder ARM-SEED for each report of `openstage evaluate world`, as `runs/ablation.sh`
leaves them. A cell is the mean over the seeds, and the lowest and highest of them. Bold is the arm
that falls most, where even its best seed is below the worst of the full model; of one seed none is.
The row of the true frames says how consistent a film is that changes as it should: more than that
is no merit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

from openstage.evaluation.report import unlike

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
Arms = dict[str, list[dict[str, float | None]]]


def read(folder: Path) -> Arms:
    """By arm, of each seed the measures."""
    arms: Arms = defaultdict(list)
    told = {path: json.loads(path.read_text()) for path in sorted(folder.glob("*/report.json"))}
    if other := unlike(each["about"] for each in told.values()):
        sys.exit(f"These figures are of other {', '.join(other)}, and cannot be compared.")
    for path, each in told.items():
        arm, _, _ = path.parent.name.rpartition("-")
        measures = each["measures"]
        arms[arm].append({name: each["drawn"]["value"] for name, each in measures.items()})
        if arm == FULL:
            arms[TRUE].append({name: each["true"]["value"] for name, each in measures.items()})
    return arms


def values(arms: Arms, arm: str, measure: str) -> list[float]:
    return [value for seed in arms[arm] if (value := seed.get(measure)) is not None]


def fallen(arms: Arms, measure: str) -> str | None:
    """The arm that falls most, if it falls further than seeds are apart: one seed tells nothing."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path)
    arms = read(parser.parse_args().figures)
    if FULL not in arms:
        sys.exit("There is no report of the full model: run runs/ablation.sh first.")
    print(f"| | {' | '.join(MEASURES)} | seeds |")
    print("|---" * (len(MEASURES) + 2) + "|")
    for arm in (TRUE, FULL, *sorted(arms.keys() - {TRUE, FULL})):
        cells = [
            cell(values(arms, arm, measure), fallen(arms, measure) == arm)
            for measure in MEASURES.values()
        ]
        print(f"| {arm} | {' | '.join(cells)} | {len(arms[arm])} |")


if __name__ == "__main__":
    main()
