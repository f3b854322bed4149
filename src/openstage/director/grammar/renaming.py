"""Gives people the ids that fit the names they turned out to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openstage.director.grammar.reading import Event, Passage, Reading, Unit


def rename(reading: Reading, wanted: dict[str, str]) -> None:
    """Changes ids of people throughout a reading: 'man' to 'pavel'. A taken id is left alone."""
    taken = {*reading.people, *reading.places, *reading.props}
    new: dict[str, str] = {}
    for old, id in wanted.items():
        if old != id and id not in taken:
            new[old] = id
            taken.add(id)
    if not new:
        return
    for old, id in new.items():
        reading.people[old].id = id
    people = {person.id: person for person in reading.people.values()}
    for person in people.values():
        person.owner = new.get(person.owner, person.owner)
    reading.people = people
    _everywhere(reading.passages, new)


def merge(passages: Sequence[Passage], old: str, id: str) -> None:
    """Makes one person of two: all that is told of the one is told of the other."""
    _everywhere(passages, {old: id})


def _everywhere(passages: Sequence[Passage], new: dict[str, str]) -> None:
    for passage in passages:
        for unit in passage.units:
            _unit(unit, new)


def _unit(unit: Unit, new: dict[str, str]) -> None:
    unit.speaker = new.get(unit.speaker, unit.speaker)
    unit.mentions = [replace(m, who=_all(m.who, new)) for m in unit.mentions]
    for event in unit.events:
        _event(event, new)


def _event(event: Event, new: dict[str, str]) -> None:
    event.who = _all(event.who, new)
    event.objects = list(_all(tuple(event.objects), new))
    event.goal = new.get(event.goal, event.goal)
    event.at = new.get(event.at, event.at)


def _all(ids: tuple[str, ...], new: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new.get(id, id) for id in ids))
