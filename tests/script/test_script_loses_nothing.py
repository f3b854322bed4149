"""Every word of a story survives into the Screenplay; large and odd stories too."""

from __future__ import annotations

import re
from collections import Counter
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from screenplay_tools.fountain.parser import Parser

from openstage.errors import StoryError
from openstage.script import fountain, read_text
from openstage.script.screenplay import Screenplay

WORD = re.compile(r"[^\W_]+")


def kept(screenplay: Screenplay) -> str:
    """All that a Screenplay holds, as one text."""
    parts = [*screenplay.title_page, *screenplay.title_page.values()]
    if not screenplay.title_page:
        parts += [screenplay.title, screenplay.author]
    for scene in screenplay.scenes:
        parts += [scene.heading, scene.number]
    for _, element in screenplay.elements():
        parts += [element.character, element.extension, element.parenthetical, element.text]
    return "\n".join(parts)


def words(text: str) -> set[str]:
    return set(WORD.findall(text))


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalnum())


VOCABULARY = ["door", "Mara", "runs", "ÉTÉ", "night", "letter", "x2", "café", "马拉", "Привет"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join)
NAMES = st.sampled_from(["MARA", "JONAS (O.S.)", "ÉLODIE (V.O.) (CONT'D)", "@McCoy ^", "R2 ^"])
PARAGRAPHS = st.one_of(
    WORDS,
    WORDS.map(lambda text: f"{text}\n{text.upper()}"),
    WORDS.map(lambda text: f"INT. {text.upper()} - NIGHT #7#"),
    WORDS.map(lambda text: f"INT. {text.upper()}\n{text}"),
    WORDS.map(lambda text: f".F{text}"),
    WORDS.map(lambda text: f"!{text}"),
    WORDS.map(lambda text: f"~{text}"),
    WORDS.map(lambda text: f"> {text}"),
    WORDS.map(lambda text: f"> {text} <"),
    WORDS.map(lambda text: f"# {text}"),
    WORDS.map(lambda text: f"= {text}"),
    WORDS.map(lambda text: f"see **{text}** and *{text}*, _{text}_"),
    WORDS.map(lambda text: f"one [[{text}\n{text}]] two"),
    WORDS.map(lambda text: f"three /* GONE\n\nGONE */ four {text}"),
    WORDS.map(lambda text: f"[[{text}"),
    WORDS.map(lambda text: f"{text.upper()} TO:"),
    st.just("==="),
    st.just("FADE OUT."),
    st.builds("{}\n({})\n{}\n~{}\n{}".format, NAMES, WORDS, WORDS, WORDS, WORDS),
    st.builds("{}\n[[{}]]\n({}\n{})\n{}\n  \n{}".format, NAMES, WORDS, WORDS, WORDS, WORDS, WORDS),
)
TITLE_PAGES = st.sampled_from(["", "Title: A *door*\nAuthor:\n    Ana\n    Ben\n\n"])


@given(TITLE_PAGES, st.lists(PARAGRAPHS, min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_every_word_of_a_screenplay_survives(page: str, paragraphs: list[str], end: str) -> None:
    text = page + "\n\n".join(["She waits", *paragraphs])
    screenplay = read_text(text.replace("\n", end), name="x.fountain")
    assert words(kept(screenplay)) == words(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


SIGNS = "a B é 马 1 ( ) [[ ]] * _ \\ # ## = === ~ ! @ > < ^ . : / */ TO: FADE IN: Title: MARA by"
MARKS = SIGNS.split()
BLANKS = [" ", "\n", "\n\n", "  \n", "\t", "\r\n", "MARA\n", "INT. ", "- "]


@given(st.lists(st.sampled_from([*MARKS, *BLANKS]), max_size=40))
def test_no_letter_of_any_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assume("/*" not in text)
    assume(text.count("Title:") < 2)  # a key that stands twice is kept once, with both values
    for name in ("x.fountain", "x.txt"):
        try:
            found = letters(kept(read_text(text, name=name)))
        except StoryError:
            continue
        assert not letters(text) - found


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["x.txt", "x.md"]))
def test_every_word_of_prose_survives(paragraphs: list[str], name: str) -> None:
    text = "\n\n".join(paragraphs)
    assert words(kept(read_text(text, name=name))) == words(text)


@given(st.lists(st.tuples(st.sampled_from(["Action", "Character", "Dialogue", "Parenthetical",
       "Scene Heading", "Shot", "Transition", "Lyrics", ""]), st.lists(WORDS, max_size=3)),
       min_size=1, max_size=8))  # fmt: skip
def test_every_word_of_a_final_draft_file_survives(script: list[tuple[str, list[str]]]) -> None:
    content = "".join(
        f'<Paragraph Type="{kind}">'
        + "".join(f"<Text>{escape(run)} </Text>" for run in runs)
        + "</Paragraph>"
        for kind, runs in [("Action", ["She waits"]), *script]
    )
    text = f"<FinalDraft><Content>{content}</Content></FinalDraft>"
    expected = words("She waits " + " ".join(run for _, runs in script for run in runs))
    assert words(kept(read_text(text, name="x.fdx"))) == expected


LINES = st.text(alphabet="aAé (.!@>~=#)^:TO", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_the_outline_tells_the_library_the_same_as_all_the_lines(lines: list[str]) -> None:
    english = [line.replace("é", "a") for line in lines]
    parser = Parser()
    parser.mergeActions = parser.mergeDialogue = False
    parser.add_lines(["", *english])
    elements = parser.script.elements
    if len(elements) != len(lines):
        return
    outline, counts = fountain._outline(lines)
    asked = [kind for kind, n in zip(fountain._ask(outline), counts, strict=True) for _ in range(n)]
    assert asked == [fountain._kind(element) for element in elements]


BIG = 300_000


@pytest.mark.parametrize(
    "text",
    [
        "[[" * BIG,
        "/*" * BIG,
        "[[a\n\n]]" * (BIG // 50),
        "/*a" + "[[b" * BIG,
        "*" * BIG + " a",
        "*a " * (BIG // 10),
        "A" + " " * BIG + "x",
        "A" + "(" * BIG,
        "MARA " + "( " * BIG + "\nhello",
        "." * BIG + " a",
        ".A" + " #" * BIG,
        "#" + " " * BIG + "a",
        ">" * BIG + "x",
        "INT. " + " - " * BIG,
        ".INT " + "- " * BIG + "DAY",
        "MARA\n" + "(a\n" * (BIG // 300),
        "MARA\n" + "hello\n" * (BIG // 10),
        "MARA\nHELLO\n" * (BIG // 10),
        "Title:\n" + "   a\n" * (BIG // 10) + "\nx",
        "".join(f"Title {n}: a\n" for n in range(BIG // 100)) + "\nx",
        "\n" * BIG + "a",
        "1" * BIG,
        "- " * BIG + "x",
    ],
    ids=lambda text: repr(text[:8]),
)
@pytest.mark.parametrize("name", ["x.fountain", "x.txt"])
def test_odd_stories_are_read_and_stay_whole(text: str, name: str) -> None:
    """A reader that looks back at what it has read would take hours over some of these."""
    assert not letters(text) - letters(kept(read_text(text, name=name)))


def test_a_feature_film() -> None:
    scene = (
        "INT. OFFICE {n} - NIGHT\n\nMara types at the computer and looks up at the door.\n\n"
        "MARA\n(quietly)\nIs somebody there? I heard you.\n\nJONAS (O.S.)\nNobody at all.\n\n"
    )
    screenplay = read_text("".join(scene.format(n=n) for n in range(600)), name="x.fountain")
    assert len(screenplay.scenes) == 600
    assert [element.kind for element in screenplay.scenes[599].elements] == [
        "action",
        "dialogue",
        "dialogue",
    ]
    assert screenplay.scenes[599].line == 599 * scene.count("\n") + 1
