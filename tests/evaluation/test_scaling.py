"""What more training gains, from reports of weights that have seen more and more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openstage.evaluation.world_measures import MEASURES

SCRIPT = Path(__file__).parents[2] / "benchmarks/scaling.py"


def report(folder: Path, shots: int, share: float, stories: str = "30 (seed 1)") -> Path:
    about = {"trained": f"{shots:,} shots", "readers": "0.97", "stories": stories}
    each = {"share": {"value": share, "low": share - 0.1, "high": share + 0.1}}
    folder.mkdir()
    told = {"about": about, "measures": dict.fromkeys(MEASURES, each)}
    (folder / "report.json").write_text(json.dumps(told))
    return folder


def scaled(*folders: Path) -> subprocess.CompletedProcess[str]:
    picture = folders[0].parent / "scaling.png"
    command = [sys.executable, str(SCRIPT), *map(str, folders), "-o", str(picture)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_figures_go_on_over_the_logarithm_of_the_shots(tmp_path: Path) -> None:
    """0.1 more with every doubling: 0.8 at 400,000, so 0.85 at 1.41 and 0.9 at 2 times as many."""
    shares = {100_000: 0.6, 200_000: 0.7, 400_000: 0.8}
    told = scaled(*(report(tmp_path / str(n), n, share) for n, share in shares.items()))
    *_, last = told.stdout.strip().splitlines()
    assert last == "| at | 0.6 M | reached | reached | 0.8 M | 0.8 M |"
    assert (tmp_path / "scaling.png").stat().st_size > 10_000


def test_weights_that_lag_behind_their_line_reach_nothing_by_it(tmp_path: Path) -> None:
    """By the first two 0.8 would be at 400,000; the third is behind."""
    shares = {100_000: 0.55, 200_000: 0.75, 400_000: 0.79}
    told = scaled(*(report(tmp_path / str(n), n, share) for n, share in shares.items()))
    *_, last = told.stdout.strip().splitlines()
    assert last.split(" | ")[2] == "behind the line"


@pytest.mark.parametrize(
    ("shots", "stories", "words"),
    [
        (400_000, "8 (seed 2)", "are of other stories"),
        (100_000, "30 (seed 1)", "two budgets"),
        (0, "30 (seed 1)", "how many shots"),
    ],
)
def test_what_cannot_be_compared_is_told(
    tmp_path: Path, shots: int, stories: str, words: str
) -> None:
    told = scaled(report(tmp_path / "a", 100_000, 0.6), report(tmp_path / "b", shots, 0.7, stories))
    assert told.returncode != 0
    assert words in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda measures: measures["right: size"]["share"].update(low=None), "measure more"),
        (lambda measures: measures.pop("right: size"), "older openstage"),
    ],
)
def test_reports_that_tell_too_little_are_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    first, second = report(tmp_path / "a", 100_000, 0.6), report(tmp_path / "b", 200_000, 0.7)
    told = json.loads((second / "report.json").read_text())
    change(told["measures"])
    (second / "report.json").write_text(json.dumps(told))
    done = scaled(first, second)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
