"""What a network draws from its words and from its memory, told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from openstage.dataset.store import Store
from openstage.step2.guidance import TextStates
from openstage.step2.pipeline import STEP2Pipeline
from openstage.training.examples import Example
from openstage.training.flow import Batch
from openstage.training.gains import figure_errors
from openstage.training.prepared import Prepared
from openstage.training.preparing import prepare
from openstage.training.sources import Stored

EVERYWHERE = ((0.0, 0.0, 1.0, 1.0),)


class Guesses(nn.Module):
    """Says of every token that the data are gray, or what its memory is on average."""

    def __init__(self, remembers: bool, reads: bool) -> None:
        super().__init__()
        self.nothing = nn.Parameter(torch.zeros(()))
        self.remembers, self.reads = remembers, reads

    def forward(self, batch: Batch, tokens_BPD: Tensor, sigma_B: Tensor) -> Tensor:
        guess_BPD = torch.zeros_like(tokens_BPD)
        if self.remembers and batch.memory_BMD is not None:
            guess_BPD = guess_BPD + batch.memory_BMD.mean(1, keepdim=True)
        if self.reads:
            assert isinstance(batch.text, TextStates)
            guess_BPD = guess_BPD + batch.text.states_BTE.mean()
        return (tokens_BPD - guess_BPD) / sigma_B[:, None, None]


def examples(prepared: Prepared) -> list[Example]:
    """Those whose first memory is like what they show, and a figure fills."""
    return [replace(one, figures=(EVERYWHERE, EVERYWHERE)) for one in prepared.train]


@pytest.mark.parametrize("remembers", [False, True])
def test_memory_is_seen_where_it_is_used(remembers: bool, prepared: Prepared) -> None:
    found = figure_errors(Guesses(remembers, reads=False), prepared, examples(prepared), 5)
    assert found["figures_without_words"] == found["figures"]
    if remembers:
        assert found["figures"] < 0.9 * found["figures_without_memory"]
    else:
        assert found["figures"] == found["figures_without_memory"]


def test_words_are_seen_where_they_are_used(prepared: Prepared) -> None:
    found = figure_errors(Guesses(remembers=False, reads=True), prepared, examples(prepared), 5)
    assert found["figures_without_words"] != found["figures"]


def test_the_same_examples_count_whatever_is_remembered(
    store: Store, prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    """Whose look is told in a first shot, and mostly not later."""
    network = Guesses(remembers=False, reads=True)
    without = prepare(Stored(store), step2, tmp_path / "none", budget="none", variants=3)
    found = figure_errors(network, without, examples(without), 5)
    assert "figures_without_memory" not in found
    assert found["figures"] == figure_errors(network, prepared, examples(prepared), 5)["figures"]


def test_only_figures_count(prepared: Prepared) -> None:
    corner = ((0.0, 0.0, 0.5, 1.0),)
    network = Guesses(remembers=False, reads=False)
    whole, part = (
        figure_errors(network, prepared, [replace(e, figures=(b, b)) for e in prepared.train], 64)
        for b in (EVERYWHERE, corner)
    )
    assert whole["figures"] != part["figures"]
    nobody = [replace(e, figures=((), ())) for e in prepared.train]
    assert figure_errors(network, prepared, nobody, 64) == {}, "nobody is in these"


def test_frames_with_nobody_do_not_count(
    store: Store, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    """Each frame is a sequence of its own here."""
    prepared = prepare(Stored(store), step2, tmp_path / "alone", pair="independent")
    start, end, both = (
        figure_errors(
            Guesses(remembers=False, reads=False),
            prepared,
            [replace(one, figures=figures) for one in prepared.train],
            64,
        )["figures"]
        for figures in ((EVERYWHERE, ()), ((), EVERYWHERE), (EVERYWHERE, EVERYWHERE))
    )
    assert start != end
    assert both == pytest.approx((start + end) / 2)
