"""Postures in time: bones, stances, continuity, reach, gaze."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figure_roles import DOG, GIRL, MARA, TOMAS, at, role
from hypothesis import given, settings
from hypothesis import strategies as st

from openstage.world.figures import BODIES, GESTURES, Skeleton, pose
from openstage.world.figures.build import build_of
from openstage.world.figures.gait import shortest
from openstage.world.figures.gestures import ACTED
from openstage.world.staging import Stance, Wardrobe

bodies = st.sampled_from(sorted(BODIES))
gestures = st.lists(st.sampled_from(sorted(GESTURES)), max_size=2).map(tuple)
people = st.sampled_from([MARA, GIRL, TOMAS])
moments = st.floats(0, 1)
places = st.floats(-3, 3)


@st.composite
def stances(draw: st.DrawFn) -> Stance:
    body = draw(bodies)
    height = 0.45 if body == "sit" else 0.0
    look_at = draw(st.none() | st.tuples(places, st.floats(0, 2.5), places))
    facing = draw(st.floats(-360, 360))
    x, z = draw(places), draw(places)
    return Stance(x, z, facing, height, body, draw(gestures), look_at=look_at)


def apart(skeleton: Skeleton, a: str, b: str) -> float:
    return float(np.linalg.norm(skeleton.joints[a] - skeleton.joints[b]))


def test_every_gesture_is_acted() -> None:
    assert set(ACTED) == set(GESTURES)


@settings(max_examples=120, deadline=None)
@given(stances(), stances(), people, st.sampled_from(["", "walk", "run"]), moments)
def test_bones_keep_their_lengths(
    start: Stance, end: Stance, wardrobe: Wardrobe, gait: str, t: float
) -> None:
    skeleton = pose(role(start, end, wardrobe, gait=gait), t, 3.0)
    build = build_of(wardrobe)
    for side in "rl":
        assert apart(skeleton, f"thigh_{side}", f"knee_{side}") == pytest.approx(build.thigh)
        assert apart(skeleton, f"knee_{side}", f"foot_{side}") == pytest.approx(build.shin)
        assert apart(skeleton, f"shoulder_{side}", f"elbow_{side}") == pytest.approx(
            build.upper_arm
        )
        assert apart(skeleton, f"elbow_{side}", f"hand_{side}") == pytest.approx(build.forearm)
    assert apart(skeleton, "head", "head_top") == pytest.approx(build.head / 2)
    assert all(np.isfinite(joint).all() for joint in skeleton.joints.values())


@settings(max_examples=60, deadline=None)
@given(stances(), stances(), st.sampled_from(["", "walk", "run"]), st.floats(0, 0.999))
def test_small_steps_of_time_move_joints_little(
    start: Stance, end: Stance, gait: str, t: float
) -> None:
    actor = role(start, end, gait=gait)
    before, after = pose(actor, t, 6.0), pose(actor, t + 0.0002, 6.0)
    for name, joint in before.joints.items():
        assert np.linalg.norm(after.joints[name] - joint) < 0.025, name


@settings(max_examples=60, deadline=None)
@given(stances(), stances(), st.sampled_from([MARA, DOG]), st.sampled_from(["", "walk"]))
def test_the_ends_are_the_stances(
    start: Stance, end: Stance, wardrobe: Wardrobe, gait: str
) -> None:
    actor = role(start, end, wardrobe, gait=gait)
    for t, stance in ((0.0, start), (1.0, end)):
        moving = pose(actor, t, 3.0)
        assert shortest(moving.facing - stance.facing) == pytest.approx(0, abs=1e-6)
        if stance.body not in ("walk", "run"):
            still = pose(role(stance, wardrobe=wardrobe), t, 3.0)
            for name in ("hip", "head", "foot_r", "foot_l", "hand_l"):
                assert moving.joints[name] == pytest.approx(still.joints[name], abs=2e-3), name


def test_the_same_moment_is_the_same_pose() -> None:
    actor = role(at(), at(2, 1, 90), gait="walk")
    first, second = pose(actor, 0.37, 3.0), pose(actor, 0.37, 3.0)
    assert all((first.joints[name] == second.joints[name]).all() for name in first.joints)


@pytest.mark.parametrize("gait", ["walk", "run"])
@pytest.mark.parametrize("beyond", [False, True])
def test_planted_feet_do_not_slide(gait: str, beyond: bool) -> None:
    body = "walk" if beyond else "stand"
    start, end = at(-4, 0, 90, body), at(4, 0, 90, body)
    actor = role(start, end, gait=gait, moves=(0.0, 1.0))
    times = np.linspace(0.1, 0.9, 400)
    poses = [pose(actor, float(t), 6.0) for t in times]
    balls = np.array([[skeleton.joints[f"ball_{side}"] for side in "rl"] for skeleton in poses])
    speed = np.linalg.norm(np.diff(balls, axis=0), axis=2) / (times[1] - times[0]) / 6.0
    resting = speed < 0.02
    slow = (speed > 0.05) & (balls[1:, :, 1] < balls[..., 1].min() + 0.002)
    assert resting.mean() > (0.45 if gait == "walk" else 0.2)
    assert slow.mean() < 0.08
    assert np.ptp(balls[:, 0, 0]) > 5.0


@pytest.mark.parametrize("gait", ["walk", "run"])
@pytest.mark.parametrize("beyond", [False, True])
@pytest.mark.parametrize(("meters", "seconds"), [(2.5, 3.0), (4.0, 1.3), (14.0, 3.5)])
def test_hips_stay_up_however_far_and_fast_it_goes(
    gait: str, beyond: bool, meters: float, seconds: float
) -> None:
    body = gait if beyond else "stand"
    end = at(meters, 0, 90)
    actor = role(at(0, 0, 90, body), end, gait=gait, moves=(0.0, 1.0))  # type: ignore[arg-type]
    poses = [pose(actor, float(t), seconds) for t in np.linspace(0, 1, 200)]
    hips = np.array([skeleton.joints["hip"] for skeleton in poses])
    assert hips[:, 1].min() > 0.8 * pose(role(at()), 0.0, 1.0).joints["hip"][1]
    speeds = np.linalg.norm(np.diff(hips[:, [0, 2]], axis=0), axis=1) * 200 / seconds
    assert speeds.max() < 2 * meters / seconds + 0.5


def test_a_walk_turns_to_its_way_and_back() -> None:
    actor = role(at(0, 0, 180), at(4, 0, 180), gait="walk", moves=(0.0, 1.0))
    assert pose(actor, 0.5, 5.0).facing % 360 == pytest.approx(90, abs=4)


def test_a_way_goes_around() -> None:
    actor = role(at(0, 0, 90), at(4, 0, 90), gait="walk", way=((1, 2), (3, 2)), moves=(0, 1))
    deepest = max(float(pose(actor, t, 6.0).joints["hip"][2]) for t in np.linspace(0, 1, 40))
    assert deepest == pytest.approx(2.0, abs=0.25)


def test_who_sits_has_feet_on_the_ground_and_hands_on_the_table() -> None:
    seated = Stance(0, 0, 180, 0.45, "sit", ("type",))
    skeleton = pose(role(seated), 0.3, 3.0)
    for side in "rl":
        assert skeleton.joints[f"foot_{side}"][1] == pytest.approx(build_of(MARA).ankle, abs=0.01)
        hand = skeleton.joints[f"hand_{side}"]
        assert hand[1] == pytest.approx(0.83, abs=0.03)
        assert hand[2] < -0.3
    assert skeleton.joints["hip"][1] == pytest.approx(0.52, abs=0.03)


def test_a_head_turns_to_what_it_looks_at() -> None:
    left = role(Stance(0, 0, 0, look_at=(-3.0, 1.5, 3.0)))
    assert pose(left, 0.5, 3.0).head_facing == pytest.approx(-45, abs=12)
    up = role(Stance(0, 0, 0, look_at=(0.0, 4.0, 3.0)))
    assert pose(up, 0.5, 3.0).frames["head"][2][1] > 0.3
    behind = role(Stance(0, 0, 0, look_at=(0.0, 1.5, -3.0)))
    assert abs(pose(behind, 0.5, 3.0).head_facing) < 15


def test_hands_hold_things_between_them() -> None:
    skeleton = pose(role(Stance(0, 0, 180, gestures=("carry",))), 0.5, 3.0)
    right, left, both = (skeleton.hand(which)[0] for which in ("right", "left", "both"))
    assert both == pytest.approx((right + left) / 2)
    assert both[2] < -0.15
    assert skeleton.hand("right")[1] == skeleton.facing


def test_a_held_thing_lifts_its_hand() -> None:
    idle, holding = pose(role(at()), 0, 3.0), pose(role(Stance(0, 0, 180, holds=("cup",))), 0, 3.0)
    assert holding.joints["hand_r"][1] > idle.joints["hand_r"][1] + 0.1


def test_a_hat_goes_to_the_hand_that_is_free() -> None:
    off = Stance(0, 0, 180, gestures=("take off hat",))
    free = pose(role(at(), off, TOMAS), 1, 3.0)
    holding = replace(off, holds=("letter",))
    held = pose(role(replace(at(), holds=("letter",)), holding, TOMAS), 1, 3.0)
    assert (free.hat_hand, held.hat_hand) == ("right", "left")
    chest = free.joints["chest"][1]
    assert abs(free.joints["hand_r"][1] - chest) < 0.2
    assert abs(held.joints["hand_l"][1] - chest) < 0.2


def test_who_drops_something_hardly_bends() -> None:
    at_feet = (0.2, 0.0, -0.6)
    drops = Stance(0, 0, 180, gestures=("drop",), look_at=at_feet)
    joints = pose(role(at(), drops, TOMAS), 1, 3.0).joints
    lean = joints["collar"] - joints["waist"]
    assert np.degrees(np.arctan2(np.hypot(lean[0], lean[2]), lean[1])) < 22


def test_the_hat_is_taken_off() -> None:
    actor = role(at(), Stance(0, 0, 180, gestures=("take off hat",)), TOMAS)
    assert pose(actor, 0, 3.0).hat_off == 0.0
    assert pose(actor, 1, 3.0).hat_off == 1.0


def test_mouths_move_only_in_speech_and_eyes_blink() -> None:
    actor = role(at(), speaks=((0.5, 0.8),))
    assert pose(actor, 0.2, 3.0).face.speaking == 0.0
    assert max(pose(actor, t, 3.0).face.speaking for t in np.linspace(0.5, 0.8, 30)) > 0.5
    closed = [pose(actor, t, 8.0).face.closed for t in np.linspace(0, 1, 400)]
    assert max(closed) > 0.5
    assert np.mean(np.array(closed) > 0) < 0.2


def test_mirrored_roles_have_mirrored_skeletons() -> None:
    right = pose(role(at(-1, 0, 40), at(1.5, 1, 40), gait="walk", moves=(0, 1)), 0.5, 3.0)
    left = pose(role(at(1, 0, -40), at(-1.5, 1, -40), gait="walk", moves=(0, 1)), 0.5, 3.0)
    assert right.joints["hip"][0] == pytest.approx(-left.joints["hip"][0], abs=0.05)
    assert right.facing == pytest.approx(-left.facing)


@pytest.mark.parametrize("body", sorted(BODIES))
def test_animals_do_every_body(body: str) -> None:
    stance = Stance(0, 0, 90, 0, body, ("bark", "jump"))  # type: ignore[arg-type]
    skeleton = pose(role(stance, wardrobe=DOG), 0.4, 3.0)
    trunk = {"head_top", "head", "eyes", "chin", "neck", "chest", "waist", "hip"}
    limbs = {f"{limb}_{side}" for limb in ("knee", "foot", "hand", "shoulder") for side in "rl"}
    assert trunk | limbs <= set(skeleton.joints)
    assert skeleton.joints["head"][0] > skeleton.joints["hip"][0]


def test_a_trotting_dog_arrives() -> None:
    actor = role(at(0, 0, 90), at(3, 0, 90), DOG, gait="run")
    assert pose(actor, 1, 2.0).joints["waist"][0] == pytest.approx(3.0, abs=0.1)
    assert pose(actor, 0.5, 2.0).joints["waist"][0] == pytest.approx(1.5, abs=0.3)


def test_the_hand_that_let_something_fall_comes_to_rest() -> None:
    drops = Stance(0, 0, 180, gestures=("drop",))
    actor = role(at(), drops, TOMAS, moves=(0.1, 0.8))
    out, after = (pose(actor, t, 3.0) for t in (0.8, 1.0))
    ahead = [joints["chest"][2] - joints["hand_r"][2] for joints in (out.joints, after.joints)]
    assert ahead[1] < 0.6 * ahead[0]
