"""Weights in a folder: what they are, and the pipeline that they become."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import torch
from safetensors import SafetensorError

from openstage.errors import MissingError, UseError
from openstage.step2.adapters import LORA_FILE
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.release.convert import MANIFEST
from openstage.storyboard.files import reading_errors

_SAMPLES = 64
_SAMPLE = 4096


def load_pipeline(
    folder: Path, *, device: str | None = None, dtype: torch.dtype | None = None
) -> STEP2Pipeline:
    """The pipeline of a folder of weights, its LoRA on, on the best device that there is.

    On a GPU the weights are bfloat16, on a CPU as they lie in the folder, unless `dtype` tells.
    Raises MissingError where the folder holds no whole set of weights, UseError where they cannot
    be read.
    """
    if not (folder / MANIFEST).is_file():
        raise MissingError(
            f"{folder} holds no weights: it has no {MANIFEST}.",
            "Give a folder that `openstage weights convert` has written to its end.",
        )
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if dtype is None and device != "cpu":
        dtype = torch.bfloat16
    try:
        pipeline: STEP2Pipeline = STEP2Pipeline.from_pretrained(
            folder, local_files_only=True, torch_dtype=dtype, use_safetensors=True
        )
    except (OSError, ValueError, TypeError, AttributeError, SafetensorError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UseError(
            f"The weights in {folder} cannot be loaded: {first}",
            "Convert them again, with this version of openstage.",
        ) from error
    if (folder / LORA_FILE).is_file():
        pipeline.load_lora_weights(folder)
    pipeline.to(device)
    return pipeline


def digest_of_folder(folder: Path) -> str:
    """A SHA-256 that tells weights from others without reading all of them.

    Of every file its name, its size and its first, last and evenly spread bytes: training changes
    every weight, so that samples see it; small files are read whole.
    """
    digest = sha256()
    with reading_errors(folder):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder)} {size}\n".encode())
            with path.open("rb") as file:
                if size <= _SAMPLES * _SAMPLE:
                    digest.update(file.read())
                    continue
                for k in range(_SAMPLES):
                    file.seek(k * (size - _SAMPLE) // (_SAMPLES - 1))
                    digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
