"""The noise levels of sampling: sigma runs from 1 (noise) to 0 (data).

The paper writes t = 1 - sigma and the velocity v = x^1 - x^0; the Qwen-Image family, whose
convention is kept here, gives the network sigma and lets it predict noise minus data, -v.
"""

from __future__ import annotations

from math import log

import numpy as np
import torch
from diffusers import FlowMatchEulerDiscreteScheduler

RELEASE_SHIFT = 2.2
"""What the release's README runs with; the default in its code is 14.5."""

TERMINAL = 0.02
"""The last sigma before 0, to which the shifted levels are stretched."""

_BASE_SHIFT, _BASE_TOKENS = 0.5, 256
_MAX_SHIFT, _MAX_TOKENS = 0.9, 8192
_FEWEST_STEPS = 2
"""The levels are stretched between the first and the last."""


def scheduler(flow_shift: float | None = RELEASE_SHIFT) -> FlowMatchEulerDiscreteScheduler:
    """An Euler scheduler with a static shift, or (None) one that depends on the pair's tokens."""
    if flow_shift is None:
        return FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True,
            base_shift=_BASE_SHIFT,
            max_shift=_MAX_SHIFT,
            base_image_seq_len=_BASE_TOKENS,
            max_image_seq_len=_MAX_TOKENS,
            time_shift_type="exponential",
            shift_terminal=TERMINAL,
        )
    return FlowMatchEulerDiscreteScheduler(shift=flow_shift, shift_terminal=TERMINAL)


def set_steps(
    levels: FlowMatchEulerDiscreteScheduler,
    steps: int,
    pair_tokens: int,
    device: torch.device | str = "cpu",
) -> None:
    """Sets the levels of `steps` steps: linspace(1, 1/steps), shifted.

    A dynamic shift grows with the tokens of the pair alone, memory not counted, and beyond
    `max_image_seq_len` too.
    """
    if steps < _FEWEST_STEPS:
        raise ValueError(f"sampling takes at least {_FEWEST_STEPS} steps; got {steps}")
    sigmas = np.linspace(1.0, 1 / steps, steps)
    mu = _dynamic_shift(levels, pair_tokens) if levels.config.use_dynamic_shifting else None
    levels.set_timesteps(sigmas=sigmas, device=device, mu=mu)
    levels.set_begin_index(0)


def logit_shift(levels: FlowMatchEulerDiscreteScheduler, pair_tokens: int) -> float:
    """By how much the shift of these levels moves their logits, log(sigma / (1 - sigma))."""
    if levels.config.use_dynamic_shifting:
        return _dynamic_shift(levels, pair_tokens)
    return log(levels.config.shift)


def _dynamic_shift(levels: FlowMatchEulerDiscreteScheduler, tokens: int) -> float:
    config = levels.config
    slope = (config.max_shift - config.base_shift) / (
        config.max_image_seq_len - config.base_image_seq_len
    )
    return float(config.base_shift + slope * (tokens - config.base_image_seq_len))
