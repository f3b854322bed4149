"""What a small transformer begins with."""

from __future__ import annotations

import pytest
import torch
from diffusers import QwenImageTransformer2DModel
from diffusers.models.transformers.transformer_qwenimage import apply_rotary_emb_qwen
from torch import Tensor

from openstage.training.beginning import begin_at_zero, look_nearby

ROWS, COLUMNS = 8, 7


@pytest.fixture
def transformer() -> QwenImageTransformer2DModel:
    torch.manual_seed(1)
    made = QwenImageTransformer2DModel(
        in_channels=16, out_channels=4, num_layers=3, num_attention_heads=4,
        attention_head_dim=64, joint_attention_dim=16, axes_dims_rope=(16, 24, 24),
    )  # fmt: skip
    begin_at_zero(made)
    look_nearby(made)
    return made


@torch.no_grad()
def looks(transformer: QwenImageTransformer2DModel, layer: int) -> Tensor:
    """What each head of a layer looks at from each token, (heads, rows, columns, rows, columns),
    averaged over what the tokens are."""
    attention = transformer.transformer_blocks[layer].attn
    turns, _ = transformer.pos_embed(
        [[(1, ROWS, COLUMNS)]], device=torch.device("cpu"), max_txt_seq_len=1
    )
    tokens = torch.randn(32, ROWS * COLUMNS, transformer.inner_dim)
    query, key = (
        apply_rotary_emb_qwen(norm(layer(tokens).unflatten(-1, (4, 64))), turns, use_real=False)
        for layer, norm in (
            (attention.to_q, attention.norm_q), (attention.to_k, attention.norm_k)
        )
    )  # fmt: skip
    weights = (torch.einsum("bqhd,bkhd->bhqk", query, key) / 8).softmax(-1).mean(0)
    return weights.reshape(4, ROWS, COLUMNS, ROWS, COLUMNS)


@pytest.mark.parametrize("layer", [0, 2])
def test_a_first_head_looks_at_its_own_place(
    transformer: QwenImageTransformer2DModel, layer: int
) -> None:
    seen = looks(transformer, layer)[0].reshape(ROWS * COLUMNS, ROWS * COLUMNS)
    assert torch.equal(seen.argmax(-1), torch.arange(ROWS * COLUMNS))


def test_heads_look_to_different_places(transformer: QwenImageTransformer2DModel) -> None:
    centers = []
    for seen in looks(transformer, 1)[:, ROWS // 2, COLUMNS // 2]:
        rows = seen.sum(1) @ torch.arange(ROWS, dtype=torch.float)
        columns = seen.sum(0) @ torch.arange(COLUMNS, dtype=torch.float)
        centers.append(torch.stack([rows, columns]))
    assert torch.pdist(torch.stack(centers)).mean() > 1.0


def test_a_block_begins_as_nothing(transformer: QwenImageTransformer2DModel) -> None:
    (output,) = transformer(
        hidden_states=torch.randn(1, ROWS * COLUMNS, 16),
        timestep=torch.tensor([0.5]),
        encoder_hidden_states=torch.randn(1, 3, 16),
        encoder_hidden_states_mask=None,
        img_shapes=[[(1, ROWS, COLUMNS)]],
        return_dict=False,
    )
    assert not output.any()
