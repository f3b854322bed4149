"""Text encoders of a few thousand weights, made here, saved as the real ones are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizer,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
)
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

CHAT_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)

READ = (
    "Current shot: Mara sits at the desk and types. Current shot time: 2.5",
    "Current frame num: 60. Picture 1: system user assistant",
    "You draw a film as a storyboard, shot after shot. The last frame of the shot before.",
)
"""What the tiny tokenizers learned their words from."""


class TinyQwen(NamedTuple):
    text_encoder: Any
    tokenizer: Any
    image_processor: Any


class TinyWords(NamedTuple):
    text_encoder: Any
    tokenizer: Any


def tiny_qwen(folder: Path, *, width: int = 32, seed: int = 0) -> TinyQwen:
    """A random Qwen2.5-VL; saved in `text_encoder`, `tokenizer` and `processor` of `folder`."""
    tokenizer = _chat_tokenizer()
    token = tokenizer.convert_tokens_to_ids
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": width,
            "intermediate_size": 2 * width,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "max_position_embeddings": 4096,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10_000.0,
                # Half a head's width in three shares: frames, rows, columns.
                "mrope_section": [width // 8 - 2 * (width // 24), width // 24, width // 24],
            },
            "pad_token_id": token("<|endoftext|>"),
            "bos_token_id": token("<|endoftext|>"),
            "eos_token_id": token("<|im_end|>"),
        },
        vision_config={
            "depth": 2,
            "hidden_size": 16,
            "intermediate_size": 32,
            "num_heads": 2,
            "out_hidden_size": width,
            "fullatt_block_indexes": [1],
        },
        image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"),
        tie_word_embeddings=False,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        text_encoder = Qwen2_5_VLForConditionalGeneration(config).eval()
        _stir(text_encoder)
    made = TinyQwen(text_encoder, tokenizer, Qwen2VLImageProcessorPil())
    for part, name in zip(made, ("text_encoder", "tokenizer", "processor"), strict=True):
        part.save_pretrained(folder / name)
    return made


def tiny_minilm(folder: Path, *, width: int = 16, seed: int = 0) -> TinyWords:
    """A random BERT in the place of all-MiniLM-L6-v2; encoder and tokenizer saved in `folder`."""
    tokenizer = BertTokenizer(vocab=_word_pieces(), model_max_length=64)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=64,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        text_encoder = BertModel(config).eval()
        _stir(text_encoder)
    text_encoder.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return TinyWords(text_encoder, tokenizer)


def _stir(network: torch.nn.Module) -> None:
    """Larger weights than a new network has, so that every token leaves a mark on those after."""
    for weight in network.parameters():
        if weight.ndim > 1:
            torch.nn.init.normal_(weight, std=weight.shape[-1] ** -0.5)


def _chat_tokenizer() -> Qwen2Tokenizer:
    """Byte-level, so that it reads every text, with the tokens of a conversation."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    learner.train_from_iterator(READ, trainer)
    merges = json.loads(learner.to_str())["model"]["merges"]
    tokenizer = Qwen2Tokenizer(
        vocab=learner.get_vocab(), merges=[(first, second) for first, second in merges]
    )
    tokenizer.add_special_tokens({"additional_special_tokens": list(CHAT_TOKENS)})
    return tokenizer


def _word_pieces() -> dict[str, int]:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:;!?"
    words = sorted({word.strip(".:,").lower() for text in READ for word in text.split()})
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = dict.fromkeys([*marks, *words, *letters, *(f"##{letter}" for letter in letters)])
    return {piece: number for number, piece in enumerate(pieces)}
