"""The whole path, from text and pictures to pixels, on weights that a release was converted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from openstage.crew import MemoryFrame
from openstage.errors import UseError, WorkError
from openstage.step2.budget import sizes
from openstage.step2.frame_pair import join, pair_noise, split
from openstage.step2.guidance import Conditions, Velocity
from openstage.step2.latent_size import LatentSize
from openstage.step2.pipeline import STEP2Pipeline, remembered
from openstage.step2.release.convert import convert
from openstage.step2.sampling import denoise
from openstage.step2.schedule import set_steps
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import resized
from tests.step2.release.conftest import tiny_release
from tests.step2.test_ranking import film

SMALL: dict[str, Any] = {"height": 64, "width": 112, "num_inference_steps": 3, "output_type": "np"}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    return convert(tiny_release(folder / "release"), folder / "converted").folder


def loaded(weights: Path) -> STEP2Pipeline:
    pipeline = STEP2Pipeline.from_pretrained(weights, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.register_to_config(frame_area=None)  # the release's own would take minutes here
    return pipeline


@pytest.fixture(scope="module")
def pipeline(weights: Path) -> STEP2Pipeline:
    return loaded(weights)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def pictures(*seeds: int) -> list[MemoryFrame]:
    drawn = [np.random.default_rng(seed).integers(0, 256, (64, 112, 3), np.uint8) for seed in seeds]
    return [remembered(f"s{seed}", "end", frame) for seed, frame in zip(seeds, drawn, strict=True)]


def made(pipeline: STEP2Pipeline, prompt: str = "Mara types.", **more: Any) -> NDArray[np.float32]:
    """Both frames of every shot: (2, batch, height, width, 3)."""
    return np.stack(
        pipeline(prompt, return_dict=False, **{"generator": seeded(1), **SMALL, **more})
    )


def far(a: Any, b: Any) -> float:
    return float(np.abs(a - b).max())


def test_a_pair_of_pictures(pipeline: STEP2Pipeline) -> None:
    out = pipeline("Mara types.", memory=pictures(1, 2), generator=seeded(1), **SMALL)
    assert out.start.shape == out.end.shape == (1, 64, 112, 3)
    assert far(out.start, out.end) > 0.01
    pil = pipeline("Mara types.", generator=seeded(1), **{**SMALL, "output_type": "pil"})
    assert pil.end[0].size == (112, 64)


@torch.no_grad()
def test_it_is_the_parts_one_after_the_other(pipeline: STEP2Pipeline) -> None:
    memory = pictures(1, 2, 3)
    out = pipeline(
        "Mara types.", memory=memory, generator=seeded(5), **{**SMALL, "output_type": "latent"}
    )
    size = pipeline.codec.size_of(64, 112)
    kept = [
        torch.nn.functional.interpolate(
            latents[:, :, 0], (room.height, room.width), mode="bilinear"
        )
        for frame, room in zip(memory, sizes("paper", [size] * 3, size), strict=True)
        for latents in [pipeline.codec.encode(frame.load(), size)]
        if room is not None
    ]
    reader = pipeline.understanding
    conditions = Conditions.of(
        size.pair_grid,
        reader.encode(["Mara types."], memory[0].load()),
        [latents[:, :, None] for latents in kept],
        reader.encode([" "], memory[0].load()),
    )
    noise = join(*pair_noise(size, [seeded(5)]))
    set_steps(pipeline.scheduler, 3, noise.shape[1])
    velocity = Velocity(pipeline.transformer, conditions, 4.0)
    start, end = split(denoise(noise, velocity, pipeline.scheduler), size)
    assert far(out.start.numpy(), start.numpy()) < 1e-4
    assert far(out.end.numpy(), end.numpy()) < 1e-4


def test_without_a_size_it_draws_as_large_as_it_learned(weights: Path) -> None:
    pipeline = loaded(weights)
    pipeline.register_to_config(frame_area=64 * 112)
    out = pipeline("Mara types.", num_inference_steps=2, generator=seeded(1), output_type="np")
    assert out.start.shape == (1, 64, 112, 3)


@pytest.mark.parametrize("output_type", ["np", "latent"])
def test_what_is_not_finite_is_no_picture(weights: Path, output_type: str) -> None:
    broken = loaded(weights)
    broken.transformer.proj_out.bias.data[0] = torch.inf
    with pytest.raises(WorkError, match="not finite") as caught:
        made(broken, output_type=output_type)
    assert "bfloat16" in caught.value.remedy


def test_saved_and_loaded_it_draws_the_same(pipeline: STEP2Pipeline, tmp_path: Path) -> None:
    pipeline.save_pretrained(tmp_path)
    again = loaded(tmp_path)
    memory = pictures(1, 2)
    assert np.array_equal(made(pipeline, memory=memory), made(again, memory=memory))
    assert again.config.memory_area == 1024 * 1024


@pytest.mark.parametrize("pair", ["joint", "independent"])
@pytest.mark.parametrize("memories", [(pictures(1), pictures(2)), (pictures(1, 2), ())])
def test_a_batch_of_two_is_two_of_one(
    pipeline: STEP2Pipeline, memories: Sequence[list[MemoryFrame]], pair: str
) -> None:
    prompts = ["Mara types.", "A dog barks at the far end of the long corridor."]
    both = made(
        pipeline,
        prompts,  # type: ignore[arg-type]
        memory=memories,
        generator=[seeded(1), seeded(2)],
        pair=pair,
    )
    for k, prompt in enumerate(prompts):
        one = made(pipeline, prompt, memory=memories[k], generator=seeded(k + 1), pair=pair)
        assert far(both[:, k : k + 1], one) < 1e-3


@torch.no_grad()
def test_a_memory_of_another_shape_is_not_stretched(weights: Path) -> None:
    pipeline = loaded(weights)
    pipeline.register_to_config(frame_size=[64, 112])
    (whole,) = pictures(1)
    upright = whole.load()[:, 38:74]  # what an upright film has of it
    inside = np.pad(upright, ((0, 0), (38, 38), (0, 0)), mode="edge")
    film, same, stretched = (
        pipeline._encoded(remembered("s1", "end", each), LatentSize(8, 14))
        for each in (upright, inside, resized(upright, 112, 64))
    )
    assert torch.equal(film, same)
    assert not torch.allclose(film, stretched, atol=1e-3)


@torch.no_grad()
def test_guidance_leads_away_from_what_knows_less(pipeline: STEP2Pipeline) -> None:
    size, memory = LatentSize(8, 14), pictures(1)
    reader = pipeline.understanding
    seen = [memory[0].load()]
    told, plain = (reader.encode([text], [seen]) for text in ("Mara types.", " "))
    remembered_BCFHW = [pipeline.codec.encode(memory[0].load(), size)]
    conditions = Conditions.of(size.pair_grid, told, remembered_BCFHW, plain)
    noise, at = join(*pair_noise(size, [seeded(5)])), torch.tensor(600.0)

    def asked(conditions: Conditions, *guidance: float) -> torch.Tensor:
        return Velocity(pipeline.transformer, conditions, *guidance)(noise, at)

    full = asked(conditions)
    wordless = asked(replace(conditions, text=plain))
    alone = asked(Conditions.of(size.pair_grid, told))
    sum_BPD = full + 3.0 * (full - wordless) + 0.5 * (full - alone)
    wanted = sum_BPD * full.norm(dim=-1, keepdim=True) / sum_BPD.norm(dim=-1, keepdim=True)
    assert far(asked(conditions, 4.0, 1.5).numpy(), wanted.numpy()) < 1e-4
    first = Conditions.of(size.pair_grid, told, (), plain)
    assert far(asked(first, 4.0, 1.5).numpy(), asked(first, 4.0).numpy()) == 0, "nothing to forget"


def test_one_pass_and_two_are_the_same(pipeline: STEP2Pipeline) -> None:
    memory = pictures(1, 2)
    one, two = (made(pipeline, memory=memory, passes=passes) for passes in ("one", "two"))
    assert far(one, two) < 1e-3


@pytest.mark.parametrize(
    "other",
    [
        {"memory": ()},
        {"memory": pictures(2, 1)},
        {"budget": "release"},
        {"budget": "last"},
        {"pair": "independent"},
        {"guidance_scale": 1.0},
        {"memory_guidance_scale": 2.0},
        {"generator": seeded(9)},
        {"num_inference_steps": 4},
    ],
)
def test_everything_that_is_told_counts(pipeline: STEP2Pipeline, other: dict[str, Any]) -> None:
    told: dict[str, Any] = {"memory": pictures(1, 2)}
    assert far(made(pipeline, **told), made(pipeline, **{**told, **other})) > 1e-4


def test_a_pair_is_drawn_as_the_weights_were_trained(weights: Path) -> None:
    pipeline = loaded(weights)
    joint = made(pipeline, memory=pictures(1))
    pipeline.register_to_config(pair="independent")
    as_asked = made(pipeline, memory=pictures(1))
    assert far(as_asked, made(pipeline, memory=pictures(1), pair="independent")) == 0
    assert far(as_asked, joint) > 1e-4
    assert far(joint, made(pipeline, memory=pictures(1), pair="joint")) == 0


def test_a_frame_is_encoded_once(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = loaded(weights)
    encoded: list[Any] = []
    encode = pipeline.codec.encode
    monkeypatch.setattr(pipeline.codec, "encode", lambda *a: encoded.append(a) or encode(*a))
    for _ in range(2):
        made(pipeline, memory=pictures(1, 2))
    assert len(encoded) == 2


def test_lora_on_and_off(weights: Path) -> None:
    pipeline = loaded(weights)
    before = made(pipeline)
    pipeline.load_lora_weights(weights)
    with_lora = made(pipeline)
    assert far(before, with_lora) > 1e-4
    pipeline.disable_lora()
    assert far(before, made(pipeline)) < 1e-6
    pipeline.enable_lora()
    assert np.array_equal(with_lora, made(pipeline))
    with pytest.raises(UseError, match="no LoRA that can be read"):
        pipeline.load_lora_weights(weights / "none.safetensors")


def test_callbacks_and_progress(pipeline: STEP2Pipeline) -> None:
    steps: list[tuple[int, tuple[int, ...]]] = []

    def call(pipe: Any, step: int, timestep: Any, given: dict[str, Any]) -> dict[str, Any]:
        steps.append((step, tuple(given["latents"].shape)))
        return {"latents": given["latents"] * 0}

    out = made(pipeline, callback_on_step_end=call)
    assert steps == [(step, (1, 2 * 4 * 7, 64)) for step in range(3)]
    assert far(out[0], out[1]) < 1e-6
    with pytest.raises(ValueError, match="a callback is given"):
        made(pipeline, callback_on_step_end_tensor_inputs=["prompt_embeds"])


def test_a_film_remembers_itself(pipeline: STEP2Pipeline) -> None:
    board = film("a", "ab", "b").model_copy(update={"width": 112, "height": 64})
    settings = {"num_inference_steps": 2}
    shots = list(pipeline.storyboard(board, keep="both", **settings))
    assert [shot.id for shot, _ in shots] == ["s0", "s1", "s2"]
    scene, second = list(board.shots())[1]
    first = shots[0][1]
    memory = [remembered("s0", "end", first.end), remembered("s0", "start", first.start)]
    start, end = pipeline(
        pipeline.message(ShotContext(board, scene, second)),
        memory=memory,
        generator=seeded(ShotContext(board, scene, second).noise_seed),
        return_dict=False,
        **{**SMALL, **settings},
    )
    assert np.array_equal(np.rint(start[0] * 255).astype(np.uint8), shots[1][1].start)
    assert np.array_equal(np.rint(end[0] * 255).astype(np.uint8), shots[1][1].end)


def test_batches_of_different_lengths_are_told(pipeline: STEP2Pipeline) -> None:
    with pytest.raises(ValueError, match="2 prompts need as many generators; got 1"):
        pipeline(["a", "b"], generator=seeded(1), **SMALL)
    with pytest.raises(ValueError, match="2 prompts need as many memories; got 1"):
        pipeline(["a", "b"], memory=[pictures(1)], **SMALL)
    with pytest.raises(ValueError, match="even number of rows"):
        pipeline("a", **{**SMALL, "height": 8})
