"""How large a latent is, and where it sits: plain arithmetic, so that it needs no torch."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any, Literal

PATCH = 2
"""A token is a square of 2 x 2 latents."""

Grid = tuple[int, int, int]
"""Where a picture sits in the rotary embedding: frames, rows and columns of tokens."""

PairMode = Literal["joint", "independent"]
"""joint: both frames in one sequence, which see each other; independent: each by itself, which
shows what dual encoding is worth."""


@dataclass(frozen=True)
class LatentSize:
    """Rows and columns of a latent; both even, since a token is 2 x 2 of them."""

    height: int
    width: int

    def __post_init__(self) -> None:
        if self.height < PATCH or self.width < PATCH or self.height % PATCH or self.width % PATCH:
            raise ValueError(
                f"a latent has an even number of rows and columns, at least {PATCH}; got "
                f"{self.height} x {self.width}"
            )

    @classmethod
    def of_picture(cls, height: int, width: int, factor: int = 8) -> LatentSize:
        """The latent of a picture of this many pixels, which is cut down to whole tokens.

        Raises ValueError where not one token is left.
        """
        step = factor * PATCH
        return cls(height // step * PATCH, width // step * PATCH)

    @classmethod
    def of(cls, latents: Any) -> LatentSize:
        """Of a tensor (..., H, W)."""
        return cls(latents.shape[-2], latents.shape[-1])

    @property
    def tokens(self) -> int:
        return (self.height // PATCH) * (self.width // PATCH)

    @property
    def grid(self) -> Grid:
        """A picture by itself, such as a memory."""
        return (1, self.height // PATCH, self.width // PATCH)

    @property
    def pair_grid(self) -> Grid:
        """The pair is one picture of double height: the rows of the start, then of the end."""
        return (1, 2 * (self.height // PATCH), self.width // PATCH)

    def grid_of(self, pair: PairMode) -> Grid:
        """Of what is denoised as one sequence: the pair, or one of its frames."""
        return self.pair_grid if pair == "joint" else self.grid


USUAL = (864, 1536)
"""Height and width of a frame of the public release."""
FRAME_AREA = USUAL[0] * USUAL[1]


def picture_size(height: int, width: int, area: int, factor: int = 8) -> tuple[int, int]:
    """Height and width, in pixels, of about `area` pixels in the shape of a picture, in whole
    tokens; at least one.
    """
    step = factor * PATCH
    scale = (area / (height * width)) ** 0.5
    high, wide = (max(step, round(side * scale / step) * step) for side in (height, width))
    return high, wide


_STRETCHED = 0.03
"""How much wider or narrower than a frame what is drawn for it may be, as a logarithm: whole tokens
seldom have a shape to the pixel."""


@dataclass(frozen=True)
class Canvas:
    """What a model draws on, whatever the size of the film."""

    area: int | None = None
    """Pixels that a frame has about, in the shape of the film; None: those of the film."""
    size: tuple[int, int] | None = None
    """Height and width, of a model that knows one shape alone; None: it knows all."""

    def picture(self, height: int, width: int, factor: int) -> tuple[int, int]:
        """Height and width, in pixels, in which a film of this size is drawn."""
        if self.size is not None:
            return self.size
        return picture_size(height, width, self.area or height * width, factor)

    def fits(self, height: int, width: int) -> bool:
        """Whether frames of this size are drawn in their shape, but for what whole tokens cost."""
        if self.size is None:
            return True
        high, wide = self.size
        return abs(log(width / height * high / wide)) <= _STRETCHED
