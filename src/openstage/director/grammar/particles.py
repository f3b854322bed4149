"""Verbs and the words that belong to them: to pick up, to hold out, to step back."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.verbs import ACTIONS, OF_PARTS, PARTICLES, Action
from openstage.director.grammar.words import Token

_BEHIND_PARTICLES = word_set("and to at from toward with as of in into")
_AT_ONCE = word_set("out off away around back together")
_SIGHT = 6
"""Words behind the verb among which its particle stands."""


def staged(
    tokens: Sequence[Token], index: int, lemma: str, part: str = ""
) -> tuple[Action, int | None]:
    """What the verb at `index` does on the stage, its particle and the part of the body included.

    Also the index of the particle; None where the verb stands alone.
    """
    if (lemma, part) in OF_PARTS:
        return OF_PARTS[lemma, part], None
    window = [token.low for token in tokens[index + 1 : index + 1 + _SIGHT]]
    for distance, low in enumerate(window):
        if not low[0].isalnum() or low in {"and", "to", "with"}:
            break
        following = window[distance + 1] if distance + 1 < len(window) else "."
        if (lemma, low) in PARTICLES and _is_particle(low, distance, following):
            return PARTICLES[lemma, low], index + 1 + distance
    return ACTIONS[lemma], None


def _is_particle(low: str, distance: int, following: str) -> bool:
    if low in _AT_ONCE and distance == 0:
        return True
    ends = following in _BEHIND_PARTICLES or not following[0].isalnum()
    return ends or (distance == 0 and low in {"up", "down"})
