"""The models that a release folder holds: where they lie, what they are called, how they are built.

A part that brings a `config.json` is built as that says; the release's own parts, which bring
none, are of known sizes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKLQwenImage, QwenImageTransformer2DModel
from torch import nn
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from openstage.errors import MissingError, UseError
from openstage.step2.release.names import (
    Rename,
    text_encoder_name,
    transformer_name,
    vae_name,
)
from openstage.storyboard.files import reading_errors

QWEN_IMAGE: Mapping[str, Any] = {
    "patch_size": 2,
    "in_channels": 64,
    "out_channels": 16,
    "num_layers": 60,
    "attention_head_dim": 128,
    "num_attention_heads": 24,
    "joint_attention_dim": 3584,
    "guidance_embeds": False,
    "axes_dims_rope": [16, 56, 56],
}

QWEN_2_5_VL_7B: Mapping[str, Any] = {
    "text_config": {
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "max_position_embeddings": 128_000,
        "max_window_layers": 28,
        "rms_norm_eps": 1e-6,
        "vocab_size": 152_064,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 1_000_000.0,
            "mrope_section": [16, 24, 24],
        },
    },
    "vision_config": {
        "depth": 32,
        "hidden_size": 1280,
        "intermediate_size": 3420,
        "num_heads": 16,
        "out_hidden_size": 3584,
    },
}

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A model of the release, and the folder and files that diffusers expects of it."""

    source: str
    """Its folder in the release."""
    name: str
    """Its folder in the converted weights, and its name in the pipeline."""
    stem: str
    """What the files of its weights are called."""
    rename: Rename
    known: Config
    """The configuration of the release's own."""
    build: Callable[[Config], nn.Module]
    library: str
    class_name: str

    def config(self, release: Path) -> Config:
        path = release / self.source / "config.json"
        if not path.exists():
            return self.known
        try:
            with reading_errors(path):
                config = json.loads(path.read_text())
        except json.JSONDecodeError as error:
            raise UseError(f"{path} is no JSON: {error}.", "Fetch it again.") from error
        if not isinstance(config, dict):
            raise UseError(f"{path} is no configuration.", "Fetch it again.")
        return config

    def model(self, config: Config) -> nn.Module:
        """The model without its weights, on the meta device."""
        with torch.device("meta"):
            return self.build(config)

    def files(self, release: Path) -> list[Path]:
        """Its weights, in order of their names.

        Raises MissingError where there are none, UseError where there are pickles instead.
        """
        folder = release / self.source
        found = sorted(folder.glob("*.safetensors"))
        if found:
            return found
        pickles = [path for path in sorted(folder.glob("*")) if path.suffix in _PICKLES]
        if pickles:
            raise UseError(
                f"{pickles[0]} is a pickle, which can run any code when it is opened.",
                "Give the weights as safetensors.",
            )
        raise MissingError(
            f"{folder} holds no weights of the {self.name}.",
            f"A release folder has its {self.source}/*.safetensors; fetch it again.",
        )


_PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"}


def _text_encoder(config: Config) -> nn.Module:
    told = Qwen2_5_VLConfig.from_dict(dict(config))
    model: nn.Module = Qwen2_5_VLForConditionalGeneration(told)
    return model


PARTS = (
    Part(
        source="unet",
        name="transformer",
        stem="diffusion_pytorch_model",
        rename=transformer_name,
        known=QWEN_IMAGE,
        build=QwenImageTransformer2DModel.from_config,
        library="diffusers",
        class_name="QwenImageTransformer2DModel",
    ),
    Part(
        source="vae",
        name="vae",
        stem="diffusion_pytorch_model",
        rename=vae_name,
        known={},
        build=AutoencoderKLQwenImage.from_config,
        library="diffusers",
        class_name="AutoencoderKLQwenImage",
    ),
    Part(
        source="text_encoder",
        name="text_encoder",
        stem="model",
        rename=text_encoder_name,
        known=QWEN_2_5_VL_7B,
        build=_text_encoder,
        library="transformers",
        class_name="Qwen2_5_VLForConditionalGeneration",
    ),
)
