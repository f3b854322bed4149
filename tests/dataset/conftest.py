"""Clips of two shots with pictures of a few pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from openstage.dataset.clip import Clip, Figure, Interior, Pictures, Preference, Source
from openstage.dataset.manifest import About
from openstage.dataset.rows import preference_row, row_of
from openstage.dataset.store import Store
from openstage.storyboard.pictures import png
from tests.step2.test_ranking import film

WIDTH, HEIGHT = 32, 18
MADE = {"world": 5, "seed": 7}


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    return png(np.random.default_rng(number).integers(0, 256, (height, width, 3), np.uint8))


def pictures(number: int) -> Pictures:
    inside = tuple(Interior(k / 5, picture(100 * number + k)) for k in range(1, 5))
    start, end = picture(100 * number), picture(100 * number + 5)
    return Pictures(start, end, inside, figures_start=(Figure("a", 0.25, 0.1, 0.6, 1.0),))


def clip(number: int = 0, story: str = "") -> Clip:
    board = film("a", "ab").model_copy(
        update={"width": WIDTH, "height": HEIGHT, "logline": f"Story {number}."}
    )
    shots = [shot.id for _, shot in board.shots()]
    return Clip(
        id=f"c{number}",
        story=story or f"story-{number}",
        source=Source("world", "The drawn world", "Apache-2.0", world=5, seed=number),
        storyboard=board,
        pictures={id: pictures(10 * number + k) for k, id in enumerate(shots)},
    )


def preference() -> Preference:
    inside = pictures(0)
    loser = (inside.interior[0].picture, inside.interior[2].picture)
    return Preference(
        "c0", "s1", (inside.start, inside.end), loser, "interior", "rule", distance=0.1234
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Five clips to train with in two shards, one to test with, and a preference."""
    about = About("ConStoryBoard", "Clips of a drawn world.", "apache-2.0")
    store = Store.create(tmp_path / "data", MADE, about)
    store.add("clips", "train", 0, [row_of(clip(n)) for n in range(3)])
    store.add("clips", "train", 1, [row_of(clip(n)) for n in range(3, 5)])
    store.add("clips", "test", 0, [row_of(clip(9))])
    store.add("preferences", "train", 0, [preference_row(preference())])
    return store
