"""The sign of the family: noise at sigma 1, data at 0, and a network that predicts noise - data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from openstage.step2.guidance import TextStates
from openstage.step2.sampling import denoise
from openstage.step2.schedule import logit_shift, scheduler, set_steps
from openstage.training.flow import Batch, errors, noise_levels, noised


class Oracle(torch.nn.Module):
    """Knows the data: predicts what flow matching trains for, from what it is given alone."""

    def __init__(self, data_BPD: torch.Tensor) -> None:
        super().__init__()
        self.data_BPD = data_BPD

    def forward(self, _: Any, noised_BPD: Any, sigma_B: Any) -> Any:
        sigma = sigma_B[:, None, None]
        noise_BPD = (noised_BPD - (1 - sigma) * self.data_BPD) / sigma
        return noise_BPD - self.data_BPD


def batch(data_BPD: torch.Tensor) -> Batch:
    return Batch(data_BPD, TextStates(torch.zeros(len(data_BPD), 1, 4)), None, ((1, 2, 2),))


def test_an_oracle_has_no_error() -> None:
    data_BPD = torch.randn(3, 4, 8)
    sigma_B = torch.tensor([0.1, 0.5, 0.9])
    found = errors(Oracle(data_BPD), batch(data_BPD), torch.randn(3, 4, 8), sigma_B)
    assert found.shape == (3,)
    assert float(found.max()) < 1e-9


def test_an_error_is_the_mean_square_of_each_of_the_batch() -> None:
    data_BPD = torch.randn(2, 4, 8)
    oracle = Oracle(data_BPD + torch.tensor([1.0, 2.0])[:, None, None])
    found = errors(oracle, batch(data_BPD), torch.randn(2, 4, 8), torch.full((2,), 0.5))
    # Who takes the data for c more takes the noise for c (1 - sigma) / sigma less.
    assert torch.allclose(found, torch.tensor([4.0, 16.0]), rtol=1e-4)


def test_what_is_trained_for_leads_the_sampler_from_noise_to_the_data() -> None:
    data_BPD = torch.randn(1, 4, 8)
    oracle, levels = Oracle(data_BPD), scheduler(1.0)
    set_steps(levels, 6, 4)

    def velocity(tokens_BPD: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        return oracle(None, tokens_BPD, (timestep / 1000).expand(1))  # type: ignore[no-any-return]

    found = denoise(torch.randn(1, 4, 8), velocity, levels)
    assert torch.allclose(found, data_BPD, atol=1e-4)


def test_sigma_is_the_share_of_noise() -> None:
    data, noise = torch.zeros(2, 1, 1), torch.ones(2, 1, 1)
    assert noised(data, noise, torch.tensor([0.0, 0.25])).flatten().tolist() == [0.0, 0.25]


def test_levels_are_logit_normal() -> None:
    torch.manual_seed(0)
    logits = torch.logit(noise_levels(4000, mean=0.5, std=2.0))
    assert abs(float(logits.mean()) - 0.5) < 0.1
    assert abs(float(logits.std()) - 2.0) < 0.1


@pytest.mark.parametrize("shift", [2.5, None])
def test_training_levels_are_shifted_as_those_of_sampling(shift: float | None) -> None:
    levels = scheduler(shift)
    levels.register_to_config(shift_terminal=None)  # which stretches them on top
    plain = np.array([0.9, 0.5, 0.2])
    moved = logit_shift(levels, 1000)
    levels.set_timesteps(sigmas=plain.tolist(), mu=moved)
    expected = torch.sigmoid(torch.logit(torch.tensor(plain)) + moved)
    assert torch.allclose(levels.sigmas[:3].double(), expected, atol=1e-6)
