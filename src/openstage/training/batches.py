"""Which examples a step sees: a function of the seed and the step alone.

A batch shares the sizes of its memories, since the transformer places all of a batch in one grid.
So a step first draws how many memories there are, then the shots that have as many. Their messages
are about as long: the shorter of a batch are padded, and padding costs as much as words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
import torch

from openstage.step2.frame_pair import pack, texts_of
from openstage.step2.latent_size import Grid, PairMode
from openstage.step2.understanding.templates import NEGATIVE
from openstage.training.examples import REMEMBERED, Example, Shot
from openstage.training.flow import Batch
from openstage.training.prepared import Prepared


@dataclass(frozen=True, kw_only=True)
class Drops:
    """What training leaves away, so that guidance has something to lead away from and a model does
    not lean on a memory without fault."""

    text: float = 0.1
    """How often the text is the negative prompt."""
    memory: float = 0.1
    """How often there is no memory at all."""
    fewer: float = 0.15
    """How often, where there is memory, that of the lower ranks is missing."""
    noise: float = 0.2
    """The largest deviation of the noise on a memory, whose latents have 1."""


class Batches(Generic[Shot]):
    """Of examples of a prepared dataset; `size` of them at a step."""

    def __init__(
        self, prepared: Prepared, examples: Sequence[Shot], size: int, seed: int, drops: Drops
    ) -> None:
        self._prepared, self._size, self._seed, self._drops = prepared, size, seed, drops
        # A model that sees pictures is shown the previous end frame whatever it remembers.
        self._most = max(1, len(prepared.made.rooms(REMEMBERED)))
        self._by_memories: dict[int, list[Shot]] = {}
        for example in examples:
            used = min(len(example.memory), self._most)
            self._by_memories.setdefault(used, []).append(example)

    def __call__(self, step: int, process: int = 0) -> tuple[list[Shot], Batch]:
        """The examples of a step, and what the transformer is given of them."""
        chance = np.random.default_rng([self._seed, step, process])
        counts = sorted(self._by_memories)
        shares = np.array([len(self._by_memories[count]) for count in counts], float)
        used = int(chance.choice(counts, p=shares / shares.sum()))
        pool = self._by_memories[used]
        told = self._told(pool, chance)
        examples = [example for example, _ in told]
        messages = [self._dropped(message, chance) for _, message in told]
        left = self._left(used, chance)
        batch = batch_of(self._prepared, examples, messages, left, self._drops.noise, chance)
        return examples, batch

    def _told(self, pool: Sequence[Shot], chance: np.random.Generator) -> list[tuple[Shot, str]]:
        """Shots with a message each: of several batches, sorted by length, one."""
        drawn = []
        for k in chance.integers(len(pool), size=_SORTED * self._size):
            messages = pool[int(k)].messages
            drawn.append((pool[int(k)], messages[int(chance.integers(len(messages)))]))
        drawn.sort(key=lambda each: len(each[1]))
        first = self._size * int(chance.integers(_SORTED))
        return drawn[first : first + self._size]

    def _dropped(self, message: str, chance: np.random.Generator) -> str:
        return NEGATIVE if chance.random() < self._drops.text else message

    def _left(self, used: int, chance: np.random.Generator) -> int:
        if chance.random() < self._drops.memory:
            return 0
        if used > 1 and chance.random() < self._drops.fewer:
            return int(chance.integers(1, used))
        return used


_SORTED = 6
"""Batches whose messages are sorted by length before one of them is taken."""


def batch_of(
    prepared: Prepared,
    examples: Sequence[Example],
    messages: Sequence[str],
    memories: int,
    noise: float,
    chance: np.random.Generator,
) -> Batch:
    """These examples with these messages and so many of their memories, of which each is disturbed
    by up to `noise`."""
    made = prepared.made
    rooms = made.rooms(memories)
    grids: list[Grid] = [made.frame.grid_of(made.pair), *(room.grid for room in rooms)]
    pair_BPD = prepared.pairs([each.start for each in examples], [each.end for each in examples])
    copies = len(pair_BPD) // len(examples)
    tokens = []
    generator = torch.Generator().manual_seed(int(chance.integers(2**62)))
    for rank, room in enumerate(rooms):
        memory_BSD = pack(prepared.memory([each.memory[rank] for each in examples], room))
        if noise:
            size = noise * torch.rand(len(memory_BSD), 1, 1, generator=generator)
            memory_BSD = memory_BSD + size * torch.randn(memory_BSD.shape, generator=generator)
        tokens.append(memory_BSD.repeat(copies, 1, 1))
    seen = [each.memory[0] if memories else None for each in examples]
    return Batch(
        pair_BPD=pair_BPD,
        text=prepared.text(_texts(messages, made.pair), seen * copies),
        memory_BMD=torch.cat(tokens, dim=1) if tokens else None,
        grids=tuple(grids),
    )


def _texts(messages: Sequence[str], pair: PairMode) -> list[str]:
    """As at inference, where the negative prompt is the same for both frames."""
    told = texts_of(messages, pair)
    plain = [*messages] * (len(told) // len(messages))
    return [one if one == NEGATIVE else full for one, full in zip(plain, told, strict=True)]
