"""Examples to train with: a shot, its wordings, and the frames that it remembers, by content.

Everything an example names lies in caches: latents by the frame and the size, text states by the
message. So an epoch reads no picture and no text encoder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from openstage.crew import MemoryFrame
from openstage.dataset.clip import Box, Clip
from openstage.errors import ProjectError
from openstage.step2.ranking import Kept, ranked
from openstage.step2.understanding.message import MessageKind, message_of
from openstage.storyboard.context import ShotContext, shown
from openstage.storyboard.files import atomic, disk_errors, reading_errors
from openstage.storyboard.pictures import decoded
from openstage.training.wording import wordings

_Item = TypeVar("_Item")
Shot = TypeVar("Shot", bound="Example")

REMEMBERED = 12
"""Ranked memories that an example names; no budget that is trained with gives room to more."""


@dataclass(frozen=True)
class Example:
    clip: str
    shot: str
    messages: tuple[str, ...]
    """The usual one first."""
    start: str
    end: str
    """Digests of the frames."""
    memory: tuple[str, ...]
    """Of the ranked frames of earlier shots, the most relevant first."""
    figures: tuple[tuple[Box, ...], ...] = ((), ())
    """Where in the start and in the end frame people and animals are."""
    colors: tuple[tuple[tuple[str, ...], ...], ...] = ((), ())
    """What each of them wears (`Figure.colors`)."""


@dataclass(frozen=True)
class Rated(Example):
    """A shot with a pair that is worse than its own."""

    loser: tuple[str, str] = ("", "")
    """Digests of the start and the end frame."""
    how: str = ""
    """By which rule it was made, or that people chose."""


@dataclass(frozen=True)
class FrameFile:
    """A frame of a clip, by its content."""

    digest: str
    data: bytes

    def load(self) -> np.ndarray:
        return decoded(self.data, "a frame")


def frame_file(data: bytes) -> FrameFile:
    return FrameFile(sha256(data).hexdigest(), data)


def examples_of(
    clip: Clip, kept: Kept, seed: int, message: MessageKind, variants: int
) -> tuple[list[Example], dict[str, FrameFile]]:
    """The examples of a clip, and its frames by their digests.

    The memory of a shot is built as at inference, from the true frames of all shots before. A look
    is told in the first shot that shows somebody, and mostly left out later (`wordings`); messages
    of other kinds are those of inference.
    """
    frames: dict[str, FrameFile] = {}
    memory: list[MemoryFrame] = []
    met: set[str] = set()
    found = []

    def file(data: bytes) -> str:
        one = frame_file(data)
        frames[one.digest] = one
        return one.digest

    for number, (scene, shot, pictures) in enumerate(clip.shots()):
        context = ShotContext(clip.storyboard, scene, shot)
        chance = np.random.default_rng([seed, *sha256(clip.id.encode()).digest()[:4], number])
        start, end = file(pictures.start), file(pictures.end)
        ranks = ranked(memory, context, None, kept)[:REMEMBERED]
        figures = (pictures.figures_start, pictures.figures_end)
        found.append(
            Example(
                clip=clip.id,
                shot=shot.id,
                messages=(
                    tuple(wordings(context, met, chance, variants))
                    if message == "brief"
                    else (message_of(message, context),)
                ),
                start=start,
                end=end,
                memory=tuple(frame.digest for frame in ranks),
                figures=tuple(tuple(one.box for one in frame) for frame in figures),
                colors=tuple(tuple(one.colors for one in frame) for frame in figures),
            )
        )
        met |= shown(scene, shot)
        memory += [
            MemoryFrame(shot.id, "start", start, frames[start].load),
            MemoryFrame(shot.id, "end", end, frames[end].load),
        ]
    return found, frames


def message_key(message: str) -> str:
    return sha256(message.encode()).hexdigest()


def write_lines(path: Path, examples: Iterable[Any]) -> None:
    """Adds dataclasses of plain data, a line each."""
    with disk_errors(path), path.open("a", encoding="utf-8") as lines:
        for example in examples:
            lines.write(json.dumps(asdict(example)) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def spread_over(examples: Sequence[Shot], count: int) -> list[Shot]:
    """So many, of as many stories as there are; the same ones when more stories come after. Of the
    k-th story it is shot k, so that there are first ones and last ones."""
    stories: dict[str, list[Shot]] = {}
    for example in examples:
        stories.setdefault(example.clip, []).append(example)
    turned = [
        shots[k % len(shots) :] + shots[: k % len(shots)]
        for k, shots in enumerate(stories.values())
    ]
    rounds = zip_longest(*turned)
    return [*islice((one for some in rounds for one in some if one is not None), count)]


def cut_lines(path: Path, count: int) -> None:
    """Leaves the first `count`: what comes after was not finished."""
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)[:count]
        with atomic(path) as temporary:
            temporary.write_text("".join(lines), encoding="utf-8")


def groups(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """So many at a time, the last ones fewer."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def read_lines(path: Path, kind: type[_Item], count: int) -> list[_Item]:
    """The first so many; what comes after was not finished. Raises ProjectError where there are
    fewer, or where one of them is damaged."""
    if not count:
        return []
    anew = (
        f"Remove prepared.json in {path.parent} and run `openstage train prepare` again: what is "
        "there is not encoded again."
    )
    lines: list[str] = []
    if path.is_file():
        with reading_errors(path):
            lines = path.read_text(encoding="utf-8").splitlines()[:count]
    if len(lines) < count:
        raise ProjectError(f"{path} has {len(lines)} of {count} lines.", anew)
    return [_read(line, kind, f"Line {n} of {path}", anew) for n, line in enumerate(lines, start=1)]


def _read(line: str, kind: type[_Item], where: str, anew: str) -> _Item:
    try:
        told = json.loads(line)
        return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in told.items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise ProjectError(f"{where} is damaged.", anew) from error
