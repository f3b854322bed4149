"""A dataset made ready for a model: its frames as latents, its messages as text states.

PREPARED/train.jsonl, test.jsonl    examples, a line each
PREPARED/latents/, texts/           by content; what two datasets share is computed once
PREPARED/pictures/                  for an understanding model that sees pictures, in place of texts
PREPARED/prepared.json              what it was made with, and the clips that are done
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast, get_args

import torch
from torch import Tensor

from openstage.crew import Frame
from openstage.dataset.clip import Clip
from openstage.dataset.manifest import SPLITS, Split
from openstage.errors import UseError
from openstage.step2.budget import Shrink, Trained, sizes
from openstage.step2.frame_pair import sequences, texts_of
from openstage.step2.guidance import TextStates
from openstage.step2.latent_size import LatentSize, PairMode
from openstage.step2.latents import resized
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.ranking import Kept
from openstage.step2.understanding.message import MessageKind
from openstage.step2.understanding.templates import NEGATIVE
from openstage.storyboard.files import alone, disk_errors
from openstage.storyboard.manifests import must_be_same, read_json, write_json
from openstage.storyboard.pictures import decoded
from openstage.training.cache import TensorCache, whole
from openstage.training.examples import (
    Example,
    FrameFile,
    Rated,
    cut_lines,
    examples_of,
    frame_file,
    groups,
    message_key,
    read_lines,
    write_lines,
)
from openstage.training.flow import Told
from openstage.training.network import sees_pictures
from openstage.training.sources import Clips

MANIFEST = "prepared.json"
GROWING = ("clips", "examples", "preferences")
"""What of `Made` may be more another time."""
_SPOKEN = {"canvas": "size of frames"}
_CLIPS = 16
"""That are made ready at a time."""


@dataclass(frozen=True)
class Made:
    """What a prepared dataset was made with, and how far it is."""

    source: Mapping[str, Any]
    """What its clips were made from, such as the version of the world."""
    height: int
    width: int
    """Of a latent."""
    budget: Trained
    pair: PairMode
    canvas: Mapping[str, Any]
    """What the weights draw on (`Canvas`)."""
    shrink: Shrink
    keep: Kept
    codec: str
    text: str
    """Digests of the VAE and of the text encoder; none of one that sees pictures: it is asked while
    it learns."""
    message: MessageKind
    seed: int
    variants: int
    """Wordings of a shot, at most."""
    clips: Mapping[str, int]
    examples: Mapping[str, int]
    preferences: Mapping[str, int]
    """Of each split, how many are done; lines beyond them are of a run that was cut off."""

    @property
    def asks(self) -> dict[str, str]:
        """What weights that learn from it are to be drawn with."""
        return {"budget": self.budget, "pair": self.pair}

    @property
    def frame(self) -> LatentSize:
        return LatentSize(self.height, self.width)

    def rooms(self, memories: int) -> list[LatentSize]:
        """The sizes of so many ranked memories; those without room are left out."""
        return [size for size in sizes(self.budget, [self.frame] * memories, self.frame) if size]


def latent_key(digest: str, size: LatentSize) -> str:
    return f"{digest[:32]}/{size.height}x{size.width}"


class Prepared:
    """Reads what `prepare` has written. Raises UseError where there is nothing, ProjectError where
    something is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = _read(folder)
        self.latents = TensorCache(folder / "latents")
        self.texts = TensorCache(folder / "texts")
        self.pictures = TensorCache(folder / "pictures", torch.uint8)

    @cached_property
    def train(self) -> list[Example]:
        return self._examples("train")

    @cached_property
    def test(self) -> list[Example]:
        return self._examples("test")

    def _examples(self, split: Split) -> list[Example]:
        path = self.folder / f"{split}.jsonl"
        found = read_lines(path, Example, self.made.examples[split])
        if not found and split == "train":
            raise UseError(f"{self.folder} has no examples.", "Prepare a dataset that has clips.")
        whole(self.latents, set(self._latents_of(found)), "latents")
        if self.made.text:
            messages = texts_of([m for one in found for m in one.messages], self.made.pair)
            wanted = {message_key(message) for message in (NEGATIVE, *messages)}
            whole(self.texts, wanted, "texts")
        else:
            whole(self.pictures, {one.memory[0] for one in found if one.memory}, "pictures")
        return found

    def _latents_of(self, examples: Sequence[Example]) -> Iterator[str]:
        """The keys of all that they name."""
        rooms = self.made.rooms(_MOST) if self.made.shrink == "pixels" else []
        for one in examples:
            for digest in (one.start, one.end):
                yield latent_key(digest, self.made.frame)
            for digest, room in zip(one.memory, rooms, strict=False):
                yield latent_key(digest, room)
            if not rooms:
                yield from (latent_key(digest, self.made.frame) for digest in one.memory)

    @cached_property
    def rated(self) -> list[Rated]:
        """The preferences to train with. Raises UseError where there are none."""
        found = self._rated("train", self.train)
        if not found:
            raise UseError(
                f"{self.folder} has no preferences.",
                "Make some with `openstage dataset prefer DATASET`, then prepare it again.",
            )
        return found

    @cached_property
    def rated_test(self) -> list[Rated]:
        """Those to test with."""
        return self._rated("test", self.test)

    def _rated(self, split: Split, examples: Sequence[Example]) -> list[Rated]:
        path = self.folder / f"preferences-{split}.jsonl"
        told = read_lines(path, _Preference, self.made.preferences[split])
        frames = {digest for each in told for digest in (*each.winner, *each.loser)}
        whole(self.latents, {latent_key(each, self.made.frame) for each in frames}, "latents")
        by_shot = {(example.clip, example.shot): example for example in examples}
        return [
            Rated(
                **{**asdict(by_shot[each.clip, each.shot]), "start": each.winner[0],
                   "end": each.winner[1]},
                loser=each.loser, how=each.how, distance=each.distance,
            )
            for each in told
            if (each.clip, each.shot) in by_shot
        ]  # fmt: skip

    def must_fit(self, pipeline: STEP2Pipeline) -> None:
        """Raises UseError where latents or text states are not those of this pipeline, or where it
        draws frames of another size."""
        wanted = _of_pipeline(pipeline)
        other = [
            _SPOKEN.get(name, name)
            for name, value in wanted.items()
            if value != getattr(self.made, name)
        ]
        if other:
            raise UseError(
                f"{self.folder} was prepared for weights with another {', '.join(other)}.",
                "Prepare the clips for these weights, in another folder.",
            )

    def frames(self, digests: Iterable[str], size: LatentSize | None = None) -> Tensor:
        """Latents of several frames, (B, C, 1, H, W), in float32."""
        size = size or self.made.frame
        return torch.stack([self.latents[latent_key(each, size)] for each in digests]).float()

    def pairs(self, starts: Iterable[str], ends: Iterable[str]) -> Tensor:
        """Tokens of start and end frames, as they are denoised (`frame_pair.sequences`)."""
        return sequences(self.frames(starts), self.frames(ends), self.made.pair)

    def memory(self, digests: Iterable[str], room: LatentSize) -> Tensor:
        """Latents of memories at the size of their rank, made smaller as the model wants it."""
        if self.made.shrink == "pixels":
            return self.frames(digests, room)
        return resized(self.frames(digests), room)

    def text(self, messages: Sequence[str], seen: Sequence[str | None]) -> TextStates | Told:
        """What the transformer is told: text states, shorter ones padded, or what the understanding
        model is still to read beside the frames that are `seen`, by their digests."""
        if not self.made.text:
            return Told(messages, [[self._picture(one)] if one else [] for one in seen])
        states = [self.texts[message_key(message)] for message in messages]
        return TextStates.stack([TextStates(each[None].float()) for each in states])

    def _picture(self, digest: str) -> Frame:
        return decoded(self.pictures[digest].numpy().tobytes(), "a frame")

    def about(self) -> dict[str, Any]:
        return asdict(self.made)


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
    latents, texts = TensorCache(folder / "latents"), TensorCache(folder / "texts")
    pictures = TensorCache(folder / "pictures", torch.uint8)
    total = sum(source.rows("clips", split) for split in SPLITS)
    if made.text:
        _read_messages(pipeline, texts, [NEGATIVE])
    watch(sum(made.clips.values()), total)
    # Few clips are to test with: with these first, a run that begins before all are done is tested.
    for split in reversed(SPLITS):
        for clips in groups(source.clips(split, made.clips[split]), _CLIPS):
            found, files = _examples(clips, made)
            sizes = [made.frame, *(made.rooms(_MOST) if made.shrink == "pixels" else ())]
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
        made = _add_preferences(source, split, made, pipeline, latents, folder)


@dataclass(frozen=True)
class _Preference:
    """As a line tells it: frames by their digests."""

    clip: str
    shot: str
    winner: tuple[str, str]
    loser: tuple[str, str]
    how: str
    distance: float


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
        found: list[_Preference] = []
        files: dict[str, FrameFile] = {}
        for told in some:
            sides = [[frame_file(data) for data in pair] for pair in (told.winner, told.loser)]
            files |= {file.digest: file for side in sides for file in side}
            (start, end), (worse_start, worse_end) = sides
            found.append(
                _Preference(
                    told.clip, told.shot, (start.digest, end.digest),
                    (worse_start.digest, worse_end.digest), told.how, told.distance,
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
        **_of_pipeline(pipeline),
        seed=seed,
        variants=variants,
        clips=dict.fromkeys(SPLITS, 0),
        examples=dict.fromkeys(SPLITS, 0),
        preferences=dict.fromkeys(SPLITS, 0),
    )
    if (folder / MANIFEST).is_file():
        was = _read(folder)
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


def _of_pipeline(pipeline: STEP2Pipeline) -> dict[str, Any]:
    """What of `Made` the weights decide."""
    return {
        "canvas": {"area": pipeline.config.frame_area, "size": pipeline.config.frame_size},
        "shrink": pipeline.config.shrink,
        "keep": pipeline.config.keep,
        "codec": pipeline.codec.digest,
        "text": "" if sees_pictures(pipeline) else pipeline.understanding.digest,
        "message": pipeline.config.message,
    }


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
        for some in groups(todo, 64):
            encoded = pipeline.codec.encode_all([file.load() for file in some], size)
            keys = [latent_key(file.digest, size) for file in some]
            latents.add(dict(zip(keys, encoded, strict=True)))


_MOST = 12
"""Memories whose rooms are looked at: no budget that is trained with gives any to those after."""


def _read_messages(pipeline: STEP2Pipeline, texts: TensorCache, messages: Iterable[str]) -> None:
    todo = sorted({m for m in messages if message_key(m) not in texts}, key=len)
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


def _read(folder: Path) -> Made:
    path = folder / MANIFEST
    if not path.is_file():
        raise UseError(
            f"{folder} holds nothing to train with: it has no {MANIFEST}.",
            "Make it with: openstage train prepare DATASET --weights DIR -o FOLDER",
        )
    told = read_json(path, "Remove it and run `openstage train prepare` again.")
    try:
        return Made(**told)
    except TypeError as error:
        raise UseError(
            f"{path} is of another version.", "Prepare the clips again, in a new folder."
        ) from error


def _write(folder: Path, made: Made) -> None:
    write_json(folder / MANIFEST, asdict(made))
