"""Places and colors in other words."""

from __future__ import annotations

import re

import numpy as np

from openstage.dataset.world.places import PLACES
from openstage.evaluation.words import WORDS
from openstage.training.synonyms import COLOR_WORDS, HAIR_WORDS, PLACE_WORDS, reworded
from openstage.world.figures.lexicon import COLORS, HAIR_COLORS
from openstage.world.palette import PALETTES
from openstage.world.sets.register import phrases

TABLES = (PLACE_WORDS, COLOR_WORDS, HAIR_WORDS)
MESSAGE = (
    "Mara, with a black bun, in a red coat and dark green trousers, waits at the platform edge. "
    "Wide, low, single, static. Platform, night. Mara (woman, black bun, red coat, dark green "
    "trousers, black cap): center. Otto (man, long blond hair, white suit, blue trousers): left."
)


def others(message: str, count: int = 300) -> list[str]:
    return [reworded(message, np.random.default_rng(seed)) for seed in range(count)]


def test_no_word_that_is_asked_for_is_told() -> None:
    told = " ".join(row for table in TABLES for row in table.values())
    parts = {*re.findall(r"[a-zé]+", told)}
    for word in WORDS:
        assert not {word.unseen, f"{word.unseen}s"} & parts


def test_every_place_and_every_color_that_is_read_has_other_words() -> None:
    assert PLACE_WORDS.keys() == {place.set for place in PLACES}
    assert HAIR_WORDS.keys() == PALETTES["hair"].keys()
    assert COLOR_WORDS.keys() >= PALETTES["top"].keys() | PALETTES["bottom"].keys()
    for table in TABLES:
        for row in table.values():
            assert len(words := phrases(row)) == len(set(words)) > 6


def test_a_word_means_one_thing() -> None:
    for table in TABLES:
        words = [word for row in table.values() for word in phrases(row)]
        assert len(words) == len(set(words))


def test_a_place_has_no_color_that_would_be_said_otherwise() -> None:
    parts = {part for row in PLACE_WORDS.values() for word in phrases(row) for part in word.split()}
    assert not parts & COLOR_WORDS.keys()


def test_a_word_that_the_world_paints_otherwise_stays_its_own() -> None:
    """Who is told of in navy does not wear blue."""
    for table, painted in ((COLOR_WORDS, COLORS), (HAIR_WORDS, HAIR_COLORS)):
        assert not {word for row in table.values() for word in row.split()} & painted.keys()


def test_what_is_meant_stays_the_same() -> None:
    places = "|".join(phrases(PLACE_WORDS["platform"]))
    colors = {color: "|".join((color, *row.split())) for color, row in COLOR_WORDS.items()}
    hair = {color: "|".join((color, *row.split())) for color, row in HAIR_WORDS.items()}
    pattern = re.compile(
        rf"Mara, with an? ({hair['black']}) bun, in an? ({colors['red']}) coat and dark green "
        rf"trousers, waits at the platform edge\. Wide, low, single, static\. "
        rf"((?i:platform|{places})), night\. Mara \(woman, \1 bun, \2 coat, dark green trousers, "
        rf"({colors['black']}) cap\): center\. Otto \(man, long ({hair['blond']}) hair, "
        rf"({colors['white']}) suit, ({colors['blue']}) trousers\): left\."
    )
    for message in others(MESSAGE):
        assert pattern.fullmatch(message), message


def test_articles_agree() -> None:
    for told in others("A red coat. An orange coat."):
        assert not re.search(r"\b[Aa] [aeiou]|\b[Aa]n [^aeiou]", told)


def test_all_other_words_are_told_and_the_usual_ones_as_well() -> None:
    told = others("Kitchen, day.", 600)
    words = {message.removesuffix(", day.").lower() for message in told}
    assert words == {"kitchen", *phrases(PLACE_WORDS["kitchen"])}
    assert 0.3 < np.mean([message == "Kitchen, day." for message in told]) < 0.5


def test_the_same_message_is_reworded_alike() -> None:
    assert others(MESSAGE, 5) == others(MESSAGE, 5)
    assert len(set(others(MESSAGE, 50))) > 40
