"""The places of a story: from headings, and from prose that names where it plays."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.places import (
    EXTERIORS,
    GENERIC,
    INTERIORS,
    LANDMARKS,
    Interior,
    interior_of,
)
from openstage.director.grammar.people import Cast
from openstage.director.grammar.phrases import Phrase
from openstage.director.grammar.reading import Event, Thing, Unit
from openstage.director.grammar.words import Token, singular_noun, slug

_AT = word_set("in on at inside outside along through across under within onto over above")
_TO = frozenset(("to", "into", "up to", "onto", "inside", "back to"))
_ARRIVALS = word_set("enter reach arrive leave")
_LOOKING = word_set("look see")
_FIXED_WORDS = word_set("small large big old dark empty quiet long narrow busy little")
_PLACE_NOUNS = INTERIORS | EXTERIORS


class Places:
    """The places by their names."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.places: dict[str, Thing] = {}
        self._by_noun: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self.settled = False
        """True once a place is known: from then on a gate or a stage is a part of it."""

    def of_heading(self, place: str, first_words: str = "") -> str:
        """The id of the place of a heading."""
        words = [word for word in place.lower().split() if any(c.isalnum() for c in word)]
        name = " ".join(words) or "somewhere"
        if name not in self._by_name:
            self._add(name, name.split()[-1], _look(first_words))
        return self._by_name[name]

    def of_phrase(self, name: str, noun: str, look: str) -> str:
        """The id of a place that prose names: 'the kitchen' is the small kitchen again."""
        if name in self._by_name:
            return self._by_name[name]
        if noun in self._by_noun and name == noun:
            return self._by_noun[noun]
        return self._add(name, noun, look)

    def _add(self, name: str, noun: str, look: str) -> str:
        base = slug(name, "place")
        id, count = base, 2
        while id in self._cast.taken:
            id, count = f"{base}_{count}" if count > 2 else f"{base}_place", count + 1
        self._cast.taken.add(id)
        self.places[id] = Thing(id, name, look, noun)
        self._by_name[name] = id
        self._by_noun.setdefault(noun, id)
        return id

    def notice(self, unit: Unit, tokens: Sequence[Token], phrases: Sequence[Phrase]) -> None:
        """Notes on the unit where it plays, and where it leads."""
        first_event = unit.events[0] if unit.events else None
        looking = bool(unit.events) and all(e.action.role in _LOOKING for e in unit.events)
        for number, phrase in enumerate(phrases):
            if not self._is_place(phrase, tokens):
                continue
            if phrase.preposition in {"from", "out of", "off", "toward", "towards"}:
                continue
            if phrase.preposition == "of" and not self._of_mark(phrases, number):
                continue
            id = self._id(number, tokens, phrases)
            event = _event_before(unit, tokens[phrase.first].start)
            if self._leads(phrase, event):
                unit.goes_to = id
                self.settled = True
            elif phrase.noun in GENERIC and phrase.first > 3:
                continue
            elif (
                phrase.preposition in _AT
                or phrase.preposition == "of"
                or (phrase.preposition == "into" and not _moved(event))
            ):
                weak = phrase.noun in LANDMARKS and not (phrase.first <= 3 and unit.new_paragraph)
                if weak and self.settled and "_" not in id:
                    continue
                # Who finds a bottle on the beach is there, as far as is known until then.
                told_first = first_event is not None and (
                    tokens[phrase.first].start < first_event.span.start
                )
                if not looking or told_first or not self.settled:
                    distant = self.settled and not unit.mentions and phrase.first > 3
                    unit.place = unit.place or ("" if distant else id)
                    self.settled = True
            elif not phrase.preposition and not unit.events and phrase.first <= 2:
                unit.place = unit.place or id
                self.settled = True

    @staticmethod
    def _of_mark(phrases: Sequence[Phrase], number: int) -> bool:
        """'at the wheel of the ship': the place of a landmark at which somebody is."""
        before = phrases[number - 1] if number else None
        return before is not None and before.kind == "landmark" and before.preposition in _AT

    @staticmethod
    def _is_place(phrase: Phrase, tokens: Sequence[Token]) -> bool:
        low = tokens[phrase.head].low
        named = low in _PLACE_NOUNS or (phrase.noun in _PLACE_NOUNS and phrase.kind != "landmark")
        return named and phrase.kind != "pronoun" and phrase.article != "no"

    @staticmethod
    def _leads(phrase: Phrase, event: Event | None) -> bool:
        if event is None:
            return False
        moves = event.action.role in {"move", "enter", "exit"}
        if phrase.preposition in _TO:
            return moves and bool(event.who)
        return not phrase.preposition and event.lemma in _ARRIVALS - {"leave"}

    def _id(self, number: int, tokens: Sequence[Token], phrases: Sequence[Phrase]) -> str:
        """The place of a phrase, 'the platform of the station' in one name."""
        phrase = phrases[number]
        words = [w for w in phrase.adjectives if w not in _FIXED_WORDS]
        nouns = [w for w in words if w in _PLACE_NOUNS or singular_noun(w)]
        name = " ".join([*nouns, tokens[phrase.head].low])
        look = " ".join(w for w in phrase.adjectives if w not in nouns)
        following = phrases[number + 1] if number + 1 < len(phrases) else None
        if (
            following is not None
            and following.preposition == "of"
            and following.noun in _PLACE_NOUNS
        ):
            of = [w for w in following.adjectives if singular_noun(w)]
            name = " ".join([*of, following.noun.split("-")[-1], name])
        low = tokens[phrase.head].low
        return self.of_phrase(name, low if low in _PLACE_NOUNS else phrase.noun, look)


def _event_before(unit: Unit, at: int) -> Event | None:
    found = None
    for event in unit.events:
        if event.span.start < at:
            found = event
    return found


def _moved(event: Event | None) -> bool:
    return event is not None and bool(event.who)


def _look(words: str) -> str:
    """What the first sentence of a scene says about its place, where it names nobody."""
    return words.rstrip(".").strip()


def interior(noun: str) -> Interior:
    return interior_of(noun) or "INT"
