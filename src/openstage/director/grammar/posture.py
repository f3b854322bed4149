"""How a body is from shot to shot, and the phrases that say so: sits, types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openstage.director.grammar.feelings import emotion_of_line
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Event
from openstage.storyboard.vocabulary import Emotion, ScreenPosition

_FEELING_LASTS = 2
"""Shots, after which a face that nothing moves is at rest again."""
GOING = ("walks", "runs")
"""Bodies that are under way; they come to rest in the next shot that does not move."""
RESTS = ("stands", "sits", "lies")
"""Postures that some verbs name: to doze is to sit."""
MOVES = ("move", "enter", "exit")
OFFERS = "holds out hand"
_ON_THE_WAY = word_set("sings talks smokes phones whistles carries eats drinks")
"""What can be done while walking."""


@dataclass
class State:
    body: str = "stands"
    doing: str = ""
    """What goes on from shot to shot: types."""
    place: str = ""
    emotion: Emotion = Emotion.NEUTRAL
    felt: int = 0
    """Shots since the face was last moved."""
    side: ScreenPosition = ScreenPosition.CENTER
    eyeline: str = ""
    upright: bool = False
    """Whether the story says that they stand where they are."""
    passing: bool = False
    """Whether they walk with others along the place, and have not come to its end."""
    acted: bool = False
    """Whether the audience has seen them do something in this scene."""


def start_of(state: State, mine: Sequence[Event], plan: Plan) -> str:
    if mine and mine[0].action.role in MOVES and state.body in {"stands", *GOING}:
        return mine[0].action.phrase
    opens = bool(mine) and mine[0] is plan.events[0] and goes_on(mine[0])
    doing = [mine[0].action.phrase] if opens and not state.doing else [state.doing]
    return phrase_of(state.body, doing)


def go_on(state: State, event: Event) -> None:
    if goes_on(event):
        state.doing = event.action.phrase
    elif event.action.role in MOVES and event.action.phrase in GOING:
        state.body = event.action.phrase


def halts(state: State, event: Event) -> bool:
    goes_along = event.concurrent or event.action.phrase in _ON_THE_WAY
    return state.body in GOING and not goes_along


def doing_after(state: State, event: Event) -> str:
    offers = event.action.phrase == OFFERS and event.objects
    if event.action.role == "do" or offers:
        return event.action.phrase
    return "" if event.action.phrase == "stops" or event.action.role == "release" else state.doing


def end_of(state: State, mine: Sequence[Event], gestures: list[str]) -> str:
    firm = [event for event in mine if not event.concurrent]
    body = state.body
    if firm and firm[-1].action.role in MOVES:
        body = firm[-1].action.phrase
        gestures = [gesture for gesture in gestures if gesture not in {"holds", "carries"}]
    if "stops" in gestures:
        gestures = [gesture for gesture in gestures if gesture != "stops"]
        body = "stops" if body == "stands" else body
    return phrase_of(body, gestures[-2:] or [state.doing])


def calm(state: State) -> None:
    state.felt += 1
    if state.felt > _FEELING_LASTS:
        state.emotion = Emotion.NEUTRAL


def feel(who: str, state: State, plan: Plan) -> None:
    for line in plan.lines:
        feeling = emotion_of_line(line.manner, line.text) if line.speaker == who else None
        if feeling is not None:
            state.emotion, state.felt = feeling, 0


def goes_on(event: Event) -> bool:
    return event.action.role == "do" and event.action.phrase not in RESTS


def phrase_of(body: str, gestures: Sequence[str]) -> str:
    words = [*body.split(", "), *gestures]
    return ", ".join(dict.fromkeys(word for word in words if word))
