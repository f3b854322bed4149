"""STEP2 on random weights: speed does not know what weights mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLQwenImage, QwenImageTransformer2DModel
from transformers import BertConfig, BertModel, BertTokenizer

from openstage.crew import MemoryFrame
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.schedule import scheduler

SIZES: dict[str, dict[str, Any]] = {
    "tiny": {"num_layers": 2, "num_attention_heads": 4, "attention_head_dim": 32},
    "mini": {"num_layers": 4, "num_attention_heads": 6, "attention_head_dim": 64},
}
"""Of the transformer. The mini has 21 M weights."""

AXES = {32: (8, 12, 12), 64: (16, 24, 24)}
WORDS = 384
"""Width of all-MiniLM-L6-v2."""


def pipeline(size: str) -> STEP2Pipeline:
    torch.manual_seed(0)
    shape = SIZES[size]
    transformer = QwenImageTransformer2DModel(
        **shape,
        in_channels=64,
        out_channels=16,
        joint_attention_dim=WORDS,
        axes_dims_rope=AXES[shape["attention_head_dim"]],
    )
    vae = AutoencoderKLQwenImage(base_dim=16, dim_mult=[1, 2, 2, 2], num_res_blocks=1)
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(chr, range(97, 123))]
    vocabulary = {word: n for n, word in enumerate([*letters, *(f"##{x}" for x in letters[5:])])}
    words = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=WORDS,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=4 * WORDS,
    )
    made = STEP2Pipeline(
        transformer=transformer.eval(),
        vae=vae.eval(),
        scheduler=scheduler(),
        text_encoder=BertModel(words).eval(),
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
