"""The message of a small model: all that the storyboard knows of a shot, in few words.

    Mara stops typing and looks up. Medium close-up, eye level, single, dolly in. Office, night.
    Mara (woman, short red hair, gray suit): center, sits, types, at the desk. At the end: looks up.

Text tokens cost as much as tokens of pictures, so nothing is said twice and what is usual is left
away. Places and colors are told in words that the world's tales have. `Wording` is what training
varies, so that other words and orders are understood as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from openstage.step2.understanding.nearest import known_colors, known_place, retold_colors
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Blocking, Character, Entity, Storyboard
from openstage.storyboard.vocabulary import Emotion, Framing, Term, Weather
from openstage.storyboard.wording import capital

_WAYS = {"left", "right", "up", "down", "camera"}
_VIEWED = {
    Framing.OVER_THE_SHOULDER: "over {}'s shoulder",
    Framing.POINT_OF_VIEW: "{}'s point of view",
}


def _told(id: str) -> bool:
    return True


def _as_named(term: Term) -> str:
    return str(term.value)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How a brief message is worded."""

    parts: tuple[str, ...] = ("description", "camera", "place", "subjects", "end")
    """Which parts are told, in this order."""
    looks: Callable[[str], bool] = _told
    """Whether it is told how the entity with this id looks. Where it is not, memory knows."""
    term: Callable[[Term], str] = _as_named
    """What a term of the camera is called."""
    as_written: bool = False
    """No word is told as the nearest that is known."""


USUAL = Wording()


def brief_message(context: ShotContext, wording: Wording = USUAL) -> str:
    """The message of a shot; a nameless part that has nothing to say is left away."""
    told = (_PARTS[part](context, wording) for part in wording.parts)
    return " ".join(sentence(words) for words in told if words)


def retold(context: ShotContext) -> list[tuple[str, str]]:
    """The words of a shot's place and looks that its message tells as others, each with what it
    is told as: ("orchard", "park")."""
    name, known = context.location.name, _known_place(context)
    told = [(name, known)] if known != name else []
    for entity in _seen(context):
        told += retold_colors(entity.look, isinstance(entity, Character))
    return [*dict.fromkeys(told)]


def _description(context: ShotContext, wording: Wording) -> str:
    return _colors(context.shot.description, _seen(context), wording)


def _seen(context: ShotContext) -> list[Entity]:
    seen = (context.storyboard.entity(id) for id in (*context.shot.cast, *context.shot.props))
    return [*filter(None, seen)]


def _camera(context: ShotContext, wording: Wording) -> str:
    """'Medium close-up, low, two-shot of the hands, dolly in'."""
    shot = context.shot
    framing = wording.term(shot.framing)
    if shot.viewer and shot.framing in _VIEWED:
        framing = _VIEWED[shot.framing].format(name_of(context.storyboard, shot.viewer))
    if shot.detail:
        framing += f" of the {shot.detail}"
    words = (
        wording.term(shot.size),
        wording.term(shot.angle),
        framing,
        wording.term(shot.movement),
    )
    return capital(", ".join(words))


def _place(context: ShotContext, wording: Wording) -> str:
    heading, location = context.scene.heading, context.location
    name = location.name if wording.as_written else _known_place(context)
    look = location.look if wording.looks(location.id) else ""
    weather = "" if heading.weather is Weather.CLEAR else str(heading.weather)
    return capital(", ".join(filter(None, (name, look, str(heading.time), weather))))


def _known_place(context: ShotContext) -> str:
    return known_place(context.location.name, context.scene.heading.interior == "INT")


def _subjects(context: ShotContext, wording: Wording) -> str:
    """Each who is seen with their look and what they do at the start; then the things, but for
    those that somebody holds and whose look is not told.
    """
    board, shot = context.storyboard, context.shot
    held = {id for blocking in shot.blocking for id in blocking.holds}
    told = []
    for id in dict.fromkeys((*shot.cast, *shot.props)):
        entity = board.entity(id) or Entity(id=id, name=id)
        words = _subject(board, entity, shot.blocking_of(id), wording)
        if id not in held or words != entity.name:
            told.append(words)
    return "; ".join(told)


def _subject(board: Storyboard, entity: Entity, blocking: Blocking, wording: Wording) -> str:
    kind = entity.kind if isinstance(entity, Character) else ""
    told = _colors(entity.look, [entity], wording)
    look = ", ".join(filter(None, (kind, told))) if wording.looks(entity.id) else ""
    who = f"{entity.name} ({look})" if look else entity.name
    acts = ", ".join(_acts(board, blocking))
    return f"{who}: {acts}" if acts else who


def _colors(text: str, seen: Iterable[Entity], wording: Wording) -> str:
    """The text with the colors of those who are seen in known words."""
    if wording.as_written:
        return text
    return known_colors(text, [(each.look, isinstance(each, Character)) for each in seen])


def _acts(board: Storyboard, blocking: Blocking) -> Iterator[str]:
    if blocking.position:
        yield str(blocking.position)
    if blocking.start:
        yield blocking.start
    if blocking.place:
        yield f"at {name_of(board, blocking.place)}"
    if blocking.holds:
        yield f"holds {' and '.join(name_of(board, id) for id in blocking.holds)}"
    if blocking.eyeline:
        yield _eyeline(board, blocking.eyeline)
    if blocking.emotion is not Emotion.NEUTRAL:
        yield str(blocking.emotion)


def _end(context: ShotContext, wording: Wording) -> str:
    """What is otherwise in the end frame: 'At the end Mara: right, stands'."""
    board = context.storyboard
    changes = [
        f"{name_of(board, blocking.who)}: {', '.join(changed)}"
        for blocking in context.shot.blocking
        if (changed := list(_changes(board, blocking)))
    ]
    return f"At the end {'; '.join(changes)}" if changes else ""


def _changes(board: Storyboard, blocking: Blocking) -> Iterator[str]:
    if blocking.position_end and blocking.position_end != blocking.position:
        yield str(blocking.position_end)
    if blocking.end and blocking.end != blocking.start:
        yield blocking.end
    if blocking.place_end and blocking.place_end != blocking.place:
        yield f"at {name_of(board, blocking.place_end)}"
    if blocking.holds_end is not None and blocking.holds_end != blocking.holds:
        held = " and ".join(name_of(board, id) for id in blocking.holds_end)
        yield f"holds {held or 'nothing'}"
    if blocking.eyeline_end and blocking.eyeline_end != blocking.eyeline:
        yield _eyeline(board, blocking.eyeline_end)
    if blocking.emotion_end and blocking.emotion_end != blocking.emotion:
        yield str(blocking.emotion_end)


_PARTS: dict[str, Callable[[ShotContext, Wording], str]] = {
    "description": _description,
    "camera": _camera,
    "place": _place,
    "subjects": _subjects,
    "end": _end,
}


def _eyeline(board: Storyboard, eyeline: str) -> str:
    return f"looks {eyeline}" if eyeline in _WAYS else f"looks at {name_of(board, eyeline)}"


def name_of(board: Storyboard, id: str) -> str:
    """The name of an entity; a landmark is its own name."""
    entity = board.entity(id)
    return entity.name if entity else id


def sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…", "”", '"')) else f"{words}."
