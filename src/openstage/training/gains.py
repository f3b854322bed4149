"""What a network draws from its words and from its memory, each told apart from the loss.

The loss falls for a long time while neither who somebody is nor which color a coat has is learned:
layout comes first, binding later, copying from memory last. So the errors on the tokens of people
and animals are measured with everything that is told, without the words and without the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
import torch
from torch import nn

from openstage.step2.budget import Trained
from openstage.step2.understanding.templates import NEGATIVE
from openstage.training.batches import batch_of
from openstage.training.examples import Example, groups
from openstage.training.figures import covered
from openstage.training.flow import errors
from openstage.training.prepared import Prepared

_MOST = 64
"""Examples that are measured."""
_LEVELS = (0.8, 0.95)


def figure_errors(
    network: nn.Module, prepared: Prepared, examples: Sequence[Example], together: int
) -> dict[str, float]:
    """The mean error on figures by what the network is told, on the same noise each time; so many
    examples go through it `together`.

    The same examples whatever is remembered: those with as many memories as any budget gives room
    to. Empty where none of them shows a figure.
    """
    made = prepared.made
    most = max((len(one.memory) for one in examples), default=0)
    rooms = len(made.rooms(most))
    least = max(len(made.rooms(most, budget)) for budget in get_args(Trained))
    some = [one for one in examples if any(one.figures) and len(one.memory) >= least][:_MOST]
    if not some:
        return {}
    worded = [(one, one.messages[0]) for one in some]
    wordless = [(one, NEGATIVE) for one in some]
    told = {"figures": (worded, rooms), "figures_without_words": (wordless, rooms)}
    if rooms:
        told["figures_without_memory"] = (worded, 0)
    return {
        name: _error(network, prepared, groups(each, together), memories)
        for name, (each, memories) in told.items()
    }


def _error(
    network: nn.Module,
    prepared: Prepared,
    told: Iterable[Sequence[tuple[Example, str]]],
    memories: int,
) -> float:
    """The mean over all sequences that show a figure, and over the noise levels."""
    device = next(network.parameters()).device
    made = prepared.made
    found: list[float] = []
    for some in told:
        examples, messages = zip(*some, strict=True)
        batch = batch_of(prepared, examples, messages, memories, 0.0, np.random.default_rng(0))
        weight_BP = covered(examples, made.frame, made.pair)
        shown_B = (weight_BP.sum(-1) > 0).to(device)
        batch = replace(batch, weight_BP=weight_BP).to(device)
        generator = torch.Generator().manual_seed(0)
        noise_BPD = torch.randn(batch.pair_BPD.shape, generator=generator).to(device)
        for level in _LEVELS:
            sigma_B = torch.full((len(noise_BPD),), level, device=device)
            found += errors(network, batch, noise_BPD, sigma_B)[shown_B].tolist()
    return float(np.mean(found))
