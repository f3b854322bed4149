"""A small film to stage: two people and a dog, in an office, a corridor and a street."""

from __future__ import annotations

from typing import Any

import numpy as np

from openstage.storyboard.context import ShotContext, WorldState
from openstage.storyboard.document import (
    Blocking,
    Character,
    Heading,
    Location,
    Prop,
    Scene,
    Shot,
    Storyboard,
)
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import pose
from openstage.world.geometry import Array, Camera
from openstage.world.stage_manager import stage
from openstage.world.staging import Staging

ASPECT = 16 / 9
CAST = [
    Character(id="mara", name="Mara", kind="woman", look="short red hair, gray suit"),
    Character(id="jonas", name="Jonas", kind="man", look="bald, brown coat"),
    Character(id="dog", name="Dog", kind="dog", look="small, white"),
]
LOCATIONS = [
    Location(id="office", name="Office"),
    Location(id="corridor", name="Corridor"),
    Location(id="street", name="City street"),
    Location(id="kitchen", name="Kitchen"),
]
PROPS = [
    Prop(id="letter", name="letter"),
    Prop(id="cup", name="cup"),
    Prop(id="bag", name="bag"),
    Prop(id="envelope", name="envelope"),
]
OUTDOORS = ("street",)


def blocking(who: str, start: str = "", end: str = "", **more: Any) -> Blocking:
    return Blocking(who=who, start=start, end=end, **more)


def shot(number: int = 10, scene: str = "1", **more: Any) -> Shot:
    return Shot(id=f"{scene}-{number:03d}", number=number, **more)


def film(*scenes: tuple[str, list[Shot]], **more: Any) -> Storyboard:
    """A storyboard of scenes: (the id of the location, the shots)."""
    return Storyboard(
        title="A test",
        cast=CAST,
        locations=LOCATIONS,
        props=PROPS,
        scenes=[
            Scene(
                number=str(number),
                heading=Heading(interior="EXT" if place in OUTDOORS else "INT", location=place),
                shots=shots,
            )
            for number, (place, shots) in enumerate(scenes, start=1)
        ],
        **more,
    )


def staged(one: Shot, place: str = "street", **more: Any) -> Staging:
    """The staging of a film's only shot."""
    board = film((place, [one]), **more)
    return stage(ShotContext(board, board.scenes[0], one, WorldState()))


def stagings(board: Storyboard) -> list[Staging]:
    """Every shot of a film, staged in order, each finding the state that the one before left."""
    state, found = WorldState(), []
    for scene, one in board.shots():
        staging = stage(ShotContext(board, scene, one, state))
        state = staging.after
        found.append(staging)
    return found


def mara_alone(
    size: ShotSize = ShotSize.MEDIUM,
    movement: Movement = Movement.STATIC,
    framing: Framing = Framing.SINGLE,
    **more: Any,
) -> Shot:
    """Mara stands in the street."""
    told = more.pop("blocking", [blocking("mara", "stands")])
    return shot(
        size=size,
        movement=movement,
        framing=framing,
        cast=["mara"],
        subject="mara",
        blocking=told,
        **more,
    )


def face_to_face(**more: Any) -> Shot:
    """Mara stands at the left and talks to Jonas at the right."""
    return shot(
        cast=["mara", "jonas"],
        blocking=[
            blocking("mara", "stands", eyeline="jonas", position="left"),
            blocking("jonas", "stands", eyeline="mara", position="right"),
        ],
        **more,
    )


def joint(staging: Staging, who: str, name: str, t: float = 0.0) -> Array:
    role = next(role for role in staging.roles if role.id == who)
    return pose(role, t, staging.seconds).joints[name]


def share_of(staging: Staging, who: str, name: str, t: float = 0.0) -> tuple[float, float]:
    """Where a joint falls in the frame at `t`, in shares from the top left."""
    return place_in(staged_camera(staging, t), joint(staging, who, name, t))


def place_in(camera: Camera, point: Array) -> tuple[float, float]:
    frame, depth = shares(camera, np.asarray(point)[None], ASPECT)
    assert depth[0] > 0, "the point is behind the camera"
    return float(frame[0, 0]), float(frame[0, 1])
