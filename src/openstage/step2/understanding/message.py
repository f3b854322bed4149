"""What the understanding model is told of a shot.

`shot_message` is what the public release was trained on; `full_message` says as well what else the
storyboard knows, for models of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from openstage.crew import Memory, MemoryFrame
from openstage.step2.understanding.brief import brief_message, name_of, sentence
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Blocking, Character, Entity, Storyboard
from openstage.storyboard.vocabulary import Emotion, Framing, Weather
from openstage.storyboard.wording import capital

MessageKind = Literal["release", "full", "brief"]
Shown = Literal["first", "all"]

SHOT_MESSAGE = (
    "Current shot: \n{description}\n Current shot time: {seconds}\n Current frame num: {frames}"
)
"""The user message of the release, its spaces included: its weights know no other."""

_DECIMALS = 3
"""Of the seconds; at 23.976 frames a second a shot lasts 2.002."""

_INTERIORS = {"INT": "interior", "EXT": "exterior", "INT/EXT": "interior and exterior"}
_WAYS = {"left", "right", "up", "down"}
_VIEWS = {
    Framing.OVER_THE_SHOULDER: "over {}'s shoulder",
    Framing.POINT_OF_VIEW: "through {}'s eyes",
}
_NO_PICTURES: Mapping[str, int] = MappingProxyType({})


def shot_message(context: ShotContext) -> str:
    """The description, the seconds and the frames of the shot, as the release tells them."""
    return _message(context, context.shot.description)


def full_message(
    context: ShotContext, *, looks: bool = True, pictured: Mapping[str, int] = _NO_PICTURES
) -> str:
    """The same message with all that the storyboard knows in place of the description alone.

    The description; the camera in words; the place and its light; who and what is seen, with the
    look that the bible gives it; the first and the last frame; the style. Without `looks` the
    entities are named alone, so that how they look has to come from the memory. `pictured` gives,
    by the id of an entity, the number of the picture that shows it to the model.
    """
    parts = (
        context.shot.description,
        "It goes on from the shot before." if context.shot.continuity == "continuous" else "",
        _camera(context),
        *_entities(context, looks, pictured),
        _frames(context),
        context.storyboard.style,
    )
    return _message(context, " ".join(sentence(part) for part in parts if part))


MESSAGES: Mapping[MessageKind, Callable[[ShotContext, Mapping[str, int]], str]] = MappingProxyType(
    {
        "release": lambda context, _: shot_message(context),
        "full": lambda context, pictured: full_message(context, pictured=pictured),
        "brief": lambda context, _: brief_message(context),
    }
)
"""By the name that a model's settings carry: of a shot and of the numbers of the pictures."""


def message_of(
    kind: MessageKind, context: ShotContext, memory: Memory = (), pictures: Shown = "first"
) -> str:
    """What is told of a shot beside the pictures that are `shown` of its ranked memories."""
    pictured: dict[str, int] = {}
    for number, frame in enumerate(shown(memory, pictures), start=1):
        if frame.kind == "reference" and pictures == "all":
            pictured.setdefault(frame.source, number)
    return MESSAGES[kind](context, pictured)


def shown(memory: Memory, pictures: Shown) -> list[MemoryFrame]:
    """Of ranked memories, what the understanding model sees: the first, which is the previous end
    frame where there is one; with `all`, the reference pictures as well.
    """
    others = [frame for frame in memory[1:] if frame.kind == "reference"]
    return [*memory[:1], *(others if pictures == "all" else ())]


def _message(context: ShotContext, description: str) -> str:
    frames = context.shot.frame_count
    seconds = _decimal(frames / context.storyboard.fps)
    return SHOT_MESSAGE.format(description=description, seconds=seconds, frames=frames)


def _decimal(seconds: Fraction) -> str:
    """As short as it is exact ('3', '2.5'), and never more than three decimals ('2.083')."""
    whole, thousandths = divmod(round(seconds * 10**_DECIMALS), 10**_DECIMALS)
    return f"{whole}.{thousandths:0{_DECIMALS}d}".rstrip("0").rstrip(".")


def _camera(context: ShotContext) -> str:
    """'Medium close-up shot, low angle, two-shot, camera dolly in, 50 mm'."""
    shot = context.shot
    framing = str(shot.framing)
    if shot.viewer and shot.framing in _VIEWS:
        framing = _VIEWS[shot.framing].format(name_of(context.storyboard, shot.viewer))
    if shot.detail:
        framing += f" of the {shot.detail}"
    words = f"{shot.size} shot, {shot.angle} angle, {framing}, camera {shot.movement}"
    return capital(f"{words}, {shot.lens_mm:g} mm")


def _entities(context: ShotContext, looks: bool, pictured: Mapping[str, int]) -> Iterator[str]:
    """The place with its light, then each who is seen, then each thing: a sentence for each."""

    def told(entity: Entity, *more: str) -> str:
        number = pictured.get(entity.id)
        name = entity.name if number is None else f"{entity.name} (Picture {number})"
        kind = entity.kind if isinstance(entity, Character) else ""
        words = [word for word in (kind, entity.look if looks else "", *more) if word]
        return capital(f"{name}: {', '.join(words)}" if words else name)

    heading, shot = context.scene.heading, context.shot
    weather = "" if heading.weather is Weather.CLEAR else str(heading.weather)
    yield told(context.location, _INTERIORS[heading.interior], str(heading.time), weather)
    for id in dict.fromkeys((*shot.cast, *shot.props)):
        yield told(context.storyboard.entity(id) or Entity(id=id, name=id))


def _frames(context: ShotContext) -> str:
    """The first and the last frame: the action, and where each subject is and how it looks."""
    board, shot = context.storyboard, context.shot
    first = _frame(board, shot.action_start, shot.blocking)
    last = _frame(board, shot.action_end, [_at_the_end(each) for each in shot.blocking])
    if first and last == first:
        last = "the same."
    told = (("First frame", first), ("Last frame", last))
    return " ".join(f"{which}: {words}" for which, words in told if words)


def _frame(board: Storyboard, action: str, blocking: Iterable[Blocking]) -> str:
    """The sentence of the action; where the storyboard has none, what the blocking says of it."""
    acts = not action
    subjects = "; ".join(words for each in blocking if (words := _subject(board, each, acts)))
    return " ".join(sentence(part) for part in (action, subjects) if part)


def _subject(board: Storyboard, blocking: Blocking, acts: bool) -> str:
    """'Mara left, looks at Jonas, worried'; `acts`: what she does, where, and holds, as well."""
    words = (
        str(blocking.position or ""),
        *(_acts(board, blocking) if acts else ()),
        _eyeline(board, blocking.eyeline),
        "" if blocking.emotion is Emotion.NEUTRAL else str(blocking.emotion),
    )
    told = ", ".join(word for word in words if word)
    return f"{name_of(board, blocking.who)} {told}" if told else ""


def _acts(board: Storyboard, blocking: Blocking) -> tuple[str, ...]:
    place = f"at {name_of(board, blocking.place)}" if blocking.place else ""
    holds = " and ".join(name_of(board, id) for id in blocking.holds)
    return (blocking.start, place, f"holds {holds}" if holds else "")


def _eyeline(board: Storyboard, eyeline: str) -> str:
    if not eyeline:
        return ""
    return f"looks {eyeline}" if eyeline in _WAYS else f"looks at {name_of(board, eyeline)}"


def _at_the_end(blocking: Blocking) -> Blocking:
    """The end as if it were a start: what does not change is as it was."""
    return Blocking(
        who=blocking.who,
        start=blocking.end or blocking.start,
        place=blocking.place_end or blocking.place,
        position=blocking.position_end or blocking.position,
        eyeline=blocking.eyeline_end or blocking.eyeline,
        emotion=blocking.emotion_end or blocking.emotion,
        holds=blocking.holds if blocking.holds_end is None else blocking.holds_end,
    )
