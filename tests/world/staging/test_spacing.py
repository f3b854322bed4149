"""Who shares a shot is near enough to be known, and apart enough to look over a shoulder."""

from __future__ import annotations

import numpy as np
import pytest
from staging_film import blocking, film, joint, shot, stagings
from test_compositions import from_front, head, told
from test_stories import INSTANTS, STORIES, staged_shots

from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world import Staging
from openstage.world.camerawork.operator import sight_of
from openstage.world.figures import pose
from openstage.world.sets import built_set


def apart(staging: Staging, one: str, other: str, t: float = 0.0) -> float:
    way = joint(staging, one, "hip", t) - joint(staging, other, "hip", t)
    return float(np.hypot(way[0], way[2]))


def left_on_the_way() -> Shot:
    """Mara walks down the corridor; the shot ends somewhere on her way."""
    return shot(cast=["mara"], subject="mara", blocking=[blocking("mara", "walks", "walks")])


def two(place: str = "elevator", **more: object) -> Shot:
    return shot(
        20,
        cast=["mara", "dog"],
        subject="mara",
        framing=Framing.TWO_SHOT,
        blocking=[
            blocking("mara", "stands", eyeline="dog", position="left"),
            blocking("dog", "sits", place=place, eyeline="mara", position="right"),
        ],
        **more,
    )


@pytest.mark.parametrize(
    ("size", "most"),
    [(ShotSize.WIDE, 5.8), (ShotSize.MEDIUM_WIDE, 3.7), (ShotSize.MEDIUM, 3.1)],
)
def test_two_of_one_shot_are_near_enough_to_be_known(size: ShotSize, most: float) -> None:
    _, staging = stagings(film(("corridor", [left_on_the_way(), two(size=size)])))
    assert 1.0 < apart(staging, "mara", "dog") < most
    assert max(from_front(staging, "mara", t) for t in (0.0, 1.0)) < 110


def test_words_of_a_distance_are_kept() -> None:
    far = two("far end", size=ShotSize.MEDIUM_WIDE)
    _, staging = stagings(film(("corridor", [left_on_the_way(), far])))
    assert 5.0 < apart(staging, "mara", "dog") < 7.5


def test_a_master_may_show_them_far_apart() -> None:
    master = two(size=ShotSize.EXTREME_WIDE)
    _, staging = stagings(film(("corridor", [left_on_the_way(), master])))
    assert apart(staging, "mara", "dog") > 6.5


def test_who_has_a_place_stays_there() -> None:
    first = shot(cast=["mara"], blocking=[blocking("mara", "stands", place="bench")])
    _, staging = stagings(film(("corridor", [first, two(size=ShotSize.MEDIUM_WIDE)])))
    assert apart(staging, "mara", "dog") > 5.0


def test_who_follows_stays_close_behind() -> None:
    one = shot(
        size=ShotSize.MEDIUM_WIDE,
        framing=Framing.TWO_SHOT,
        movement=Movement.TRACKING,
        cast=["dog", "mara"],
        subject="dog",
        blocking=[
            blocking("dog", "walks", "walks", place_end="mara"),
            blocking("mara", "walks", "walks"),
        ],
        frame_count=96,
    )
    (staging,) = stagings(film(("street", [one])))
    ahead = joint(staging, "mara", "hip", 1.0) - joint(staging, "mara", "hip", 0.0)
    for t in (0.0, 0.5, 1.0):
        assert 1.0 < apart(staging, "dog", "mara", t) < 3.0
        assert (
            float((joint(staging, "mara", "hip", t) - joint(staging, "dog", "hip", t)) @ ahead) > 0
        )


def test_who_takes_something_is_within_reach_of_the_hand() -> None:
    over = shot(
        cast=["mara", "jonas"],
        framing=Framing.OVER_THE_SHOULDER,
        subject="jonas",
        viewer="mara",
        blocking=[blocking("mara", "stands", holds=["letter"]), blocking("jonas", "stands")],
    )
    takes = shot(
        20,
        cast=["mara", "jonas"],
        framing=Framing.TWO_SHOT,
        blocking=[
            blocking("mara", "stands, holds out hand", holds=["letter"], holds_end=[]),
            blocking("jonas", "stands", "takes", place="mara", holds_end=["letter"]),
        ],
    )
    first, second = stagings(film(("street", [over, takes])))
    assert apart(first, "mara", "jonas") > 1.3
    assert apart(second, "mara", "jonas") < 1.1


def test_over_a_shoulder_the_back_of_a_head_and_a_face_are_seen() -> None:
    wrong, looked_at = [], 0
    for name, shot_, staging in told(Framing.OVER_THE_SHOULDER):
        bodies = {role.id: role.start.body for role in staging.roles}
        if bodies[shot_.viewer] == bodies[shot_.subject] == "sit":
            continue  # on one sofa, side by side, there is no behind
        looked_at += 1
        back, face = (from_front(staging, who, 0.0) for who in (shot_.viewer, shot_.subject))
        if back < 105 or face > 70:
            wrong.append((name, shot_.id, round(back), round(face)))
    assert not wrong
    assert looked_at > 6


def test_those_who_walk_side_by_side_show_their_faces() -> None:
    shots = [found for path in STORIES for found in staged_shots(path)]
    pairs = [
        (shot_, staging)
        for shot_, staging in shots
        if shot_.framing is Framing.TWO_SHOT
        and shot_.movement is Movement.TRACKING
        and all(role.gait and role.end.body == "walk" for role in staging.roles)
    ]
    assert len(pairs) >= 2
    for shot_, staging in pairs:
        for t in INSTANTS:
            assert from_front(staging, shot_.subject, t) < 110, shot_.id


def test_who_steps_out_of_the_trees_is_half_hidden_at_first() -> None:
    story = next(path for path in STORIES if path.stem == "wolf_and_bread")
    shot_, staging = next(
        found for found in staged_shots(story) if "steps out" in found[0].description
    )
    wolf = next(role for role in staging.roles if role.id == shot_.subject)
    sight = sight_of(built_set(staging.set_name, staging.set_look), ())

    def hidden(t: float) -> float:
        joints = np.array(list(pose(wolf, t, staging.seconds).joints.values()))
        return float(sight.hidden(np.array(staging.camera.start.eye), joints).mean())

    assert 0.1 < hidden(0.0) < 0.9
    assert hidden(1.0) < 0.1
    box, _ = head(staging, wolf.id, 1.0)
    assert 0.0 < box[0] < box[2] < 1.0


def test_what_somebody_says_does_not_happen() -> None:
    says = shot(
        cast=["mara"],
        description="Mara says: “The elevator opens in the morning.”",
        blocking=[blocking("mara", "stands, talks")],
    )
    opens = shot(20, cast=["mara"], description="The elevator opens.")
    first, second = stagings(film(("corridor", [says, opens])))
    assert {name: end for name, _, end in first.moving}["elevator"] == 0.0
    assert {name: end for name, _, end in second.moving}["elevator"] == 1.0
