"""What is read in frames: classes and features, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Read:
    """Of B frames. Those of a story stand in the order of the film: a start, its end, the next."""

    codes: NDArray[np.int8]
    """(B, attributes): the most likely classes, in the order of `ATTRIBUTES`."""
    subject: NDArray[np.float32]
    """(B, S), of length 1: how the people look."""
    background: NDArray[np.float32]
    """(B, D), of length 1: set and time of day."""
