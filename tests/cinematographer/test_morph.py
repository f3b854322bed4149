"""The morph against the truth of a virtual camera, and at the edges of what can be asked of it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from virtual_camera import (
    MOVES_WITH_DISC,
    PURE_MOVES,
    cameras,
    context,
    dissolved,
    movement_of,
    painted_wall,
    psnr,
)

from openstage.cinematographer.easing import easing_of
from openstage.cinematographer.morph import HELD, NO_MATCH, SINGLE, MorphCinematographer
from openstage.crew import Clip, Frame, FramePair
from openstage.storyboard.vocabulary import Movement

WIDTH, HEIGHT = 320, 180
FILMS = Path(__file__).parents[3] / "shared" / "films"

GAIN = {"arc": 4.0, "disc, still camera": 4.0}
"""Decibels by which the morph must beat the dissolve, where it is not LEAST_GAIN.

The disc leaves most of the frame as it is, which flatters the dissolve. An arc is followed as a
steady change of perspective, which is not quite the way of a camera on a circle.
"""
LEAST_GAIN = 8.0


def shoot(pair: FramePair, frame_count: int, movement: Movement = Movement.TRACKING) -> Clip:
    height, width = pair.start.shape[:2]
    # A storyboard is at least 2 x 2; the frames themselves may be smaller.
    shot = context(frame_count, max(width, 2), max(height, 2), movement)
    return MorphCinematographer().shoot(shot, pair)


@pytest.mark.parametrize("name", [*PURE_MOVES, *MOVES_WITH_DISC])
def test_in_between_frames_are_nearer_to_the_truth_than_a_dissolve(name: str) -> None:
    camera = cameras(WIDTH, HEIGHT)[name]
    pair, count = camera.pair(), 9
    shot = context(count, WIDTH, HEIGHT, movement_of(name))
    clip = MorphCinematographer().shoot(shot, pair)
    frames = list(clip.frames)
    assert clip.notes == ()
    gains = []
    for k in (2, 4, 6):
        done = easing_of(shot)(k / (count - 1))
        truth = camera.frame(done)
        gains.append(psnr(truth, frames[k]) - psnr(truth, dissolved(pair, done)))
    assert np.mean(gains) >= GAIN.get(name, LEAST_GAIN), gains


def middle_of_red(frame: Frame) -> tuple[float, float]:
    red = (frame[..., 0] > 180) & (frame[..., 1] < 90)
    y, x = np.nonzero(red)
    return float(np.mean(x)), float(np.mean(y))


@pytest.fixture
def walker() -> FramePair:
    """A red figure that crosses a room of plain colors."""

    def room(x: int) -> Frame:
        frame = np.full((180, 320, 3), (210, 200, 180), np.uint8)
        frame[120:] = (110, 90, 70)
        cv2.rectangle(frame, (200, 30), (260, 80), (140, 180, 230), -1)
        cv2.rectangle(frame, (228, 30), (232, 80), (250, 250, 250), -1)
        cv2.rectangle(frame, (x, 60), (x + 24, 140), (200, 40, 40), -1)
        cv2.circle(frame, (x + 12, 48), 12, (60, 40, 30), -1)
        cv2.line(frame, (x + 12, 70), (x + 12, 130), (240, 230, 60), 3)
        return frame

    return FramePair(room(60), room(84))


def test_a_figure_walks_instead_of_fading(walker: FramePair) -> None:
    middle = list(shoot(walker, 9).frames)[4]
    assert middle_of_red(middle)[0] == pytest.approx(60 + 12 + 12, abs=3)
    # Where it was at the start, the wall is seen again.
    assert np.abs(middle[70:110, 62:68].astype(int) - (210, 200, 180)).mean() < 12


def test_the_clip_has_no_jerk() -> None:
    """No step between two frames is much larger than its neighbors, the ends included."""
    pair = cameras(WIDTH, HEIGHT)["pan"].pair()
    frames = list(shoot(pair, 25).frames)
    steps = [
        float(np.abs(one.astype(int) - other.astype(int)).mean())
        for one, other in itertools.pairwise(frames)
    ]
    assert max(steps) < 1.6 * np.median(steps)
    assert min(steps) > 0.5 * np.median(steps)


def test_an_eased_clip_starts_and_ends_slowly() -> None:
    pair = cameras(WIDTH, HEIGHT)["truck"].pair()
    frames = list(shoot(pair, 25, Movement.TRUCK_LEFT).frames)
    steps = [
        float(np.abs(one.astype(int) - other.astype(int)).mean())
        for one, other in itertools.pairwise(frames)
    ]
    assert max(steps[0], steps[-1]) < 0.6 * np.median(steps)


@pytest.mark.parametrize("frame_count", [1, 2, 3, 7])
def test_the_frame_count_is_exact_and_the_ends_are_the_pair(frame_count: int) -> None:
    pair = cameras(WIDTH, HEIGHT)["pan"].pair()
    clip = shoot(pair, frame_count)
    frames = list(clip.frames)
    assert len(frames) == clip.frame_count == frame_count
    assert np.array_equal(frames[0], pair.start)
    if frame_count > 1:
        assert np.array_equal(frames[-1], pair.end)
    assert (SINGLE in clip.notes) == (frame_count == 1)


def test_equal_frames_are_held() -> None:
    picture = painted_wall(64, 36)
    clip = shoot(FramePair(picture, picture.copy()), 5)
    assert clip.notes == (HELD,)
    assert [np.array_equal(frame, picture) for frame in clip.frames] == [True] * 5


def test_unlike_frames_dissolve_and_the_clip_says_so() -> None:
    pair = FramePair(painted_wall(WIDTH, HEIGHT, seed=1), painted_wall(WIDTH, HEIGHT, seed=2))
    clip = shoot(pair, 5)
    assert clip.notes == (NO_MATCH,)
    assert np.array_equal(list(clip.frames)[2], dissolved(pair, 0.5))


@pytest.mark.parametrize(
    "size", [(1, 1), (2, 2), (8, 8), (1, 400), (25, 25), (31, 97), (200, 26), (333, 187)]
)
def test_odd_sizes_are_shot(size: tuple[int, int]) -> None:
    height, width = size
    wall = painted_wall(width + 8, height + 8)
    pair = FramePair(wall[:height, :width].copy(), wall[4 : height + 4, 4 : width + 4].copy())
    frames = list(shoot(pair, 4).frames)
    assert [frame.shape for frame in frames] == [(height, width, 3)] * 4
    assert all(frame.dtype == np.uint8 for frame in frames)


def test_plain_frames_of_different_colors_are_shot() -> None:
    black, white = np.zeros((90, 160, 3), np.uint8), np.full((90, 160, 3), 255, np.uint8)
    middle = list(shoot(FramePair(black, white), 3).frames)[1]
    assert abs(float(middle.mean()) - 127.5) < 1.0


def test_a_very_wide_frame_is_shot() -> None:
    small = painted_wall(960, 64)
    wall = cv2.resize(small, (7760, 512), interpolation=cv2.INTER_LINEAR)
    pair = FramePair(wall[:, :7680].copy(), wall[:, 80:].copy())
    middle = list(shoot(pair, 3).frames)[1]
    assert middle.shape == (512, 7680, 3)
    assert psnr(middle, wall[:, 40:7720]) > 35


def test_light_that_changes_does_not_hide_the_move() -> None:
    camera = cameras(WIDTH, HEIGHT)["truck"]
    dusk = (camera.frame(1.0) * 0.6).astype(np.uint8)
    clip = shoot(FramePair(camera.frame(0.0), dusk), 3)
    assert clip.notes == ()
    truth = (camera.frame(0.5) * 0.8).astype(np.uint8)
    assert psnr(list(clip.frames)[1], truth) > 22


def test_the_number_of_threads_does_not_change_the_clip() -> None:
    pair = cameras(WIDTH, HEIGHT)["disc, pan"].pair()
    before = cv2.getNumThreads()
    clips = []
    try:
        for threads in (1, 2, 3):
            cv2.setNumThreads(threads)
            clips.append(np.stack(list(shoot(pair, 4).frames)))
            assert cv2.getNumThreads() == threads
    finally:
        cv2.setNumThreads(before)
    assert np.array_equal(clips[0], clips[1])
    assert np.array_equal(clips[0], clips[2])


def test_frames_are_drawn_one_at_a_time() -> None:
    pair = cameras(WIDTH, HEIGHT)["pan"].pair()
    clip = shoot(pair, 100_000)
    assert next(clip.frames).shape == pair.start.shape
    assert next(clip.frames).shape == pair.start.shape


def test_the_key_holds_what_changes_the_clip() -> None:
    morph = MorphCinematographer()
    data = [
        morph.depends_on(shot)
        for shot in (
            context(24),
            context(25),
            context(24, movement=Movement.PAN_LEFT),
            context(24, movement=Movement.DOLLY_IN),
            context(24, movement=Movement.PAN_LEFT, continuity="continuous"),
        )
    ]
    keys = {json.dumps(one, sort_keys=True) for one in data}
    assert len(keys) == len(data)
    assert data[0]["name"] == "morph"


@pytest.mark.parametrize(
    ("film", "first", "last", "followed"),
    [
        ("big_buck_bunny_480p_30s.mp4", 600, 612, True),
        ("sintel_trailer_204p.mp4", 340, 352, True),
        ("big_buck_bunny_480p_30s.mp4", 370, 382, False),
    ],
)
def test_real_film(film: str, first: int, last: int, followed: bool) -> None:
    """Inside a shot the picture is followed; over a cut it dissolves."""
    av = pytest.importorskip("av")
    if not (FILMS / film).exists():
        pytest.skip("the film clips are not beside this checkout")
    frames: list[Frame] = []
    with av.open(str(FILMS / film)) as container:
        for index, picture in enumerate(container.decode(video=0)):
            if first <= index <= last:
                frames.append(picture.to_ndarray(format="rgb24"))
            if index == last:
                break
    pair = FramePair(frames[0], frames[-1])
    clip = shoot(pair, len(frames))
    drawn = list(clip.frames)
    assert (clip.notes == ()) == followed
    if followed:
        middle = len(frames) // 2
        plain = psnr(frames[middle], dissolved(pair, 0.5))
        assert psnr(frames[middle], drawn[middle]) > plain + 0.5
