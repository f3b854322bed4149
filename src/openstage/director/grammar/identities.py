"""One person under two descriptions: 'a woman in a yellow coat', and soon after CLARA in hers."""

from __future__ import annotations

from openstage.director.grammar.lexicon import looks as words
from openstage.director.grammar.reading import Passage, Person, Unit
from openstage.director.grammar.renaming import merge

_SOON = 15
"""Sentences between the description and the name."""


def join_descriptions(people: dict[str, Person], passages: list[Passage]) -> None:
    """Makes one of an unnamed person and of the named one who is introduced with the same look."""
    units = [unit for passage in passages for unit in passage.units]
    for unnamed in [p for p in people.values() if not p.named and not p.animal]:
        twin = next((p for p in people.values() if _same(unnamed, p, units)), None)
        if twin is not None:
            twin.nouns |= unnamed.nouns
            del people[unnamed.id]
            merge(passages, unnamed.id, twin.id)


def _same(unnamed: Person, named: Person, units: list[Unit]) -> bool:
    if not named.named or named.animal or not _agree(unnamed, named):
        return False
    seen = [n for n, unit in enumerate(units) if unnamed.id in unit.people]
    met = [n for n, unit in enumerate(units) if named.id in unit.people]
    if not seen or not met:
        return False
    return seen[-1] < met[0] <= seen[0] + _SOON


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
