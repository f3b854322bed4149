"""How well the grammar director reads: figures on the labelled texts, a table on the screen.

    python benchmarks/director.py [folder of labels]

The texts of `rules` are those on which the rules were written; those of `held_out` were labelled
before any rule was, and are only counted.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openstage.director.grammar import GrammarDirector, read_story
from openstage.director.grammar.reading import Reading
from openstage.script import read_text
from openstage.storyboard.document import Storyboard

LABELS = Path(__file__).parents[1] / "tests" / "data" / "director_labels"
HALVES = ("rules", "held_out")
MEASURES = ("cast", "kinds", "looks", "pronouns", "places", "props", "shots")


@dataclass
class Count:
    """Pooled over texts: F1 of sets, or the share that is right where nothing can be invented."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def value(self) -> float:
        if not self.labelled + self.found:
            return 1.0
        return 2 * self.right / (self.labelled + self.found)

    def sets(self, found: set[str], labelled: set[str]) -> None:
        self.right += len(found & labelled)
        self.found += len(found)
        self.labelled += len(labelled)
        self.missed += [f"-{x}" for x in sorted(labelled - found)]
        self.missed += [f"+{x}" for x in sorted(found - labelled)]

    def one(self, right: bool, what: str) -> None:
        self.right += right
        self.found += 1
        self.labelled += 1
        self.missed += [] if right else [what]


def score(half: str, labels: Path = LABELS) -> dict[str, Count]:
    """The figures of a half, by the name of the measure."""
    counts = {name: Count() for name in MEASURES}
    texts = sorted((labels / half).glob("*.json"))
    if not texts:
        sys.exit(f"{labels / half} holds no labeled text (*.json).")
    for path in texts:
        _score_text(json.loads(path.read_text("utf-8")), counts)
    return counts


def _score_text(label: dict[str, Any], counts: dict[str, Count]) -> None:
    screenplay = read_text(label["text"], name=label["id"])
    reading = read_story(screenplay)
    board = GrammarDirector().direct(screenplay)
    ids = _match([p["name"] for p in label["people"]], reading)
    names = {id: name for name, id in ids.items()}
    counts["cast"].sets(
        {names.get(id, f"{label['id']}:{id}") for id in reading.people},
        {p["name"] for p in label["people"]},
    )
    for person in label["people"]:
        found = reading.people.get(ids.get(person["name"], ""))
        who = f"{label['id']}:{person['name']}"
        counts["kinds"].one(found is not None and found.kind == person["kind"], who)
        looks = {" ".join(sorted(look.lower().split())) for look in person["looks"]}
        seen = {" ".join(sorted(look.lower().split())) for look in found.looks} if found else set()
        counts["looks"].sets({f"{who}:{x}" for x in seen}, {f"{who}:{x}" for x in looks})
    _score_pronouns(label, reading, counts["pronouns"])
    _score_names(label, "places", [p.name for p in reading.places.values()], counts)
    _score_names(label, "props", [p.name for p in reading.props.values()], counts)
    _score_shots(label, board, ids, counts["shots"])


def _match(names: Iterable[str], reading: Reading) -> dict[str, str]:
    """The people of the labels among those found: the same name, else the same last word."""
    ids: dict[str, str] = {}
    for rule in (lambda a, b: a == b, lambda a, b: a <= b or b <= a, lambda a, b: bool(a & b)):
        for name in names:
            for id, person in reading.people.items():
                words, found = set(name.lower().split()), set(person.name.lower().split())
                if name not in ids and id not in ids.values() and rule(words, found):
                    ids[name] = id
    return ids


def _score_pronouns(label: dict[str, Any], reading: Reading, count: Count) -> None:
    places = _places(label["text"], reading)
    ids = _match([p["name"] for p in label["people"]], reading)
    by_key = {re.sub(r"\W", "", name.lower().split()[-1]): id for name, id in ids.items()}
    for pronoun in label["pronouns"]:
        wanted = {by_key.get(who, f"?{who}") for who in pronoun["who"]}
        found = places.get(pronoun["at"], set())
        near = label["text"][max(0, pronoun["at"] - 15) : pronoun["at"] + 15].replace("\n", " ")
        count.one(found == wanted, f"{label['id']}: …{near}… {sorted(found)}")


def _places(text: str, reading: Reading) -> dict[int, set[str]]:
    """Where in the text pronouns stand, and whom the reading takes each for."""
    found: dict[int, set[str]] = {}
    at = 0
    for passage in reading.passages:
        for unit in passage.units:
            start = _find(text, unit.text, at)
            at = start if start >= 0 else at
            for mention in unit.mentions:
                if mention.kind == "pronoun" and start >= 0:
                    found[start + mention.span.start - unit.span.start] = set(mention.who)
    return found


def _find(text: str, words: str, at: int) -> int:
    return text.find(words, at)


def _score_names(
    label: dict[str, Any], what: str, found: list[str], counts: dict[str, Count]
) -> None:
    """Places and props by their names; the last word decides, as in 'a broken clock'."""
    heads = {f"{label['id']}:{name.split()[-1].lower()}" for name in found}
    labelled = {f"{label['id']}:{name.split()[-1].lower()}" for name in label[what]}
    counts[what].sets(heads, labelled)


def _score_shots(
    label: dict[str, Any], board: Storyboard, ids: dict[str, str], count: Count
) -> None:
    """The words of a label stand in the source of a shot that shows the people of the label."""
    for wanted in label["shots"]:
        cast = {ids.get(who, f"?{who}") for who in wanted["who"]}
        words = " ".join(wanted["words"].split())
        shots = [s for _, s in board.shots() if words in " ".join(s.source.split())]
        right = any(cast <= set(shot.cast) for shot in shots)
        count.one(right, f"{label['id']}: {words}")


def main(labels: Path = LABELS) -> None:
    print(f"{'':10}" + "".join(f"{name:>10}" for name in MEASURES))
    for half in HALVES:
        counts = score(half, labels)
        print(f"{half:10}" + "".join(f"{counts[name].value:10.3f}" for name in MEASURES))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
