"""Training the readers: all labels, where the people stand, and what each place shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from accelerate import PartialState
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.errors import UseError
from openstage.evaluation.frame_bank import FrameBank, Labeled
from openstage.evaluation.maps import as_shares
from openstage.evaluation.maps import error as maps_error
from openstage.evaluation.readers import (
    STEM,
    Answers,
    Readers,
    Shape,
    digest_of_readers,
    load_readers,
    pixels_of,
    save_readers,
)
from openstage.evaluation.truth import ATTRIBUTES, UNJUDGED
from openstage.training.checkpoints import State
from openstage.training.loop import LoopSettings

_TESTED = 1024
"""Test frames that are looked at on the way, at most; at the end all are."""
_AT_ONCE = 32


@dataclass(frozen=True, kw_only=True)
class ReaderSettings(LoopSettings):
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    ema: float = 0.998
    batch: int = 32
    flips: float = 0.3
    """The share of frames that are turned left to right."""
    softened: float = 0.3
    """The share of frames that lose their edges."""
    places: float = 1.0
    """Of the error of where people stand, in the loss."""
    maps: float = 1.0
    """Of the error of what each place shows."""
    smoothing: float = 0.02
    """Of the labels."""
    shape: Shape = field(default_factory=Shape)


class ReaderTask:
    name = "readers"

    def __init__(
        self,
        settings: ReaderSettings,
        train: FrameBank,
        test: FrameBank,
        after: Sequence[Path] = (),
    ) -> None:
        """`after` are the folders of readers to begin with: what they know of older labels is worth
        most of a run. Of several it is the mean of their weights, which reads better than each
        where these are ends of one run's falls of the learning rate (stochastic weight averaging,
        Izmailov et al., 2018).

        Raises what `load_readers` does, and UseError for readers of another shape.
        """
        self.settings = settings
        self._train, self._test = train, test
        self._after = [_Begun.of(folder, settings.shape) for folder in after]

    def networks(self) -> Mapping[str, nn.Module]:
        torch.manual_seed(self.settings.seed)
        readers: Any = Readers(self.settings.shape)
        if self._after:
            readers.load_state_dict(_mean([each.readers.state_dict() for each in self._after]))
        return {"readers": readers.to(memory_format=torch.channels_last)}

    def about(self) -> dict[str, Any]:
        told = {"data": self._train.about(), "shape": asdict(self.settings.shape)}
        return {**told, "began_with": [each.digest for each in self._after]}

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        chance = np.random.default_rng([self.settings.seed, step, PartialState().process_index])
        settings = self.settings
        batch = self._train.draw(settings.batch, chance, settings.flips, settings.softened)
        answers, codes, places = self._answered(networks["readers"], batch)
        errors = [
            F.cross_entropy(
                logits_BK.float(),
                codes[:, number],
                ignore_index=UNJUDGED,
                label_smoothing=self.settings.smoothing,
                reduction="sum",
            )
            / len(codes)
            for number, logits_BK in enumerate(answers.logits.values())
        ]
        there = places >= 0
        astray = ((answers.places_BS.float() - places).abs() * there).sum() / len(places)
        said = torch.stack(errors).sum()
        shape = settings.shape
        shares = as_shares(batch.maps, shape.width, shape.height, STEM)
        shown = maps_error(answers.maps, {k: v.to(said.device) for k, v in shares.items()})
        loss = said + settings.places * astray + settings.maps * shown
        return {"loss": loss, "said": said, "astray": astray, "shown": shown}

    def _answered(self, network: nn.Module, batch: Labeled) -> tuple[Answers, Tensor, Tensor]:
        device = next(network.parameters()).device
        answers: Answers = network(pixels_of(batch.frames, self.settings.shape).to(device))
        codes, places = torch.from_numpy(batch.codes).long(), torch.from_numpy(batch.places)
        return answers, codes.to(device), places.to(device)

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[Frame | None, dict[str, float]]:
        """The share read right of each attribute, and of all labels."""
        return None, self.accuracy(networks["readers"], _TESTED)

    @torch.no_grad()
    def accuracy(self, network: nn.Module, most: int | None = None) -> dict[str, float]:
        """On test frames, so many of them by chance, or all; attributes that none of them has a
        label of are left out."""
        right = np.zeros(len(ATTRIBUTES))
        judged = np.zeros(len(ATTRIBUTES))
        count = min(most or len(self._test), len(self._test))
        numbers = np.random.default_rng(0).permutation(len(self._test))[:count].tolist()
        for first in range(0, len(numbers), _AT_ONCE):
            batch = self._test.take(numbers[first : first + _AT_ONCE])
            answers, codes, _ = self._answered(network, batch)
            said = torch.stack([each.argmax(-1) for each in answers.logits.values()], dim=1)
            known = codes != UNJUDGED
            right += ((said == codes) & known).sum(0).cpu().numpy()
            judged += known.sum(0).cpu().numpy()
        told = {
            f"right {name}": float(r / j)
            for name, r, j in zip(ATTRIBUTES, right, judged, strict=True)
            if j
        }
        return {**told, "right": float(right.sum() / max(1, judged.sum()))}

    def export(self, states: State, folder: Path, told: Any) -> None:
        readers: Any = self.networks()["readers"].eval()
        readers.load_state_dict(states["readers"])
        after = [each.made for each in self._after]
        save_readers(readers, folder, {**told, "after": after, **self.accuracy(readers)})


def _mean(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    return {name: torch.stack([each[name] for each in states]).mean(0) for name in states[0]}


@dataclass(frozen=True)
class _Begun:
    """Readers to go on from."""

    readers: Readers
    made: dict[str, Any]
    digest: str

    @classmethod
    def of(cls, folder: Path, shape: Shape) -> _Begun:
        readers, made = load_readers(folder)
        if readers.shape != shape:
            raise UseError(
                f"The readers in {folder} read frames of {readers.shape.width} x "
                f"{readers.shape.height}; these are {shape.width} x {shape.height}.",
                "Begin without them, or make frames of their size.",
            )
        return cls(readers, made, digest_of_readers(folder))
