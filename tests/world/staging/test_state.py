"""What the world remembers: from shot to shot, from scene to scene."""

from __future__ import annotations

import json

import pytest
from staging_film import blocking, face_to_face, film, share_of, shot, staged, stagings

from openstage.errors import UseError
from openstage.storyboard.document import Line
from openstage.storyboard.vocabulary import ShotSize, TimeOfDay, Weather
from openstage.world.drawing import parts
from openstage.world.light import Light
from openstage.world.stage_manager import stage, state_before, states
from openstage.world.stage_view import StageView
from openstage.world.staging import Role, Staging
from openstage.world.things.model import ModelPart

LIGHT = Light(TimeOfDay.DAY, Weather.CLEAR, interior=False, key=300)


def role(staging: Staging, who: str) -> Role:
    return next(role for role in staging.roles if role.id == who)


SITS = blocking("mara", "sits, types", place="desk")


def test_who_sits_stays_seated() -> None:
    board = film(("office", [shot(10, cast=["mara"], blocking=[SITS]), shot(20, cast=["mara"])]))
    first, second = stagings(board)
    assert role(second, "mara").start.body == "sit"
    assert (role(second, "mara").start.x, role(second, "mara").start.z) == (
        role(first, "mara").end.x,
        role(first, "mara").end.z,
    )


def test_who_walked_is_where_the_walk_ended() -> None:
    told = [blocking("mara", "stands", "walks", place="near", place_end="far end")]
    board = film(("corridor", [shot(10, cast=["mara"], blocking=told), shot(20, cast=["mara"])]))
    first, second = stagings(board)
    end, start = role(first, "mara").end, role(second, "mara").start
    assert (start.x, start.z) == (end.x, end.z)
    assert start.body == "stand"


def test_a_letter_changes_hands_and_stays() -> None:
    gives = [
        blocking("mara", "stands, gives", holds=["letter"], holds_end=[]),
        blocking("jonas", "stands", "takes", holds_end=["letter"]),
    ]
    board = film(
        (
            "street",
            [
                shot(10, cast=["mara", "jonas"], blocking=gives),
                shot(20, cast=["mara", "jonas"], blocking=[blocking("mara", "stands")]),
            ],
        ),
        ("kitchen", [shot(10, "2", cast=["jonas", "mara"])]),
    )
    first, second, third = stagings(board)
    letter = first.things[0]
    assert (letter.start.held_by, letter.end.held_by) == ("mara", "jonas")
    for later in (second, third):
        assert role(later, "jonas").start.holds == ("letter",)
        assert role(later, "mara").start.holds == ()


def test_what_was_put_down_is_still_there() -> None:
    drops = [blocking("mara", "stands", "drops bag", holds=["bag"], holds_end=[])]
    board = film(
        (
            "street",
            [shot(10, cast=["mara"], props=["bag"], blocking=drops), shot(20, props=["bag"])],
        )
    )
    first, second = stagings(board)
    end, start = first.things[0].end, second.things[0].start
    assert (start.x, start.z, start.held_by) == (end.x, end.z, "")


def test_what_was_dropped_lies_there_in_shots_that_do_not_name_it() -> None:
    drops = [blocking("mara", "stands", "drops bag", holds=["bag"], holds_end=[])]
    later = [blocking("mara", "stands", holds=["letter"])]
    board = film(
        (
            "office",
            [
                shot(10, cast=["mara"], blocking=drops),
                shot(20, cast=["mara"], blocking=later),
                shot(30, cast=["mara"], blocking=[blocking("mara", "stands", holds=["cup"])]),
            ],
        ),
        ("street", [shot(10, "2", cast=["mara"])]),
    )
    dropped, second, third, street = (
        {thing.id: thing for thing in staging.things} for staging in stagings(board)
    )
    end = dropped["bag"].end
    assert (end.y, end.held_by) == (0.0, "")
    for found in (second, third):
        start = found["bag"].start
        assert (start.x, start.y, start.z, start.held_by) == (end.x, 0.0, end.z, "")
    # What a hand held last lies nowhere: it does not hang in the air.
    assert set(third) == {"bag", "cup"}
    assert "bag" not in street


def test_what_is_dropped_falls_to_the_ground() -> None:
    drops = [blocking("mara", "stands", "drops bag", holds=["bag"], holds_end=[])]
    staging = staged(shot(cast=["mara"], frame_count=72, blocking=drops))
    view = StageView(staging.camera.start, 64, 36, LIGHT)
    bag = staging.things[0]

    def height(t: float) -> float:
        found = [part for part in parts(staging, view, t) if isinstance(part, ModelPart)]
        return float(found[0].center[1])

    at, moment = bag.changes_at, 0.1 / staging.seconds
    held, falling, lying = (height(t) for t in (at - moment, at + 2 * moment, 1.0))
    assert held > falling + 0.1 > lying + 0.2


def test_an_open_door_stays_open_and_a_closed_one_is_closed() -> None:
    texts = ["The elevator opens.", "Mara waits.", "The elevator closes.", "Mara waits."]
    shots = [shot(10 * i, description=text) for i, text in enumerate(texts, start=1)]
    found = [staging.moving[0][1:] for staging in stagings(film(("corridor", shots)))]
    assert found == [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]


def test_a_new_place_brings_its_people_there_and_they_return_as_they_are() -> None:
    board = film(
        ("office", [shot(10, cast=["mara"], blocking=[SITS])]),
        ("street", [shot(10, "2", cast=["mara"], blocking=[blocking("mara", "stands")])]),
        ("office", [shot(10, "3", cast=["mara"], blocking=[blocking("mara", "stands")])]),
    )
    _, street, back = stagings(board)
    assert street.set_name != back.set_name
    assert street.after.where["mara"].location == "street"
    assert role(back, "mara").start.body == "stand"


def test_the_line_of_action_is_kept() -> None:
    board = film(
        (
            "street",
            [face_to_face(number=10), shot(20, cast=["mara", "jonas"]), face_to_face(number=30)],
        )
    )
    xs = []
    for staging in stagings(board):
        xs.append((share_of(staging, "mara", "head")[0], share_of(staging, "jonas", "head")[0]))
        assert list(staging.after.axis) == ["1:mara+jonas"]
    assert all(mara < jonas for mara, jonas in (xs[0], xs[2]))


def test_states_fold_over_the_film() -> None:
    board = film(
        ("office", [shot(10, cast=["mara"], blocking=[SITS]), shot(20, cast=["mara"])]),
        ("street", [shot(10, "2", cast=["mara"])]),
    )
    contexts = list(states(board))
    assert [context.shot.id for context in contexts] == ["1-010", "1-020", "2-010"]
    assert contexts[0].state.where == {}
    assert state_before(board, "2-010") == contexts[2].state
    with pytest.raises(UseError, match="9-990"):
        state_before(board, "9-990")


def test_a_staging_is_plain_data_and_always_the_same() -> None:
    one = face_to_face(size=ShotSize.WIDE)
    first, second = staged(one), staged(one)
    assert first == second
    data = first.as_data()
    assert json.loads(json.dumps(data)) == json.loads(json.dumps(second.as_data()))
    assert "notes" not in data


def test_the_words_of_a_line_do_not_change_the_staging() -> None:
    short = face_to_face(dialogue=[Line(who="mara", text="No.")])
    long = face_to_face(dialogue=[Line(who="mara", text="I never saw a dog in this building.")])
    assert staged(short).as_data() == staged(long).as_data()
    assert role(staged(short), "mara").speaks
    off = face_to_face(dialogue=[Line(who="mara", text="No.", off_screen=True)])
    assert not role(staged(off), "mara").speaks


def test_every_shot_finds_what_stage_left() -> None:
    board = film(("office", [shot(10, cast=["mara"], blocking=[SITS]), shot(20, cast=["mara"])]))
    contexts = list(states(board))
    assert contexts[1].state == stage(contexts[0]).after


def test_one_goes_to_somebody_who_is_there_and_not_in_the_shot() -> None:
    goes = [blocking("mara", "walks", "stops", place="near", place_end="jonas")]
    waits = [blocking("jonas", "stands", place="far end")]
    beside = [blocking("dog", "sits", place="jonas")]
    board = film(
        (
            "corridor",
            [
                shot(10, cast=["jonas"], blocking=waits),
                shot(20, cast=["mara"], blocking=goes, frame_count=240),
                shot(30, cast=["dog"], blocking=beside),
            ],
        )
    )
    first, second, third = stagings(board)
    jonas, mara, dog = role(first, "jonas").end, role(second, "mara").end, role(third, "dog").start
    for near in (mara, dog):
        assert ((near.x - jonas.x) ** 2 + (near.z - jonas.z) ** 2) ** 0.5 < 1.6
    assert not second.notes
