"""Flow matching on the pair, and how a batch asks the transformer.

The paper writes x^t = t x^1 + (1 - t) x^0 with noise x^0 at t = 0, and v = x^1 - x^0. The
Qwen-Image family, whose convention is kept here, runs the other way: sigma = 1 - t, the network is
given sigma and predicts noise minus data, that is -v. Squared errors are the same either way.

Shape suffixes: B batch, P tokens of the pair, M of memory, D channels of a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from diffusers.training_utils import compute_density_for_timestep_sampling
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.step2.guidance import TextStates
from openstage.step2.latent_size import Grid


@dataclass(frozen=True)
class Told:
    """What the understanding model is still to read."""

    messages: Sequence[str]
    pictures: Sequence[Sequence[Frame]]
    """What is seen beside each."""


@dataclass(frozen=True)
class Batch:
    """Shots whose memories have the same sizes."""

    pair_BPD: Tensor
    """Tokens of the true start and end frame, x^1."""
    text: TextStates | Told
    memory_BMD: Tensor | None
    grids: tuple[Grid, ...]
    """Of the pair, then of each memory."""
    weight_BP: Tensor | None = None
    """How much each token of the pair counts; None: all the same."""
    names_BPK: Tensor | None = None
    """What is worn where, for a network that names it (`naming`); None: it is not asked."""

    def to(self, device: torch.device) -> Batch:
        text = self.text
        if isinstance(text, TextStates):
            mask = None if text.mask_BT is None else text.mask_BT.to(device)
            text = TextStates(text.states_BTE.to(device), mask)
        return replace(
            self,
            pair_BPD=self.pair_BPD.to(device),
            text=text,
            memory_BMD=None if self.memory_BMD is None else self.memory_BMD.to(device),
            weight_BP=None if self.weight_BP is None else self.weight_BP.to(device),
            names_BPK=None if self.names_BPK is None else self.names_BPK.to(device),
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


def errors(network: nn.Module, batch: Batch, noise_BPD: Tensor, sigma_B: Tensor) -> Tensor:
    """|| v_k(x^t) - v ||^2 of each of the batch, averaged over its numbers by their weight, (B,).

    `network` is a STEP2Network, or one that is spread over devices.
    """
    noised_BPD = noised(batch.pair_BPD, noise_BPD, sigma_B)
    target_BPD = noise_BPD - batch.pair_BPD
    prediction_BPD: Tensor = network(batch, noised_BPD, sigma_B)
    error_BP = (prediction_BPD.float() - target_BPD).square().mean(-1)
    if batch.weight_BP is None:
        return error_BP.mean(-1)
    return (batch.weight_BP * error_BP).sum(-1) / batch.weight_BP.sum(-1)
