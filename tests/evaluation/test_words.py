"""Words that training never saw, judged by the truth of words that it did see."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from openstage.dataset.world.tales import tales
from openstage.evaluation.drawing import DrawSettings, message_of
from openstage.evaluation.readers import Readers, save_readers
from openstage.evaluation.words import WORDS, Drawn, Word, evaluate_words, share_right
from openstage.training.weights import save_weights
from tests.evaluation.board import learned
from tests.evaluation.conftest import SHAPE
from tests.training.conftest import tiny_step2

SIZE = (64, 32)


def test_there_are_fifty_and_no_tale_has_them() -> None:
    unseen = {word.unseen for word in WORDS}
    assert len(unseen) == len(WORDS)
    assert len([word for word in WORDS if word.attribute != "people"]) >= 50
    told = " ".join(next(tales(9, number))[0].text.lower() for number in range(300))
    assert not unseen & {*re.findall(r"[a-z]+", told)}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.unseen)
def test_each_is_judged_by_what_the_world_draws_for_the_known_word(word: Word) -> None:
    for page in range(len(word.pages)):
        story, known = (word.story(page, unseen, 224, 128) for unseen in (True, False))
        message = message_of(story, 0).lower()
        assert re.search(rf"\b{word.unseen}\b", message)
        assert word.known not in message
        assert word.known in message_of(known, 0).lower()
        labels = [story.labels(0, t).value(word.attribute) for t in (0.0, 1.0)]
        assert None not in labels
        assert labels == [known.labels(0, t).value(word.attribute) for t in (0.0, 1.0)]


def test_the_whole_way(tmp_path: Path) -> None:
    step2 = tiny_step2(tmp_path / "text")
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    save_readers(Readers(SHAPE), tmp_path / "readers", {"right": 0.5, "data": learned([*SIZE])})
    settings = DrawSettings(steps=2, guidance=1.0, batch=8)
    drawn = evaluate_words(
        tmp_path / "weights", tmp_path / "readers", tmp_path / "out", settings=settings,
        words=WORDS[:2],
    )  # fmt: skip
    assert [one.word for one in drawn] == list(WORDS[:2])
    told = json.loads((tmp_path / "out/words.json").read_text())
    assert told["right"] == share_right(drawn)
    assert told["words"]["meadow"]["known"] == "park"
    assert "| meadow | park | set |" in (tmp_path / "out/words.md").read_text()
    assert len(list((tmp_path / "out/sheets").glob("meadow-*.png"))) == 8


def test_a_word_is_right_when_most_of_its_frames_are() -> None:
    word = WORDS[0]
    drawn = [Drawn(word, 0.75, 1.0), Drawn(word, 0.5, 1.0), Drawn(word, None, None)]
    assert [one.right for one in drawn] == [True, False, False]
    assert share_right(drawn) == 0.5, "what is not judged is not wrong"
    assert share_right(drawn, people=True) is None
