"""The state of the scene, as a script supervisor keeps it, and the blocking of every shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openstage.director.grammar.feelings import emotion_of_line
from openstage.director.grammar.hands import Hands
from openstage.director.grammar.lexicon.places import SKY
from openstage.director.grammar.lexicon.verbs import COMING, THINGS
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Event, Passage, Reading
from openstage.storyboard.document import Blocking
from openstage.storyboard.vocabulary import Emotion, ScreenPosition

_SIDES = (ScreenPosition.LEFT, ScreenPosition.RIGHT)
_SEATED_WORK = ("type", "write", "draw", "sew", "knit")
_MARK_OF_PROP = {"computer": "desk", "keyboard": "desk", "typewriter": "desk", "laptop": "desk"}
_FEELING_LASTS = 2
"""Shots, after which a face that nothing moves is at rest again."""
_BARE = ("home", "somewhere")
_GOING = ("walks", "runs")
"""Bodies that are under way; they come to rest in the next shot that does not move."""
_RESTS = ("stands", "sits", "lies")
"""Postures that some verbs name: to doze is to sit."""
_MOVES = ("move", "enter", "exit")


@dataclass
class _State:
    body: str = "stands"
    doing: str = ""
    """What goes on from shot to shot: types."""
    place: str = ""
    emotion: Emotion = Emotion.NEUTRAL
    felt: int = 0
    """Shots since the face was last moved."""
    side: ScreenPosition = ScreenPosition.CENTER
    eyeline: str = ""
    acted: bool = False
    """Whether the audience has seen them do something in this scene."""


class Stage:
    """Who is there, where and how, from shot to shot."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._states: dict[str, _State] = {}
        self.hands = Hands(reading)
        self.present: list[str] = []
        self._place = ""
        self._way_out = "door"
        self.view = ""
        """What the place is, in words."""

    def enter_passage(self, passage: Passage, plans: Sequence[Plan]) -> None:
        """A new scene: things in hands stay there, positions do not."""
        self.present = []
        place = self._reading.places[passage.place]
        continuous = "CONTINUOUS" in passage.heading.upper()
        self._place = place.noun
        self.view = f"{'' if place.noun in _BARE else 'the '}{place.name}, {passage.time}"
        self._way_out = "door" if passage.interior == "INT" else "far end"
        for state in self._states.values():
            state.place = state.doing = state.eyeline = ""
            state.side = ScreenPosition.CENTER
            state.acted = False
            if not continuous or state.body != "walks":
                state.body = "stands"
            if not continuous:
                state.emotion = Emotion.NEUTRAL
        self.hands.foresee([event for plan in plans for event in plan.events])

    def arrive(self, who: str) -> None:
        """Somebody is in the scene from now on, on a side of the line that is theirs to its end."""
        if who in self.present:
            return
        state = self._states.setdefault(who, _State())
        taken = [self._states[other].side for other in self.present]
        free = [side for side in _SIDES if side not in taken]
        animal = self._reading.people[who].animal
        state.side = free[0] if free and not animal else ScreenPosition.CENTER
        self.present.append(who)

    def block(self, plan: Plan) -> list[Blocking]:
        """The blocking of a shot's cast; the state moves on to its end, also for those not seen."""
        acting = [who for event in plan.events for who in event.who]
        everyone = list(dict.fromkeys([*plan.cast, *acting]))
        for who in everyone:
            self.arrive(who)
        self.hands.take_up(plan.events)
        held = {who: self.hands.of(who) for who in everyone}
        for event in plan.events:
            self.hands.handle(event)
        result = [self._block(who, plan, held[who]) for who in everyone]
        for event in plan.events:
            if event.action.role == "exit" or (event.action.role == "move" and event.away):
                self.present = [who for who in self.present if who not in event.who]
        moving = (
            [self._thing(plan)] if plan.subject in self._reading.props and not plan.cast else []
        )
        return [blocking for blocking in result if blocking.who in plan.cast] + moving

    def _thing(self, plan: Plan) -> Blocking:
        """A thing that moves by itself: the train that arrives."""
        event = next((e for e in plan.events if e.thing == plan.subject), None)
        start, end = THINGS.get(event.lemma, ("lies", "lies")) if event else ("lies", "lies")
        comes = event is not None and event.lemma in COMING
        place = self._mark(event.at or event.goal) if event else ""
        return Blocking(
            who=plan.subject,
            start=start,
            end=end,
            place=place,
            position=ScreenPosition.OFF_LEFT if comes else ScreenPosition.CENTER,
            position_end=ScreenPosition.CENTER if comes else None,
        )

    def _block(self, who: str, plan: Plan, held: list[str]) -> Blocking:
        state = self._states[who]
        mine = [event for event in plan.events if who in event.who]
        going_on = [event for event in plan.ahead if who in event.who]
        self._settle_in(state, mine or going_on)
        if state.body in _GOING and not mine and not plan.moves and state.place != self._way_out:
            state.body = "stands"
        self._calm(state)
        place, emotion = state.place, state.emotion
        start = self._start(state, mine, plan)
        if going_on and not mine:
            self._go_on(state, going_on[0])
            start = _phrase(state.body, [state.doing])
        gestures = self._act(state, mine)
        end = self._end(state, mine, gestures)
        if any(line.speaker == who for line in plan.lines):
            state.doing = ""
            start, end = (start if mine else _phrase(start, ["talks"])), _phrase(end, ["talks"])
        self._feel(who, state, plan)
        eyeline, eyeline_end = self._eyelines(who, plan, mine)
        state.eyeline = eyeline_end or eyeline
        after = self.hands.of(who)
        return Blocking(
            who=who,
            start=start,
            end=self._hear(who, plan, end),
            place=place,
            place_end=state.place if state.place != place else "",
            position=state.side if len(self.present) > 1 else ScreenPosition.CENTER,
            eyeline=eyeline,
            eyeline_end=eyeline_end,
            emotion=emotion if mine else state.emotion,
            emotion_end=state.emotion if mine and state.emotion != emotion else None,
            holds=held,
            holds_end=after if after != held else None,
        )

    # --- body ----------------------------------------------------------------------------

    def _settle_in(self, state: _State, mine: Sequence[Event]) -> None:
        """What must have been so before the first thing that is done: who types sits at a desk."""
        if not mine:
            return
        first = mine[0]
        if first.lemma in _SEATED_WORK and state.body == "stands" and not state.doing:
            state.body = "sits"
        if first.action.role in {"body", "do"} and first.at and not state.place:
            state.place = self._mark(first.at)
        if first.action.role == "do" and first.action.phrase in _RESTS:
            state.body, state.doing = first.action.phrase, ""
        if first.action.role == "body" and not state.acted and first.action.phrase != "falls":
            state.body = first.action.phrase
        state.acted = True

    def _mark(self, target: str) -> str:
        """The landmark of a target; the place of the scene itself is none."""
        prop = self._reading.props.get(target)
        noun = prop.noun if prop is not None else target
        if (
            noun in SKY
            or noun == self._place
            or (self._place.endswith(f"_{noun}") and target not in self._reading.people)
        ):
            return ""
        return _MARK_OF_PROP.get(noun, noun.replace("-", " "))

    @staticmethod
    def _start(state: _State, mine: Sequence[Event], plan: Plan) -> str:
        if mine and mine[0].action.role in _MOVES and state.body in {"stands", *_GOING}:
            return mine[0].action.phrase
        opens = bool(mine) and mine[0] is plan.events[0] and _goes_on(mine[0])
        doing = [mine[0].action.phrase] if opens and not state.doing else [state.doing]
        return _phrase(state.body, doing)

    @staticmethod
    def _go_on(state: _State, event: Event) -> None:
        if _goes_on(event):
            state.doing = event.action.phrase

    def _act(self, state: _State, mine: Sequence[Event]) -> list[str]:
        """Moves the state on; returns the gestures that the end frame still shows."""
        gestures: list[str] = []
        for event in mine:
            action = event.action
            if action.emotion:
                state.emotion, state.felt = Emotion(action.emotion), 0
            if action.role == "body":
                gestures = ["falls"] if action.phrase == "falls" else []
                state.body, state.doing = ("lies" if gestures else action.phrase), ""
                state.place = self._mark(event.at) or state.place
            elif action.role in _MOVES:
                gestures = []
                self._go(state, event)
            elif action.phrase in _RESTS:
                continue
            else:
                if state.body in _GOING and not event.concurrent:
                    state.body = "stands"
                state.doing = self._doing(state, event)
                gestures.append(action.phrase)
        return gestures

    def _go(self, state: _State, event: Event) -> None:
        target = self._mark(event.goal or event.at) if not event.away else ""
        leaves = event.action.role == "exit" or event.away
        under_way = leaves or not target
        state.body = (
            event.action.phrase if under_way and event.action.phrase in _GOING else "stands"
        )
        state.doing = ""
        state.place = target or (self._way_out if leaves else "")

    @staticmethod
    def _doing(state: _State, event: Event) -> str:
        if event.action.role == "do":
            return event.action.phrase
        return (
            "" if event.action.phrase == "stops" or event.action.role == "release" else state.doing
        )

    @staticmethod
    def _end(state: _State, mine: Sequence[Event], gestures: list[str]) -> str:
        firm = [event for event in mine if not event.concurrent]
        body = state.body
        if firm and firm[-1].action.role in _MOVES:
            body = firm[-1].action.phrase
            gestures = [gesture for gesture in gestures if gesture not in {"holds", "carries"}]
        if "stops" in gestures:
            gestures = [gesture for gesture in gestures if gesture != "stops"]
            body = "stops" if body == "stands" else body
        return _phrase(body, gestures[-2:] or [state.doing])

    # --- face and eyes -------------------------------------------------------------------

    @staticmethod
    def _calm(state: _State) -> None:
        state.felt += 1
        if state.felt > _FEELING_LASTS:
            state.emotion = Emotion.NEUTRAL

    @staticmethod
    def _feel(who: str, state: _State, plan: Plan) -> None:
        for line in plan.lines:
            feeling = emotion_of_line(line.manner, line.text) if line.speaker == who else None
            if feeling is not None:
                state.emotion, state.felt = feeling, 0

    @staticmethod
    def _hear(who: str, plan: Plan, end: str) -> str:
        """Who hears a voice from outside the frame turns to it."""
        heard = any(line.off_screen and line.speaker != who for line in plan.lines)
        alone = heard and plan.subject == who and "looks" not in end
        return _phrase(end, ["looks around"]) if alone else end

    def _eyelines(self, who: str, plan: Plan, mine: Sequence[Event]) -> tuple[str, str]:
        others = [other for other in self.present if other != who]
        if any(unit.text.rstrip(".").endswith("from one to the other") for unit in plan.units):
            people = [other for other in others if not self._reading.people[other].animal]
            if mine and len(people) > 1:
                return people[0], people[1]
        first = self._eyeline(who, plan, mine, others)
        firm = [event for event in mine if not event.concurrent]
        goal = firm[-1].goal if len(firm) > 1 and firm[-1].action.role in _MOVES else ""
        return first, goal if goal != first and self._mark(goal) else ""

    def _eyeline(self, who: str, plan: Plan, mine: Sequence[Event], others: list[str]) -> str:
        for event in mine:
            if event.action.role in {"look", "see", "give", "speak"}:
                for target in (*event.objects, event.at, event.goal):
                    if target and target != who:
                        return target
        speakers = [line.speaker for line in plan.lines if line.speaker != who]
        if speakers or (plan.lines and plan.listener and plan.listener != who):
            return speakers[0] if speakers else plan.listener
        for event in mine:
            for target in (event.goal, *event.objects):
                if target and target != who and self._mark(target):
                    return target
        if mine and any(event.action.phrase in _OWN_LOOK for event in mine):
            return ""
        seen = [other for other in plan.cast if other != who]
        if plan.subject in seen:
            return plan.subject
        if seen:
            return seen[0]
        kept = self._states[who].eyeline
        return kept if kept in others else ""


_OWN_LOOK = ("looks up", "looks down", "looks around", "looks back")


def _goes_on(event: Event) -> bool:
    return event.action.role == "do" and event.action.phrase not in _RESTS


def _phrase(body: str, gestures: Sequence[str]) -> str:
    words = [*body.split(", "), *gestures]
    return ", ".join(dict.fromkeys(word for word in words if word))
