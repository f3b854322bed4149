"""One person under two descriptions: 'a woman in a yellow coat', and soon after CLARA in hers."""

from __future__ import annotations

from collections import defaultdict

from openstage.director.grammar.lexicon import looks as words
from openstage.director.grammar.reading import Passage, Person
from openstage.director.grammar.renaming import merge

_SOON = 15
"""Sentences between the description and the name."""


def join_descriptions(people: dict[str, Person], passages: list[Passage]) -> None:
    """Makes one of an unnamed person and of the named one who is introduced with the same look."""
    seen = _appearances(passages)
    met: defaultdict[int, list[Person]] = defaultdict(list)
    """By the sentence in which they appear first: those with a name."""
    for person in people.values():
        if person.named and not person.animal and person.id in seen:
            met[seen[person.id].start].append(person)
    for unnamed in [p for p in people.values() if not p.named and not p.animal and p.id in seen]:
        there = seen[unnamed.id]
        soon = range(there.stop, there.start + _SOON + 1)
        twin = next((p for n in soon for p in met[n] if _agree(unnamed, p)), None)
        if twin is not None:
            twin.nouns |= unnamed.nouns
            del people[unnamed.id]
            merge(passages, unnamed.id, twin.id)
            met[seen[twin.id].start].remove(twin)
            met[there.start].append(twin)
            seen[twin.id] = range(there.start, seen[twin.id].stop)


def _appearances(passages: list[Passage]) -> dict[str, range]:
    """From whose first sentence to whose last."""
    found: dict[str, range] = {}
    units = (unit for passage in passages for unit in passage.units)
    for number, unit in enumerate(units):
        for id in unit.people:
            first = found[id].start if id in found else number
            found[id] = range(first, number + 1)
    return found


def _agree(unnamed: Person, named: Person) -> bool:
    """The same kind, and a look that not everybody has; nothing contradicts."""
    if unnamed.gender and named.gender and unnamed.gender != named.gender:
        return False
    if unnamed.kind != named.kind and "person" not in {unnamed.kind, named.kind}:
        return False
    told = [set(look.split()) for look in named.looks]
    agreed = [look for look in unnamed.looks if any(set(look.split()) <= other for other in told)]
    return agreed == unnamed.looks and any(_distinctive(look) for look in agreed)


def _distinctive(look: str) -> bool:
    """'yellow coat', 'gray beard': a garment or hair with a word that tells it from others."""
    *adjectives, noun = look.split()
    return bool(adjectives) and noun in words.HAIR | words.CLOTHES
