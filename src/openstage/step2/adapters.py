"""LoRA on both models of the pipeline, by peft.

A file has the names of diffusers: `transformer.…lora_A.weight`, `text_encoder.…lora_B.weight`. Its
scale is 1: whoever writes one multiplies alpha / rank into B.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diffusers.loaders.lora_base import LoraBaseMixin
from diffusers.utils import recurse_remove_peft_layers
from peft import LoraConfig
from peft.tuners.tuners_utils import BaseTunerLayer
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from openstage.errors import UseError

LORA_FILE = "lora/pytorch_lora_weights.safetensors"
"""In a folder of weights."""


class LoraLoader(LoraBaseMixin):
    """Gives a pipeline with `transformer` and `text_encoder` diffusers' ways with adapters:
    `set_adapters`, `disable_lora`, `enable_lora`, `delete_adapters`, `unload_lora_weights`."""

    _lora_loadable_modules = ["transformer", "text_encoder"]  # noqa: RUF012
    transformer: Any
    text_encoder: Any

    def load_lora_weights(self, path: Path | str, adapter_name: str = "default") -> None:
        """Adds the adapter of a file, or of the `lora/` in a folder of weights, and turns it on.

        Raises UseError where there is none, or where it has nothing for these models.
        """
        tensors = _read(Path(path))
        parts = {part: _under(part, tensors) for part in self._lora_loadable_modules}
        if not any(parts.values()):
            raise UseError(
                f"{path} has no LoRA of a transformer or a text encoder in it.",
                "Give one that was trained or converted by openstage.",
            )
        if parts["transformer"]:
            self.transformer.load_lora_adapter(
                parts["transformer"], prefix=None, adapter_name=adapter_name
            )
        if parts["text_encoder"]:
            self.text_encoder.load_adapter(
                adapter_state_dict=parts["text_encoder"],
                peft_config=_config(parts["text_encoder"]),
                adapter_name=adapter_name,
            )


def merge_lora(model: Any) -> None:
    """What a model's adapters add becomes part of its weights; nothing where it has none."""
    for layer in model.modules():
        if isinstance(layer, BaseTunerLayer):
            layer.merge()
    recurse_remove_peft_layers(model)
    if getattr(model, "_hf_peft_config_loaded", False):
        del model.peft_config
        model._hf_peft_config_loaded = False


def _read(path: Path) -> dict[str, Tensor]:
    file = path / LORA_FILE if path.is_dir() else path
    try:
        return load_file(file)
    except (OSError, SafetensorError) as error:
        raise UseError(f"{file} is no LoRA that can be read: {error}.", "Give another.") from error


def _under(part: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    prefix = f"{part}."
    return {
        name.removeprefix(prefix): tensor
        for name, tensor in tensors.items()
        if name.startswith(prefix)
    }


def _config(tensors: dict[str, Tensor]) -> LoraConfig:
    down = {
        name.removesuffix(".lora_A.weight"): tensor
        for name, tensor in tensors.items()
        if name.endswith(".lora_A.weight")
    }
    rank = next(iter(down.values())).shape[0]
    return LoraConfig(r=rank, lora_alpha=rank, target_modules=list(down))
