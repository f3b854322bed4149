"""The small text encoder of the mini model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from openstage.errors import UseError
from openstage.step2.understanding.words import WordUnderstanding
from tests.step2.tiny import TinyWords, tiny_minilm


@pytest.fixture(scope="module")
def reader(words: TinyWords) -> WordUnderstanding:
    return WordUnderstanding(*words, max_tokens=32)


def test_each_word_has_its_state_and_no_comma(words: TinyWords, reader: WordUnderstanding) -> None:
    message = "Mara, types. Desk"
    tokens = words.tokenizer(message, return_tensors="pt")
    named = words.tokenizer.convert_ids_to_tokens(tokens["input_ids"][0])
    silent = {"[SEP]", ",", "."}
    assert silent < {*named}
    kept = [place for place, token in enumerate(named) if token not in silent]
    assert named[kept[0]] == "[CLS]"
    expected = words.text_encoder(**tokens).last_hidden_state[:, kept]
    states = reader.encode([message])
    assert states.mask_BT is None
    assert torch.equal(states.states_BTE, expected)
    assert reader.width == expected.shape[-1]


def test_a_comma_is_heard_in_the_words(reader: WordUnderstanding) -> None:
    without, told = (reader.encode([text]).states_BTE for text in ("Mara types", "Mara, types"))
    assert without.shape == told.shape
    assert not torch.allclose(without, told, atol=1e-3)


@pytest.mark.parametrize("message", ["", " ", "...!"])
def test_a_message_without_words_has_one_state(reader: WordUnderstanding, message: str) -> None:
    assert reader.encode([message]).states_BTE.shape[1] == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["Mara", "types", ".", "é", "desk "]) | st.text(max_size=9)))
def test_a_message_is_the_same_alone_and_in_a_batch(
    reader: WordUnderstanding, messages: list[str]
) -> None:
    messages = [*messages, "Mara sits at the desk."]
    batch = reader.encode(messages)
    batch_size, longest, _ = batch.states_BTE.shape
    mask = torch.ones(batch_size, longest) if batch.mask_BT is None else batch.mask_BT
    for row, message in enumerate(messages):
        alone = reader.encode([message]).states_BTE[0]
        length = int(mask[row].sum())
        assert length == alone.shape[0]
        assert (batch.states_BTE[row, :length] - alone).abs().max() < 1e-5
        assert not batch.states_BTE[row, length:].any()


def test_the_end_of_a_long_message_is_cut_off(reader: WordUnderstanding) -> None:
    long = reader.encode(["desk " * 100])
    longer = reader.encode(["desk " * 200])
    assert long.states_BTE.shape[1] == 31  # the last mark is the 32nd
    assert torch.equal(long.states_BTE, longer.states_BTE)


def test_the_end_that_is_not_read_is_told(reader: WordUnderstanding) -> None:
    read = "desk " * 30  # beside both marks
    assert reader.unread(read) == ""
    assert reader.unread(f"{read}Mara, sits.") == "Mara, sits."
    assert reader.unread("") == reader.unread("...!") == ""
    cut, whole = (reader.encode([text]) for text in (f"{read}Mara, sits.", read))
    assert torch.equal(cut.states_BTE, whole.states_BTE)


def test_pictures_are_let_pass(reader: WordUnderstanding) -> None:
    frame = np.zeros((8, 8, 3), np.uint8)
    assert torch.equal(
        reader.encode(["Mara"], frame).states_BTE, reader.encode(["Mara"]).states_BTE
    )
    with pytest.raises(ValueError, match="as many pictures"):
        reader.encode(["Mara"], [frame, frame])


def test_the_digest_covers_what_the_states_depend_on(
    tmp_path: Path, words: TinyWords, reader: WordUnderstanding
) -> None:
    digests = {
        reader.digest,
        WordUnderstanding(*words, max_tokens=16).digest,
        WordUnderstanding(*words, max_tokens=32, weights_digest="ab").digest,
        WordUnderstanding(*tiny_minilm(tmp_path, seed=1), max_tokens=32).digest,
    }
    assert len(digests) == 4
    reader.encode(["Mara types.", "a"])
    assert WordUnderstanding(*words, max_tokens=32).digest == reader.digest


def test_more_tokens_than_places(words: TinyWords) -> None:
    with pytest.raises(UseError, match="at most 64 tokens; 256 were asked"):
        WordUnderstanding(*words)
