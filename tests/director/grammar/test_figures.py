"""The labelled texts: how much of a story is understood."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
LABELS = ROOT / "tests" / "data" / "director_labels"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "director.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench"] = module
    spec.loader.exec_module(module)
    return module


def test_the_set_is_twenty_four_texts_in_two_halves() -> None:
    assert [len(list((LABELS / half).glob("*.json"))) for half in ("rules", "held_out")] == [12, 12]


def test_every_pronoun_label_points_at_its_word() -> None:
    for path in LABELS.glob("*/*.json"):
        label = json.loads(path.read_text("utf-8"))
        for pronoun in label["pronouns"]:
            at, word = pronoun["at"], pronoun["word"]
            assert label["text"][at : at + len(word)] == word, path.name


@pytest.mark.parametrize("half", ["rules", "held_out"])
def test_the_figures_hold(bench: ModuleType, half: str) -> None:
    counts = bench.score(half)
    assert counts["cast"].value >= 0.9
    assert counts["looks"].value >= 0.85
    assert counts["pronouns"].value >= 0.85
    assert counts["shots"].value >= 0.9


def test_the_docs_state_the_figures(bench: ModuleType) -> None:
    page = (ROOT / "docs" / "director.md").read_text("utf-8")
    for half in bench.HALVES:
        row = next(line for line in page.splitlines() if line.startswith(f"| {half}"))
        stated = [float(cell) for cell in row.strip("| ").split("|")[1:]]
        counts = bench.score(half)
        assert stated == [round(counts[name].value, 3) for name in bench.MEASURES]
