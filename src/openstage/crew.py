"""The crew: the three trades of the film, what passes between them, and how others join.

    screenplay ──Director──▶ storyboard ──Artist──▶ frame pairs ──Cinematographer──▶ clips

A person of the crew is found by name among the entry points `openstage.directors`,
`openstage.artists` and `openstage.cinematographers`, where ours are listed as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from inspect import Parameter, signature
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from openstage.errors import MissingError, UseError
from openstage.script.screenplay import Screenplay
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard

Frame = NDArray[np.uint8]
"""A picture: (height, width, 3), RGB, 0 to 255."""

Trade = Literal["director", "artist", "cinematographer"]

FrameKind = Literal["start", "end", "reference"]
"""What a remembered picture is: a frame of an earlier shot, or a picture that a person gave."""


@dataclass(frozen=True)
class FramePair:
    """The start and the end frame of a shot, of the same shape."""

    start: Frame
    end: Frame
    notes: tuple[str, ...] = ()
    """What could not be drawn as it was told, in sentences."""

    def __post_init__(self) -> None:
        for name, frame in (("start", self.start), ("end", self.end)):
            if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3:
                got = f"{frame.dtype} {frame.shape}"
                raise ValueError(f"{name} frame: expected uint8 (height, width, 3), got {got}")
        if self.start.shape != self.end.shape:
            raise ValueError(f"start {self.start.shape} and end {self.end.shape} differ in shape")


@dataclass(frozen=True)
class MemoryFrame:
    """A frame of an earlier shot, or a reference picture of an entity."""

    source: str
    """The id of the shot, or of the entity."""
    kind: FrameKind
    digest: str
    """The SHA-256 of the picture file."""
    load: Callable[[], Frame]


Memory = Sequence[MemoryFrame]


@dataclass(frozen=True)
class Clip:
    """The moving picture of a shot. `frames` gives `frame_count` pictures, one at a time."""

    frame_count: int
    frames: Iterator[Frame]
    notes: tuple[str, ...] = ()


@runtime_checkable
class Director(Protocol):
    """S = G_dir(T): turns a story into a storyboard (paper, section 3)."""

    name: str

    def direct(self, screenplay: Screenplay) -> Storyboard: ...


@runtime_checkable
class Paid(Protocol):
    """A director whose work costs money: it says beforehand how much, and afterward what it was."""

    confirm: Callable[[Any], None] | None
    """Is shown the estimate before a long run, and stops it by raising."""

    @property
    def usage(self) -> Any: ...

    def estimate(self, screenplay: Screenplay) -> Any: ...


@runtime_checkable
class Artist(Protocol):
    """Predicts (F_S, F_E) of a shot from its text and the earlier pairs.

    One that loads packages with its first pair names them in `needs` (`must_have`).
    """

    name: str
    model: str
    """The model and the digest of its weights, for people; empty where there is none."""
    remembers: bool
    """True: it looks at the earlier pairs, so shots are drawn in order. False: in any order."""

    def sees(self, context: ShotContext, memory: Memory) -> Memory:
        """Of all reference pictures and earlier frames, in the order of the film, those that the
        pair depends on, in the order in which `draw` wants them."""
        ...

    def draw(self, context: ShotContext, memory: Memory) -> FramePair:
        """The pair, in the width and height of the storyboard; `memory` is what it `sees`."""
        ...

    def depends_on(self, context: ShotContext) -> Any:
        """All that the pair depends on beside the memory, as plain JSON data: with the memory it
        becomes the key in the ledger."""
        ...


@runtime_checkable
class Cinematographer(Protocol):
    """V_i = G_video(R_i, F_S, F_E): fills the motion between the two frames."""

    name: str

    def shoot(self, context: ShotContext, pair: FramePair) -> Clip:
        """`shot.frame_count` frames; the first is the start frame, the last the end frame."""
        ...

    def depends_on(self, context: ShotContext) -> Any:
        """All that the clip depends on beside the two frames, as plain JSON data."""
        ...


_GROUPS: dict[Trade, str] = {
    "director": "openstage.directors",
    "artist": "openstage.artists",
    "cinematographer": "openstage.cinematographers",
}


def names(trade: Trade) -> list[str]:
    """The names of all who know this trade, in order of the alphabet."""
    return sorted(entry_points(group=_GROUPS[trade]).names)


def known(trade: Trade, name: str) -> EntryPoint:
    """Where the person of this trade and name is; raises UseError where nobody has the name."""
    for entry in entry_points(group=_GROUPS[trade], name=name):
        return entry
    raise UseError(
        f"There is no {trade} called {name!r}.", f"Choose one of: {', '.join(names(trade))}."
    )


def find(trade: Trade, name: str, **options: Any) -> Any:
    """The person of this trade and name; `options` go to its constructor.

    Raises UseError where nobody has the name, MissingError where its packages are not installed.
    """
    entry = known(trade, name)
    try:
        person = entry.load()
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == __name__.split(".")[0]:
            raise  # a fault of ours, which no installation mends
        raise _missing(trade, name, error.name) from error
    _check(trade, name, person, options)
    return person(**options)


def must_have(person: Artist) -> None:
    """Raises MissingError where a package is not installed that an artist names in `needs`: it is
    loaded with the first pair, and looked for before anything is spent on the film."""
    for package in getattr(person, "needs", ()):
        if find_spec(package) is None:
            raise _missing("artist", person.name, package)


def _missing(trade: Trade, name: str, package: str | None) -> MissingError:
    return MissingError(
        f"The {trade} {name!r} needs the package {package!r}, which is not installed.",
        f"Run: pip install 'openstage[{name}]'",
    )


def _check(trade: Trade, name: str, person: Any, options: dict[str, Any]) -> None:
    """Raises UseError where the person takes no such option, or lacks one."""
    takes = signature(person).parameters
    if any(each.kind is Parameter.VAR_KEYWORD for each in takes.values()):
        return
    for option in sorted(options.keys() - takes.keys()):
        others = "".join(f", or take --{trade} {other}" for other in _who_takes(trade, option))
        raise UseError(f"The {trade} {name!r} takes no {_flag(option)}.", f"Leave it away{others}.")
    for option, each in takes.items():
        if each.default is Parameter.empty and option not in options:
            raise UseError(
                f"The {trade} {name!r} needs {_flag(option)}.",
                "Add it: `openstage draw --help` tells what it is.",
            )


def _who_takes(trade: Trade, option: str) -> Iterator[str]:
    for entry in entry_points(group=_GROUPS[trade]):
        with suppress(Exception):  # whoever cannot be loaded is of no help here
            if option in signature(entry.load()).parameters:
                yield entry.name


def _flag(option: str) -> str:
    return "--" + option.replace("_", "-")


@dataclass(frozen=True)
class Hiring:
    """An artist by name, and what they are told when they are hired; fit for another process."""

    name: str = "previz"
    options: Mapping[str, Any] = field(default_factory=dict)

    def hire(self) -> Artist:
        """Raises as `find`."""
        artist: Artist = find("artist", self.name, **self.options)
        return artist
