"""Prose and themes."""

from __future__ import annotations

import pytest

from openstage.script import read_text
from openstage.script.screenplay import Screenplay


def prose(text: str, name: str = "story.txt") -> Screenplay:
    return read_text(text, name=name)


def paragraphs(text: str, name: str = "story.txt") -> list[tuple[str, str, int]]:
    return [(e.kind, e.text, e.line) for _, e in prose(text, name).elements()]


def test_a_title_above_paragraphs() -> None:
    screenplay = prose("The Letter\n\nMorning light falls.\nAna pours coffee.\n\nShe waits.\n")
    assert (screenplay.title, screenplay.kind) == ("The Letter", "prose")
    (scene,) = screenplay.scenes
    assert (scene.heading, scene.interior, scene.line) == ("", "", 3)
    assert [(e.kind, e.text, e.line) for e in scene.elements] == [
        ("action", "Morning light falls.\nAna pours coffee.", 3),
        ("action", "She waits.", 6),
    ]


@pytest.mark.parametrize("title", ["Who Goes There?", "Help!", "Chapter 1", "The Girl (a Story)"])
def test_titles(title: str) -> None:
    assert prose(f"{title}\n\nIt was late.\n\nShe waited.").title == title


@pytest.mark.parametrize(
    "first",
    ["It was late.", "“Hello", "— Hello", "She stopped,", "What was that noise?", "word " * 30],
)
def test_what_is_no_title(first: str) -> None:
    screenplay = prose(f"{first}\n\nShe waited.")
    assert screenplay.title == ""
    assert next(screenplay.elements())[1].text == first.strip()


def test_an_author_below_the_title() -> None:
    screenplay = prose("The Letter\n\nby Ana Novak\n\nMorning light falls.\n")
    assert (screenplay.title, screenplay.author) == ("The Letter", "Ana Novak")
    assert [e.text for _, e in screenplay.elements()] == ["Morning light falls."]


def test_by_without_a_title_is_story() -> None:
    assert paragraphs("By noon the rain stops.\n\nShe waits.")[0][1] == "By noon the rain stops."


def test_markdown() -> None:
    text = (
        "# The *Letter*\n\n## Morning ##\nLight **falls**.\n\n---\n\n> She reads.\n> Slowly.\n\n"
        "Evening\n-------\n\nIt is dark.\n\n#\n"
    )
    screenplay = prose(text, "story.md")
    assert screenplay.title == "The Letter"
    assert [(e.kind, e.text, e.level, e.line) for _, e in screenplay.elements()] == [
        ("section", "Morning", 2, 3),
        ("action", "Light falls.", 0, 4),
        ("action", "She reads.\nSlowly.", 0, 8),
        ("section", "Evening", 2, 11),
        ("action", "It is dark.", 0, 14),
    ]


def test_an_underlined_title() -> None:
    assert prose("The Letter\n==========\n\nLight falls.\n").title == "The Letter"


def test_front_matter() -> None:
    screenplay = prose("---\ntitle: The Letter\nauthor: Ana\n---\n\nLight falls.\n", "story.md")
    assert (screenplay.title, screenplay.author) == ("The Letter", "Ana")
    assert [e.text for _, e in screenplay.elements()] == ["Light falls."]


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert paragraphs("---\nLight falls.\n---\n\nShe waits.")[0][1] == "Light falls."
    assert paragraphs("---\nLight falls.\n\nShe waits.")[0][1] == "Light falls."


def test_a_title_page_above_prose() -> None:
    screenplay = prose("Title: The Letter\nAuthor: Ana\n\nLight falls.\n")
    assert (screenplay.title, screenplay.author, screenplay.kind) == ("The Letter", "Ana", "prose")


def test_prose_that_begins_with_a_colon_is_whole() -> None:
    assert paragraphs("Remember: the door.\n\nShe waits.")[0][1] == "Remember: the door."


def test_long_lines_are_paragraphs() -> None:
    long = "Morning light falls into a small kitchen and " * 4
    found = paragraphs(f"The Letter\n{long}\nAna waits.")
    assert found == [("action", long.strip(), 2), ("action", "Ana waits.", 3)]


@pytest.mark.parametrize(
    "theme",
    [
        "A lighthouse keeper finds a lost child on the rocks during a storm.",
        "A dog in the rain",
        "Dr. Weiss meets Mr. Jones.",
        "一只狗在雨中。",
        "A lost child\nfinds a lantern.\n",
    ],
)
def test_one_sentence_is_a_theme(theme: str) -> None:
    screenplay = prose(theme)
    assert (screenplay.kind, screenplay.title) == ("theme", "")
    assert [e.text for _, e in screenplay.elements()] == [theme.strip()]


@pytest.mark.parametrize(
    "text", ["A dog waits. It rains.", "A dog waits.\n\nIt rains.", "A dog, " * 100, "# A dog"]
)
def test_more_than_a_sentence_is_prose(text: str) -> None:
    assert prose(text).kind == "prose"


def test_a_text_file_that_is_a_screenplay() -> None:
    screenplay = prose("My film\n\nINT. OFFICE - NIGHT\n\nMARA\nHello?\n")
    assert screenplay.kind == "screenplay"
    assert screenplay.scenes[1].place == "OFFICE"


def test_a_text_file_of_speeches_alone_is_a_screenplay() -> None:
    text = "MARA\nHello?\n\nJONAS (O.S.)\nYes.\n\nMARA\n(softly)\nOh.\n"
    assert prose(text).kind == "screenplay"


@pytest.mark.parametrize(
    "text",
    [
        "CHAPTER ONE\nIt was late.\n\nCHAPTER TWO\nIt was later.\n",
        "Ext 4 rang.\n\nShe waited.",
        "WARNING\nKEEP OUT\n\nWARNING\nKEEP OUT\n\nShe read it twice.",
    ],
)
def test_prose_with_capitals_is_prose(text: str) -> None:
    assert prose(text).kind == "prose"


def test_the_format_can_be_told() -> None:
    text = "INT. OFFICE - NIGHT\n\nShe types."
    assert read_text(text, name="x", format="prose").kind == "prose"
    assert read_text("She types.", name="x", format="fountain").kind == "screenplay"
