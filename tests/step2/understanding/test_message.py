"""What is told of a shot."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstage.step2.understanding.message import (
    MESSAGES,
    full_message,
    message_of,
    shot_message,
    shown,
)
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from tests.step2.test_ranking import remembered


def context(fps: object = 24, heading: dict[str, Any] | None = None, **shot: Any) -> ShotContext:
    board = Storyboard.model_validate(
        {
            "title": "Letters",
            "fps": fps,
            "style": "ink and wash",
            "cast": [
                {"id": "mara", "name": "Mara", "kind": "woman", "look": "short red hair"},
                {"id": "jonas", "name": "Jonas", "kind": "man", "look": "bald"},
            ],
            "locations": [{"id": "office", "name": "office", "look": "open-plan"}],
            "props": [{"id": "key", "name": "brass key"}],
            "scenes": [
                {
                    "number": "1",
                    "heading": {"location": "office", "time": "night", **(heading or {})},
                    "shots": [{"id": "1-010", "number": 10, **shot}],
                }
            ],
        }
    )
    [(scene, only)] = board.shots()
    return ShotContext(board, scene, only)


def test_the_message_of_the_release() -> None:
    told = shot_message(context(description="Mara types.", frame_count=60))
    assert told == ("Current shot: \nMara types.\n Current shot time: 2.5\n Current frame num: 60")


@pytest.mark.parametrize(
    ("frames", "fps", "seconds"),
    [
        (72, 24, "3"),
        (1, 24, "0.042"),
        (50, 24, "2.083"),
        (48, "24000/1001", "2.002"),
        (240, 24, "10"),
        (25, 25, "1"),
        (7, 10, "0.7"),
        (100_000, 1, "100000"),
    ],
)
def test_seconds_are_short_and_exact_to_the_millisecond(
    frames: int, fps: object, seconds: str
) -> None:
    assert f" time: {seconds}\n" in shot_message(context(fps, frame_count=frames))


@given(st.integers(1, 100_000), st.sampled_from([24, 25, 30, "24000/1001", "30000/1001", 60]))
def test_the_seconds_are_those_of_the_frames(frames: int, fps: object) -> None:
    shot = context(fps, frame_count=frames)
    found = re.search(r"time: ([\d.]+)\n Current frame num: (\d+)$", shot_message(shot))
    assert found
    assert abs(Fraction(found[1]) - frames / shot.storyboard.fps) <= Fraction(1, 2000)
    assert int(found[2]) == frames


def test_braces_in_a_description_are_words() -> None:
    assert "\n{0} {seconds}\n" in shot_message(context(description="{0} {seconds}"))


def test_all_that_the_storyboard_knows() -> None:
    told = full_message(
        context(
            description="Mara looks up.",
            size="medium close-up",
            angle="low",
            framing="over-the-shoulder",
            viewer="jonas",
            movement="dolly in",
            lens_mm=50,
            cast=["mara", "jonas"],
            props=["key"],
            continuity="continuous",
            action_start="Mara types.",
            action_end="Mara stands.",
            blocking=[
                {
                    "who": "mara",
                    "start": "sits, types",
                    "end": "stands",
                    "position": "right",
                    "position_end": "center",
                    "eyeline": "down",
                    "eyeline_end": "jonas",
                    "emotion_end": "worried",
                },
                {"who": "jonas"},
            ],
            heading={"weather": "rain"},
        )
    )
    assert told == (
        "Current shot: \n"
        "Mara looks up. It goes on from the shot before. "
        "Medium close-up shot, low angle, over Jonas's shoulder, camera dolly in, 50 mm. "
        "Office: open-plan, interior, night, rain. "
        "Mara: woman, short red hair. Jonas: man, bald. Brass key. "
        "First frame: Mara types. Mara right, looks down. "
        "Last frame: Mara stands. Mara center, looks at Jonas, worried. "
        "ink and wash."
        "\n Current shot time: 3\n Current frame num: 72"
    )


def test_blocking_tells_the_action_where_no_sentence_does() -> None:
    blocking = {
        "who": "mara",
        "start": "sits",
        "place": "desk",
        "place_end": "jonas",
        "holds": ["key"],
        "holds_end": [],
    }
    told = full_message(context(blocking=[blocking]))
    assert "First frame: Mara sits, at desk, holds brass key." in told
    assert "Last frame: Mara sits, at Jonas. ink" in told


def test_what_does_not_change_is_told_once() -> None:
    told = full_message(context(blocking=[{"who": "mara", "start": "sits"}]))
    assert "First frame: Mara sits. Last frame: the same." in told


def test_a_shot_of_nothing_but_its_camera() -> None:
    told = full_message(context(framing="insert", detail="hands", cast=["ghost"]))
    assert "insert of the hands, camera static, 35 mm. Office: open-plan" in told
    assert "Ghost." in told
    assert "frame:" not in told


def test_looks_may_be_left_to_the_memory() -> None:
    shot = context(cast=["mara"])
    assert "red hair" in full_message(shot)
    told = full_message(shot, looks=False)
    assert "Mara: woman." in told
    assert "red hair" not in told
    assert "open-plan" not in told


def test_an_entity_is_tied_to_its_picture() -> None:
    told = full_message(context(cast=["mara", "jonas"]), pictured={"jonas": 2, "office": 3})
    assert "Jonas (Picture 2): man, bald." in told
    assert "Office (Picture 3): open-plan" in told
    assert "Mara: woman" in told


def test_the_messages_are_found_by_name() -> None:
    shot = context(description="Mara types.")
    assert MESSAGES["release"](shot, {"jonas": 2}) == shot_message(shot)
    assert MESSAGES["full"](shot, {"jonas": 2}) == full_message(shot, pictured={"jonas": 2})


def test_the_pictures_that_are_shown_are_numbered() -> None:
    """The previous end frame is picture 1; reference pictures follow where all are shown."""
    shot = context(cast=["mara", "jonas"])
    memory = [
        remembered("1-010", "end"),
        remembered("jonas", "reference"),
        remembered("1-010", "start"),
        remembered("jonas", "reference"),
        remembered("office", "reference"),
    ]
    assert shown(memory, "first") == memory[:1]
    assert shown(memory, "all") == [*memory[:2], *memory[3:]]
    assert message_of("full", shot, memory, "first") == full_message(shot)
    told = message_of("full", shot, memory, "all")
    assert told == full_message(shot, pictured={"jonas": 2, "office": 4})
    assert shown([], "all") == []
