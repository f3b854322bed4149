"""Weights in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from openstage.errors import MissingError, UseError
from openstage.step2.adapters import LORA_FILE
from openstage.step2.loading import drawing_dtype, load_pipeline
from openstage.step2.release.convert import convert
from openstage.step2.weights import Weights
from tests.step2.release.conftest import tiny_release
from tests.training.conftest import tiny_step2


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    return convert(tiny_release(folder / "release"), folder / "converted").folder


@pytest.fixture
def own(weights: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(weights, tmp_path / "own"))


def test_the_lora_of_the_folder_is_on(own: Path) -> None:
    assert load_pipeline(own).get_active_adapters() == ["default"]
    (own / LORA_FILE).unlink()
    assert load_pipeline(own).get_active_adapters() == []


def test_a_type_is_kept(own: Path) -> None:
    pipeline = load_pipeline(own, dtype=torch.bfloat16)
    assert pipeline.transformer.dtype == pipeline.text_encoder.dtype == torch.bfloat16


def test_what_is_not_whole(own: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"no model_index\.json"):
        load_pipeline(tmp_path / "none")
    (own / "vae/diffusion_pytorch_model.safetensors").write_bytes(b"short")
    with pytest.raises(UseError, match="Convert them again"):
        load_pipeline(own)


def test_half_a_tokenizer(tmp_path: Path) -> None:
    own = tmp_path / "small"
    tiny_step2(tmp_path / "words").save_pretrained(own)
    assert load_pipeline(own).config.message == "brief"
    (own / "tokenizer/tokenizer.json").unlink()
    (own / "tokenizer/vocab.txt").unlink(missing_ok=True)
    with pytest.raises(UseError, match=r"tokenizer of \d words") as caught:
        load_pipeline(own)
    assert caught.value.remedy == "Fetch or pack the weights again."


def test_small_weights_draw_in_float32_on_a_cpu(own: Path, tmp_path: Path) -> None:
    tiny_step2(tmp_path / "words").save_pretrained(tmp_path / "small")
    assert drawing_dtype(tmp_path / "small", "cpu") == torch.float32
    assert drawing_dtype(tmp_path / "small", "cuda") == torch.bfloat16
    assert drawing_dtype(own, "cpu") == torch.bfloat16


def test_the_digest_sees_every_file_and_every_end(own: Path) -> None:
    seen = {Weights.of(own).digest}
    large = own / "transformer/diffusion_pytorch_model.safetensors"
    assert large.stat().st_size > 1_000_000
    for place in (0, large.stat().st_size // 63 * 5 + 3, large.stat().st_size - 1):
        data = bytearray(large.read_bytes())
        data[place] ^= 1
        large.write_bytes(data)
        seen.add(Weights.of(own).digest)
    digest = Weights.of(own).digest
    (own / "training.json").write_text("{}")
    (own / ".cache").mkdir()
    (own / ".cache/download.lock").touch()
    assert Weights.of(own).digest == digest, "no picture depends on these"
    (own / "text_encoder/config.json").rename(own / "text_encoder/other.json")
    seen.add(Weights.of(own).digest)
    assert len(seen) == 5
