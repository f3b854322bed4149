"""The whole evaluation in the world: stories made, drawn, read and measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openstage.dataset.world.tales import TALES_VERSION
from openstage.evaluation.drawing import (
    DrawSettings,
    decoded,
    draw_stories,
    true_pairs,
    truth_of,
    write_sheet,
)
from openstage.evaluation.exam import Exam
from openstage.evaluation.read import Read
from openstage.evaluation.readers import read_pairs
from openstage.evaluation.report import write_report
from openstage.evaluation.stories import Story, story
from openstage.evaluation.world_measures import Row, measured

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
    exam = Exam.of(weights, readers, seed)
    pipeline, eyes = exam.pipeline, exam.readers
    told: list[Story] = []
    for number in range(stories):
        told.append(story(seed, number, *exam.size))
        watch("stories", number + 1, stories)
    made = {**exam.made, "seed": seed, "tales": TALES_VERSION}
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
        truths.append(truth_of(one, true, settings.places_once))
        watch("stories read", number, stories)
    rows = measured(truths, reads, trues, decodeds)
    about = {
        **exam.about,
        **settings.told_by(pipeline).told,
        "stories": f"{stories} (seed {seed}), {sum(len(t.shots) for t in truths)} shots",
    }
    write_report(folder, rows, about)
    return rows
