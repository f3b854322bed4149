"""Draws stories of the world with a model, each shot from the model's own memory.

OUT/drawing.json                what draws, and which stories
OUT/pairs/STORY/SHOT-start.png  and -end.png, as the model drew them
OUT/sheets/STORY.png            each drawn pair above the true one

The shots of a story stand one after another, since each remembers those before; so shot k of many
stories is drawn at once. What is drawn is not drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from openstage.crew import Frame, FramePair, MemoryFrame
from openstage.errors import UseError
from openstage.evaluation.stories import Story
from openstage.evaluation.world_measures import TrueShot, TrueStory
from openstage.step2.budget import Budget
from openstage.step2.latent_size import PairMode
from openstage.step2.latents import as_frames
from openstage.step2.pipeline import STEP2Pipeline, remembered
from openstage.step2.ranking import ranked
from openstage.step2.understanding.brief import USUAL, Wording, brief_message
from openstage.step2.weights import DRAWING_VERSION
from openstage.storyboard.context import ShotContext, shown
from openstage.storyboard.files import alone, atomic, disk_errors, must_be_new
from openstage.storyboard.manifests import must_be_same, read_json, write_json
from openstage.storyboard.pictures import png, read_picture, resized, sheet

MANIFEST = "drawing.json"
_COLUMNS = 4
"""Shots side by side on a sheet."""


@dataclass(frozen=True, kw_only=True)
class DrawSettings:
    """How it is drawn; None: as the weights ask for."""

    budget: Budget | None = None
    pair: PairMode | None = None
    steps: int | None = None
    guidance: float | None = None
    memory_guidance: float | None = None
    places_once: bool = False
    """Place and hour are told with the first shot there alone: later ones have to remember them, as
    they do people."""
    as_written: bool = False
    """Words that no tale has are read as they are written, not told as the nearest that one has."""
    batch: int = 8
    """Stories that are drawn at once."""

    def told_by(self, pipeline: STEP2Pipeline) -> DrawSettings:
        """As the weights ask for where nobody else told."""
        asked = {name: pipeline.config[name] for name in _ASKED if getattr(self, name) is None}
        return replace(self, **asked)

    @property
    def told(self) -> dict[str, Any]:
        """All that the pictures depend on, by name; how many are drawn at once is not of it."""
        return {name: getattr(self, name) for name in (*_ASKED, "places_once", "as_written")}


PLAIN = DrawSettings()
_ASKED = ("budget", "pair", "steps", "guidance", "memory_guidance")
"""Settings that weights have as well."""


@dataclass
class _Film:
    """A story while it is drawn."""

    story: Story
    pairs: list[FramePair] = field(default_factory=list)
    memory: list[MemoryFrame] = field(default_factory=list)

    def add(self, pair: FramePair) -> None:
        shot = self.story.shots[len(self.pairs)][0].shot
        self.pairs.append(pair)
        self.memory += [
            remembered(shot.id, "start", pair.start),
            remembered(shot.id, "end", pair.end),
        ]


def met_before(story: Story, shot: int) -> frozenset[str]:
    """The ids of all who and what earlier shots have shown: their looks are not told again."""
    return frozenset(
        id for context, _ in story.shots[:shot] for id in shown(context.scene, context.shot)
    )


def introduced(story: Story, shot: int) -> frozenset[str]:
    """The ids of the people whose look the message of a shot tells: of those that it shows first,
    and of those that its description tells; an empty street may have shown them from afar."""
    met = met_before(story, shot)
    told = story.shots[shot][0].shot
    cast = {who.id: who.look for who in story.board.cast if who.id in told.cast}
    return frozenset(
        id for id, look in cast.items() if id not in met or _describes(told.description, look)
    )


def _describes(description: str, look: str) -> bool:
    """Whether any of 'young, black coat, short red hair' stands in it; an age tells no color."""
    return any(" " in part and part in description for part in look.split(", "))


def comes_back(story: Story, shot: int) -> bool:
    """Whether an earlier shot has been at the same place in the same hour."""
    here, *before = (
        (context.scene.heading.location, context.scene.heading.time)
        for context, _ in reversed(story.shots[: shot + 1])
    )
    return here in before


def message_of(story: Story, shot: int, settings: DrawSettings = PLAIN) -> str:
    """The message of a shot: looks are told in the first shot that shows somebody."""
    met = met_before(story, shot)
    context, _ = story.shots[shot]
    untold = "place" if settings.places_once and comes_back(story, shot) else ""
    parts = tuple(part for part in USUAL.parts if part != untold)
    told = Wording(parts=parts, looks=lambda id: id not in met, as_written=settings.as_written)
    return brief_message(context, told)


def draw_stories(
    pipeline: STEP2Pipeline,
    stories: Sequence[Story],
    folder: Path,
    settings: DrawSettings,
    made: dict[str, Any],
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[list[FramePair]]:
    """The pairs of all shots of each story, in the size that the weights draw.

    `made` is what else the pairs depend on, as JSON data. Raises UseError where the folder has
    pairs that were drawn otherwise, for weights that read messages of another kind and for stories
    of another shape than they draw, DiskError where the disk is full; what was drawn is kept.
    """
    for board in (story.board for story in stories):
        must_draw(pipeline, board.width, board.height)
    settings = settings.told_by(pipeline)
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        _begin(folder, settings, made)
        return _draw_all(pipeline, stories, folder, settings, watch)


def _draw_all(
    pipeline: STEP2Pipeline,
    stories: Sequence[Story],
    folder: Path,
    settings: DrawSettings,
    watch: Callable[[int, int], None],
) -> list[list[FramePair]]:
    films = [_Film(story) for story in stories]
    total = sum(len(story.shots) for story in stories)
    done = 0
    watch(done, total)
    for shot in range(max((len(story.shots) for story in stories), default=0)):
        todo = []
        for film in (each for each in films if len(each.story.shots) > shot):
            kept = _kept(folder, film.story, shot)
            if kept is None:
                todo.append(film)
                continue
            film.add(kept)
            done += 1
        watch(done, total)
        for first in range(0, len(todo), settings.batch):
            some = todo[first : first + settings.batch]
            for film, pair in zip(some, _drawn(pipeline, some, shot, settings), strict=True):
                _keep(folder, film.story, shot, pair)
                film.add(pair)
                done += 1
            watch(done, total)
    return [film.pairs for film in films]


def must_draw(pipeline: STEP2Pipeline, width: int, height: int) -> None:
    """Raises UseError for weights that read messages of another kind than the stories of the world
    have, and for frames of another shape than they draw."""
    if pipeline.config.message != "brief":
        raise UseError(
            "These weights read messages of another kind than the stories of the world have.",
            "Measure a small model, as `openstage train new` begins it.",
        )
    if not pipeline.canvas.fits(height, width):
        high, wide = pipeline.canvas.picture(height, width, pipeline.codec.factor)
        raise UseError(
            f"These weights draw frames of {wide}x{high}; the stories have {width}x{height}, "
            "another shape.",
            f"Measure with readers that have learned from frames of {wide}x{high}.",
        )


def _drawn(
    pipeline: STEP2Pipeline, films: Sequence[_Film], shot: int, settings: DrawSettings
) -> Iterator[FramePair]:
    """The pairs of one shot of several stories."""
    contexts: list[ShotContext] = [film.story.shots[shot][0] for film in films]
    board = films[0].story.board
    height, width = pipeline.canvas.picture(board.height, board.width, pipeline.codec.factor)
    starts, ends = pipeline(
        [message_of(film.story, shot, settings) for film in films],
        memory=[
            ranked(film.memory, context, None, pipeline.config.keep)
            for film, context in zip(films, contexts, strict=True)
        ]
        if shot
        else (),
        height=height,
        width=width,
        num_inference_steps=settings.steps,
        guidance_scale=settings.guidance,
        memory_guidance_scale=settings.memory_guidance,
        budget=settings.budget,
        pair=settings.pair,
        generator=[torch.Generator().manual_seed(context.noise_seed) for context in contexts],
        output_type="np",
        return_dict=False,
    )
    for start, end in zip(starts, ends, strict=True):
        yield FramePair(_bytes(start), _bytes(end))


def _bytes(picture: Any) -> Frame:
    frame: Frame = np.rint(np.asarray(picture) * 255).astype(np.uint8)
    return frame


# --- the folder ------------------------------------------------------------------------------


def _begin(folder: Path, settings: DrawSettings, made: dict[str, Any]) -> None:
    told = {**made, **settings.told, "drawing": DRAWING_VERSION}
    path = folder / MANIFEST
    if not path.is_file():
        must_be_new(folder, "folder of figures")
        write_json(path, told)
        return
    remedy = "Name another folder with -o."
    must_be_same(folder, read_json(path, remedy), told, remedy)


def _files(folder: Path, story: Story, shot: int) -> tuple[Path, Path]:
    name = story.shots[shot][0].shot.id
    place = folder / "pairs" / story.id
    return place / f"{name}-start.png", place / f"{name}-end.png"


def _kept(folder: Path, story: Story, shot: int) -> FramePair | None:
    """The end is written last, so where it is the start is too."""
    start, end = _files(folder, story, shot)
    return FramePair(read_picture(start), read_picture(end)) if end.is_file() else None


def _keep(folder: Path, story: Story, shot: int, pair: FramePair) -> None:
    for path, frame in zip(_files(folder, story, shot), (pair.start, pair.end), strict=True):
        with atomic(path) as temporary:
            temporary.write_bytes(png(frame))


# --- beside the truth ------------------------------------------------------------------------


def true_pairs(story: Story) -> list[FramePair]:
    return [story.pair(shot) for shot in range(len(story.shots))]


def decoded(pipeline: STEP2Pipeline, pairs: Sequence[FramePair]) -> list[FramePair]:
    """The pairs as the weights' VAE gives them back, in the size that the weights draw."""
    height, width = pairs[0].start.shape[:2]
    high, wide = pipeline.canvas.picture(height, width, pipeline.codec.factor)
    size = pipeline.codec.size_of(high, wide)
    frames = [frame for pair in pairs for frame in (pair.start, pair.end)]
    back = as_frames(pipeline.codec.decode(pipeline.codec.encode_all(frames, size)))
    return [FramePair(*both) for both in zip(back[0::2], back[1::2], strict=True)]


def truth_of(story: Story, pairs: Sequence[FramePair], places_once: bool = False) -> TrueStory:
    """All that the measures ask of a story with these true pairs, of which is told what
    `message_of` tells."""
    shots = (_true_shot(story, shot, pair, places_once) for shot, pair in enumerate(pairs))
    return TrueStory(story.id, tuple(shots))


def _true_shot(story: Story, shot: int, pair: FramePair, places_once: bool) -> TrueShot:
    context, _ = story.shots[shot]
    return TrueShot(
        cast=frozenset(context.shot.cast),
        location=context.scene.heading.location,
        told=introduced(story, shot),
        placed=not (places_once and comes_back(story, shot)),
        labels=(story.labels(shot, 0.0, pair.start), story.labels(shot, 1.0, pair.end)),
    )


def write_sheet(
    folder: Path, story: Story, drawn: Sequence[FramePair], true: Sequence[FramePair]
) -> None:
    """The drawn pair of each shot above the true one, in the order of the film."""
    height, width = true[0].start.shape[:2]
    cells = [
        np.vstack([np.hstack([resized(f, width, height) for f in (p.start, p.end)]) for p in both])
        for both in zip(drawn, true, strict=True)
    ]
    with atomic(folder / "sheets" / f"{story.id}.png") as temporary:
        temporary.write_bytes(png(sheet(cells, _COLUMNS)))
