"""The state of the scene, as a script supervisor keeps it, and the blocking of every shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openstage.director.grammar.lexicon.things import NOT_INSERTED
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Event, Reading
from openstage.storyboard.document import Blocking
from openstage.storyboard.vocabulary import Emotion, Framing, ScreenPosition

_SIDES = (ScreenPosition.LEFT, ScreenPosition.RIGHT, ScreenPosition.CENTER)
_SEATED_WORK = frozenset("type write draw sew knit".split())
_IN_HAND = frozenset("read write open unfold wave drink sip eat pour show offer give hand".split())
_LANDMARK_OF_PROP = {"computer": "desk", "keyboard": "desk", "typewriter": "desk", "laptop": "desk"}
_MOST_HELD = 2


@dataclass
class _State:
    body: str = "stands"
    doing: str = ""
    """What goes on from shot to shot: types."""
    place: str = ""
    holds: list[str] = field(default_factory=list)
    emotion: Emotion = Emotion.NEUTRAL
    side: ScreenPosition = ScreenPosition.CENTER
    opened: str = ""
    """A thing in the hands that was opened: what comes out of it takes its place."""


class Stage:
    """Who is there, where and how, from shot to shot."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._states: dict[str, _State] = {}
        self.present: list[str] = []

    def enter_passage(self, *, continuous: bool) -> None:
        """A new scene: things in hands stay there, positions do not."""
        self.present = []
        for state in self._states.values():
            state.place = ""
            state.doing = ""
            state.side = ScreenPosition.CENTER
            if not continuous:
                state.body = "stands"
                state.emotion = Emotion.NEUTRAL

    def arrive(self, who: str) -> None:
        """Somebody is in the scene from now on, on a side of the line that is theirs to its end."""
        if who in self.present:
            return
        state = self._states.setdefault(who, _State())
        taken = [self._states[other].side for other in self.present]
        state.side = next((side for side in _SIDES if side not in taken), ScreenPosition.CENTER)
        self.present.append(who)

    def leave(self, who: str) -> None:
        if who in self.present:
            self.present.remove(who)

    def side(self, who: str) -> ScreenPosition:
        return self._states[who].side if who in self._states else ScreenPosition.CENTER

    def body(self, who: str) -> str:
        return self._states[who].body if who in self._states else "stands"

    def held(self, who: str) -> list[str]:
        return self._states[who].holds if who in self._states else []

    def block(self, plan: Plan) -> list[Blocking]:
        """The blocking of a shot's cast; the state moves on to its end, also for those not seen."""
        seen = [who for who in plan.cast]
        acting = {who for event in plan.events for who in event.who}
        result: list[Blocking] = []
        for who in dict.fromkeys([*seen, *acting]):
            self._states.setdefault(who, _State())
            blocking = self._block(who, plan)
            if who in seen:
                result.append(blocking)
        for event in plan.events:
            if event.lemma in {"give", "hand", "show"} and len(event.who) == 1:
                self._hand_over(event)
        for event in plan.events:
            if event.action.role == "exit" or (event.action.role == "move" and event.away):
                for who in event.who:
                    self.leave(who)
        return result

    def _hand_over(self, event: Event) -> None:
        receivers = [o for o in event.objects if o in self._reading.people]
        props = [o for o in event.objects if o in self._reading.props]
        if event.lemma == "show" or len(receivers) != 1:
            return
        giver = self._states[event.who[0]]
        receiver = self._states.setdefault(receivers[0], _State())
        for prop in props:
            if prop in giver.holds:
                giver.holds.remove(prop)
            if prop not in receiver.holds:
                receiver.holds.append(prop)

    def _block(self, who: str, plan: Plan) -> Blocking:
        state = self._states[who]
        mine = [event for event in plan.events if who in event.who]
        talks = [line for line in plan.lines if line.speaker == who]
        self._settle_in(state, mine)
        before = _State(state.body, state.doing, state.place, list(state.holds), state.emotion)
        start = self._start(state, mine)
        gestures: list[str] = []
        for event in mine:
            self._apply(state, event, gestures)
        if talks:
            state.emotion = _emotion_of_line(talks[-1].manner, talks[-1].text) or state.emotion
            gestures.append("talks")
        end = _join(
            state.body if not _moving_at_end(mine) else mine[-1].action.phrase, gestures[-2:]
        )
        if state.doing and not gestures:
            end = _join(state.body, [state.doing])
        blocking = Blocking(
            who=who,
            start=_join(start, ["talks"]) if talks and not mine else start,
            end=end,
            place=before.place,
            place_end=state.place if state.place != before.place else "",
            position=self._position(who, plan),
            eyeline=self._eyeline(who, plan, mine),
            emotion=before.emotion if mine else state.emotion,
            emotion_end=state.emotion if mine and state.emotion != before.emotion else None,
            holds=before.holds,
            holds_end=list(state.holds) if state.holds != before.holds else None,
        )
        return blocking

    def _settle_in(self, state: _State, mine: Sequence[Event]) -> None:
        """What must have been so before the first thing that is done: who types sits at a desk."""
        if not mine:
            return
        first = mine[0]
        if first.lemma in _SEATED_WORK and state.body == "stands" and not state.doing:
            state.body = "sits"
        if first.action.role in {"body", "do"} and first.at and not state.place:
            state.place = self._mark(first.at)
            if first.lemma in {"sit", "lie", "lean", "sleep", "stand", "kneel", "crouch"}:
                state.body = first.action.phrase
        for event in mine:
            if event.lemma in _IN_HAND or event.action.role == "release":
                for prop in event.objects:
                    if self._portable(prop) and prop not in state.holds:
                        self._hold(state, prop)
            if event.action.role in {"take"}:
                break

    def _mark(self, target: str) -> str:
        prop = self._reading.props.get(target)
        noun = prop.noun if prop is not None else target
        return _LANDMARK_OF_PROP.get(noun, target if prop is None else noun)

    def _portable(self, id: str) -> bool:
        prop = self._reading.props.get(id)
        return prop is not None and prop.noun not in NOT_INSERTED

    def _hold(self, state: _State, prop: str) -> None:
        if state.opened and state.opened != prop:
            state.holds = [held for held in state.holds if held != state.opened]
            state.opened = ""
        if prop not in state.holds:
            state.holds = [*state.holds, prop][-_MOST_HELD:]

    @staticmethod
    def _start(state: _State, mine: Sequence[Event]) -> str:
        if mine and mine[0].action.role in {"move", "enter", "exit"} and state.body == "stands":
            return mine[0].action.phrase
        going_on = [state.doing] if state.doing else []
        if mine and mine[0].action.role == "do" and not going_on:
            going_on = [mine[0].action.phrase]
        return _join(state.body, going_on)

    def _apply(self, state: _State, event: Event, gestures: list[str]) -> None:
        action = event.action
        if action.emotion:
            state.emotion = Emotion(action.emotion)
        if action.role == "body":
            state.body = "lies" if action.phrase == "falls" else action.phrase
            state.doing = ""
            if event.at:
                state.place = self._mark(event.at)
            if action.phrase == "falls":
                gestures.append("falls")
            return
        if action.role in {"move", "enter", "exit"}:
            state.body, state.doing = "stands", ""
            target = event.goal or event.at
            state.place = self._mark(target) if target and not event.away else ""
            return
        if action.role == "do":
            state.doing = action.phrase
        elif action.phrase == "stops":
            state.doing = ""
        gestures.append(action.phrase)
        self._handle(state, event)

    def _handle(self, state: _State, event: Event) -> None:
        role = event.action.role
        props = [prop for prop in event.objects if self._portable(prop)]
        if role in {"take", "hold"}:
            for prop in props:
                self._hold(state, prop)
        elif role == "release":
            state.holds = [held for held in state.holds if held not in props]
        if event.lemma in {"open", "unfold", "unwrap"} and props:
            state.opened = props[0]

    def _position(self, who: str, plan: Plan) -> ScreenPosition:
        if len(plan.cast) == 1 and not plan.lines and not plan.listener:
            return ScreenPosition.CENTER
        return self.side(who)

    def _eyeline(self, who: str, plan: Plan, mine: Sequence[Event]) -> str:
        people = self._reading.people
        for event in mine:
            if event.action.role in {"look", "see", "give", "speak"}:
                targets = [t for t in (*event.objects, event.at, event.goal) if t and t != who]
                if targets:
                    return targets[0]
        for line in plan.lines:
            if line.speaker != who:
                return line.speaker
        if plan.listener and plan.listener != who:
            return plan.listener
        for event in mine:
            for target in (event.goal, *event.objects, event.at):
                if target and target != who:
                    return target
        if plan.viewer and plan.framing == Framing.OVER_THE_SHOULDER and plan.viewer != who:
            return plan.viewer
        others = [other for other in plan.cast if other != who and other in people]
        if plan.subject and plan.subject != who and plan.subject in {*people, *self._reading.props}:
            return plan.subject
        return others[0] if others else ""


def _moving_at_end(mine: Sequence[Event]) -> bool:
    return bool(mine) and mine[-1].action.role in {"move", "enter", "exit"}


def _join(body: str, gestures: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys([body, *gestures]))


_MANNERS: tuple[tuple[str, Emotion], ...] = (
    ("whisper", Emotion.WORRIED),
    ("quiet", Emotion.NEUTRAL),
    ("angr", Emotion.ANGRY),
    ("shout", Emotion.ANGRY),
    ("laugh", Emotion.HAPPY),
    ("smil", Emotion.HAPPY),
    ("cry", Emotion.SAD),
    ("tear", Emotion.SAD),
    ("scared", Emotion.AFRAID),
    ("nervous", Emotion.WORRIED),
)


def _emotion_of_line(manner: str, text: str) -> Emotion | None:
    low = manner.lower()
    found = next((emotion for word, emotion in _MANNERS if word in low), None)
    if found is None and manner:
        found = Emotion.in_text(manner)
    if found is None and text.rstrip().endswith("!"):
        found = Emotion.SURPRISED
    return found
