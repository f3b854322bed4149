"""Preference alignment (paper, section 3.3, stage 2): Diffusion-DPO on frame pairs.

    L = -log sigma(beta (D_theta - D_ref)),  D_k = ||v_k(x_l^t) - v_l||^2 - ||v_k(x_w^t) - v_w||^2

with the same noise and the same t for winner w and loser l. Errors are averaged over a pair's
numbers; beta belongs to that. Both errors are logged apart, since the margin can grow while the
winner gets worse: `anchor` adds the winner's own error, `loser_share` weakens what is learned from
the loser.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import torch
import torch.nn.functional as F
from accelerate import PartialState
from numpy.typing import NDArray
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.errors import UseError
from openstage.step2.pipeline import STEP2Pipeline
from openstage.training.batches import Batches
from openstage.training.examples import Rated, spread_over
from openstage.training.flow import Batch, errors
from openstage.training.lora import without_lora
from openstage.training.prepared import Prepared
from openstage.training.sft import TESTED, SFTSettings, SFTTask, compile_blocks


@dataclass(frozen=True, kw_only=True)
class DPOSettings(SFTSettings):
    learning_rate: float = 1e-5
    warmup: int = 50
    weight_decay: float = 0.0
    ema: float = 0.99
    batch: int = 16
    beta: float = 1000.0
    anchor: float = 0.1
    """Of the winner's own error in the loss, as a share of how the preference pulls at it while
    neither is preferred: beta / 2."""
    loser_share: float = 0.5
    """Of the loser's gradient, how much is kept."""


class DPOTask(SFTTask):
    """Trains on the preferences of a prepared dataset. The reference is what it begins with: a
    frozen copy, or the network without its LoRA."""

    name = "dpo"
    names_people = False
    settings: DPOSettings

    def __init__(self, settings: DPOSettings, pipeline: STEP2Pipeline, prepared: Prepared) -> None:
        super().__init__(settings, pipeline, prepared)
        for name, value in prepared.made.asks.items():
            if value != pipeline.config[name]:
                raise UseError(
                    f"{prepared.folder} was prepared with the {name} `{value}`; these weights draw "
                    f"by `{pipeline.config[name]}`.",
                    "Prepare the preferences for these weights, in another folder. Older weights "
                    "tell nothing of it until their `train sft` is run once more.",
                )
        self._rated = Batches(
            prepared, prepared.rated, settings.batch, settings.seed, settings.drops
        )
        self._copy: nn.Module | None = None
        self._margins_before: NDArray[np.float64] | None = None

    def networks(self) -> Mapping[str, nn.Module]:
        networks = super().networks()
        if not self.settings.lora_rank:
            self._copy = copy.deepcopy(networks["step2"]).eval().requires_grad_(False)
            if self.settings.compiled:
                compile_blocks(self._copy.get_submodule("transformer"))
        return networks

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        network = networks["step2"]
        device = next(network.parameters()).device
        rated, batch = self._rated(step, PartialState().process_index)
        losers = zip(*(each.loser for each in rated), strict=True)
        winner = batch.to(device)
        loser = replace(winner, pair_BPD=self.prepared.pairs(*losers).to(device))
        noise_BPD = torch.randn(winner.pair_BPD.shape).to(device)
        copies = len(noise_BPD) // len(rated)
        sigma_B = self.noise_levels(len(rated)).repeat(copies).to(device)
        ask = partial(_errors, (winner, loser), noise_BPD, sigma_B, copies)
        with torch.no_grad(), self._reference(network) as reference:
            won_ref_B, lost_ref_B = ask(reference)
        won_B, lost_B = ask(network)
        kept_B = self.settings.loser_share * lost_B
        kept_B = kept_B + (1 - self.settings.loser_share) * lost_B.detach()
        margin_B = (kept_B - won_B) - (lost_ref_B - won_ref_B)
        loss = -F.logsigmoid(self.settings.beta * margin_B).mean()
        return {
            "loss": loss + self.settings.anchor * self.settings.beta / 2 * won_B.mean(),
            "preference_loss": loss,
            "winner_error": won_B.mean(),
            "loser_error": lost_B.mean(),
            "winner_change": (won_B - won_ref_B).mean(),
            "loser_change": (lost_B - lost_ref_B).mean(),
            "accuracy": (margin_B > 0).float().mean(),
        }

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[Frame | None, dict[str, float]]:
        """Beside the sheet, how many of the preferences to test with have come to be preferred, of
        all and by how their losers were made."""
        frame, measured = super().look(networks)
        winners = self._winners
        if winners:
            network = networks["step2"]
            if self._margins_before is None:
                with self._reference(network) as reference:
                    self._margins_before = self._margins(reference, winners)
            better = self._margins(network, winners) > self._margins_before
            measured["test_accuracy"] = float(better.mean())
            for how in sorted({each.how for each in winners}):
                these = [each.how == how for each in winners]
                measured[f"test_accuracy {how}"] = float(better[these].mean())
        return frame, measured

    @cached_property
    def _winners(self) -> list[Rated]:
        """Preferences to test with, as many of each rule."""
        by_rule: dict[str, list[Rated]] = {}
        for each in self.prepared.rated_test:
            by_rule.setdefault(each.how, []).append(each)
        share = TESTED // max(1, len(by_rule))
        return [one for some in by_rule.values() for one in spread_over(some, share)]

    def _margins(self, network: nn.Module, winners: Sequence[Rated]) -> NDArray[np.float64]:
        """By how much the error of each loser is larger than that of its winner."""
        losers = [replace(each, start=each.loser[0], end=each.loser[1]) for each in winners]
        won, lost = (np.array([*self.tested(network, side)]) for side in (winners, losers))
        margins: NDArray[np.float64] = lost - won
        return margins

    @contextmanager
    def _reference(self, network: nn.Module) -> Iterator[nn.Module]:
        if self._copy is not None:
            yield self._copy.to(next(network.parameters()).device)
        else:
            with without_lora(network):
                yield network


def _errors(
    sides: Sequence[Batch], noise_BPD: Tensor, sigma_B: Tensor, copies: int, network: nn.Module
) -> list[Tensor]:
    """Of whole pairs, also where each frame is a sequence of its own: one pair is preferred to
    another."""
    return [errors(network, side, noise_BPD, sigma_B).view(copies, -1).mean(0) for side in sides]
