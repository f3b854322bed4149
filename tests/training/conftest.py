"""A dataset of small drawings and a STEP2 of a few thousand weights, both made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import AutoencoderDC, QwenImageTransformer2DModel

from openstage.dataset.clip import Clip, Figure, Interior, Pictures, Source
from openstage.dataset.preferring import prefer
from openstage.dataset.rows import row_of
from openstage.dataset.store import Store
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.release.convert import convert
from openstage.step2.schedule import scheduler
from openstage.storyboard.pictures import png
from openstage.training.prepared import Prepared
from openstage.training.preparing import prepare
from openstage.training.sources import Stored
from openstage.world.palette import PALETTES
from tests.step2.release.conftest import tiny_release
from tests.step2.test_ranking import film
from tests.step2.tiny import tiny_minilm

WIDTH, HEIGHT = 64, 32


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Models of a few thousand weights gain nothing from threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def picture(color: int, at: float) -> bytes:
    """A square of one of eight colors, so far on its way from left to right, before gray."""
    frame = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    left = round(at * (WIDTH - 16))
    frame[8:24, left : left + 16] = [255 * (color >> k & 1) for k in range(3)]
    return png(frame)


def pictures(color: int) -> Pictures:
    inside = tuple(Interior(k / 5, picture(color, k / 5)) for k in range(1, 5))
    worn = ("brown", [*PALETTES["top"]][color], "")
    left, right = Figure("a", 0.0, 0.0, 0.5, 1.0, worn), Figure("a", 0.5, 0.0, 1.0, 1.0, worn)
    return Pictures(picture(color, 0), picture(color, 1), inside, (left,), (right,))


def clip(number: int) -> Clip:
    """Six shots: one color is a story's a, another its b."""
    board = film("a", "ab", "b", "a", "A", "b").model_copy(
        update={"width": WIDTH, "height": HEIGHT}
    )
    shots = [shot for _, shot in board.shots()]
    colors = [(number + (shot.cast == ["b"])) % 7 for shot in shots]
    return Clip(
        id=f"c{number}",
        story=f"story-{number}",
        source=Source("world", "Squares", "Apache-2.0", seed=number),
        storyboard=board,
        pictures={s.id: pictures(color) for s, color in zip(shots, colors, strict=True)},
    )


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Six stories to train with in two shards, two to test with, and preferences."""
    store = Store.create(tmp_path_factory.mktemp("data"), {"seed": 7})
    store.add("clips", "train", 0, [row_of(clip(n)) for n in range(3)])
    store.add("clips", "train", 1, [row_of(clip(n)) for n in range(3, 6)])
    store.add("clips", "test", 0, [row_of(clip(n)) for n in (8, 9)])
    prefer(store)
    return store


def tiny_vae() -> AutoencoderDC:
    return AutoencoderDC(
        latent_channels=4,
        encoder_block_out_channels=(4, 8, 8, 8, 8),
        decoder_block_out_channels=(4, 8, 8, 8, 8),
        encoder_layers_per_block=(0, 1, 1, 1, 1),
        decoder_layers_per_block=(0, 1, 1, 1, 1),
    )


def tiny_step2(folder: Path) -> STEP2Pipeline:
    """Always the same random weights."""
    text_encoder, tokenizer = tiny_minilm(folder)
    torch.manual_seed(0)
    made = STEP2Pipeline(
        transformer=QwenImageTransformer2DModel(
            in_channels=16,
            out_channels=4,
            num_layers=2,
            num_attention_heads=2,
            attention_head_dim=16,
            joint_attention_dim=16,
            axes_dims_rope=(4, 6, 6),
        ),
        vae=tiny_vae().eval(),
        scheduler=scheduler(1.0),
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        message="brief",
        frame_area=WIDTH * HEIGHT,
        steps=4,
        guidance=2.0,
        shrink="pixels",
    )
    made.set_progress_bar_config(disable=True)
    return made


@pytest.fixture
def step2(tmp_path: Path) -> STEP2Pipeline:
    return tiny_step2(tmp_path / "text")


@pytest.fixture(scope="session")
def prepared(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    return prepare(Stored(store), tiny_step2(folder / "text"), folder / "ready", variants=3)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a release is converted, LoRA included, but that it draws frames of a few tokens."""
    folder = tmp_path_factory.mktemp("weights")
    converted = convert(tiny_release(folder / "release"), folder / "converted").folder
    told = json.loads((converted / "model_index.json").read_text())
    told["frame_area"] = WIDTH * HEIGHT
    (converted / "model_index.json").write_text(json.dumps(told))
    return converted


@pytest.fixture(scope="session")
def ready(weights: Path, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(Stored(store), load_pipeline(weights), tmp_path_factory.mktemp("ready"))


def weights_of(network: torch.nn.Module) -> dict[str, Any]:
    return {name: weight.detach().clone() for name, weight in network.named_parameters()}
