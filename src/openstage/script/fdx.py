"""Final Draft (.fdx): screenplay-tools says what each paragraph is, from a document mended for it.

By itself it keeps only the first run of letters of a paragraph, so that every word after a word in
italics is lost; it knows no dual dialogue, no scene numbers, no notes, no summaries, no lyrics and
no title page, and takes a shot (ANGLE ON ...) for a scene.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml
from collections.abc import Iterator
from typing import NamedTuple

from screenplay_tools.fdx.parser import Parser
from screenplay_tools.screenplay import ElementType

from openstage.errors import StoryError
from openstage.script.assembly import Piece, PieceKind, TitlePage, assemble
from openstage.script.screenplay import Screenplay
from openstage.script.title_page import page_of

_KINDS: dict[object, PieceKind] = {
    ElementType.ACTION: "action",
    ElementType.CHARACTER: "cue",
    ElementType.DIALOGUE: "dialogue",
    ElementType.HEADING: "heading",
    ElementType.PARENTHETICAL: "parenthetical",
    ElementType.TRANSITION: "transition",
}
_OTHER_TYPES: dict[str, PieceKind] = {
    "Shot": "action",
    "Lyrics": "lyrics",
    "Singing": "lyrics",
    "New Act": "section",
    "End of Act": "section",
    "Outline 1": "section",
    "Outline 2": "section",
    "Outline Body": "synopsis",
    "Summary": "synopsis",
}
"""Types of paragraphs that the library does not know, or not rightly."""
_UNDECLARED = re.compile("<!(?:DOCTYPE|ENTITY)")
_CREDIT = re.compile(r"(?:(?:screenplay|script|story|teleplay|written|adapted)\s+)*by:?", re.I)


class _Paragraph(NamedTuple):
    element: xml.Element
    text: str
    dual: bool
    """It belongs to the second of two who speak at once."""


def is_fdx(text: str) -> bool:
    start = text.lstrip()[:4000]
    return start.startswith("<") and "<FinalDraft" in start


def read(text: str, name: str) -> Screenplay:
    """The Screenplay of a Final Draft file.

    Raises StoryError where it is not well-formed, not Final Draft, or declares entities: those can
    grow without bound, or reach for other files.
    """
    root = _parse(text, name)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise StoryError(
            f"{name!r} is XML, but not a Final Draft script.",
            "Save the script in Final Draft as .fdx, or as Fountain.",
        )
    page = _title_page(root.find("TitlePage/Content"))
    return assemble([*_pieces(content), *_notes_beside(root)], page)


def _parse(text: str, name: str) -> xml.Element:
    if _UNDECLARED.search(text):
        raise StoryError(
            f"{name!r} declares a document type or entities, which no Final Draft script does.",
            "Open it in Final Draft and save it again.",
        )
    try:
        return xml.fromstring(text.strip())
    except xml.ParseError as error:
        line, column = error.position
        raise StoryError(
            f"{name!r} is a damaged Final Draft file: line {line}, column {column + 1}.",
            "Open it in Final Draft and save it again, or export it as Fountain.",
        ) from error


def _pieces(content: xml.Element) -> Iterator[Piece]:
    paragraphs = list(_paragraphs(content))
    for paragraph, kind in zip(paragraphs, _kinds(paragraphs), strict=True):
        element, text = paragraph.element, paragraph.text.strip()
        if element.get("StartsNewPage") == "Yes":
            yield Piece("page break", "")
        if text:
            level = 1 if kind == "section" else 0
            number = element.get("Number", "") if kind == "heading" else ""
            yield Piece(kind, text, number=number, level=level, dual=paragraph.dual)
        yield from _summary(element)
        for note in element.iter("ScriptNote"):
            yield from _piece_of_all("note", note)


def _paragraphs(content: xml.Element) -> Iterator[_Paragraph]:
    """The paragraphs of the script in order, those of dual dialogue among them."""
    for element in content.iterfind("Paragraph"):
        yield _Paragraph(element, _text(element), False)
        for both in element.iterfind("DualDialogue"):
            speakers = 0
            for spoken in both.iterfind("Paragraph"):
                speakers += spoken.get("Type") == "Character"
                yield _Paragraph(spoken, _text(spoken), speakers > 1)


def _text(paragraph: xml.Element) -> str:
    """All runs of letters of a paragraph, without the notes that hang on them."""
    return "".join(part for run in paragraph.iterfind("Text") for part in _own_text(run))


def _own_text(run: xml.Element) -> Iterator[str]:
    yield run.text or ""
    for child in run:
        if child.tag != "ScriptNote":
            yield from child.itertext()
        yield child.tail or ""


def _kinds(paragraphs: list[_Paragraph]) -> list[PieceKind]:
    """What screenplay-tools takes each paragraph for, with what it lacks added."""
    mended = xml.Element("FinalDraft")
    content = xml.SubElement(mended, "Content")
    for paragraph in paragraphs:
        xml.SubElement(content, "Paragraph", Type=_type(paragraph))
    elements = Parser().parse(xml.tostring(mended, encoding="unicode")).elements
    return [
        _mend(paragraph, _KINDS[element.type])
        for paragraph, element in zip(paragraphs, elements, strict=True)
    ]


def _type(paragraph: _Paragraph) -> str:
    return paragraph.element.get("Type", "Action")


def _mend(paragraph: _Paragraph, kind: PieceKind) -> PieceKind:
    kind = _OTHER_TYPES.get(_type(paragraph), kind)
    centered = kind == "action" and paragraph.element.get("Alignment") == "Center"
    return "centered" if centered else kind


def _summary(heading: xml.Element) -> Iterator[Piece]:
    """The title and the summary that a scene has in the scene navigator."""
    for properties in heading.iterfind("SceneProperties"):
        title = properties.get("Title", "").strip()
        if title:
            yield Piece("synopsis", title)
        for summary in properties.iterfind("Summary"):
            yield from _piece_of_all("synopsis", summary)


def _notes_beside(root: xml.Element) -> Iterator[Piece]:
    """Notes that a newer Final Draft keeps beside the script, at the end of it."""
    for note in root.iterfind("ScriptNotes/ScriptNote"):
        yield from _piece_of_all("note", note)


def _piece_of_all(kind: PieceKind, element: xml.Element) -> Iterator[Piece]:
    lines = [_text(paragraph).strip() for paragraph in element.iter("Paragraph")]
    text = "\n".join(filter(None, lines))
    if text:
        yield Piece(kind, text)


def _title_page(content: xml.Element | None) -> TitlePage:
    """Final Draft only places lines on a page: the first is the title; the author follows 'by'."""
    if content is None:
        return TitlePage()
    lines = [_text(paragraph).strip() for paragraph in content.iterfind("Paragraph")]
    rest = list(filter(None, lines))
    fields: dict[str, str] = {}
    if rest:
        fields["Title"] = rest.pop(0)
    credit = next((i for i, line in enumerate(rest) if _CREDIT.fullmatch(line)), None)
    if credit is not None and credit + 1 < len(rest):
        fields["Credit"], fields["Author"] = rest[credit], rest[credit + 1]
        del rest[credit : credit + 2]
    if rest:
        fields["Contact"] = "\n".join(rest)
    return page_of(fields)
