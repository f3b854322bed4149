"""A release becomes a folder that diffusers and transformers load, or is refused in words."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
import torch
from diffusers import (
    AutoencoderKLQwenImage,
    FlowMatchEulerDiscreteScheduler,
    QwenImageTransformer2DModel,
)
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2Tokenizer

from openstage.errors import DiskError, MissingError, OpenstageError, UseError
from openstage.step2.release.convert import convert
from openstage.step2.release.parts import PARTS
from tests.step2.release.conftest import edit_json, tiny_vae
from tests.step2.test_golden import tiny_transformer
from tests.step2.tiny import tiny_qwen


def same_weights(ours: torch.nn.Module, theirs: torch.nn.Module) -> None:
    a, b = ours.state_dict(), theirs.state_dict()
    assert a.keys() == b.keys()
    assert all(torch.equal(a[name], b[name]) for name in a)


def test_the_models_load_and_are_the_same(release: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done = convert(release, tmp_path / "out", progress=lambda *step: told.append(step))
    folder = done.folder
    assert told[-1] == (done.bytes, done.bytes)
    same_weights(
        QwenImageTransformer2DModel.from_pretrained(folder / "transformer"), tiny_transformer()
    )
    same_weights(AutoencoderKLQwenImage.from_pretrained(folder / "vae"), tiny_vae())
    same_weights(
        Qwen2_5_VLForConditionalGeneration.from_pretrained(folder / "text_encoder"),
        tiny_qwen(tmp_path / "again", width=48).text_encoder,
    )
    tokenizer = Qwen2Tokenizer.from_pretrained(folder / "tokenizer")
    assert tokenizer.convert_tokens_to_ids("<|image_pad|>") is not None
    levels = FlowMatchEulerDiscreteScheduler.from_pretrained(folder / "scheduler")
    assert (levels.config.shift, levels.config.shift_terminal) == (2.2, 0.02)


def test_the_lora_lies_beside_and_what_nobody_knows_is_named(release: Path, tmp_path: Path) -> None:
    path = release / "vae/diffusion_pytorch_model.safetensors"
    save_file(load_file(path) | {"watermark": torch.ones(3)}, path)
    done = convert(release, tmp_path / "out")
    assert done.has_lora
    assert done.unknown == (
        "vae/diffusion_pytorch_model.safetensors: watermark",
        "lora.safetensors: lora_unet_layers_0_q_proj.*",
    )
    lora = load_file(done.folder / "lora/pytorch_lora_weights.safetensors")
    assert "transformer.transformer_blocks.0.attn.to_q.lora_A.weight" in lora


def test_a_release_without_lora(release: Path, tmp_path: Path) -> None:
    (release / "lora.safetensors").unlink()
    assert not convert(release, tmp_path / "out").has_lora


def spoil_missing(release: Path) -> Path:
    path = release / "text_encoder/model-00002-of-00002.safetensors"
    path.unlink()
    return path.parent


def spoil_truncated(release: Path) -> Path:
    path = release / "unet/unet.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])
    return path


def spoil_shapes(release: Path) -> Path:
    edit_json(release / "unet/config.json", joint_attention_dim=64)
    return release / "unet/unet.safetensors"


def spoil_with_a_pickle(release: Path) -> Path:
    path = release / "vae/diffusion_pytorch_model.safetensors"
    path.unlink()
    pickle = path.with_suffix(".bin")
    pickle.write_bytes(b"\x80\x04.")
    return pickle


def spoil_empty(release: Path) -> Path:
    shutil.rmtree(release / "unet")
    return release / "unet"


def spoil_tokenizer(release: Path) -> Path:
    shutil.rmtree(release / "tokenizer")
    return release / "tokenizer"


def spoil_twice(release: Path) -> Path:
    path = release / "vae/copy.safetensors"
    shutil.copy(release / "vae/diffusion_pytorch_model.safetensors", path)
    return path


def spoil_config(release: Path) -> Path:
    path = release / "vae/config.json"
    path.write_text("{")
    return path


def spoil_lora(release: Path) -> Path:
    path = release / "lora.safetensors"
    save_file({"lora_unet_a.lora_up.0.weight": torch.ones(2, 2)}, path)
    return path


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (spoil_missing, UseError),
        (spoil_truncated, UseError),
        (spoil_shapes, UseError),
        (spoil_with_a_pickle, UseError),
        (spoil_empty, MissingError),
        (spoil_tokenizer, MissingError),
        (spoil_twice, UseError),
        (spoil_config, UseError),
        (spoil_lora, UseError),
    ],
)
def test_a_spoilt_release_is_refused_before_anything_is_written(
    release: Path, tmp_path: Path, spoil: object, kind: type[OpenstageError]
) -> None:
    path = spoil(release)  # type: ignore[operator]
    with pytest.raises(kind) as caught:
        convert(release, tmp_path / "out")
    assert str(path) in caught.value.message
    assert caught.value.remedy
    assert not (tmp_path / "out").exists()


def test_too_little_room_is_told_before(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")(10, 10, 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DiskError, match="Make room"):
        convert(release, tmp_path / "out")


def test_the_release_s_own_sizes() -> None:
    """By count: 20.4 billion weights, 8.3 billion and 127 million."""
    count = {}
    for part in PARTS:
        tensors = part.model(part.known).state_dict().values()
        count[part.name] = (len(tensors), sum(tensor.numel() for tensor in tensors))
    assert count == {
        "transformer": (1933, 20_430_401_088),
        "vae": (194, 126_892_531),
        "text_encoder": (729, 8_292_166_656),
    }
