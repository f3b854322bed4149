from __future__ import annotations

import errno
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from openstage.editor.encoder import Caption
from openstage.editor.video import Video, decode, decode_pictures, encode, probe
from openstage.errors import DiskError, UseError, WorkError
from openstage.storyboard.files import atomic, disk_errors

RATES = [
    Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60),
    Fraction(1), Fraction(13), Fraction(240),
]  # fmt: skip


def flat(color: tuple[int, int, int], width: int = 32, height: int = 16) -> np.ndarray:
    return np.full((height, width, 3), color, np.uint8)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("count", [1, 2, 7, 50])
def test_rate_and_length_are_exact(tmp_path: Path, fps: Fraction, count: int) -> None:
    path = tmp_path / "a:b 'c'.mp4"
    written = encode(path, [flat((9, 9, 9))] * count, width=32, height=16, fps=fps)
    assert written == count
    assert probe(path) == Video(32, 16, fps, count)
    assert sum(1 for _ in decode(path)) == count
    with av.open(str(path)) as container:
        assert (
            container.streams.video[0].duration * container.streams.video[0].time_base
            == count / fps
        )


@pytest.mark.parametrize(
    ("width", "height", "stored"),
    [(2, 2, (2, 2)), (3, 5, (4, 6)), (101, 77, (102, 78)), (1080, 1920, (1080, 1920))],
)
def test_sizes(tmp_path: Path, width: int, height: int, stored: tuple[int, int]) -> None:
    path = tmp_path / "size.mp4"
    encode(path, [flat((200, 30, 40), width, height)], width=width, height=height, fps=Fraction(24))
    assert (probe(path).width, probe(path).height) == stored
    frame = next(decode(path))
    assert frame.shape == (stored[1], stored[0], 3)
    assert np.abs(frame.astype(int) - (200, 30, 40)).max() <= 3


def test_8k(tmp_path: Path) -> None:
    path = tmp_path / "8k.mp4"
    encode(path, [flat((10, 200, 40), 7680, 4320)], width=7680, height=4320, fps=Fraction(24))
    assert probe(path) == Video(7680, 4320, Fraction(24), 1)


@pytest.mark.parametrize(
    "color",
    [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (255, 255, 255),
        (0, 0, 0),
        (128, 128, 128),
        (17, 200, 90),
    ],
)
def test_colors_come_back(tmp_path: Path, color: tuple[int, int, int]) -> None:
    path = tmp_path / "color.mp4"
    encode(path, [flat(color)] * 3, width=32, height=16, fps=Fraction(24))
    for frame in decode(path):
        assert np.abs(frame.astype(int) - color).max() <= 3


def test_tagged_as_bt709_and_limited(tmp_path: Path) -> None:
    path = tmp_path / "tags.mp4"
    encode(path, [flat((255, 0, 0))], width=32, height=16, fps=Fraction(24))
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1
        assert context.pix_fmt == "yuv420p"
        frame = next(container.decode(video=0))
        # BT.709 red in limited range.
        assert abs(int(np.frombuffer(frame.planes[0], np.uint8)[0]) - 63) <= 1


def test_foreign_matrix_is_understood(tmp_path: Path) -> None:
    """An untagged small video is BT.601, where red is another luma than in BT.709."""
    path = tmp_path / "foreign.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 32, 16, "yuv420p"
        frame = av.VideoFrame(32, 16, "yuv420p")
        for plane, value in zip(frame.planes, (81, 90, 240), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert np.abs(next(decode(path)).astype(int) - (255, 0, 0)).max() <= 4


def test_moov_comes_first_and_bytes_repeat(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    frames = [rng.integers(0, 255, (36, 64, 3), dtype=np.uint8) for _ in range(40)]
    paths = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for path in paths:
        encode(path, frames, width=64, height=36, fps=Fraction(24), captions=[Caption(3, 9, "Hé")])
    data = [path.read_bytes() for path in paths]
    assert data[0] == data[1]
    assert data[0].find(b"moov") < data[0].find(b"mdat")


def test_scaled_on_request(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    encode(path, [flat((90, 90, 200))] * 2, width=32, height=16, fps=Fraction(24))
    pictures = list(decode_pictures(path, (64, 48)))
    assert {(picture.width, picture.height) for picture in pictures} == {(64, 48)}


def test_wrong_size_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 x 16"):
        encode(tmp_path / "x.mp4", [flat((0, 0, 0))], width=64, height=16, fps=Fraction(24))
    assert list(tmp_path.iterdir()) == []


def test_no_frame_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="no frame"):
        encode(tmp_path / "x.mp4", [], width=32, height=16, fps=Fraction(24))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"not a video" * 99])
def test_broken_files(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.mp4"
    if content is not None:
        path.write_bytes(content)
    for read in (probe, lambda path: next(decode(path))):
        with pytest.raises(UseError) as told:
            read(path)
        assert told.value.remedy


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
def test_disk_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old one")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DiskError) as told:
        encode(path, [flat((0, 0, 0))], width=32, height=16, fps=Fraction(24))
    assert str(path) in told.value.message
    assert told.value.remedy
    assert path.read_bytes() == b"the old one"
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]


def test_full_disk_of_ffmpeg() -> None:
    with pytest.raises(DiskError), disk_errors("film.mp4"):
        av.error.err_check(-errno.ENOSPC, "film.mp4")


def test_atomic_leaves_the_old_on_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "deep" / ("n" * 250)
    with atomic(path) as temporary:
        temporary.write_text("first")
    with pytest.raises(UnicodeEncodeError), atomic(path) as temporary:
        temporary.write_text("half \ud800", encoding="utf-8")
    assert path.read_text() == "first"
    assert len(list(path.parent.iterdir())) == 1


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(DiskError), atomic(tmp_path / "out" / "film.mp4"):
        pass


def test_other_errors_pass() -> None:
    with pytest.raises(FileNotFoundError), disk_errors("x"):
        raise FileNotFoundError(errno.ENOENT, "gone")
