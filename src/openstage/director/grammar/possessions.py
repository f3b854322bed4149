"""What a sentence says that somebody has in hand: 'with an umbrella', 'the key in her hand'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openstage.director.grammar.appositions import BEINGS
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.things import LIQUIDS, NOT_INSERTED
from openstage.director.grammar.lexicon.verbs import Action
from openstage.director.grammar.phrases import Phrase
from openstage.director.grammar.reading import Event, Span, Unit
from openstage.director.grammar.references import References
from openstage.director.grammar.words import Token

HAS = Action("", "hold", 0.0)
"""Nothing is done: the thing is in the hand."""
_HANDS = word_set("hand hands fist fists fingers arm arms palm grip")
_ELSEWHERE = word_set("beside behind under on at near next before against in inside between")
"""'with a suitcase beside her': it stands there, nobody holds it."""


@dataclass(frozen=True)
class _Sentence:
    """A unit with its words, its noun phrases, and who is meant by each of these, by number."""

    unit: Unit
    tokens: Sequence[Token]
    phrases: Sequence[Phrase]
    who: Mapping[int, tuple[str, ...]]

    def holder(self, number: int) -> str:
        """In whose hand the thing of a phrase is; empty: in nobody's."""
        return self._by_hand(number) or self._by_with(number)

    def _by_hand(self, number: int) -> str:
        """'the key in her hand', 'a lantern in hand'."""
        phrase = self.phrases[number]
        if self._after(phrase) != "in":
            return ""
        near = self.phrases[number + 1 : number + 4]
        hand = next((other for other in near if other.noun in _HANDS), None)
        if hand is None or hand.preposition != "in":
            return ""
        return _only(self.who.get(hand.owner, ()) if hand.owner >= 0 else self._doer(phrase))

    def _by_with(self, number: int) -> str:
        """'walks with an umbrella', 'a boy with a kite'."""
        phrase = self.phrases[number]
        if phrase.preposition != "with" or self._after(phrase) in _ELSEWHERE:
            return ""
        before = self.phrases[number - 1] if number else None
        touching = before is not None and before.last + 1 == phrase.first - 1
        if touching and before is not None and before.kind in BEINGS:
            return _only(self.who.get(number - 1, ()))
        return _only(self._doer(phrase))

    def _after(self, phrase: Phrase) -> str:
        """The word behind a phrase."""
        index = phrase.last + 1
        return self.tokens[index].low if index < len(self.tokens) else ""

    def _doer(self, phrase: Phrase) -> tuple[str, ...]:
        """Who does what is told of last before a phrase."""
        at = self.tokens[phrase.first].start
        doers = [event.who for event in self.unit.events if event.who and event.span.start < at]
        return doers[-1] if doers else ()


def note_possessions(
    unit: Unit,
    tokens: Sequence[Token],
    phrases: Sequence[Phrase],
    who: Mapping[int, tuple[str, ...]],
    refs: References,
) -> None:
    """Adds to the unit an event of its own for each thing that is in somebody's hand."""
    sentence = _Sentence(unit, tokens, phrases, who)
    for number, phrase in enumerate(phrases):
        prop = refs.thing_of(phrase, tokens) if phrase.kind == "prop" else ""
        if not refs.is_prop(prop) or refs.props[prop].noun in NOT_INSERTED | LIQUIDS:
            continue
        holder = sentence.holder(number)
        known = any(holder in e.who and prop in e.objects for e in unit.events)
        if holder and not (known and _handled(holder, prop, unit)):
            at = unit.span
            span = Span(at.scene, at.element, tokens[phrase.first].start, tokens[phrase.last].end)
            unit.events.append(
                Event((holder,), "have", HAS, span, [prop], concurrent=bool(unit.events))
            )


def _handled(holder: str, prop: str, unit: Unit) -> bool:
    """True where an event puts the thing into the hand already."""
    roles = word_set("hold take give release")
    return any(
        holder in e.who and prop in e.objects and e.action.role in roles for e in unit.events
    )


def _only(people: tuple[str, ...]) -> str:
    """A thing is in one pair of hands."""
    return people[0] if len(people) == 1 else ""
