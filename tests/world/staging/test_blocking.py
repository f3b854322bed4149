"""Words become stances: bodies, gestures, places, ways, props; and nothing is dropped silently."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from staging_film import CAST, blocking, face_to_face, film, joint, shot, staged, stagings

from openstage.storyboard.vocabulary import ScreenPosition, ShotSize
from openstage.world.blocking.lexicon import forms, read
from openstage.world.blocking.places import Floor, distance, find_mark, generic_spot
from openstage.world.blocking.ways import length, way
from openstage.world.camerawork.path import staged_camera
from openstage.world.sets import built_set
from openstage.world.staging import Role, Staging


def role(staging: Staging, who: str) -> Role:
    return next(role for role in staging.roles if role.id == who)


@pytest.mark.parametrize(
    ("text", "body", "gestures", "gait"),
    [
        ("sits, types", "sit", ("type",), ""),
        ("stands, looks up", "stand", ("look up",), ""),
        ("walks", "", (), "walk"),
        ("runs, waves", "", ("wave",), "run"),
        ("kneels, holds out her hand", "kneel", ("hold out hand",), ""),
        ("sitting on a bench, reading a letter", "sit", ("read",), ""),
        ("hurries around the corner", "", (), "run"),
        ("takes off his hat", "", ("take off hat",), ""),
        ("lay on the bed and wept", "lie", ("cry",), ""),
        ("", "", (), ""),
    ],
)
def test_phrases_are_read(text: str, body: str, gestures: tuple[str, ...], gait: str) -> None:
    action = read(text)
    assert (action.body, action.gestures, action.gait) == (body, gestures, gait)


def test_verbs_are_known_in_all_their_forms() -> None:
    assert {"carry", "carries", "carried", "carrying"} <= forms("carry")
    assert {"sit", "sits", "sat", "sitting"} <= forms("sit")
    assert {"lie", "lies", "lay", "lying"} <= forms("lie")


def test_what_nobody_can_play_is_noted() -> None:
    staging = staged(shot(cast=["mara"], blocking=[blocking("mara", "stands, juggles oranges")]))
    assert any("juggles" in note for note in staging.notes)


def test_a_nearest_word_is_noted() -> None:
    staging = staged(shot(cast=["mara"], blocking=[blocking("mara", "tiptoes")]))
    assert any("tiptoe" in note and "walk" in note for note in staging.notes)


def test_all_that_is_missing_is_noted() -> None:
    one = shot(
        cast=["mara", "nobody"],
        props=["spaceship"],
        subject="ghost",
        blocking=[
            blocking("mara", "stands", place="volcano"),
            blocking("phantom", "waves"),
        ],
    )
    notes = " ".join(staged(one, "office").notes)
    for word in ("nobody", "spaceship", "ghost", "volcano", "phantom"):
        assert word in notes


def test_an_unknown_place_is_noted() -> None:
    board = film(("street", [shot(cast=["mara"])]))
    board.locations[2].name = "Zeppelin gondola"
    assert any("Zeppelin" in note for note in stagings(board)[0].notes)


def test_who_works_at_a_table_of_an_unknown_place_sits_on_a_chair() -> None:
    one = shot(cast=["mara"], blocking=[blocking("mara", "sits, works", place="table")])
    board = film(("office", [one]))
    board.locations = [board.locations[0].model_copy(update={"name": "Watchmaker's workshop"})]
    staging = stagings(board)[0]
    stance = role(staging, "mara").start
    assert staging.set_name == "room"
    assert stance.body == "sit"
    assert stance.height > 0.4
    assert "work" in stance.gestures
    assert [note for note in staging.notes if "stands in" in note]
    assert not any("ground" in note or "'works'" in note for note in staging.notes)


def test_who_sits_at_the_desk_is_on_its_seat() -> None:
    staging = staged(
        shot(cast=["mara"], blocking=[blocking("mara", "sits, types", place="desk")]), "office"
    )
    desk = find_mark(built_set("office").plan, "desk")
    assert desk is not None
    stance = role(staging, "mara").start
    assert (stance.x, stance.z, stance.body) == (desk.x, desk.z, "sit")
    assert stance.height == desk.height > 0.3


def test_the_place_may_stand_in_the_action() -> None:
    one = shot(cast=["mara"], description="Mara types at a computer.")
    stance = role(staged(one, "office"), "mara").start
    assert stance.body == "sit"
    assert "type" in stance.gestures


def test_two_who_talk_face_each_other_at_a_natural_distance() -> None:
    staging = staged(face_to_face())
    mara, jonas = role(staging, "mara").start, role(staging, "jonas").start
    assert 0.8 < distance((mara.x, mara.z), (jonas.x, jonas.z)) < 1.6
    assert abs((mara.facing - jonas.facing) % 360 - 180) < 10
    assert mara.look_at == pytest.approx(tuple(joint(staging, "jonas", "eyes")), abs=0.12)


def test_next_to_somebody_is_beside_them() -> None:
    one = shot(
        cast=["mara", "jonas"],
        blocking=[
            blocking("jonas", "sits", place="bench"),
            blocking("mara", "stands", place="jonas"),
        ],
    )
    staging = staged(one)
    mara, jonas = role(staging, "mara").start, role(staging, "jonas").start
    assert distance((mara.x, mara.z), (jonas.x, jonas.z)) < 1.3


def test_nobody_stands_in_furniture_or_in_somebody() -> None:
    for place in ("office", "corridor", "kitchen", "street"):
        staging = staged(shot(size=ShotSize.WIDE, cast=["mara", "jonas", "dog"]), place)
        floor = Floor(built_set(staging.set_name).plan, radius=0.1)
        spots = [(r.start.x, r.start.z) for r in staging.roles]
        assert all(floor.open(spot) for spot in spots)
        for i, spot in enumerate(spots):
            assert all(distance(spot, other) > 0.4 for other in spots[:i])


def test_ways_go_around_the_furniture() -> None:
    plan = built_set("office").plan
    floor = Floor(plan)
    x0, x1, z0, z1 = max(plan.obstacles, key=lambda o: (o[1] - o[0]) * (o[3] - o[2]))
    start, end = (
        floor.nearest((x0 - 0.5, (z0 + z1) / 2), 0),
        floor.nearest((x1 + 0.5, (z0 + z1) / 2), 0),
    )
    turns = way(floor, start, end)
    stops = [start, *turns, end]
    assert length(start, turns, end) > distance(start, end)
    inner = Floor(plan, radius=0.05)
    for a, b in pairwise(stops):
        for share in np.linspace(0, 1, 20):
            assert inner.open((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))


def test_a_walk_without_a_goal_goes_as_far_as_its_time_lets_it() -> None:
    for verb, speed in (("walks", 1.3), ("runs", 3.2)):
        one = shot(cast=["mara"], frame_count=96, blocking=[blocking("mara", verb, verb)])
        mara = role(staged(one), "mara")
        far = distance((mara.start.x, mara.start.z), (mara.end.x, mara.end.z))
        assert far == pytest.approx(4 * speed, rel=0.15)
        assert mara.moves == (0.0, 1.0)


def test_away_is_into_the_depth_of_the_set() -> None:
    told = [blocking(who, "walks away", "walks away") for who in ("mara", "jonas")]
    staging = staged(shot(size=ShotSize.WIDE, cast=["mara", "jonas"], blocking=told))
    for one in staging.roles:
        away = [
            np.linalg.norm(joint(staging, one.id, "hip", t) - np.array(staging.camera.start.eye))
            for t in (0.0, 1.0)
        ]
        assert away[1] > away[0] + 1


def test_who_must_be_there_is_there() -> None:
    told = [blocking("mara", "stands", "walks to jonas", place="near", place_end="jonas")]
    told.append(blocking("jonas", "stands", place="street"))
    staging = staged(shot(cast=["mara", "jonas"], frame_count=120, blocking=told))
    mara, jonas = role(staging, "mara").end, role(staging, "jonas").end
    assert distance((mara.x, mara.z), (jonas.x, jonas.z)) < 1.2


def frame_x(staging: Staging, who: str, t: float) -> float:
    camera = staged_camera(staging, t)
    point = (joint(staging, who, "hip", t) - np.array(camera.eye)) @ camera.basis().T
    half = 20.25 / camera.lens_mm / 2 * 16 / 9
    return float(0.5 + point[0] / max(point[2], 0.05) / half / 2)


@pytest.mark.parametrize(
    ("position", "beyond"), [(ScreenPosition.OFF_LEFT, -1), (ScreenPosition.OFF_RIGHT, 1)]
)
def test_who_comes_in_is_outside_the_frame_first(position: ScreenPosition, beyond: int) -> None:
    told = [blocking("jonas", "walks", "stops", position=position, position_end="center")]
    staging = staged(shot(cast=["jonas"], subject="jonas", blocking=told))
    assert (frame_x(staging, "jonas", 0.0) - 0.5) * beyond > 0.5
    assert 0.2 < frame_x(staging, "jonas", 1.0) < 0.8


def test_who_goes_out_is_outside_the_frame_at_the_end() -> None:
    told = [blocking("mara", "stands", "walks", position_end="off right")]
    staging = staged(shot(cast=["mara"], subject="mara", blocking=told))
    assert 0.1 < frame_x(staging, "mara", 0.0) < 0.9
    assert frame_x(staging, "mara", 1.0) > 1.0


def test_a_held_prop_is_in_the_hand_and_a_free_one_is_somewhere() -> None:
    one = shot(
        cast=["mara"],
        props=["letter", "bag"],
        blocking=[blocking("mara", "stands, reads", holds=["letter"])],
    )
    things = {thing.id: thing for thing in staged(one, "office").things}
    assert things["letter"].start.held_by == things["letter"].end.held_by == "mara"
    assert things["bag"].start.held_by == ""


def test_what_is_put_down_lies_on_the_table_that_is_near() -> None:
    told = [blocking("mara", "stands", "puts down cup", place="table", holds=["cup"], holds_end=[])]
    thing = staged(shot(cast=["mara"], props=["cup"], blocking=told), "kitchen").things[0]
    assert thing.start.held_by == "mara"
    assert thing.end.held_by == ""
    assert thing.end.y > 0.5
    assert 0 < thing.changes_at < 1


def test_a_letter_slides_in() -> None:
    told = [blocking("envelope", "slides under the door", place="door")]
    thing = staged(shot(props=["envelope"], subject="envelope", blocking=told), "kitchen").things[0]
    assert distance((thing.start.x, thing.start.z), (thing.end.x, thing.end.z)) > 0.3


def test_doors_open_when_they_are_told_to() -> None:
    elevator = {
        "The elevator door is open.": (1.0, 1.0),
        "The elevator opens.": (0.0, 1.0),
        "A dark corridor.": (0.0, 0.0),
    }
    for text, expected in elevator.items():
        staging = staged(shot(description=text), "corridor")
        assert staging.moving == (("elevator", *expected),)


def test_every_set_has_regions() -> None:
    plan = built_set("corridor").plan
    far, near = generic_spot(plan, "at the far end"), generic_spot(plan, "in the foreground")
    assert far is not None
    assert near is not None
    assert far[1] > near[1]
    assert generic_spot(plan, "teapot") is None


def test_the_dog_is_a_dog() -> None:
    staging = staged(shot(cast=["dog"], blocking=[blocking("dog", "sits")]))
    assert staging.roles[0].wardrobe.kind == CAST[2].kind
    assert staging.roles[0].start.height == 0.0
