"""Moving pictures in files: frames in, frames out, with exact rates and exact colors.

Everything that we write is H.264 in MP4, 4:2:0, BT.709, limited range, and tagged so. The same
frames and settings give the same bytes on every run: the number of threads is fixed, and neither
dates nor versions of libraries are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import PictureType
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from av.video.stream import VideoStream
from numpy.typing import NDArray

from openstage.crew import Frame
from openstage.errors import UseError, WorkError
from openstage.storyboard.files import atomic
from openstage.storyboard.rate import NTSC

Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"]

# More threads than cores cost little and fewer would idle; the number must not follow the machine,
# since x264 decides differently with another one.
_THREADS = 4
_HIGH_DEFINITION = 720
"""Untagged video of fewer lines than this is taken for BT.601, as players do."""

_MILLISECOND = Fraction(1, 1000)

# Straight chroma sums and exact rounding: gray stays gray, and red comes back as red.
_EXACT = (
    Interpolation.BILINEAR
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.BITEXACT
)
_EXACT_SCALE = (_EXACT & ~Interpolation.BILINEAR) | Interpolation.BICUBIC


@dataclass(frozen=True)
class Video:
    """What a video file holds."""

    width: int
    height: int
    fps: Fraction
    frame_count: int


def even(size: int) -> int:
    """The size that a picture has in a file: 4:2:0 stores one color for two by two pixels."""
    return size + size % 2


class Picture:
    """A frame as video files hold it: planar 4:2:0, BT.709, limited range. Never changed in place.

    Keeping frames so, and turning only those into RGB that something is drawn on, is what makes
    cutting fast.
    """

    __slots__ = ("native",)

    def __init__(self, native: av.VideoFrame) -> None:
        self.native = native

    @property
    def width(self) -> int:
        return self.native.width

    @property
    def height(self) -> int:
        return self.native.height


class Converter:
    """Turns RGB frames into pictures and back. Not to be shared by threads: it keeps its tables."""

    def __init__(self) -> None:
        self._to_picture = VideoReformatter()
        self._to_rgb = VideoReformatter()
        self._to_standard = VideoReformatter()

    def picture(self, frame: Frame) -> Picture:
        """A uint8 (height, width, 3) RGB frame as a picture; odd sizes repeat their last edge."""
        height, width = frame.shape[:2]
        if height % 2 or width % 2:
            frame = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        native = self._to_picture.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), "rgb24"),
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=_EXACT,
        )
        return Picture(native)

    def rgb(self, picture: Picture) -> Frame:
        native = self._to_rgb.reformat(
            picture.native,
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=_EXACT,
        )
        return cast(Frame, native.to_ndarray())

    def bottom(self, picture: Picture, rows: int) -> Frame:
        """The last `rows` (even) of a picture as RGB: drawing there need not convert the rest."""
        planes = [plane[-_plane_rows(k, rows) :] for k, plane in enumerate(_planes(picture))]
        data = np.concatenate([plane.reshape(-1) for plane in planes])
        native = av.VideoFrame.from_ndarray(data.reshape(-1, picture.width), "yuv420p")
        return self.rgb(Picture(native))

    def with_bottom(self, picture: Picture, frame: Frame) -> Picture:
        """A copy of the picture whose last rows are `frame`, of an even height and its width."""
        planes = [plane.copy() for plane in _planes(picture)]
        for plane, patch in zip(planes, _planes(self.picture(frame)), strict=True):
            plane[-patch.shape[0] :] = patch
        data = np.concatenate([plane.reshape(-1) for plane in planes])
        return Picture(av.VideoFrame.from_ndarray(data.reshape(-1, picture.width), "yuv420p"))

    def standard(self, native: av.VideoFrame, width: int, height: int) -> Picture:
        """A decoded frame of any kind as a picture of `width` x `height`, both even."""
        matrix = _matrix(native)
        full = native.color_range == ColorRange.JPEG or native.format.name.startswith("yuvj")
        size_stays = (native.width, native.height) == (width, height)
        colors_stay = native.format.name == "yuv420p" and matrix == Colorspace.ITU709 and not full
        if size_stays and colors_stay:
            return Picture(native)
        return Picture(
            self._to_standard.reformat(
                native,
                width=width,
                height=height,
                format="yuv420p",
                src_colorspace=matrix,
                dst_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
                dst_color_range=ColorRange.MPEG,
                interpolation=_EXACT if size_stays else _EXACT_SCALE,
            )
        )


def _plane_rows(plane: int, rows: int) -> int:
    return rows // 2 if plane else rows


def _planes(picture: Picture) -> list[NDArray[np.uint8]]:
    """Luma (height, width) and the two chroma planes of half the size."""
    width, height = picture.width, picture.height
    data = np.asarray(picture.native.to_ndarray(), np.uint8).reshape(-1)
    luma, blue, red = np.split(data, [width * height, width * height * 5 // 4])
    half = (height // 2, width // 2)
    return [luma.reshape(height, width), blue.reshape(half), red.reshape(half)]


def _matrix(native: av.VideoFrame) -> Colorspace:
    """The YUV matrix that a frame is written in; by its size where it does not say.

    FFmpeg numbers: 1 BT.709, 5 and 6 BT.601, 9 BT.2020, 2 unspecified.
    """
    if native.format.is_rgb:
        return Colorspace.ITU709
    known = {1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601}
    known |= {7: Colorspace.SMPTE240M, 9: Colorspace.BT2020, 10: Colorspace.BT2020}
    guess = Colorspace.ITU709 if native.height >= _HIGH_DEFINITION else Colorspace.ITU601
    return known.get(int(native.colorspace), guess)


@dataclass(frozen=True)
class Caption:
    """Text that is shown from frame `start` up to, not including, frame `end`."""

    start: int
    end: int
    text: str


class Encoder:
    """Writes an MP4 frame by frame; use it in a `with` block.

    Pictures of an odd width or height are padded to the next even one by repeating the last column
    or row: 4:2:0 knows even sizes only. `captions` become a text track (tx3g, "mov_text").
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        fps: Fraction,
        crf: int = 16,
        preset: Preset = "ultrafast",
        captions: list[Caption] | None = None,
    ) -> None:
        self._size = (even(width), even(height))
        self._tick = 1 / fps
        self._count = 0
        self._converter = Converter()
        self._captions = _with_gaps(captions or [])
        self._container = av.open(
            # An absolute path: FFmpeg would take "a:b.mp4" for a protocol.
            str(path.absolute()),
            "w",
            format="mp4",
            options={"movflags": "+faststart", "fflags": "+bitexact"},
        )
        stream = self._container.add_stream(
            "libx264", rate=fps, options={"crf": str(crf), "preset": preset, "flags": "+bitexact"}
        )
        stream.width, stream.height = self._size
        stream.pix_fmt = "yuv420p"
        stream.time_base = self._tick
        context = stream.codec_context
        context.time_base = self._tick
        context.thread_count = _THREADS
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        self._stream = stream
        self._text = self._container.add_stream("mov_text") if self._captions else None
        if self._text is not None:
            self._text.codec_context.subtitle_header = _TEXT_STYLE
            self._text.time_base = self._text.codec_context.time_base = _MILLISECOND

    def write(self, frame: Frame | Picture) -> None:
        """Adds one frame. Raises ValueError for one of another size than the file's."""
        picture = frame if isinstance(frame, Picture) else self._converter.picture(frame)
        if (picture.width, picture.height) != self._size:
            raise ValueError(
                f"a frame of {picture.width} x {picture.height} in a file of "
                f"{self._size[0]} x {self._size[1]}"
            )
        native = picture.native
        native.pts = self._count
        native.time_base = self._tick
        # A decoded frame remembers what it was in its old file; x264 chooses anew.
        native.pict_type = PictureType.NONE
        self._count += 1
        self._container.mux(self._stream.encode(native))
        self._write_text()

    def _write_text(self) -> None:
        """Muxes the captions that have begun, so that sound, text and picture lie side by side."""
        while self._text is not None and self._captions and self._captions[0].start < self._count:
            caption = self._captions.pop(0)
            packet = av.Packet(_text_sample(caption.text))
            packet.stream = self._text
            packet.time_base = _MILLISECOND
            start, end = (round(edge * self._tick * 1000) for edge in (caption.start, caption.end))
            packet.pts = packet.dts = start
            packet.duration = end - start
            packet.is_keyframe = True
            self._container.mux(packet)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            with suppress(OSError):  # What went wrong first is what is told.
                self._container.close()
            return
        self._container.mux(self._stream.encode(None))
        self._container.close()


# What the text track looks like by default; its encoder wants it in the words of SubStation Alpha.
_TEXT_STYLE = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def _text_sample(text: str) -> bytes:
    data = text.encode("utf-8")[:0xFFFF]
    return len(data).to_bytes(2, "big") + data


def _with_gaps(captions: list[Caption]) -> list[Caption]:
    """Captions with empty ones between: in MP4 a text stays until the next begins."""
    filled: list[Caption] = []
    now = 0
    for caption in captions:
        if caption.start > now:
            filled.append(Caption(now, caption.start, ""))
        filled.append(caption)
        now = caption.end
    return filled


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
