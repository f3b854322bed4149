"""Sampling on a device that may be too small: when its memory runs out, the next smaller plan is
tried, kept for the shots to come, and named.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from openstage.crew import Frame
from openstage.errors import WorkError
from openstage.step2.frame_pair import texts_of
from openstage.step2.loading import best_device, drawing_dtype, hush, load_pipeline
from openstage.step2.pipeline import Passes, STEP2Pipeline

Prepare = Callable[[STEP2Pipeline, str], None]


@dataclass(frozen=True)
class Plan:
    """How a pipeline is run. What a plan prepares stays prepared in the plans after it."""

    words: str
    """What it does about memory, in the middle of a sentence."""
    passes: Passes
    prepare: Prepare
    on_cpu: bool = True
    """Whether it helps where main memory is all that there is."""


PLANS = (
    Plan("all models lie on the device", "auto", lambda pipeline, device: pipeline.to(device)),
    Plan("guidance is asked in two passes", "two", lambda pipeline, device: pipeline.to(device)),
    Plan(
        "models wait in main memory for their turn",
        "two",
        lambda pipeline, device: pipeline.enable_model_cpu_offload(device=device),
        on_cpu=False,
    ),
    Plan(
        "pictures are encoded and decoded in tiles",
        "two",
        lambda pipeline, device: pipeline.vae.enable_tiling(),
    ),
    Plan(
        "layers wait in main memory for their turn",
        "two",
        lambda pipeline, device: pipeline.enable_sequential_cpu_offload(device=device),
        on_cpu=False,
    ),
)
"""From the fastest to the smallest."""


class Sampler:
    """A pipeline and the plans that are left to run it by; the first is the present one."""

    def __init__(self, pipeline: STEP2Pipeline, device: str) -> None:
        self.pipeline = pipeline
        self.device = device
        self._plans = [plan for plan in PLANS if plan.on_cpu or device != "cpu"]
        self._is_prepared = False

    @classmethod
    def of_folder(cls, folder: Path) -> Sampler:
        """Of a folder of weights, on the best device that there is; raises as `load_pipeline`."""
        hush()
        device = best_device()
        pipeline = load_pipeline(folder, device="cpu", dtype=drawing_dtype(folder, device))
        pipeline.set_progress_bar_config(disable=True)
        return cls(pipeline, device)

    def __call__(
        self, prompt: str, *, seed: int, **settings: Any
    ) -> tuple[Frame, Frame, tuple[str, ...]]:
        """The start and the end frame; what was done about memory for them, and what of the prompt
        was not read, in sentences.

        Raises WorkError where even the smallest plan needs too much.
        """
        pair = settings.get("pair") or self.pipeline.config.pair
        unread = self.pipeline.understanding.unread(texts_of([prompt], pair)[0])
        cut = (f"The message is too long; not read: “{unread}”",) if unread else ()
        notes: list[str] = []
        while True:
            plan = self._plans[0]
            try:
                return (*self._sampled(plan, prompt, seed, settings), (*cut, *notes[-1:]))
            except Exception as error:
                if not ran_out(error):
                    raise
            # Outside of the handler, since the error holds on to what filled the memory.
            _let_go()
            notes.append(self._smaller(plan))

    def _sampled(
        self, plan: Plan, prompt: str, seed: int, settings: dict[str, Any]
    ) -> tuple[Frame, Frame]:
        if not self._is_prepared:
            plan.prepare(self.pipeline, self.device)
            self._is_prepared = True
        start, end = self.pipeline(
            prompt,
            generator=torch.Generator().manual_seed(seed),
            passes=plan.passes,
            output_type="np",
            return_dict=False,
            **settings,
        )
        first, last = (np.rint(frames[0] * 255).astype(np.uint8) for frames in (start, end))
        return first, last

    def _smaller(self, plan: Plan) -> str:
        """Goes on to the next plan, and tells so; raises WorkError after the last."""
        if len(self._plans) == 1:
            raise WorkError(
                f"Memory of the device ran out, even though {plan.words}.",
                "Choose weights in fewer bits, --budget last, or a machine with more memory; what "
                "is finished is kept.",
            )
        self._plans.pop(0)
        self._is_prepared = False
        return f"Memory of the device ran out while {plan.words}; now {self._plans[0].words}."


def ran_out(error: BaseException) -> bool:
    """Whether memory, of a device or the main one, was too small."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = str(error)
    return isinstance(error, RuntimeError) and (
        "out of memory" in words or "can't allocate memory" in words
    )


def _let_go() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
