"""Supervised fine-tuning: flow matching on the joint pair (paper, section 3.3, stage 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from accelerate import PartialState
from diffusers import QwenImageTransformer2DModel
from torch import Tensor, nn
from torch._inductor.cpp_builder import get_cpp_compiler
from torch._inductor.exc import InvalidCxxCompiler

from openstage.crew import Frame
from openstage.errors import UseError
from openstage.step2.adapters import merge_lora
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.schedule import logit_shift
from openstage.step2.weights import MANIFEST, Weights
from openstage.training.batches import Batches, Drops, batch_of
from openstage.training.checkpoints import State
from openstage.training.examples import Example, spread_over
from openstage.training.figures import token_weights
from openstage.training.flow import errors, noise_levels
from openstage.training.gains import figure_errors
from openstage.training.loop import LoopSettings
from openstage.training.lora import add_lora, save_lora
from openstage.training.naming import told_names
from openstage.training.network import STEP2Network, sees_pictures
from openstage.training.prepared import GROWING, Prepared
from openstage.training.samples import sheet_of
from openstage.training.weights import save_weights, told_of

TESTED = 64
"""Test examples over which the test loss goes, at `_LEVELS` noise levels."""
_LEVELS = (0.5, 0.8, 0.95)
_FIGURES = 3.0
"""How much more a token of a figure counts than one of the place."""
_OF = "transformer."
"""What the names of a network's own weights begin with: what listens to it is thrown away."""
_NAMES = 0.1
"""How much the names of what people wear count beside the pictures; with 0.3 the error on these
is 1.305 after 400 steps of the mini, without names 1.258."""


@dataclass(frozen=True, kw_only=True)
class SFTSettings(LoopSettings):
    batch: int = 32
    """Shots of a step, on each process."""
    noise_std: float = 1.4
    """Of the logit-normal noise levels; their mean is the shift that is sampled with, so that most
    is learned where most steps are. Wider than the usual 1: what is where is decided close to pure
    noise, and edges close to none."""
    drops: Drops = field(default_factory=Drops)
    lora_rank: int = 0
    """Of a LoRA on transformer and understanding model; 0: the transformer is trained whole."""
    compiled: bool = False
    """Blocks become machine code first, which takes a minute and a C++ compiler."""


class SFTTask:
    """Trains the transformer of a pipeline whole, or LoRA on it and on its understanding model.

    What is frozen lies in the caches of the prepared dataset. Raises UseError for weights that see
    pictures and are to be trained whole. With a LoRA, the pipeline has to come from a folder.
    """

    name = "sft"

    names_people = True
    """Whether what people wear is named beside the pictures, where the clips tell it and the
    transformer is trained whole."""

    def __init__(self, settings: SFTSettings, pipeline: STEP2Pipeline, prepared: Prepared) -> None:
        self.settings, self.pipeline, self.prepared = settings, pipeline, prepared
        if sees_pictures(pipeline) and not settings.lora_rank:
            raise UseError(
                "These weights understand a shot by pictures, and are not trained whole.",
                "Train a LoRA on them, as the paper does: --lora 64.",
            )
        prepared.must_fit(pipeline)
        # Now: another run may write to the folder while this one learns.
        self._base = came_from(pipeline)
        self._after = told_of(self._base) if self._base else {}
        self._began_with = began_with(pipeline)
        self._naming = (
            self.names_people
            and not settings.lora_rank
            and any(any(frame) for each in prepared.train for frame in each.colors)
        )
        self._batches = Batches(
            prepared, prepared.train, settings.batch, settings.seed, settings.drops
        )

    def networks(self) -> Mapping[str, nn.Module]:
        transformer = self.pipeline.transformer
        torch.manual_seed(self.settings.seed)
        if self.settings.lora_rank:
            add_lora(self.pipeline, self.settings.lora_rank)
        else:
            # First, since in bfloat16 most of what a LoRA adds would be rounded away.
            transformer.float()
            merge_lora(transformer)
            transformer.requires_grad_(True)
        network = STEP2Network(self.pipeline, naming=self._naming).train()
        if self.settings.checkpointing:
            transformer.enable_gradient_checkpointing()
            if network.text_encoder is not None:
                self.pipeline.text_encoder.activation_checkpointing_enable()
        if self.settings.compiled:
            compile_blocks(transformer)
        return {"step2": network}

    def about(self) -> dict[str, Any]:
        """The dataset may have grown since; a run that begins elsewhere is another run."""
        told = {k: v for k, v in self.prepared.about().items() if k not in GROWING}
        config = dict(self.pipeline.transformer.config)
        kept = ("num_layers", "num_attention_heads", "attention_head_dim", "in_channels")
        return {
            "data": told,
            "transformer": {name: config[name] for name in kept},
            "began_with": self._began_with,
            "names": self._naming,
        }

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        network = networks["step2"]
        device = next(network.parameters()).device
        examples, batch = self._batches(step, PartialState().process_index)
        made = self.prepared.made
        weight_BP = token_weights(examples, made.frame, made.pair, _FIGURES)
        names_BPK = told_names(examples, made.frame, made.pair) if self._naming else None
        batch = replace(batch, weight_BP=weight_BP, names_BPK=names_BPK).to(device)
        sigma_B = self.noise_levels(len(batch.pair_BPD)).to(device)
        noise_BPD = torch.randn(batch.pair_BPD.shape).to(device)
        error = errors(network, batch, noise_BPD, sigma_B).mean()
        if not self._naming:
            return {"loss": error}
        naming_error = cast(STEP2Network, network).naming_error
        assert naming_error is not None, "it was told names"
        loss = error + _NAMES * naming_error
        return {"loss": loss, "error": error, "naming_error": naming_error}

    def noise_levels(self, count: int) -> Tensor:
        """Sigmas to train at, (B,)."""
        pair_tokens = 2 * self.prepared.made.frame.tokens
        mean = logit_shift(self.pipeline.scheduler, pair_tokens)
        return noise_levels(count, mean, self.settings.noise_std)

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[Frame | None, dict[str, float]]:
        if not self.prepared.test:
            return None, {}
        network = networks["step2"]
        sheet = sheet_of(network, self.pipeline, self.prepared)
        examples = self.prepared.test
        return sheet, {
            "test_loss": float(np.mean([*self.tested(network, spread_over(examples, TESTED))])),
            **figure_errors(network, self.prepared, examples, self.settings.batch),
        }

    def tested(self, network: nn.Module, examples: Sequence[Example]) -> Iterator[float]:
        """The errors of examples, on the same noise and noise levels each time."""
        device = next(network.parameters()).device
        chance = np.random.default_rng(0)
        for number, example in enumerate(examples):
            memories = len(example.memory)
            batch = batch_of(
                self.prepared, [example], [example.messages[0]], memories, 0.0, chance
            ).to(device)
            generator = torch.Generator().manual_seed(number)
            noise_BPD = torch.randn(batch.pair_BPD.shape, generator=generator).to(device)
            levels = [torch.full((len(noise_BPD),), level, device=device) for level in _LEVELS]
            each = [float(errors(network, batch, noise_BPD, level).mean()) for level in levels]
            yield float(np.mean(each))

    def export(self, states: State, folder: Path, told: Any) -> None:
        state = states["step2"]
        told = {**told, "after": self._after}
        if self.settings.lora_rank:
            assert self._base, "a LoRA is of weights that lie in a folder"
            if began_with(self.pipeline) != self._began_with:
                raise UseError(
                    f"The weights in {self._base} are others than this run began with.",
                    "Its checkpoint is whole: put them back, and run it again.",
                )
            save_lora(self._base, state, folder, told, self.prepared.made.asks)
            return
        light = QwenImageTransformer2DModel.from_config(self.pipeline.transformer.config)
        light.load_state_dict(
            {name.removeprefix(_OF): w for name, w in state.items() if name.startswith(_OF)}
        )
        save_weights(self.pipeline, light, folder, told, asks=self.prepared.made.asks)


def came_from(pipeline: STEP2Pipeline) -> Path | None:
    """The folder of a pipeline's weights; None where it was made in memory."""
    name = pipeline.config.get("_name_or_path", "")
    return Path(name) if name else None


def began_with(pipeline: STEP2Pipeline) -> str:
    """The digest of the folder that a pipeline came from; empty where it was made in memory."""
    folder = came_from(pipeline)
    return Weights.of(folder).digest if folder and (folder / MANIFEST).is_file() else ""


def compile_blocks(transformer: Any) -> None:
    if transformer.device.type == "cpu":
        try:
            get_cpp_compiler()
        except InvalidCxxCompiler as error:
            raise UseError(
                "Blocks are compiled by a C++ compiler, and there is none.",
                "Leave --compile away (COMPILE= for runs/mini.sh), or install one, such as g++.",
            ) from error
        # What torch has for attention on a CPU cannot be compiled, and is slow on the way back.
        # From here on it is so for all models of the process.
        transformer.set_attention_backend("_native_math")
    # Text has many lengths and batches several sizes, at some of which other machine code is
    # better; past the limit, which is 8, blocks would run uncompiled from there on.
    torch._dynamo.config.recompile_limit = 64
    transformer.compile_repeated_blocks(dynamic=True)
