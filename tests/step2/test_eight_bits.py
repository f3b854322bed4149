"""What is stored in eight bits is near, and is the same when it is stored again."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel

from openstage.step2 import eight_bits
from openstage.step2.eight_bits import packed, unpacked


@given(st.integers(0, 2**32), st.floats(-30, 30))
def test_every_number_is_near_and_stored_again_the_same(seed: int, size: float) -> None:
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(5, 3, 2, generator=generator) * 2.0**size
    weight[2] = 0
    stored = packed({"w": weight, "b": torch.ones(4)})
    loaded = unpacked(stored)
    largest = weight.abs().amax((1, 2), keepdim=True)
    assert bool(((loaded["w"] - weight).abs() <= largest / 127 + 1e-30).all())
    for kind in (torch.float32, torch.bfloat16):
        again = packed({name: each.to(kind) for name, each in loaded.items()})
        assert again.keys() == stored.keys()
        assert all(torch.equal(again[name], stored[name]) for name in stored)


def test_a_model_in_several_files(tmp_path: Path) -> None:
    config = BertConfig(vocab_size=50, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=32)  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    config.save_pretrained(tmp_path)
    eight_bits.save(model, tmp_path, "5KB")
    files = eight_bits.stored_in(tmp_path)
    assert len(files) > 1
    assert max(file.stat().st_size for file in files) < 10_000
    loaded = eight_bits.load(BertModel, tmp_path)
    eight_bits.rounded(model)
    for (name, weight), other in zip(model.named_parameters(), loaded.parameters(), strict=True):
        assert other.dtype == torch.bfloat16, name
        assert torch.equal(weight.bfloat16(), other), name


def test_files_of_another_model_are_refused(tmp_path: Path) -> None:
    config = BertConfig(vocab_size=50, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                        intermediate_size=32)  # fmt: skip
    config.save_pretrained(tmp_path)
    eight_bits.save(nn.Linear(3, 4), tmp_path, "1MB")
    assert load_file(eight_bits.stored_in(tmp_path)[0])["weight"].dtype == torch.int8
    with pytest.raises(RuntimeError, match="Missing key"):
        eight_bits.load(BertModel, tmp_path)
