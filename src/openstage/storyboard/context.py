"""What a shot finds when it begins: itself, its storyboard, the state of the world before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

from openstage.storyboard.document import Location, Scene, Shot, Storyboard


class Whereabouts(BaseModel):
    """Where one entity is and what it does, in the terms of the place: it outlives the framing."""

    model_config = ConfigDict(frozen=True)

    location: str
    """The id of the location."""
    x: float
    """Meters to the right of the place's origin, as its plan is drawn."""
    z: float
    """Meters toward the back of the place."""
    facing: float
    """Degrees; 0 looks toward +z, 90 toward +x."""
    pose: str = "stand"
    mark: str = ""
    """The landmark of the set that it is at: 'desk', 'door'."""
    holds: tuple[str, ...] = ()
    height: float = 0.0
    """Meters above the ground: a thing on a table."""


class WorldState(BaseModel):
    """What the story has done to the world so far. Plain data, so that it can be part of a key."""

    model_config = ConfigDict(frozen=True)

    where: dict[str, Whereabouts] = {}
    """By the id of a character or a prop."""
    open: frozenset[str] = frozenset()
    """What was opened: 'kitchen/door'."""
    axis: dict[str, Literal["left", "right"]] = {}
    """By the scene and the two between whom the line of action runs, '2:mara+jonas': the side of
    the line that the camera keeps."""


def shown(scene: Scene, shot: Shot) -> frozenset[str]:
    """The ids of all who and what a shot shows: its people, its things, its place."""
    return frozenset({*shot.cast, *shot.props, scene.heading.location})


@dataclass(frozen=True)
class ShotContext:
    storyboard: Storyboard
    scene: Scene
    shot: Shot
    state: WorldState = field(default_factory=WorldState)
    prompt: str = ""
    """What the refiner says of the shot, once its pair is drawn."""

    @property
    def location(self) -> Location:
        """The place of the scene; a nameless one where the storyboard does not tell."""
        id = self.scene.heading.location
        return self.storyboard.location(id) or Location(id=id, name=id)

    @property
    def seed(self) -> int:
        return self.storyboard.seed if self.shot.seed is None else self.shot.seed

    @property
    def noise_seed(self) -> int:
        """Of the noise that a picture begins as: another for every shot, since pictures that begin
        alike become alike, whatever their shots tell."""
        return int.from_bytes(sha256(f"{self.seed} {self.shot.id}".encode()).digest()[:4], "big")

    @property
    def previous(self) -> tuple[Scene, Shot] | None:
        """The shot before this one in the film."""
        before = None
        for scene, shot in self.storyboard.shots():
            if shot.id == self.shot.id:
                return before
            before = (scene, shot)
        return None
