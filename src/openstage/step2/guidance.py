"""What the network is told, and classifier-free guidance.

Shape suffixes: B batch, P tokens that are denoised, M tokens of memory, D channels of a token,
T tokens of text, E width of a text state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from diffusers import QwenImageTransformer2DModel
from torch import Tensor

from openstage.step2.frame_pair import pack
from openstage.step2.last_block import LastBlock
from openstage.step2.latent_size import Grid, LatentSize


@dataclass(frozen=True)
class TextStates:
    """U_i, the hidden states of the understanding model: the text stream of the transformer."""

    states_BTE: Tensor
    mask_BT: Tensor | None = None
    """False where a shorter text was padded; None: nothing was."""

    def __post_init__(self) -> None:
        if self.states_BTE.ndim != 3:
            got = tuple(self.states_BTE.shape)
            raise ValueError(f"text states: expected (batch, tokens, width), got {got}")
        expected = tuple(self.states_BTE.shape[:2])
        if self.mask_BT is not None and tuple(self.mask_BT.shape) != expected:
            got = tuple(self.mask_BT.shape)
            raise ValueError(f"mask of text states: expected {expected}, got {got}")

    @staticmethod
    def stack(parts: Sequence[TextStates]) -> TextStates:
        """One batch of several; shorter ones are padded at their end, and masked there."""
        longest = max(part.states_BTE.shape[1] for part in parts)
        states = [
            F.pad(part.states_BTE, (0, 0, 0, longest - part.states_BTE.shape[1])) for part in parts
        ]
        masks = [F.pad(part._mask(), (0, longest - part.states_BTE.shape[1])) for part in parts]
        mask_BT = torch.cat(masks)
        return TextStates(torch.cat(states), None if bool(mask_BT.all()) else mask_BT)

    def _mask(self) -> Tensor:
        if self.mask_BT is not None:
            return self.mask_BT.bool()
        batch, tokens, _ = self.states_BTE.shape
        return torch.ones(batch, tokens, dtype=torch.bool, device=self.states_BTE.device)


@dataclass(frozen=True)
class Conditions:
    """All that the network sees beside the noise."""

    text: TextStates
    memory_BMD: Tensor | None
    """The tokens of all memories, one after the other; None: there are none."""
    grids: tuple[Grid, ...]
    """Where they sit in the rotary embedding: what is denoised, then each memory in order."""
    negative: TextStates | None = None
    """What guidance leads away from; None: no guidance."""

    @classmethod
    def of(
        cls,
        grid: Grid,
        text: TextStates,
        memories_BCFHW: Sequence[Tensor] = (),
        negative: TextStates | None = None,
    ) -> Conditions:
        grids = (grid, *(LatentSize.of(memory).grid for memory in memories_BCFHW))
        tokens = [pack(memory) for memory in memories_BCFHW]
        return cls(text, torch.cat(tokens, dim=1) if tokens else None, grids, negative)


@dataclass(frozen=True)
class Velocity:
    """The guided prediction of the network: noise minus data (`schedule` tells of the sign)."""

    transformer: QwenImageTransformer2DModel
    conditions: Conditions
    guidance: float = 1.0
    """Of classifier-free guidance by the text; at 1 the negative text is not asked."""
    memory_guidance: float = 1.0
    """The same by the memory: what it adds to the text. At 1 nobody is asked without a memory."""
    one_pass: bool = False
    """True: both texts in one batch; False: one after the other, with half the memory."""

    def __call__(self, tokens_BPD: Tensor, timestep: Tensor) -> Tensor:
        """For tokens at `timestep` (1000 sigma); the same shape as `tokens_BPD`."""
        told, negative = self.conditions.text, self.conditions.negative
        memory_BMD = self.conditions.memory_BMD
        aways: list[tuple[Tensor, float]] = []
        if negative is None or self.guidance == 1:
            toward_BPD = self._predict(tokens_BPD, timestep, told, memory_BMD)
        elif self.one_pass:
            both = self._predict(
                torch.cat([tokens_BPD, tokens_BPD]),
                timestep,
                TextStates.stack([told, negative]),
                memory_BMD,
            )
            toward_BPD, away_BPD = both.chunk(2)
            aways.append((away_BPD, self.guidance))
        else:
            toward_BPD = self._predict(tokens_BPD, timestep, told, memory_BMD)
            away_BPD = self._predict(tokens_BPD, timestep, negative, memory_BMD)
            aways.append((away_BPD, self.guidance))
        if memory_BMD is not None and self.memory_guidance != 1:
            alone_BPD = self._predict(tokens_BPD, timestep, told, None)
            aways.append((alone_BPD, self.memory_guidance))
        return guided(toward_BPD, *aways)

    def _predict(
        self, tokens_BPD: Tensor, timestep: Tensor, text: TextStates, memory_BMD: Tensor | None
    ) -> Tensor:
        batch, grids = tokens_BPD.shape[0], self.conditions.grids
        if memory_BMD is None:
            grids = grids[:1]
        else:
            memory_BMD = memory_BMD.repeat(batch // memory_BMD.shape[0], 1, 1)
        sigma_B = (timestep / 1000).expand(batch).to(tokens_BPD.dtype)
        return predicted(self.transformer, tokens_BPD, sigma_B, text, memory_BMD, grids)


def predicted(
    transformer: QwenImageTransformer2DModel,
    tokens_BPD: Tensor,
    sigma_B: Tensor,
    text: TextStates,
    memory_BMD: Tensor | None,
    grids: Sequence[Grid],
) -> Tensor:
    """Noise minus data at some sigmas as the network sees it, for sampling and for training alike;
    the same shape as `tokens_BPD`."""
    denoised = tokens_BPD.shape[1]
    last = transformer.transformer_blocks[-1]
    if isinstance(last, LastBlock):
        last.denoised = denoised  # it can leave away what is not read
    sequence = tokens_BPD if memory_BMD is None else torch.cat([tokens_BPD, memory_BMD], dim=1)
    (output_BSD,) = transformer(
        hidden_states=sequence,
        timestep=sigma_B,
        encoder_hidden_states=text.states_BTE,
        encoder_hidden_states_mask=text.mask_BT,
        img_shapes=[list(grids)],
        return_dict=False,
    )
    prediction: Tensor = output_BSD[:, :denoised]
    return prediction


def guided(toward_BPD: Tensor, *aways: tuple[Tensor, float]) -> Tensor:
    """away + g (toward - away) of a prediction that knows less, and (g - 1) (toward - away) more of
    each other one; each token rescaled to the length that it has in `toward`.

    With one of them it is classifier-free guidance as the Qwen-Image family has it.
    """
    if not aways:
        return toward_BPD
    (away_BPD, guidance), *others = aways
    combined_BPD = away_BPD + guidance * (toward_BPD - away_BPD)
    for away_BPD, guidance in others:
        combined_BPD = combined_BPD + (guidance - 1) * (toward_BPD - away_BPD)
    length = toward_BPD.norm(dim=-1, keepdim=True) / combined_BPD.norm(dim=-1, keepdim=True)
    rescaled_BPD: Tensor = combined_BPD * length
    return rescaled_BPD
