"""What the model is asked to write: the storyboard without what we can work out ourselves.

No frame counts, shot ids, numbers or words of the story: seconds and the numbers of beats instead.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from openstage.storyboard.document import Blocking, Line
from openstage.storyboard.vocabulary import (
    Angle,
    Framing,
    Movement,
    ShotSize,
    Term,
    TimeOfDay,
    Transition,
    Weather,
)


def slug(text: object) -> object:
    """'Desk Lamp' becomes 'desk_lamp'; what is no text stays as it is."""
    if not isinstance(text, str):
        return text
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


Slug = Annotated[str, BeforeValidator(slug), Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]


STRICT = ConfigDict(extra="forbid", validate_assignment=False)


class Draft(BaseModel):
    """A part of the model's answer. A field that we did not ask for is a fault: a typing error,
    or something that would be lost."""

    model_config = STRICT

    @field_validator("*", mode="before")
    @classmethod
    def _by_any_of_its_words(cls, value: Any, info: ValidationInfo) -> Any:
        """'CU' and 'close up' are the term 'close-up'."""
        term = _term(cls.model_fields[info.field_name or ""].annotation)
        if term is None or not isinstance(value, str) or value in set(term):
            return value
        return term.in_text(value) or value


def _term(annotation: Any) -> type[Term] | None:
    """The vocabulary that a field speaks, if it speaks one."""
    kinds = [annotation, *get_args(annotation)]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Term)), None)


class PropDraft(Draft):
    id: Slug
    name: str = Field(min_length=1)
    look: str = Field("", description="Shape, material, color, age: enough to draw it twice alike.")


class LocationDraft(PropDraft):
    pass


class CharacterDraft(PropDraft):
    kind: str = Field(description="One noun: woman, man, girl, boy, person, dog, cat, horse.")
    look: str = Field(
        description="Age, build, hair, clothes and their colors: 'short red hair, gray suit, 30s'."
    )


class ScenePlan(Draft):
    at: int = Field(description="The number in brackets where the scene begins.")
    location: Slug = Field(description="The id of a location.")
    interior: Literal["INT", "EXT", "INT/EXT"]
    time: TimeOfDay
    weather: Weather = Weather.CLEAR
    synopsis: str = Field(description="What happens, in one or two sentences.")
    shots: int = Field(ge=1, le=99, description="How many shots it deserves.")


class BibleDraft(Draft):
    title: str = ""
    logline: str = ""
    style: str = Field("", description="The look of the film: medium, palette, light.")
    cast: list[CharacterDraft] = []
    locations: list[LocationDraft] = []
    props: list[PropDraft] = []
    scenes: list[ScenePlan] = []


class LineDraft(Draft, Line):
    model_config = STRICT  # the document's own parts keep unknown fields; ours do not

    who: str = Field(description="The id of a character.")


class BlockingDraft(Draft, Blocking):
    model_config = STRICT

    who: str = Field(description="The id of a character, or of a prop that moves.")
    holds: list[str] = Field([], description="The ids of what is in its hands at the start.")
    holds_end: list[str] | None = Field(None, description="At the end frame; null: the same.")


class ShotDraft(Draft):
    films: list[int] = Field(
        [], description="The numbers in brackets of the beats that it films, in order."
    )
    size: ShotSize
    angle: Angle = Angle.EYE_LEVEL
    framing: Framing
    movement: Movement = Movement.STATIC
    lens_mm: float = Field(35, ge=8, le=400)
    description: str = Field(min_length=1, description="What the shot shows, in a sentence or two.")
    action_start: str = Field(min_length=1, description="What is seen in its first frame.")
    action_end: str = Field(min_length=1, description="What is seen in its last frame.")
    subject: str = Field("", description="The id of whom or what the camera is there for.")
    viewer: str = Field("", description="The id of whose shoulder, or of whose eyes.")
    detail: str = Field("", description="Insert: hands, eyes, feet, screen.")
    dialogue: list[LineDraft] = []
    sound: str = ""
    cast: list[str] = Field([], description="The ids of the characters that are seen.")
    props: list[str] = Field([], description="The ids of the props that are seen.")
    blocking: list[BlockingDraft] = []
    seconds: float = Field(ge=0.2, le=120)
    transition_in: Transition = Transition.CUT
    fade_out: bool = Field(False, description="True: the shot ends by fading to black.")
    continuous: bool = Field(
        False, description="True: it begins in the very frame in which the shot before ends."
    )

    @field_validator("transition_in", mode="after")
    @classmethod
    def _begins_somehow(cls, value: Transition) -> Transition:
        if value is Transition.FADE_TO_BLACK:
            raise ValueError("no shot begins by fading to black; set fade_out on the shot before")
        return value


class SceneDraft(Draft):
    shots: list[ShotDraft] = Field(min_length=1)
