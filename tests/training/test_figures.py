"""What counts more of a pair."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from openstage.step2.guidance import TextStates
from openstage.step2.latent_size import LatentSize
from openstage.training.examples import Example
from openstage.training.figures import token_weights
from openstage.training.flow import Batch, errors

SIZE = LatentSize(4, 8)
"""Two rows of four tokens."""
NOBODY = Example("c", "s", ("words",), "a", "b", ())
LEFT = replace(NOBODY, figures=(((0.0, 0.5, 0.25, 1.0),), ()))
"""In the start frame, on the first token of the second row."""


def test_tokens_of_a_figure_count_more() -> None:
    weights_BP = token_weights([LEFT, NOBODY], SIZE, "joint", 3.0)
    wanted = torch.ones(2, 16)
    wanted[0, 4] = 3.0
    assert torch.equal(weights_BP, wanted)


def test_a_frame_that_stands_alone_has_its_own() -> None:
    weights_BP = token_weights([LEFT, NOBODY], SIZE, "independent", 3.0)
    assert weights_BP.shape == (4, 8)
    assert weights_BP[0, 4] == 3.0
    assert weights_BP.sum() == 34.0


def test_a_token_counts_as_much_as_it_is_covered() -> None:
    half = replace(NOBODY, figures=((), ((0.0, 0.5, 0.125, 1.0), (0.0, 0.75, 0.125, 1.0))))
    weights_BP = token_weights([half], SIZE, "joint", 3.0)
    assert weights_BP[0, 8 + 4] == pytest.approx(2.0)
    assert weights_BP.sum() == pytest.approx(17.0)


def test_an_error_counts_by_the_weight_of_its_token() -> None:
    class Silent(nn.Module):
        def forward(self, batch: Batch, noised_BPD: Tensor, sigma_B: Tensor) -> Tensor:
            return torch.zeros_like(noised_BPD)

    pair_BPD = torch.zeros(1, 2, 4)
    pair_BPD[0, 0] = 2.0
    batch = Batch(pair_BPD, TextStates(torch.zeros(1, 1, 4)), None, ())
    noise_BPD, sigma_B = torch.zeros(1, 2, 4), torch.full((1,), 0.5)
    assert errors(Silent(), batch, noise_BPD, sigma_B).item() == 2.0
    weighed = replace(batch, weight_BP=torch.tensor([[3.0, 1.0]]))
    assert errors(Silent(), weighed, noise_BPD, sigma_B).item() == 3.0
