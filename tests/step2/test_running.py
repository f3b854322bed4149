"""Small devices and fast ones: offloading, fewer bits, compiled blocks, pictures in tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from accelerate import cpu_offload
from diffusers import PipelineQuantizationConfig, TorchAoConfig
from numpy.typing import NDArray
from torch import nn
from torch._dynamo.testing import CompileCounter

from openstage.step2.latents import LatentCache
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.release.convert import convert
from tests.step2.accelerator import DEVICE, accelerator
from tests.step2.release.conftest import tiny_release
from tests.step2.test_pipeline import far, loaded, made, pictures

ROUNDING = 1e-5
"""Of float32, through all layers and steps."""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    return convert(tiny_release(folder / "release"), folder / "converted").folder


@pytest.fixture
def pipeline(weights: Path) -> STEP2Pipeline:
    """One's own, to change."""
    return loaded(weights)


def drawn(pipeline: STEP2Pipeline, **more: Any) -> NDArray[np.float32]:
    """A pair with two memories."""
    return made(pipeline, memory=pictures(1, 2), **more)


@pytest.fixture(scope="module")
def plain(weights: Path) -> NDArray[np.float32]:
    return drawn(loaded(weights))


@pytest.fixture(params=["cuda", "pretended"])
def device(request: pytest.FixtureRequest) -> Iterator[str]:
    """A graphics card, and the device that is none, which every machine has."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("there is no CUDA device here")
    with accelerator() if request.param == "pretended" else nullcontext():
        yield DEVICE if request.param == "pretended" else "cuda"


def models(pipeline: STEP2Pipeline) -> dict[str, nn.Module]:
    parts = pipeline.components.items()
    return {name: part for name, part in parts if isinstance(part, nn.Module)}


def bytes_of(model: nn.Module) -> int:
    """What the weights take; those in fewer bits keep their numbers in tensors of their own."""
    total = 0
    for weight in model.parameters():
        inner = getattr(weight, "tensor_data_names", ["data"])
        total += sum(getattr(weight, name).nbytes for name in inner)
    return total


def away(pipeline: STEP2Pipeline) -> set[str]:
    """The models that are on the device, not on the CPU."""
    return {
        name
        for name, model in models(pipeline).items()
        if any(weight.device.type != "cpu" for weight in model.parameters())
    }


def test_every_model_is_offloaded_in_the_order_of_its_use(pipeline: STEP2Pipeline) -> None:
    order = STEP2Pipeline.model_cpu_offload_seq.split("->")
    assert sorted(order) == sorted(models(pipeline))
    used: list[str] = []
    # Offloading listens to the call of a model; of the text encoder and the VAE a part is called.
    for name, model in (
        ("text_encoder", pipeline.text_encoder.base_model),
        ("transformer", pipeline.transformer),
        ("vae", pipeline.vae.decoder),
    ):
        model.register_forward_hook(lambda *call, name=name: used.append(name))
    drawn(pipeline)
    assert list(dict.fromkeys(used)) == order


def test_models_take_turns_on_the_device(
    pipeline: STEP2Pipeline, plain: NDArray[np.float32], device: str
) -> None:
    seen: list[set[str]] = []
    for model in (pipeline.text_encoder.base_model, pipeline.transformer):
        model.register_forward_hook(lambda *call: seen.append(away(pipeline)))
    pipeline.enable_model_cpu_offload(device=device)
    for _ in range(2):  # the second finds the memories in the cache
        assert far(drawn(pipeline), plain) < ROUNDING
        assert away(pipeline) == set()
    assert {"text_encoder", "vae"} in seen
    assert {"transformer"} in seen
    assert not any({"text_encoder", "transformer"} <= there for there in seen)


def test_offloaded_with_its_lora(weights: Path, pipeline: STEP2Pipeline, device: str) -> None:
    pipeline.load_lora_weights(weights)
    with_lora = drawn(pipeline)
    pipeline.enable_model_cpu_offload(device=device)
    assert far(drawn(pipeline), with_lora) < ROUNDING


def by_blocks(pipeline: STEP2Pipeline, device: str) -> None:
    for name in ("text_encoder", "vae"):
        getattr(pipeline, name).to(device)
    pipeline.transformer.enable_group_offload(torch.device(device), num_blocks_per_group=1)


def by_leaves(pipeline: STEP2Pipeline, device: str) -> None:
    pipeline.enable_group_offload(torch.device(device), offload_type="leaf_level")


@pytest.mark.parametrize("offload", [by_blocks, by_leaves])
def test_a_model_that_is_larger_than_the_device(
    pipeline: STEP2Pipeline,
    plain: NDArray[np.float32],
    device: str,
    offload: Callable[[STEP2Pipeline, str], None],
) -> None:
    offload(pipeline, device)
    assert far(drawn(pipeline), plain) < ROUNDING
    block = pipeline.transformer.transformer_blocks[0]
    assert {weight.device.type for weight in block.parameters()} == {"cpu"}


def by_layers(pipeline: STEP2Pipeline) -> None:
    """What `enable_sequential_cpu_offload` does; it wants a device with a number, as no CPU has."""
    for model in models(pipeline).values():
        cpu_offload(model, torch.device("cpu"), offload_buffers=len(model._parameters) > 0)


@pytest.mark.parametrize("with_lora", [False, True])
def test_layers_take_turns(weights: Path, pipeline: STEP2Pipeline, with_lora: bool) -> None:
    """Between their turns the layers have no weights at all, so that a CPU shows it as well."""
    if with_lora:
        pipeline.load_lora_weights(weights)
    whole = drawn(pipeline)
    by_layers(pipeline)
    pipeline.latents = LatentCache()
    assert far(drawn(pipeline), whole) < ROUNDING
    layers = pipeline.transformer.transformer_blocks
    assert {weight.device.type for weight in layers.parameters()} == {"meta"}


def test_eight_bits(weights: Path, tmp_path: Path, plain: NDArray[np.float32]) -> None:
    quantization = pytest.importorskip("torchao.quantization", reason="torchao is not installed")
    config = PipelineQuantizationConfig(
        quant_mapping={"transformer": TorchAoConfig(quantization.Int8WeightOnlyConfig())}
    )

    def load(folder: Path, **more: Any) -> STEP2Pipeline:
        pipeline = STEP2Pipeline.from_pretrained(
            folder, local_files_only=True, dtype=torch.float32, **more
        )
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    pipeline = load(weights, quantization_config=config)
    light = drawn(pipeline)
    assert bytes_of(pipeline.transformer) < 0.35 * bytes_of(loaded(weights).transformer)
    assert 0 < far(light, plain) < 0.01
    pipeline.save_pretrained(tmp_path)
    assert np.array_equal(drawn(load(tmp_path)), light)
    full = loaded(weights)
    for each in (full, pipeline):
        each.load_lora_weights(weights)
    with_lora = drawn(pipeline)
    assert far(with_lora, light) > 1e-4
    assert far(with_lora, drawn(full)) < 0.01


def test_weights_kept_in_eight_bits_without_any_package(
    pipeline: STEP2Pipeline, plain: NDArray[np.float32]
) -> None:
    before = bytes_of(pipeline.transformer)
    pipeline.transformer.enable_layerwise_casting(torch.float8_e4m3fn, torch.float32)
    assert bytes_of(pipeline.transformer) < 0.35 * before
    assert 0 < far(drawn(pipeline), plain) < 0.01


def test_another_size_compiles_the_last_block_alone(
    weights: Path, pipeline: STEP2Pipeline, plain: NDArray[np.float32]
) -> None:
    """What a compiler makes of a graph is its own affair; which graphs it is given is ours.

    They are three: the first block's, whose input is a view of another tensor, that of the others,
    and the last block's, which knows how many tokens it gives, so that another size of frames has
    its own. In one pass, where the shorter text is padded, its mask makes them others.
    """
    counter = CompileCounter()
    torch._dynamo.reset()
    pipeline.transformer.compile_repeated_blocks(backend=counter, fullgraph=True, dynamic=True)
    assert far(drawn(pipeline, passes="two"), plain) < ROUNDING
    assert counter.frame_count == 3
    other = {"passes": "two", "height": 80, "width": 96, "prompt": "A dog barks, far away."}
    assert far(drawn(pipeline, **other), drawn(loaded(weights), **other)) < ROUNDING
    assert counter.frame_count == 4


def test_pictures_in_tiles(pipeline: STEP2Pipeline, plain: NDArray[np.float32]) -> None:
    """Tiles see less around them, so the picture is near, and not the same."""
    pipeline.vae.enable_tiling(48, 48, 32, 32)
    tiled = drawn(pipeline)
    assert tiled.shape == plain.shape
    assert 0 < np.abs(tiled - plain).mean() < 0.01
    pipeline.vae.disable_tiling()
    pipeline.latents = LatentCache()
    assert np.array_equal(drawn(pipeline), plain)
