"""The commands, and what is lacking told with a remedy."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openstage.cli.app import app
from openstage.errors import MissingError, UseError
from openstage.evaluation import learning
from openstage.evaluation.readers import Readers, load_readers, save_readers
from openstage.evaluation.report import CONDITIONS
from openstage.training.weights import save_weights
from tests.evaluation.board import learned
from tests.evaluation.conftest import SHAPE
from tests.training.conftest import tiny_step2


def typed(*words: object) -> str:
    """What a command prints; raises what it raises."""
    done = CliRunner().invoke(app, ["evaluate", *map(str, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_is_lacking_is_told(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="openstage evaluate frames"):
        typed("readers", tmp_path, "-o", tmp_path / "r", "--steps", 1)
    readers = tmp_path / "readers"
    world = ("world", tmp_path, "--readers", readers, "--stories", 1, "--seed", 1, "-o", tmp_path)
    with pytest.raises(MissingError, match="openstage evaluate readers"):
        typed(*world)
    save_readers(Readers(SHAPE), readers, {"data": learned([288, 160])})
    with pytest.raises(MissingError, match="holds no weights"):
        typed(*world)


def test_a_story_is_drawn_as_the_options_say(tmp_path: Path) -> None:
    step2 = tiny_step2(tmp_path / "text")
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    save_readers(Readers(SHAPE), tmp_path / "readers", {"right": 0.5, "data": learned([64, 32])})
    told = json.loads(
        typed(
            "world", tmp_path / "weights", "--readers", tmp_path / "readers", "--stories", 1,
            "--seed", 31, "--budget", "last", "--pair", "independent", "--steps", 2,
            "--guidance", 1.5, "--memory-guidance", 1.25, "--places-once", "-o", tmp_path / "out",
            "--json",
        )
    )  # fmt: skip
    assert Path(told["report"]).is_file()
    assert told["drawn"]["places from memory"] is not None
    drawn = json.loads((tmp_path / "out/drawing.json").read_text())
    asked = {
        "budget": "last", "pair": "independent", "steps": 2, "guidance": 1.5,
        "memory_guidance": 1.25, "places_once": True, "as_written": False,
    }  # fmt: skip
    assert drawn.items() >= asked.items()
    about = json.loads((tmp_path / "out/report.json").read_text())["about"]
    assert about.keys() >= set(CONDITIONS), "whatever has to be alike is told"


def test_frames_grow_and_readers_are_trained(
    tmp_path: Path, true_frames: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of all runs of one process the precision is the same, and other tests run with none.
    monkeypatch.setattr(
        learning, "ReaderSettings", partial(learning.ReaderSettings, precision="no")
    )
    words = ("frames", "-o", tmp_path / "f", "--seed", 4, "--size", "64x32", "--jobs", 1, "--json")
    counts = [json.loads(typed(*words, "--clips", clips))["count"] for clips in (1, 2)]
    assert counts[1] > counts[0] > 15
    with pytest.raises(UseError, match="no frames to test with"):
        typed("readers", tmp_path / "f", "-o", tmp_path / "r", "--steps", 1)
    told = json.loads(
        typed("readers", true_frames, "-o", tmp_path / "r", "--steps", 1, "--batch", 2, "--json")
    )
    readers, made = load_readers(Path(told["readers"]))
    assert told["right"] == {name: made[name] for name in made if name.startswith("right")}
    assert [readers.shape.width, readers.shape.height] == made["data"]["size"], "as they are"
    assert made["settings"]["batch"] == 2
    again = ("-o", tmp_path / "s", "--steps", 1, "--batch", 2, "--after", told["readers"], "--json")
    _, made_again = load_readers(Path(json.loads(typed("readers", true_frames, *again))["readers"]))
    assert made_again["after"] == [made]
