"""The loop that trains any task: steps, averages, checkpoints, logs.

A task gives the loss of step n as a function of its networks and of n alone, so that nothing has to
be remembered of where a stream of data or a generator of random numbers was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState
from diffusers.training_utils import EMAModel
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    set_model_state_dict,
)

from openstage.crew import Frame
from openstage.errors import UseError, WorkError
from openstage.step2.thrift import ran_out
from openstage.storyboard.files import alone, disk_errors, must_be_new
from openstage.training.checkpoints import Checkpoints, State
from openstage.training.logs import Logs
from openstage.training.spread import learned, like, own, spread, whole


@dataclass(frozen=True, kw_only=True)
class LoopSettings:
    """What every training run is told. All but what `MAY_CHANGE` belongs to its checkpoints: a run
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


CHECKPOINTS = "checkpoints"
"""In the folder of a run."""


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

    def export(self, states: State, folder: Path, told: Any) -> None:
        """Writes the averaged weights as what others load; `told` is what made them. `states` has,
        by the name of each network, all that is not frozen."""
        ...

    def about(self) -> dict[str, Any]:
        """All that the numbers of a run depend on beside the settings, as plain JSON data."""
        ...


Watch = Callable[[int, int, Mapping[str, float]], None]
"""Is told the step, of how many, and the newest line of the log."""


def train(task: Task, folder: Path, watch: Watch = lambda *_: None) -> Path:
    """Trains until `settings.steps`, from the last checkpoint in `folder` where there is one.

    Gives the folder of the exported weights. Raises UseError where the checkpoint is of another
    run or of a later step, and where weights that no run has written lie where its own will be;
    ProjectError where another process trains in `folder`, WorkError where a loss or a gradient is
    not finite, DiskError where the disk is full; no earlier checkpoint is lost.
    """
    settings = task.settings
    # accelerate holds on to the precision of a process; another run may have another one.
    AcceleratorState._reset_state()
    cpu = not torch.accelerator.is_available()
    accelerator = Accelerator(mixed_precision=settings.precision, cpu=cpu)
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(folder) if accelerator.is_main_process else nullcontext():
        weights = folder / "weights"
        if weights.is_dir() and not any((folder / CHECKPOINTS).glob("step-*")):
            must_be_new(weights, "folder of weights that this run has written")
        with _room():
            run = _Run(task, accelerator, folder)
            watch(run.step, settings.steps, {})
            for step, line in run.steps():
                watch(step, settings.steps, line)
            return run.export(weights)


@contextmanager
def _room() -> Iterator[None]:
    """Around all that may need more memory than there is."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not ran_out(error):
            raise
        raise WorkError(
            "Memory ran out while training.",
            "Take a smaller --batch, --checkpointing, or more devices; no checkpoint is lost.",
        ) from error


class _Run:
    def __init__(self, task: Task, accelerator: Accelerator, folder: Path) -> None:
        self.task, self.accelerator, self.folder = task, accelerator, folder
        self.settings = task.settings
        self.networks = nn.ModuleDict(dict(task.networks())).to(accelerator.device)
        if accelerator.num_processes > 1:
            for network in self.networks.values():
                spread(network, accelerator.device, accelerator.num_processes)
        self.weights = {
            name: weight
            for name, weight in self.networks.named_parameters()
            if weight.requires_grad
        }
        self.optimizer = torch.optim.AdamW(
            self.weights.values(),
            lr=self.settings.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=self.settings.weight_decay,
        )
        one = accelerator.num_processes == 1  # torch cannot copy lists of spread weights at once
        self.average = EMAModel(
            self.weights.values(),
            decay=self.settings.ema,
            use_ema_warmup=True,
            power=0.75,
            foreach=one,
        )
        self.checkpoints = Checkpoints(folder / CHECKPOINTS, self._identity(), accelerator)
        self.step = self.checkpoints.resume(self)
        if self.step > self.settings.steps:
            raise UseError(
                f"{folder} has been trained for {self.step} steps already; {self.settings.steps} "
                "were asked for.",
                "Ask for as many or more, or train in another folder.",
            )
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
                self.checkpoints.save(self.step, self)
            yield self.step, line

    def _one(self) -> dict[str, Tensor]:
        """One step of the optimizer."""
        torch.manual_seed(_seed(self.settings.seed, self.step, self.accelerator.process_index))
        rate = learning_rate(self.settings, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        with self.accelerator.autocast():
            told = self.task.loss(dict(self.networks.items()), self.step)
        self._must_be_finite(told["loss"], "loss")
        self.accelerator.backward(told["loss"])
        norm = whole(nn.utils.clip_grad_norm_(self.weights.values(), self.settings.clip))
        self._must_be_finite(norm, "norm of the gradients")
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.average.step(self.weights.values())
        return {**told, "norm": norm, "learning_rate": torch.tensor(rate)}

    def _must_be_finite(self, number: Tensor, what: str) -> None:
        """Raises before the optimizer could spoil the weights with it, on all processes at once."""
        bad = self.accelerator.reduce((~torch.isfinite(number.detach())).float(), reduction="sum")
        if bad.item():
            where = [
                name
                for name, weight in self.weights.items()
                if weight.grad is not None and not torch.isfinite(own(weight.grad)).all()
            ]
            found = f" (first in {where[0]})" if where else ""
            last = self.checkpoints.last
            kept = f"The checkpoint of step {last} is whole. " if last else ""
            raise WorkError(
                f"The {what} of step {self.step + 1} of {self.task.name} is not finite{found}.",
                f"{kept}Train in another folder, with a smaller --learning-rate.",
            )

    def state(self) -> State:
        """See `Stateful`: of the networks, of the optimizer, and the averaged weights."""
        average = zip(self.weights, self.average.shadow_params, strict=True)
        return {
            "networks": learned(self.networks),
            "optimizer": self._gathered(
                (f"{name}{_OF}{what}", tensor)
                for name, weight in self.weights.items()
                for what, tensor in self.optimizer.state[weight].items()
            ),
            "average": self._gathered(average),
        }

    def _gathered(self, tensors: Iterable[tuple[str, Tensor]]) -> dict[str, Tensor]:
        """Whole and on the CPU, in the first process alone; all have to take part."""
        found = {}
        for name, tensor in tensors:
            one = whole(tensor)
            if self.accelerator.is_main_process:
                found[name] = one.cpu()
        return found

    def restore(self, step: int, state: State) -> None:
        """See `Stateful`."""
        options = StateDictOptions(full_state_dict=True, strict=False)
        told = set_model_state_dict(self.networks, dict(state["networks"]), options=options)
        strange = [*told.unexpected_keys, *(self.weights.keys() & {*told.missing_keys})]
        if strange:
            raise ValueError(f"it is of other weights: {strange[0]}")
        for name, tensor in state["optimizer"].items():
            of, _, what = name.rpartition(_OF)
            weight = self.weights[of]
            each = tensor if what == "step" else like(tensor, weight)
            self.optimizer.state[weight][what] = each
        for name, average in zip(self.weights, self.average.shadow_params, strict=True):
            average.copy_(like(state["average"][name], average))
        self.average.optimization_step = step

    def _look(self) -> None:
        # Other batches than a step's: machine code for each of their shapes would take minutes.
        eager = torch.compiler.set_stance("force_eager")
        with self._averaged(), torch.no_grad(), self.accelerator.autocast(), eager:
            frame, measured = self.task.look(dict(self.networks.items()))
        self.logs.look(self.step, frame, measured)

    def export(self, folder: Path) -> Path:
        with self._averaged(), torch.no_grad():
            states = {name: learned(network) for name, network in self.networks.items()}
            if self.accelerator.is_main_process:
                log = {name: value for name, value in self.logs.last.items() if name != "seconds"}
                told = {**self._identity(), "steps": self.step, "log": log}
                self.task.export(states, folder, told)
        self.accelerator.wait_for_everyone()
        self.logs.close()
        return folder

    def _averaged(self) -> Any:
        return _Averaged(self.average, [*self.weights.values()], [*self.networks.values()])


_OF = "|"
"""Between the name of a weight and what the optimizer remembers of it."""


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
