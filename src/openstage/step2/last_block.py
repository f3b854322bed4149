"""The transformer's last block, for readers of the pair alone.

After the last block only the tokens of the pair are read. So there the text and the memories need
to be looked at, as keys and values, and nothing has to be computed of what they become. The pair
comes out the same; of a transformer of four blocks a tenth of the work is saved.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers import QwenImageTransformer2DModel
from diffusers.models.attention_dispatch import dispatch_attention_fn
from diffusers.models.transformers.transformer_qwenimage import (
    QwenImageTransformerBlock,
    apply_rotary_emb_qwen,
)
from torch import Tensor


class LastBlock(QwenImageTransformerBlock):
    """A block as diffusers has it; where `denoised` is set, only so many tokens come out."""

    denoised: int | None = None

    def forward(
        self,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        encoder_hidden_states_mask: Tensor | None,
        temb: Tensor,
        image_rotary_emb: tuple[Tensor, Tensor],
        joint_attention_kwargs: dict[str, Any] | None = None,
        modulate_index: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """The text as it came in, and the first `denoised` tokens of the pictures."""
        if self.denoised is None:
            whole: tuple[Tensor, Tensor] = super().forward(
                hidden_states,
                encoder_hidden_states,
                encoder_hidden_states_mask,
                temb,
                image_rotary_emb,
                joint_attention_kwargs,
                modulate_index,
            )
            return whole
        first, second = self.img_mod(temb).chunk(2, dim=-1)
        text_temb = temb.chunk(2)[0] if self.zero_cond_t else temb
        text_first, _ = self.txt_mod(text_temb).chunk(2, dim=-1)
        pictures, gate = self._modulate(self.img_norm1(hidden_states), first, modulate_index)
        text, _ = self._modulate(self.txt_norm1(encoder_hidden_states), text_first)
        seen = self._attended(pictures, text, encoder_hidden_states_mask, image_rotary_emb)
        index = None if modulate_index is None else modulate_index[:, : self.denoised]
        pair = hidden_states[:, : self.denoised] + gate[:, : self.denoised] * seen
        changed, gate = self._modulate(self.img_norm2(pair), second, index)
        pair = pair + gate * self.img_mlp(changed)
        if pair.dtype == torch.float16:
            pair = pair.clip(-65504, 65504)
        return encoder_hidden_states, pair

    def _attended(
        self, pictures: Tensor, text: Tensor, mask: Tensor | None, rotary: tuple[Tensor, Tensor]
    ) -> Tensor:
        """What the pair gathers from all tokens."""
        attn = self.attn
        width = attn.inner_dim // attn.heads
        pair = pictures[:, : self.denoised]
        query, key, value = (
            layer(tokens).unflatten(-1, (-1, width))
            for layer, tokens in (
                (attn.to_q, pair),
                (attn.to_k, pictures),
                (attn.to_v, pictures),
            )
        )
        text_key, text_value = (
            layer(text).unflatten(-1, (-1, width)) for layer in (attn.add_k_proj, attn.add_v_proj)
        )
        picture_places, text_places = rotary
        query = _placed(attn.norm_q(query), picture_places[: self.denoised])
        key = _placed(attn.norm_k(key), picture_places)
        text_key = _placed(attn.norm_added_k(text_key), text_places)
        if mask is not None:
            pictures_mask = mask.new_ones(mask.shape[0], pictures.shape[1])
            mask = torch.cat([mask, pictures_mask], dim=1)[:, None, None, :]
        gathered = dispatch_attention_fn(
            query,
            torch.cat([text_key, key], dim=1),
            torch.cat([text_value, value], dim=1),
            attn_mask=mask,
            backend=attn.processor._attention_backend,
            parallel_config=attn.processor._parallel_config,
        )
        out: Tensor = attn.to_out[0](gathered.flatten(2, 3).to(query.dtype))
        return out


def _placed(heads: Tensor, places: Tensor) -> Tensor:
    turned: Tensor = apply_rotary_emb_qwen(heads, places, use_real=False)
    return turned


def read_pair_alone(transformer: QwenImageTransformer2DModel) -> None:
    """Lets `Velocity` ask the last block for the tokens of the pair alone; weights stay as they
    are, and whoever asks for all tokens gets them.
    """
    last = transformer.transformer_blocks[-1]
    if type(last) is QwenImageTransformerBlock:
        last.__class__ = LastBlock
        transformer._repeated_blocks = [*transformer._repeated_blocks, LastBlock.__name__]
