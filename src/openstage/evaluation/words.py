"""Words that no caption of the world uses, drawn as the nearest thing that the world knows?

A shot is written with a word that training has never seen, and its frames are judged by the truth
of the same shot with the known word in its place: "a meadow" is right where a park is seen. As in a
film a dictionary may tell the word first (`openstage.step2.understanding.nearest`); as it is
written, the text encoder alone has to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openstage.director.grammar.director import GrammarDirector
from openstage.evaluation.drawing import (
    DrawSettings,
    draw_stories,
    message_of,
    true_pairs,
    truth_of,
    write_sheet,
)
from openstage.evaluation.exam import Exam
from openstage.evaluation.figures import Figure, mean_of
from openstage.evaluation.read import Read
from openstage.evaluation.readers import read_pairs
from openstage.evaluation.report import in_words
from openstage.evaluation.stories import Story
from openstage.evaluation.truth import ATTRIBUTES, UNJUDGED
from openstage.script import read_text
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import atomic
from openstage.storyboard.manifests import write_json
from openstage.world.stage_manager import stage, states


@dataclass(frozen=True)
class Word:
    unseen: str
    known: str
    """What the world would call it."""
    attribute: str
    """By which label it is judged."""
    pages: tuple[str, ...]
    """Screenplays with one `{}` each, where the word stands."""

    def story(self, page: int, said: str, width: int, height: int) -> Story:
        """One shot, staged with the known word and told with what is said in its place."""
        text = self.pages[page].format(self.known)
        board = GrammarDirector(width=width, height=height, seed=page).direct(
            read_text(text, name="word.fountain")
        )
        staged = [stage(context) for context in states(board)]
        told = _retold(board, self.known, said)
        shots = tuple(zip(states(told), staged, strict=True))[:1]
        return Story(f"{self.attribute} {said} {page}".replace(" ", "-"), told, shots)


def _retold(board: Storyboard, known: str, said: str) -> Storyboard:
    """The same with another word; ids and names change alike, so that they still fit."""
    if said == known:
        return board

    def other(match: re.Match[str]) -> str:
        return said.capitalize() if match[0][0].isupper() else said

    words = "[ _-]".join(map(re.escape, known.split()))
    # A film fades to black, whatever a black coat is called.
    pattern = re.compile(rf"(?<!fade to )(?<!fade from )\b{words}\b", re.IGNORECASE)
    return Storyboard.model_validate_json(pattern.sub(other, board.model_dump_json()))


def _table(attribute: str, pages: Sequence[str], words: str) -> Iterator[Word]:
    """`words` is 'unseen: known, unseen: known'."""
    for pair in words.split(","):
        unseen, known = (part.strip() for part in pair.split(":"))
        yield Word(unseen, known, attribute, tuple(pages))


_SOMEBODY = "with short brown hair, in a green sweater and black trousers, stands."
_OUTSIDE = (
    "EXT. {} - DAY\n\nWIDE SHOT - A man " + _SOMEBODY,
    "EXT. {} - DAY\n\nEXTREME WIDE SHOT - A woman " + _SOMEBODY,
    "EXT. {} - MORNING\n\nWIDE SHOT - A woman with long blond hair, in a blue dress, walks.",
    "EXT. {} - DUSK\n\nEXTREME WIDE SHOT - A man with black hair, in a red coat, waits.",
)
_INSIDE = tuple(page.replace("EXT.", "INT.") for page in _OUTSIDE)
_TOP = (
    "EXT. PARK - DAY\n\nMEDIUM SHOT - A man with short brown hair, in a {} sweater, stands.",
    "INT. OFFICE - DAY\n\nMEDIUM WIDE SHOT - A woman with long blond hair, in a {} coat, stands.",
    "INT. KITCHEN - MORNING\n\nMEDIUM SHOT - A boy with short blond hair, in a {} jacket, waits.",
    "EXT. VILLAGE - DAY\n\nMEDIUM CLOSE-UP - A woman with short gray hair, in a {} dress, waits.",
)
_HAIR = (
    "INT. OFFICE - DAY\n\nCLOSE-UP - A woman with long {} hair, in a blue coat, stands.",
    "EXT. STREET - DAY\n\nMEDIUM SHOT - A man with short {} hair, in a green sweater, stands.",
    "INT. KITCHEN - MORNING\n\nMEDIUM CLOSE-UP - A girl with long {} hair, in a red dress, waits.",
    "EXT. PARK - DAY\n\nCLOSE-UP - A woman with short {} hair, in a yellow jacket, waits.",
)
_WHO = (
    "EXT. VILLAGE - DAY\n\nMEDIUM WIDE SHOT - A {} with short hair, in a blue coat, stands.",
    "INT. KITCHEN - DAY\n\nMEDIUM SHOT - A {} with brown hair, in a red sweater, stands.",
    "EXT. PARK - MORNING\n\nMEDIUM SHOT - A {} with gray hair, in a black coat, waits.",
    "INT. OFFICE - DAY\n\nMEDIUM WIDE SHOT - A {} with blond hair, in a green jacket, waits.",
)

WORDS: tuple[Word, ...] = (
    *_table("set", _OUTSIDE, "meadow: park, garden: park, orchard: park, jungle: forest,"
            "woodland: forest, cottage: village, hamlet: village, farm: village,"
            "pasture: park, thicket: forest, town: village,"
            "alley: street, metropolis: city street, highway: street,"
            "subway: railway station, depot: railway station,"
            "seaside: seashore, bay: shore, cove: shore, island: rocky shore"),
    *_table("set", _INSIDE, "bakery: kitchen, diner: kitchen, pantry: kitchen, dormitory: bedroom,"
            "boudoir: bedroom, salon: living room, den: living room, bureau: office,"
            "headquarters: office, aisle: corridor, tunnel: corridor, vestibule: corridor,"
            "theater: stage"),
    *_table("top 1", _TOP, "ruby: red, cherry: red, tangerine: orange, lemon: yellow, jade: green,"
            "lime: green, sapphire: blue, cobalt: blue, plum: purple, amethyst: purple,"
            "canary: yellow, snowy: white, ebony: black"),
    *_table("hair 1", _HAIR, "raven: black, chocolate: brown, flaxen: blond, platinum: blond"),
    *_table("people", _WHO, "warrior: man, physician: woman, pirate: man, nurse: woman,"
            "wizard: man"),
)  # fmt: skip
"""What is nearest is what the world itself would draw, or what a dictionary calls the word. Of a
person's trade it can only be seen that somebody is there, so people are counted apart."""

ENOUGH = 0.5
"""Of a word's judged frames, how many must be more than this for it to be drawn right."""


@dataclass(frozen=True)
class Drawn:
    """How a word was drawn: shares of frames that are read as the known word's truth; None where
    none is judged."""

    word: Word
    unseen: float | None
    known: float | None
    """The same where the message has the known word."""

    @property
    def right(self) -> bool:
        return self.unseen is not None and self.unseen > ENOUGH


def evaluate_words(
    weights: Path,
    readers: Path,
    folder: Path,
    *,
    settings: DrawSettings,
    words: Sequence[Word] = WORDS,
    watch: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> list[Drawn]:
    """Draws each word, and each known one in their place once; writes pairs and sheets.

    Raises MissingError where weights or readers are not there, UseError where the folder was begun
    with other settings, or where the weights draw frames of another shape than the readers read.
    """
    exam = Exam.of(weights, readers)
    told = {
        (said, word): [word.story(page, said, *exam.size) for page in range(len(word.pages))]
        for said, word in _asked(words)
    }
    stories = [story for pages in told.values() for story in pages]
    messages = repr([message_of(story, 0, settings) for story in stories])
    made = {**exam.made, "messages": sha256(messages.encode()).hexdigest()[:12]}
    drawn = iter(
        draw_stories(
            exam.pipeline, stories, folder, settings, made, lambda *done: watch("words", *done)
        )
    )
    right: dict[tuple[str, str], float | None] = {}
    for (said, word), pages in told.items():
        hits: list[float] = []
        for story in pages:
            pairs, true = next(drawn), true_pairs(story)
            write_sheet(folder, story, pairs, true)
            truth = truth_of(story, true).codes()
            hits += hits_of(word.attribute, truth, read_pairs(exam.readers, pairs))
        right[word.attribute, said] = sum(hits) / len(hits) if hits else None
    found = [
        Drawn(word, right[word.attribute, word.unseen], right[word.attribute, word.known])
        for word in words
    ]
    _write(folder, found, {**exam.about, **settings.told_by(exam.pipeline).told})
    return found


def _asked(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """What is said in place of whose known word: each of the known ones but once."""
    known = {(word.attribute, word.known): word for word in words}
    yield from ((word.unseen, word) for word in words)
    yield from ((word.known, word) for word in known.values())


def hits_of(attribute: str, truth: NDArray[np.int8], read: Read) -> list[float]:
    """Of each frame that is judged by `truth` (frames, attributes), 1 where it is read right."""
    column = list(ATTRIBUTES).index(attribute)
    codes = truth[:, column]
    judged = codes != UNJUDGED
    return [float(hit) for hit in (read.codes[:, column] == codes)[judged]]


def share_right(drawn: Sequence[Drawn], people: bool = False) -> Figure:
    """Of the words for places and colors that are judged, or of those for people; the interval is
    over words."""
    of = [one for one in drawn if (one.word.attribute == "people") is people]
    return _share(float(one.right) for one in of if one.unseen is not None)


def share_known(drawn: Sequence[Drawn]) -> Figure:
    """The same of the known words in the place of those for places and colors, each but once."""
    known = {
        (one.word.attribute, one.word.known): one.known
        for one in drawn
        if one.known is not None and one.word.attribute != "people"
    }
    return _share(float(share > ENOUGH) for share in known.values())


def _share(right: Iterable[float]) -> Figure:
    return mean_of(np.array([(each, 1.0) for each in right], np.float64).reshape(-1, 2))


def shown(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _write(folder: Path, drawn: Sequence[Drawn], about: Mapping[str, Any]) -> None:
    rows = [(*astuple(one.word)[:3], shown(one.unseen), shown(one.known)) for one in drawn]
    head = ("unseen", "as", "judged by", "right", "right with the known word")
    table = "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))
    told = {
        "about": dict(about),
        "right": asdict(share_right(drawn)),
        "right, known": asdict(share_known(drawn)),
        "right, people": asdict(share_right(drawn, people=True)),
        "words": {
            one.word.unseen: {
                "known": one.word.known,
                "attribute": one.word.attribute,
                "right": one.unseen,
                "right with the known word": one.known,
            }
            for one in drawn
        },
    }
    title = "# Words that the world's captions never use"
    line = (
        f"Drawn as the nearest known thing: {in_words(share_right(drawn))} of the words for places "
        f"and colors, {in_words(share_right(drawn, people=True))} of those for people. Of the "
        f"known words in the place of the former {in_words(share_known(drawn))} are drawn right."
    )
    above = "\n".join(f"- {name}: {value}" for name, value in about.items())
    with atomic(folder / "words.md") as temporary:
        temporary.write_text(f"{title}\n\n{above}\n\n{line}\n\n{table}\n", encoding="utf-8")
    write_json(folder / "words.json", told)
