"""Names: which capitalized words name people, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.beings import (
    AMBIGUOUS_NAMES,
    MEN_NAMES,
    NOT_NAMES,
    TITLES,
    WOMEN_NAMES,
)
from openstage.director.grammar.nouns import kind_of_noun
from openstage.director.grammar.phrases import DETERMINERS, PREPOSITIONS, PRONOUNS
from openstage.director.grammar.words import Token, action_verb, known, verb

_TABLE = WOMEN_NAMES | MEN_NAMES
_PLACE_PREPOSITIONS = word_set("in at from near of on into through across")
_WEAK_TITLES = word_set("old little young father brother sister mother")


def find_names(sentences: Iterable[Sequence[Token]], cues: Iterable[str]) -> set[str]:
    """The words, in lower case, that name people anywhere in the story."""
    names = {word for cue in cues for word in _name_words(cue)}
    for tokens in sentences:
        for index, token in enumerate(tokens):
            if token.low not in names and _names_somebody(tokens, index, names):
                names.add(token.low)
    return names


def _name_words(cue: str) -> list[str]:
    """The words of a speaker's cue that are names: not those of THE OLD MAN #2."""
    words = [word.strip(".,'’\"").lower() for word in cue.split()]
    return [
        word
        for word in words
        if word.isalpha()
        and word not in TITLES
        and word not in NOT_NAMES
        and word not in DETERMINERS
        and word not in PREPOSITIONS
        and kind_of_noun(word) not in {"person", "animal"}
        and (word in _TABLE or not known(word) or len(words) == 1)
    ]


def _names_somebody(tokens: Sequence[Token], index: int, names: set[str]) -> bool:
    token = tokens[index]
    if not token.capital or len(token.text) < 2 or not token.text[0].isalpha():
        return False
    low = token.low
    if low in NOT_NAMES or low in PRONOUNS or low in DETERMINERS or low in PREPOSITIONS:
        return False
    before = _before(tokens, index)
    if before in {"named", "called"}:
        return True
    if before in TITLES and before not in _WEAK_TITLES and _title_at(tokens, index):
        return True
    if token.shouted:
        return _introduced(tokens, index, names)
    head = index == 0 or not tokens[index - 1].word
    if low in _TABLE:
        return low not in AMBIGUOUS_NAMES or not head or _acts(tokens, index)
    if known(low) or (before in _PLACE_PREPOSITIONS and not _acts(tokens, index)):
        return False
    return _acts(tokens, index)


def _before(tokens: Sequence[Token], index: int) -> str:
    step = 2 if index > 1 and tokens[index - 1].text == "." else 1
    return tokens[index - step].low if index >= step else ""


def _title_at(tokens: Sequence[Token], index: int) -> bool:
    step = 2 if tokens[index - 1].text == "." else 1
    return tokens[index - step].capital


def _introduced(tokens: Sequence[Token], index: int, names: set[str]) -> bool:
    """MARA, 30s ... or MARA (30s) ... or MARA walks: not BANG, not CLOSE ON."""
    low = tokens[index].low
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if kind_of_noun(low) != "other" or (after is not None and after.low == "!"):
        return False
    if low in _TABLE:
        lone = after is None or not after.shouted or after.low in names
        return low not in AMBIGUOUS_NAMES or lone
    if known(low) or after is None:
        return False
    return after.text in {",", "("} or _acts(tokens, index)


def _acts(tokens: Sequence[Token], index: int) -> bool:
    """True where a verb, an apposition or a possession stands behind the word."""
    rest = tokens[index + 1 : index + 5]
    if not rest:
        return False
    first = rest[0]
    if first.low in {"'s", "’s"} or action_verb(first.low) or verb(first.low) == "be":
        return True
    if first.text == "," and len(rest) > 1:
        return rest[1].low in {"a", "an", "the", "his", "her"} or rest[1].low[0].isdigit()
    if first.low.endswith("ly") or first.low in {"and", "then", "still", "never", "just"}:
        return len(rest) > 1 and (bool(action_verb(rest[1].low)) or rest[1].capital)
    return first.capital and len(rest) > 1 and bool(action_verb(rest[1].low))


def name_spans(tokens: Sequence[Token], names: set[str]) -> dict[int, int]:
    """Where names stand in a sentence: from the index of the first token to the last."""
    spans: dict[int, int] = {}
    index = 0
    while index < len(tokens):
        last = _name_end(tokens, index, names)
        if last < 0:
            index += 1
            continue
        spans[index] = last
        index = last + 1
    return spans


def _name_end(tokens: Sequence[Token], index: int, names: set[str]) -> int:
    token = tokens[index]
    if not token.capital:
        return -1
    start = index
    if token.low in TITLES:
        start = index + 1
        if start < len(tokens) and tokens[start].text == ".":
            start += 1
        if start >= len(tokens) or not tokens[start].capital or tokens[start].low not in names:
            start = index
    if tokens[start].low not in names or not tokens[start].capital:
        return -1
    if start == index == 0 and _only_a_word(tokens):
        return -1
    last = start
    while last + 1 < len(tokens) and _surname(tokens, last + 1, names):
        last += 1
    return last


def _only_a_word(tokens: Sequence[Token]) -> bool:
    """True where the head of a sentence is a word that is a name as well: 'Hope is gone.'"""
    ambiguous = tokens[0].low in AMBIGUOUS_NAMES and not tokens[0].shouted
    return ambiguous and len(tokens) > 1 and not _acts(tokens, 0)


def _surname(tokens: Sequence[Token], index: int, names: set[str]) -> bool:
    token = tokens[index]
    if not token.capital or not token.text.isalpha() or token.shouted != tokens[index - 1].shouted:
        return False
    return token.low in names or (not known(token.low) and token.low not in NOT_NAMES)
