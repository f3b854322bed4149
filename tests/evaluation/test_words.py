"""Words that training never saw, judged by the truth of words that it did see."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from openstage.dataset.world.tales import tales
from openstage.evaluation.drawing import DrawSettings, message_of, truth_of
from openstage.evaluation.readers import Readers, save_readers
from openstage.evaluation.truth import ATTRIBUTES
from openstage.evaluation.words import (
    WORDS,
    Drawn,
    Word,
    evaluate_words,
    hits_of,
    share_known,
    share_right,
)
from openstage.training.weights import save_weights
from tests.evaluation.board import learned, read_of, shot, story
from tests.evaluation.conftest import SHAPE
from tests.training.conftest import tiny_step2

SIZE = (64, 32)
AS_WRITTEN = DrawSettings(as_written=True)


def test_there_are_fifty_and_no_tale_has_them() -> None:
    unseen = {word.unseen for word in WORDS}
    assert len(unseen) == len(WORDS)
    assert len([word for word in WORDS if word.attribute != "people"]) >= 50
    told = " ".join(next(tales(9, number))[0].text.lower() for number in range(300))
    assert not unseen & {*re.findall(r"[a-z]+", told)}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.unseen)
def test_each_is_judged_by_what_the_world_draws_for_the_known_word(word: Word) -> None:
    for page in range(len(word.pages)):
        story, known = (word.story(page, said, 224, 128) for said in (word.unseen, word.known))
        message = message_of(story, 0, AS_WRITTEN).lower()
        assert re.search(rf"\b{word.unseen}\b", message)
        assert word.known not in message
        assert word.known in message_of(known, 0).lower()
        (shot,), (other,) = (truth_of(each, [each.pair(0)]).shots for each in (story, known))
        labels = [each.value(word.attribute) for each in shot.labels]
        assert None not in labels
        assert labels == [each.value(word.attribute) for each in other.labels]


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
    assert told["right"] == asdict(share_right(drawn))
    assert told["words"]["meadow"]["known"] == "park"
    text = (tmp_path / "out/words.md").read_text()
    assert "| meadow | park | set |" in text
    assert "- steps: 2\n" in text, "how it was drawn"
    # Meadow and garden, and the park that both are: each on four pages.
    assert len(list((tmp_path / "out/pairs").iterdir())) == 12
    assert drawn[0].known == drawn[1].known
    assert len(list((tmp_path / "out/sheets").glob("set-meadow-*.png"))) == 4


def test_a_word_is_told_by_a_dictionary_or_read_as_it_is_written() -> None:
    (word,) = (word for word in WORDS if word.unseen == "orchard")
    one = word.story(0, word.unseen, 224, 128)
    assert "Park, day." in message_of(one, 0)
    assert "Orchard, day." in message_of(one, 0, AS_WRITTEN)


def test_what_is_judged_and_read_as_the_truth_is_a_hit() -> None:
    truth = story(shot("ana"), shot("eva")).codes()
    codes = truth.copy()
    codes[1, list(ATTRIBUTES).index("top 1")] += 1
    read = replace(read_of(story(shot("ana"), shot("eva"))), codes=codes)
    assert hits_of("top 1", truth, read) == [1, 0, 1, 1]
    assert hits_of("bottom 1", truth, read) == [1, 1], "nobody sees Eva's legs"


def test_a_word_is_right_when_most_of_its_frames_are() -> None:
    word = WORDS[0]
    drawn = [Drawn(word, 0.75, 1.0), Drawn(word, 0.5, 1.0), Drawn(word, None, None)]
    assert [one.right for one in drawn] == [True, False, False]
    assert share_right(drawn).value == 0.5, "what is not judged is not wrong"
    assert share_right(drawn, people=True).value is None


def test_a_known_word_counts_once() -> None:
    park, forest = (Word(f"like a {known}", known, "set", ()) for known in ("park", "forest"))
    drawn = [Drawn(park, 1.0, 1.0), Drawn(park, 0.0, 1.0), Drawn(forest, 0.0, 0.25)]
    assert (share_known(drawn).value, share_known(drawn).count) == (0.5, 2)
