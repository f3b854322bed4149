"""What a network draws from its words and from its memory, each told apart from the loss.

The loss falls for a long time while neither who somebody is nor which color a coat has is learned:
layout comes first, binding later, copying from memory last. So the errors on the tokens of people
and animals are measured with everything that is told, without the words and without the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from openstage.step2.understanding.templates import NEGATIVE
from openstage.training.batches import batch_of
from openstage.training.examples import Example
from openstage.training.figures import token_weights
from openstage.training.flow import errors
from openstage.training.prepared import Prepared

_MOST = 64
"""Examples that are measured."""
_LEVELS = (0.8, 0.95)


def figure_errors(
    network: nn.Module, prepared: Prepared, examples: Sequence[Example]
) -> dict[str, float]:
    """The errors on figures, by what the network is told; on the same noise each time.

    Empty where no example with all its memories shows a figure.
    """
    rooms = len(prepared.made.rooms(max((len(one.memory) for one in examples), default=0)))
    some = [one for one in examples if any(one.figures) and len(one.memory) >= rooms][:_MOST]
    if not some:
        return {}
    words = [one.messages[0] for one in some]
    told = {
        "figures": (words, rooms),
        "figures_without_words": ([NEGATIVE] * len(some), rooms),
        "figures_without_memory": (words, 0),
    }
    return {
        name: _error(network, prepared, some, *each)
        for name, each in told.items()
        if rooms or name != "figures_without_memory"
    }


def _error(
    network: nn.Module,
    prepared: Prepared,
    examples: Sequence[Example],
    messages: Sequence[str],
    memories: int,
) -> float:
    device = next(network.parameters()).device
    made = prepared.made
    batch = batch_of(prepared, examples, messages, memories, 0.0, np.random.default_rng(0))
    covered_BP = token_weights(examples, made.frame, made.pair, 2.0) - 1
    batch = replace(batch, weight_BP=covered_BP + 1e-6).to(device)
    noise_BPD = torch.randn(batch.pair_BPD.shape, generator=torch.Generator().manual_seed(0))
    found = []
    for level in _LEVELS:
        sigma_B = torch.full((len(noise_BPD),), level, device=device)
        found.append(float(errors(network, batch, noise_BPD.to(device), sigma_B).mean()))
    return float(np.mean(found))
