"""English as every room writes it."""

from __future__ import annotations

from collections.abc import Sequence


def with_article(noun: str) -> str:
    """'a shot', 'an old man'."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def capital(words: str) -> str:
    """'Mara's gray suit': the rest as it is."""
    return words[:1].upper() + words[1:]


def in_place_of(said: str, words: str) -> str:
    """`words` as they stand where something else was `said`: 'an orchard', 'a park'."""
    article = said.lower().startswith(("a ", "an "))
    told = with_article(words) if article else words
    return capital(told) if said[:1].isupper() else told


def listed(words: Sequence[str], before_last: str = " and ") -> str:
    """'Mara, Tomas and the old man'."""
    return before_last.join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
