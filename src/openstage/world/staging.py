"""A shot as it is staged: everything that its pictures depend on, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from openstage.storyboard.context import WorldState
from openstage.world.geometry import Camera, Point
from openstage.world.scene import Color

WORLD_VERSION = 8
"""Raised when a shot is staged or drawn in another way: it is part of every key and dataset."""

Body = Literal["stand", "sit", "kneel", "crouch", "lie", "lean", "walk", "run", "climb", "fall"]
"""What the whole body does; walk and run are gaits, which end in stand when the way is done."""


@dataclass(frozen=True)
class Wardrobe:
    """How a figure looks. Empty words and None mean: not worn."""

    kind: str = "woman"
    """woman, man, girl, boy, robot; or the animal: dog, cat, horse, bird."""
    height: float = 1.7
    """Meters; of an animal, to its shoulder."""
    build: Literal["slim", "medium", "stout"] = "medium"
    old: bool = False
    skin: Color = (0.91, 0.74, 0.62)
    hair: Color = (0.25, 0.16, 0.11)
    """The coat of an animal."""
    hair_style: str = "short"
    """short, long, bob, bun, ponytail, curly, bald, braids."""
    beard: str = ""
    """beard, mustache, stubble."""
    hat: str = ""
    hat_color: Color = (0.3, 0.25, 0.2)
    top: str = "shirt"
    """shirt, suit, coat, dress, uniform, sweater, jacket, robe, apron."""
    top_color: Color = (0.5, 0.5, 0.55)
    shirt_color: Color = (0.93, 0.92, 0.9)
    """What shows under a suit or a coat."""
    bottom: str = "trousers"
    """trousers, skirt, shorts."""
    bottom_color: Color = (0.25, 0.27, 0.33)
    shoes_color: Color = (0.15, 0.12, 0.11)
    extras: tuple[str, ...] = ()
    """glasses, scarf, tie, bag, collar (of a dog)."""
    accent: Color = (0.75, 0.2, 0.2)
    """Of the extras."""


@dataclass(frozen=True)
class Stance:
    """Where a body is, and what it does, at one instant."""

    x: float
    z: float
    facing: float
    """Degrees; 0 looks toward +z, 90 toward +x."""
    height: float = 0.0
    """Meters: of the seat or the bed or the step; 0 on the ground."""
    body: Body = "stand"
    gestures: tuple[str, ...] = ()
    """What arms and head do: type, read, look up, hold out hand, wave, point, embrace …"""
    emotion: str = "neutral"
    look_at: Point | None = None
    """Where head and eyes turn; none: straight ahead."""
    holds: tuple[str, ...] = ()
    """The ids of the things in the hands: right first."""
    aside: tuple[Literal["right", "left"], ...] = ()
    """The hands that carry something so tall that it would cross the face: they go beside it."""


@dataclass(frozen=True)
class Role:
    """One figure in one shot."""

    id: str
    wardrobe: Wardrobe
    start: Stance
    end: Stance
    way: tuple[tuple[float, float], ...] = ()
    """The points (x, z) between start and end that it walks by, around the furniture."""
    gait: Literal["", "walk", "run"] = ""
    moves: tuple[float, float] = (0.1, 0.9)
    """When, in the time of the shot from 0 to 1, it goes from the start to the end stance.
    A gait that goes on beyond the shot uses (0, 1)."""
    speaks: tuple[tuple[float, float], ...] = ()
    """When its mouth moves."""


@dataclass(frozen=True)
class Placement:
    """Where a thing is."""

    x: float
    y: float
    z: float
    facing: float = 0.0
    held_by: str = ""
    """The id of the figure that holds it; then it is in that hand and x, y, z do not count."""
    hand: Literal["right", "left", "both"] = "right"


@dataclass(frozen=True)
class Thing:
    """One prop in one shot."""

    id: str
    kind: str
    """A kind of the prop room: cup, letter, lamp, bag."""
    color: Color | None
    """None: as such things are."""
    start: Placement
    end: Placement
    changes_at: float = 0.5
    """When it changes hands, where it does; otherwise it glides from start to end."""


@dataclass(frozen=True)
class CameraPath:
    """The camera from the start frame to the end frame."""

    start: Camera
    end: Camera
    kind: Literal["line", "arc", "handheld"] = "line"
    """line: eye, target, roll and the logarithm of the lens go straight, eased; arc: the eye
    circles `pivot`; handheld: line, with a hand's unrest."""
    pivot: Point | None = None
    linear: bool = False
    """True: not eased; for a camera that goes along with a walk."""
    follows: str = ""
    """The id of the walker that a tracking camera goes along with, at the same distance."""


@dataclass(frozen=True)
class Staging:
    """A shot, staged. `draw(staging, t)` gives its picture at t in [0, 1]."""

    set_name: str
    set_look: str
    """The words of the location's look that the set takes its colors from."""
    interior: bool
    time: str
    weather: str
    seconds: float
    """How long the shot lasts: walks, rain and flames need it."""
    roles: tuple[Role, ...]
    things: tuple[Thing, ...]
    moving: tuple[tuple[str, float, float], ...]
    """Parts of the set that move: the name, and how far open at the start and at the end."""
    camera: CameraPath
    hidden: tuple[str, ...] = ()
    """Figures that are there and not drawn: whose eyes the camera is."""
    notes: tuple[str, ...] = ()
    """What could not be staged as it was told, in sentences."""
    after: WorldState = field(default_factory=WorldState)
    """The state of the world when the shot is over."""

    def as_data(self) -> dict[str, Any]:
        """All that the pictures depend on, as plain JSON data."""
        data = asdict(self)
        del data["notes"], data["after"]
        return {"world": WORLD_VERSION, **data}
