"""The loop that trains any task: steps, averages, checkpoints, logs.

A task gives the loss of step n as a function of its networks and of n alone, so that nothing has to
be remembered of where a stream of data or a generator of random numbers was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState
from diffusers.training_utils import EMAModel
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.errors import WorkError
from openstage.training.checkpoints import Checkpoints
from openstage.training.logs import Logs


@dataclass(frozen=True, kw_only=True)
class LoopSettings:
    """What every training run is told. All but the first four belong to its checkpoints: a run
    that goes on with others is another run."""

    steps: int
    """At which step it is done, those of earlier runs counted."""
    log_every: int = 20
    """Steps between two lines of the log, each the mean since the last."""
    save_every: int = 500
    """Steps between two checkpoints."""
    sheet_every: int = 1000
    """Steps between two sheets of samples."""
    learning_rate: float = 5e-4
    warmup: int = 200
    """Steps over which the learning rate rises from 0."""
    decay: int = 0
    """Last steps over which it falls to 0, as counted from `steps`; 0: it stays."""
    weight_decay: float = 0.01
    clip: float = 1.0
    """The largest norm of all gradients together."""
    ema: float = 0.999
    """Of the averaged weights, how much stays at each step; they are what is drawn with."""
    precision: str = "bf16"
    """Of the networks' arithmetic, as accelerate names it: bf16, no."""
    checkpointing: bool = False
    """Activations are computed again on the way back, which needs less memory and more time."""
    seed: int = 0


MAY_CHANGE = frozenset(
    {"steps", "log_every", "save_every", "sheet_every", "decay", "checkpointing"}
)
"""What may be different when a run goes on: it changes no number of a step that was done, and of
the steps to come no more than how the learning rate ends."""


class Task(Protocol):
    """What is trained."""

    name: str

    @property
    def settings(self) -> LoopSettings: ...

    def networks(self) -> Mapping[str, nn.Module]:
        """What is trained, by name; what is frozen is not among them."""
        ...

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        """The `loss` of a step, and whatever else the log shall tell of it, each a scalar."""
        ...

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[Frame | None, dict[str, float]]:
        """A sheet of samples of the averaged weights, and what was measured on it."""
        ...

    def export(self, networks: Mapping[str, nn.Module], folder: Path, told: Any) -> None:
        """Writes the averaged weights as what others load; `told` is what made them."""
        ...

    def about(self) -> dict[str, Any]:
        """All that the numbers of a run depend on beside the settings, as plain JSON data."""
        ...


Watch = Callable[[int, int, Mapping[str, float]], None]
"""Is told the step, of how many, and the newest line of the log."""


def train(task: Task, folder: Path, watch: Watch = lambda *_: None) -> Path:
    """Trains until `settings.steps`, from the last checkpoint in `folder` where there is one.

    Gives the folder of the exported weights. Raises UseError where the checkpoint is of another
    run, WorkError where a loss or a gradient is not finite, DiskError where the disk is full; no
    earlier checkpoint is lost.
    """
    settings = task.settings
    # accelerate holds on to the precision of a process; another run may have another one.
    AcceleratorState._reset_state()
    accelerator = Accelerator(mixed_precision=settings.precision)
    run = _Run(task, accelerator, folder)
    watch(run.step, settings.steps, {})
    for step, line in run.steps():
        watch(step, settings.steps, line)
    return run.export(folder / "weights")


class _Run:
    def __init__(self, task: Task, accelerator: Accelerator, folder: Path) -> None:
        self.task, self.accelerator, self.folder = task, accelerator, folder
        self.settings = task.settings
        networks = dict(task.networks())
        self._own = networks
        prepared = accelerator.prepare(*networks.values())
        prepared = prepared if isinstance(prepared, tuple | list) else (prepared,)
        self.networks = dict(zip(networks, prepared, strict=True))
        self.weights = [
            weight
            for network in self.networks.values()
            for weight in network.parameters()
            if weight.requires_grad
        ]
        self.optimizer = accelerator.prepare(
            torch.optim.AdamW(
                self.weights,
                lr=self.settings.learning_rate,
                betas=(0.9, 0.99),
                weight_decay=self.settings.weight_decay,
            )
        )
        self.average = EMAModel(
            self.weights, decay=self.settings.ema, use_ema_warmup=True, power=0.75, foreach=True
        )
        accelerator.register_for_checkpointing(self.average)
        accelerator.register_save_state_pre_hook(_without_frozen)
        self.checkpoints = Checkpoints(folder / "checkpoints", self._identity(), accelerator)
        self.step = self.checkpoints.resume()
        self.logs = Logs(folder / "logs", accelerator.is_main_process, self.step)

    def _identity(self) -> dict[str, Any]:
        """What a checkpoint must agree with; sizes of networks stand in `about`."""
        told = {k: v for k, v in asdict(self.settings).items() if k not in MAY_CHANGE}
        return {"task": self.task.name, "settings": told, **self.task.about()}

    def steps(self) -> Iterator[tuple[int, Mapping[str, float]]]:
        """Each step that was done, with the newest line of the log."""
        line: Mapping[str, float] = {}
        while self.step < self.settings.steps:
            self.logs.add(self._one())
            self.step += 1
            if self.step % self.settings.log_every == 0:
                line = self.logs.write(self.step)
            if self.step % self.settings.sheet_every == 0:
                self._look()
            if self.step % self.settings.save_every == 0 or self.step == self.settings.steps:
                self.checkpoints.save(self.step)
            yield self.step, line

    def _one(self) -> dict[str, Tensor]:
        """One step of the optimizer."""
        torch.manual_seed(_seed(self.settings.seed, self.step, self.accelerator.process_index))
        rate = learning_rate(self.settings, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        with self.accelerator.autocast():
            told = self.task.loss(self.networks, self.step)
        self._must_be_finite(told["loss"], "loss")
        self.accelerator.backward(told["loss"])
        norm = self.accelerator.clip_grad_norm_(self.weights, self.settings.clip)
        self._must_be_finite(norm, "norm of the gradients")
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.average.step(self.weights)
        return {**told, "norm": norm, "learning_rate": torch.tensor(rate)}

    def _must_be_finite(self, number: Tensor, what: str) -> None:
        """Raises before the optimizer could spoil the weights with it, on all processes at once."""
        bad = self.accelerator.reduce((~torch.isfinite(number.detach())).float(), reduction="sum")
        if bad.item():
            where = [
                name
                for network in self._own.values()
                for name, weight in network.named_parameters()
                if weight.grad is not None and not torch.isfinite(weight.grad).all()
            ]
            found = f" (first in {where[0]})" if where else ""
            raise WorkError(
                f"The {what} of step {self.step + 1} of {self.task.name} is not finite{found}.",
                f"Nothing was changed by it. Go on from the last checkpoint, of step "
                f"{self.checkpoints.last or 0}, with a smaller --learning-rate.",
            )

    def _look(self) -> None:
        if self.accelerator.is_main_process:
            with self._averaged(), torch.no_grad(), self.accelerator.autocast():
                frame, measured = self.task.look(self.networks)
            self.logs.look(self.step, frame, measured)

    def export(self, folder: Path) -> Path:
        self.accelerator.wait_for_everyone()
        with self._averaged(), torch.no_grad():
            if self.accelerator.is_main_process:
                bare = {
                    name: self.accelerator.unwrap_model(network)
                    for name, network in self.networks.items()
                }
                self.task.export(bare, folder, {**self._identity(), "steps": self.step})
        self.logs.close()
        return folder

    def _averaged(self) -> Any:
        return _Averaged(self.average, self.weights, list(self.networks.values()))


def _without_frozen(
    networks: Sequence[nn.Module], states: Sequence[dict[str, Tensor]], _: str
) -> None:
    """A checkpoint need not hold what the run began with and never changes."""
    for network, state in zip(networks, states, strict=False):  # with FSDP there are no states
        for name, weight in network.named_parameters():
            if not weight.requires_grad:
                del state[name]


class _Averaged:
    """While it lasts, the networks have the averaged weights, and are not being trained."""

    def __init__(
        self, average: EMAModel, weights: Sequence[Tensor], networks: Sequence[nn.Module]
    ) -> None:
        self.average, self.weights, self.networks = average, weights, networks

    def __enter__(self) -> None:
        self.average.store(self.weights)
        self.average.copy_to(self.weights)
        for network in self.networks:
            network.eval()

    def __exit__(self, *_: object) -> None:
        self.average.restore(self.weights)
        for network in self.networks:
            network.train()


def learning_rate(settings: LoopSettings, step: int) -> float:
    """Rises over `warmup` steps, stays, and falls over the last `decay` by a cosine."""
    rise = min(1.0, (step + 1) / max(1, settings.warmup))
    left = settings.steps - step
    fall = 1.0
    if settings.decay and left < settings.decay:
        fall = 0.5 - 0.5 * math.cos(math.pi * left / settings.decay)
    return settings.learning_rate * rise * fall


def _seed(seed: int, step: int, process: int) -> int:
    return (seed * 1_000_003 + step) * 1_009 + process
