"""What data was made with, and what has changed since, told in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from openstage.errors import ProjectError, UseError
from openstage.storyboard.manifests import must_be_same, read_json, write_json


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    told = {"size": [112, 64], "name": "Zoë"}
    write_json(tmp_path / "a.json", told)
    assert read_json(tmp_path / "a.json", "Make it again.") == told
    (tmp_path / "a.json").write_text('{"size": [11')
    with pytest.raises(ProjectError, match=r"a\.json is damaged\. Make it again\.") as raised:
        read_json(tmp_path / "a.json", "Make it again.")
    assert raised.value.exit_code == ProjectError.exit_code
    (tmp_path / "a.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ProjectError, match="cannot be read"):
        read_json(tmp_path / "a.json", "Make it again.")


WAS = {"seed": 1, "source": {"kind": "world", "world": 7}, "clips": 3}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({**WAS, "seed": 2}, "seed (was 1, is 2)"),
        ({**WAS, "source": {"kind": "world", "world": 8}}, "source.world (was 7, is 8)"),
        ({**WAS, "pair": "joint"}, "pair (was None, is 'joint')"),
        ({**WAS, "seed": 2, "source": 0}, "seed (was 1, is 2), source (was {'kind': 'world',"),
        ({**WAS, "seed": "x" * 99}, f"seed (was 1, is 'x{'x' * 35}…)"),
    ],
)
def test_what_has_changed_is_named(now: dict[str, Any], told: str) -> None:
    with pytest.raises(UseError) as raised:
        must_be_same(Path("data"), WAS, now, "Name another folder.")
    assert str(raised.value).startswith(f"data was made with other settings: {told}")
    assert str(raised.value).endswith("Name another folder.")


def test_what_may_change_may() -> None:
    must_be_same(Path("data"), WAS, {**WAS, "clips": 9}, "", but=["clips"])
