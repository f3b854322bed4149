"""Appositions: 'Ana, a young woman' is one person, 'Mara, a dog and a cat' are three."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.phrases import PREPOSITIONS, Phrase
from openstage.director.grammar.reading import Unit
from openstage.director.grammar.words import Token, action_verb, verb

BEINGS = frozenset(("name", "person", "animal", "ordinal"))
"""The kinds of phrases that mean somebody, pronouns apart."""
AUXILIARIES = word_set(
    "is are was were be been being am has have had does do did will would can could may might"
)
_ADVERBS = word_set("still slowly then now just also soon always together both all again")
_CLOSING = word_set(", . ) — – ; : who whose wearing dressed carrying")


def is_finite(tokens: Sequence[Token], index: int) -> bool:
    """True where a verb that says what happens stands at `index`, or behind adverbs there."""
    while index < len(tokens) and (
        tokens[index].low.endswith("ly") or tokens[index].low in _ADVERBS
    ):
        index += 1
    if index >= len(tokens) or not tokens[index].word:
        return False
    low = tokens[index].low
    return low in AUXILIARIES or bool(action_verb(low)) or (verb(low) != "" and low.endswith("s"))


def fits(other: Phrase, phrase: Phrase) -> bool:
    """True where the second phrase may tell more about the first."""
    if phrase.preposition or phrase.count != 1 or phrase.owned:
        return False
    if phrase.kind == "name":
        return other.kind in BEINGS - {"name"}
    if phrase.kind in {"person", "animal"} and phrase.article in {"a", "the", "owner", ""}:
        return other.kind == "name" or (phrase.article == "a" and other.kind == phrase.kind)
    return False


def closes(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """True where the phrase ends as an apposition does, not as a part of a list."""
    after = tokens[phrase.last + 1].low if phrase.last + 1 < len(tokens) else "."
    if after in _CLOSING or after in PREPOSITIONS:
        return True
    return phrase.kind != "name" and is_finite(tokens, phrase.last + 1)


def is_viewer(unit: Unit, tokens: Sequence[Token], phrase: Phrase) -> bool:
    """POV ELIAS - a woman stands: he is the one who sees it, and does not stand there."""
    after = tokens[phrase.last + 1].low if phrase.last + 1 < len(tokens) else ""
    shouted = unit.kind == "direction" and tokens[phrase.last].shouted
    return shouted and after in {"-", "–", "—", ":"}


def verb_follows(tokens: Sequence[Token], phrases: Sequence[Phrase], number: int) -> bool:
    """True where the phrase, or it and one more, is what a verb is told of."""
    after = phrases[number].last + 1
    if is_finite(tokens, after):
        return True
    joined = after < len(tokens) and tokens[after].low == "and"
    following = next((p for p in phrases[number + 1 :] if p.first == after + 1), None)
    return joined and following is not None and is_finite(tokens, following.last + 1)


def relative(tokens: Sequence[Token], index: int, phrases: Sequence[Phrase]) -> int | None:
    """'a robot that wants to see the sea': the number of the one who does what follows."""
    if tokens[index].low not in {"who", "that"}:
        return None
    before = (n for n, p in enumerate(phrases) if p.last + 1 == index and p.kind in BEINGS)
    return next(before, None)
