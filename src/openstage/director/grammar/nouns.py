"""What a noun names: somebody, an animal, a thing, a landmark, a place."""

from __future__ import annotations

from functools import cache
from typing import Literal

from openstage.director.grammar.lexicon import looks
from openstage.director.grammar.lexicon.beings import (
    AGENT_ENDINGS,
    ANIMALS,
    NOT_AGENTS,
    PEOPLE,
    TRADE_ENDINGS,
    singular,
)
from openstage.director.grammar.lexicon.places import EXTERIORS, INTERIORS, LANDMARKS, SKY
from openstage.director.grammar.lexicon.things import PARTS, PROPS
from openstage.director.grammar.words import lemmas

PhraseKind = Literal[
    "pronoun", "name", "person", "animal", "look", "part", "prop", "place", "landmark", "sky",
    "number", "ordinal", "other",
]  # fmt: skip


@cache
def kind_of_noun(noun: str) -> PhraseKind:
    base = singular(noun)
    for kind, table in _KINDS:
        if noun in table or base in table:
            return kind
    if base.endswith(("man", "woman", "girl", "boy")) and len(base) > 5 and base != "human":
        return "person"
    return "person" if _does_something(base) else "other"


def _does_something(noun: str) -> bool:
    """True for who is named by what they do: inventor, of invent; clockmaker."""
    if noun in NOT_AGENTS or not noun.endswith(AGENT_ENDINGS) or {"ADJ", "ADV"} & set(lemmas(noun)):
        return False
    stems = (noun[:-2], noun[:-1], noun[:-3])
    return noun.endswith(TRADE_ENDINGS) or any("VERB" in lemmas(s) for s in stems if len(s) > 3)


_KINDS: tuple[tuple[PhraseKind, frozenset[str]], ...] = (
    ("person", frozenset(PEOPLE)),
    ("animal", frozenset(ANIMALS)),
    ("part", frozenset(PARTS) - looks.CLOTHES),
    ("look", (looks.HAIR | looks.CLOTHES)),
    ("place", (INTERIORS | EXTERIORS) - LANDMARKS),
    ("prop", PROPS - LANDMARKS - SKY),
    ("landmark", LANDMARKS),
    ("sky", SKY),
)
