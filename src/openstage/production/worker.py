"""What one process does with one shot: draw its pair, shoot its clip, leave the files."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from openstage import crew
from openstage.crew import Artist, Cinematographer, FramePair, Hiring, Memory
from openstage.editor.video import encode
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import png, read_picture

CLIP_CRF = 14
"""Finer than the film's, since the film is encoded once more from it."""


@dataclass(frozen=True)
class Job:
    """One shot's work, fit to be sent to another process."""

    context: ShotContext
    artist: Hiring
    cinematographer: str
    """Empty: no clip is wanted."""
    pair: tuple[Path, Path] | None
    """The pictures where they are there already; None: the artist draws them."""
    clip: Path
    """Where to leave the clip."""


@dataclass(frozen=True)
class Result:
    drawing: tuple[bytes, bytes] | None
    """The start and the end frame as PNG files; None where they were there already."""
    clip: Path | None
    """None where it was not asked for."""
    pair_notes: tuple[str, ...] = ()
    clip_notes: tuple[str, ...] = ()
    pair_seconds: float = 0.0
    clip_seconds: float = 0.0


def work(job: Job) -> Result:
    began = time.perf_counter()
    drawing = None
    if job.pair is None:
        pair, drawing = draw(job.artist.hire(), job.context, ())
    else:
        pair = FramePair(read_picture(job.pair[0]), read_picture(job.pair[1]))
    drew = time.perf_counter()
    notes: tuple[str, ...] = ()
    if job.cinematographer:
        notes = shoot(crew.find("cinematographer", job.cinematographer), job, pair)
    return Result(
        drawing,
        job.clip if job.cinematographer else None,
        pair.notes,
        notes,
        drew - began,
        time.perf_counter() - drew,
    )


def draw(
    artist: Artist, context: ShotContext, memory: Memory
) -> tuple[FramePair, tuple[bytes, bytes]]:
    """The pair, and its two pictures as PNG files."""
    pair = artist.draw(context, memory)
    return pair, (png(pair.start), png(pair.end))


def shoot(person: Cinematographer, job: Job, pair: FramePair) -> tuple[str, ...]:
    """The clip, in its file; gives the cinematographer's notes."""
    storyboard = job.context.storyboard
    clip = person.shoot(job.context, pair)
    encode(
        job.clip,
        clip.frames,
        width=storyboard.width,
        height=storyboard.height,
        fps=storyboard.fps,
        crf=CLIP_CRF,
    )
    return clip.notes
