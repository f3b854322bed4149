"""all-MiniLM-L6-v2, made smaller."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from openstage.errors import MissingError
from openstage.training.words import PLACES, minilm, small_encoder
from tests.step2.tiny import tiny_minilm

TEXT = "Mara, a warrior in a green coat, stands by the window."


def test_words_are_read_as_before() -> None:
    folder = minilm()
    encoder, tokenizer = small_encoder(folder)
    whole = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    words = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.tokenize(TEXT) == words.tokenize(TEXT)
    with torch.no_grad():
        ours = encoder(**tokenizer(TEXT, return_tensors="pt")).last_hidden_state
        theirs = whole(**words(TEXT, return_tensors="pt")).last_hidden_state
    assert torch.cosine_similarity(ours, theirs, dim=-1).min() > 0.99
    ascii = {word for word in words.get_vocab() if word.isascii() and "[unused" not in word}
    assert {*tokenizer.get_vocab()} == ascii
    assert len(ascii) < 0.95 * len(words)
    assert encoder.config.max_position_embeddings == PLACES < whole.config.max_position_embeddings


def test_rare_words_are_whole() -> None:
    _, tokenizer = small_encoder(minilm())
    assert tokenizer.tokenize("A pantry, a dormitory") == ["a", "pantry", ",", "a", "dormitory"]
    assert tokenizer.get_vocab().keys().isdisjoint({"[unused1]", "ø"})


def test_a_folder_without_an_encoder(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="holds no text encoder"):
        small_encoder(tmp_path)


def test_a_pickle_is_not_read(tmp_path: Path) -> None:
    words = tiny_minilm(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    torch.save(words.text_encoder.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(MissingError, match="holds no text encoder") as caught:
        small_encoder(tmp_path)
    assert "model.safetensors" in caught.value.remedy
