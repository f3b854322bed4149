"""Which stories are in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from openstage.script import looks_english, read, read_text


@pytest.mark.parametrize(
    "text",
    [
        "A dog waits.",
        "Lonely robots dream.",
        "Robot dreams",
        "Mara runs.",
        "An old man and the sea.",
        "Café owner Zoë meets José at the fiancée's house.",
        "Two sisters, one piano, no mercy.",
        "Rain. Night. A lone wolf howls. Thunder rolls. Somewhere, a door slams shut.",
        "INT. BAR - NIGHT\n\nHans drinks. Greta sings.\n\nHANS\nNein! I can't.\n",
        "Zoë sings.",
        "♥ ♥ ♥",
    ],
)
def test_english(text: str) -> None:
    assert looks_english(read_text(text, name="x.fountain"))


@pytest.mark.parametrize(
    "text",
    [
        "Ein Hund wartet im Regen.",
        "Der alte Mann und das Meer.",
        "In der Küche gießt Ana Kaffee ein. Ein Brief gleitet unter der Tür hindurch.",
        "Un chien attend sous la pluie.",
        "Dans la cuisine, Ana verse du café. Une lettre glisse sous la porte. Elle la lit.",
        "Un perro espera bajo la lluvia.",
        "En la cocina, Ana sirve café. Una carta se desliza por debajo de la puerta y ella la lee.",
        "Un cane aspetta sotto la pioggia, e il vento non si ferma.",
        "Um cão espera na chuva e não sabe por quê.",
        "Een hond wacht in de regen op het meisje.",
        "W kuchni Ana nalewa kawę. Pod drzwi wsuwa się list. Ana czyta go i uśmiecha się powoli.",
        "一只狗在雨中等待。",
        "安娜在厨房里倒咖啡。一封信从门下滑进来。",
        "犬が雨の中で待っている。",
        "台所でアナはコーヒーを注ぐ。手紙がドアの下から滑り込む。",
        "Собака ждёт под дождём.",
        "개가 빗속에서 기다린다.",
        "الكلب ينتظر تحت المطر",
    ],
)
def test_other_languages(text: str) -> None:
    assert not looks_english(read_text(text, name="x.txt"))


def test_a_german_screenplay_with_english_headings() -> None:
    text = "INT. BÜRO - NACHT\n\nMara tippt am Computer.\n\nMARA\nHallo? Ist da jemand?\n" * 3
    assert not looks_english(read_text(text, name="x.fountain"))


@pytest.mark.parametrize("name", ["night_shift.fountain", "the_letter.txt", "theme.txt"])
def test_the_examples_are_english(stories: Path, name: str) -> None:
    assert looks_english(read(stories / name))


def test_a_story_without_words_is_not_refused() -> None:
    assert looks_english(read_text("INT. OFFICE - DAY\n", name="x.fountain"))
