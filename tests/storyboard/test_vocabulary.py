"""The vocabulary: every term is found by its own words, and no two terms share one."""

from __future__ import annotations

from collections import Counter

import pytest

from openstage.storyboard import vocabulary
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize, Term, TimeOfDay, Weather

KINDS = [
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_term_is_found_by_each_of_its_words(kind: type[Term]) -> None:
    for term in kind:
        for word in (term.value, *term.words):
            assert kind.in_text(f"we see: {word}, and then") is term, word


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_two_terms_share_a_word(kind: type[Term]) -> None:
    words = Counter(word for term in kind for word in {term.value, *term.words})
    assert [word for word, count in words.items() if count > 1] == []
    assert all(term.meaning for term in kind)


def test_the_longest_name_wins_and_the_first_place_counts() -> None:
    assert ShotSize.in_text("an extreme close-up of the key") is ShotSize.EXTREME_CLOSE_UP
    assert ShotSize.in_text("wide, then a close-up") is ShotSize.WIDE
    assert ShotSize.in_text("EXTREME  WIDE SHOT") is ShotSize.EXTREME_WIDE


def test_abbreviations_count_in_upper_case_alone() -> None:
    assert ShotSize.in_text("CU of the key") is ShotSize.CLOSE_UP
    assert ShotSize.in_text("cu of the key") is None
    assert Framing.in_text("he is inside") is None


def test_words_inside_other_words_do_not_count() -> None:
    assert Movement.in_text("a panorama of leftovers") is None
    assert Weather.in_text("the brainstorm") is None


def test_times_are_told_by_many_names() -> None:
    assert TimeOfDay.in_text("EARLY MORNING") is TimeOfDay.MORNING
    assert TimeOfDay.in_text("MAGIC HOUR") is TimeOfDay.DUSK
    assert Movement.PAN_LEFT.abbreviation == "PAN L"
