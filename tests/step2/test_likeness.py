"""CLIP's cosine, on a CLIP of a few thousand weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import CLIPConfig, CLIPModel, CLIPTokenizer

from openstage.crew import MemoryFrame
from openstage.errors import MissingError
from openstage.step2.likeness import MEAN, STD, CLIPSimilarity

LAYERS = {
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
}


def tiny_clip(folder: Path) -> Path:
    letters = [*"abcdefghijklmnopqrstuvwxyz", *(f"{x}</w>" for x in "abcdefghijklmnopqrstuvwxyz")]
    vocabulary = {word: n for n, word in enumerate([*letters, "<|startoftext|>", "<|endoftext|>"])}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=[])
    end = vocabulary["<|endoftext|>"]
    config = CLIPConfig(
        text_config={
            **LAYERS,
            "vocab_size": len(vocabulary),
            "max_position_embeddings": 16,
            "bos_token_id": end - 1,
            "eos_token_id": end,
            "pad_token_id": end,
        },
        vision_config={**LAYERS, "image_size": 32, "patch_size": 8},
        projection_dim=8,
    )
    torch.manual_seed(0)
    CLIPModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_clip(tmp_path_factory.mktemp("clip"))


def frame(seed: int, height: int, width: int) -> MemoryFrame:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return MemoryFrame("s", "end", str(seed), lambda: picture)


def test_it_is_the_cosine_of_clip(folder: Path) -> None:
    square = frame(1, 32, 32)  # as CLIP wants it: neither resized nor cut
    clip = CLIPSimilarity.from_folder(folder)
    pixels = (square.load() / 255 - np.array(MEAN)) / np.array(STD)
    tokens = clip.tokenizer("a dog barks", return_tensors="pt")
    with torch.no_grad():
        out = clip.model(
            pixel_values=torch.tensor(pixels, dtype=torch.float32).permute(2, 0, 1)[None], **tokens
        )
    cosine = (out.image_embeds[0] @ out.text_embeds[0]).item()
    assert clip([square], "a dog barks") == pytest.approx([cosine], abs=1e-5)


def test_every_shape_and_length(folder: Path) -> None:
    clip = CLIPSimilarity.from_folder(folder)
    frames = [frame(1, 64, 112), frame(2, 112, 64), frame(3, 7, 200)]
    short, long = clip(frames, "a dog"), clip(frames, "a dog and a cat " * 20)
    assert len(short) == len(long) == 3
    assert len({round(value, 6) for value in short}) == 3
    assert all(-1 <= value <= 1 for value in [*short, *long])
    assert clip([], "a dog") == []


def test_a_frame_is_read_once(folder: Path) -> None:
    clip = CLIPSimilarity.from_folder(folder)
    loads: list[int] = []
    picture = frame(1, 32, 32).load()

    def load() -> np.ndarray:  # type: ignore[type-arg]
        loads.append(1)
        return picture

    memory = [MemoryFrame("s", "end", "d", load)]
    clip(memory, "a dog")
    clip(memory, "a cat")
    assert len(loads) == 1


def test_a_folder_without_clip(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no CLIP"):
        CLIPSimilarity.from_folder(tmp_path)
