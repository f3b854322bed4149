"""WordNet 3.0 as its database files tell it (man 5 wndb): what a word means, and under what."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FILES = {"n": "data.noun", "a": "data.adj"}
Key = tuple[str, int]
"""Part of speech and place in its file."""

ANIMAL, ARTIFACT, ATTRIBUTE, FOOD, GROUP, LOCATION = 5, 6, 7, 13, 14, 15
OBJECT, PHENOMENON, PLANT, POSSESSION, SUBSTANCE = 17, 19, 20, 21, 27
"""Some of the files that the lexicographers wrote (man 5 lexnames)."""


@dataclass
class Sense:
    """What one or more words mean alike: a synset."""

    kind: str
    """n: noun, a: adjective."""
    file: int
    words: tuple[str, ...]
    gloss: str
    """What it means, without examples."""
    above: tuple[Key, ...]
    """What it is a kind of; of an adjective, what it is like."""


@dataclass
class WordNet:
    folder: Path
    """As Debian's package wordnet-base leaves it in /usr/share/wordnet."""
    senses: dict[Key, Sense] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, name in FILES.items():
            for line in (self.folder / name).read_text("latin-1").splitlines():
                if not line.startswith(" "):
                    key, sense = _sense(kind, line)
                    self.senses[key] = sense

    @cached_property
    def of(self) -> dict[str, list[Sense]]:
        """By word its senses, the usual ones first; nouns before adjectives. Words that are
        written small: names are none."""
        found: dict[str, list[Sense]] = defaultdict(list)
        for kind, name in FILES.items():
            index = (self.folder / name.replace("data", "index")).read_text("latin-1")
            for line in index.splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    places = fields[-int(fields[2]) :]
                    word = _plain(fields[0])
                    senses = (self.senses[kind, int(at)] for at in places)
                    if own := [sense for sense in senses if word in sense.words]:
                        found[word] += own
        return found

    def under(self, sense: Sense) -> set[str]:
        """The words of all that it is a kind of, itself among them."""
        found, left = set(sense.words), list(sense.above)
        while left:
            above = self.senses[left.pop()]
            found |= set(above.words)
            left += above.above
        return found


def _sense(kind: str, line: str) -> tuple[Key, Sense]:
    data, _, gloss = line.partition(" | ")
    fields = data.split(" ")
    end = 4 + 2 * int(fields[3], 16)
    words = tuple(_plain(word) for word in fields[4:end:2])
    pointers = fields[end + 1 : end + 1 + 4 * int(fields[end])]
    # An instance (@i) is a name, and no kind: Paris is never what a script means by a place.
    above = tuple(
        ("a" if part == "s" else part, int(at))
        for sign, at, part in zip(pointers[0::4], pointers[1::4], pointers[2::4], strict=True)
        if sign in ("@", "&") and part in "nas"
    )
    meaning = re.split(r'; "', gloss)[0].strip()
    return (kind, int(fields[0])), Sense(kind, int(fields[1]), words, meaning, above)


def _plain(word: str) -> str:
    """Without the mark of where an adjective stands; names keep their capitals."""
    return re.sub(r"\(\w+\)$", "", word).replace("_", " ")
