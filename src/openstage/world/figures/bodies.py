"""What the whole body does: one posture for each body of a stance."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from openstage.world.figures.build import Build
from openstage.world.figures.rig import Posture, standing

CHAIR = 0.2
"""Meters: a seat lower than this is the ground, on which legs are stretched out."""


def _stand(build: Build, height: float) -> Posture:
    return standing(build)


def step_out(build: Build, height: float) -> float:
    """Meters before the seat where the feet of somebody who sits on it stand."""
    if height < CHAIR:
        return 0.0
    # The shins hang down, a little ahead of the knees' plumb.
    return build.thigh * 0.96 if height >= build.shin * 0.8 else build.thigh * 0.8


def _sit(build: Build, height: float) -> Posture:
    base = standing(build)
    wide = build.pelvis * 1.35
    seat = 0.075 * build.height / 1.7
    if height < CHAIR:
        return base.changed(
            pelvis=(0.0, seat + 0.03, 0.0),
            hips=(-14.0, 0.0, 0.0),
            spine=(22.0 + build.stoop, 0.0, 0.0),
            head=(-6.0, 0.0, 0.0),
            foot_r=(wide * 1.2, build.ankle, build.leg * 0.72),
            foot_l=(-wide * 1.2, build.ankle, build.leg * 0.66),
            toe_r=(14.0, -18.0),
            toe_l=(-14.0, -18.0),
            knee_r=(0.2, 1.0, 0.3),
            knee_l=(-0.2, 1.0, 0.3),
            hand_r=(0.02, -0.62, 0.62),
            hand_l=(-0.02, -0.62, 0.62),
        )
    ahead = step_out(build, height)
    pelvis = seat
    # Feet rest on the ground where the legs are long enough, and hang where they are not.
    drop = height + pelvis - build.ankle
    reach = sqrt(max(build.leg**2 * 0.97 - ahead**2, 0.01))
    foot = pelvis - (drop if drop <= reach else build.shin * 0.99)
    return base.changed(
        pelvis=(0.0, pelvis, 0.0),
        hips=(-3.0, 0.0, 0.0),
        spine=(4.0 + build.stoop, 0.0, 0.0),
        foot_r=(wide, foot, ahead),
        foot_l=(-wide, foot, ahead - 0.05),
        toe_r=(9.0, 0.0),
        toe_l=(-9.0, 0.0),
        knee_r=(0.14, 1.0, 0.7),
        knee_l=(-0.14, 1.0, 0.7),
        hand_r=(-0.01, -0.72, 0.53),
        hand_l=(0.01, -0.72, 0.53),
        elbow_r=(0.7, -0.3, -1.0),
        elbow_l=(-0.7, -0.3, -1.0),
    )


def _kneel(build: Build, height: float) -> Posture:
    """On the right knee, the left foot set ahead."""
    wide = build.pelvis
    return standing(build).changed(
        pelvis=(0.0, build.thigh * 0.98 + 0.05, 0.0),
        hips=(5.0, 0.0, 0.0),
        spine=(8.0 + build.stoop, 0.0, 0.0),
        foot_r=(wide * 1.1, build.ankle * 0.9, -build.shin * 0.92),
        foot_l=(-wide * 1.3, build.ankle, build.thigh * 0.86),
        toe_r=(6.0, 62.0),
        toe_l=(-8.0, 0.0),
        knee_r=(0.05, -0.2, 1.0),
        knee_l=(-0.25, 0.8, 1.0),
        hand_r=(0.10, -0.88, 0.32),
        hand_l=(0.10, -0.62, 0.66),
    )


def _crouch(build: Build, height: float) -> Posture:
    wide = build.pelvis * 1.5
    return standing(build).changed(
        pelvis=(0.0, build.shin * 0.78, -0.10),
        hips=(26.0, 0.0, 0.0),
        spine=(22.0, 0.0, 0.0),
        head=(-26.0, 0.0, 0.0),
        foot_r=(wide, build.ankle, 0.06),
        foot_l=(-wide, build.ankle, -0.02),
        toe_r=(16.0, 0.0),
        toe_l=(-16.0, 0.0),
        knee_r=(0.45, 0.4, 1.0),
        knee_l=(-0.45, 0.4, 1.0),
        hand_r=(-0.06, -0.70, 0.56),
        hand_l=(0.06, -0.70, 0.56),
    )


def _lie(build: Build, height: float) -> Posture:
    """On the back, the head away from where the body faces."""
    deep = 0.11 * build.girth
    wide = build.pelvis * 1.2
    return standing(build).changed(
        pelvis=(0.0, deep, 0.0),
        hips=(-90.0, 0.0, 0.0),
        spine=(2.0, 0.0, 0.0),
        head=(8.0, 0.0, 0.0),
        foot_r=(wide, deep * 0.7, build.leg * 0.985),
        foot_l=(-wide, deep * 0.7, build.leg * 0.96),
        toe_r=(18.0, -62.0),
        toe_l=(-18.0, -62.0),
        knee_r=(0.25, 1.0, 0.0),
        knee_l=(-0.25, 1.0, 0.0),
        hand_r=(0.16, -0.93, 0.05),
        hand_l=(0.13, -0.62, 0.32),
        elbow_r=(1.0, -0.1, 0.1),
        elbow_l=(-1.0, -0.1, 0.1),
    )


def _lean(build: Build, height: float) -> Posture:
    """Back against something, one foot crossed before the other."""
    return standing(build).changed(
        pelvis=(0.02, build.hip * 0.965, 0.03),
        hips=(-7.0, 0.0, -2.0),
        spine=(-1.0 + build.stoop, 0.0, 3.0),
        head=(7.0, 0.0, 3.0),
        foot_r=(0.05, build.ankle, 0.14),
        foot_l=(0.10, build.ankle + 0.03, 0.24),
        toe_r=(4.0, 0.0),
        toe_l=(22.0, 22.0),
        hand_r=(0.14, -0.86, 0.10),
        hand_l=(-0.14, -0.86, 0.10),
    )


def _walk(build: Build, height: float) -> Posture:
    """In mid stride; for a picture of somebody who walks without a way to go."""
    stride = 0.17 * build.height
    return standing(build).changed(
        pelvis=(0.0, build.hip * 0.965, 0.0),
        hips=(3.0, -6.0, 0.0),
        spine=(2.0 + build.stoop, 10.0, 0.0),
        foot_r=(build.pelvis * 0.8, build.ankle + 0.025, -stride),
        foot_l=(-build.pelvis * 0.8, build.ankle, stride),
        toe_r=(6.0, 24.0),
        toe_l=(-6.0, -10.0),
        hand_r=(0.10, -0.90, 0.34),
        hand_l=(-0.12, -0.90, -0.24),
    )


def _run(build: Build, height: float) -> Posture:
    stride = 0.22 * build.height
    return standing(build).changed(
        pelvis=(0.0, build.hip * 0.95, 0.0),
        hips=(9.0, -9.0, 0.0),
        spine=(7.0 + build.stoop, 16.0, 0.0),
        head=(-10.0, 0.0, 0.0),
        foot_r=(build.pelvis * 0.7, build.ankle + 0.24, -stride * 1.2),
        foot_l=(-build.pelvis * 0.7, build.ankle + 0.03, stride),
        toe_r=(4.0, 62.0),
        toe_l=(-4.0, -10.0),
        hand_r=(0.00, -0.32, 0.62),
        hand_l=(-0.16, -0.52, -0.06),
    )


def _climb(build: Build, height: float) -> Posture:
    """Hands on a rung above, one foot a rung higher than the other."""
    wide = build.pelvis * 1.2
    return standing(build).changed(
        pelvis=(0.0, build.hip * 0.95, -0.10),
        hips=(8.0, 0.0, 0.0),
        head=(-22.0, 0.0, 0.0),
        foot_r=(wide, build.ankle + 0.34 * build.hip, 0.16),
        foot_l=(-wide, build.ankle, 0.02),
        knee_r=(0.4, 0.5, 1.0),
        hand_r=(0.06, 0.30, 0.62),
        hand_l=(-0.06, 0.68, 0.46),
        elbow_r=(0.8, -0.6, -0.4),
        elbow_l=(-0.8, -0.6, -0.4),
    )


def _fall(build: Build, height: float) -> Posture:
    """Fallen: on the side of the hip, propped up on one arm."""
    return standing(build).changed(
        pelvis=(0.0, 0.13 * build.girth, 0.0),
        hips=(-38.0, 0.0, 22.0),
        spine=(12.0, 0.0, 10.0),
        head=(14.0, 0.0, -14.0),
        foot_r=(0.22, build.ankle, build.leg * 0.70),
        foot_l=(-0.05, build.ankle, build.leg * 0.88),
        toe_r=(30.0, -15.0),
        toe_l=(-10.0, -40.0),
        knee_r=(0.6, 1.0, 0.2),
        knee_l=(-0.1, 1.0, 0.2),
        hand_r=(0.42, -0.50, -0.22),
        hand_l=(-0.12, -0.42, 0.70),
    )


_POSTURES: dict[str, Callable[[Build, float], Posture]] = {
    "stand": _stand,
    "sit": _sit,
    "kneel": _kneel,
    "crouch": _crouch,
    "lie": _lie,
    "lean": _lean,
    "walk": _walk,
    "run": _run,
    "climb": _climb,
    "fall": _fall,
}

UPRIGHT = frozenset({"stand", "walk", "run", "lean", "climb"})
"""Bodies that go off without getting up first."""


def body_posture(body: str, build: Build, height: float) -> Posture:
    """The posture of `body`; `height` is that of the seat or bed under it, in meters."""
    return _POSTURES[body](build, height)
