"""STEP2 on random weights: speed does not know what weights mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLQwenImage, QwenImageTransformer2DModel
from transformers import BertConfig, BertModel, BertTokenizer

from openstage.crew import MemoryFrame
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.schedule import scheduler


@dataclass(frozen=True)
class Shape:
    """How large a model is, and the frames that it draws."""

    layers: int
    heads: int
    width: int
    """Of a head."""
    rotary: tuple[int, int, int]
    text: int
    """Width of a text state."""
    vae: dict[str, Any]
    height: int = 144
    columns: int = 256


WORDS = 384
"""Width of all-MiniLM-L6-v2."""

SMALL_VAE = {"base_dim": 16, "dim_mult": [1, 2, 2, 2], "num_res_blocks": 1}

SHAPES = {
    "tiny": Shape(2, 4, 32, (8, 12, 12), WORDS, SMALL_VAE),
    "small": Shape(4, 6, 64, (16, 24, 24), WORDS, SMALL_VAE, 288, 512),
    "full": Shape(60, 24, 128, (16, 56, 56), 3584, {}, 864, 1536),
}
"""The small one has 22 M weights; the full one is the release's: 20 B."""


def pipeline(size: str, device: str = "cpu", dtype: torch.dtype = torch.float32) -> STEP2Pipeline:
    torch.manual_seed(0)
    shape = SHAPES[size]
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    with torch.device(device):
        transformer = QwenImageTransformer2DModel(
            num_layers=shape.layers,
            num_attention_heads=shape.heads,
            attention_head_dim=shape.width,
            in_channels=64,
            out_channels=16,
            joint_attention_dim=shape.text,
            axes_dims_rope=shape.rotary,
        )
        vae = AutoencoderKLQwenImage(**shape.vae)
        letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(chr, range(97, 123))]
        pieces = [*letters, *(f"##{x}" for x in letters[5:])]
        vocabulary = {word: n for n, word in enumerate(pieces)}
        words = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=shape.text,
            num_hidden_layers=6,
            num_attention_heads=shape.text // 32,
            intermediate_size=4 * shape.text,
        )
        text_encoder = BertModel(words)
    torch.set_default_dtype(before)
    made = STEP2Pipeline(
        transformer=transformer.eval(),
        vae=vae.eval(),
        scheduler=scheduler(),
        text_encoder=text_encoder.eval(),
        tokenizer=BertTokenizer(vocab=vocabulary, model_max_length=256),
    )
    made.set_progress_bar_config(disable=True)
    return made


def earlier_frames(shots: int, height: int, width: int) -> list[MemoryFrame]:
    """A start and an end frame of each shot, all of them different pictures."""

    def frame(shot: int, kind: Any) -> MemoryFrame:
        def load() -> Any:
            random = np.random.default_rng([shot, kind == "end"])
            return random.integers(0, 256, (height, width, 3), np.uint8)

        return MemoryFrame(f"s{shot}", kind, f"{shot}/{kind}", load)

    return [frame(shot, kind) for shot in range(shots) for kind in ("start", "end")]
