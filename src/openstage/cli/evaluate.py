"""evaluate frames, readers, world, words: how good drawn pairs are, where the truth is known."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

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
from openstage.step2.budget import Budget
from openstage.step2.latent_size import PairMode

evaluate = typer.Typer(help="Measure drawn pairs against the world's truth.", no_args_is_help=True)

Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="Where all that is made goes.")
]
Seed = Annotated[
    int, typer.Option(min=0, help="Of the stories: another one than the dataset's, or it is known.")
]
WeightsDir = Annotated[Path, typer.Argument(metavar="WEIGHTS", help="The folder of STEP2.")]
ReadersDir = Annotated[
    Path | None,
    typer.Option(
        help="The folder of trained readers.", show_default="those that come with openstage"
    ),
]
Size = Annotated[str, typer.Option(help="Of the true frames: width x height.")]


@evaluate.command()
def frames(
    output: Output,
    clips: Annotated[
        int, typer.Option(min=1, help="How many; each has some 75 frames, to test with 30.")
    ],
    seed: Seed,
    size: Size = FRAME_SIZE,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make true frames with their labels, to train readers with.

    Run it again to go on where it was stopped, or with more clips to have more.
    """
    speaker = voice(quiet, json)
    with packages("The evaluation", "train"):
        from openstage.evaluation.frames import Order, make
    width, height = parse_size(size)
    order = Order(clips=clips, seed=seed, width=width, height=height)
    with speaker.counting() as count:
        shards = make(output, order, processes(jobs), partial(count, "clips"))
    total = sum(shard.frames for shard in shards)
    speaker.result(
        f"{output}: {total} frames of {sum(shard.clips for shard in shards)} clips",
        {"frames": str(output), "count": total},
    )


@evaluate.command()
def readers(
    frames: Annotated[Path, typer.Argument(metavar="FRAMES")],
    output: Output,
    steps: Annotated[
        int, typer.Option(min=1, help="At which step it is done; a run goes on where it stopped.")
    ],
    batch: Annotated[int | None, typer.Option(min=1, help="Frames of a step.")] = None,
    learning_rate: Annotated[
        float | None, typer.Option(min=0, max=1, help="The learning rate.")
    ] = None,
    save_every: Annotated[int | None, typer.Option(min=1, help="Steps to a checkpoint.")] = None,
    sheet_every: Annotated[int | None, typer.Option(min=1, help="Steps to a test.")] = None,
    decay: Annotated[int | None, typer.Option(min=0, help="Last steps of a falling rate.")] = None,
    after: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="Readers to begin with, of other labels too; of several their mean."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="What chance begins with.")] = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the readers on labeled frames."""
    speaker = voice(quiet, json)
    with packages("The evaluation", "train"):
        from openstage.evaluation.frame_bank import FrameBank
        from openstage.evaluation.learning import ReaderSettings, ReaderTask
        from openstage.evaluation.readers import Shape, load_readers
        from openstage.training.loop import train
    bank = FrameBank(frames, "train")
    begun = ReaderSettings(steps=steps, seed=seed, shape=Shape.of_frames(*bank.size))
    settings = given(
        begun, batch=batch, learning_rate=learning_rate,
        save_every=save_every, sheet_every=sheet_every, decay=decay,
    )  # fmt: skip
    task = ReaderTask(settings, bank, FrameBank(frames, "test"), after or ())
    with speaker.counting() as count:
        weights = train(task, output, lambda done, total, _: count("steps", done, total))
    _, told = load_readers(weights)
    right = {name: told[name] for name in told if name.startswith("right")}
    speaker.table(
        ("attribute", "read right"), [(name[6:] or "all", f"{v:.3f}") for name, v in right.items()]
    )
    speaker.result(str(weights), {"readers": str(weights), "right": right})


@evaluate.command()
def world(
    weights: WeightsDir,
    output: Output,
    stories: Annotated[int, typer.Option(min=1, help="How many are drawn.")],
    seed: Seed,
    readers: ReadersDir = None,
    budget: Annotated[
        Budget | None,
        typer.Option(help="How much memory each shot gets.", show_default="as the weights ask for"),
    ] = None,
    pair: Annotated[
        PairMode | None,
        typer.Option(
            help="Whether both frames see each other.", show_default="as the weights ask for"
        ),
    ] = None,
    steps: Annotated[
        int | None, typer.Option(min=2, max=1000, help="Of sampling; none: as the weights ask.")
    ] = None,
    guidance: Annotated[
        float | None, typer.Option(min=0, help="By the text; none: as the weights ask.")
    ] = None,
    memory_guidance: Annotated[
        float | None, typer.Option(min=0, help="By the memory; none: as the weights ask.")
    ] = None,
    places_once: Annotated[
        bool,
        typer.Option("--places-once", help="Tell a place with its first shot alone, as a look is."),
    ] = False,
    batch: Annotated[int, typer.Option(min=1, help="Stories that are drawn at once.")] = 8,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw stories of the world from the model's own memory, and measure the pairs.

    Run it again to go on where it was stopped.
    """
    speaker = voice(quiet, json)
    with packages("The evaluation", "train"):
        from openstage.evaluation.drawing import DrawSettings
        from openstage.evaluation.readers import READERS
        from openstage.evaluation.world import evaluate_world
    settings = DrawSettings(
        budget=budget, pair=pair, steps=steps, guidance=guidance, memory_guidance=memory_guidance,
        places_once=places_once, batch=batch,
    )  # fmt: skip
    with speaker.counting() as count:
        rows = evaluate_world(
            weights, readers or READERS, output, stories=stories, seed=seed, settings=settings,
            watch=count,
        )  # fmt: skip
    speaker.table(
        ("measure", "drawn", "true", "drawn / true"),
        [(row.name, *(_short(f.value) for f in (row.drawn, row.true, row.share))) for row in rows],
    )
    report = output / "report.md"
    speaker.result(
        str(report), {"report": str(report), "drawn": {row.name: row.drawn.value for row in rows}}
    )


@evaluate.command()
def words(
    weights: WeightsDir,
    output: Output,
    readers: ReadersDir = None,
    as_written: Annotated[
        bool,
        typer.Option("--as-written", help="Without the dictionary that tells unknown words."),
    ] = False,
    batch: Annotated[int, typer.Option(min=1, help="Words that are drawn at once.")] = 8,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw words that training has never seen: are they the nearest thing that it has?

    Run it again to go on where it was stopped.
    """
    speaker = voice(quiet, json)
    with packages("The evaluation", "train"):
        from openstage.evaluation.drawing import DrawSettings
        from openstage.evaluation.readers import READERS
        from openstage.evaluation.report import in_words
        from openstage.evaluation.words import evaluate_words, share_right, shown
    with speaker.counting() as count:
        settings = DrawSettings(as_written=as_written, batch=batch)
        drawn = evaluate_words(
            weights, readers or READERS, output, settings=settings, watch=count
        )  # fmt: skip
    speaker.table(
        ("unseen", "as", "right", "right with the known word"),
        [(d.word.unseen, d.word.known, shown(d.unseen), shown(d.known)) for d in drawn],
    )
    right = share_right(drawn)
    speaker.result(
        f"{output / 'words.md'}: {in_words(right)} are drawn as the nearest known thing",
        {"report": str(output / "words.md"), "right": right.value},
    )


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def register(app: typer.Typer) -> None:
    app.add_typer(evaluate, name="evaluate")
