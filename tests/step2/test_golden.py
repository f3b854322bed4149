"""The sampler against the outputs of the public release's (tests/data/stage_release/README.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from diffusers import QwenImageTransformer2DModel
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from openstage.step2.budget import Budget, sizes
from openstage.step2.frame_pair import join, pair_noise, split
from openstage.step2.guidance import Conditions, TextStates, Velocity
from openstage.step2.latent_size import LatentSize
from openstage.step2.latents import resized
from openstage.step2.sampling import denoise
from openstage.step2.schedule import scheduler, set_steps

GOLDEN = Path(__file__).parent.parent / "data/stage_release"
CASES = [
    "no_memory",
    "one_memory",
    "five_memories_packed",
    "five_memories_unpacked",
    "dynamic_shift_no_cfg",
]
CLOSE = 1e-4


@dataclass(frozen=True)
class Case:
    tensors: dict[str, Tensor]
    told: dict[str, str]

    @property
    def size(self) -> LatentSize:
        return LatentSize.of_picture(int(self.told["height"]), int(self.told["width"]))

    @property
    def flow_shift(self) -> float | None:
        return None if self.told["flow_shift"] == "None" else float(self.told["flow_shift"])

    def memories(self, name: str) -> list[Tensor]:
        return [self.tensors[f"{name}_{i}"] for i in range(int(self.told["memories"]))]

    def packed(self) -> list[Tensor]:
        budget: Budget = "release" if self.told["packed"] == "True" else "full"
        memories = self.memories("memory")
        rooms = sizes(budget, [LatentSize.of(memory) for memory in memories], self.size)
        return [
            resized(memory, room)
            for memory, room in zip(memories, rooms, strict=True)
            if room is not None
        ]

    def noise(self) -> tuple[Tensor, Tensor]:
        return pair_noise(self.size, [torch.Generator().manual_seed(int(self.told["seed"]))])


def case_of(name: str) -> Case:
    with safe_open(GOLDEN / f"{name}.safetensors", "pt") as file:
        return Case({key: file.get_tensor(key) for key in file.keys()}, file.metadata())  # noqa: SIM118


def tiny_transformer() -> QwenImageTransformer2DModel:
    config = json.loads((GOLDEN / "transformer_config.json").read_text())
    model = QwenImageTransformer2DModel.from_config(config)
    model.load_state_dict(load_file(GOLDEN / "transformer.safetensors"))
    return model.eval()


@pytest.fixture(scope="module")
def transformer() -> QwenImageTransformer2DModel:
    return tiny_transformer()


def distance(a: Tensor, b: Tensor) -> float:
    assert a.shape == b.shape
    return (a - b).abs().max().item()


@torch.no_grad()
def sampled(
    transformer: QwenImageTransformer2DModel, case: Case, *, one_pass: bool
) -> tuple[Tensor, Tensor]:
    size = case.size
    noise = join(*case.noise())
    conditions = Conditions.of(
        size.pair_grid,
        TextStates(case.tensors["prompt_embeds"]),
        case.packed(),
        TextStates(case.tensors["negative_prompt_embeds"]),
    )
    levels = scheduler(case.flow_shift)
    set_steps(levels, int(case.told["steps"]), noise.shape[1])
    guidance = float(case.told["guidance_scale"])
    velocity = Velocity(transformer, conditions, guidance, one_pass=one_pass)
    return split(denoise(noise, velocity, levels), size)


@pytest.mark.parametrize("name", CASES)
def test_the_seeded_noise(name: str) -> None:
    case = case_of(name)
    start, end = case.noise()
    assert torch.equal(start, case.tensors["start_noise"])
    assert torch.equal(end, case.tensors["end_noise"])


@pytest.mark.parametrize("name", CASES)
def test_the_packed_memories(name: str) -> None:
    case = case_of(name)
    ours, theirs = case.packed(), case.memories("packed")
    assert [memory.shape for memory in ours] == [memory.shape for memory in theirs]
    assert all(distance(a, b) < CLOSE for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("one_pass", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_the_sampled_pair(
    transformer: QwenImageTransformer2DModel, name: str, one_pass: bool
) -> None:
    case = case_of(name)
    start, end = sampled(transformer, case, one_pass=one_pass)
    assert distance(start, case.tensors["start_latents"]) < CLOSE
    assert distance(end, case.tensors["end_latents"]) < CLOSE


def test_without_its_memory_the_pair_is_another(transformer: QwenImageTransformer2DModel) -> None:
    """The tolerance proves something: what memory does is a hundred times larger."""
    case = case_of("one_memory")
    forgetful = Case(case.tensors, {**case.told, "memories": "0"})
    start, _ = sampled(transformer, forgetful, one_pass=False)
    assert distance(start, case.tensors["start_latents"]) > 50 * CLOSE
