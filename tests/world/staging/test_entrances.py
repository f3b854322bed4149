"""Out of hiding, up to a place, a step backward; and whose words are whose."""

from __future__ import annotations

import pytest
from staging_film import blocking, film, shot, staged, stagings

from openstage.director.grammar.lexicon.verbs import ACTIONS, THINGS
from openstage.storyboard.document import Character, Location, Prop, Shot
from openstage.world.blocking.lexicon import read
from openstage.world.blocking.places import distance, find_mark
from openstage.world.sets import built_set
from openstage.world.staging import Role, Staging

OF_THINGS = frozenset(
    {"breaks", "crashes", "creaks", "drips", "explodes", "flickers", "rolls", "sounds", "splashes"}
)
"""What only things do; the props read it."""


def role(staging: Staging, who: str) -> Role:
    return next(role for role in staging.roles if role.id == who)


def in_the_woods(*shots: Shot) -> list[Staging]:
    board = film(("park", list(shots)))
    board.locations = [*board.locations, Location(id="park", name="Forest path")]
    board.cast = [*board.cast, Character(id="wolf", name="Wolf", kind="wolf")]
    return stagings(board)


@pytest.mark.parametrize(
    "text", ["backs away", "takes a step back", "steps back", "recoils", "shrinks back"]
)
def test_words_of_going_backward(text: str) -> None:
    action = read(f"stands, {text}")
    assert action.backs
    assert (action.body, action.gait, action.unknown) == ("stand", "", ())


def test_a_step_back_keeps_the_face_to_whom_it_fears() -> None:
    one = shot(
        cast=["mara", "jonas"],
        blocking=[
            blocking("mara", "stands", "stands, backs away", eyeline="jonas"),
            blocking("jonas", "stands", eyeline="mara"),
        ],
    )
    staging = staged(one)
    mara, jonas = role(staging, "mara"), role(staging, "jonas").start
    near, far = (distance((at.x, at.z), (jonas.x, jonas.z)) for at in (mara.start, mara.end))
    assert 0.4 < far - near < 0.7
    assert mara.end.facing == pytest.approx(mara.start.facing, abs=1.0)
    assert mara.end.body == "stand"


def test_the_wolf_steps_out_from_behind_a_tree_near_her() -> None:
    staging = in_the_woods(
        shot(
            cast=["mara", "wolf"],
            description="The wolf steps out of the trees.",
            frame_count=48,
            blocking=[
                blocking("wolf", "walks", "walks", place="tree", place_end="mara", eyeline="mara"),
                blocking("mara", "stands", place="near", eyeline="wolf"),
            ],
        )
    )[0]
    wolf, mara = role(staging, "wolf"), role(staging, "mara").start
    start, end = (wolf.start.x, wolf.start.z), (wolf.end.x, wolf.end.z)
    trees = [
        mark.look_at
        for mark in built_set("park").plan.marks
        if "tree" in mark.words and mark.look_at
    ]
    trunk = min(((x, z) for x, _, z in trees), key=lambda tree: distance(tree, start))
    spot = (mara.x, mara.z)
    assert distance(trunk, start) < 1.3
    assert distance(start, spot) > distance(trunk, spot)
    assert distance(start, end) > 1.5
    assert distance(end, spot) < 6.0


def test_who_stops_at_the_door_comes_up_to_it() -> None:
    one = shot(
        cast=["mara", "jonas"],
        description="Mara and Jonas stop at the door.",
        blocking=[
            blocking("mara", "stands", "stops", place="door", eyeline="jonas"),
            blocking("jonas", "walks", "stops", place="door", eyeline="mara"),
        ],
    )
    staging = staged(one, "corridor")
    mark = find_mark(built_set("corridor").plan, "door")
    assert mark is not None
    door = (mark.x, mark.z)
    mara, jonas = role(staging, "mara"), role(staging, "jonas")
    for who in (mara, jonas):
        assert distance((who.end.x, who.end.z), door) < 1.3
    assert distance((jonas.start.x, jonas.start.z), door) > 1.5
    assert jonas.gait == "walk"


def test_who_walks_from_the_door_leaves_it() -> None:
    one = shot(
        cast=["mara"],
        description="Mara walks from the door and stops.",
        blocking=[blocking("mara", "walks", "stops", place="door")],
    )
    mara = role(staged(one, "corridor"), "mara")
    mark = find_mark(built_set("corridor").plan, "door")
    assert mark is not None
    door = (mark.x, mark.z)
    assert distance((mara.start.x, mara.start.z), door) < 1.0
    assert distance((mara.end.x, mara.end.z), door) > 1.5


def test_what_the_dog_does_is_not_done_by_whom_it_looks_at() -> None:
    one = shot(
        framing="point of view",
        cast=["dog"],
        subject="dog",
        viewer="mara",
        description="A small white dog sits inside and looks at Mara.",
        action_end="The dog sits and looks at Mara.",
        blocking=[blocking("dog", "sits", "sits, looks", eyeline="mara")],
    )
    staging = staged(one)
    mara = role(staging, "mara")
    assert {mara.start.body, mara.end.body} == {"stand"}
    assert not any("Mara" in note for note in staging.notes)


def test_people_keep_from_large_animals() -> None:
    staging = in_the_woods(
        shot(
            cast=["mara", "wolf"],
            blocking=[
                blocking("mara", "stands", eyeline="wolf"),
                blocking("wolf", "stands", place="mara", eyeline="mara"),
            ],
        )
    )[0]
    mara, wolf = role(staging, "mara").start, role(staging, "wolf").start
    assert distance((mara.x, mara.z), (wolf.x, wolf.z)) > 1.2


def test_what_an_animal_cannot_play_is_noted() -> None:
    one = shot(cast=["dog"], blocking=[blocking("dog", "stands", "stands, sniffs, types")])
    staging = staged(one)
    assert any("'type'" in note for note in staging.notes)
    assert not any("sniff" in note for note in staging.notes)
    assert "sniff" in role(staging, "dog").end.gestures


def test_every_phrase_of_the_director_is_known() -> None:
    phrases = {action.phrase for action in (*ACTIONS.values(),)} - OF_THINGS - {""}
    unknown = {phrase for phrase in phrases - set(THINGS) if read(phrase).unknown}
    assert not unknown


def test_hands_are_calm_in_the_insert_of_what_one_holds() -> None:
    told = [blocking("mara", "stands", "stands, holds, talks, trembles", holds=["letter"])]
    insert = shot(framing="insert", cast=["mara"], subject="letter", blocking=told)
    assert role(staged(insert), "mara").end.gestures == ("tremble",)
    wide = shot(cast=["mara"], subject="mara", blocking=told)
    assert role(staged(wide), "mara").end.gestures == ("talk", "tremble")


def test_what_needs_two_hands_is_carried_in_both() -> None:
    board = film(
        (
            "street",
            [shot(cast=["mara"], blocking=[blocking("mara", "stands, carries", holds=["gift"])])],
        )
    )
    board.props = [*board.props, Prop(id="gift", name="gift")]
    assert "carry" in role(stagings(board)[0], "mara").start.gestures


def test_eyes_on_what_one_holds_do_not_turn_to_where_it_was() -> None:
    holds = {"holds": ["letter"], "eyeline": "letter"}
    board = film(
        (
            "street",
            [
                shot(10, cast=["mara"], blocking=[blocking("mara", "stands", "walks", **holds)]),
                shot(20, cast=["mara"], blocking=[blocking("mara", "walks", "stands", **holds)]),
            ],
        )
    )
    second = role(stagings(board)[1], "mara")
    assert abs((second.end.facing - second.start.facing + 180) % 360 - 180) < 20


def test_what_is_in_a_basket_does_not_lie_on_the_ground() -> None:
    carries = [blocking("mara", "walks", holds=["basket"])]
    takes = [blocking("mara", "stands", "takes", holds=["basket"], holds_end=["basket", "loaf"])]
    board = film(
        (
            "street",
            [
                shot(10, cast=["mara"], props=["basket", "loaf"], blocking=carries),
                shot(20, cast=["mara"], props=["basket", "loaf"], blocking=takes),
            ],
        )
    )
    board.props = [Prop(id="basket", name="basket"), Prop(id="loaf", name="loaf")]
    first, second = ({thing.id for thing in staging.things} for staging in stagings(board))
    assert first == {"basket"}
    assert second == {"basket", "loaf"}
