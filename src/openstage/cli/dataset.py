"""dataset world, prefer, votes, info, show, verify: ConStoryBoard is made, and what it holds."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openstage.cli.options import FRAME_SIZE, Jobs, Json, Quiet, packages, processes, voice
from openstage.cli.story import parse_size
from openstage.errors import UseError

if TYPE_CHECKING:
    from openstage.dataset.manifest import Split
    from openstage.dataset.store import Store

dataset = typer.Typer(help="The dataset, ConStoryBoard.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The dataset's folder.")]


def opened(folder: Path) -> Store:
    with packages("The dataset", "train"):
        from openstage.dataset.store import Store
    return Store.open(folder)


@dataset.command()
def world(
    clips: Annotated[int, typer.Option(min=1, help="How many, for training and for testing.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The dataset's folder.")
    ],
    seed: Annotated[
        int, typer.Option(min=0, max=2**63 - 1, help="Another seed, other stories.")
    ] = 0,
    size: Annotated[str, typer.Option(help="Of the frames: width x height.")] = FRAME_SIZE,
    test_share: Annotated[
        float, typer.Option(min=0, max=1, help="The share of clips to test with.")
    ] = 0.05,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make clips from random stories, filmed in the drawn world.

    Run it again to go on where it was stopped, or with more clips to have more.
    """
    speaker = voice(quiet, json)
    with packages("The dataset", "train"):
        from openstage.dataset.store import MANIFEST, Store
        from openstage.dataset.world.making import Order, make
    order = Order(
        clips=clips, seed=seed, size=parse_size(size), test_share=Fraction(str(test_share))
    )
    before = Store(output).manifest.rows("preferences") if (output / MANIFEST).is_file() else 0
    with speaker.counting() as count:
        manifest = make(output, order, processes(jobs), partial(count, "clips")).manifest
    if gone := before - manifest.rows("preferences"):
        speaker.notes(
            [
                f"{gone} preferences went with clips that were made again: "
                f"`openstage dataset prefer {output}` makes them anew."
            ]
        )
    size_mb = sum(part.bytes for part in manifest.parts()) / 1e6
    train, test = (manifest.rows("clips", split) for split in ("train", "test"))
    speaker.result(
        f"{output}: {train} clips to train with, {test} to test with, {size_mb:.1f} MB",
        {"dataset": str(output), "train": train, "test": test, "made": dict(manifest.made)},
    )


@dataset.command()
def prefer(
    folder: Folder,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Add preferences by rule: each shot's true pair against an unfinished movement, a wrong cut,
    the pair of another story, and itself with people in other colors or at another hour.
    """
    speaker = voice(quiet, json)
    store = opened(folder)
    from openstage.dataset.preferring import prefer
    from openstage.dataset.world.otherwise import staged_again

    with speaker.counting() as count:
        rows = prefer(store, processes(jobs), partial(count, "shards"))
    made = store.manifest.made
    if made.get("kind") == "world" and not staged_again(made):
        speaker.notes(
            [
                "These clips are of another version of the world: nobody was drawn in other "
                "colors, nothing at another hour."
            ]
        )
    speaker.result(f"{folder}: {rows} preferences", {"dataset": str(folder), "preferences": rows})


@dataset.command()
def votes(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A vote a line, as JSON.")],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Add preferences that people chose: for a shot, a pair that is better than another."""
    speaker = voice(quiet, json)
    store = opened(folder)
    from openstage.dataset.votes import add_votes

    added = add_votes(store, file)
    speaker.result(f"{folder}: {added} votes added", {"dataset": str(folder), "added": added})


@dataset.command()
def info(folder: Folder, quiet: Quiet = False, json: Json = False) -> None:
    """Tell what is in a dataset, and what it was made from."""
    speaker = voice(quiet, json)
    manifest = opened(folder).manifest
    parts = manifest.parts()
    speaker.table(
        ("table", "split", "rows", "size"),
        [(p.table, p.split, str(p.rows), f"{p.bytes / 1e6:.1f} MB") for p in parts],
    )
    made = ", ".join(f"{name} {value}" for name, value in manifest.made.items())
    speaker.result(
        f"{manifest.schema}, made from: {made}",
        {
            "schema": manifest.schema,
            "made": dict(manifest.made),
            "parts": [asdict(part) for part in parts],
        },
    )


@dataset.command()
def show(
    folder: Folder,
    clip: Annotated[str, typer.Argument(help="Its number in the split, or its id.")] = "0",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The project.", show_default="its id, here"),
    ] = None,
    test: Annotated[bool, typer.Option("--test", help="Of the clips to test with.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Open a clip as a storyboard project."""
    speaker = voice(quiet, json)
    store = opened(folder)
    from openstage.dataset.rows import clip_of
    from openstage.dataset.showing import show

    split: Split = "test" if test else "train"
    number = int(clip) if clip.isdecimal() else _number_of(store, split, clip)
    found = clip_of(store.row("clips", split, number))
    project = show(found, output or Path(found.id))
    speaker.result(
        f"{project.root}: {found.storyboard.title}, {len(found.pictures)} shots. "
        f"`openstage make {project.root}` makes a film of it.",
        {"project": str(project.root), "clip": found.id},
    )


def _number_of(store: Store, split: Split, id: str) -> int:
    for number, row in enumerate(store.rows("clips", split, columns=["id"])):
        if row["id"] == id:
            return number
    raise UseError(
        f"There is no clip {id!r} to {split} with.",
        "`openstage dataset info` tells how many there are; --test looks at the other half.",
    )


@dataset.command()
def verify(folder: Folder, quiet: Quiet = False, json: Json = False) -> None:
    """Check every shard against its checksum and the schema, and read every clip."""
    speaker = voice(quiet, json)
    store = opened(folder)
    from openstage.dataset.checking import faults

    found = list(faults(store))
    for fault in found:
        speaker.result_line("error", fault)
    rows = store.manifest.rows("clips")
    speaker.result(
        f"{len(found)} faults in {rows} clips" if found else f"no faults in {rows} clips",
        {"faults": found, "clips": rows},
    )
    if found:
        raise typer.Exit(2)


def register(app: typer.Typer) -> None:
    app.add_typer(dataset, name="dataset")
