"""Sentences and words: where each begins and ends, and what a dictionary says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import lemminflect
import pysbd

from openstage.director.grammar.lexicon.verbs import ACTIONS, FORMS

_WORD = re.compile(r"['’]s\b|[^\W_]+(?:[-’'](?!s\b)[^\W_]+)*|[^\w\s]")
_LONGEST = 2_000
"""Characters: sentence rules are applied to pieces of this length at most, since their time grows
faster than the text."""

_PLAIN_END = re.compile(r"(?<=[.!?…])['\"”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    low: str
    start: int
    """In characters, from the beginning of the paragraph."""
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Written in capitals, as screenplays introduce people and name sounds."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()


def tokenize(text: str, offset: int = 0) -> list[Token]:
    return [
        Token(match.group(), match.group().lower(), match.start() + offset, match.end() + offset)
        for match in _WORD.finditer(text)
    ]


@cache
def _segmenter() -> pysbd.Segmenter:
    return pysbd.Segmenter(language="en", clean=False, char_span=False)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end, without the blanks around them."""
    spans: list[tuple[int, int]] = []
    for offset, piece in _pieces(text):
        at = 0
        for sentence in _segmenter().segment(piece.replace("\n", " ")):
            words = sentence.strip()
            found = piece.replace("\n", " ").find(words, at)
            if not words or found < 0:
                continue
            at = found + len(words)
            spans.append((offset + found, offset + at))
    return spans


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(text) - start > _LONGEST:
        ends = [match.end() for match in _PLAIN_END.finditer(text, start, start + _LONGEST)]
        end = ends[-1] if ends else start + _LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]


@cache
def lemmas(low: str) -> dict[str, str]:
    """The dictionary forms of a word by its part of speech: NOUN, VERB, ADJ, ADV."""
    if not low.isascii():
        return {}
    return {pos: forms[0] for pos, forms in lemminflect.getAllLemmas(low).items() if forms}


@cache
def known(low: str) -> bool:
    return bool(lemmas(low)) or bool(lemmas(low.split("-")[-1]))


@cache
def verb(low: str) -> str:
    """The verb that this is a form of; empty where it is none."""
    return FORMS.get(low) or lemmas(low).get("VERB", "")


@cache
def action_verb(low: str) -> str:
    """The verb that this is a form of, where it is one that the director knows how to stage."""
    lemma = verb(low)
    return lemma if lemma in ACTIONS else ""


@cache
def singular_noun(low: str) -> bool:
    """True for a word that is a noun and nothing else: desk, of `desk lamp`."""
    forms = lemmas(low)
    return "NOUN" in forms and "ADJ" not in forms


@cache
def third_person(lemma: str) -> str:
    """walks, of walk."""
    forms = lemminflect.getInflection(lemma, tag="VBZ") if lemma.isascii() else ()
    return str(forms[0]) if forms else lemma + "s"


def slug(text: str, fallback: str = "it") -> str:
    """A name for machines: lower case, letters, digits and `_`, at most 48 characters."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower().replace("'s", "")).strip("_")
    return plain[:48].strip("_") or fallback
