"""Runs as curves and as a table, one by one or one after another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks/curves.py"


def run_of(folder: Path, errors: dict[int, float], batch: int = 32, task: str = "sft") -> Path:
    """A run that has told of its errors at some steps."""
    told = {
        "task": task,
        "data": {"width": 14, "height": 8},
        "transformer": {"num_layers": 6, "num_attention_heads": 3},
        "settings": {"batch": batch},
    }
    state = folder / "checkpoints/step-00000002"
    state.mkdir(parents=True)
    (state / "run.json").write_text(json.dumps({"run": told}))
    (folder / "logs").mkdir()
    lines = [
        {"step": step, "test_loss": error, "figures": 2 * error} for step, error in errors.items()
    ]
    log = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "logs/log.jsonl").write_text(log + '{"step": 9')
    return folder


def drawn(*words: object, at: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, words), "-o", str(at / "curves.png")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_run_is_a_row(tmp_path: Path) -> None:
    runs = run_of(tmp_path / "a", {100: 1.0}), run_of(tmp_path / "b", {100: 0.9, 200: 0.8})
    done = drawn(*runs, at=tmp_path)
    assert done.returncode == 0, done.stderr
    *_, a, b = done.stdout.splitlines()
    assert "| 3,200 | 0.0 | 1.000 | 2.000 |" in a
    assert "| 6,400 | 0.0 | 0.800 | 1.600 |" in b
    assert (tmp_path / "curves.png").stat().st_size > 10_000


def test_runs_that_went_on_are_one(tmp_path: Path) -> None:
    runs = run_of(tmp_path / "a", {100: 1.0}), run_of(tmp_path / "b", {100: 0.9, 200: 0.8})
    done = drawn(*runs, "--on", at=tmp_path)
    assert done.returncode == 0, done.stderr
    _, _, row = done.stdout.splitlines()
    assert "| 9,600 | 0.0 | 0.800 | 1.600 |" in row


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"batch": 16}, "batches of several sizes"), ({"task": "dpo"}, "not of sft")],
)
def test_what_is_no_curve_is_told(changed: dict[str, Any], words: str, tmp_path: Path) -> None:
    runs = run_of(tmp_path / "a", {100: 1.0}), run_of(tmp_path / "b", {100: 0.9}, **changed)
    done = drawn(*runs, "--on", at=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
