"""Pairs drawn for shots whose truth is known, beside that truth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.step2.frame_pair import frames, join, pair_noise, sequences, split
from openstage.step2.guidance import guided
from openstage.step2.latents import as_frames
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.sampling import denoise
from openstage.step2.schedule import set_steps
from openstage.step2.understanding.templates import NEGATIVE
from openstage.storyboard.pictures import sheet
from openstage.training.batches import batch_of
from openstage.training.examples import Example
from openstage.training.flow import Batch
from openstage.training.prepared import Prepared

SHOWN = 16
"""Shots on a sheet."""
_COLUMNS = 4


@torch.no_grad()
def drawn(
    network: nn.Module,
    pipeline: STEP2Pipeline,
    prepared: Prepared,
    examples: Sequence[Example],
) -> Tensor:
    """Tokens of the pairs of some test examples, each from its first message and its true memory,
    (B, P, D)."""
    device = next(network.parameters()).device
    chance = np.random.default_rng(0)
    pairs = []
    for number, example in enumerate(examples):
        memories, message = len(example.memory), example.messages[0]
        told = [(message, memories), (NEGATIVE, memories), (message, 0)]
        toward, wordless, alone = (
            batch_of(prepared, [example], [words], known, 0.0, chance).to(device)
            for words, known in told
        )
        aways = [(wordless, pipeline.config.guidance)]
        if memories:
            aways.append((alone, pipeline.config.memory_guidance))
        generator = torch.Generator().manual_seed(number)
        frame, pair = prepared.made.frame, prepared.made.pair
        start, end = pair_noise(frame, [generator], channels=pipeline.codec.channels)
        asked = [(away, guidance) for away, guidance in aways if guidance != 1]
        velocity = partial(_velocity, network, toward, asked)
        set_steps(pipeline.scheduler, pipeline.config.steps, 2 * frame.tokens, device)
        noise = sequences(start, end, pair).to(device)
        drawn = denoise(noise, velocity, pipeline.scheduler).float()
        pairs.append(join(*frames(drawn, frame, pair)))
    return torch.cat(pairs)


def _velocity(
    network: nn.Module,
    toward: Batch,
    aways: Sequence[tuple[Batch, float]],
    tokens_BPD: Tensor,
    timestep: Tensor,
) -> Tensor:
    sigma_B = (timestep / 1000).expand(len(tokens_BPD)).to(tokens_BPD.dtype)
    toward_BPD: Tensor = network(toward, tokens_BPD, sigma_B)
    less = [(network(away, tokens_BPD, sigma_B), guidance) for away, guidance in aways]
    return guided(toward_BPD, *less)


def sheet_of(network: nn.Module, pipeline: STEP2Pipeline, prepared: Prepared) -> Frame:
    """The drawn pair of each shot, and the true pair below it; the words stand in the examples."""
    step = max(1, len(prepared.test) // SHOWN)
    examples = prepared.test[::step][:SHOWN]
    truth = join(
        prepared.frames(example.start for example in examples),
        prepared.frames(example.end for example in examples),
    )
    both = (drawn(network, pipeline, prepared, examples), truth)
    pairs = ([_pair(pipeline, prepared, each[None]) for each in tokens] for tokens in both)
    cells = [np.vstack(column) for column in zip(*pairs, strict=True)]
    return sheet(cells, _COLUMNS)


def _pair(pipeline: STEP2Pipeline, prepared: Prepared, tokens_BPD: Tensor) -> Frame:
    start, end = split(tokens_BPD, prepared.made.frame)
    return np.hstack(as_frames(pipeline.codec.decode(torch.cat([start, end]))))
