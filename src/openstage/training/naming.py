"""Names beside pictures: what somebody wears, as the middle of the transformer is asked for it.

The loss on pictures hardly feels whether a coat is red, so binding a color to a person and copying
it from memory are learned last. So where a dataset tells what people wear, a layer that is thrown
away afterwards has to name it, token by token, from the states of a middle block: these come to
hold, as early as there, who stands where and in which colors. It is the alignment of REPA (Yu et
al., ICLR 2025) with names in the place of another network's features, which a world of drawings
has not got.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from openstage.dataset.clip import Box
from openstage.step2.frame_pair import sequences
from openstage.step2.latent_size import PATCH, LatentSize, PairMode
from openstage.training.examples import Example
from openstage.training.figures import overlap
from openstage.world.palette import PALETTES

NOBODY = 0
"""The class of a token without a figure; those of the colors follow."""
UNTOLD = -100
"""Of a token that is not judged: at an edge, behind another figure, of an animal, of a color
without a name."""
_CODES = [{name: code for code, name in enumerate(told, start=1)} for told in PALETTES.values()]
_WITHIN, _OUTSIDE = 0.5, 0.05
"""The share of a token that a box covers from which on the token is the figure's, and up to which
it is not."""


class Namer(nn.Module):
    """Listens to a block of the transformer, and names what it has heard."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        config = transformer.config
        width = config.num_attention_heads * config.attention_head_dim
        self.norm = nn.LayerNorm(width)
        self.names = nn.ModuleList(nn.Linear(width, 1 + len(codes)) for codes in _CODES)
        # Two thirds of the way: what is known by then has still to be painted.
        listened = transformer.transformer_blocks[(2 * config.num_layers + 2) // 3 - 1]
        listened.register_forward_hook(self._hear)
        self.listens = False
        """Set for a pass that shall be named; others are let go by."""
        self._heard_BSE: Tensor | None = None

    def _hear(self, _: nn.Module, __: Any, states: tuple[Tensor, Tensor]) -> None:
        if self.listens:
            self._heard_BSE = states[1]

    def forward(self, told_BPK: Tensor, weight_BP: Tensor | None) -> Tensor:
        """The error of the names after a pass of the transformer, a scalar: the mean cross entropy
        of all tokens of the pair that are told (`told_names`), by their weight."""
        self.listens = False
        heard_BSE, self._heard_BSE = self._heard_BSE, None
        assert heard_BSE is not None, "the transformer has passed"
        states_BPE = self.norm(heard_BSE[:, : told_BPK.shape[1]])
        found = []
        for part, layer in enumerate(self.names):
            told_BP = told_BPK[..., part]
            scores_BCP = layer(states_BPE).float().transpose(1, 2)
            each_BP = F.cross_entropy(scores_BCP, told_BP, ignore_index=UNTOLD, reduction="none")
            counted_BP = (told_BP != UNTOLD) * (1.0 if weight_BP is None else weight_BP)
            found.append((counted_BP * each_BP).sum() / counted_BP.sum().clamp(min=1))
        return torch.stack(found).mean()


def told_names(examples: Sequence[Example], size: LatentSize, pair: PairMode) -> Tensor:
    """For each token of the pair the classes of what is worn there, (B, P, K) as `sequences` has
    the tokens, K the parts of `PALETTES`. Of a shot without figures nothing is told: it may be that
    nobody has looked."""
    start_BKFHW, end_BKFHW = (
        torch.stack([_told(one, frame, size) for one in examples]) for frame in (0, 1)
    )
    tokens_BPD = sequences(start_BKFHW, end_BKFHW, pair)
    return tokens_BPD.reshape(*tokens_BPD.shape[:2], len(_CODES), -1)[..., 0]


def _told(example: Example, frame: int, size: LatentSize) -> Tensor:
    """Of one frame, (K, 1, H, W), the same for all latents of a token."""
    boxes, colors = example.figures[frame], example.colors[frame]
    rows, columns = size.height // PATCH, size.width // PATCH
    told_KHW = torch.full((len(_CODES), rows, columns), NOBODY if any(example.figures) else UNTOLD)
    if boxes:
        shares = [_share(box, rows, columns) for box in boxes]
        share_NHW = torch.stack(shares)
        within_NHW = share_NHW >= _WITHIN
        codes_NK = torch.tensor([_codes(each) for each in colors])
        named_KHW = codes_NK[within_NHW.int().argmax(0)].permute(2, 0, 1)
        sure_HW = within_NHW.sum(0) == 1
        told_KHW = torch.where(sure_HW, named_KHW, UNTOLD)
        told_KHW = torch.where(share_NHW.amax(0) <= _OUTSIDE, NOBODY, told_KHW)
    whole = told_KHW.repeat_interleave(PATCH, 1).repeat_interleave(PATCH, 2)
    return whole[:, None]


def _share(box: Box, rows: int, columns: int) -> Tensor:
    left, top, right, bottom = box
    return torch.outer(overlap(top, bottom, rows), overlap(left, right, columns))


def _codes(colors: Sequence[str]) -> list[int]:
    if not colors:
        return [UNTOLD] * len(_CODES)
    return [codes.get(name, UNTOLD) for codes, name in zip(_CODES, colors, strict=True)]
