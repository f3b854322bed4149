from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import srt

from openstage.editor.film import cut_film
from openstage.editor.plan import Edit, plan
from openstage.editor.subtitles import write_srt
from openstage.editor.transitions import dissolve, fade, wipe
from openstage.editor.video import Video, decode, encode, probe
from openstage.errors import UseError

COLORS = [
    (200, 60, 60),
    (60, 200, 60),
    (60, 60, 200),
    (200, 200, 60),
    (60, 200, 200),
    (220, 220, 220),
]
"""Of the shots of `make_edit`."""
RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60)]


def flat(color: tuple[int, int, int], width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), color, np.uint8)


def cut(edit: Edit, path: Path, **options: bool) -> list[np.ndarray]:
    cut_film(edit.storyboard, edit.cuts, path, **options)
    return list(decode(path))


def is_color(frame: np.ndarray, color: tuple[int, int, int], tolerance: int = 6) -> bool:
    return bool(np.abs(frame.astype(int) - color).max() <= tolerance)


@pytest.mark.parametrize("fps", RATES)
def test_exact_length_and_rate(
    make_edit: Callable[..., Edit], tmp_path: Path, fps: Fraction
) -> None:
    edit = make_edit(fps)
    path = tmp_path / "film.mp4"
    told: list[tuple[int, int]] = []
    count = cut_film(
        edit.storyboard, edit.cuts, path, progress=lambda done, total: told.append((done, total))
    )
    length = plan(edit.storyboard, edit.cuts).length
    assert count == length
    assert probe(path) == Video(64, 36, fps, length)
    assert told == [(done, length) for done in range(1, length + 1)]


def test_every_transition_shows(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit()
    frames = cut(edit, tmp_path / "film.mp4")
    first, second, third, fourth, fifth, sixth = plan(edit.storyboard, edit.cuts).placements
    assert is_color(frames[0], (0, 0, 0))
    assert is_color(frames[first.fade_in], COLORS[0])
    brightness = [frame.mean() for frame in frames[: first.fade_in]]
    assert all(a < b for a, b in pairwise(brightness))
    assert is_color(frames[second.start - 1], COLORS[0])
    assert is_color(frames[second.start], COLORS[1])
    middle = frames[third.start + third.overlap_in // 2]
    assert middle[..., 1].min() > COLORS[2][1] + 30
    assert middle[..., 2].min() > COLORS[1][2] + 30
    assert is_color(frames[third.start + third.overlap_in], COLORS[2])
    assert is_color(frames[fourth.start], COLORS[3])
    wiped = frames[fifth.start + fifth.overlap_in // 2]
    assert is_color(wiped[:, :16], COLORS[4], 12)
    assert is_color(wiped[:, -16:], COLORS[3], 12)
    assert is_color(frames[sixth.start - 1], (0, 0, 0))
    assert is_color(frames[sixth.start], COLORS[5])


def test_same_input_same_bytes(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit()
    one, two = tmp_path / "one.mp4", tmp_path / "two.mp4"
    cut_film(edit.storyboard, edit.cuts, one, slate=True)
    cut_film(edit.storyboard, edit.cuts, two, slate=True)
    assert one.read_bytes() == two.read_bytes()


def test_subtitles_as_track_and_as_file(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit()
    edit.cuts[2].shot.dialogue = [
        edit.cuts[1].shot.dialogue[0].model_copy(update={"text": "Ça va?", "off_screen": True})
    ]
    cut(edit, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as container:
        (stream,) = container.streams.subtitles
        packets = [packet for packet in container.demux(stream) if packet.size > 2]
    write_srt(edit, tmp_path / "film.srt")
    read = list(srt.parse((tmp_path / "film.srt").read_text("utf-8")))
    assert [line.content for line in read] == ["Who is there?", "<i>Ça va?</i>"]
    texts = [bytes(packet)[2:].decode() for packet in packets]
    assert texts == ["Who is there?", "Ça va?"]
    for line, packet in zip(read, packets, strict=True):
        assert packet.pts / 1000 == pytest.approx(line.start.total_seconds(), abs=0.002)
        assert packet.duration / 1000 == pytest.approx(
            (line.end - line.start).total_seconds(), abs=0.003
        )
    cut_film(edit.storyboard, edit.cuts, tmp_path / "plain.mp4", subtitles=False)
    with av.open(str(tmp_path / "plain.mp4")) as container:
        assert not container.streams.subtitles


def test_no_dialogue_gives_an_empty_file(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit()
    edit.cuts[1].shot.dialogue = []
    write_srt(edit, tmp_path / "film.srt")
    assert list(srt.parse((tmp_path / "film.srt").read_text())) == []


def test_slate_is_burnt_in_and_the_rest_left(
    make_edit: Callable[..., Edit], tmp_path: Path
) -> None:
    edit = make_edit()
    plain = cut(edit, tmp_path / "film.mp4")
    slated = cut(edit, tmp_path / "slate.mp4", slate=True)
    assert len(plain) == len(slated)
    at = plan(edit.storyboard, edit.cuts).placements[1].start + 5
    assert np.abs(plain[at][:24].astype(int) - slated[at][:24]).max() < 12
    assert np.abs(plain[at][-4:].astype(int) - slated[at][-4:]).mean() > 20


def test_animatic_of_boards_alone(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit(clips=False)
    frames = cut(edit, tmp_path / "animatic.mp4", slate=True)
    assert len(frames) == plan(edit.storyboard, edit.cuts).length
    second = plan(edit.storyboard, edit.cuts).placements[1]
    assert is_color(frames[second.start + 2][:20], COLORS[1], 12)
    with pytest.raises(UseError, match="1-010 has no clip"):
        cut_film(edit.storyboard, edit.cuts, tmp_path / "film.mp4")


def test_still_of_another_shape_is_letterboxed(
    make_edit: Callable[..., Edit], tmp_path: Path
) -> None:
    edit = make_edit(clips=False)
    edit.storyboard.width = 200
    frames = cut(edit, tmp_path / "animatic.mp4", slate=True)
    second = plan(edit.storyboard, edit.cuts).placements[1]
    frame = frames[second.start + 2][:20]
    assert is_color(frame[:, :60], (0, 0, 0), 12)
    assert is_color(frame[:, 80:120], COLORS[1], 12)


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_broken_still(
    make_edit: Callable[..., Edit], tmp_path: Path, content: bytes | None
) -> None:
    edit = make_edit(clips=False)
    broken = tmp_path / "broken.png"
    if content is not None:
        broken.write_bytes(content)
    cuts = [replace(edit.cuts[0], start=broken), *edit.cuts[1:]]
    with pytest.raises(UseError, match=r"broken\.png"):
        cut_film(edit.storyboard, cuts, tmp_path / "a.mp4", slate=True)


def test_foreign_clips_are_conformed(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    """A square clip of twice the rate, too short by half: letterboxed, retimed and held."""
    edit = make_edit()
    foreign = tmp_path / "foreign.mp4"
    shades = [flat((10 + 8 * i, 10 + 8 * i, 10 + 8 * i), 72, 72) for i in range(30)]
    encode(foreign, shades, width=72, height=72, fps=Fraction(48), crf=1)
    cuts = list(edit.cuts)
    cuts[1] = replace(cuts[1], clip=foreign)
    path = tmp_path / "film.mp4"
    cut_film(edit.storyboard, cuts, path)
    places = plan(edit.storyboard, cuts).placements
    frames = list(decode(path))[places[1].start : places[1].end - places[1].overlap_out]
    assert is_color(frames[0][:, :10], (0, 0, 0), 12)
    assert abs(int(frames[5][18, 32, 0]) - (10 + 8 * 10)) < 8
    assert abs(int(frames[-1][18, 32, 0]) - (10 + 8 * 29)) < 8


def test_nothing_to_cut(make_edit: Callable[..., Edit], tmp_path: Path) -> None:
    edit = make_edit()
    with pytest.raises(UseError, match="no shot"):
        cut_film(edit.storyboard, [], tmp_path / "film.mp4")
    edit.cuts[0].clip.write_bytes(b"broken")
    with pytest.raises(UseError, match="no video"):
        cut_film(edit.storyboard, edit.cuts, tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize("size", [(2, 2), (3, 5), (40, 90)])
def test_tiny_and_odd_films(
    make_edit: Callable[..., Edit], tmp_path: Path, size: tuple[int, int]
) -> None:
    edit = make_edit(clips=False, frame_count=5)
    edit.storyboard.width, edit.storyboard.height = size
    count = cut_film(edit.storyboard, edit.cuts, tmp_path / "a.mp4", slate=True)
    assert probe(tmp_path / "a.mp4").frame_count == count


def test_dissolve_adds_light() -> None:
    black, white = flat((0, 0, 0), 8, 40), flat((255, 255, 255), 8, 40)
    # Half the light of white is stored as 188 (sRGB).
    assert is_color(dissolve(black, white, 0.5), (188, 188, 188), 1)
    assert is_color(dissolve(black, white, 0.0), (0, 0, 0), 0)
    assert is_color(dissolve(black, white, 1.0), (255, 255, 255), 0)
    ramp = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, 2)
    assert (dissolve(ramp, ramp, 0.3) == ramp).all()


def test_wipe_and_fade() -> None:
    black, white = flat((0, 0, 0), 200, 40), flat((255, 255, 255), 200, 40)
    assert is_color(wipe(black, white, 0.0), (0, 0, 0), 0)
    assert is_color(wipe(black, white, 1.0), (255, 255, 255), 1)
    row = wipe(black, white, 0.5)[0, :, 0].astype(int)
    assert (np.diff(row) <= 0).all()
    assert ((row > 20) & (row < 235)).sum() > 5
    assert is_color(fade(white, 0.5), (128, 128, 128), 1)
