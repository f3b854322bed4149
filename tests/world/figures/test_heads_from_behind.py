"""Heads that turn away or bow: hair down to the nape, a neck below it, and no jaw over both."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import cos, radians, sin, tan

import numpy as np
import pytest
from figure_roles import MARA, picture, role

from openstage.world.figures.hair import HAIRLINES
from openstage.world.geometry import Array, Camera
from openstage.world.staging import Stance, Wardrobe

EYES = 1.52
"""Meters: about as high as the eyes of who stands."""
SKIN, HAIR, CLOTH = (1.0, 0.2, 0.9), (0.1, 0.75, 0.2), (0.2, 0.3, 0.9)
PAINTED = replace(MARA, skin=SKIN, hair=HAIR, hat_color=CLOTH, accent=CLOTH)
STYLES = sorted(set(HAIRLINES) - {"man"})
BEHIND = [(180, 0, 0), (180, 0, 30), (180, 0, 55), (180, -30, 30), (150, -20, 30), (210, 0, 55)]
"""Degrees: around from the face, up from the level of the eyes, and the bow of the head."""


def seen(wardrobe: Wardrobe, around: float, up: float, bow: float, size: int = 110) -> Array:
    """A head, from `around` and `up` degrees; it looks ahead and `bow` degrees down."""
    down = tan(radians(bow)) * 3
    actor = role(Stance(0, 0, 180, look_at=(0, EYES - down, -3.0)), wardrobe=wardrobe)
    a, e = radians(around), radians(up)
    eye = (1.15 * sin(a) * cos(e), EYES + 1.15 * sin(e), -1.15 * cos(a) * cos(e))
    return picture(actor, Camera(eye, (0, EYES, 0), 46), 0.01, size)


def skin(image: Array) -> Array:
    """(h, w) of booleans"""
    red, green, blue = image[..., 0], image[..., 1], image[..., 2]
    shown: Array = (red > green + 50) & (blue > green + 40)
    return shown


def hair(image: Array) -> Array:
    shown: Array = image[..., 1] > image[..., [0, 2]].max(axis=2) + 55
    return shown


def share_of_skin(image: Array) -> float:
    bare, covered = int(skin(image).sum()), int(hair(image).sum())
    return bare / (bare + covered)


@pytest.mark.parametrize("style", STYLES)
def test_a_head_from_behind_is_hair_and_a_neck(style: str) -> None:
    wardrobe = replace(PAINTED, hair_style=style)
    bound = 0.48 if style == "bald" else 0.37
    for view in BEHIND:
        assert share_of_skin(seen(wardrobe, *view)) < bound


@pytest.mark.parametrize("kind", ["man", "woman", "girl", "boy"])
def test_who_is_turned_away_has_less_skin_than_a_face(kind: str) -> None:
    wardrobe = replace(PAINTED, kind=kind, hair_style="short")
    face = share_of_skin(seen(wardrobe, 0, 0, 0))
    assert face > 0.55
    for view in BEHIND:
        assert share_of_skin(seen(wardrobe, *view)) < 0.65 * face


@pytest.mark.parametrize("style", ["short", "bun", "ponytail"])
def test_hair_reaches_the_neck(style: str) -> None:
    """Down the middle of a bowed head from behind: all the hair, and only then the neck."""
    wardrobe = replace(PAINTED, hair_style=style)
    for bow in (0, 30, 55):
        image = seen(wardrobe, 180, 0, bow)
        middle = slice(52, 58)
        lowest_hair = int(np.nonzero(hair(image)[:, middle].any(axis=1))[0].max())
        bare = np.nonzero(skin(image)[:, middle].any(axis=1))[0]
        assert bare.size == 0 or int(bare.min()) >= lowest_hair - 3
        ears = skin(image)[: lowest_hair - 8]
        assert ears[:, :52].sum() > 4
        assert ears[:, 58:].sum() > 4


def test_the_jaw_is_seen_from_the_front_and_from_the_side() -> None:
    """The face ends below in a jaw that lies over neck and collar."""
    wardrobe = replace(PAINTED, hair_style="short", hat="")
    scarfed = replace(wardrobe, extras=("scarf",))
    for around in (0, 60, 90):
        plain, wrapped = (skin(seen(w, around, 0, 20)) for w in (wardrobe, scarfed))
        assert wrapped.sum() > 0.7 * plain.sum()
    # From behind, the scarf lies over neck and jaw.
    plain, wrapped = (skin(seen(w, 180, 0, 20)) for w in (wardrobe, scarfed))
    assert wrapped.sum() < 0.7 * plain.sum()


@pytest.mark.parametrize("style", ["short", "long", "bob", "ponytail", "curly"])
@pytest.mark.parametrize(("up", "bow"), [(0, 0), (-15, 30)])
def test_nothing_leaps_while_a_camera_goes_around(style: str, up: float, bow: float) -> None:
    wardrobe = replace(PAINTED, hair_style=style)
    images = [seen(wardrobe, around, up, bow, 72) for around in range(84, 150, 2)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(images)]
    assert max(steps) < 4.5 * float(np.median(steps))


def test_nothing_leaps_while_a_head_bows() -> None:
    wardrobe = replace(PAINTED, hair_style="short")
    images = [seen(wardrobe, 120, -10, bow, 72) for bow in range(0, 56, 2)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(images)]
    assert max(steps) < 4.5 * float(np.median(steps))


def test_a_cap_has_its_badge_in_front() -> None:
    cap = replace(PAINTED, hat="cap", hair_style="short")

    def gold(image: Array) -> int:
        return int((np.abs(image - np.array([219, 179, 87])).max(axis=2) < 40).sum())

    assert gold(seen(cap, 0, 0, 0)) > 3
    assert gold(seen(cap, 180, 0, 0)) == 0


def test_a_hood_from_behind_shows_no_skin() -> None:
    hooded = replace(PAINTED, hat="hood", hair_style="long")
    for around, up, bow in BEHIND:
        assert skin(seen(hooded, around, up, bow)).sum() == 0


def test_a_collar_goes_with_the_neck_that_turns_away() -> None:
    wardrobe = replace(PAINTED, top="sweater", top_color=CLOTH, shirt_color=HAIR, hair=CLOTH)
    sideways = [
        picture(
            role(Stance(0, 0, 180, look_at=(x, EYES, -0.8)), wardrobe=wardrobe),
            Camera((1.0, EYES, -1.15), (0, EYES - 0.2, 0), 30),
            0.01,
            160,
        )
        for x in (3.0, -3.0)
    ]
    toward, away = (int(hair(image).sum()) for image in sideways)
    assert toward > 20, "to the camera the shirt shows in the neck"
    assert away == 0, "a head from behind has no collar beside its nape"
