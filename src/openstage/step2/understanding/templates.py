"""The chat around a message: what the understanding model is asked, and how much of it is dropped.

A template is the text of a whole conversation with `{}` where the pictures and the message go. All
before it is the preamble; the first hidden states, those of the preamble, are dropped before the
rest becomes the text stream of the transformer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from openstage.errors import UseError
from openstage.storyboard.manifests import first_fault

SCHEMA = "openstage.templates/1"
HOLE = "{}"
"""Where the pictures and the message go."""

NEGATIVE = " "
"""The prompt that guidance leads away from: one space, as in the release and its whole family."""

RELEASE_DROP = 64
"""Hidden states that the release drops of a text with a picture. It looks wrong: 64 is the length
of the preamble of Qwen-Image-Edit, and the release has put a longer one in its place, so that the
end of the preamble stays. Its weights were trained so, hence the number."""

RELEASE_DROP_WITHOUT_PICTURE = 34
"""The same without a picture, in the first shot of a film: the length of Qwen-Image's preamble."""


@dataclass(frozen=True)
class Template:
    __pydantic_config__ = ConfigDict(extra="forbid")

    text: str
    """Of the whole conversation; the pictures and the message replace its one `{}`."""
    drop: Annotated[int, Field(ge=0)] | None
    """How many hidden states are dropped at the beginning; None: those of the whole preamble, as
    the tokenizer counts them."""

    def __post_init__(self) -> None:
        holes = self.text.count(HOLE)
        if holes != 1:
            raise ValueError(f"a template has one {HOLE} where the message goes; got {holes}")

    @property
    def preamble(self) -> str:
        return self.text.partition(HOLE)[0]

    def around(self, message: str) -> str:
        """The conversation about `message`, in which braces mean nothing."""
        before, _, after = self.text.partition(HOLE)
        return before + message + after


@dataclass(frozen=True)
class Templates:
    __pydantic_config__ = ConfigDict(extra="forbid")

    with_picture: Template
    without_picture: Template
    pictures: Literal["first", "all"] = "first"
    """Which of the pictures the model is shown: the first alone, the previous shot's end frame, as
    in the release; or all."""

    def to_data(self) -> dict[str, Any]:
        """As plain JSON data, the inverse of `from_data`."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_data(cls, data: Any) -> Templates:
        """Raises UseError that tells which field is wrong."""
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            got = data.get("schema") if isinstance(data, dict) else type(data).__name__
            raise UseError(f"Chat templates have the schema {SCHEMA!r}; got {got!r}.", _REMEDY)
        fields = {name: value for name, value in data.items() if name != "schema"}
        try:
            return TypeAdapter(cls).validate_python(fields)
        except ValidationError as error:
            raise UseError(f"Chat templates: {first_fault(error)}.", _REMEDY) from error


_REMEDY = "Convert the weights again; without --code, openstage's own wording is used."


def _chat(*system: str) -> str:
    """A conversation in Qwen's format, with our words as the system's."""
    return (
        f"<|im_start|>system\n{' '.join(system)}<|im_end|>\n"
        f"<|im_start|>user\n{HOLE}<|im_end|>\n<|im_start|>assistant\n"
    )


_TASK = "You draw a film as a storyboard, shot after shot."
_PAIR = (
    "Picture one tall image of the shot that the user tells: above, its first frame, at the moment "
    "the shot begins; below, its last frame, at the moment it ends."
)
_COHERENT = (
    "Keep people, clothes, things, places and light as they were in the last frames of the shots "
    "before, except where the text changes them."
)
_INSIDE = "From above to below change only what the action and the camera's movement change."
_PREVIOUS = "The user shows you the last frame of the shot before."
_REFERENCES = (
    "The user shows you the last frame of the shot before, and pictures of people, things and "
    "places which must look as they do there; the text names them by their numbers."
)
_FIRST = "It is the first shot: nothing was seen before it."

OURS = Templates(
    with_picture=Template(_chat(_TASK, _PREVIOUS, _PAIR, _COHERENT, _INSIDE), RELEASE_DROP),
    without_picture=Template(_chat(_TASK, _PAIR, _FIRST, _INSIDE), RELEASE_DROP_WITHOUT_PICTURE),
)
"""Our wording in the role of the release's, dropped as there: for the release's weights where its
source is not at hand."""

CORRECTED = Templates(
    with_picture=Template(_chat(_TASK, _REFERENCES, _PAIR, _COHERENT, _INSIDE), None),
    without_picture=Template(_chat(_TASK, _PAIR, _FIRST, _INSIDE), None),
    pictures="all",
)
"""The whole preamble dropped and every picture shown: for models that are trained here."""
