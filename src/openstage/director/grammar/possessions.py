"""What a sentence says that somebody has in hand: 'with an umbrella', 'the key in her hand'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def note_possessions(
    unit: Unit,
    tokens: Sequence[Token],
    phrases: Sequence[Phrase],
    who: Mapping[int, tuple[str, ...]],
    refs: References,
) -> None:
    """Adds to the unit an event of its own for each thing that is in somebody's hand."""
    for number, phrase in enumerate(phrases):
        prop = refs.thing_of(phrase, tokens) if phrase.kind == "prop" else ""
        if not refs.is_prop(prop) or refs.props[prop].noun in NOT_INSERTED | LIQUIDS:
            continue
        holder = _by_hand(number, unit, tokens, phrases, who) or _by_with(
            number, unit, tokens, phrases, who
        )
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


def _low(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].low if 0 <= index < len(tokens) else ""


def _by_hand(
    number: int,
    unit: Unit,
    tokens: Sequence[Token],
    phrases: Sequence[Phrase],
    who: Mapping[int, tuple[str, ...]],
) -> str:
    """'the key in her hand', 'a lantern in hand'."""
    phrase = phrases[number]
    if _low(tokens, phrase.last + 1) != "in":
        return ""
    hand = next((p for p in phrases[number + 1 : number + 4] if p.noun in _HANDS), None)
    if hand is None or hand.preposition != "in":
        return ""
    owner = who.get(hand.owner, ()) if hand.owner >= 0 else _doer(unit, tokens[phrase.first].start)
    return owner[0] if len(owner) == 1 else ""


def _by_with(
    number: int,
    unit: Unit,
    tokens: Sequence[Token],
    phrases: Sequence[Phrase],
    who: Mapping[int, tuple[str, ...]],
) -> str:
    """'walks with an umbrella', 'a boy with a kite'."""
    phrase = phrases[number]
    if phrase.preposition != "with" or _low(tokens, phrase.last + 1) in _ELSEWHERE:
        return ""
    before = phrases[number - 1] if number else None
    touching = before is not None and before.last + 1 == phrase.first - 1
    if touching and before is not None and before.kind in BEINGS:
        bearer = who.get(number - 1, ())
    else:
        bearer = _doer(unit, tokens[phrase.first].start)
    return bearer[0] if len(bearer) == 1 else ""


def _doer(unit: Unit, at: int) -> tuple[str, ...]:
    """Who does what is told of last before a place in the text."""
    doers = [event.who for event in unit.events if event.who and event.span.start < at]
    return doers[-1] if doers else ()
