"""Writes H.264 in MP4, frame by frame."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from openstage.crew import Frame
from openstage.editor.color import Converter, Picture, even

Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"]

# More threads than cores cost little and fewer would idle; the number must not follow the machine,
# since x264 decides differently with another one.
_THREADS = 4
_MILLISECOND = Fraction(1, 1000)


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
