"""Qwen2.5-VL, the understanding model of the release: reads text and pictures together.

Shape suffixes: B batch, L tokens of a conversation, E width of a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from openstage.crew import Frame
from openstage.errors import UseError
from openstage.step2.guidance import TextStates
from openstage.step2.understanding.networks import awake, digest_of_weights, tokenizer_data
from openstage.step2.understanding.pictures import Patches, patches
from openstage.step2.understanding.protocol import Pictures, beside
from openstage.step2.understanding.templates import OURS, Templates
from openstage.storyboard.ledger import digest_of
from openstage.storyboard.wording import capital

IMAGE_PAD = "<|image_pad|>"
"""Stands once for every token of a picture."""

PICTURE = "Picture {number}: <|vision_start|>{pads}<|vision_end|>"
"""How a conversation shows a picture, as in Qwen-Image-Edit."""


@dataclass(frozen=True)
class _Conversation:
    tokens: list[int]
    drop: int


class QwenUnderstanding:
    """The last hidden states of Qwen2.5-VL, those of the preamble dropped.

    `text_encoder` is a Qwen2_5_VLForConditionalGeneration or a Qwen2_5_VLModel, which is the same
    without the head over the vocabulary: the head is never run here. LoRA layers are added to it
    by `add_adapter`. `image_processor` is a Qwen2VLImageProcessorPil, or the one that needs
    torchvision. `weights_digest` spares reading all weights once for the digest, and is needed
    where they are offloaded to where they cannot be read. Raises UseError where the three do not
    belong together.
    """

    def __init__(
        self,
        text_encoder: Any,
        tokenizer: Any,
        image_processor: Any,
        templates: Templates = OURS,
        *,
        weights_digest: str | None = None,
    ) -> None:
        self.text_encoder = text_encoder
        self.tokenizer = tokenizer
        self.image_processor = image_processor
        self.templates = templates
        self._config = text_encoder.config
        self._weights_digest = weights_digest
        self._check()

    @property
    def width(self) -> int:
        return int(self._config.text_config.hidden_size)

    @cached_property
    def digest(self) -> str:
        """Of the weights as they are when it is first asked."""
        return digest_of(
            {
                "weights": self._weights_digest or digest_of_weights(self.text_encoder),
                "tokenizer": tokenizer_data(self.tokenizer),
                "image_processor": self.image_processor.to_json_string(),
                "templates": asdict(self.templates),
            }
        )

    def encode(self, messages: Sequence[str], picture: Pictures = None) -> TextStates:
        """See `Understanding.encode`; messages with and without pictures may share a batch."""
        shown = [self._shown(frames) for frames in beside(messages, picture)]
        every = [frame for frames in shown for frame in frames]
        cut = patches(every, self.image_processor) if every else None
        lengths = iter(self._lengths(cut))
        conversations = [
            self._conversation(message, [next(lengths) for _ in frames])
            for message, frames in zip(messages, shown, strict=True)
        ]
        states_BLE = self._states([each.tokens for each in conversations], cut)
        return TextStates.stack(
            [
                TextStates(states_BLE[row : row + 1, each.drop : len(each.tokens)])
                for row, each in enumerate(conversations)
            ]
        )

    def unread(self, message: str) -> str:
        """Nothing: there are places for a novel."""
        return ""

    def _shown(self, frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
        return frames[:1] if self.templates.pictures == "first" else frames

    def _lengths(self, cut: Patches | None) -> list[int]:
        """Tokens of each picture: a token is a square of patches."""
        if cut is None:
            return []
        lengths: list[int] = (cut.grids.prod(-1) // self.image_processor.merge_size**2).tolist()
        return lengths

    def _conversation(self, message: str, pictures: list[int]) -> _Conversation:
        """The tokens about a message beside pictures of so many tokens each."""
        template = self.templates.with_picture if pictures else self.templates.without_picture
        shown = "".join(
            PICTURE.format(number=number, pads=IMAGE_PAD * length)
            for number, length in enumerate(pictures, start=1)
        )
        tokens = self._tokens(template.around(shown + _harmless(message)))
        drop = len(self._tokens(template.preamble)) if template.drop is None else template.drop
        if drop >= len(tokens):
            raise UseError(
                f"The chat template drops {drop} hidden states of a text that has {len(tokens)}.",
                "Give the template a longer preamble or a smaller drop.",
            )
        return _Conversation(tokens, drop)

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self.tokenizer(text)["input_ids"]
        return tokens

    def _states(self, rows: list[list[int]], cut: Patches | None) -> Tensor:
        """The last hidden states, after the final norm, (B, L, E).

        Rows are padded at their end, where a causal model cannot see it from the text. The network
        has to be told which tokens are of pictures: without `mm_token_type_ids`, transformers 5
        numbers them in one line, and the rows and columns of the pictures are lost.
        """
        device = awake(self.text_encoder)
        tokens_BL = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        mask_BL = pad_sequence([torch.ones(len(row)).long() for row in rows], batch_first=True)
        kinds_BL = (tokens_BL == self._config.image_token_id).int()
        output = self.text_encoder.base_model(
            input_ids=tokens_BL.to(device),
            attention_mask=mask_BL.to(device),
            mm_token_type_ids=kinds_BL.to(device),
            pixel_values=cut and cut.values.to(device),
            image_grid_thw=cut and cut.grids.to(device),
            use_cache=False,
        )
        states_BLE: Tensor = output.last_hidden_state
        return states_BLE

    def _check(self) -> None:
        vision, processor = self._config.vision_config, self.image_processor
        facts = (
            (
                f"the token {IMAGE_PAD} of the tokenizer",
                self.tokenizer.convert_tokens_to_ids(IMAGE_PAD),
                self._config.image_token_id,
            ),
            ("patch_size of the image processor", processor.patch_size, vision.patch_size),
            ("merge_size of the image processor", processor.merge_size, vision.spatial_merge_size),
            (
                "temporal_patch_size of the image processor",
                processor.temporal_patch_size,
                vision.temporal_patch_size,
            ),
        )
        for what, got, expected in facts:
            if got != expected:
                raise UseError(
                    f"{capital(what)} is {got}; the text encoder expects {expected}.",
                    "Take the tokenizer and the processor that came with the text encoder.",
                )


def _harmless(message: str) -> str:
    """A message in which nothing is read as a token of the conversation, such as <|im_end|>."""
    return message.replace("<|", "< |")
