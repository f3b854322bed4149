"""Places and colors that no tale has, in the nearest words that one has."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from openstage.dataset.world.places import PLACES
from openstage.dataset.world.tales import tales
from openstage.director.grammar.director import GrammarDirector
from openstage.evaluation.words import WORDS
from openstage.script import read_text
from openstage.step2.understanding.brief import Wording, brief_message, retold
from openstage.step2.understanding.nearest import COLORS_FILE, PLACES_FILE, known_colors
from openstage.storyboard.context import ShotContext
from openstage.world.figures.lexicon import COLORS, HAIR_COLORS
from openstage.world.palette import PALETTES
from openstage.world.sets.register import phrases
from openstage.world.stage_manager import states
from tests.scripts import script

AS_WRITTEN = Wording(as_written=True)


def first_shot(page: str) -> ShotContext:
    board = GrammarDirector().direct(read_text(page, name="page.fountain"))
    return next(iter(states(board)))


def message(heading: str, action: str = "A man stands.") -> str:
    return brief_message(first_shot(f"{heading} - DAY\n\nMEDIUM SHOT - {action}"))


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("EXT. ARBORETUM", "Park, day"),
        ("EXT. THE OLD GRANARY", "Village, day"),
        ("EXT. GRANARY ON A CLIFF", "Village, day"),  # the cliff tells where it is
        ("INT. TOWN HALL", "Office, day"),
        ("INT. HUT", "Bedroom, day"),
        ("EXT. HUT", "Village, day"),
        ("INT. COTTAGE KITCHEN", "Cottage kitchen, day"),  # a kitchen is a kitchen
        ("EXT. FOREST", "Forest, day"),
        ("EXT. XANADU", "Xanadu, day"),  # what no dictionary has stays as it is
    ],
)
def test_a_place_is_told_as_the_nearest_that_is_known(heading: str, place: str) -> None:
    assert f"{place}." in message(heading)


def test_a_place_is_known_by_its_heading_alone() -> None:
    """What people do may be named like it, and so may they."""
    told = message("EXT. DESERT", "The DESERT FOX deserts a friend in the desert.")
    assert "Park, day." in told
    assert "the desert fox deserts a friend in the desert." in told.lower()


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ("an aubergine coat", "a purple coat"),
        ("a chartreuse coat", "a green coat"),
        ("an ultramarine blue coat", "an ultramarine blue coat"),  # its color is said
        ("a leather coat", "a brown coat"),
        ("a black leather coat", "a black leather coat"),
        ("a salmon pink coat", "a salmon pink coat"),
        ("a striped coat", "a striped coat"),
        ("a paisley coat", "a paisley coat"),
        ("a navy coat", "a navy coat"),  # the world paints it
    ],
)
def test_a_color_is_told_as_the_nearest_that_is_known(look: str, told: str) -> None:
    assert f"in {told}," in message("INT. OFFICE", f"A man with brown hair, in {look}, stands.")


def test_hair_has_its_own_words() -> None:
    told = message("INT. OFFICE", "A woman with long honey hair, in a honey coat, stands.")
    assert "long blond hair" in told
    assert "a yellow coat" in told


def test_a_thing_that_lends_its_color_stays_itself_elsewhere() -> None:
    told = message(
        "INT. OFFICE",
        "A woman with raven hair, in a tangerine dress, gives the raven a tangerine.",
    )
    assert "with black hair, in an orange dress, gives the raven a tangerine." in told
    assert "(woman, black hair, orange dress)" in told


def test_what_is_told_in_other_words_is_known() -> None:
    page = "INT. BAKERY - DAY\n\nMEDIUM SHOT - A woman with honey hair, in a {} coat, stands."
    assert retold(first_shot(page.format("honey"))) == [
        ("bakery", "kitchen"), ("honey", "blond"), ("honey", "yellow"),
    ]  # fmt: skip
    assert retold(first_shot(page.format("red"))) == [("bakery", "kitchen"), ("honey", "blond")]


def test_hair_is_what_people_have() -> None:
    assert known_colors("honey bun", [("honey bun", True)]) == "blond bun"
    assert known_colors("honey bun", [("honey bun", False)]) == "yellow bun"
    assert known_colors("a raven-haired man", [("raven-haired", True)]) == "a black-haired man"
    assert known_colors("salmon chair", [("salmon chair", True)]) == "orange chair"


def test_tales_say_what_they_said() -> None:
    """No word of a tale is taken for another: weights were trained with what tales say."""
    contexts = [
        context for number in range(40) for _, board in islice(tales(7, number), 1)
        for context in states(board)
    ]  # fmt: skip
    told = [brief_message(context) for context in contexts]
    assert told == [brief_message(context, AS_WRITTEN) for context in contexts]


def test_the_tables_tell_what_is_known() -> None:
    """Each word once, in words of the world; those are what they are."""
    names = {name for place in PLACES for name in phrases(place.names.lower())}
    rows = [line.split("\t") for line in PLACES_FILE.read_text("utf-8").splitlines()]
    assert len({word for word, *_ in rows}) == len(rows) > 4000
    for word, inside, outside in rows:
        assert {inside, outside} <= names or word == inside == outside
    assert names <= {word for word, inside, outside in rows if word == inside == outside}
    rows = [line.split("\t") for line in COLORS_FILE.read_text("utf-8").splitlines()]
    assert len({word for word, *_ in rows}) == len(rows) > 2000
    known = COLORS.keys() | HAIR_COLORS.keys()
    assert known == {word for word, *told in rows if told == [word, word]}
    for _, color, hair in rows:
        assert color in known | {""}
        assert hair in known


def test_the_tables_were_not_told_what_is_asked_for() -> None:
    """Of no word of the exam says a label what it means; a dictionary has to."""
    of = script("labels")
    tables = (of.PLACE_WORDS, of.COLOR_WORDS, of.HAIR_WORDS)
    assert of.PLACE_WORDS.keys() == {place.set for place in PLACES}
    assert of.HAIR_WORDS.keys() == PALETTES["hair"].keys()
    assert of.COLOR_WORDS.keys() >= PALETTES["top"].keys() | PALETTES["bottom"].keys()
    parts = {*re.findall(r"[a-zé]+", " ".join(row for table in tables for row in table.values()))}
    for word in WORDS:
        assert not {word.unseen, f"{word.unseen}s"} & parts


def test_a_label_means_one_thing() -> None:
    of = script("labels")
    for table in (of.PLACE_WORDS, of.COLOR_WORDS, of.HAIR_WORDS):
        words = [word for row in table.values() for word in phrases(row)]
        assert len(words) == len(set(words))
