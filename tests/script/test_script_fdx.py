"""Final Draft files."""

from __future__ import annotations

import pytest

from openstage.errors import StoryError
from openstage.script import read_text
from openstage.script.screenplay import Element, Screenplay

PAGE = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>{content}</Content>
  {beside}
</FinalDraft>
"""


def fdx(content: str, beside: str = "") -> Screenplay:
    return read_text(PAGE.format(content=content, beside=beside), name="story.fdx")


def elements(content: str, beside: str = "") -> list[Element]:
    return [element for _, element in fdx(content, beside).elements()]


def paragraph(kind: str, text: str, attributes: str = "") -> str:
    return f'<Paragraph Type="{kind}" {attributes}><Text>{text}</Text></Paragraph>'


OFFICE = """
<Paragraph Number="12A" Type="Scene Heading">
  <SceneProperties Length="2/8" Page="1" Title="Mara alone">
    <Summary><Paragraph><Text>She hears the </Text><Text Style="Italic">bell</Text></Paragraph>
    </Summary>
  </SceneProperties>
  <Text>INT. OFFICE - NIGHT</Text>
</Paragraph>
<Paragraph Type="Action"><Text></Text></Paragraph>
<Paragraph Type="Action"/>
<Paragraph Type="Action">
  <Text>Mara </Text><Text Style="Bold">types</Text><Text> at a computer.</Text>
</Paragraph>
<Paragraph Type="Character"><Text>MARA (O.S.) (CONT'D)</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Is somebody </Text><Text>there?</Text></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
"""


def test_a_scene_with_all_its_parts() -> None:
    screenplay = fdx(OFFICE)
    (scene,) = screenplay.scenes
    assert (scene.number, scene.interior, scene.place, scene.time) == (
        "12A",
        "INT",
        "OFFICE",
        "NIGHT",
    )
    assert [(element.kind, element.text) for element in scene.elements] == [
        ("synopsis", "Mara alone"),
        ("synopsis", "She hears the bell"),
        ("action", "Mara types at a computer."),
        ("dialogue", "Is somebody there?"),
        ("transition", "CUT TO:"),
    ]
    speech = scene.elements[3]
    assert (speech.character, speech.extension) == ("MARA", "O.S., CONT'D")
    assert (speech.parenthetical, speech.line) == ("softly", 0)
    assert screenplay.kind == "screenplay"


def test_dual_dialogue() -> None:
    both = (
        "<Paragraph><DualDialogue>"
        + paragraph("Character", "BRICK")
        + paragraph("Dialogue", "Screw retirement.")
        + paragraph("Character", "STEEL")
        + paragraph("Dialogue", "Screw it.")
        + "</DualDialogue></Paragraph>"
    )
    first, second = elements(both)
    assert (first.character, first.dual) == ("BRICK", False)
    assert (second.character, second.dual, second.text) == ("STEEL", True, "Screw it.")


def test_dialogue_in_two_paragraphs_is_one_speech() -> None:
    speech = elements(
        paragraph("Character", "MARA")
        + paragraph("Dialogue", "One.")
        + paragraph("Dialogue", "Two.")
    )
    assert [element.text for element in speech] == ["One.\nTwo."]


def test_words_of_nobody_are_told() -> None:
    spoken, aside = elements(paragraph("Dialogue", "Hello?") + paragraph("Parenthetical", "(beat)"))
    assert (spoken.kind, spoken.text) == ("action", "Hello?")
    assert (aside.kind, aside.text) == ("action", "(beat)")


def test_a_name_without_words_is_kept() -> None:
    name, action = elements(paragraph("Character", "MARA") + paragraph("Action", "She waits."))
    assert (name.kind, name.character, name.text) == ("dialogue", "MARA", "")
    assert action.text == "She waits."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("General", "action"),
        ("Shot", "action"),
        ("Lyrics", "lyrics"),
        ("New Act", "section"),
        ("Outline Body", "synopsis"),
        ("Something of my own", "action"),
    ],
)
def test_types_of_paragraphs(kind: str, expected: str) -> None:
    (element,) = elements(paragraph(kind, "ANGLE ON the letter"))
    assert (element.kind, element.text) == (expected, "ANGLE ON the letter")
    assert element.level == (1 if expected == "section" else 0)


def test_centered_text_and_page_breaks() -> None:
    found = elements(paragraph("Action", "THE END", 'Alignment="Center" StartsNewPage="Yes"'))
    assert [(element.kind, element.text) for element in found] == [
        ("page break", ""),
        ("centered", "THE END"),
    ]


def test_notes_are_kept_apart_from_the_text() -> None:
    inside = (
        '<Paragraph Type="Action"><Text>She wa<ScriptNote ID="1"><Paragraph><Text>Really?</Text>'
        "</Paragraph></ScriptNote>its.</Text></Paragraph>"
    )
    beside = (
        "<ScriptNotes><ScriptNote><Paragraph><Text>Check</Text></Paragraph>"
        "<Paragraph><Text>twice</Text></Paragraph></ScriptNote></ScriptNotes>"
    )
    assert [(element.kind, element.text) for element in elements(inside, beside)] == [
        ("action", "She waits."),
        ("note", "Really?"),
        ("note", "Check\ntwice"),
    ]


def test_the_title_page() -> None:
    lines = ["", "NIGHT SHIFT", "", "Written by", "Ana Novak", "ana@example.org", "555 0100"]
    page = "".join(paragraph("Action", line) for line in lines)
    screenplay = fdx(OFFICE, f"<TitlePage><Content>{page}</Content></TitlePage>")
    assert (screenplay.title, screenplay.author) == ("NIGHT SHIFT", "Ana Novak")
    assert screenplay.title_page == {
        "Title": "NIGHT SHIFT",
        "Credit": "Written by",
        "Author": "Ana Novak",
        "Contact": "ana@example.org\n555 0100",
    }


def test_an_empty_title_page() -> None:
    assert fdx(OFFICE, "<TitlePage><Content/></TitlePage>").title_page == {}


def test_it_is_known_by_its_content() -> None:
    text = PAGE.format(content=OFFICE, beside="")
    assert read_text(text, name="standard input") == read_text(text, name="story.fdx")


def test_what_is_written_as_escape_is_read_as_letter() -> None:
    (element,) = elements(paragraph("Action", "Salt &amp; pepper &lt;3 &#233;"))
    assert element.text == "Salt & pepper <3 é"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE FinalDraft [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE FinalDraft [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE FinalDraft SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_declared_entities_are_refused(declaration: str) -> None:
    text = PAGE.format(content=paragraph("Action", "Hello"), beside="")
    text = text.replace("<FinalDraft", declaration + "<FinalDraft", 1)
    with pytest.raises(StoryError, match="declares a document type or entities"):
        read_text(text, name="story.fdx")


def test_a_damaged_file_says_where() -> None:
    text = PAGE.format(content="<Paragraph><Text>Hello</Paragraph>", beside="")
    with pytest.raises(StoryError, match=r"damaged .* line 3, column") as caught:
        read_text(text, name="story.fdx")
    assert "save it again" in caught.value.remedy


@pytest.mark.parametrize("text", ["<FinalDraft/>", "<html><FinalDraft/></html>", "<Other/>"])
def test_other_xml_is_refused(text: str) -> None:
    with pytest.raises(StoryError, match="not a Final Draft script"):
        read_text(text, name="story.fdx")


def test_text_that_is_called_fdx_is_refused() -> None:
    with pytest.raises(StoryError, match="damaged"):
        read_text("INT. OFFICE - DAY\n\nShe types.", name="story.fdx")


def test_deep_nesting_does_no_harm() -> None:
    content = paragraph("Action", "<b>" * 20_000 + "deep" + "</b>" * 20_000)
    assert elements(content)[0].text == "deep"


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_the_declared_encoding_does_not_matter_to_text(encoding: str) -> None:
    text = PAGE.format(content=paragraph("Action", "Élodie"), beside="")
    screenplay = read_text(text.replace("UTF-8", encoding), name="story.fdx")
    assert [element.text for _, element in screenplay.elements()] == ["Élodie"]
