"""Sentences of the storyboard: descriptions with names for pronouns, and what the frames show."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from openstage.director.grammar.beats import only_a_title
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.phrases import EVERYBODY
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Mention, Reading, Unit
from openstage.storyboard.document import Blocking
from openstage.storyboard.wording import capital, with_article

_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_OWNERS = word_set("his her their its")


_MARKS = '"“”‘’'


def source_of(units: Sequence[Unit], reading: Reading) -> str:
    """The words of the story, as they are written; neighbors in a paragraph in one piece."""
    pieces: list[str] = []
    for (scene, element), group in itertools.groupby(
        units, lambda u: (u.span.scene, u.span.element)
    ):
        members = list(group)
        text = reading.texts.get((scene, element), "")
        if any(unit.quote for unit in members) or not text:
            pieces.extend(unit.quote or unit.text for unit in members)
            continue
        start = min(unit.span.start for unit in members)
        end = max(unit.span.end for unit in members)
        start -= start > 0 and text[start - 1] in _MARKS
        end += end < len(text) and text[end] in _MARKS
        pieces.append(text[start:end].strip())
    return " ".join(dict.fromkeys(pieces))


def description_of(plan: Plan, reading: Reading) -> str:
    sentences: list[str] = []
    told: set[str] = set()
    for unit in plan.units:
        if only_a_title(unit) and len(plan.units) > 1:
            continue
        if unit.kind == "speech":
            sentences.append(_says(unit, reading))
        elif not (plan.lines and _only_a_tag(unit)):
            sentences.append(_sentence(unit, with_names(unit, reading, told)))
        told.update(unit.people)
    return " ".join(sentences)


def _sentence(unit: Unit, text: str) -> str:
    """The words without the direction before them: 'CLOSE ON the key' is 'The key'."""
    if unit.kind != "direction":
        return text
    _, dash, behind = text.partition(" - ") if " - " in text[:60] else text.partition(": ")
    words = behind.split() if dash else text.split()
    while words and (words[0].isupper() or not words[0][0].isalnum()) and words[0] != "A":
        words.pop(0)
    plain = " ".join(words)
    return capital(plain) if plain else text


def _only_a_tag(unit: Unit) -> bool:
    """'asks Viktor.': what the sentence of the line says already."""
    return len(unit.events) == 1 and unit.events[0].action.role == "speak"


def _says(unit: Unit, reading: Reading) -> str:
    person = reading.people.get(unit.speaker)
    name = person_name(person.name if person else "Somebody", bool(person and person.named), True)
    manner = f", {unit.manner}," if unit.manner else ""
    voice = " off screen" if unit.off_screen else ""
    return f"{name}{manner} says{voice}: “{' '.join(unit.text.split())}”"


def with_names(unit: Unit, reading: Reading, told: Collection[str] = ()) -> str:
    """The unit's words, with a name in the place of the first pronoun for each person.

    `told` are those of whom the sentences before spoke: a pronoun that can only mean one stays.
    """
    text, offset = unit.text, unit.span.start
    known = _plain_to_all(told, reading)
    pieces: list[str] = []
    at = 0
    for mention in sorted(unit.mentions, key=lambda m: m.span.start):
        start, end = mention.span.start - offset, mention.span.end - offset
        name = _name_for(mention, reading, start == 0)
        fresh = not set(mention.who) & known
        known.update(mention.who)
        shouted = mention.kind != "pronoun" and _SHOUTED.search(mention.text) is not None
        if (
            unit.quote
            or start < at
            or not name
            or not (shouted or (mention.kind == "pronoun" and fresh))
        ):
            continue
        if shouted:
            name = _quiet(text[start:end], named=mention.kind == "name", head=start == 0)
        pieces.extend([text[at:start], name])
        at = end
    pieces.append(text[at:])
    return " ".join("".join(pieces).split())


def _plain_to_all(told: Collection[str], reading: Reading) -> set[str]:
    """Those whom `he` or `she` can only mean, since nobody else of the kind was spoken of."""
    people = [reading.people[who] for who in told if who in reading.people]
    genders = [person.gender for person in people]
    return {p.id for p in people if p.gender and not p.animal and genders.count(p.gender) == 1}


def _quiet(words: str, *, named: bool, head: bool) -> str:
    """MARA becomes Mara, A small DOG a small dog."""
    if named:
        return _SHOUTED.sub(lambda match: match.group().title(), words)
    words = _SHOUTED.sub(lambda match: match.group().lower(), words)
    return capital(words) if head else words


def _name_for(mention: Mention, reading: Reading, head: bool) -> str:
    people = [reading.people[who] for who in mention.who if who in reading.people]
    if not people or len(people) > 3:
        return ""
    names = [person_name(p.name, p.named, head and not i) for i, p in enumerate(people)]
    name = " and ".join(names) if len(names) < 3 else f"{names[0]}, {names[1]} and {names[2]}"
    low = mention.text.lower()
    if low in EVERYBODY:
        return ""
    if low in _OWNERS and mention.role == "owner":
        return name + ("'" if name.endswith("s") and len(people) > 1 else "'s")
    return "" if low.endswith(("self", "selves")) else name


def person_name(name: str, named: bool, head: bool) -> str:
    """Mara; the dog; at the head of a sentence The dog."""
    if named:
        return name
    return f"{'The' if head else 'the'} {name.lower()}"


_GAITS = word_set("walks runs")
_SEATS = word_set("bench bed sofa couch chair armchair stool rock log stump steps stairs crate")
"""One sits on them, and stands at them."""
_GROUNDS = word_set("floor ground rocks porch platform path sidewalk bridge roof rooftop grass")
_TO_SOMEBODY = word_set("embraces pets")
_MASS = word_set("bread paper money wood water")
_OF_A_THING = word_set(
    "opens closes reads pours waves pushes pulls throws takes gives eats drinks drops"
) | {"picks up", "puts down"}


def frame_text(plan: Plan, blockings: Sequence[Blocking], reading: Reading, *, end: bool) -> str:
    """What is seen in a frame: 'Mara sits and types at the desk.'"""
    handled = {
        event.action.phrase: reading.props[thing].name
        for event in plan.events
        for thing in event.objects
        if thing in reading.props and event.action.phrase in _OF_A_THING
    }
    handled.update(
        (event.action.phrase, _plain(event.at))
        for event in plan.events
        if event.at and not event.objects and event.action.phrase in {"opens", "closes"}
    )
    followers = {who for event in plan.events if event.lemma == "follow" for who in event.who}
    sentences = []
    for blocking in blockings:
        person = reading.people.get(blocking.who)
        if person is None:
            sentences.append(_thing_clause(blocking, reading, end=end))
            continue
        phrase = (blocking.end if end else blocking.start) or blocking.start or "stands"
        holds = blocking.holds if not end or blocking.holds_end is None else blocking.holds_end
        name = person_name(person.name, person.named, True)
        verbs = [f"{v} the {handled[v]}" if v in handled else v for v in phrase.split(", ")]
        verbs = [v for v in verbs if not (holds and v in {"holds", "carries"})] or ["stands"]
        things = [t for t in holds if t in reading.props]
        to = "behind" if blocking.who in followers else "to"
        sentences.append(_clause(name, verbs, blocking, things, reading, end=end, to=to))
    return " ".join(sentences)


def _thing_clause(blocking: Blocking, reading: Reading, *, end: bool) -> str:
    thing = reading.props.get(blocking.who)
    where = f" at the {_plain(blocking.place)}" if blocking.place else ""
    told = blocking.end if end else blocking.start
    is_state = told in {"open", "closed", "dark"}
    return f"The {thing.name} {'is ' if is_state else ''}{told}{where}." if thing else ""


def _clause(
    name: str, verbs: Sequence[str], blocking: Blocking, holds: Sequence[str], reading: Reading,
    *, end: bool, to: str,
) -> str:  # fmt: skip
    """'Mara sits at the desk and looks at the clock, a key in hand.'"""
    place = (blocking.place_end or blocking.place) if end else blocking.place
    first = (
        f"{verbs[0]}{_where(verbs[0], place, reading, to=to if end and blocking.place_end else '')}"
    )
    rest = [_told_verb(verb, blocking, holds, reading, end=end) for verb in verbs[1:]]
    first = first if place else _told_verb(verbs[0], blocking, holds, reading, end=end)
    said = first if not rest else f"{', '.join([first, *rest[:-1]])} and {rest[-1]}"
    shown = [t for t in holds if f"the {reading.props[t].name}" not in said]
    having = (
        f", {' and '.join(_a(reading.props[id].name) for id in shown)} in hand" if shown else ""
    )
    return f"{name} {said}{having}."


def _told_verb(
    verb: str, blocking: Blocking, holds: Sequence[str], reading: Reading, *, end: bool
) -> str:
    if verb == "holds out hand":
        return f"holds out the {reading.props[holds[-1]].name}" if holds else "holds out a hand"
    at = (blocking.eyeline_end if end else "") or blocking.eyeline
    if verb == "looks" and at:
        return f"looks at {_target(at, reading)}"
    return (
        f"{verb} {_target(at, reading)}" if verb in _TO_SOMEBODY and at in reading.people else verb
    )


def _target(id: str, reading: Reading) -> str:
    person = reading.people.get(id)
    if person is not None:
        return person_name(person.name, person.named, False)
    prop = reading.props.get(id)
    return f"the {prop.name if prop is not None else _plain(id)}"


def _where(verb: str, place: str, reading: Reading, *, to: str) -> str:
    """'on the sofa', 'near Jonas', 'to the door'. `to` is empty where nobody goes there."""
    if not place:
        return ""
    if verb.split()[0] in _GAITS:
        near = "near" if place in reading.people or place == "far end" else "at"
        word = ("toward" if place == "far end" else to) if to else near
        return f" {word} {_target(place, reading)}"
    if place in reading.people:
        return f" near {_target(place, reading)}"
    rests = verb.split()[0] in {"sits", "lies", "sleeps"}
    on = _GROUNDS | (_SEATS if rests else frozenset())
    return f" {'on' if place.split()[-1] in on else 'at'} the {_plain(place)}"


def _plain(place: str) -> str:
    return place.replace("_", " ")


def _a(thing: str) -> str:
    if thing.split()[-1] in _MASS:
        return thing
    return with_article(thing)
