"""A dataset made ready for a model: its frames as latents, its messages as text states.

PREPARED/train.jsonl, test.jsonl    examples, a line each
PREPARED/latents/VAE/               by content; what two datasets share is computed once
PREPARED/texts/ENCODER/             likewise
PREPARED/pictures/                  for an understanding model that sees pictures, in place of texts
PREPARED/prepared.json              what it was made with, and the clips that are done
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from openstage.crew import Frame
from openstage.dataset.manifest import Split
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
from openstage.storyboard.manifests import read_json
from openstage.storyboard.pictures import decoded
from openstage.training.cache import INDEX, TensorCache, whole
from openstage.training.examples import (
    REMEMBERED,
    Example,
    Rated,
    message_key,
    read_lines,
)
from openstage.training.flow import Told
from openstage.training.network import sees_pictures

MANIFEST = "prepared.json"
_LATENTS, _TEXTS, _PICTURES = "latents", "texts", "pictures"
GROWING = ("clips", "examples", "preferences")
"""What of `Made` may be more another time."""
_SPOKEN = {"canvas": "size of frames"}


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

    def rooms(self, memories: int, budget: Trained | None = None) -> list[LatentSize]:
        """The sizes of so many ranked memories, by another `budget` where one is named; those
        without room are left out."""
        found = sizes(budget or self.budget, [self.frame] * memories, self.frame)
        return [size for size in found if size]


def latent_key(digest: str, size: LatentSize) -> str:
    return f"{digest[:32]}/{size.height}x{size.width}"


def caches(folder: Path, made: Made) -> tuple[TensorCache, TensorCache, TensorCache]:
    """Latents, text states and pictures; the former by what has encoded them, so that none is taken
    for that of other weights, even where nobody tells any more what the folder was made for."""
    return (
        TensorCache(folder / _LATENTS / made.codec[:16]),
        TensorCache(folder / _TEXTS / made.text[:16]),
        TensorCache(folder / _PICTURES, torch.uint8),
    )


def has_latents(folder: Path) -> bool:
    return any((folder / _LATENTS).glob(f"*/{INDEX}"))


@dataclass(frozen=True)
class PreferenceLine:
    """As a line tells it: frames by their digests."""

    clip: str
    shot: str
    winner: tuple[str, str]
    loser: tuple[str, str]
    how: str


def decided_by(pipeline: STEP2Pipeline) -> dict[str, Any]:
    """What of `Made` the weights decide."""
    return {
        "canvas": {"area": pipeline.config.frame_area, "size": pipeline.config.frame_size},
        "shrink": pipeline.config.shrink,
        "keep": pipeline.config.keep,
        "codec": pipeline.codec.digest,
        "text": "" if sees_pictures(pipeline) else pipeline.understanding.digest,
        "message": pipeline.config.message,
    }


def read_made(folder: Path) -> Made:
    """Raises UseError where nothing is prepared, ProjectError where what tells of it is damaged."""
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


class Prepared:
    """Reads what `prepare` has written. Raises UseError where there is nothing, ProjectError where
    something is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = read_made(folder)
        self.latents, self.texts, self.pictures = caches(folder, self.made)

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
        rooms = self.made.rooms(REMEMBERED) if self.made.shrink == "pixels" else []
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
        told = read_lines(path, PreferenceLine, self.made.preferences[split])
        frames = {digest for each in told for digest in (*each.winner, *each.loser)}
        whole(self.latents, {latent_key(each, self.made.frame) for each in frames}, "latents")
        by_shot = {(example.clip, example.shot): example for example in examples}
        return [
            Rated(
                **{**asdict(by_shot[each.clip, each.shot]), "start": each.winner[0],
                   "end": each.winner[1]},
                loser=each.loser, how=each.how,
            )
            for each in told
            if (each.clip, each.shot) in by_shot
        ]  # fmt: skip

    def must_fit(self, pipeline: STEP2Pipeline) -> None:
        """Raises UseError where latents or text states are not those of this pipeline, or where it
        draws frames of another size."""
        wanted = decided_by(pipeline)
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
