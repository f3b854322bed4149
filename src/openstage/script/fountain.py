"""Fountain: screenplay-tools says what each line is; this module keeps the words and the places.

The library is asked one paragraph at a time, and is shown a sketch of it. That mends what it lacks:
it knows capital letters of English only, gives no line numbers, takes FADE IN: for a scene and
`FADE TO BLACK.` for none of its business, drops CONT'D, joins paragraphs, and takes quadratic time
over long lines and long paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from screenplay_tools.fountain.parser import Parser
from screenplay_tools.screenplay import Action, ElementType

from openstage.script import asides, headings, title_page
from openstage.script.asides import Line
from openstage.script.assembly import Piece, PieceKind, assemble
from openstage.script.emphasis import plain
from openstage.script.screenplay import Screenplay

_KINDS: dict[object, PieceKind] = {
    ElementType.ACTION: "action",
    ElementType.CHARACTER: "cue",
    ElementType.DIALOGUE: "dialogue",
    ElementType.HEADING: "heading",
    ElementType.LYRIC: "lyrics",
    ElementType.PAGEBREAK: "page break",
    ElementType.PARENTHETICAL: "parenthetical",
    ElementType.SECTION: "section",
    ElementType.SYNOPSIS: "synopsis",
    ElementType.TRANSITION: "transition",
}
_FORCED_BY: dict[PieceKind, str] = {
    "action": "!",
    "centered": ">",
    "cue": "@",
    "heading": ".",
    "lyrics": "~",
    "synopsis": "=",
    "transition": ">",
}
"""The mark at the start of a line that makes it what it is, and is no part of it."""
_JOINED: frozenset[PieceKind] = frozenset({"action", "dialogue", "lyrics"})
"""Lines of these kinds that follow each other in a paragraph are one piece."""
_OF_A_SPEECH: frozenset[PieceKind] = frozenset({"cue", "dialogue", "lyrics", "parenthetical"})

_MANNER = "(?:SLOW|SLOWLY|QUICK|FAST|LONG|HARD|SMASH|MATCH|JUMP|TIME|FLASH|CROSS|LAP|RIPPLE|WE)"
_TRANSITION = re.compile(
    rf"(?:{_MANNER}[ -]+){{0,2}}(?:FADE|CUT|DISSOLVE|WIPE|IRIS)S?"
    r"(?: (?:IN|OUT|UP|TO|FROM|BACK|INTO|THROUGH)\b[A-Z ,'’-]{0,40})?[.:!]?"
    r"|(?:CROSS-?FADE|BLACK-?OUT)[.:!]?|[^a-z]{1,50}\bTO:"
)
_FADE_AND_HEADING = re.compile(r"(?P<fade>FADE IN[:.]?)\s+(?P<heading>\S.*)")
_SMALL_LETTERS = re.compile(r"[^(a-z]*[a-z]")
_MARKED = re.compile(r"[*_\[\]\s]*(?:[!.@>~=#(]|(?:int|ext|est|i/e|e/i)\b)", re.IGNORECASE)
_ACTION: PieceKind = "action"
_A_HEADING = "INT. A"
"""Stands for a heading in capitals."""
_WORDS = "a"
"""Stands for a line that is nothing but words."""
_SPOKEN_EMPTY_LINE = "  "
_DEEPEST_SECTION = 6
_LONGEST_PARENTHETICAL = 5
"""Lines."""

_SIGHT = 400
"""Characters of a line that the library is shown: no line of another kind than action is longer."""
_SIGHT_AT_END = 40
_UNSEEN = str.maketrans("", "", "*_[]")
"""Emphasis, and brackets that are left over from no note."""


def read(text: str) -> Screenplay:
    """The Screenplay of a Fountain file, given with `\\n` at the ends of lines."""
    marked, notes = asides.take_out(text)
    lines = asides.lines(marked)
    page, start = title_page.take(lines, any_key=True)
    return assemble(_pieces(lines, start, notes), page)


def is_spoken_script(text: str) -> bool:
    """Whether `text`, of unknown format, is a screenplay: it has scene headings in capitals, or
    speeches under a speaker's name that comes again."""
    speakers: set[str] = set()
    paragraph: list[str] = []
    for line in [*text.split("\n"), ""]:
        line = line.strip()
        if headings.is_capital_heading(line) and (not paragraph or line == line.upper()):
            return True
        if line:
            paragraph.append(line)
            continue
        speaker = _speaker(paragraph)
        if speaker and speaker in speakers:
            return True
        speakers.add(speaker)
        paragraph = []
    return False


_SPEAKER = re.compile(r"(?P<name>[^\W\d_a-z][^a-z(:.!?]{1,30}?)\s*(?:\([^()]{1,30}\)\s*){0,2}\^?")


def _speaker(paragraph: Sequence[str]) -> str:
    """The name above a speech; empty where the paragraph is none."""
    cue = (
        _SPEAKER.fullmatch(paragraph[0]) if len(paragraph) > 1 and len(paragraph[0]) < 99 else None
    )
    if cue and cue.group("name").isupper() and not paragraph[1].isupper():
        return cue.group("name")
    return ""


def _pieces(lines: Sequence[Line], start: int, notes: Sequence[str]) -> Iterator[Piece]:
    """The pieces of all lines; a note follows the piece that it stands in."""
    rest = map(_plain_lines, notes)
    for line in lines[:start]:
        yield from _notes(line, rest)
    for paragraph in _paragraphs(lines[start:]):
        for run, kind in _runs(paragraph):
            piece = _piece(kind, run)
            if piece.text or kind == "page break":
                yield piece
            for line in run:
                yield from _notes(line, rest)


def _notes(line: Line, rest: Iterator[str]) -> Iterator[Piece]:
    for _ in range(line.notes):
        yield Piece("note", next(rest), line.number)


def _plain_lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines without an empty one between them; a heading in capitals stands alone.

    A line of which only notes are left joins the line before it, or is a paragraph by itself.
    """
    paragraph: list[Line] = []
    for line in _apart(lines):
        if line.vanished and paragraph:
            paragraph[-1] = paragraph[-1]._replace(notes=paragraph[-1].notes + line.notes)
        elif line.vanished or headings.is_capital_heading(line.text.lstrip("*_")):
            yield from filter(None, (paragraph, [line]))
            paragraph = []
        elif line.text or _is_pause(line, paragraph):
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    yield from filter(None, (paragraph,))


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """`FADE IN: INT. OFFICE - DAY` in one line is two."""
    for line in lines:
        both = _FADE_AND_HEADING.match(line.text) if line.text.startswith("FADE") else None
        if both and headings.is_capital_heading(both.group("heading")):
            yield line._replace(text=both.group("fade"), notes=0)
            yield line._replace(text=both.group("heading"))
        else:
            yield line


def _is_pause(line: Line, paragraph: Sequence[Line]) -> bool:
    """Two blanks are an empty line inside a speech."""
    if line.raw != _SPOKEN_EMPTY_LINE or not paragraph:
        return False
    cue = paragraph[0].text
    return cue.startswith("@") or cue.partition("(")[0].isupper()


def _runs(paragraph: Sequence[Line]) -> Iterator[tuple[list[Line], PieceKind]]:
    """The lines of a paragraph, plain, in runs that are one piece each."""
    run: list[Line] = []
    run_kind: PieceKind = "action"
    for line, kind in _kinds(paragraph):
        if run and not (kind == run_kind and _goes_on(run[-1], kind)):
            yield run, run_kind
            run = []
        run.append(line)
        run_kind = kind
    yield run, run_kind


def _goes_on(line: Line, kind: PieceKind) -> bool:
    """Whether a further line of this kind belongs to the same piece."""
    return kind in _JOINED or (kind == "parenthetical" and not line.text.endswith(")"))


def _kinds(paragraph: Sequence[Line]) -> Iterator[tuple[Line, PieceKind]]:
    """Every line of a paragraph, plain, with its kind; a pause is of the kind before it."""
    lines = [_without_emphasis(line) for line in paragraph]
    kinds = iter(_classify([line.text for line in lines if line.text]))
    kind: PieceKind = "action"
    for line in lines:
        kind = next(kinds) if line.text else kind
        yield line, kind


def _without_emphasis(line: Line) -> Line:
    text = plain(line.text)
    return line if text is line.text else line._replace(text=text)


def _classify(texts: Sequence[str]) -> list[PieceKind]:
    """What each line of a paragraph is."""
    if len(texts) == 1 and len(texts[0]) <= _SIGHT and _TRANSITION.fullmatch(texts[0]):
        return ["transition"]
    outline, counts = _outline(texts)
    asked = _ask(outline)
    kinds = [kind for kind, count in zip(asked, counts, strict=True) for _ in range(count)]
    return _join_parentheticals(texts, _mend(texts, kinds))


def _outline(texts: Sequence[str]) -> tuple[tuple[str, ...], list[int]]:
    """What the library must see of a paragraph, and how many lines each line of it stands for.

    After the first line, what a line without a mark is follows from the line before it alone. So
    most of a story has one of few outlines, and the library is asked once for each.
    """
    outline: list[str] = []
    counts: list[int] = []
    for text in texts:
        shown = _sketch(text) if not outline or _MARKED.match(text) else _WORDS
        if shown == _WORDS and outline and outline[-1] == _WORDS:
            counts[-1] += 1
        else:
            outline.append(shown)
            counts.append(1)
    return tuple(outline), counts


@lru_cache(maxsize=4096)
def _ask(sketches: tuple[str, ...]) -> tuple[PieceKind, ...]:
    """What screenplay-tools takes each line of a paragraph for; all action where it loses count."""
    parser = Parser()
    parser.mergeActions = parser.mergeDialogue = False
    parser.add_lines(["", *sketches])  # the empty line ends the title page
    elements = parser.script.elements
    if len(elements) != len(sketches):
        return tuple(_ACTION for _ in sketches)
    return tuple(map(_kind, elements))


def _kind(element: Action) -> PieceKind:
    centered = element.type is ElementType.ACTION and element.centered
    return "centered" if centered else _KINDS[element.type]


def _sketch(text: str) -> str:
    """A line as the library can tell its kind: not too long, and in letters of English.

    Capitals become A, small letters and those that know no case become a. What is clear at first
    sight, a heading in capitals or action in small letters, becomes the same for all, so that the
    library is asked about it once.
    """
    if headings.is_capital_heading(text):
        return _A_HEADING
    if len(text) > _SIGHT:
        text = text[: _SIGHT - _SIGHT_AT_END] + text[-_SIGHT_AT_END:]
    text = text.translate(_UNSEEN).strip()
    if not text.isascii():
        text = "".join(map(_letter_of_english, text))
    told = _SMALL_LETTERS.match(text) and not _MARKED.match(text)
    return _WORDS if told or not text else text


def _letter_of_english(letter: str) -> str:
    if letter.isascii() or not letter.isalnum():
        return letter
    return "A" if letter.isupper() else "a"


def _mend(texts: Sequence[str], kinds: Sequence[PieceKind]) -> list[PieceKind]:
    """The kinds as Fountain means them where the library, line by line, sees something else."""
    mended: list[PieceKind] = []
    speaking = False
    for text, kind in zip(texts, kinds, strict=True):
        if kind == "heading" and not (text.startswith(".") or headings.is_heading(text)):
            kind = "action"
        if kind == "action" and speaking and not text.startswith("!"):
            kind = "dialogue"  # the words after a sung line
        if kind == "dialogue" and text.startswith("(") and text.endswith(")"):
            kind = "parenthetical"
        speaking = kind == "cue" or (speaking and kind in _OF_A_SPEECH)
        mended.append(kind)
    return mended


def _join_parentheticals(texts: Sequence[str], kinds: list[PieceKind]) -> list[PieceKind]:
    """A parenthetical may go over several lines."""
    for start, kind in enumerate(kinds):
        if kind == "dialogue" and texts[start].startswith("(") and ")" not in texts[start]:
            end = _end_of_parenthetical(texts, kinds, start)
            kinds[start:end] = ["parenthetical"] * (end - start)
    return kinds


def _end_of_parenthetical(texts: Sequence[str], kinds: Sequence[PieceKind], start: int) -> int:
    """The index after its last line; `start` where nothing closes it."""
    for index in range(start + 1, min(start + _LONGEST_PARENTHETICAL, len(texts))):
        if kinds[index] != "dialogue":
            break
        if texts[index].endswith(")"):
            return index + 1
    return start


def _piece(kind: PieceKind, run: Sequence[Line]) -> Piece:
    texts = [line.text.removeprefix(_FORCED_BY.get(kind, "")).strip() for line in run]
    text = "\n".join(texts).strip()
    line = run[0].number
    if kind == "section":
        text = text.lstrip("#")
        level = min(len(run[0].text) - len(text), _DEEPEST_SECTION)
        return Piece(kind, text.strip(), line, level=level)
    if kind == "cue":
        return Piece(kind, text.rstrip("^ \t"), line, dual=text.endswith("^"))
    if kind == "centered":
        return Piece(kind, text.removesuffix("<").rstrip(), line)
    if kind == "page break":
        return Piece(kind, "", line)
    return Piece(kind, text, line)
