"""Who turns the message of a shot and the pictures beside it into text states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from openstage.crew import Frame
from openstage.step2.guidance import TextStates

Seen = Frame | Sequence[Frame] | None
"""What is seen beside one message: the previous shot's end frame, which may be followed by
reference pictures; None: nothing."""

Pictures = Frame | Sequence[Seen] | None
"""A frame alone is beside every message, a sequence has what is seen beside each."""


class Understanding(Protocol):
    """U_i = E_mu(F_{i-1}^E, D_i, C_i) (paper, unified understanding)."""

    @property
    def width(self) -> int:
        """Of a text state."""
        ...

    @property
    def digest(self) -> str:
        """A SHA-256 of all that the states depend on beside messages and pictures: the same digest,
        message and pictures give the same states."""
        ...

    def encode(self, messages: Sequence[str], picture: Pictures = None) -> TextStates:
        """The states of each message; shorter ones are padded at their end, and masked there.

        What a message becomes does not depend on what else is in the batch. Gradients are kept
        where torch keeps them: sampling calls this under `torch.no_grad`.
        """
        ...

    def unread(self, message: str) -> str:
        """The end of a message that is too long to be read whole; "" where it is not."""
        ...


def beside(messages: Sequence[str], picture: Pictures) -> list[tuple[Frame, ...]]:
    """The pictures of each message; raises ValueError for another number, and for no messages."""
    if not messages:
        raise ValueError("there is no message to understand")
    if picture is None or isinstance(picture, np.ndarray):
        picture = [picture] * len(messages)
    if len(picture) != len(messages):
        raise ValueError(f"{len(messages)} messages need as many pictures; got {len(picture)}")
    return [_each(seen) for seen in picture]


def _each(seen: Seen) -> tuple[Frame, ...]:
    if seen is None:
        return ()
    frames = (seen,) if isinstance(seen, np.ndarray) else tuple(seen)
    for frame in frames:
        if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3:
            got = f"{frame.dtype} {frame.shape}"
            raise ValueError(f"picture: expected uint8 (height, width, 3), got {got}")
    return frames
