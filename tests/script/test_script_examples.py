"""The three example stories: facts that anybody can check by reading them."""

from __future__ import annotations

from pathlib import Path

from openstage.script import read


def test_the_screenplay(stories: Path) -> None:
    screenplay = read(stories / "night_shift.fountain")
    assert screenplay.kind == "screenplay"
    assert (screenplay.title, screenplay.author) == ("Night Shift", "the openstage project")
    assert screenplay.title_page == {
        "Title": "Night Shift",
        "Credit": "written for openstage",
        "Author": "the openstage project",
        "Draft date": "2026-11-22",
    }
    assert [
        (scene.line, scene.number, scene.interior, scene.place, scene.time)
        for scene in screenplay.scenes
    ] == [
        (6, "", "INT", "OFFICE", "NIGHT"),
        (17, "2", "INT", "CORRIDOR", "CONTINUOUS"),
        (42, "", "EXT", "STREET", "DAWN"),
    ]


def test_who_speaks_in_the_screenplay(stories: Path) -> None:
    elements = [element for _, element in read(stories / "night_shift.fountain").elements()]
    assert [
        (e.character, e.extension, e.parenthetical, e.text)
        for e in elements
        if e.kind == "dialogue"
    ] == [
        ("MARA", "", "", "Hello? Is somebody there?"),
        ("MARA", "", "laughing", "You scared me to death."),
        ("JONAS", "O.S.", "", "There you are!"),
        ("JONAS", "", "", "She is not allowed in the building. Please don't tell."),
        ("MARA", "", "", "Tell whom? I never saw a dog."),
    ]
    assert [(e.line, e.text) for e in elements if e.kind == "transition"] == [
        (40, "CUT TO:"),
        (46, "FADE TO BLACK."),
    ]
    assert sum(e.kind == "action" for e in elements) == 8


def test_the_prose(stories: Path) -> None:
    screenplay = read(stories / "the_letter.txt")
    assert (screenplay.kind, screenplay.title) == ("prose", "The Letter")
    (scene,) = screenplay.scenes
    assert [(e.kind, e.line, e.text.split()[0]) for e in scene.elements] == [
        ("action", 3, "Morning"),
        ("action", 5, "She"),
        ("action", 7, "On"),
        ("action", 9, "At"),
    ]


def test_the_theme(stories: Path) -> None:
    screenplay = read(stories / "theme.txt")
    assert (screenplay.kind, screenplay.title) == ("theme", "")
    (element,) = screenplay.scenes[0].elements
    assert element.text.startswith("A lighthouse keeper finds a lost child")
    assert element.line == 1
