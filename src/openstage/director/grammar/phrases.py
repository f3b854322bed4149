"""Noun phrases: 'a small white dog', 'her hands', 'the two', 'Mrs. Hall'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from openstage.director.grammar.lexicon import looks, word_set
from openstage.director.grammar.lexicon.beings import (
    IRREGULAR_PLURALS,
    singular,
)
from openstage.director.grammar.nouns import PhraseKind, kind_of_noun
from openstage.director.grammar.words import Token, action_verb, known, lemmas

SUBJECT_PRONOUNS = word_set("he she they it")
OBJECT_PRONOUNS = word_set("him her them it himself herself themselves itself")
OWNER_PRONOUNS = word_set("his her their its")
EVERYBODY = word_set("everyone everybody")
PLURALS = word_set("they them their theirs themselves both")
PRONOUNS = (
    EVERYBODY | SUBJECT_PRONOUNS | OBJECT_PRONOUNS | OWNER_PRONOUNS | {"hers", "theirs", "both"}
)

MEASURES = word_set("sheet piece scrap slip slice lump")
INDEFINITE = word_set("a an another some one")
DEFINITE = word_set("the this that these those")
NEGATIVE = word_set("no any every each")
ORDINALS = {"first": 1, "second": 2, "third": 3, "one": 1, "other": 2}
NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2, "several": 0, "many": 0, "few": 0, "five": 5}
DETERMINERS = INDEFINITE | DEFINITE | NEGATIVE | frozenset(NUMBERS) | {"other", "all"}

PREPOSITIONS = word_set("""
    in on at to from of with by for into onto out off over under behind beside besides near
    toward towards through across along around past down up between among before after against
    inside outside above below beneath within without about like upon during until opposite
    next
""")
CONJUNCTIONS = word_set(
    "and or but then while when as because so if that who which where until though than"
)
_STOP = (
    PREPOSITIONS
    | CONJUNCTIONS
    | PRONOUNS
    | word_set("""
    is are was were be been am has have had do does did not never i you we me my your our us
    there here what who whom whose will would can could should may might must very too just
    still only even again away back together now slowly suddenly nobody somebody someone
    everyone nothing something everything everybody side closer nearer forward backwards
""")
)


@dataclass(slots=True)
class Phrase:
    first: int
    """Index of the first token, the determiner included."""
    last: int
    head: int
    noun: str
    """The head noun, lower case, singular; of a name: the name as it is written."""
    kind: PhraseKind
    article: Literal["a", "the", "owner", "number", "no", ""]
    count: int = 1
    """How many; 0: several."""
    adjectives: list[str] = field(default_factory=list)
    """All words between the determiner and the head, lower case."""
    owner: int = -1
    """Index of the phrase that owns it: 'her' of 'her hands'."""
    preposition: str = ""
    owned: bool = False
    """It is the owner of the phrase behind it."""

    def words(self, tokens: Sequence[Token]) -> str:
        """The phrase as it is written, without its determiner or owner."""
        numbers = [
            t.low for t in tokens[self.first : self.head] if t.low in {"one", "two", "three"}
        ]
        return " ".join([*numbers, *self.adjectives, tokens[self.head].low])


def _nounish(token: Token) -> bool:
    forms = lemmas(token.low)
    return (
        "NOUN" in forms
        or kind_of_noun(token.low) != "other"
        or token.low in IRREGULAR_PLURALS
        or not known(token.low)
    )


def _adjectival(token: Token) -> bool:
    low = token.low
    return (
        "ADJ" in lemmas(low)
        or low in looks.LOOK_ADJECTIVES
        or low in looks.TEXTURES
        or "-" in low
        or low.endswith(("ed", "ing"))
        or low[0].isdigit()
    )


def _plural(noun: str) -> bool:
    return noun in IRREGULAR_PLURALS or (singular(noun) != noun)


def noun_phrases(tokens: Sequence[Token], names: dict[int, int]) -> list[Phrase]:
    """The noun phrases of a sentence in order.

    `names` tells where names of persons stand: from the index of the first token to the last.
    """
    return _Chunker(tokens, names).run()


class _Chunker:
    def __init__(self, tokens: Sequence[Token], names: dict[int, int]) -> None:
        self.tokens = tokens
        self.names = names
        self.phrases: list[Phrase] = []

    def run(self) -> list[Phrase]:
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        return [p for n, p in enumerate(self.phrases) if not self._measures(n)]

    def _measures(self, number: int) -> bool:
        """'a sheet of paper' is paper: the phrase behind takes the place of the measure."""
        following = self.phrases[number + 1] if number + 1 < len(self.phrases) else None
        phrase = self.phrases[number]
        if phrase.noun not in MEASURES or following is None or following.preposition != "of":
            return False
        following.preposition, following.article = phrase.preposition, phrase.article
        return phrase.owner < 0 and not phrase.owned

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _preposition(self, first: int) -> str:
        """The preposition before a phrase, 'out of' and 'next to' as one."""
        before = self._low(first - 1)
        if before in {"of", "to"} and self._low(first - 2) in {"out", "next", "front", "up"}:
            return f"{self._low(first - 2)} {before}"
        return before if before in PREPOSITIONS else ""

    def _step(self, at: int) -> int:
        token = self.tokens[at]
        if at in self.names:
            return self._name(at)
        if not token.word:
            return at + 1
        if token.low in PRONOUNS and not (token.low == "both" and self._noun_follows(at)):
            return self._pronoun(at)
        return self._common(at, at, -1)

    def _name(self, at: int) -> int:
        last = self.names[at]
        words = [t.text for t in self.tokens[at : last + 1] if t.word]
        phrase = Phrase(at, last, last, " ".join(words), "name", "")
        phrase.preposition = self._preposition(at)
        return self._owned(phrase, last + 1)

    def _owned(self, phrase: Phrase, after: int) -> int:
        """Adds a phrase; where `'s` follows, also the phrase that it owns."""
        self.phrases.append(phrase)
        if self._low(after) in {"'s", "’s"} and self._noun_follows(after):
            phrase.owned = True
            return self._common(after + 1, phrase.first, len(self.phrases) - 1)
        return after

    def _noun_follows(self, at: int) -> bool:
        """True where a noun or its adjective stands behind: 'her' owns something."""
        if at + 1 >= len(self.tokens):
            return False
        after = self.tokens[at + 1]
        if (
            not after.word
            or after.low == "home"
            or after.low in _STOP
            or after.low in DETERMINERS - {"other"}
        ):
            return False
        if after.low.endswith("ly") and not _adjectival(after):
            return False
        return _nounish(after) or _adjectival(after)

    def _pronoun(self, at: int) -> int:
        low = self.tokens[at].low
        owns = low in {"his", "their", "its"} or (low == "her" and self._noun_follows(at))
        count = 9 if low in EVERYBODY else 2 if low in PLURALS else 1
        phrase = Phrase(at, at, at, low, "pronoun", "", count, owned=owns)
        phrase.preposition = self._preposition(at)
        self.phrases.append(phrase)
        if owns and self._noun_follows(at):
            return self._common(at + 1, at, len(self.phrases) - 1)
        return at + 1

    def _common(self, at: int, first: int, owner: int) -> int:
        """A phrase of determiner, adjectives and noun that begins at `at`."""
        article: Literal["a", "the", "owner", "number", "no", ""] = "owner" if owner >= 0 else ""
        count = 1
        index = at
        while index < len(self.tokens) and self.tokens[index].low in DETERMINERS:
            low = self.tokens[index].low
            if low in NUMBERS:
                count = NUMBERS[low]
                article = article if article == "the" else "number"
            elif owner < 0:
                article = "a" if low in INDEFINITE else "no" if low in NEGATIVE else "the"
            index += 1
        start = index
        if article == "the" and self._low(index) in ORDINALS and not self._noun_follows(index):
            return self._ordinal(first, index)
        head = self._run(start, bare=article == "" and owner < 0, several=count != 1)
        if head < 0:
            if article in {"number", "the"} and count > 1 and start > at:
                self._add_number(first, start - 1, count)
                return start
            return max(start, at + 1)
        token = self.tokens[head]
        if count == 1 and _plural(token.low) and not self._mass(token.low):
            count = 0
        noun, kind = singular(token.low), kind_of_noun(token.low)
        pair = f"{self._low(head - 1)}-{noun}"
        if head > start and kind_of_noun(pair) in {"place", "landmark", "prop"}:
            noun, kind = pair, kind_of_noun(pair)
        phrase = Phrase(first, head, head, noun, kind, article, count)
        phrase.adjectives = self._adjectives(start, head)
        phrase.owner = owner
        phrase.preposition = self._preposition(first)
        return self._owned(phrase, head + 1)

    def _adjectives(self, start: int, head: int) -> list[str]:
        words: list[str] = []
        for token in self.tokens[start:head]:
            if token.word:
                words.append(token.low)
            elif token.low in {"'s", "’s"} and words:
                words[-1] += "'s"
        return words

    @staticmethod
    def _mass(noun: str) -> bool:
        return kind_of_noun(noun) not in {"person", "animal"}

    def _ordinal(self, first: int, at: int) -> int:
        """'the first' of a group, where no noun follows."""
        phrase = Phrase(first, at, at, self._low(at), "ordinal", "the", ORDINALS[self._low(at)])
        phrase.preposition = self._preposition(first)
        self.phrases.append(phrase)
        return at + 1

    def _add_number(self, first: int, last: int, count: int) -> None:
        phrase = Phrase(first, last, last, self._low(last), "number", "the", count)
        phrase.preposition = self._preposition(first)
        self.phrases.append(phrase)

    def _run(self, start: int, *, bare: bool, several: bool) -> int:
        """The index of the head noun of adjectives and nouns that begin at `start`; -1: none."""
        head = -1
        index = start
        while index < len(self.tokens):
            token = self.tokens[index]
            if not token.word:
                if head >= 0 and self._sort_of_garment(head, index):
                    index += 1
                    continue
                if head < 0 and index > start and self._list_goes_on(index):
                    index += 1
                    continue
                break
            if index in self.names:
                break
            if token.low == "and" and head < 0 and self._list_goes_on(index):
                index += 1
                continue
            if token.low in _STOP or token.low in DETERMINERS:
                break
            if self._acts(token, head, bare and index == start, several):
                break
            if _nounish(token):
                head = index
            elif head >= 0 or not (_adjectival(token) or token.low.endswith("ly")):
                break
            index += 1
        return head

    def _sort_of_garment(self, head: int, index: int) -> bool:
        """In `a janitor's coat` the janitor is nobody: it is a sort of coat."""
        return (
            self._low(index) in {"'s", "’s"}
            and kind_of_noun(self._low(head)) == "person"
            and self._low(index + 1) in looks.CLOTHES
            and not any(self._low(n) in DEFINITE for n in (head - 1, head - 2))
        )

    def _list_goes_on(self, index: int) -> bool:
        """'long, empty corridor', 'black and white dog': adjectives around a comma or `and`."""
        if not 0 < index < len(self.tokens) - 1 or self._low(index) not in {",", "and"}:
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1]
        plain = looks.LOOK_ADJECTIVES | looks.TEXTURES
        return before.low in plain and (after.low in plain or "ADJ" in lemmas(after.low))

    def _acts(self, token: Token, head: int, first_and_bare: bool, several: bool) -> bool:
        """True where the token is the verb behind the noun, and no noun itself."""
        lemma = action_verb(token.low)
        if not lemma:
            return False
        inflected = token.low != lemma
        if head < 0:
            if several and not inflected:
                return True
            return (
                first_and_bare
                and (inflected or kind_of_noun(token.low) == "other")
                and kind_of_noun(token.low) not in {"person", "animal"}
            )
        if not _nounish(token) or inflected:
            return True
        creature = kind_of_noun(self.tokens[head].low) in {"person", "animal"}
        return creature or _plural(self.tokens[head].low) or several
