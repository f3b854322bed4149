"""The reader that belongs to a pipeline's text encoder."""

from __future__ import annotations

from typing import Any

from openstage.step2.understanding.protocol import Understanding
from openstage.step2.understanding.qwen import QwenUnderstanding
from openstage.step2.understanding.templates import OURS, Templates
from openstage.step2.understanding.words import MAX_TOKENS, WordUnderstanding


def reader_of(
    text_encoder: Any, tokenizer: Any, processor: Any, templates: Any = None
) -> Understanding:
    """Qwen2.5-VL where there is a processor of pictures, else a reader of words.

    `templates` is what `Templates.to_data` gave; None: openstage's own wording.
    """
    if processor is None:
        places = text_encoder.config.max_position_embeddings
        return WordUnderstanding(text_encoder, tokenizer, max_tokens=min(MAX_TOKENS, places))
    chat = OURS if templates is None else Templates.from_data(dict(templates))
    return QwenUnderstanding(text_encoder, tokenizer, processor, chat)
