"""Preferences that people chose, added from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openstage.dataset.checking import faults
from openstage.dataset.manifest import Split
from openstage.dataset.rows import preference_of
from openstage.dataset.store import Store
from openstage.dataset.votes import FIRST_SHARD, add_votes
from openstage.errors import OpenstageError
from openstage.storyboard.pictures import png
from tests.dataset.conftest import picture


def voted(folder: Path, **changed: Any) -> dict[str, Any]:
    """A vote whose pictures lie in `folder`."""
    for number, name in enumerate(("a0", "a1", "b0", "b1")):
        (folder / f"{name}.png").write_bytes(picture(number))
    vote = {
        "clip": "c3", "shot": "s1", "by": "anna",
        "winner": ["a0.png", "a1.png"], "loser": ["b0.png", "b1.png"],
    }  # fmt: skip
    return vote | changed


def file_of(folder: Path, *votes: Any) -> Path:
    path = folder / "votes.jsonl"
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in votes) + "\n")
    return path


def votes_in(store: Store, split: Split = "train") -> list[Any]:
    shards = [s for s in store.manifest.shards if s.number >= FIRST_SHARD and s.split == split]
    return [preference_of(row) for shard in shards for row in store.rows_of(shard)]


def test_votes_become_rows_beside_the_rules(store: Store, tmp_path: Path) -> None:
    file = file_of(tmp_path, voted(tmp_path), "", voted(tmp_path, clip="c9", by="ben"))
    assert add_votes(store, file) == 2
    (vote,), (other,) = votes_in(store), votes_in(store, "test")
    assert (vote.clip, vote.shot, vote.how, vote.chosen_by) == ("c3", "s1", "vote", "anna")
    assert vote.winner == (picture(0), picture(1))
    assert vote.loser == (picture(2), picture(3))
    assert 0.05 < vote.distance < 1
    assert (other.clip, other.chosen_by) == ("c9", "ben")
    assert store.manifest.rows("preferences") == 3
    assert not list(faults(store))


def test_two_who_add_votes_at_once_lose_none(store: Store, tmp_path: Path) -> None:
    other = Store.open(store.folder)
    assert not votes_in(other), "it has read the manifest"
    assert add_votes(store, file_of(tmp_path, voted(tmp_path))) == 1
    assert add_votes(other, file_of(tmp_path, voted(tmp_path, by="ben"))) == 1
    assert [vote.chosen_by for vote in votes_in(Store.open(store.folder))] == ["anna", "ben"]


def test_pairs_that_differ_in_little_are_not_the_same(store: Store, tmp_path: Path) -> None:
    vote = voted(tmp_path)
    frames = [np.zeros((720, 1280, 3), np.uint8) for _ in range(4)]
    frames[0][:2, :2] = 1
    for name, frame in zip(("a0", "a1", "b0", "b1"), frames, strict=True):
        (tmp_path / f"{name}.png").write_bytes(png(frame))
    assert add_votes(store, file_of(tmp_path, vote)) == 1


def test_votes_that_are_there_are_passed_over(store: Store, tmp_path: Path) -> None:
    first, second = voted(tmp_path), voted(tmp_path, by="ben")
    assert add_votes(store, file_of(tmp_path, first, first)) == 1
    assert add_votes(store, file_of(tmp_path, first)) == 0
    assert add_votes(store, file_of(tmp_path, first, second)) == 1
    assert [vote.chosen_by for vote in votes_in(store)] == ["anna", "ben"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"clip": "c8"}, "Line 2 of .* has no shot s1 of a clip c8"),
        ({"by": ""}, "Line 2 of .* is no vote: by: "),
        ({"winner": ["a0.png"]}, "Line 2 of .* is no vote: winner.1: Field required"),
        ({"loser": ["b0.png", "none.png"]}, "none.png cannot be read"),
        ({"loser": ["b0.png", "votes.jsonl"]}, "votes.jsonl is no picture"),
        ({"loser": ["wide.png", "b1.png"]}, "Line 2 of .* wide.png is 64x18, of another shape"),
        ({"score": 3}, "Line 2 of .* is no vote: score: "),
        ({"by": "rule"}, "Line 2 of .* is no vote: by: 'rule' is nobody's name"),
        ({"loser": ["a0.png", "a1.png"]}, "Line 2 of .* winner and loser are the same"),
        (
            {"winner": ["b0.png", "b1.png"], "loser": ["a0.png", "a1.png"]},
            "anna chose both ways between the same two pairs for shot s1 of c3",
        ),
    ],
)
def test_a_vote_that_is_wrong_adds_nothing(
    store: Store, tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    (tmp_path / "wide.png").write_bytes(picture(5, 64, 18))
    file = file_of(tmp_path, voted(tmp_path), voted(tmp_path, **changed))
    with pytest.raises(OpenstageError, match=told):
        add_votes(store, file)
    assert not votes_in(store)


def test_a_vote_against_one_that_is_there_is_told(store: Store, tmp_path: Path) -> None:
    first = voted(tmp_path)
    add_votes(store, file_of(tmp_path, first))
    turned = first | {"winner": first["loser"], "loser": first["winner"]}
    with pytest.raises(OpenstageError, match="anna chose both ways"):
        add_votes(store, file_of(tmp_path, turned))
    assert add_votes(store, file_of(tmp_path, turned | {"by": "ben"})) == 1


def test_a_name_may_hold_any_sign(store: Store, tmp_path: Path) -> None:
    vote = json.dumps(voted(tmp_path, by="an\u2028na"), ensure_ascii=False)
    file = file_of(tmp_path, vote)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert add_votes(store, file) == 1
    assert [each.chosen_by for each in votes_in(store)] == ["an\u2028na"]


def test_a_line_that_is_no_json_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OpenstageError, match=r"Line 1 of .* is no vote: Invalid JSON") as error:
        add_votes(store, file_of(tmp_path, "anna likes it"))
    assert '"winner": [START, END]' in error.value.remedy
