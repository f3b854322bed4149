"""The previz artist and cinematographer, before a world of one gray level an instant."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from virtual_camera import context

from openstage.crew import Frame, FramePair
from openstage.errors import UseError
from openstage.storyboard.context import ShotContext

ROOMS = ("openstage.artist.previz", "openstage.cinematographer.previz")


@dataclass(frozen=True)
class GrayStaging:
    shot: str
    notes: tuple[str, ...] = ("There is no piano, so a desk stands for it.",)

    def as_data(self) -> Any:
        return {"shot": self.shot}


def _draw(staging: GrayStaging, t: float, width: int, height: int) -> Frame:
    return np.full((height, width, 3), round(200 * t), np.uint8)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ...]]:
    world = ModuleType("openstage.world")
    world.__dict__.update(
        stage=lambda shot_context: GrayStaging(shot_context.shot.id),
        draw=_draw,
        Staging=GrayStaging,
    )
    monkeypatch.setitem(sys.modules, "openstage.world", world)
    for room in ROOMS:
        monkeypatch.delitem(sys.modules, room, raising=False)
    yield tuple(import_module(room) for room in ROOMS)
    for room in ROOMS:
        sys.modules.pop(room, None)


def shot(frame_count: int) -> ShotContext:
    return context(frame_count, 16, 8)


def test_the_artist_draws_the_two_ends(rooms: tuple[ModuleType, ...]) -> None:
    pair = rooms[0].PrevizArtist().draw(shot(5), ())
    assert pair.start.shape == (8, 16, 3)
    assert (pair.start == 0).all()
    assert (pair.end == 200).all()
    assert pair.notes == ("There is no piano, so a desk stands for it.",)


def test_frames_are_even_instants_of_the_staging(rooms: tuple[ModuleType, ...]) -> None:
    pair = rooms[0].PrevizArtist().draw(shot(5), ())
    clip = rooms[1].PrevizCinematographer().shoot(shot(5), pair)
    assert clip.notes == pair.notes
    assert [int(frame[0, 0, 0]) for frame in clip.frames] == [0, 50, 100, 150, 200]


@pytest.mark.parametrize("frame_count", [1, 2])
def test_the_shortest_clips(rooms: tuple[ModuleType, ...], frame_count: int) -> None:
    pair = rooms[0].PrevizArtist().draw(shot(frame_count), ())
    clip = rooms[1].PrevizCinematographer().shoot(shot(frame_count), pair)
    assert [int(f[0, 0, 0]) for f in clip.frames] == [0, 200][:frame_count]


def test_somebody_elses_frame_is_refused(rooms: tuple[ModuleType, ...]) -> None:
    frame = np.full((8, 16, 3), 77, np.uint8)
    with pytest.raises(UseError, match="1-010") as refusal:
        rooms[1].PrevizCinematographer().shoot(shot(5), FramePair(frame, frame))
    assert "morph" in refusal.value.remedy


def test_the_keys_hold_the_staging(rooms: tuple[ModuleType, ...]) -> None:
    assert rooms[0].PrevizArtist().depends_on(shot(5)) == {
        "name": "previz",
        "width": 16,
        "height": 8,
        "staging": {"shot": "1-010"},
    }
    assert rooms[1].PrevizCinematographer().depends_on(shot(5)) == {
        "name": "previz",
        "frame_count": 5,
        "staging": {"shot": "1-010"},
    }
