"""Whom and what the noun phrases mean: one cast, one list of props, one mind that follows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from openstage.director.grammar.lexicon.beings import CROWDS, RELATIONS, gender_of_name
from openstage.director.grammar.lexicon.looks import WEARABLE_PROPS
from openstage.director.grammar.lexicon.places import LANDMARKS
from openstage.director.grammar.lexicon.things import PROPS
from openstage.director.grammar.people import Cast
from openstage.director.grammar.phrases import EVERYBODY, NUMBERS, PLURALS, Phrase
from openstage.director.grammar.pronouns import Attention
from openstage.director.grammar.reading import Mention, MentionKind, MentionRole, Span, Thing, Unit
from openstage.director.grammar.words import Token, singular_noun, slug

_MAX_NEW = 4
"""A number of people up to this is a number of characters; more is a crowd."""


class References:
    def __init__(self) -> None:
        self.cast = Cast()
        self.attention = Attention(self.cast)
        self.props: dict[str, Thing] = {}
        self._prop_of: dict[str, str] = {}
        self._nameless: list[str] = []
        """Those of a number of people who have no name yet."""
        self._nameless_since = 0
        self.last_landmark = ""

    def resolve(
        self, phrase: Phrase, tokens: Sequence[Token], role: MentionRole, owner: tuple[str, ...],
        exclude: Collection[str], prefer: tuple[str, ...], unit: Unit,
    ) -> tuple[str, ...]:  # fmt: skip
        """The ids of the people or animals that a phrase means; empty where it means none."""
        if phrase.preposition == "like" or phrase.article == "no":
            return ()
        kind: MentionKind = "noun"
        if phrase.kind == "pronoun":
            who, kind = self._pronoun(phrase, role, exclude, prefer), "pronoun"
        elif phrase.kind == "name":
            who, kind = (self._named(phrase.noun),), "name"
        elif phrase.kind == "ordinal":
            who = self.attention.member(phrase.count)
        elif phrase.kind == "number":
            who, kind = self.attention.several(phrase.count, exclude), "noun"
        elif phrase.kind in {"person", "animal"}:
            who = self._noun(phrase, tokens, owner)
        else:
            who = ()
            self._notice_thing(phrase, tokens, unit)
        if who:
            self._note(phrase, tokens, who, kind, role, unit)
        return who

    def same(
        self, phrase: Phrase, tokens: Sequence[Token], twin: tuple[str, ...], unit: Unit
    ) -> tuple[str, ...]:
        """An apposition: the phrase tells more about the one before it."""
        id = twin[0]
        if phrase.kind == "name":
            id = self.cast.name_it(id, phrase.noun)
        else:
            self.cast.call(id, phrase.noun, phrase.adjectives)
        self._note(
            phrase, tokens, (id,), "name" if phrase.kind == "name" else "noun", "object", unit
        )
        return (id,)

    def _note(
        self, phrase: Phrase, tokens: Sequence[Token], who: tuple[str, ...],
        kind: MentionKind, role: MentionRole, unit: Unit,
    ) -> None:  # fmt: skip
        first = phrase.head if phrase.owner >= 0 else phrase.first
        start, end = tokens[first].start, tokens[phrase.last].end
        span = Span(unit.span.scene, unit.span.element, start, end)
        words = " ".join(t.text for t in tokens[first : phrase.last + 1])
        unit.mentions.append(Mention(span, words, who, kind, role))
        for id in who:
            self.attention.note(id, role)
        self.attention.note_group(who)

    def _pronoun(
        self, phrase: Phrase, role: MentionRole, exclude: Collection[str], prefer: tuple[str, ...]
    ) -> tuple[str, ...]:
        if phrase.noun in EVERYBODY:
            return self.attention.several(phrase.count)
        if phrase.noun in PLURALS:
            if len(prefer) > 1 and phrase.noun == "their":
                return prefer
            return self.attention.several(2, exclude)
        if len(prefer) == 1 and self._agrees(prefer[0], phrase.noun):
            return prefer
        found = self.attention.single(phrase.noun, exclude)
        if found and phrase.noun == "it" and role != "subject" and not self.attention.nearer(found):
            return ()
        return (found,) if found else ()

    def _agrees(self, who: str, pronoun: str) -> bool:
        wanted = {"his": "m", "her": "f", "its": "n"}.get(pronoun, "")
        return self.cast.people[who].gender in {wanted, ""}

    def _noun(
        self, phrase: Phrase, tokens: Sequence[Token], owner: tuple[str, ...]
    ) -> tuple[str, ...]:
        plural_word = tokens[phrase.head].low
        if phrase.count != 1:
            return self._plural_noun(phrase, plural_word)
        noun, adjectives = phrase.noun, phrase.adjectives
        if phrase.article == "owner":
            if noun in RELATIONS and len(owner) == 1:
                known = self.cast.relation(noun, owner[0])
                return (known or self.cast.new(noun, adjectives, owner[0]),)
            return (self._definite(noun, adjectives) or self.cast.new(noun, adjectives),)
        if phrase.article in {"a", "number"}:
            return (self.cast.new(noun, adjectives),)
        return (self._definite(noun, adjectives) or self.cast.new(noun, adjectives),)

    def _plural_noun(self, phrase: Phrase, plural_word: str) -> tuple[str, ...]:
        fitting = [
            who
            for who in self.attention.recent
            if self.cast.compatible(who, phrase.noun, phrase.adjectives) >= 2
            or (phrase.noun == "person" and not self.cast.people[who].animal)
        ]
        definite = phrase.article in {"the", "owner"}
        if definite and len(fitting) > 1 and plural_word not in {"people"}:
            return tuple(reversed(fitting[: phrase.count or len(fitting)]))
        numbered = 1 < phrase.count <= _MAX_NEW and any(
            NUMBERS.get(word) == phrase.count
            for word in (*phrase.adjectives, "two", "three", "four")
        )
        if numbered and (not definite or not fitting):
            group = [self.cast.new(phrase.noun, phrase.adjectives) for _ in range(phrase.count)]
            self._nameless, self._nameless_since = list(group), self.attention.sentence
            return tuple(group)
        return ()

    def _named(self, name: str) -> str:
        """Whom a name means; two girls who were told of just before may get theirs now."""
        if self._nameless and not self.cast.knows(name):
            gender = gender_of_name(name.split()[0])
            near = self.attention.sentence - self._nameless_since <= 3
            for id in self._nameless if near else ():
                if self.cast.people[id].gender in {gender, ""} or not gender:
                    self._nameless.remove(id)
                    return self.cast.name_it(id, name)
        return self.cast.named(name)

    def _definite(self, noun: str, adjectives: Sequence[str]) -> str | None:
        """Whom 'the man' means: the one in mind who fits best; else one of that noun."""
        best: tuple[float, str] | None = None
        for who in self.attention.recent:
            fit = self.cast.compatible(who, noun, adjectives)
            if fit:
                score = 4.0 * fit + self.attention.score(who)
                if best is None or score > best[0]:
                    best = (score, who)
        if best is not None:
            return best[1]
        for who in reversed(self.cast.by_noun(noun)):
            if self.cast.compatible(who, noun, adjectives):
                return who
        return None

    # --- things --------------------------------------------------------------------------

    def _notice_thing(self, phrase: Phrase, tokens: Sequence[Token], unit: Unit) -> None:
        if not self._is_thing(phrase, tokens):
            return
        id = self.prop(phrase, tokens)
        self.attention.note_thing(id)
        if id not in unit.props:
            unit.props.append(id)

    def _is_thing(self, phrase: Phrase, tokens: Sequence[Token]) -> bool:
        low = tokens[phrase.head].low
        if phrase.kind == "sky" and phrase.adjectives[-1:] and phrase.adjectives[-1] in PROPS:
            return True
        if phrase.kind != "prop" or low in CROWDS or _part_of_place(phrase):
            return False
        return phrase.article != "" or low.endswith("s") or bool(phrase.adjectives) or _mass(low)

    def prop(self, phrase: Phrase, tokens: Sequence[Token]) -> str:
        """The id of the prop of a phrase, which joins the bible where it is new."""
        if phrase.kind == "sky":  # lantern light comes from a lantern
            return self._add_prop(phrase.adjectives[-1], phrase.adjectives[-1], "")
        noun = phrase.noun if phrase.noun in PROPS | WEARABLE_PROPS else tokens[phrase.head].low
        known = self._prop_of.get(noun)
        if known is not None:
            if phrase.adjectives and not self.props[known].look:
                self.props[known].look = " ".join(phrase.adjectives)
            return known
        compound = [w for w in phrase.adjectives if singular_noun(w)]
        name = " ".join([*compound, noun.split("-")[-1] if compound else noun])
        look = " ".join(w for w in phrase.adjectives if w not in compound)
        return self._add_prop(noun, name, look)

    def _add_prop(self, noun: str, name: str, look: str) -> str:
        if noun in self._prop_of:
            return self._prop_of[noun]
        base = slug(name, "thing")
        id, count = base, 2
        while id in self.cast.taken:
            id, count = f"{base}_{count}", count + 1
        self.cast.taken.add(id)
        self.props[id] = Thing(id, name, look, noun)
        self._prop_of[noun] = id
        return id

    def is_prop(self, id: str) -> bool:
        return id in self.props

    def thing_of(self, phrase: Phrase, tokens: Sequence[Token]) -> str:
        """The prop, the landmark or the place that a phrase names, for a clause."""
        if phrase.kind == "prop" and self._is_thing(phrase, tokens):
            return self._prop_of.get(phrase.noun) or self._prop_of.get(tokens[phrase.head].low, "")
        if phrase.noun in {"it", "them"}:
            return self.attention.last_thing
        if phrase.kind in {"landmark", "place"}:
            whole = next((w for w in reversed(phrase.adjectives) if w in LANDMARKS), "")
            self.last_landmark = whole or phrase.noun
            return self.last_landmark
        return phrase.noun if phrase.kind == "sky" else ""


def _part_of_place(phrase: Phrase) -> bool:
    """The elevator bell belongs to the elevator."""
    return any(word in LANDMARKS - PROPS for word in phrase.adjectives[-1:]) and phrase.noun in {
        "bell", "camera", "lock", "key", "light", "clock",
    }  # fmt: skip


def _mass(low: str) -> bool:
    return low in {"coffee", "tea", "wine", "beer", "bread", "soup", "money", "milk", "water"}
