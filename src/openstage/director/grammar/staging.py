"""The state of the scene, as a script supervisor keeps it, and the blocking of every shot."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.eyes import Eyes
from openstage.director.grammar.hands import Hands
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.places import SKY
from openstage.director.grammar.lexicon.things import VEHICLES
from openstage.director.grammar.lexicon.verbs import COMING, THINGS
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.posture import (
    GOING,
    MOVES,
    OFFERS,
    RESTS,
    State,
    calm,
    doing_after,
    end_of,
    feel,
    go_on,
    halts,
    phrase_of,
    start_of,
)
from openstage.director.grammar.reading import Event, Passage, Reading
from openstage.storyboard.document import Blocking
from openstage.storyboard.vocabulary import Emotion, ScreenPosition

_OUTSIDE = {
    ScreenPosition.LEFT: ScreenPosition.OFF_LEFT,
    ScreenPosition.CENTER: ScreenPosition.OFF_LEFT,
    ScreenPosition.RIGHT: ScreenPosition.OFF_RIGHT,
}
_SIDES = (ScreenPosition.LEFT, ScreenPosition.RIGHT)
_SEATED_WORK = word_set("type write draw sew knit")
_SEATED_AT = word_set("table desk computer keyboard typewriter laptop booth")
_SEATED_THERE = word_set(
    "drink sip eat chew read study work count play write type draw paint phone"
)
"""What is done sitting where there is a table."""
_FAR = "far end"
_MARK_OF_PROP = {"computer": "desk", "keyboard": "desk", "typewriter": "desk", "laptop": "desk"}
_BARE = ("home", "somewhere")


class Stage:
    """Who is there, where and how, from shot to shot."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._states: dict[str, State] = {}
        self.hands = Hands(reading)
        self._eyes = Eyes(reading, self._mark)
        self.present: list[str] = []
        self._shown: set[str] = set()
        """Who was seen in this scene."""
        self._place = self._location = ""
        self._left: dict[str, dict[str, tuple[str, str]]] = {}
        """By the id of a place: where each was, and how, when the film left it."""
        self._way_out = "door"
        self.view = ""
        """What the place is, in words."""

    def enter_passage(self, passage: Passage, plans: Sequence[Plan]) -> None:
        """A new scene: positions are new; after a jump in time or place hands are empty."""
        self.present = []
        self._shown = set()
        place = self._reading.places[passage.place]
        self._place = place.noun
        self.view = f"{'' if place.noun in _BARE else 'the '}{place.name}, {passage.time}"
        self._way_out = "door" if passage.interior == "INT" else _FAR
        self._left[self._location] = {who: (s.place, s.body) for who, s in self._states.items()}
        self._location = passage.place
        if passage.continuous:
            self._carry_on()
        else:
            self._states = {}
            self.hands.empty()
        self.hands.foresee([event for plan in plans for event in plan.events])

    def _carry_on(self) -> None:
        """Time goes on without a jump: who walks walks, and who was left here is as they were."""
        for state in self._states.values():
            state.place = state.doing = state.eyeline = ""
            state.side = ScreenPosition.CENTER
            state.acted = state.upright = state.passing = False
            if state.body != "walks":
                state.body = "stands"
        for who, (where, body) in self._left.get(self._location, {}).items():
            state = self._states.setdefault(who, State())
            state.place, state.body = where, body

    def arrive(self, who: str) -> None:
        """Somebody is in the scene from now on, on a side of the line that is theirs to its end."""
        if who in self.present:
            return
        state = self._states.setdefault(who, State())
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
        self.hands.take_up([*plan.events, *(e for e in plan.ahead if e.action.role == "hold")])
        held = {who: self.hands.of(who) for who in everyone}
        for event in plan.events:
            self.hands.handle(event)
        result = [self._block(who, plan, held[who]) for who in everyone]
        for event in plan.events:
            if event.action.role == "exit" or (event.action.role == "move" and event.away):
                self._leave(event.who)
        moving = (
            [self._thing(plan)] if plan.subject in self._reading.props and not plan.cast else []
        )
        return [blocking for blocking in result if blocking.who in plan.cast] + moving

    def _leave(self, gone: Sequence[str]) -> None:
        """Those who go are nobody's neighbors any more."""
        self.present = [who for who in self.present if who not in gone]
        for who in self.present:
            if self._states[who].place in gone:
                self._states[who].place = ""

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
        if (
            state.body in GOING
            and not (mine or going_on or plan.moves)
            and state.place != self._way_out
        ):
            state.body = "stands"
        calm(state)
        place, emotion = state.place, state.emotion
        start = start_of(state, mine, plan)
        if going_on and not mine:
            go_on(state, going_on[0])
            start = phrase_of(state.body, [state.doing])
        gestures = self._act(state, mine)
        after = self.hands.of(who)
        if state.doing == OFFERS and not after:
            state.doing = ""
        end = end_of(state, mine, gestures)
        if any(line.speaker == who for line in plan.lines):
            state.doing = ""
            start, end = (start if mine else phrase_of(start, ["talks"])), phrase_of(end, ["talks"])
        feel(who, state, plan)
        others = [other for other in self.present if other != who]
        eyeline, eyeline_end = self._eyes.lines(who, plan, mine, others, state.eyeline, held)
        state.eyeline = eyeline_end or eyeline
        arrives = who not in self._shown and self._comes_in(mine)
        self._shown.add(who)
        side = state.side if len(self.present) > 1 else ScreenPosition.CENTER
        place_end = state.place if state.place != place else ""
        if state.passing:  # on the way still, not at its end
            state.place, state.passing = "", False
        return Blocking(
            who=who,
            start=start,
            end=self._hear(who, plan, end),
            place=place,
            place_end=place_end,
            position=_OUTSIDE[side] if arrives else side,
            position_end=side if arrives else None,
            eyeline=eyeline,
            eyeline_end=eyeline_end,
            emotion=emotion if mine else state.emotion,
            emotion_end=state.emotion if mine and state.emotion != emotion else None,
            holds=held,
            holds_end=after if after != held else None,
        )

    @staticmethod
    def _comes_in(mine: Sequence[Event]) -> bool:
        """True where somebody is outside the frame at first: 'runs in', 'out of the trees'."""
        first = mine[0] if mine else None
        return first is not None and first.action.role == "enter" and first.origin not in VEHICLES

    # --- body ----------------------------------------------------------------------------

    def _settle_in(self, state: State, mine: Sequence[Event]) -> None:
        """What must have been so before the first thing that is done: who types sits at a desk."""
        if not mine:
            return
        first = mine[0]
        if first.lemma in _SEATED_WORK and state.body == "stands" and not state.doing:
            state.body = "sits"
        person = first.at in self._reading.people
        settles = first.action.role in {"body", "do"} or (
            first.action.role == "gesture" and not person
        )
        if settles and first.at and not state.place:
            state.place = self._mark(first.at)
        comes = first.nearer or first.action.role == "enter"
        if first.origin and comes and not self._comes_in(mine):
            state.place = self._mark(first.origin)
        self._sit_down(state, first)
        if first.action.role == "do" and first.action.phrase in RESTS:
            state.body, state.doing = first.action.phrase, ""
        if first.action.role == "body" and not state.acted and first.action.phrase != "falls":
            state.body = first.action.phrase
        state.acted = True

    def _sit_down(self, state: State, event: Event) -> None:
        """Who eats at a table sits there, unless they were told to stand."""
        at = self._mark(event.at) or state.place
        works = event.lemma in _SEATED_THERE and at in _SEATED_AT
        if works and state.body == "stands" and not state.upright:
            state.body = "sits"

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

    def _act(self, state: State, mine: Sequence[Event]) -> list[str]:
        """Moves the state on; returns the gestures that the end frame still shows."""
        gestures: list[str] = []
        for event in mine:
            action = event.action
            if action.emotion:
                state.emotion, state.felt = Emotion(action.emotion), 0
            if action.role == "body":
                gestures = ["falls"] if action.phrase == "falls" else []
                state.body, state.doing = ("lies" if gestures else action.phrase), ""
                state.upright = action.phrase == "stands"
                state.place = self._mark(event.at) or state.place
            elif action.role in MOVES:
                gestures = []
                self._go(state, event)
            elif action.phrase in RESTS or not action.phrase:
                continue
            else:
                if halts(state, event):
                    state.body, state.passing = "stands", False
                if action.phrase == "stops" and event.at in self._reading.people:
                    state.place = event.at
                self._sit_down(state, event)
                state.doing = doing_after(state, event)
                gestures.append(action.phrase)
        return gestures

    def _go(self, state: State, event: Event) -> None:
        target = self._mark(event.goal or event.at) if not event.away else ""
        leaves = event.action.role == "exit" or event.away
        along = event.lemma == "follow" or event.along
        under_way = leaves or along or not target
        state.body = event.action.phrase if under_way and event.action.phrase in GOING else "stands"
        state.doing = ""
        state.upright = False
        together = len(event.who) > 1 and not leaves and not target
        state.passing = together or (along and not leaves)
        state.place = target or (self._way_out if leaves else _FAR if together else "")

    # --- face and eyes -------------------------------------------------------------------

    @staticmethod
    def _hear(who: str, plan: Plan, end: str) -> str:
        """Who hears a voice from outside the frame turns to it."""
        heard = any(line.off_screen and line.speaker != who for line in plan.lines)
        alone = heard and plan.subject == who and "looks" not in end
        return phrase_of(end, ["looks around"]) if alone else end
