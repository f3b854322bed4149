"""The stories, read and directed once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from openstage.director.grammar import GrammarDirector
from openstage.script import read, read_text
from openstage.script.screenplay import Screenplay
from openstage.storyboard.document import Storyboard

STORIES = Path(__file__).parents[2] / "data" / "stories"


@pytest.fixture(scope="session")
def night_shift_script() -> Screenplay:
    return read(STORIES / "night_shift.fountain")


@pytest.fixture(scope="session")
def night_shift(night_shift_script: Screenplay) -> Storyboard:
    return GrammarDirector().direct(night_shift_script)


@pytest.fixture(scope="session")
def the_letter() -> Storyboard:
    return GrammarDirector().direct(read(STORIES / "the_letter.txt"))


@pytest.fixture(scope="session")
def theme() -> Storyboard:
    return GrammarDirector().direct(read(STORIES / "theme.txt"))


@pytest.fixture(scope="session")
def direct() -> Callable[[str], Storyboard]:
    return lambda text: GrammarDirector().direct(read_text(text, name="a story"))
