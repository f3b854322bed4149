"""The step2 artist: STEP2 predicts the pair from the text and the memory of earlier shots.

torch is loaded with the first pair that is drawn, not to tell what a pair depends on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openstage.crew import FramePair, Memory
from openstage.step2.budget import Budget, sizes
from openstage.step2.ranking import Similarity, ranked
from openstage.step2.understanding.brief import retold
from openstage.step2.understanding.message import message_of
from openstage.step2.weights import DRAWING_VERSION, MINI, Weights
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import covering

if TYPE_CHECKING:
    from openstage.step2.thrift import Sampler


class STEP2Artist:
    """Draws with the weights of a folder, the mini where none is named.

    `budget` and `steps` None: as the weights ask for. Raises MissingError where the folder holds no
    weights.
    """

    name = "step2"
    remembers = True
    needs = ("torch", "diffusers", "transformers", "accelerate")

    def __init__(
        self,
        *,
        weights: str | Path = MINI,
        budget: Budget | None = None,
        steps: int | None = None,
    ) -> None:
        self.weights = Weights.of(Path(weights))
        self.budget = budget or self.weights.budget
        self.steps = steps or self.weights.steps

    @property
    def model(self) -> str:
        return self.weights.name

    def sees(self, context: ShotContext, memory: Memory) -> Memory:
        """The ranked memories that the budget has room for; and the first, where it is read."""
        order = ranked(memory, context, self._similarity, self.weights.keep)
        frame = self.weights.frame(context.storyboard.height, context.storyboard.width)
        rooms = sizes(self.budget, [frame] * len(order), frame)
        read = 0 if self.weights.small else 1
        return order[: max(read, sum(room is not None for room in rooms))]

    def draw(self, context: ShotContext, memory: Memory) -> FramePair:
        """Sampled in the size that the weights were trained for; of it the middle in the shape of
        the film."""
        width, height = context.storyboard.width, context.storyboard.height
        rows, columns = self.weights.picture(height, width)
        start, end, notes = self._sampler(
            self._message(context, memory),
            seed=context.noise_seed,
            memory=memory,
            height=rows,
            width=columns,
            num_inference_steps=self.steps,
            budget=self.budget,
        )
        notes = (*self._retold(context), *notes)
        return FramePair(covering(start, width, height), covering(end, width, height), notes)

    def depends_on(self, context: ShotContext) -> Any:
        return {
            "version": DRAWING_VERSION,
            "weights": self.weights.digest,
            "prompt": self._message(context),
            "seed": context.noise_seed,
            "size": [context.storyboard.width, context.storyboard.height],
            "budget": self.budget,
            "steps": self.steps,
        }

    def _message(self, context: ShotContext, memory: Memory = ()) -> str:
        return message_of(self.weights.message, context, memory, self.weights.pictures)

    def _retold(self, context: ShotContext) -> Iterator[str]:
        """What is drawn in place of what was asked for, in a sentence."""
        if self.weights.message == "brief" and (words := retold(context)):
            told = ", ".join(f"“{word}” as “{known}”" for word, known in words)
            yield f"Told in words that the model knows: {told}."

    @cached_property
    def _similarity(self) -> Similarity | None:
        if self.weights.similarity is None:
            return None
        from openstage.step2.likeness import CLIPSimilarity

        return CLIPSimilarity.from_folder(self.weights.similarity)

    @cached_property
    def _sampler(self) -> Sampler:
        from openstage.step2.thrift import Sampler

        return Sampler.of_folder(self.weights.folder)
