"""A small text encoder, such as all-MiniLM-L6-v2: the understanding of the mini model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from openstage.errors import UseError
from openstage.step2.guidance import TextStates
from openstage.step2.understanding.networks import awake, digest_of_weights, tokenizer_data
from openstage.step2.understanding.protocol import Pictures, beside
from openstage.storyboard.ledger import digest_of

MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 reads at most; the end of a longer message is cut off."""


class WordUnderstanding:
    """The token states of a BERT-like encoder: of its first mark and of all words.

    Punctuation and the last mark are read with the rest, and have said what they had to say in the
    states of the words: a third of all states less, which the transformer would pay for.
    Pictures are let pass unread: the mini model sees the previous end frame as a memory. Raises
    UseError where the encoder has not as many places as `max_tokens`.
    """

    def __init__(
        self,
        text_encoder: Any,
        tokenizer: Any,
        *,
        max_tokens: int = MAX_TOKENS,
        weights_digest: str | None = None,
    ) -> None:
        places = text_encoder.config.max_position_embeddings
        if max_tokens > places:
            raise UseError(
                f"The text encoder reads at most {places} tokens; {max_tokens} were asked for.",
                f"Ask for {places} or fewer.",
            )
        self.text_encoder = text_encoder
        self.tokenizer = tokenizer
        self.max_tokens = max_tokens
        self._weights_digest = weights_digest

    @property
    def width(self) -> int:
        return int(self.text_encoder.config.hidden_size)

    @cached_property
    def digest(self) -> str:
        """Of the weights as they are when it is first asked."""
        return digest_of(
            {
                "weights": self._weights_digest or digest_of_weights(self.text_encoder),
                "tokenizer": tokenizer_data(self.tokenizer),
                "max_tokens": self.max_tokens,
                "states": "words",
            }
        )

    def encode(self, messages: Sequence[str], picture: Pictures = None) -> TextStates:
        """See `Understanding.encode`."""
        beside(messages, picture)
        read = self.tokenizer(
            list(messages),
            padding=True,
            padding_side="right",
            truncation=True,
            max_length=self.max_tokens,
            return_tensors="pt",
        ).to(awake(self.text_encoder))
        states_BTE = self.text_encoder(**read).last_hidden_state
        tells_V = self._tells.to(states_BTE.device)
        told_BT = tells_V[read["input_ids"]] & read["attention_mask"].bool()
        return TextStates.stack(
            [
                TextStates(states_TE[told_T][None])
                for states_TE, told_T in zip(states_BTE, told_BT, strict=True)
            ]
        )

    def unread(self, message: str) -> str:
        """See `Understanding.unread`."""
        read = self.tokenizer(
            message, truncation=True, max_length=self.max_tokens, return_offsets_mapping=True
        )
        # The marks before and after the words stand at (0, 0).
        end = max(end for _, end in read["offset_mapping"])
        if message[end:].strip() and not message[end].isspace():
            end = message.rfind(" ", 0, end) + 1  # in the middle of a word
        return message[end:].strip()

    @cached_property
    def _tells(self) -> Tensor:
        """Of each token of the vocabulary, whether its state is given on."""
        tells_V = torch.zeros(len(self.tokenizer), dtype=torch.bool)
        for token, number in self.tokenizer.get_vocab().items():
            tells_V[number] = any(map(str.isalnum, token))
        tells_V[self.tokenizer.sep_token_id] = False
        return tells_V
