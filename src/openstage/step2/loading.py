"""Weights in a folder: what they are, and the pipeline that they become."""

from __future__ import annotations

import os
from pathlib import Path

import diffusers
import torch
import transformers
from safetensors import SafetensorError

from openstage.errors import UseError
from openstage.step2.adapters import LORA_FILE
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.weights import Weights


def hush() -> None:
    """The libraries say nothing but errors: the program tells of its progress itself."""
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def best_device() -> str:
    """Of several processes that torchrun has started, each has a GPU of its own."""
    if not torch.cuda.is_available():
        return "cpu"
    return f"cuda:{os.environ['LOCAL_RANK']}" if "LOCAL_RANK" in os.environ else "cuda"


def drawing_dtype(folder: Path, device: str) -> torch.dtype:
    """What the weights of a folder draw in. Small ones on a CPU in float32: in bfloat16 they would
    be a tenth faster where a CPU knows it, and five times slower where it does not."""
    small = Weights.of(folder).small
    return torch.float32 if small and device == "cpu" else torch.bfloat16


def load_pipeline(
    folder: Path, *, device: str | None = None, dtype: torch.dtype | None = None
) -> STEP2Pipeline:
    """The pipeline of a folder of weights, its LoRA on, on the best device that there is.

    On a GPU large weights are bfloat16, all others as they lie in the folder, unless `dtype` tells.
    Raises MissingError where the folder holds no whole set of weights, UseError where they cannot
    be read.
    """
    small = Weights.of(folder).small
    device = device or best_device()
    if dtype is None and device != "cpu" and not small:
        dtype = torch.bfloat16
    try:
        pipeline: STEP2Pipeline = STEP2Pipeline.from_pretrained(
            folder, local_files_only=True, dtype=dtype, use_safetensors=True
        )
    except (OSError, ValueError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UseError(
            f"The weights in {folder} cannot be loaded: {first}",
            "Convert them again, with this version of openstage.",
        ) from error
    words, wanted = len(pipeline.tokenizer), pipeline.text_encoder.config
    if small and words < wanted.vocab_size:
        raise UseError(
            f"The weights in {folder} have a tokenizer of {words} words, and read "
            f"{wanted.vocab_size}: its files are not whole.",
            "Fetch or pack the weights again.",
        )
    if (folder / LORA_FILE).is_file():
        pipeline.load_lora_weights(folder)
    pipeline.to(device)
    return pipeline
