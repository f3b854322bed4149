"""What the model's work costs: an estimate before, a count after."""

from __future__ import annotations

from dataclasses import dataclass

from openstage.director.llm.endpoint import Prices

CHARACTERS_A_TOKEN = 4
"""English prose, by the tokenizers of the common models."""

LONG_RUN = 50_000
"""Tokens, read and written, above which a run is long enough to be asked about first."""


@dataclass(frozen=True)
class Usage:
    """What has been spent so far."""

    requests: int = 0
    read: int = 0
    """Tokens that the model read."""
    written: int = 0
    """Tokens that it wrote."""
    cost: float | None = None
    """US dollars; None where the prices are not known."""

    def __str__(self) -> str:
        return (
            f"{self.requests} requests, {self.read:,} tokens read and {self.written:,} written"
            f"{_dollars(self.cost, '')}"
        )


@dataclass(frozen=True)
class Estimate:
    """What a run is about to spend."""

    model: str
    requests: int
    read: int
    written: int
    cost: float | None
    """US dollars; None where the prices are not known."""

    @property
    def long(self) -> bool:
        return self.read + self.written > LONG_RUN

    def __str__(self) -> str:
        return (
            f"{self.model}: {self.requests} requests, about {self.read:,} tokens to read "
            f"and {self.written:,} to write{_dollars(self.cost, 'about ')}"
        )


def _dollars(cost: float | None, about: str) -> str:
    return "" if cost is None else f", {about}${cost:.2f}"


def tokens(characters: int) -> int:
    """About how many tokens so many characters are, rounded up."""
    return -(-characters // CHARACTERS_A_TOKEN)


def price(prices: Prices | None, read: int, written: int) -> float | None:
    return None if prices is None else prices.cost(read, written)
