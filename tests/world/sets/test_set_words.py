"""Words of a story lead to the nearest set."""

from __future__ import annotations

import pytest

from openstage.world.sets import SETS, find_set
from openstage.world.sets.register import NEAR, OWN


@pytest.mark.parametrize(
    ("words", "interior", "name", "exact"),
    [
        ("OFFICE", True, "office", True),
        ("CORRIDOR", True, "corridor", True),
        ("STREET", False, "city street", True),
        ("wet street", False, "city street", True),
        ("cottage kitchen, dusty", True, "kitchen", True),
        ("kitchen of the old cottage", True, "kitchen", True),
        ("village street", False, "village street", True),
        ("platform of the railway station", False, "platform", True),
        ("Railway Station Platform", False, "platform", True),
        ("the rocks below the lighthouse", False, "shore", True),
        ("lighthouse", False, "shore", True),
        ("lighthouse", True, "living room", False),
        ("house", True, "living room", False),
        ("house", False, "village street", False),
        ("hospital", True, "corridor", False),
        ("warehouse", True, "studio", False),
        ("HOTEL ROOM", True, "bedroom", True),
        ("forest", False, "park", True),
        ("mountain", False, "park", False),
        ("harbor", False, "shore", False),
        ("workshop", True, "room", False),
        ("clockmaker's shop", True, "room", False),
        ("classroom", True, "room", False),
        ("study", True, "room", False),
        ("room", True, "room", True),
        ("living room", True, "living room", True),
        ("spaceship", True, "room", False),
        ("xyzzy", True, "room", False),
        ("xyzzy", False, "park", False),
    ],
)
def test_find_set(words: str, interior: bool, name: str, exact: bool) -> None:
    assert find_set(words, interior) == (name, exact)


def test_tables_name_sets_that_there_are() -> None:
    assert set(OWN) == set(SETS)
    assert {name for row in NEAR for name in row[:2]} <= set(SETS)


def test_no_place_is_told_twice() -> None:
    from openstage.world.sets.register import phrases

    words = [word for row in NEAR for word in phrases(row[2])]
    own = [word for row in OWN.values() for word in phrases(row)]
    assert len(words) == len(set(words))
    assert len(own) == len(set(own))
    assert not set(words) & set(own)
