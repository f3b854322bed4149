"""The film school as it is typed, from a dataset to weights that draw.

All in this process: to load the libraries anew for each command would take a minute.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import torch

from openstage.cli.main import _answered
from openstage.dataset.rows import row_of
from openstage.dataset.store import Store
from tests.cli.conftest import refused
from tests.training.conftest import clip

SMALL = ("--save-every", "1", "--sheet-every", "2", "--json")


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def openstage(*words: str | Path, at: Path) -> CompletedProcess[str]:
    """Runs a command in the folder `at`."""
    out, err, argv = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["openstage", *map(str, words)]
    try:
        with (
            contextlib.chdir(at),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = _answered()
    finally:
        sys.argv = argv
    assert "itself is at fault" not in err.getvalue(), err.getvalue()
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school") / "data"
    store = Store.create(folder, {"seed": 7})
    store.add("clips", "train", 0, [row_of(clip(n)) for n in range(2)])
    store.add("clips", "test", 0, [row_of(clip(8))])
    return folder


@pytest.fixture(scope="module")
def new(data: Path) -> Path:
    """Weights that have learned nothing yet, over a VAE of one step."""
    at = data.parent
    done = openstage("train", "vae", data, "-o", "vae", "--steps", "1", *SMALL, at=at)
    assert done.returncode == 0, done.stderr
    size = ("--size", "64x32", "--layers", "1", "--heads", "1")
    done = openstage("train", "new", "-o", "new", "--vae", "vae/weights", *size, at=at)
    assert done.returncode == 0, done.stderr
    assert "M weights" in done.stdout
    return at / "new"


def test_from_a_dataset_to_weights_that_draw(data: Path, new: Path) -> None:
    at = data.parent
    assert "preferences" in openstage("dataset", "prefer", data, at=at).stdout
    done = openstage("train", "prepare", data, "-o", "ready", "--weights", new, "--json", at=at)
    assert json.loads(done.stdout)["examples"] == {"train": 12, "test": 6}
    for stage, begin in (("sft", "new"), ("dpo", "sft/weights")):
        words = ("train", stage, "ready", "-o", stage, "--weights", begin, "--batch", "2")
        done = openstage(*words, "--steps", "2", *SMALL, at=at)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["weights"] == f"{stage}/weights"
        assert (at / stage / "logs/sheet-00000002.png").is_file()
    (at / "story.txt").write_text("Ana waits in the kitchen.")
    artist = ("--artist", "step2", "--weights", "dpo/weights", "--steps", "2", "--jobs", "1")
    made = openstage(
        "make", "story.txt", "-o", "film", "--size", "64x32", "--duration", "2", *artist, at=at
    )
    assert made.returncode == 0, made.stderr
    assert (at / "film/out/film.mp4").stat().st_size > 0


def test_mistakes_are_told(data: Path, new: Path, tmp_path: Path) -> None:
    at = data.parent
    words = ("--steps", "1")
    refused(openstage("train", "vae", tmp_path, "-o", "x", *words, at=at), "no dataset")
    refused(openstage("train", "new", "-o", "x", "--vae", tmp_path, at=at), "no VAE", "train vae")
    refused(
        openstage("train", "new", "-o", new, "--vae", "vae/weights", "--seed", "3", at=at),
        "holds other weights, of 0 steps",
        "another folder",
    )
    refused(
        openstage("train", "sft", tmp_path, "-o", "x", "--weights", new, *words, at=at),
        "nothing to train with",
        "train prepare",
    )
    refused(
        openstage("train", "prepare", data, "-o", "x", "--weights", tmp_path, at=at),
        "holds no weights",
    )
    refused(
        openstage("train", "prepare", data, "-o", "x", "--weights", new, "--clips", "9", at=at),
        "A dataset has its own clips",
        "Leave --clips",
    )
    other = ("train", "vae", data, "-o", "vae", "--steps", "2", "--learning-rate", "0.5")
    refused(openstage(*other, at=at), "other settings", "learning_rate (was 0.001, is 0.5)")


def test_a_dataset_whose_shard_is_broken(data: Path, new: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(data, broken)
    (shard,) = broken.glob("clips/train-00000-*.parquet")
    shard.write_bytes(shard.read_bytes()[:1000])
    done = openstage("train", "prepare", broken, "-o", "x", "--weights", new, at=tmp_path)
    refused(done, shard.name, "dataset verify")
