"""Flow matching on the pair, and how a batch asks the transformer.

The paper writes x^t = t x^1 + (1 - t) x^0 with noise x^0 at t = 0, and v = x^1 - x^0. The
Qwen-Image family, whose convention is kept here, runs the other way: sigma = 1 - t, the network is
given sigma and predicts noise minus data, that is -v. Squared errors are the same either way.

Shape suffixes: B batch, P tokens of the pair, M of memory, D channels of a token.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from diffusers.training_utils import compute_density_for_timestep_sampling
from torch import Tensor, nn

from openstage.step2.guidance import TextStates
from openstage.step2.last_block import LastBlock
from openstage.step2.latent_size import Grid


@dataclass(frozen=True)
class Batch:
    """Shots whose memories have the same sizes."""

    pair_BPD: Tensor
    """Tokens of the true start and end frame, x^1."""
    text: TextStates
    memory_BMD: Tensor | None
    grids: tuple[Grid, ...]
    """Of the pair, then of each memory."""

    def to(self, device: torch.device) -> Batch:
        mask = None if self.text.mask_BT is None else self.text.mask_BT.to(device)
        return replace(
            self,
            pair_BPD=self.pair_BPD.to(device),
            text=TextStates(self.text.states_BTE.to(device), mask),
            memory_BMD=None if self.memory_BMD is None else self.memory_BMD.to(device),
        )


def noise_levels(count: int, mean: float = 0.0, std: float = 1.0) -> Tensor:
    """Sigmas, logit-normal, (B,)."""
    levels: Tensor = compute_density_for_timestep_sampling(
        "logit_normal", count, logit_mean=mean, logit_std=std
    )
    return levels


def noised(pair_BPD: Tensor, noise_BPD: Tensor, sigma_B: Tensor) -> Tensor:
    """x at sigma: data at 0, noise at 1."""
    sigma = sigma_B[:, None, None]
    return (1 - sigma) * pair_BPD + sigma * noise_BPD


def predicted(transformer: nn.Module, batch: Batch, noised_BPD: Tensor, sigma_B: Tensor) -> Tensor:
    """Noise minus data as the transformer sees it, (B, P, D)."""
    tokens = noised_BPD.shape[1]
    inner: Any = getattr(transformer, "module", transformer)
    last = inner.transformer_blocks[-1]
    if isinstance(last, LastBlock):
        last.denoised = tokens
    sequence = noised_BPD
    if batch.memory_BMD is not None:
        sequence = torch.cat([noised_BPD, batch.memory_BMD], dim=1)
    (output_BSD,) = transformer(
        hidden_states=sequence,
        timestep=sigma_B,
        encoder_hidden_states=batch.text.states_BTE,
        encoder_hidden_states_mask=batch.text.mask_BT,
        img_shapes=[list(batch.grids)],
        return_dict=False,
    )
    prediction: Tensor = output_BSD[:, :tokens]
    return prediction


def errors(transformer: nn.Module, batch: Batch, noise_BPD: Tensor, sigma_B: Tensor) -> Tensor:
    """|| v_k(x^t) - v ||^2 of each of the batch, averaged over its numbers, (B,)."""
    noised_BPD = noised(batch.pair_BPD, noise_BPD, sigma_B)
    target_BPD = noise_BPD - batch.pair_BPD
    prediction_BPD = predicted(transformer, batch, noised_BPD, sigma_B).float()
    return (prediction_BPD - target_BPD).square().mean((1, 2))
