"""A film that STEP2 draws, from the command line, on weights of a few thousand numbers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.cli.conftest import openstage, refused
from tests.step2.release.conftest import tiny_weights


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights and a film of four shots that is directed, and not drawn."""
    at = tmp_path_factory.mktemp("step2")
    tiny_weights(at)
    text = "Ana waits in the kitchen. Tom opens the door. He smiles. They embrace."
    words = ("direct", "-", "-o", "film", "--size", "96x54", "--shots", "4")
    done = openstage(*words, at=at, stdin=text.encode())
    assert done.returncode == 0, done.stderr
    return at


def told(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_drawn_chosen_redone_and_told(at: Path) -> None:
    """One way through, since every step needs the one before."""
    drawn = told(
        openstage(
            "draw", "-p", "film", "--artist", "step2", "--weights", "weights", "--json", at=at
        )
    )
    ids = drawn["made"]
    assert len(ids) >= 3
    assert drawn["stale"] == []
    board = json.loads((at / "film/storyboard.json").read_text())
    maker = board["scenes"][0]["shots"][0]["takes"][0]["made_by"]
    assert maker["artist"] == "step2"
    assert maker["model"].startswith("weights ")

    status = told(openstage("status", "film", "--json", at=at))
    assert {shot["condition"] for shot in status["shots"]} == {"to shoot"}, "step2 drew it before"

    again = openstage("redo", ids[0], "-p", "film", at=at)
    assert again.returncode == 0, again.stderr
    assert f"{ids[1]} (frames of {ids[0]})" in again.stderr
    assert "Loading" not in again.stderr
    assert "torchao" not in again.stderr

    takes = told(openstage("draw", ids[0], "-p", "film", "--takes", "4", "--json", at=at))
    sheet = cv2.imread(str(at / takes["takes"]))
    assert sheet is not None
    back = told(openstage("choose", ids[0], "t1", "-p", "film", "--json", at=at))
    assert back["stale"] == [], "the later shots saw the frames of the first take"

    plan = told(openstage("make", "film", "--dry-run", "--json", at=at))
    assert plan["to_make"] == ids, "the clips are still to be shot"

    said = [openstage("redo", ids[0], "-p", "film", "--seed", seed, at=at).stdout for seed in "011"]
    assert "made again with seed 0" in said[0], "the clip of the first take was still to be shot"
    assert "seed 1 is that of its take t2, which the film has again" in said[1]
    assert "its take stays" in said[2]


def test_a_reference_picture_makes_stale_what_shows_its_entity(at: Path, tmp_path: Path) -> None:
    shutil.copytree(at / "film", tmp_path / "film")
    cv2.imwrite(str(tmp_path / "ana.png"), np.full((40, 30, 3), 90, np.uint8))
    given = told(openstage("reference", "ana", "ana.png", "-p", "film", "--json", at=tmp_path))
    (name,) = given["references"]
    assert (tmp_path / "film" / name).is_file()
    again = told(openstage("reference", "ana", "ana.png", "-p", "film", "--json", at=tmp_path))
    assert again["references"] == [name]
    shots = told(openstage("status", "film", "--json", at=tmp_path))["shots"]
    assert shots[0]["changed"] == ["frames of ana", "order of memory"]
    refused(openstage("reference", "nobody", "ana.png", "-p", "film", at=tmp_path), "nobody", "ana")
    refused(openstage("reference", "ana", "none.png", "-p", "film", at=tmp_path), "none.png")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--artist", "step2", "--weights", "none"), ("holds no weights", "weights convert")),
        (
            ("--artist", "previz", "--weights", "none"),
            ("takes no --weights", "or take --artist step2"),
        ),
        (("--artist", "step2", "--budget", "huge"), ("huge",)),
    ],
)
def test_what_cannot_be_drawn_with(at: Path, words: tuple[str, ...], told: tuple[str, ...]) -> None:
    refused(openstage("draw", "-p", "film", *words, at=at), *told)
