"""Weights in a byte each, so that a small model can travel with the program.

A row of a matrix, or an output of a convolution, is kept as numbers from -127 to 127 with a power
of two for all of them. Such a product is exact in bfloat16: what was loaded and is stored again
becomes the same bytes. Vectors are few, and stay bfloat16.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import load_file
from torch import Tensor, nn

from openstage.step2.weights import MANIFEST

_FILES = "eight_bits{suffix}.safetensors"
_POWER = ".power"
"""After the name of a weight: by how many times two each of its rows is doubled."""
_LARGEST = 127


def save(model: Any, folder: Path, shard: str) -> None:
    """The weights of a model beside its config; `shard` is how large a file may be, as '15MB'."""
    save_torch_state_dict(
        packed(model.state_dict()), folder, filename_pattern=_FILES, max_shard_size=shard
    )


def rounded(model: nn.Module) -> None:
    """Makes a model what it will be when it was stored and is loaded again."""
    model.load_state_dict(unpacked(packed(model.state_dict())))


def packed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    found = {}
    for name, weight in state.items():
        if weight.ndim < 2 or not weight.is_floating_point():
            found[name] = weight.bfloat16() if weight.is_floating_point() else weight
            continue
        rows = weight.detach().float().flatten(1)
        largest = rows.abs().amax(1).clamp_min(2.0**-100)
        power = (largest / _LARGEST).log2().ceil()
        found[name] = (rows / power.exp2()[:, None]).round().to(torch.int8).view(weight.shape)
        found[name + _POWER] = power.to(torch.int8)
    return found


def unpacked(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The inverse, in float32."""
    found = {}
    for name, weight in state.items():
        if name.endswith(_POWER):
            continue
        power = state.get(name + _POWER)
        if power is None:
            found[name] = weight
        else:
            shape = (-1, *[1] * (weight.ndim - 1))
            found[name] = weight.float() * power.float().exp2().view(shape)
    return found


def stored_in(folder: Path) -> list[Path]:
    return sorted(folder.glob(_FILES.format(suffix="*")))


def models_in(folder: Path, dtype: Any = None) -> dict[str, Any]:
    """Those of a pipeline's models that are stored so, in `dtype` as diffusers takes it: one for
    all, or by the names of the models; bfloat16 where it does not tell, and float32, as there,
    where it tells no dtype of torch."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    parts = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: load(
            getattr(importlib.import_module(part[0]), part[1]), folder / name, _of(dtype, name)
        )
        for name, part in parts.items()
        if isinstance(part, list) and stored_in(folder / name)
    }


def _of(dtype: Any, name: str) -> torch.dtype | None:
    told = dtype.get(name, dtype.get("default")) if isinstance(dtype, Mapping) else dtype
    return told if told is None or isinstance(told, torch.dtype) else torch.float32


def load(kind: Any, folder: Path, dtype: torch.dtype | None = None) -> Any:
    """A model of a class of diffusers or transformers.

    Raises OSError, ValueError or RuntimeError where its files are not those of such a model.
    """
    state: dict[str, Tensor] = {}
    for file in stored_in(folder):
        state |= load_file(file)
    if hasattr(kind, "load_config"):
        model = kind.from_config(kind.load_config(folder))
    else:
        model = kind(kind.config_class.from_pretrained(folder))
    if not any(name.startswith("pooler.") for name in state):
        model.pooler = None  # of a BERT that is asked for the states of its tokens alone
    model.load_state_dict(unpacked(state))
    return model.to(dtype or torch.bfloat16).eval()
