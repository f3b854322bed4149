"""A theme of one sentence has a beginning, a middle and an end in places that can be drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openstage.storyboard.document import Storyboard

Direct = Callable[[str], Storyboard]

THEMES = {
    "An old clockmaker builds a small robot that wants to see the sea.": [
        "workshop",
        "village street",
        "sea shore",
    ],
    "A baker bakes bread for a hungry wolf.": ["kitchen", "kitchen"],
    "A fisherman catches a golden fish and lets it go.": ["harbor", "harbor"],
    "A girl plants a tree and waits for spring.": ["village street", "village street"],
    "A lonely robot finds a flower in the desert and carries it home.": ["desert", "house"],
    "A teacher teaches an old farmer to read.": ["school", "school"],
    "Two brothers build a boat and sail to an island.": ["village street", "island"],
    "A thief steals a painting and brings it back to the museum.": ["street", "museum"],
    "A little girl who is afraid of the dark meets a bear.": ["village street", "village street"],
    "A pianist forgets the music and begins to dance.": ["theater", "theater"],
    "A dog waits for a sailor at the harbor.": ["harbor", "harbor"],
    "A clown wants to go to the moon.": ["theater", "theater"],
    "An old woman feeds the birds in the park every morning.": ["park", "park"],
}


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_places_and_sentences(direct: Direct, theme: str) -> None:
    board = direct(theme)
    names = {location.id: location.name for location in board.locations}
    assert [names[scene.heading.location] for scene in board.scenes] == THEMES[theme]
    shots = [shot for _, shot in board.shots()]
    assert 5 <= len(shots) <= 10
    assert all(shot.source in theme for shot in shots)
    assert all(len(shot.description.split()) >= 3 for shot in shots), "a sentence each"


def test_who_wishes_to_see_the_sea_sees_it(direct: Direct) -> None:
    board = direct(next(iter(THEMES)))
    last = board.scenes[-1].shots[-1]
    assert last.cast == ["clockmaker", "robot"]
    assert last.blocking_of("robot").eyeline == "sea"
    assert board.scenes[0].shots[0].blocking_of("clockmaker").start == "sits, works"


def test_descriptions_are_the_theme_s_own_words(direct: Direct) -> None:
    told = [shot.description for _, shot in direct(list(THEMES)[2]).shots()]
    assert "The fisherman catches a golden fish." in told
    assert "The fisherman lets the fish go." in told


def test_the_keeper_s_home_is_the_lighthouse(theme: Storyboard) -> None:
    told = [shot.description for _, shot in theme.shots()]
    assert told[0] == "A storm rages over the rocks at night."
    assert "The lighthouse keeper leads the child home by lantern light." in told
    assert theme.scenes[0].shots[0].blocking_of("lighthouse_keeper").holds == ["lantern"]
