"""What a small transformer begins with, so that it need not find out what is known."""

from __future__ import annotations

import torch
from diffusers import QwenImageTransformer2DModel
from torch import nn

_OFFSETS = (2.0, 1.0)
"""How far heads begin to look, in rows and columns of tokens (standard deviation): far enough for
the same place of the other frame and of a memory."""
_TIGHT = 2.5
"""What positions weigh in queries and keys, whose random part has a deviation of 0.6."""
_WAVES = 5
"""Of each axis' rotations, the fastest ones; the others hardly turn within a frame."""


def begin_at_zero(transformer: QwenImageTransformer2DModel) -> None:
    """Every block begins as the identity and the prediction as nothing, which trains faster and
    more steadily (DiT, adaLN-Zero)."""
    silent = [block.img_mod[1] for block in transformer.transformer_blocks]
    silent += [block.txt_mod[1] for block in transformer.transformer_blocks]
    for layer in (*silent, transformer.norm_out.linear, transformer.proj_out):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)


def look_nearby(transformer: QwenImageTransformer2DModel) -> None:
    """Every head begins by looking at places near its token, each at its own distance, as a
    convolution does (d'Ascoli et al., "ConViT", 2021), instead of finding out what near is.

    The biases of queries and keys become waves that the rotary embedding turns against each other:
    q(p) k(p') is largest where p' - p is the head's distance.
    """
    _, *axes = transformer.config.axes_dims_rope
    heads, width = transformer.config.num_attention_heads, transformer.config.attention_head_dim
    for block in transformer.transformer_blocks:
        distance_HA = torch.randn(heads, len(axes)) * torch.tensor(_OFFSETS)
        distance_HA[0] = 0.0
        query, key = (
            layer.bias.data.view(heads, width // 2, 2)
            for layer in (block.attn.to_q, block.attn.to_k)
        )
        first = (width - sum(axes)) // 2
        for axis, size in enumerate(axes):
            turn_W = transformer.pos_embed.theta ** (-2 * torch.arange(_WAVES) / size)
            angle_HW = -distance_HA[:, axis, None] * turn_W
            waves = slice(first, first + _WAVES)
            query[:, waves] = torch.tensor([_TIGHT, 0.0])
            key[:, waves] = _TIGHT * torch.stack([angle_HW.cos(), angle_HW.sin()], dim=-1)
            first += size // 2
