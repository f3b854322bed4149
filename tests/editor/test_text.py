from __future__ import annotations

import numpy as np
import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st

from openstage import fonts
from openstage.editor.arrows import draw_movement
from openstage.editor.text import Style, draw_text, measure, printable, width_of
from openstage.storyboard.vocabulary import Movement


def ink(text: str, style: Style, width: float = 300) -> np.ndarray:
    surface = skia.Surface(300, 100)
    surface.getCanvas().clear(0xFFFFFFFF)
    draw_text(surface.getCanvas(), text, style, 0, 0, width)
    return surface.toarray()[:, :, 0] < 128


@pytest.mark.parametrize("weight", ["regular", "bold", "mono"])
def test_typefaces_come_from_the_package(weight: fonts.Weight) -> None:
    face = fonts.typeface(weight)
    for sign in "AzÀßΩЖ0…—":
        assert face.unicharToGlyph(ord(sign))


def test_hebrew_and_arabic_and_emoji() -> None:
    assert ink("שלום", Style(30)).any()
    assert ink("مرحبا", Style(30)).any()
    assert printable("a🎬🎥b\x00\ud800") == "a□b"
    assert ink("🎬", Style(30)).any()


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_no_text_breaks_the_drawing(text: str) -> None:
    assert draw_text(skia.Surface(8, 8).getCanvas(), text, Style(9), 0, 0, 40, lines=2) >= 0
    assert measure(text, Style(9)) >= 0


def test_too_long_ends_in_an_ellipsis() -> None:
    style = Style(10)
    text = "one two three four five six seven eight nine ten " * 9
    full, cut = measure(text, style, 100), measure(text, style, 100, lines=2)
    assert cut < full
    assert cut <= 2.5 * style.size * style.leading
    assert measure("", style) == 0
    assert width_of("iii", style) < width_of("WWW", style)


def test_every_movement_has_its_own_sign() -> None:
    signs = {}
    for movement in Movement:
        surface = skia.Surface(64, 64)
        draw_movement(surface.getCanvas(), movement, (32, 32), 28, 0xFF000000)
        signs[movement] = surface.toarray().tobytes()
    assert len(set(signs.values())) == len(Movement)


def test_left_is_the_mirror_of_right() -> None:
    def sign(movement: Movement) -> np.ndarray:
        surface = skia.Surface(64, 64)
        draw_movement(surface.getCanvas(), movement, (32, 32), 28, 0xFF000000)
        return surface.toarray()[:, :, 3].astype(int)

    for left, right in (
        (Movement.PAN_LEFT, Movement.PAN_RIGHT),
        (Movement.TRUCK_LEFT, Movement.TRUCK_RIGHT),
        (Movement.ARC_LEFT, Movement.ARC_RIGHT),
    ):
        assert np.abs(sign(left)[:, ::-1] - sign(right)).mean() < 1
    # The tip of the block arrow: the rows in the middle reach out alone.
    reach = (sign(Movement.TRUCK_LEFT)[:, :10] > 128).any(1)
    assert 0 < reach.sum() < 20
