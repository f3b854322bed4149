"""The weights that training begins with, and those that it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderDC, QwenImageTransformer2DModel

from openstage.errors import UseError
from openstage.step2 import eight_bits
from openstage.step2.adapters import merge_lora
from openstage.step2.latent_size import PATCH
from openstage.step2.latents import FrameCodec
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.schedule import scheduler
from openstage.storyboard.files import LOCK, let_read, reading_errors
from openstage.training.beginning import begin_at_zero, look_nearby
from openstage.training.saving import placed
from openstage.training.words import minilm, small_encoder

TOLD = "training.json"
"""Beside weights: what made them."""
SHARD = "15MB"
"""Of a file of weights, at most, so that each can lie in a repository."""
FLOW_SHIFT = 3.0
"""Of the variance of a pair's latents an eighth lies in one direction and a third in fifteen, which
stand out of the noise up to a sigma of 0.8 and beyond: what is where is decided there."""
GUIDANCE = 3.5
MEMORY_GUIDANCE = 3.0
"""With 1 the people of a story are less alike from shot to shot; others are in docs/mini.md."""
FEW_TOKENS = 100
"""Of a frame; of fewer, half is too little to know somebody by. In a memory of half a frame of
112 x 64 readers find 83 % of the hair that they find in the whole, in a quarter 67 %."""
STEPS = 12


def untrained(
    vae_folder: Path,
    *,
    layers: int,
    heads: int,
    size: tuple[int, int],
    minilm_folder: Path | None = None,
    seed: int = 0,
) -> STEP2Pipeline:
    """A small STEP2 whose transformer knows nothing yet, with a trained VAE.

    `size` is the height and width of its frames; heads are 64 wide. Raises UseError where the VAE
    cannot be read, MissingError where all-MiniLM-L6-v2 is not there.
    """
    remedy = "Train one with `openstage train vae`."
    if not (vae_folder / "config.json").is_file():
        raise UseError(f"{vae_folder} holds no VAE: it has no config.json.", remedy)
    try:
        vae = _vae(vae_folder)
    except (OSError, ValueError, RuntimeError) as error:
        raise UseError(
            f"{vae_folder} holds no VAE: {str(error).splitlines()[0]}", remedy
        ) from error
    text_encoder, tokenizer = small_encoder(minilm(minilm_folder))
    torch.manual_seed(seed)
    codec = FrameCodec(vae)
    _must_be_whole(size, codec.factor)
    channels = int(vae.config.latent_channels)
    transformer = QwenImageTransformer2DModel(
        in_channels=4 * channels,
        out_channels=channels,
        num_layers=layers,
        num_attention_heads=heads,
        attention_head_dim=64,
        joint_attention_dim=text_encoder.config.hidden_size,
        axes_dims_rope=(16, 24, 24),
    )
    begin_at_zero(transformer)
    look_nearby(transformer)
    return STEP2Pipeline(
        transformer=transformer,
        vae=vae.eval(),
        scheduler=scheduler(FLOW_SHIFT),
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        message="brief",
        frame_area=size[0] * size[1],
        frame_size=[*size],
        steps=STEPS,
        guidance=GUIDANCE,
        memory_guidance=MEMORY_GUIDANCE,
        budget="wide" if codec.size_of(*size).tokens < FEW_TOKENS else "paper",
        shrink="pixels",
    )


def _must_be_whole(size: tuple[int, int], factor: int) -> None:
    """Raises UseError for frames that are cut down to whole tokens."""
    step = factor * PATCH
    if any(side % step for side in size):
        high, wide = (max(step, round(side / step) * step) for side in size)
        raise UseError(
            f"Frames of {size[1]}x{size[0]} are no whole tokens, of {step} pixels a side.",
            f"Take --size {wide}x{high}.",
        )


def _vae(folder: Path) -> AutoencoderDC:
    if eight_bits.stored_in(folder):
        return eight_bits.load(AutoencoderDC, folder, torch.float32)
    vae = AutoencoderDC.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    eight_bits.rounded(vae)
    return vae


def save_weights(
    pipeline: STEP2Pipeline,
    transformer: Any,
    folder: Path,
    told: Any,
    *,
    packed: bool = False,
    asks: Mapping[str, str] | None = None,
) -> None:
    """The whole pipeline, with this transformer and the budget and pair that it was trained with
    (`Made.asks`; None: those of the pipeline). A folder that is there is replaced when the new one
    is whole.

    A large transformer is saved in bfloat16, a small one in float32, so that a second stage that
    moves its weights by little has moved them; `packed`, in eight bits a weight. What is frozen in
    a small pipeline lies in eight bits already.
    """
    small = pipeline.config.message == "brief"
    dtype = torch.float32 if small else torch.bfloat16
    saved = STEP2Pipeline(
        **{**pipeline.components, "transformer": transformer.to(dtype)},
        **{name: pipeline.config[name] for name in _KEPT} | dict(asks or {}),
    )
    with replaced(folder) as part:
        saved.save_pretrained(part, max_shard_size=SHARD)
        if small:
            for name in ("vae", "text_encoder", *(["transformer"] if packed else [])):
                _in_eight_bits(saved.components[name], part / name)
        _without_paths(part)
        write_told(part, told)


def pack(folder: Path, output: Path) -> None:
    """Small weights once more, in eight bits a weight: a quarter of their size, to travel with.

    Raises UseError for weights of another kind, and what `load_pipeline` raises.
    """
    pipeline = load_pipeline(folder, device="cpu")
    if pipeline.config.message != "brief":
        raise UseError(
            f"{folder} holds no small model.", "Pack what `openstage train new` has begun."
        )
    told = told_of(folder)
    if output.resolve() == folder.resolve():
        raise UseError(f"{folder} would be rounded in its place.", "Name another folder with -o.")
    must_be_theirs(output, told)
    merge_lora(pipeline.transformer)
    save_weights(pipeline, pipeline.transformer, output, told, packed=True)


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Gives a folder to write to, which becomes `folder` when the block ends well.

    Raises UseError where something else than weights is there, DiskError where the disk is full.
    """
    folder = folder.absolute()
    holds = folder.is_dir() and any(file.name != LOCK for file in folder.iterdir())
    if holds and not (folder / TOLD).is_file():
        raise UseError(
            f"{folder} holds something else than weights, and is not replaced.",
            "Name another folder with -o.",
        )
    with placed(folder) as part:
        yield part
        for file in part.rglob("*.safetensors"):
            let_read(file)


def must_be_theirs(folder: Path, told: Mapping[str, Any]) -> None:
    """Raises UseError where weights lie in a folder that other things made than those `told` of."""
    there = told_of(folder)
    if there and there != json.loads(json.dumps(told)):
        raise UseError(
            f"{folder} holds other weights, of {there.get('steps', 0):,} steps, and is not "
            "replaced.",
            "Name another folder with -o.",
        )


def write_told(folder: Path, told: Any) -> None:
    (folder / TOLD).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


_KEPT = (
    "templates", "message", "memory_area", "frame_area", "frame_size", "keep", "steps", "guidance",
    "memory_guidance", "shrink", "budget", "pair",
)  # fmt: skip


def _without_paths(folder: Path) -> None:
    """The libraries write where a model was loaded from, which is nobody else's business."""
    for file in folder.glob("**/*.json"):
        told = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(told, dict) and told.pop("_name_or_path", None) is not None:
            file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _in_eight_bits(model: Any, folder: Path) -> None:
    for old in folder.glob("*.safetensors*"):
        old.unlink()
    eight_bits.save(model, folder, SHARD)


def shots_seen(told: Mapping[str, Any]) -> int:
    """In the first stage, by weights that tell what made them, and by those they went on from. Of
    runs of several processes, those of one."""
    here = told["steps"] * told["settings"]["batch"] if told.get("task") == "sft" else 0
    return here + (shots_seen(told["after"]) if told.get("after") else 0)


def told_of_vae(folder: Path) -> dict[str, Any]:
    """What made a VAE, which may be that of a folder of weights."""
    if told := told_of(folder):
        return told
    whole = told_of(folder.parent)
    while whole and not whole.get("vae"):
        whole = whole.get("after", {})
    vae: dict[str, Any] = whole.get("vae", {})
    return vae


def told_of(folder: Path) -> dict[str, Any]:
    """What made the weights in a folder; nothing where they do not tell."""
    path = folder / TOLD
    if not path.is_file():
        return {}
    with reading_errors(path):
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told
