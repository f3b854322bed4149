"""From the pieces of a script, whatever its format, to a Screenplay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from openstage.script import headings
from openstage.script.screenplay import Element, Kind, Screenplay, ScriptScene

PieceKind = Literal["heading", "cue", "parenthetical"] | Kind

_BEFORE_THE_FIRST_SCENE = frozenset(
    {"transition", "section", "synopsis", "note", "page break", "centered"}
)
"""What may stand before the first heading without being a scene of its own: FADE IN, # Act One."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of a script, or a part of a speech, in the order of the file."""

    kind: PieceKind
    text: str
    line: int = 0
    number: str = ""
    """Heading: the scene number, where the format tells it apart."""
    level: int = 0
    """Section: 1 to 6."""
    dual: bool = False
    """Cue: speaks at the same time as the one before."""


@dataclass
class TitlePage:
    title: str = ""
    author: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def assemble(pieces: Iterable[Piece], page: TitlePage) -> Screenplay:
    """The Screenplay of `pieces`. A speech that is interrupted becomes several elements."""
    scenes = _Scenes()
    for piece in pieces:
        scenes.add(piece)
    return Screenplay(
        title=page.title,
        author=page.author,
        title_page=page.fields,
        kind="screenplay",
        scenes=scenes.finish(),
    )


@dataclass
class _Speech:
    """What a person says, until somebody or something else comes."""

    name: str
    extension: str
    dual: bool
    line: int
    parenthetical: str = ""
    lines: list[str] = field(default_factory=list)
    heard: bool = False
    """A part of it is among the elements already."""


class _Scenes:
    def __init__(self) -> None:
        self._scenes = [ScriptScene()]
        self._speech: _Speech | None = None

    def add(self, piece: Piece) -> None:
        if piece.kind == "heading":
            self._end_speech()
            self._scenes.append(_scene(piece))
        elif piece.kind == "cue":
            self._end_speech()
            name, extension = split_cue(piece.text)
            self._speech = _Speech(name, extension, piece.dual, piece.line)
        elif piece.kind == "parenthetical":
            self._add_parenthetical(piece)
        elif piece.kind == "dialogue" and self._speech:
            self._speech.line = self._speech.line or piece.line
            self._speech.lines.append(piece.text)
        elif piece.kind == "lyrics" and self._speech:
            self._sing(piece, self._speech)
        elif piece.kind == "note":
            self._flush_speech()
            self._append(piece, "note")
        else:
            self._end_speech()
            # words of nobody are told, not spoken
            self._append(piece, "action" if piece.kind == "dialogue" else piece.kind)

    def finish(self) -> list[ScriptScene]:
        self._end_speech()
        before, scenes = self._scenes[0], self._scenes[1:]
        if not before.elements:
            return scenes
        if scenes and all(element.kind in _BEFORE_THE_FIRST_SCENE for element in before.elements):
            scenes[0].elements[:0] = before.elements
            return scenes
        return [before, *scenes]

    def _append(self, piece: Piece, kind: Kind) -> None:
        self._scenes[-1].elements.append(
            Element(kind=kind, text=piece.text, line=piece.line, level=piece.level)
        )

    def _add_parenthetical(self, piece: Piece) -> None:
        speech = self._speech
        if speech is None:
            self._append(piece, "action")
            return
        if speech.lines:
            self._flush_speech()
            speech.line = piece.line
        words = " ".join(inside_parentheses(piece.text).split())
        speech.parenthetical = ", ".join(filter(None, (speech.parenthetical, words)))

    def _sing(self, piece: Piece, speech: _Speech) -> None:
        if speech.lines:
            self._flush_speech()
        self._utter(speech, "lyrics", piece.text, piece.line)

    def _flush_speech(self) -> None:
        """What was said so far becomes an element; the speech may go on."""
        if self._speech and self._speech.lines:
            self._utter(self._speech, "dialogue", "\n".join(self._speech.lines), self._speech.line)

    def _utter(self, speech: _Speech, kind: Kind, text: str, line: int) -> None:
        self._scenes[-1].elements.append(
            Element(
                kind=kind,
                text=text,
                line=line,
                character=speech.name,
                extension=speech.extension,
                parenthetical=speech.parenthetical,
                dual=speech.dual,
            )
        )
        speech.parenthetical, speech.lines, speech.line, speech.heard = "", [], 0, True

    def _end_speech(self) -> None:
        """The speech is over. Its name is kept even where it has no words."""
        speech = self._speech
        if speech and (speech.lines or speech.parenthetical or not speech.heard):
            self._utter(speech, "dialogue", "\n".join(speech.lines), speech.line)
        self._speech = None


def _scene(piece: Piece) -> ScriptScene:
    heading = headings.parse(piece.text, piece.number)
    return ScriptScene(
        heading=heading.text,
        number=heading.number,
        interior=heading.interior,
        place=heading.place,
        time=heading.time,
        line=piece.line,
    )


def split_cue(cue: str) -> tuple[str, str]:
    """('JONAS', "O.S., CONT'D") of "JONAS (O.S.) (CONT'D)"."""
    name, opened, rest = cue.partition("(")
    if not opened:
        return cue.strip(), ""
    parts = (part.strip(" )\t") for part in rest.split("("))
    return name.strip(), ", ".join(filter(None, parts))


def inside_parentheses(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
