"""Reading storyboards: versions, and faults that name their place."""

from __future__ import annotations

import json

import pytest

from openstage.errors import StoryboardError
from openstage.storyboard import upgrade
from openstage.storyboard.upgrade import parse_storyboard


def test_an_older_version_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(upgrade.UPGRADES, 0, lambda data: {**data, "title": data["name"]})
    board = parse_storyboard('{"schema": "openstage.storyboard/0", "name": "Old"}')
    assert board.title == "Old"
    assert board.schema_ == "openstage.storyboard/1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON: EOF while parsing an object at line 1"),
        ('{"title": "x",\n "cast": [,]}', "line 2 column 11"),
        ("[1, 2]", "holds a list"),
        ("null", "holds a NoneType"),
        ('{"schema": "otio/1", "title": "x"}', "not a storyboard of openstage"),
        ('{"schema": "openstage.storyboard/9", "title": "x"}', "newer openstage"),
        ('{"schema": "openstage.storyboard/0", "title": "x"}', "never in use"),
        ("[" * 100_000, "recursion limit"),
        ('{"title": "x", "mine": NaN}', "no JSON: expected value at line 1"),
        ('{"title": "half of a pair: \\ud83c"}', "hex escape at line 1"),
        ('{"title": "x", "seed": ' + "9" * 5000 + "}", "number out of range"),
        ('{"title": "x", "seed": 1e999}', "seed: Input should be a finite number"),
        ('{"title": "x", "seed": 9223372036854775808}', "seed: Input should be less than"),
        ('{"title": 7}', "title: Input should be a valid string"),
        ("{}", "title: Field required"),
    ],
)
def test_faults_are_told_with_their_place(text: str, words: str) -> None:
    with pytest.raises(StoryboardError) as caught:
        parse_storyboard(text, "my.json")
    assert words in caught.value.message
    assert caught.value.message.startswith("my.json")
    assert caught.value.remedy


def test_the_place_is_written_as_a_person_would() -> None:
    shot = {"id": "1-010", "number": 10, "size": "huge", "frame_count": 0}
    scene = {"number": "1", "heading": {"location": "x"}, "shots": [shot]}
    with pytest.raises(StoryboardError) as caught:
        parse_storyboard(json.dumps({"title": "x", "scenes": [scene]}))
    assert "2 faults" in caught.value.message
    assert "scenes[0].shots[0].size: Input should be 'extreme wide'" in caught.value.message
    assert "(it is 'huge')" in caught.value.message
    assert "scenes[0].shots[0].frame_count" in caught.value.message


def test_many_faults_are_shortened() -> None:
    cast = [{"id": f"c{n}"} for n in range(40)]
    with pytest.raises(StoryboardError) as caught:
        parse_storyboard(json.dumps({"title": "x", "cast": cast}))
    assert "40 faults" in caught.value.message
    assert "and 28 more" in caught.value.message
