"""The release's LoRA: its names, its scale, and files that are not it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from peft import LoraConfig
from safetensors.torch import load_file, save_file
from torch import nn

from openstage.errors import UseError
from openstage.step2.release.lora import read_lora
from tests.step2.test_golden import CLOSE, GOLDEN, case_of, distance, sampled, tiny_transformer

LORA = GOLDEN / "lora.safetensors"


class Text(nn.Module):
    """A text encoder of one layer, named as in the release's file."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.ModuleDict({"q_proj": nn.Linear(8, 8)})])


class Wrapped(nn.Module):
    """The same layer where transformers keeps it today."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.ModuleDict({"language_model": Text()})


def test_the_golden_pair_with_lora() -> None:
    transformer = tiny_transformer()
    lora = read_lora(LORA, transformer, None).transformer
    transformer.add_adapter(
        LoraConfig(r=lora.rank, lora_alpha=lora.rank, target_modules=list(lora.down)), "release"
    )
    transformer.load_state_dict(
        {name.replace(".weight", ".release.weight"): t for name, t in lora.state_dict().items()},
        strict=False,
    )
    case = case_of("with_lora")
    start, end = sampled(transformer, case, one_pass=False)
    assert distance(start, case.tensors["start_latents"]) < CLOSE
    assert distance(end, case.tensors["end_latents"]) < CLOSE
    transformer.disable_adapters()
    start, _ = sampled(transformer, case, one_pass=False)
    assert distance(start, case.tensors["start_latents"]) > 10 * CLOSE


@pytest.mark.parametrize(
    ("text", "path"),
    [(Text(), "layers.0.q_proj"), (Wrapped(), "model.language_model.layers.0.q_proj")],
)
def test_the_golden_layer_of_text(text: nn.Module, path: str) -> None:
    golden = load_file(GOLDEN / "lora_text_layer.safetensors")
    lora = read_lora(LORA, tiny_transformer(), text)
    assert lora.unknown == ()
    down, up = lora.text_encoder.down[path], lora.text_encoder.up[path]
    output = golden["input"] @ golden["weight"].T + golden["bias"]
    output += golden["input"] @ down.T @ up.T
    assert distance(output, golden["output"]) < CLOSE


def test_every_layer_of_the_blocks_has_its_part() -> None:
    lora = read_lora(LORA, tiny_transformer(), Text())
    layers = {
        name.removeprefix("transformer_blocks.0.")
        for name in lora.transformer.down
        if name.startswith("transformer_blocks.0.")
    }
    assert {"img_mod.1", "txt_mod.1", "attn.to_out.0", "img_mlp.net.0.proj"} <= layers
    assert len(lora.transformer.down) == 3 * len(layers)


def test_what_is_in_neither_model_is_named(tmp_path: Path) -> None:
    tensors = {n: t.clone() for n, t in load_file(LORA).items()}
    tensors |= {"lora_unet_nobody.alpha": torch.ones(()), "other": torch.ones(1)}
    save_file(tensors, tmp_path / "lora.safetensors")
    lora = read_lora(tmp_path / "lora.safetensors", tiny_transformer(), Text())
    assert set(lora.unknown) == {"lora_unet_nobody.*", "other"}


def test_loras_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lora.safetensors"

    def refused(tensors: dict[str, torch.Tensor]) -> UseError:
        save_file(tensors, path)
        with pytest.raises(UseError) as caught:
            read_lora(path, tiny_transformer(), None)
        assert str(path) in caught.value.message
        return caught.value

    layer = "lora_unet_transformer_blocks_0_attn_to_q"
    down, up = f"{layer}.lora_down.0.weight", f"{layer}.lora_up.0.weight"
    ours = {down: torch.zeros(4, 128), up: torch.zeros(128, 4)}
    assert "another model" in refused({"lora_unet_x.lora_up.0.weight": torch.ones(2, 2)}).message
    assert "wants ((4, 128), (128, 4))" in refused(ours | {down: torch.zeros(4, 64)}).message
    assert "half of layer" in refused({down: ours[down]}).message
    other = layer.replace("to_q", "to_k")
    mixed = {
        f"{other}.lora_down.0.weight": torch.zeros(2, 128),
        f"{other}.lora_up.0.weight": torch.zeros(128, 2),
    }
    assert "ranks [2, 4]" in refused(ours | mixed).message
    save_file(ours, path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(UseError, match="not fetched whole"):
        read_lora(path, tiny_transformer(), None)
