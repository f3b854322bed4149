"""The last block computes the pair alone, and the pair is the same."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers import QwenImageTransformer2DModel
from torch.utils.flop_counter import FlopCounterMode

from openstage.step2.guidance import Conditions, TextStates, Velocity
from openstage.step2.last_block import LastBlock, read_pair_alone

PAIR, MEMORY = (1, 8, 6), (1, 4, 6)
TOKENS = 48


def transformer(**more: Any) -> QwenImageTransformer2DModel:
    torch.manual_seed(0)
    model = QwenImageTransformer2DModel(
        num_layers=2,
        num_attention_heads=2,
        attention_head_dim=16,
        in_channels=16,
        out_channels=4,
        joint_attention_dim=12,
        axes_dims_rope=(4, 6, 6),
        **more,
    ).eval()
    for weights in model.parameters():  # modulations begin at zero, and would hide mistakes
        torch.nn.init.normal_(weights, std=0.2)
    return model


def conditions(*, masked: bool, remembers: bool) -> Conditions:
    torch.manual_seed(1)
    mask = torch.ones(2, 9, dtype=torch.bool)
    if masked:
        mask[1, 5:] = False
    return Conditions(
        text=TextStates(torch.randn(2, 9, 12), mask if masked else None),
        memory_BMD=torch.randn(2, 24, 16) if remembers else None,
        grids=(PAIR, MEMORY) if remembers else (PAIR,),
    )


@torch.no_grad()
@pytest.mark.parametrize("zero_cond_t", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("remembers", [False, True])
def test_the_pair_is_the_same(zero_cond_t: bool, masked: bool, remembers: bool) -> None:
    model = transformer(zero_cond_t=zero_cond_t)
    told = conditions(masked=masked, remembers=remembers)
    noise = torch.randn(2, TOKENS, 16)
    whole = Velocity(model, told)(noise, torch.tensor(400.0))
    read_pair_alone(model)
    assert isinstance(model.transformer_blocks[-1], LastBlock)
    alone = Velocity(model, told)(noise, torch.tensor(400.0))
    assert whole.shape == alone.shape == (2, TOKENS, 16)
    assert whole.abs().max() > 0.1
    assert (whole - alone).abs().max() < 1e-5


@torch.no_grad()
def test_it_is_less_work() -> None:
    model = transformer()
    told = conditions(masked=False, remembers=True)
    work = []
    for _ in range(2):
        with FlopCounterMode(display=False) as counter:
            Velocity(model, told)(torch.randn(2, TOKENS, 16), torch.tensor(400.0))
        work.append(counter.get_total_flops())
        read_pair_alone(model)
    assert work[1] < 0.85 * work[0]


def test_weights_keep_their_names_and_others_get_all_tokens() -> None:
    model = transformer()
    names = list(model.state_dict())
    read_pair_alone(model)
    read_pair_alone(model)
    assert list(model.state_dict()) == names
    assert model._repeated_blocks == ["QwenImageTransformerBlock", "LastBlock"]
    (out,) = model(
        hidden_states=torch.randn(1, 72, 16),
        encoder_hidden_states=torch.randn(1, 9, 12),
        timestep=torch.tensor([0.4]),
        img_shapes=[[PAIR, MEMORY]],
        return_dict=False,
    )
    assert out.shape == (1, 72, 16)
