"""The whole evaluation in the world: stories made, drawn, read and measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openstage.dataset.world.tales import TALES_VERSION
from openstage.errors import UseError
from openstage.evaluation.drawing import (
    DrawSettings,
    decoded,
    draw_stories,
    must_draw,
    true_pairs,
    truth_of,
    write_sheet,
)
from openstage.evaluation.read import Read
from openstage.evaluation.readers import (
    digest_of_readers,
    load_readers,
    read_pairs,
    size_read,
)
from openstage.evaluation.report import write_report
from openstage.evaluation.stories import Story, story
from openstage.evaluation.world_measures import Row, measured
from openstage.step2.loading import best_device, drawing_dtype, load_pipeline
from openstage.step2.weights import Weights
from openstage.training.weights import shots_seen, told_of
from openstage.world.staging import WORLD_VERSION

Watch = Callable[[str, int, int], None]
"""Is told what is being done, how many are done, and of how many."""


def evaluate_world(
    weights: Path,
    readers: Path,
    folder: Path,
    *,
    stories: int,
    seed: int,
    settings: DrawSettings,
    watch: Watch = lambda what, done, total: None,
) -> list[Row]:
    """Draws so many stories with some weights, and measures them; writes report, pairs and sheets.

    Frames have the size that the readers can read. Raises MissingError where weights or readers are
    not there, UseError where the folder was begun with other settings, where the weights draw
    another shape, or where they or the readers have learned from stories of this seed.
    """
    eyes, made_of = load_readers(readers)
    eyes = eyes.to(best_device())
    size = size_read(made_of)
    _must_be_unknown(seed, told_of(weights), made_of)
    pipeline = load_pipeline(weights, dtype=drawing_dtype(weights, best_device()))
    pipeline.set_progress_bar_config(disable=True)
    must_draw(pipeline, *size)
    told: list[Story] = []
    for number in range(stories):
        told.append(story(seed, number, *size))
        watch("stories", number + 1, stories)
    digest = Weights.of(weights).digest
    made = {
        "weights": digest,
        "seed": seed,
        "size": list(size),
        "world": WORLD_VERSION,
        "tales": TALES_VERSION,
    }
    drawn = draw_stories(
        pipeline, told, folder, settings, made, lambda *done: watch("shots", *done)
    )
    reads: list[Read] = []
    trues: list[Read] = []
    decodeds: list[Read] = []
    truths = []
    for number, (one, pairs) in enumerate(zip(told, drawn, strict=True), start=1):
        true = true_pairs(one)
        write_sheet(folder, one, pairs, true)
        reads.append(read_pairs(eyes, pairs))
        trues.append(read_pairs(eyes, true))
        decodeds.append(read_pairs(eyes, decoded(pipeline, true)))
        truths.append(truth_of(one))
        watch("stories read", number, stories)
    rows = measured(truths, reads, trues, decodeds)
    about = {
        "weights": f"{weights.name} {digest[:12]}",
        "trained": f"{shots_seen(told_of(weights)):,} shots",
        "budget": settings.told_by(pipeline).budget,
        "pair": settings.told_by(pipeline).pair,
        "stories": f"{stories} (seed {seed}), {sum(len(t.shots) for t in truths)} shots",
        "readers": f"{made_of.get('right', 0):.3f} of all labels of their own test frames "
        f"({digest_of_readers(readers)[:12]})",
    }
    write_report(folder, rows, about)
    return rows


def _must_be_unknown(seed: int, weights: Any, readers: Any) -> None:
    learned = [("readers", (readers.get("data") or {}).get("seed"))]
    while weights:
        vae = weights.get("vae") or {}
        for told, source in (
            (weights, (weights.get("data") or {}).get("source") or {}),
            (vae, vae.get("source") or {}),
        ):
            if source.get("kind") == "world":
                learned.append((f"weights, in {told['task']},", source["seed"]))
        weights = weights.get("after")
    for who, known in learned:
        if known == seed:
            raise UseError(
                f"The {who} have learned from the stories of seed {seed}.",
                "Measure with another --seed.",
            )
