"""Makes any clip fit the film: its size by letterbox, its rate by nearest time, its length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from openstage.editor.color import Converter, Picture, even
from openstage.editor.video import Video, decode_pictures, probe
from openstage.errors import UseError


def conform(
    clip: Path, *, width: int, height: int, fps: Fraction, frame_count: int
) -> Iterator[Picture]:
    """Exactly `frame_count` pictures of even(width) x even(height) at `fps`.

    A clip of another shape stands in the middle of black; one of another rate shows at every
    instant its frame nearest in time; the last frame of one that is too short is held.

    Raises UseError where the file is missing, no video, or empty.
    """
    video = probe(clip)
    if not video.frame_count:
        raise UseError(f"{clip} holds no frame.", "Have the clip made again.")
    canvas = (even(width), even(height))
    fitted = _fit(video, canvas)
    pictures = decode_pictures(clip, fitted)
    if fitted != canvas:
        pictures = _letterbox(pictures, canvas)
    return retime(pictures, video.fps / fps, frame_count)


def retime(pictures: Iterable[Picture], speed: Fraction, frame_count: int) -> Iterator[Picture]:
    """`frame_count` pictures; the k-th is number round(k * speed), or the last there is."""
    source = iter(pictures)
    picture = next(source)
    number = 0
    for k in range(frame_count):
        wanted = _nearest(k * speed)
        while number < wanted and (following := next(source, None)) is not None:
            picture = following
            number += 1
        yield picture


def _nearest(place: Fraction) -> int:
    """Halves go up, so that a doubled rate shows every frame twice, evenly."""
    return int(place + Fraction(1, 2))


def _fit(video: Video, canvas: tuple[int, int]) -> tuple[int, int]:
    """The largest even size of the clip's shape inside the canvas; a near fit fills it."""
    scale = min(Fraction(canvas[0], video.width), Fraction(canvas[1], video.height))
    inner = tuple(max(2, round(side * scale / 2) * 2) for side in (video.width, video.height))
    return (inner[0], inner[1])


def _letterbox(pictures: Iterable[Picture], canvas: tuple[int, int]) -> Iterator[Picture]:
    converter = Converter()
    for picture in pictures:
        frame = np.zeros((canvas[1], canvas[0], 3), np.uint8)
        left, top = (canvas[0] - picture.width) // 2, (canvas[1] - picture.height) // 2
        frame[top : top + picture.height, left : left + picture.width] = converter.rgb(picture)
        yield converter.picture(frame)
