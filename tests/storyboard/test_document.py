"""The document: round trips, unknown fields, names, rates."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from openstage.storyboard.document import Blocking, Character, Scene, Shot, Storyboard
from openstage.storyboard.rate import format_rate, parse_rate
from openstage.storyboard.upgrade import parse_storyboard
from tests.scripts import script

ROOT = Path(__file__).parents[2]


def small(**more: object) -> Storyboard:
    return Storyboard.model_validate(
        {
            "title": "The Letter",
            "cast": [{"id": "ana", "name": "Ana", "kind": "woman"}],
            "locations": [{"id": "kitchen", "name": "Kitchen"}],
            "scenes": [
                {
                    "number": "1",
                    "heading": {"location": "kitchen"},
                    "shots": [{"id": "1-010", "number": 10, "cast": ["ana"]}],
                }
            ],
            **more,
        }
    )


def test_a_storyboard_survives_a_round_trip() -> None:
    board = small(fps="24000/1001")
    again = parse_storyboard(board.to_json())
    assert again == board
    assert again.fps == Fraction(24000, 1001)


def test_unknown_fields_survive_a_round_trip_at_every_level() -> None:
    data = json.loads(small().to_json())
    data["x_studio"] = {"a": 1}
    data["scenes"][0]["shots"][0]["x_gaffer"] = "two lamps"
    data["cast"][0]["x_actor"] = "nobody yet"
    again = json.loads(parse_storyboard(json.dumps(data)).to_json())
    assert again["x_studio"] == {"a": 1}
    assert again["scenes"][0]["shots"][0]["x_gaffer"] == "two lamps"
    assert again["cast"][0]["x_actor"] == "nobody yet"


def test_the_schema_stands_first_in_the_file() -> None:
    assert small().to_json().startswith('{\n  "schema": "openstage.storyboard/1"')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cast": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]}, "a stands more than once"),
        ({"width": 1}, "greater than or equal to 2"),
        ({"fps": 0}, "outside 1 to 240"),
        ({"fps": "soon"}, "is no frame rate"),
        ({"cast": [{"id": "../up", "name": "A"}]}, "pattern"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        small(**change)


def test_two_shots_may_not_share_an_id() -> None:
    shot = {"id": "1-010", "number": 10}
    scenes = [
        {"number": n, "heading": {"location": "kitchen"}, "shots": [shot]} for n in ("1", "2")
    ]
    with pytest.raises(ValidationError, match="1-010 stands more than once"):
        small(scenes=scenes)


def test_assignments_are_validated_too() -> None:
    shot = small().scenes[0].shots[0]
    with pytest.raises(ValidationError):
        shot.frame_count = 0


def test_entities_are_found_by_id() -> None:
    board = small()
    ana, kitchen, shot = board.character("ana"), board.location("kitchen"), board.shot("1-010")
    assert isinstance(ana, Character)
    assert kitchen is not None
    assert shot is not None
    assert board.entity("ana") is ana
    assert board.entity("nobody") is None
    assert shot.blocking_of("ana") == Blocking(who="ana")


def test_the_chosen_take_is_the_named_one_else_the_last() -> None:
    asset = "a" * 64 + ".png"
    takes = [
        {"id": f"t{n}", "start": asset, "end": asset, "made_by": {"artist": "previz"}}
        for n in (1, 2)
    ]
    shot = Shot.model_validate({"id": "1-010", "number": 10, "takes": takes})
    assert shot.chosen is not None
    assert shot.chosen.id == "t2"
    shot.take = "t1"
    assert shot.chosen.id == "t1"
    assert Shot(id="x", number=1).chosen is None


def test_shots_come_in_the_order_of_the_film() -> None:
    board = small()
    scene = board.scenes[0]
    scene.shots = [Shot(id=f"1-0{n}0", number=n * 10) for n in (1, 2, 3)]
    board.scenes = [
        scene,
        Scene.model_validate({"number": "2", "heading": {"location": "kitchen"}}),
    ]
    assert [shot.id for _, shot in board.shots()] == ["1-010", "1-020", "1-030"]


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        (24, Fraction(24)),
        ("25", Fraction(25)),
        (23.976, Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("12.5", Fraction(25, 2)),
        ("24.00000000000000001", Fraction(24)),
        (23.333333333333332, Fraction(70, 3)),
        ("2.4e1", Fraction(24)),
    ],
)
def test_rates_are_exact(written: object, rate: Fraction) -> None:
    assert parse_rate(written) == rate


@given(st.fractions(min_value=1, max_value=240, max_denominator=1001))
def test_a_written_rate_reads_as_itself(rate: Fraction) -> None:
    settled = parse_rate(str(rate))
    assert parse_rate(format_rate(settled)) == settled


@pytest.mark.parametrize(
    "written",
    [
        "",
        "fast",
        "1/0",
        "-24",
        "0",
        1000,
        None,
        "nan",
        "inf",
        "1e999999999",
        "1e-9",
        "1/10",
        [24],
        True,
    ],
)
def test_what_is_no_rate_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="rate"):
        parse_rate(written)


def test_the_schema_in_the_docs_is_the_present_one() -> None:
    write_schema = script("write_schema")
    written = write_schema.PATH.read_text(encoding="utf-8")
    assert write_schema.PATH == ROOT / "docs/storyboard.schema.json"
    assert written == write_schema.schema_text(), "run: python scripts/write_schema.py"
