"""The same shot in many wordings and lengths, so that a model follows whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Set

import numpy as np

from openstage.step2.understanding.brief import USUAL, Wording, brief_message
from openstage.storyboard.context import ShotContext
from openstage.storyboard.vocabulary import Term

AGAIN = 0.25
"""How often a look is told of somebody who has been seen before."""
_LEFT_AWAY = {"description": 0.35, "camera": 0.05, "place": 0.05, "subjects": 0.1, "end": 0.15}
"""How often each part of a message is left away."""
_OTHER_TERM = 0.4
"""How often a term of the camera has another of its names."""
_SHUFFLED = 0.3


def wordings(
    context: ShotContext, met: Set[str], chance: np.random.Generator, count: int
) -> list[str]:
    """Messages of a shot, different ones, at most `count`; the first is the usual one.

    `met` are the ids of who and what was seen in earlier shots: how they look is rarely told again.
    """
    found = [brief_message(context, Wording(looks=_looks(met, chance)))]
    for _ in range(count - 1):
        message = brief_message(context, _wording(met, chance))
        if message and message not in found:
            found.append(message)
    return found


def _wording(met: Set[str], chance: np.random.Generator) -> Wording:
    parts = [part for part in USUAL.parts if chance.random() >= _LEFT_AWAY[part]]
    if not parts or parts == ["end"]:
        parts = ["description", "subjects"]
    if chance.random() < _SHUFFLED:
        chance.shuffle(parts)
    return Wording(parts=tuple(parts), looks=_looks(met, chance), term=_term(chance))


class _Looks:
    """Decides once for every id."""

    def __init__(self, met: Set[str], chance: np.random.Generator) -> None:
        self._met, self._chance = met, chance
        self._told: dict[str, bool] = {}

    def __call__(self, id: str) -> bool:
        if id not in self._told:
            self._told[id] = id not in self._met or bool(self._chance.random() < AGAIN)
        return self._told[id]


def _looks(met: Set[str], chance: np.random.Generator) -> _Looks:
    return _Looks(frozenset(met), chance)


def _term(chance: np.random.Generator) -> Callable[[Term], str]:
    def named(term: Term) -> str:
        if term.words and chance.random() < _OTHER_TERM:
            return str(term.words[int(chance.integers(len(term.words)))])
        return str(term.value)

    return named
