"""Subtitles: what is said, when, in two short lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from textwrap import wrap

from openstage.editor.encoder import Caption
from openstage.editor.plan import Edit, EditPlan, Placement, plan
from openstage.storyboard.files import atomic

_COLUMNS = 42
_LINES = 2
_READING_SPEED = 17
"""Characters a second that an audience reads at ease."""
_SHORTEST = Fraction(1)
_LONGEST = Fraction(7)
"""Seconds that a subtitle stands at least and at most."""


@dataclass(frozen=True)
class Subtitle:
    """Words on the screen from frame `start` up to, not including, frame `end` of the film."""

    start: int
    end: int
    text: str
    """At most two lines of at most 42 characters."""
    off_screen: bool = False


@dataclass
class _Wish:
    """A subtitle before its time is settled: when it would like to begin, and for how long."""

    start: int
    length: int
    text: str
    off_screen: bool


def subtitles(laid: EditPlan) -> list[Subtitle]:
    """The dialogue of the film in order, timed within the shots in which it is spoken.

    A subtitle stands one second or more, also where its shot is too short for it: then it goes on
    over the cut, and what follows waits. They never overlap, and none outlasts the film; where the
    film itself is too short for its words, they share its time.
    """
    wishes = [wish for place in laid.placements for wish in _wishes(place, laid.fps)]
    _wait_for_each_other(wishes)
    _stay_inside(wishes, laid.length)
    return [
        Subtitle(wish.start, wish.start + wish.length, wish.text, wish.off_screen)
        for wish in wishes
        if wish.length > 0
    ]


def captions(laid: EditPlan) -> list[Caption]:
    """The subtitles for the text track of a film."""
    return [Caption(line.start, line.end, line.text) for line in subtitles(laid)]


def write_srt(edit: Edit, path: Path) -> None:
    """Writes SubRip subtitles; who speaks off screen is set in italics. Raises DiskError."""
    laid = plan(edit.storyboard, edit.cuts)
    blocks = [
        f"{number}\n{_clock(line.start, laid.fps)} --> {_clock(line.end, laid.fps)}\n"
        f"{f'<i>{line.text}</i>' if line.off_screen else line.text}\n"
        for number, line in enumerate(subtitles(laid), start=1)
    ]
    with atomic(path) as temporary:
        temporary.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


def _clock(frame: int, fps: Fraction) -> str:
    milliseconds = round(frame / fps * 1000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02},{milliseconds:03}"


def _wishes(place: Placement, fps: Fraction) -> Iterator[_Wish]:
    """The subtitles of one shot, spread over its time by their length."""
    texts = [
        (text, line.off_screen) for line in place.cut.shot.dialogue for text in split(line.text)
    ]
    lengths = [_reading_frames(text, fps) for text, _ in texts]
    shortest = _frames(_SHORTEST, fps)
    room = place.frame_count
    if sum(lengths) > room:
        scale = Fraction(room, sum(lengths))
        lengths = [max(min(shortest, length), int(length * scale)) for length in lengths]
    pause = max(0, room - sum(lengths)) // (len(lengths) + 1)
    # A line is spoken soon after the cut rather than in the middle of a long silence.
    pause = min(pause, _frames(Fraction(1, 2), fps))
    start = place.start + pause
    for (text, off_screen), length in zip(texts, lengths, strict=True):
        yield _Wish(start, length, text, off_screen)
        start += length + pause


def _reading_frames(text: str, fps: Fraction) -> int:
    seconds = Fraction(len(text), _READING_SPEED)
    return _frames(min(_LONGEST, max(_SHORTEST, seconds)), fps)


def _frames(seconds: Fraction, fps: Fraction) -> int:
    """Rounded up, so that one second is never less than a second."""
    return max(1, -int(-seconds * fps // 1))


def _wait_for_each_other(wishes: list[_Wish]) -> None:
    free = 0
    for wish in wishes:
        wish.start = max(wish.start, free)
        free = wish.start + wish.length


def _stay_inside(wishes: list[_Wish], length: int) -> None:
    """Pulls what would outlast the film back to its end, and what is before it in turn."""
    limit = length
    for wish in reversed(wishes):
        wish.start = min(wish.start, limit - wish.length)
        limit = wish.start
    if limit < 0 and wishes:
        _share(wishes, length)


def _share(wishes: list[_Wish], length: int) -> None:
    """Divides the whole film among the subtitles by how long they wished to stand."""
    total = sum(wish.length for wish in wishes)
    passed = 0
    for wish in wishes:
        wish.start = passed * length // total
        passed += wish.length
        wish.length = passed * length // total - wish.start


def split(text: str) -> list[str]:
    """A line of dialogue in pieces of two lines of 42 characters, sentences whole if possible."""
    pieces: list[str] = []
    for sentence in _sentences(text):
        joined = f"{pieces[-1]} {sentence}" if pieces else sentence
        if pieces and _fits(joined):
            pieces[-1] = joined
        else:
            pieces.extend(_fitting(sentence))
    return [_balanced(piece) for piece in pieces]


def _sentences(text: str) -> list[str]:
    flat = " ".join(text.split())
    return [part for part in re.split(r"(?<=[.!?…。！？])\s+", flat) if part]


def _fits(text: str) -> bool:
    return len(wrap(text, _COLUMNS)) <= _LINES


def _fitting(sentence: str) -> list[str]:
    lines = wrap(sentence, _COLUMNS)
    return [" ".join(lines[at : at + _LINES]) for at in range(0, len(lines), _LINES)]


def _balanced(text: str) -> str:
    """The text in as few lines as can be, of lengths as even as can be."""
    count = len(wrap(text, _COLUMNS))
    width = next(width for width in range(1, _COLUMNS + 1) if len(wrap(text, width)) <= count)
    return "\n".join(wrap(text, width))
