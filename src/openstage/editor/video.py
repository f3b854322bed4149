"""Moving pictures in files: frames in, frames out, with exact rates and exact colors.

Everything that we write is H.264 in MP4, 4:2:0, BT.709, limited range, and tagged so. The same
frames and settings give the same bytes on every run: the number of threads is fixed, and neither
dates nor versions of libraries are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from openstage.crew import Frame
from openstage.editor.color import Converter, Picture, even
from openstage.editor.encoder import Caption, Encoder, Preset
from openstage.errors import UseError, WorkError
from openstage.storyboard.files import atomic
from openstage.storyboard.rate import NTSC


@dataclass(frozen=True)
class Video:
    """What a video file holds."""

    width: int
    height: int
    fps: Fraction
    frame_count: int


def encode(
    path: Path,
    frames: Iterable[Frame | Picture],
    *,
    width: int,
    height: int,
    fps: Fraction,
    crf: int = 16,
    preset: Preset = "ultrafast",
    captions: list[Caption] | None = None,
) -> int:
    """Writes `frames` (uint8, (height, width, 3), RGB) to `path` and returns how many there were.

    An odd width or height is padded to the next even one by repeating the last column or row. The
    file appears under its name only when it is whole.

    Raises DiskError where it cannot be written, WorkError where there is not one frame.
    """
    count = 0
    with (
        atomic(path) as temporary,
        Encoder(
            temporary,
            width=width,
            height=height,
            fps=fps,
            crf=crf,
            preset=preset,
            captions=captions,
        ) as encoder,
    ):
        for frame in frames:
            encoder.write(frame)
            count += 1
        if not count:
            raise WorkError(f"{path.name} would have no frame.", "Add a shot to the storyboard.")
    return count


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The file and its first video stream; broken and missing files become a UseError."""
    remedy = "Choose another file, or have the clip made again."
    try:
        with av.open(str(path.absolute())) as container:
            if not container.streams.video:
                raise UseError(f"{path} holds no video.", remedy)
            yield container, container.streams.video[0]
    except FileNotFoundError as error:
        raise UseError(f"There is no file {path}.", remedy) from error
    except av.error.FFmpegError as error:
        raise UseError(f"{path} is no video that can be read: {error.strerror}.", remedy) from error


def probe(path: Path) -> Video:
    """The size, exact rate and number of frames of a video file.

    Raises UseError where it is missing or no video.
    """
    with _opened(path) as (container, stream):
        count = stream.frames or sum(packet.size > 0 for packet in container.demux(stream))
        return Video(stream.width, stream.height, _rate(stream), count)


def _rate(stream: VideoStream) -> Fraction:
    """The rate that the file states; one that is a hair from a standard rate is that rate."""
    rate = stream.average_rate or stream.guessed_rate or Fraction(24)
    standard = min([Fraction(round(rate) or 1), *NTSC], key=lambda known: abs(known - rate))
    return standard if abs(standard - rate) < Fraction(1, 1000) else rate


def decode_pictures(path: Path, size: tuple[int, int] | None = None) -> Iterator[Picture]:
    """The frames as pictures, scaled to `size` (width, height; even) where it is given.

    Raises UseError where the file is missing or no video.
    """
    with _opened(path) as (container, stream):
        stream.thread_type = "AUTO"
        converter = Converter()
        for native in container.decode(stream):
            width, height = size or (even(native.width), even(native.height))
            yield converter.standard(native, width, height)


def decode(path: Path) -> Iterator[Frame]:
    """The frames, uint8 (height, width, 3) RGB, one at a time, by the file's own color matrix.

    Raises UseError where the file is missing or no video.
    """
    converter = Converter()
    for picture in decode_pictures(path):
        yield converter.rgb(picture)
