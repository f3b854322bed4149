"""Words to looks."""

from __future__ import annotations

import pytest

from openstage.world.figures import dress
from openstage.world.figures.lexicon import COLORS, HAIR_COLORS

LOOKS = [
    (
        "woman",
        "30s, short red hair, gray suit",
        {
            "kind": "woman",
            "hair_style": "short",
            "hair": HAIR_COLORS["red"],
            "top": "suit",
            "top_color": COLORS["gray"],
            "old": False,
        },
    ),
    (
        "woman",
        "grey suit, red short hair",
        {"top": "suit", "top_color": COLORS["grey"], "hair": HAIR_COLORS["red"]},
    ),
    (
        "man",
        "60s, bald, brown janitor's coat",
        {
            "kind": "man",
            "hair_style": "bald",
            "top": "coat",
            "top_color": COLORS["brown"],
            "old": True,
        },
    ),
    (
        "woman",
        "young, long black hair, a yellow dress",
        {
            "hair_style": "long",
            "hair": HAIR_COLORS["black"],
            "top": "dress",
            "top_color": COLORS["yellow"],
        },
    ),
    (
        "man",
        "old man with a white beard and a blue coat",
        {
            "beard": "beard",
            "hair": COLORS["white"],
            "top": "coat",
            "top_color": COLORS["blue"],
            "old": True,
        },
    ),
    ("man", "green uniform", {"top": "uniform", "top_color": COLORS["green"], "hat": "cap"}),
    ("person", "a lighthouse keeper", {"kind": "man", "top": "coat", "hat": "beanie"}),
    (
        "girl",
        "small, blonde braids, red sweater",
        {"kind": "girl", "hair_style": "braids", "top": "sweater", "top_color": COLORS["red"]},
    ),
    (
        "woman",
        "curly hair, glasses, a green skirt and a white blouse",
        {
            "hair_style": "curly",
            "extras": ("glasses",),
            "bottom": "skirt",
            "bottom_color": COLORS["green"],
            "top": "shirt",
            "top_color": COLORS["white"],
        },
    ),
    (
        "man",
        "stout, mustache, black hat, red tie",
        {
            "build": "stout",
            "beard": "mustache",
            "hat": "hat",
            "hat_color": COLORS["black"],
            "accent": COLORS["red"],
            "extras": ("tie",),
        },
    ),
    ("man", "45 years old, dark skin, jeans", {"old": False, "bottom": "trousers"}),
    ("dog", "small white", {"kind": "dog", "hair": COLORS["white"]}),
    ("kitten", "black", {"kind": "cat", "hair": COLORS["black"]}),
]


@pytest.mark.parametrize(("kind", "look", "expected"), LOOKS, ids=[look for _, look, _ in LOOKS])
def test_a_look_becomes_its_wardrobe(kind: str, look: str, expected: dict[str, object]) -> None:
    wardrobe, notes = dress(kind, look, "Somebody")
    assert {name: getattr(wardrobe, name) for name in expected} == expected
    assert notes == ()


def test_children_are_small_and_age_counts() -> None:
    five, _ = dress("girl", "5 years old", "Mia")
    twelve, _ = dress("girl", "12 years old", "Mia")
    woman, _ = dress("woman", "", "Mia")
    assert five.height < twelve.height < woman.height
    assert five.height == pytest.approx(1.075, abs=0.02)


def test_the_old_are_gray_unless_told_otherwise() -> None:
    gray, _ = dress("woman", "70s", "Edda")
    told, _ = dress("woman", "70s, black hair", "Edda")
    assert min(gray.hair) > 0.55
    assert told.hair == HAIR_COLORS["black"]


def test_what_is_not_told_depends_on_the_name_alone() -> None:
    names = ["Ada", "Bo", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hedy"]
    first = [dress("woman", "", name)[0] for name in names]
    assert first == [dress("woman", "", name)[0] for name in names]
    assert len({(w.hair_style, w.hair, w.top, w.top_color) for w in first}) >= 7


def test_other_seeds_give_other_clothes() -> None:
    looks = {dress("woman", "", "Ada", seed)[0] for seed in range(6)}
    assert len(looks) > 3


def test_unknown_and_missing_garments_are_told() -> None:
    wardrobe, notes = dress("man", "a red kimono with zorblax", "Kenji")
    assert wardrobe.kind == "man"
    assert any("kimono" in note and "coat" in note for note in notes)
    assert any("zorblax" in note for note in notes)
