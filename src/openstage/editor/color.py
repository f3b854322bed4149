"""A frame as video files hold it, and the way there and back, with exact colors."""

from __future__ import annotations

from typing import cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from openstage.crew import Frame

_HIGH_DEFINITION = 720
"""Untagged video of fewer lines than this is taken for BT.601, as players do."""

# Straight chroma sums and exact rounding: gray stays gray, and red comes back as red.
_EXACT = (
    Interpolation.BILINEAR
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.BITEXACT
)
_EXACT_SCALE = (_EXACT & ~Interpolation.BILINEAR) | Interpolation.BICUBIC


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
