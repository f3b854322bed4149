"""weights convert, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import openstage, refused
from tests.step2.release.conftest import tiny_release


def test_convert(tmp_path: Path) -> None:
    release = tiny_release(tmp_path / "release")
    done = openstage("weights", "convert", release, "-o", tmp_path / "out", at=tmp_path)
    assert done.returncode == 0
    assert "left out: lora.safetensors: lora_unet_layers_0_q_proj" in done.stderr
    assert "openstage's own wording" in done.stderr
    assert "MB/s" in done.stderr
    told = openstage("weights", "convert", release, "-o", "again", "--json", at=tmp_path)
    assert json.loads(told.stdout)["lora"] is True
    assert (tmp_path / "again/model_index.json").exists()
    (release / "unet/unet.safetensors").write_bytes(b"")
    refused(openstage("weights", "convert", release, "-o", "b", at=tmp_path), "unet", "Fetch")


def test_the_corrected_template(tmp_path: Path) -> None:
    release = tiny_release(tmp_path / "release")
    words = ("weights", "convert", release, "-o", "out", "--corrected")
    done = openstage(*words, at=tmp_path)
    assert done.returncode == 0
    assert "own wording" not in done.stderr
    told = json.loads((tmp_path / "out/model_index.json").read_text())
    assert (told["templates"]["pictures"], told["message"]) == ("all", "full")
    refused(openstage(*words, "--code", "x", at=tmp_path), "two templates", "Choose one")


def test_a_folder_that_is_no_release(tmp_path: Path) -> None:
    """One line: no bar stands before it, since nothing was copied."""
    (tmp_path / "empty").mkdir()
    for name, what in (("none", "none is no folder"), ("empty", "empty holds no release")):
        done = openstage("weights", "convert", name, "-o", "b", at=tmp_path)
        refused(done, what, "Give the folder with the unet")
        assert "MB/s" not in done.stderr
        assert "?" not in done.stderr
    assert not (tmp_path / "b").exists()
