"""The table of the ablation, from the reports of its arms."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from openstage.evaluation.world_measures import MEASURES

SCRIPT = Path(__file__).parents[2] / "benchmarks/ablation.py"


def report(
    folder: Path, arm: str, readers: str = "0.97", budget: str = "wide", **changed: float
) -> None:
    measures = {
        name: {"drawn": {"value": changed.get(name, 0.8)}, "true": {"value": 0.9}}
        for name in MEASURES
    }
    (folder / arm).mkdir(parents=True)
    about = {"readers": readers, "stories": "200", "budget": budget}
    told = {"about": about, "measures": measures}
    (folder / arm / "report.json").write_text(json.dumps(told))


def table(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(folder)]
    return subprocess.run(command, capture_output=True, text=True)


def test_what_falls_most_is_bold(tmp_path: Path) -> None:
    for seed, value in (("1", 0.5), ("2", 0.7)):
        report(tmp_path, f"full-{seed}")
        report(tmp_path, f"no-memory-{seed}", **{"SC-E(world)": value})
        report(tmp_path, f"independent-{seed}", **{"SC-E(world)": 0.75, "SC(world)": value})
    done = table(tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {line.split(" | ")[0].strip("| "): line for line in done.stdout.splitlines()}
    assert "**0.600** (0.500 to 0.700)" in rows["no-memory"].split(" | ")[5]
    assert "0.750 (0.750 to 0.750)" in rows["independent"].split(" | ")[5]
    assert "0.900" in rows["true frames"]
    assert rows["independent"].count("**") == 2
    assert "**" not in rows["full"]
    assert rows["full"].endswith("| 2 |")


def test_what_seeds_alone_could_make_is_not_bold(tmp_path: Path) -> None:
    for seed, full, lacking in (("1", 0.8, 0.5), ("2", 0.6, 0.7)):
        report(tmp_path, f"full-{seed}", **{"SC(world)": full})
        report(tmp_path, f"independent-{seed}", **{"SC(world)": lacking})
    assert "**" not in table(tmp_path).stdout


def test_of_one_seed_nothing_is_bold(tmp_path: Path) -> None:
    report(tmp_path, "full-1")
    report(tmp_path, "no-memory-1", **{"SC-E(world)": 0.2})
    assert "**" not in table(tmp_path).stdout


def test_figures_of_other_readers_are_refused(tmp_path: Path) -> None:
    report(tmp_path, "full-1")
    report(tmp_path, "no-memory-1", readers="0.92")
    done = table(tmp_path)
    assert done.returncode == 1
    assert "of other readers, and cannot be compared" in done.stderr


def test_seeds_of_an_arm_that_were_drawn_otherwise_are_refused(tmp_path: Path) -> None:
    report(tmp_path, "full-1")
    report(tmp_path, "no-memory-1", budget="none")
    assert table(tmp_path).returncode == 0
    report(tmp_path, "full-2", budget="none")
    done = table(tmp_path)
    assert done.returncode == 1
    assert "The seeds of full are drawn with other budget." in done.stderr


def test_without_the_full_model_it_says_what_to_do(tmp_path: Path) -> None:
    report(tmp_path, "no-memory-1")
    done = table(tmp_path)
    assert done.returncode == 1
    assert "runs/ablation.sh" in done.stderr


def test_a_story_without_a_picture_to_write_is_refused(tmp_path: Path) -> None:
    report(tmp_path, "full-1")
    command = [sys.executable, str(SCRIPT), str(tmp_path), "--story", "9"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "-o PICTURE" in done.stderr
