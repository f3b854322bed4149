"""Makes a dataset ready for a model (`openstage.training.prepared` reads it)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import cast, get_args

import torch
from torch import Tensor

from openstage.dataset.clip import Clip
from openstage.dataset.manifest import SPLITS, Split
from openstage.errors import UseError
from openstage.step2.budget import Trained
from openstage.step2.frame_pair import texts_of
from openstage.step2.latent_size import LatentSize, PairMode
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.understanding.templates import NEGATIVE
from openstage.storyboard.files import alone, disk_errors, must_be_new
from openstage.storyboard.manifests import must_be_same, write_json
from openstage.training.cache import TensorCache
from openstage.training.examples import (
    REMEMBERED,
    Example,
    FrameFile,
    cut_lines,
    examples_of,
    frame_file,
    groups,
    message_key,
    write_lines,
)
from openstage.training.prepared import (
    GROWING,
    MANIFEST,
    Made,
    PreferenceLine,
    Prepared,
    caches,
    decided_by,
    has_latents,
    latent_key,
    read_made,
)
from openstage.training.sources import Clips

_CLIPS = 16
"""That are made ready at a time."""
_PIXELS = 64 * 224 * 128
"""That are encoded at a time: a VAE of the release needs 5 GB for a frame of 1536 x 864."""


def prepare(
    source: Clips,
    pipeline: STEP2Pipeline,
    folder: Path,
    *,
    budget: Trained | None = None,
    pair: PairMode | None = None,
    seed: int = 0,
    variants: int = 6,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> Prepared:
    """Makes all clips of a source ready for a pipeline's VAE and text encoder; goes on where it
    was stopped, and takes up clips that the source has got since.

    `budget` and `pair` are what a model is trained with: how much it remembers, and whether the two
    frames see each other; None: as the weights ask for. Raises UseError where `folder` was
    made with something else, or where frames differ in size, ProjectError where another process
    works in it.
    """
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        made = _begin(
            source, pipeline, folder, budget or _trained(pipeline), pair or pipeline.config.pair,
            seed, variants,
        )  # fmt: skip
        _grow(source, pipeline, folder, made, watch)
    return Prepared(folder)


def _grow(
    source: Clips,
    pipeline: STEP2Pipeline,
    folder: Path,
    made: Made,
    watch: Callable[[int, int], None],
) -> None:
    """Adds all clips and preferences that are not there yet."""
    latents, texts, pictures = caches(folder, made)
    total = sum(source.rows("clips", split) for split in SPLITS)
    if made.text:
        _read_messages(pipeline, texts, [NEGATIVE])
    watch(sum(made.clips.values()), total)
    # Few clips are to test with: with these first, a run that begins before all are done is tested.
    for split in reversed(SPLITS):
        for clips in groups(source.clips(split, made.clips[split]), _CLIPS):
            found, files = _examples(clips, made)
            sizes = [made.frame, *(made.rooms(REMEMBERED) if made.shrink == "pixels" else ())]
            _encode(pipeline, latents, dict.fromkeys(sizes, files))
            if made.text:
                messages = {message for one in found for message in one.messages}
                _read_messages(pipeline, texts, texts_of([*messages], made.pair))
            else:
                pictures.add({file.digest: _as_tensor(file.data) for file in files})
            write_lines(folder / f"{split}.jsonl", found)
            made = replace(
                made,
                clips={**made.clips, split: made.clips[split] + len(clips)},
                examples={**made.examples, split: made.examples[split] + len(found)},
            )
            _write(folder, made)
            watch(sum(made.clips.values()), total)
        if source.rated:
            made = _add_preferences(source, split, made, pipeline, latents, folder)


def _add_preferences(
    source: Clips,
    split: Split,
    made: Made,
    pipeline: STEP2Pipeline,
    latents: TensorCache,
    folder: Path,
) -> Made:
    """All of them anew where there are more or fewer than before: votes come after the rules'."""
    rows, path = source.rows("preferences", split), folder / f"preferences-{split}.jsonl"
    if rows == made.preferences[split]:
        return made
    # What is told of is there: of preferences that are being made anew, none.
    made = replace(made, preferences={**made.preferences, split: 0})
    _write(folder, made)
    cut_lines(path, 0)
    for some in groups(source.preferences(split), 16 * _CLIPS):
        found: list[PreferenceLine] = []
        files: dict[str, FrameFile] = {}
        for told in some:
            sides = [[frame_file(data) for data in pair] for pair in (told.winner, told.loser)]
            files |= {file.digest: file for side in sides for file in side}
            (start, end), (worse_start, worse_end) = sides
            found.append(
                PreferenceLine(
                    told.clip, told.shot, (start.digest, end.digest),
                    (worse_start.digest, worse_end.digest), told.how,
                )
            )  # fmt: skip
        _encode(pipeline, latents, {made.frame: list(files.values())})
        write_lines(path, found)
    made = replace(made, preferences={**made.preferences, split: rows})
    _write(folder, made)
    return made


def _begin(
    source: Clips,
    pipeline: STEP2Pipeline,
    folder: Path,
    budget: Trained,
    pair: PairMode,
    seed: int,
    variants: int,
) -> Made:
    size = _size(source, pipeline)
    made = Made(
        source=dict(source.made),
        height=size.height,
        width=size.width,
        budget=budget,
        pair=pair,
        **decided_by(pipeline),
        seed=seed,
        variants=variants,
        clips=dict.fromkeys(SPLITS, 0),
        examples=dict.fromkeys(SPLITS, 0),
        preferences=dict.fromkeys(SPLITS, 0),
    )
    if not (folder / MANIFEST).is_file():
        # Where what tells of them was removed, so that they are read again, latents are kept.
        if not has_latents(folder):
            must_be_new(folder, "prepared dataset")
    else:
        was = read_made(folder)
        must_be_same(folder, asdict(was), asdict(made), "Name a new folder with -o.", GROWING)
        made = was
    _write(folder, made)
    for split in SPLITS:
        cut_lines(folder / f"{split}.jsonl", made.examples[split])
    return made


def _trained(pipeline: STEP2Pipeline) -> Trained:
    """The budget that the weights ask for. Raises UseError where nothing is trained with it."""
    budget = pipeline.config.budget
    if budget not in get_args(Trained):
        raise UseError(
            f"These weights remember by the budget `{budget}`, which nothing is trained with.",
            "Name one with --budget paper.",
        )
    return cast(Trained, budget)


def _size(source: Clips, pipeline: STEP2Pipeline) -> LatentSize:
    """Of all frames, as latents: as large as the pipeline draws them, in the source's shape.

    Raises UseError where the pipeline draws frames of another shape alone.
    """
    height, width = source.size()
    drawn = pipeline.canvas.picture(height, width, pipeline.codec.factor)
    if not pipeline.canvas.fits(height, width):
        raise UseError(
            f"The clips have frames of {width}x{height}; these weights draw "
            f"{drawn[1]}x{drawn[0]} alone.",
            f"Make clips with --size {drawn[1]}x{drawn[0]}.",
        )
    return pipeline.codec.size_of(*drawn)


def _examples(clips: Iterable[Clip], made: Made) -> tuple[list[Example], list[FrameFile]]:
    """Those of several clips, and the frames that they name."""
    found: list[Example] = []
    frames: dict[str, FrameFile] = {}
    for clip in clips:
        examples, files = examples_of(clip, made.keep, made.seed, made.message, made.variants)
        found += examples
        frames |= files
    return found, [*frames.values()]


def _as_tensor(data: bytes) -> Tensor:
    return torch.frombuffer(bytearray(data), dtype=torch.uint8)


def _encode(
    pipeline: STEP2Pipeline, latents: TensorCache, wanted: Mapping[LatentSize, Sequence[FrameFile]]
) -> None:
    """The latents of files at some sizes that are not there yet."""
    for size, files in wanted.items():
        todo = [file for file in files if latent_key(file.digest, size) not in latents]
        pixels = size.height * size.width * pipeline.codec.factor**2
        for some in groups(todo, max(1, min(64, _PIXELS // pixels))):
            encoded = pipeline.codec.encode_all([file.load() for file in some], size)
            keys = [latent_key(file.digest, size) for file in some]
            latents.add(dict(zip(keys, encoded, strict=True)))


def _read_messages(pipeline: STEP2Pipeline, texts: TensorCache, messages: Iterable[str]) -> None:
    # In the same order in every process: how a state is rounded depends on what is read with it.
    todo = sorted({m for m in messages if message_key(m) not in texts}, key=lambda m: (len(m), m))
    for some in groups(todo, 64):
        with torch.no_grad():
            states = pipeline.understanding.encode(list(some))
        lengths = [states.states_BTE.shape[1]] * len(some)
        if states.mask_BT is not None:
            lengths = states.mask_BT.sum(-1).tolist()
        texts.add(
            {
                message_key(message): states.states_BTE[row, :length]
                for row, (message, length) in enumerate(zip(some, lengths, strict=True))
            }
        )


def _write(folder: Path, made: Made) -> None:
    write_json(folder / MANIFEST, asdict(made))
