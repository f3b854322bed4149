"""Prose: paragraphs under a title; or one sentence that a story is still to be made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pysbd

from openstage.script import title_page
from openstage.script.asides import Line, lines
from openstage.script.assembly import TitlePage
from openstage.script.emphasis import plain
from openstage.script.screenplay import Element, Screenplay, ScriptScene

_LONG_LINE = 120
"""Characters. Where a line is longer, lines are not wrapped: each is a paragraph."""
_LONGEST_TITLE = 80
"""Characters."""
_LONGEST_THEME = 400
"""Characters."""
_HEADING = re.compile(r"(?P<marks>#{1,6})(?:\s+(?P<text>[^\s#].*))?")
_UNDERLINE = re.compile(r"=+|-+")
_RULE = re.compile(r"(?:[-*_=~•–—]\s*){3,}")
_FENCE = re.compile(r"-{3,}")
_QUOTED = re.compile(r"(?:>\s?)+")
_BY = re.compile(r"by:?\s+(?P<author>[^\W\d_][^.:;!?]{1,60}\.?[^.:;!?]{0,40})", re.IGNORECASE)
_ENDS_A_SENTENCE = re.compile(r".*[.,;:!?…。！？，、]['\"”’»)]*", re.DOTALL)
_OPENS_A_SPEECH = ('"', "“", "„", "«", "‘", "'", "—", "–", "-", "「", "『")


class _Paragraph(NamedTuple):
    text: str
    line: int
    level: int
    """Of a heading, 1 to 6; 0: of none."""


def read(text: str) -> Screenplay:
    """The Screenplay of prose: one scene without heading; its paragraphs are action."""
    all_lines = lines(text)
    page, start = _front_matter(all_lines)
    paragraphs = _paragraphs(all_lines[start:])
    if not page.title:
        page.title = _take_title(paragraphs)
    if not page.author:
        page.author = _take_author(paragraphs, page)
    return Screenplay(
        title=page.title,
        author=page.author,
        title_page=page.fields,
        kind="theme" if not page.title and _is_theme(paragraphs) else "prose",
        scenes=[_scene(paragraphs)] if paragraphs else [],
    )


def _scene(paragraphs: Sequence[_Paragraph]) -> ScriptScene:
    elements = [
        Element(
            kind="section" if paragraph.level else "action",
            text=paragraph.text,
            line=paragraph.line,
            level=paragraph.level,
        )
        for paragraph in paragraphs
    ]
    return ScriptScene(line=elements[0].line, elements=elements)


def _front_matter(all_lines: Sequence[Line]) -> tuple[TitlePage, int]:
    """`Title: ...` lines at the start, fenced by --- as in Markdown or not."""
    start = next((i for i, line in enumerate(all_lines) if line.text), 0)
    if all_lines and _FENCE.fullmatch(all_lines[start].text):
        ends = (i for i, line in enumerate(all_lines) if i > start and _FENCE.fullmatch(line.text))
        end = next(ends, None)
        page, taken = title_page.take(all_lines[start + 1 : end], any_key=True)
        if end is not None and start + 1 + taken == end:
            return page, end + 1
        return TitlePage(), 0
    return title_page.take(all_lines, any_key=False)


def _paragraphs(all_lines: Sequence[Line]) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    block: list[Line] = []
    for line in [*all_lines, Line(0, "", 0, False, "")]:
        heading = _HEADING.fullmatch(line.text) if line.text.startswith("#") else None
        if line.text and not heading:
            block.append(line)
            continue
        paragraphs += _paragraphs_of(block)
        block = []
        if heading and heading.group("text"):
            text = plain(heading.group("text").rstrip("# \t"))
            paragraphs.append(_Paragraph(text, line.number, len(heading.group("marks"))))
    return paragraphs


def _paragraphs_of(block: Sequence[Line]) -> list[_Paragraph]:
    """The paragraphs of lines without an empty one between them."""
    if len(block) == 2 and _UNDERLINE.fullmatch(block[1].text) and len(block[1].text) > 2:
        level = 1 if block[1].text.startswith("=") else 2
        return [_Paragraph(plain(block[0].text), block[0].number, level)]
    texts = [(line.number, _unquoted(line.text)) for line in block if not _is_rule(line.text)]
    if any(len(text) > _LONG_LINE for _, text in texts):
        return [_Paragraph(text, number, 0) for number, text in texts]
    if not texts:
        return []
    return [_Paragraph("\n".join(text for _, text in texts), texts[0][0], 0)]


def _is_rule(text: str) -> bool:
    return len(text) <= _LONG_LINE and _RULE.fullmatch(text) is not None


def _unquoted(text: str) -> str:
    quoted = _QUOTED.match(text)
    return plain(text[quoted.end() :] if quoted else text)


def _take_title(paragraphs: list[_Paragraph]) -> str:
    """Takes the title off the start: a heading, or a short line above the story."""
    if len(paragraphs) < 2:
        return ""
    first = paragraphs[0]
    if first.level == 1 or (not first.level and _is_title(first.text)):
        return paragraphs.pop(0).text
    return ""


def _is_title(text: str) -> bool:
    if "\n" in text or len(text) > _LONGEST_TITLE or text.startswith(_OPENS_A_SPEECH):
        return False
    if text.endswith(("!", "?")):
        return all(word[0].isupper() or len(word) < 4 for word in text.split())
    return not _ENDS_A_SENTENCE.fullmatch(text)


def _take_author(paragraphs: list[_Paragraph], page: TitlePage) -> str:
    """Takes 'by Ana Novak' off the start, where a title stood before it."""
    if page.title and len(paragraphs) > 1:
        author = _BY.fullmatch(paragraphs[0].text) if len(paragraphs[0].text) < 120 else None
        if author:
            del paragraphs[0]
            return author.group("author").strip()
    return ""


def _is_theme(paragraphs: Sequence[_Paragraph]) -> bool:
    if len(paragraphs) != 1 or paragraphs[0].level:
        return False
    text = " ".join(paragraphs[0].text.split())
    if len(text) > _LONGEST_THEME:
        return False
    return len(pysbd.Segmenter(language="en", clean=False).segment(text)) == 1
