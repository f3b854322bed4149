"""The storyboard: the one document that everyone on the film shares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from openstage.storyboard.rate import FrameRate
from openstage.storyboard.vocabulary import (
    Angle,
    Emotion,
    Framing,
    Movement,
    ScreenPosition,
    ShotSize,
    TimeOfDay,
    Transition,
    Weather,
)

SCHEMA: Literal["openstage.storyboard/1"] = "openstage.storyboard/1"

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
"""A name for machines: letters, digits, `_`, `.` and `-`. Stable, and fit for file names."""

SEEDS = 2**63
"""How many there are: timelines and models can hold no more."""

Seed = Annotated[int, Field(ge=0, lt=SEEDS)]
"""What chance begins with."""

AssetName = Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.[a-z0-9]{1,8}$")]
"""The name of an asset of the project folder: the SHA-256 of its content, and its kind."""


class Part(BaseModel):
    """A part of the document. Fields of a newer version, or of one's own, are kept as they are."""

    model_config = ConfigDict(extra="allow", validate_assignment=True, populate_by_name=True)


class Entity(Part):
    """Something that must look the same in every shot; it is told once, here."""

    id: Id
    name: str
    look: str = Field("", description="How it looks, in words: 'short red hair, gray suit, 30s'.")
    references: list[str] = Field(default=[], description="Pictures of it, in the project folder.")


class Character(Entity):
    kind: str = Field(
        "person",
        description="What it is, as a noun: woman, man, girl, boy, person, dog, cat, horse.",
    )


class Location(Entity):
    pass


class Prop(Entity):
    pass


class Line(Part):
    """A line of dialogue."""

    who: Id = Field(description="A character of the cast.")
    text: str
    manner: str = Field("", description="How it is said: 'laughing'.")
    off_screen: bool = False


class Blocking(Part):
    """What one subject (a character, or a prop that moves) does between the two frames."""

    who: Id = Field(description="A character or a prop.")
    start: str = Field("", description="What it does at the start frame: 'sits, types'.")
    end: str = Field("", description="What it does at the end frame; empty: the same.")
    place: str = Field("", description="Where it is at the start frame: 'desk', 'door', 'Jonas'.")
    place_end: str = Field("", description="Where it is at the end frame; empty: the same.")
    position: ScreenPosition | None = Field(None, description="In the start frame; none: free.")
    position_end: ScreenPosition | None = Field(None, description="In the end frame; none: free.")
    eyeline: str = Field(
        "", description="Whom or what it looks at: an id, left, right, up, down, camera."
    )
    eyeline_end: str = Field("", description="The same at the end frame; empty: the same.")
    emotion: Emotion = Emotion.NEUTRAL
    emotion_end: Emotion | None = None
    holds: list[Id] = Field(default=[], description="The props in its hands at the start frame.")
    holds_end: list[Id] | None = Field(None, description="At the end frame; none: the same.")


class Maker(Part):
    """Who made a take."""

    artist: str = Field(description="The artist's name; 'user' where a person supplied the frames.")
    cinematographer: str = ""
    model: str = Field(
        "", description="The model and the digest of its weights, where there is one."
    )


class Take(Part):
    """One attempt at a shot."""

    id: Id
    key: str = Field("", description="The key of the pair in the ledger: what it was made from.")
    start: AssetName
    end: AssetName
    clip: AssetName | None = None
    prompt: str = Field("", description="The refined prompt that the cinematographer was given.")
    made_by: Maker
    seed: Seed = 0
    made_at: str = Field("", description="When, in UTC, ISO 8601.")
    seconds: float = Field(0.0, ge=0, allow_inf_nan=False, description="What it cost in time.")
    notes: list[str] = Field(default=[], description="What the artist could not do as it was told.")


class Shot(Part):
    id: Id = Field(description="Stable, unique in the film.")
    number: int = Field(
        ge=1, le=1_000_000, description="In tens, so that 15 fits between 10 and 20."
    )
    size: ShotSize = ShotSize.MEDIUM
    angle: Angle = Angle.EYE_LEVEL
    framing: Framing = Framing.SINGLE
    movement: Movement = Movement.STATIC
    lens_mm: float = Field(35.0, ge=8, le=400, description="Focal length, full frame (36 mm wide).")
    description: str = Field("", description="What the shot shows, in a sentence or two.")
    action_start: str = Field("", description="What is seen in the start frame.")
    action_end: str = Field("", description="What is seen in the end frame.")
    subject: str = Field(
        "",
        description="The id of whom or what the camera is there for; empty: the first of the cast.",
    )
    viewer: str = Field(
        "", description="Over-the-shoulder: whose shoulder. Point of view: whose eyes."
    )
    detail: str = Field(
        "", description="Insert: the part of the subject: hands, eyes, feet, screen."
    )
    dialogue: list[Line] = []
    sound: str = ""
    cast: list[Id] = Field(default=[], description="The characters that are seen.")
    props: list[Id] = Field(default=[], description="The props that are seen.")
    blocking: list[Blocking] = []
    frame_count: int = Field(72, ge=1, le=100_000)
    transition_in: Transition = Transition.CUT
    transition_out: Literal["cut", "fade to black"] = Field(
        "cut", description="How the shot ends; the rest is the next shot's transition_in."
    )
    transition_frames: int | None = Field(
        None,
        ge=1,
        le=100_000,
        description="How long its transitions take; none: half a second, a fade one second.",
    )
    continuity: Literal["cut", "continuous"] = Field(
        "cut",
        description="continuous: the start frame goes on from the end frame of the shot before.",
    )
    source: str = Field("", description="The words of the story that the shot films.")
    notes: str = ""
    seed: Seed | None = Field(None, description="Another seed than the film's, for another try.")
    locked: bool = Field(False, description="A locked shot is never made again.")
    takes: list[Take] = []
    take: str | None = Field(None, description="The id of the chosen take; none: the last.")

    def blocking_of(self, who: str) -> Blocking:
        """The blocking of `who`, an empty one where the shot says nothing about it."""
        for blocking in self.blocking:
            if blocking.who == who:
                return blocking
        return Blocking(who=who)

    @property
    def chosen(self) -> Take | None:
        by_id = {take.id: take for take in self.takes}
        if self.take is not None and self.take in by_id:
            return by_id[self.take]
        return self.takes[-1] if self.takes else None


class Heading(Part):
    """INT. OFFICE - NIGHT, in parts."""

    interior: Literal["INT", "EXT", "INT/EXT"] = "INT"
    location: Id
    time: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    text: str = Field("", description="The heading as the story has it.")


class Scene(Part):
    number: str = Field(min_length=1, max_length=16, description="1, 2, 12A.")
    heading: Heading
    synopsis: str = ""
    shots: list[Shot] = []


class Storyboard(Part):
    schema_: Literal["openstage.storyboard/1"] = Field(SCHEMA, alias="schema")
    title: str
    logline: str = ""
    fps: FrameRate = Fraction(24)
    width: int = Field(1280, ge=2, le=8192)
    height: int = Field(720, ge=2, le=8192)
    style: str = ""
    seed: Seed = 0
    cast: list[Character] = []
    locations: list[Location] = []
    props: list[Prop] = []
    scenes: list[Scene] = []

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for what, names in (
            ("cast, locations and props", [entity.id for entity in self.entities()]),
            ("scene numbers", [scene.number for scene in self.scenes]),
            ("shot ids", [shot.id for _, shot in self.shots()]),
        ):
            twice = (
                sorted({name for name in names if names.count(name) > 1})
                if len(set(names)) < len(names)
                else []
            )
            if twice:
                raise ValueError(f"{what}: {', '.join(twice)} stands more than once")
        return self

    def entities(self) -> Iterator[Entity]:
        yield from self.cast
        yield from self.locations
        yield from self.props

    def entity(self, id: str) -> Entity | None:
        return next((entity for entity in self.entities() if entity.id == id), None)

    def character(self, id: str) -> Character | None:
        return next((character for character in self.cast if character.id == id), None)

    def location(self, id: str) -> Location | None:
        return next((location for location in self.locations if location.id == id), None)

    def shots(self) -> Iterator[tuple[Scene, Shot]]:
        """All shots in the order of the film, each with its scene."""
        for scene in self.scenes:
            for shot in scene.shots:
                yield scene, shot

    def shot(self, id: str) -> Shot | None:
        return next((shot for _, shot in self.shots() if shot.id == id), None)

    def to_json(self) -> str:
        return self.model_dump_json(by_alias=True, indent=2, exclude_defaults=False) + "\n"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return cls.model_json_schema(by_alias=True)
