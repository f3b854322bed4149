"""A small film with every transition, made of colors that can be told apart."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from openstage.editor.plan import Cut, Edit
from openstage.editor.video import encode
from openstage.storyboard.document import (
    Character,
    Heading,
    Line,
    Location,
    Maker,
    Scene,
    Shot,
    Storyboard,
    Take,
)
from openstage.storyboard.vocabulary import Movement, ShotSize, Transition

TRANSITIONS = [
    Transition.FADE_FROM_BLACK,
    Transition.CUT,
    Transition.DISSOLVE,
    Transition.MATCH_CUT,
    Transition.WIPE,
    Transition.FADE_TO_BLACK,
]
COLORS = [
    (200, 60, 60),
    (60, 200, 60),
    (60, 60, 200),
    (200, 200, 60),
    (60, 200, 200),
    (220, 220, 220),
]
AWKWARD_TITLE = 'Night "Shift" / שלום & <café> 🎬\nII'


def flat(color: tuple[int, int, int], width: int = 64, height: int = 36) -> np.ndarray:
    return np.full((height, width, 3), color, np.uint8)


def storyboard(
    fps: Fraction = Fraction(24), title: str = AWKWARD_TITLE, frame_count: int = 30
) -> Storyboard:
    movements = list(Movement)
    sizes = list(ShotSize)
    shots = [
        Shot(
            id=f"1-{(i + 1) * 10:03}",
            number=(i + 1) * 10,
            size=sizes[i],
            movement=movements[i],
            description=["=SUM(A1:A9) she types", 'He says "no", twice', "שלום 🎬"][i % 3],
            action_start="She sits.",
            action_end="She stands.",
            frame_count=frame_count,
            transition_in=transition,
            cast=["mara", "ghost"],
            dialogue=[Line(who="mara", text="Who is there?", manner="whispering")]
            if i == 1
            else [],
            sound="Rain" if i == 0 else "",
        )
        for i, transition in enumerate(TRANSITIONS)
    ]
    heading = Heading(interior="INT", location="office", text="INT. OFFICE - NIGHT")
    return Storyboard(
        title=title,
        logline="A night.",
        fps=fps,
        width=64,
        height=36,
        seed=7,
        cast=[Character(id="mara", name="Mara")],
        locations=[Location(id="office", name="The Office")],
        scenes=[
            Scene(number="1", heading=heading, shots=shots[:3]),
            Scene(number="12A", heading=Heading(location="roof"), shots=shots[3:]),
        ],
    )


@pytest.fixture
def make_edit(tmp_path: Path) -> Callable[..., Edit]:
    def make(fps: Fraction = Fraction(24), clips: bool = True, **changes: object) -> Edit:
        board = storyboard(fps, **changes)  # type: ignore[arg-type]
        folder = tmp_path / "assets it's"
        folder.mkdir(exist_ok=True)
        cuts = []
        for (scene, shot), color in zip(board.shots(), COLORS, strict=True):
            start, end, clip = (
                folder / f"{shot.id}{kind}" for kind in ("_s.png", "_e.png", ".mp4")
            )
            for path in (start, end):
                cv2.imwrite(str(path), flat(color)[:, :, ::-1])
            if clips:
                frames = [flat(color)] * shot.frame_count
                encode(clip, frames, width=64, height=36, fps=fps)
            cuts.append(Cut(shot, scene, clip if clips else None, start, end))
        cuts[0].shot.takes = [
            Take(
                id=name, start="0" * 64 + ".png", end="0" * 64 + ".png",
                made_by=Maker(artist="previz"), seed=5,
            )
            for name in ("a", "b")
        ]  # fmt: skip
        return Edit(board, cuts)

    return make
