"""Who is measured and who looks: weights, and readers of the frames that these draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openstage.dataset.world.tales import TALES_VERSION
from openstage.errors import UseError
from openstage.evaluation.drawing import must_draw
from openstage.evaluation.readers import Readers, digest_of_readers, load_readers, size_read
from openstage.evaluation.truth import LABELS_VERSION
from openstage.evaluation.world_measures import MEASURES_VERSION
from openstage.step2.loading import best_device, drawing_dtype, hush, load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.weights import DRAWING_VERSION, Weights
from openstage.training.weights import shots_seen, told_of
from openstage.world.staging import WORLD_VERSION


@dataclass(frozen=True)
class Exam:
    pipeline: STEP2Pipeline
    readers: Readers
    size: tuple[int, int]
    """Width and height of the frames that are read."""
    made: dict[str, Any]
    """What the drawn pairs depend on."""
    about: dict[str, str]
    """What a report tells of both."""

    @classmethod
    def of(cls, weights: Path, readers: Path, seed: int | None = None) -> Exam:
        """`seed` is that of the stories, where they have one.

        Raises MissingError where weights or readers are not there, UseError where the weights draw
        frames of another shape than the readers read, or where either has learned from stories of
        this seed.
        """
        eyes, of_readers = load_readers(readers)
        size = size_read(of_readers)
        of_weights = told_of(weights)
        _must_be_unknown(seed, of_weights, of_readers)
        hush()
        device = best_device()
        dtype = drawing_dtype(weights, device)
        pipeline = load_pipeline(weights, dtype=dtype)
        pipeline.set_progress_bar_config(disable=True)
        must_draw(pipeline, *size)
        digest = Weights.of(weights).digest
        return cls(
            pipeline=pipeline,
            readers=eyes.to(device),
            size=size,
            made={
                "weights": digest,
                "dtype": str(dtype),
                "size": list(size),
                "world": WORLD_VERSION,
            },
            about={
                "weights": f"{weights.name} {digest[:12]}",
                "trained": f"{shots_seen(of_weights):,} shots" if of_weights else "unknown",
                "readers": f"{of_readers['right']:.3f} of all labels of their own test frames "
                f"({digest_of_readers(readers)[:12]})",
                "labels": f"version {LABELS_VERSION}",
                "measures": f"version {MEASURES_VERSION}",
                "drawing": f"version {DRAWING_VERSION}, {str(dtype).removeprefix('torch.')}",
                "world": f"version {WORLD_VERSION}, tales {TALES_VERSION}",
            },
        )


def _must_be_unknown(seed: int | None, weights: Any, readers: Any) -> None:
    learned = [("readers", seed) for seed in _seeds(readers)]
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
        if seed is not None and known == seed:
            raise UseError(
                f"The {who} have learned from the stories of seed {seed}.",
                "Measure with another --seed.",
            )


def _seeds(readers: Any) -> Iterator[int | None]:
    """Of the stories that readers have learned from, and those that they began with."""
    yield (readers.get("data") or {}).get("seed")
    for before in readers.get("after", ()):
        yield from _seeds(before)
