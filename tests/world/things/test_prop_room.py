"""Every thing is found by its words, has a sensible size, and is seen from all sides."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from openstage.errors import UseError
from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world.figures import dress, pose
from openstage.world.figures.build import build_of
from openstage.world.geometry import Camera, direction
from openstage.world.light import Light
from openstage.world.stage_view import StageView
from openstage.world.staging import Role, Stance
from openstage.world.things import (
    KINDS,
    find_thing,
    names,
    thing_carry,
    thing_light,
    thing_parts,
    thing_size,
)
from openstage.world.things.colors import COLORS, OTHER_WORDS, find_color

SOLID = sorted(kind for kind, thing in KINDS.items() if thing.build is not None)
LIGHT = Light(TimeOfDay.DAY, Weather.CLEAR, interior=True, key=300.0)


@pytest.mark.parametrize(
    ("words", "kind", "exact"),
    [
        ("cup of coffee", "cup", True),
        ("a worn leather suitcase", "suitcase", True),
        ("letter from the bank", "letter", True),
        ("envelopes", "letter", True),
        ("green desk lamp", "desk lamp", True),
        ("lantern", "lantern", True),
        ("coffee pot", "coffee pot", True),
        ("a loaf of bread", "bread", True),
        ("fresh bread on a plate", "bread", True),
        ("sandwich", "bread", False),
        ("basket of apples", "basket", True),
        ("orange", "apple", False),
        ("birthday cake", "cake", True),
        ("bottle of pills", "bottle", False),
        ("coffee", "cup", False),
        ("pocket watch", "coin", False),
        ("reading glasses", "ring", False),
        ("violin", "guitar", False),
        ("truck", "car", False),
        ("elevator", "elevator", True),
        ("box of matches", "box", True),
        ("gizmo", "box", False),
        ("", "box", False),
        ("matches", "candle", False),
        ("knives", "box", False),
    ],
)
def test_find_thing(words: str, kind: str, exact: bool) -> None:
    found, _, itself = find_thing(words)
    assert (found, itself) == (kind, exact)


def test_no_word_leads_to_two_things() -> None:
    seen: dict[str, str] = {}
    for kind in KINDS.values():
        for word in {*names(kind.words), *names(kind.near)}:
            assert seen.setdefault(word, kind.name) == kind.name, word


@pytest.mark.parametrize("kind", SOLID)
def test_a_kind_is_found_by_its_own_name(kind: str) -> None:
    assert find_thing(f"an old {kind}") == (kind, None, True)


def test_colors_are_found_in_words() -> None:
    assert find_thing("a dark red umbrella")[1] == find_color("dark red")
    assert find_color("grey") == COLORS["gray"]
    assert find_color("a bored dog") is None
    assert sum(find_color("pale blue") or ()) > sum(COLORS["blue"])
    assert set(OTHER_WORDS.values()) <= set(COLORS)


@pytest.mark.parametrize("kind", SOLID)
def test_sizes_are_those_of_real_things(kind: str) -> None:
    size = thing_size(kind)
    assert 0.002 < max(size) < 5.0
    assert (max(size) < 1.5) == (thing_carry(kind) != "floor") or kind in ("chair",)


@pytest.mark.parametrize("kind", SOLID)
def test_a_thing_stands_on_its_base_and_hangs_by_its_grip(kind: str) -> None:
    size = np.array(thing_size(kind))
    (standing,) = thing_parts(kind, None, 2.0, 1.0, 3.0, 0.0)
    assert standing.center[1] - size[1] / 2 == pytest.approx(1.0, abs=0.025)
    (held,) = thing_parts(kind, None, 2.0, 1.0, 3.0, 0.0, held=True)
    assert np.linalg.norm(held.center - [2.0, 1.0, 3.0]) <= np.linalg.norm(size) / 2 + 0.03


@pytest.mark.parametrize("kind", SOLID)
def test_a_thing_is_seen_from_all_sides(kind: str) -> None:
    reach = max(thing_size(kind))
    (part,) = thing_parts(kind, (0.9, 0.1, 0.1), 0.0, 0.0, 0.0, 30.0)
    for turn in range(0, 360, 45):
        eye = part.center - direction(turn, -20.0) * max(2.5 * reach, 0.2)
        pixels = np.zeros((64, 64, 4), np.uint8)
        canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
        view = StageView(Camera(tuple(eye), tuple(part.center), 28.0), 64, 64, LIGHT)
        part.draw(canvas, view)
        assert (pixels[..., 3] > 128).mean() > 0.001


@pytest.mark.parametrize("kind", SOLID)
def test_a_color_recolors_it(kind: str) -> None:
    build = KINDS[kind].build
    assert build is not None
    plain, red = build((0.5, 0.5, 0.5)), build((0.9, 0.1, 0.1))
    assert sum(a.color != b.color for a, b in zip(plain, red, strict=True)) >= 1


def test_parts_of_the_set_have_no_body_of_their_own() -> None:
    assert thing_carry("elevator") == "set"
    assert thing_parts("train", None, 0, 0, 0, 0) == []
    assert thing_size("door") == (0.0, 0.0, 0.0)


def test_lanterns_shine_and_cups_do_not() -> None:
    assert thing_light("lantern") > 1.0
    assert thing_light("cup") == 0.0


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(UseError, match="gizmo"):
        thing_parts("gizmo", None, 0, 0, 0, 0)


def test_an_umbrella_is_over_the_hat_of_who_holds_it() -> None:
    tall, _ = dress("man", "tall, hat", "Victor")
    stance = Stance(0, 0, 180, holds=("umbrella",))
    skeleton = pose(Role("victor", tall, stance, stance), 0.5, 3.0)
    palm, _ = skeleton.hand("right")
    build = KINDS["umbrella"].build
    assert build is not None
    points = np.concatenate([face.points for face in build((0.7, 0.2, 0.2))])
    rim = points[np.hypot(points[:, 0], points[:, 2]) > 0.3]
    over = palm[1] + rim[:, 1].min() - KINDS["umbrella"].grip[1]
    assert over > skeleton.joints["head"][1] + 0.66 * build_of(tall).head
