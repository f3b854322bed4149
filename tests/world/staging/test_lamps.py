"""A lantern in the hand lights the night around it, and nothing by day."""

from __future__ import annotations

import numpy as np
from staging_film import LOCATIONS, blocking, shot

from openstage.storyboard.context import ShotContext, WorldState
from openstage.storyboard.document import Character, Heading, Prop, Scene, Storyboard
from openstage.storyboard.vocabulary import ShotSize, TimeOfDay
from openstage.world import draw, stage


def _warmth(time: TimeOfDay, prop: str) -> float:
    """How much redder than blue the picture is of one who stands in the street with a thing."""
    one = shot(
        size=ShotSize.MEDIUM_WIDE,
        cast=["mara"],
        subject="mara",
        blocking=[blocking("mara", "stands", holds=["thing"])],
    )
    board = Storyboard(
        title="Lamps",
        cast=[Character(id="mara", name="Mara", kind="woman", look="gray suit")],
        locations=LOCATIONS,
        props=[Prop(id="thing", name=prop)],
        scenes=[
            Scene(
                number="1",
                heading=Heading(interior="EXT", location="street", time=time),
                shots=[one],
            )
        ],
    )
    frame = draw(stage(ShotContext(board, board.scenes[0], one, WorldState())), 0.5, 320, 180)
    return float((frame[..., 0].astype(np.float64) - frame[..., 2]).mean())


def test_a_lantern_warms_the_night() -> None:
    assert _warmth(TimeOfDay.NIGHT, "lantern") > _warmth(TimeOfDay.NIGHT, "book") + 3.0


def test_a_lantern_does_nothing_by_day() -> None:
    assert abs(_warmth(TimeOfDay.DAY, "lantern") - _warmth(TimeOfDay.DAY, "book")) < 3.0
