"""Chat templates out of a checkout, as text; the checkouts here are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openstage.errors import MissingError, UseError
from openstage.step2.release.code import templates_in
from openstage.step2.release.convert import convert
from openstage.step2.understanding.templates import Templates

FIRST = "<|im_start|>system\nDraw the first frame above, the last frame below.<|im_end|>{}"
LATER = "<|im_start|>system\nFirst frame, last frame, as in the preceding shots.<|im_end|>{}"
OTHERS = "<|im_start|>system\nDescribe the picture.<|im_end|>{}"


def checkout(folder: Path, *texts: str, name: str = "encoder.py") -> Path:
    lines = [f"    template{n} = {text!r}" for n, text in enumerate(texts)]
    body = "\n".join(["import not_installed_anywhere", "def encode():", "    drop = 64", *lines])
    path = folder / "src" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body)
    return folder


def test_both_are_found_among_others(tmp_path: Path) -> None:
    checkout(tmp_path, OTHERS, FIRST, "text", LATER)
    checkout(tmp_path, FIRST, name="copy.py")
    (tmp_path / "broken.py").write_text("def (")
    templates = templates_in(tmp_path)
    assert (templates.with_picture.text, templates.with_picture.drop) == (LATER, 64)
    assert (templates.without_picture.text, templates.without_picture.drop) == (FIRST, 34)


def test_nothing_of_the_checkout_is_run(tmp_path: Path) -> None:
    checkout(tmp_path, FIRST, LATER)
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    templates_in(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_what_has_none_or_too_many(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="There is no folder"):
        templates_in(tmp_path / "none")
    with pytest.raises(MissingError, match="with a memory"):
        templates_in(checkout(tmp_path / "a", FIRST))
    with pytest.raises(UseError, match="2 chat templates of a shot without"):
        templates_in(checkout(tmp_path / "b", FIRST, LATER, FIRST + " "))


def test_converted_weights_carry_them(release: Path, tmp_path: Path) -> None:
    source = checkout(tmp_path / "code", FIRST, LATER)
    done = convert(release, tmp_path / "out", code=source)
    assert done.has_templates
    told = json.loads((done.folder / "model_index.json").read_text())["templates"]
    assert Templates.from_data(told) == templates_in(source)
