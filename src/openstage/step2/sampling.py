"""From noise to a pair: integrates the velocity from sigma 1 to 0 with Euler steps."""

from __future__ import annotations

from collections.abc import Callable

from diffusers import FlowMatchEulerDiscreteScheduler
from torch import Tensor

Slope = Callable[[Tensor, Tensor], Tensor]
"""Noise minus data at tokens and a timestep, as `guidance.Velocity` predicts it."""

OnStep = Callable[[int, Tensor, Tensor], Tensor]
"""Is given the number of the step, its timestep and the tokens after it; gives the tokens to go on
with."""


def denoise(
    tokens_BPD: Tensor,
    velocity: Slope,
    levels: FlowMatchEulerDiscreteScheduler,
    on_step: OnStep | None = None,
) -> Tensor:
    """The tokens at sigma 0; `levels` has had its steps set (`schedule.set_steps`)."""
    for number, timestep in enumerate(levels.timesteps):
        slope_BPD = velocity(tokens_BPD, timestep)
        (stepped_BPD,) = levels.step(slope_BPD, timestep, tokens_BPD, return_dict=False)
        tokens_BPD = stepped_BPD.to(slope_BPD.dtype)
        if on_step is not None:
            tokens_BPD = on_step(number, timestep, tokens_BPD)
    return tokens_BPD
