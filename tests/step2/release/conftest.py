"""A release of a few thousand weights, in the files and names of the real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKLQwenImage
from safetensors.torch import load_file, save_file

from openstage.step2.release.convert import convert
from openstage.step2.weights import MANIFEST
from tests.step2.test_golden import GOLDEN
from tests.step2.tiny import tiny_qwen

OLD_NAMES = (("model.language_model.", "model."), ("model.visual.", "visual."))


def tiny_vae() -> AutoencoderKLQwenImage:
    torch.manual_seed(0)
    return AutoencoderKLQwenImage(base_dim=8, dim_mult=[1, 1, 1, 1], num_res_blocks=1).eval()


def tiny_release(folder: Path) -> Path:
    (folder / "unet").mkdir(parents=True)
    weights = load_file(GOLDEN / "transformer.safetensors")
    wrapped = {f"model.diffusion_model.{name}": tensor for name, tensor in weights.items()}
    save_file(wrapped, folder / "unet/unet.safetensors")
    shutil.copy(GOLDEN / "transformer_config.json", folder / "unet/config.json")
    shutil.copy(GOLDEN / "lora.safetensors", folder)
    tiny_vae().save_pretrained(folder / "vae")
    tiny_qwen(folder, width=48)
    as_released(folder / "text_encoder")
    return folder


def tiny_weights(folder: Path, **settings: object) -> Path:
    """Such a release, converted; `settings` are those of the pipeline. It draws 112 x 64."""
    weights = convert(tiny_release(folder / "release"), folder / "weights").folder
    edit_json(weights / MANIFEST, **{"frame_area": 112 * 64, "steps": 2, **settings})
    return weights


def as_released(folder: Path) -> None:
    """Older names, spread over two files."""
    (path,) = folder.glob("*.safetensors")
    tensors = {older(name): tensor for name, tensor in load_file(path).items()}
    path.unlink()
    names = sorted(tensors)
    for number, part in enumerate((names[::2], names[1::2]), start=1):
        shard = {name: tensors[name].clone() for name in part}
        save_file(shard, folder / f"model-0000{number}-of-00002.safetensors")


def older(name: str) -> str:
    for new, old in OLD_NAMES:
        if name.startswith(new):
            return old + name.removeprefix(new)
    return name


def edit_json(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.fixture(scope="session")
def made_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_release(tmp_path_factory.mktemp("made") / "release")


@pytest.fixture
def release(made_release: Path, tmp_path: Path) -> Path:
    """One's own copy, to spoil."""
    return Path(shutil.copytree(made_release, tmp_path / "release"))
