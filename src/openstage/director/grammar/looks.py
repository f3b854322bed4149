"""How people look: from adjectives, appositions, 'with' and 'in', and what is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openstage.director.grammar.lexicon import looks as words
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.nouns import kind_of_noun
from openstage.director.grammar.people import Cast
from openstage.director.grammar.phrases import Phrase
from openstage.director.grammar.words import Token, tokenize

_WORN = word_set("with in wearing wears wore dressed under has have had having")
_AGE = re.compile(
    r"\b(?:(?:early|mid|late)[ -])?(\d0s|\d{1,2}(?:[ -]years?[ -]old)?"
    r"|(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b",
    re.IGNORECASE,
)
_OFTEN_TAKEN_OFF = word_set("hat cap glasses coat jacket scarf helmet gloves apron hood")


class Wardrobe:
    """Gathers the looks of the cast."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def see(
        self, phrase: Phrase, tokens: Sequence[Token], bearer: tuple[str, ...], who: tuple[str, ...]
    ) -> None:
        """Learns what a phrase of the story says about how somebody looks."""
        if phrase.kind in {"person", "animal", "name"}:
            for id in who:
                self._traits(id, phrase)
        elif len(bearer) == 1 and self.worn(phrase, tokens):
            self.add(bearer[0], phrase.words(tokens))

    def _traits(self, id: str, phrase: Phrase) -> None:
        person = self._cast.people[id]
        allowed = words.COLOR_OF_ANIMALS if person.animal else words.LOOK_ADJECTIVES
        colors = []
        for adjective in phrase.adjectives:
            if adjective in words.COLORS - words.FEATURES and person.animal:
                colors.append(adjective)
            elif (
                adjective.endswith("year-old")
                or adjective in allowed - words.COLORS
                or adjective in words.FEATURES
            ):
                self.add(id, adjective)
        if colors:
            self.add(id, " and ".join(colors))

    def worn(self, phrase: Phrase, tokens: Sequence[Token]) -> bool:
        if phrase.kind not in {"look", "part"}:
            return False
        noun = phrase.noun if phrase.noun in words.HAIR | words.CLOTHES else tokens[phrase.head].low
        described = any(
            a in words.COLORS or a in words.TEXTURES or a in words.FEATURES or a in words.BUILDS
            for a in phrase.adjectives
        )
        if noun in words.BODY_WITH_ADJECTIVE or phrase.kind == "part":
            return self._marked(phrase, noun, tokens)
        if noun in words.HAIR | words.CLOTHES:
            if phrase.owner >= 0:
                return described or (
                    noun in _OFTEN_TAKEN_OFF and phrase.preposition in {"", "off", "on"}
                )
            return self._introduced(phrase, tokens)
        return False

    def _marked(self, phrase: Phrase, noun: str, tokens: Sequence[Token]) -> bool:
        """'with tired eyes', 'with one ear': a part of the body that is told of as a look."""
        told = (
            bool(phrase.adjectives)
            or phrase.article == "number"
            or tokens[phrase.first].low == "one"
        )
        return noun in words.BODY_WITH_ADJECTIVE and told and self._introduced(phrase, tokens)

    @staticmethod
    def _introduced(phrase: Phrase, tokens: Sequence[Token]) -> bool:
        """'with', 'in', 'wearing' before the phrase, or before the list that it stands in."""
        index = phrase.first - 1
        steps = 0
        while index >= 0 and steps < 14:
            low = tokens[index].low
            if low in _WORN:
                return True
            if not (tokens[index].word or low in {",", "and"}):
                return False
            index -= 1
            steps += 1
        return index < 0 and phrase.first <= 1

    def state(self, id: str, tokens: Sequence[Token]) -> None:
        """Learns from the words behind `is`: 'thin and bald'."""
        for token in tokens:
            if token.low in words.AGES | words.BUILDS | words.FEATURES:
                self.add(id, token.low)
            elif token.low not in {"and", ",", "very", "quite", "also", "still", "but"}:
                break

    def introduce(self, id: str, text: str) -> None:
        """Learns from a list of looks: '30s, short red hair, gray suit'."""
        for item in re.split(r"[,;]| and ", text):
            look = clean(item)
            if is_look(look):
                self.add(id, look)

    def add(self, id: str, look: str) -> None:
        known = self._cast.people[id].looks
        look = clean(look)
        if not look or look in known:
            return
        head = look.split()[-1]
        for index, other in enumerate(known):
            if other.split()[-1] == head and head in words.HAIR | words.CLOTHES:
                if set(other.split()) < set(look.split()):
                    known[index] = look
                return
        known.append(look)
        self._cast.people[id].adjectives.update(look.split())


def clean(look: str) -> str:
    """A look as the bible keeps it: lower case, no article, no owner's mark of one's own."""
    look = re.sub(r"\s+", " ", look.strip(" .,;()").lower())
    look = re.sub(r"^(?:with|in|wearing|dressed in|and|has|wears)\s+", "", look)
    return re.sub(r"^(?:a|an|the|his|her|their|its|some)\s+", "", look)


def is_look(look: str) -> bool:
    tokens = [token.low for token in tokenize(look) if token.word]
    if not tokens or len(tokens) > 7:
        return False
    if _AGE.fullmatch(look) or (_AGE.search(look) and len(tokens) <= 4):
        return True
    last = tokens[-1]
    if kind_of_noun(last) in {"person", "animal"} or {"with", "in", "who"} & set(tokens):
        return False
    if last in words.HAIR | words.CLOTHES or last in words.LOOK_ADJECTIVES:
        return (
            len(tokens) > 1
            or last in words.MARKS | words.FEATURES | words.AGES | words.BUILDS | words.CLOTHES
        )
    return any(t in words.HAIR or t in words.CLOTHES for t in tokens) and len(tokens) <= 6
