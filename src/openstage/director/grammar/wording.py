"""Sentences of the storyboard: descriptions with names for pronouns, and what the frames show."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from openstage.director.grammar.beats import only_a_title
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.phrases import EVERYBODY
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Mention, Reading, Unit
from openstage.storyboard.document import Blocking

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
    sentences = []
    for unit in plan.units:
        if only_a_title(unit) and len(plan.units) > 1:
            continue
        if unit.kind == "speech":
            sentences.append(_says(unit, reading))
        elif not (plan.lines and _only_a_tag(unit)):
            sentences.append(with_names(unit, reading))
    return " ".join(sentences)


def _only_a_tag(unit: Unit) -> bool:
    """'asks Viktor.': what the sentence of the line says already."""
    return len(unit.events) == 1 and unit.events[0].action.role == "speak"


def _says(unit: Unit, reading: Reading) -> str:
    person = reading.people.get(unit.speaker)
    name = person_name(person.name if person else "Somebody", bool(person and person.named), True)
    manner = f", {unit.manner}," if unit.manner else ""
    voice = " off screen" if unit.off_screen else ""
    return f"{name}{manner} says{voice}: “{' '.join(unit.text.split())}”"


def with_names(unit: Unit, reading: Reading) -> str:
    """The unit's words, with a name in the place of the first pronoun for each person."""
    text, offset = unit.text, unit.span.start
    known: set[str] = set()
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


def _quiet(words: str, *, named: bool, head: bool) -> str:
    """MARA becomes Mara, A small DOG a small dog."""
    if named:
        return _SHOUTED.sub(lambda match: match.group().title(), words)
    words = _SHOUTED.sub(lambda match: match.group().lower(), words)
    return words[:1].upper() + words[1:] if head else words


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


_OF_A_THING = word_set(
    "opens closes reads pours waves pushes pulls throws takes gives eats drinks"
) | {"picks up", "puts down"}


def frame_text(plan: Plan, blockings: Sequence[Blocking], reading: Reading, *, end: bool) -> str:
    """What is seen in a frame: 'Mara sits and types at the desk.'"""
    handled = {
        event.action.phrase: reading.props[thing].name
        for event in plan.events
        for thing in event.objects
        if thing in reading.props and event.action.phrase in _OF_A_THING
    }
    sentences = []
    for blocking in blockings:
        person = reading.people.get(blocking.who)
        if person is None:
            sentences.append(_thing_clause(blocking, reading, end=end))
            continue
        phrase = (blocking.end if end else blocking.start) or blocking.start or "stands"
        place = (blocking.place_end or blocking.place) if end else blocking.place
        holds = blocking.holds if not end or blocking.holds_end is None else blocking.holds_end
        name = person_name(person.name, person.named, True)
        verbs = [f"{v} the {handled[v]}" if v in handled else v for v in phrase.split(", ")]
        spoken = " ".join(verbs)
        things = [t for t in holds if t in reading.props]
        things = [t for t in things if f"the {reading.props[t].name}" not in spoken]
        sentences.append(_clause(name, verbs, place, things, reading))
    return " ".join(sentences)


def _thing_clause(blocking: Blocking, reading: Reading, *, end: bool) -> str:
    thing = reading.props.get(blocking.who)
    where = f" at the {_plain(blocking.place)}" if blocking.place else ""
    told = blocking.end if end else blocking.start
    is_state = told in {"open", "closed", "dark"}
    return f"The {thing.name} {'is ' if is_state else ''}{told}{where}." if thing else ""


def _clause(
    name: str, verbs: Sequence[str], place: str, holds: Sequence[str], reading: Reading
) -> str:
    said = verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} and {verbs[-1]}"
    where = ""
    if place:
        person = reading.people.get(place)
        where = (
            f" near {person_name(person.name, person.named, False)}"
            if person
            else f" at the {_plain(place)}"
        )
    things = [reading.props[id].name for id in holds]
    having = f", {' and '.join(_a(t) for t in things)} in hand" if things else ""
    return f"{name} {said}{where}{having}."


def _plain(place: str) -> str:
    return place.replace("_", " ")


def _a(thing: str) -> str:
    return f"{'an' if thing[:1] in 'aeiou' else 'a'} {thing}"
