"""Figures with their uncertainty: shares of sums over stories, bootstrapped over the stories.

A story is the unit: its frames are alike, so that frames drawn by chance would look surer than
they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sums = NDArray[np.float64]
"""(stories, 2): of each story a sum, and over how many."""

SAMPLES = 1000
INTERVAL = (2.5, 97.5)
"""Percentiles."""


@dataclass(frozen=True)
class Figure:
    """None: nothing was there to be measured."""

    value: float | None
    low: float | None
    high: float | None
    """Of the 95 % interval; None where fewer than two stories tell anything."""
    count: int
    """Over how many, in all stories together."""


def mean_of(sums: Sums) -> Figure:
    """The mean over all that was counted."""
    drawn = sums[_samples(len(sums))].sum(axis=1)
    return _figure(sums, sums.sum(axis=0), drawn)


def share_of(sums: Sums, whole: Sums) -> Figure:
    """The mean of one as a share of the mean of the other, of the same stories."""
    chosen = _samples(len(sums))

    def ratio(one: Sums, other: Sums) -> Sums:
        """As a sum and a count: a/b over c/d is ad over bc."""
        return np.stack([one[..., 0] * other[..., 1], one[..., 1] * other[..., 0]], axis=-1)

    value = ratio(sums.sum(axis=0), whole.sum(axis=0))
    drawn = ratio(sums[chosen].sum(axis=1), whole[chosen].sum(axis=1))
    return _figure(sums, value, drawn)


def _samples(stories: int) -> NDArray[np.int64]:
    """(SAMPLES, stories): the same each time, so that figures of one table belong together."""
    return np.random.default_rng(0).integers(stories, size=(SAMPLES, stories))


def _figure(sums: Sums, total: Sums, drawn: Sums) -> Figure:
    """Of what was counted in stories. `total` (2,) and `drawn` (samples, 2) are sums and counts."""
    counted = int(sums[:, 1].sum())
    there = drawn[drawn[:, 1] > 0]
    if total[1] <= 0 or not len(there):
        return Figure(None, None, None, counted)
    value = float(total[0] / total[1])
    if (sums[:, 1] > 0).sum() < 2:
        return Figure(value, None, None, counted)
    low, high = np.percentile(there[:, 0] / there[:, 1], INTERVAL)
    return Figure(value, float(low), float(high), counted)
