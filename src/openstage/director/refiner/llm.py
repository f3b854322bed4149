"""The refiner that sees: a language model with vision reads the two frames and the text."""

from __future__ import annotations

import cv2
import numpy as np
from pydantic import BaseModel, Field
from pydantic_ai import BinaryContent, UserContent

from openstage.crew import Frame, FramePair
from openstage.director.llm.bill import Usage
from openstage.director.llm.endpoint import Endpoint, Patience, Prices
from openstage.director.llm.transport import Transport
from openstage.director.refiner.rules import LONGEST, SHORTEST, refine_by_rules
from openstage.errors import ServiceError
from openstage.storyboard.context import ShotContext

SIDE = 768
"""The longer side, in pixels, of the frames that are sent: enough to see, cheap to read."""

ROOM = 30
"""So many words more or less than asked for are let pass."""

ORDERS = f"""\
You write the prompt for a video model that fills in the motion between two given frames. You see \
the first frame, the last frame and the director's notes. Write {SHORTEST} to {LONGEST} words of \
plain English in the present: who and what is seen, in the words of the notes so that the same \
person is called the same in every shot; then everything that changes from the first frame to the \
last, in its order, body by body; then the camera's movement; then light and style. Where frames \
and notes differ, the frames are right. Tell no cut, no text, and nothing that is in neither.
"""


class Refined(BaseModel):
    prompt: str = Field(min_length=1, description="The prompt for the video model.")


class LLMRefiner:
    """R_i = G_refine(D_i, F_S, F_E) by a model with vision behind any OpenAI-compatible endpoint.

    The endpoint, its prices and our patience are those of the director, `LLMDirector`.
    """

    name = "llm"

    def __init__(
        self,
        *,
        model: str | None = None,
        base_url: str | None = None,
        prices: Prices | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._transport = Transport(Endpoint.find(model, base_url, prices), patience or Patience())

    @property
    def usage(self) -> Usage:
        """What this refiner has spent so far."""
        return self._transport.usage

    def refine(self, context: ShotContext, pair: FramePair) -> str:
        """The prompt for the video model.

        Raises ServiceError for what the model or its server does wrong.
        """
        question: list[UserContent] = [
            "The first frame:",
            _picture(pair.start),
            "The last frame:",
            _picture(pair.end),
            f"The director's notes: {context.shot.description}\n{refine_by_rules(context)}",
        ]
        answer = self._transport.talk(
            lambda line: line.ask(ORDERS, question, Refined, _length_faults)
        )
        return " ".join(answer.prompt.split())


def _length_faults(answer: Refined) -> list[str]:
    count = len(answer.prompt.split())
    if SHORTEST - ROOM <= count <= LONGEST + ROOM:
        return []
    return [f"prompt: it must have {SHORTEST} to {LONGEST} words, and has {count}."]


def _picture(frame: Frame) -> BinaryContent:
    """The frame as a JPEG whose longer side is at most SIDE pixels."""
    height, width = frame.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    done, data = cv2.imencode(".jpg", cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2BGR))
    if not done:
        raise ServiceError(f"A frame of {width} x {height} cannot be sent.", "Try another size.")
    return BinaryContent(data.tobytes(), media_type="image/jpeg")
