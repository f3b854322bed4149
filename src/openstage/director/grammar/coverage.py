"""Coverage: which shots film a passage. The rules of film grammar are here, one function each."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.beats import Beat, beats_of
from openstage.director.grammar.camera import choose_camera, vary
from openstage.director.grammar.dialogue import listens_after, setup_of
from openstage.director.grammar.directions import apply_direction
from openstage.director.grammar.hands import Hands
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.things import INSERTED_PARTS
from openstage.director.grammar.plan import Plan, Purpose
from openstage.director.grammar.possessions import HAS
from openstage.director.grammar.reading import Event, Passage, Reading, Unit
from openstage.director.grammar.splitting import split_units
from openstage.storyboard.vocabulary import Transition

_STATIC_ROLES = word_set("body do hold be wear feel speak look gesture")
_THERE_ALREADY = word_set("body do hold wear move exit")
"""Whoever does this first is in the place when the scene begins."""
_MOST_IN_FRAME = 6


class Coverage:
    """Films passage after passage, and remembers what the audience has seen."""

    def __init__(self, reading: Reading, *, script_lock: bool) -> None:
        self.reading = reading
        self.script_lock = script_lock
        self.seen_places: set[str] = set()
        self.present: list[str] = []
        self.outside = False
        self.hands = Hands(reading)
        self.talks: dict[frozenset[str], int] = {}
        """How many lines a pair has had in this passage."""

    def film(self, passage: Passage) -> tuple[list[Plan], str]:
        """The plans of a passage, and the transition at its end."""
        units = passage.units if self.script_lock else split_units(passage.units)
        whole = self.script_lock and bool(passage.heading)
        beats, transition = beats_of(units, whole=whole)
        self.outside = passage.interior != "INT"
        self.present = []
        self.talks = {}
        self.hands.empty()
        plans: list[Plan] = []
        for index, beat in enumerate(beats):
            self._arrivals(beat)
            for plan in self._plans(beat, beats[index + 1 :], plans, passage):
                if not plans or beat.transition:
                    plan.told = plan.told | self._transition(plan, beat.transition)
                plans.append(plan)
            self.hands.take_up(beat.events)
            for event in beat.events:
                self.hands.handle(event)
            self._departures(beat)
        self._establish(plans, passage)
        if not passage.view:
            self.seen_places.add(passage.place)
        for plan in plans:
            choose_camera(plan, self.reading, passage)
        vary(plans)
        return plans, transition

    @staticmethod
    def _transition(plan: Plan, text: str) -> frozenset[str]:
        term = Transition.in_text(text) if text else None
        if term is not None and term != Transition.FADE_TO_BLACK:
            plan.transition = term
            return frozenset({"transition"})
        return frozenset()

    # --- who is there --------------------------------------------------------------------

    def _arrivals(self, beat: Beat) -> None:
        for who in beat.doers:
            if who not in self.present:
                self.present.append(who)
        for unit in beat.units:
            heard = {unit.speaker} if unit.off_screen else set()
            for mention in unit.mentions:
                for who in mention.who:
                    if mention.role != "owner" and who not in self.present and who not in heard:
                        self.present.append(who)
        for line in beat.lines:
            if line.speaker and not line.off_screen and line.speaker not in self.present:
                self.present.append(line.speaker)

    def _departures(self, beat: Beat) -> None:
        for event in beat.events:
            leaves = event.action.role == "exit" or (event.action.role == "move" and event.away)
            everybody = set(self.present) <= set(event.who)
            if leaves and not (everybody and self.outside):  # seen to the end, smaller and smaller
                self.present = [who for who in self.present if who not in event.who]

    # --- beats to shots ------------------------------------------------------------------

    def _plans(
        self, beat: Beat, coming: Sequence[Beat], done: Sequence[Plan], passage: Passage
    ) -> list[Plan]:
        if beat.kind == "direction" or any(unit.kind == "direction" for unit in beat.units):
            return [self._directed(beat, done)]
        if beat.kind == "speech" or beat.lines:
            return self._speech(beat, coming, done)
        if beat.kind == "scenery":
            return [self._scenery(beat, coming, done)]
        if beat.kind == "sound":
            return [self._reaction_to_sound(beat, done)]
        if beat.kind == "thing":
            return [self._thing(beat)]
        if beat.kind == "insert":
            return [self._insert(beat)]
        return [self._action(beat, done)]

    def _plan(self, beat: Beat, purpose: Purpose, cast: Sequence[str]) -> Plan:
        plan = Plan(purpose, list(beat.units), list(beat.events))
        plan.cast = list(dict.fromkeys(cast))[:_MOST_IN_FRAME]
        plan.subject = plan.cast[0] if plan.cast else ""
        plan.props = list(dict.fromkeys(prop for unit in beat.units for prop in unit.props))
        plan.sound = beat.sound
        return plan

    def _scenery(self, beat: Beat, coming: Sequence[Beat], done: Sequence[Plan]) -> Plan:
        """The place itself; those who are in it from the beginning are in the picture."""
        cast: list[str] = []
        if not done and coming and coming[0].kind == "action":
            first = coming[0]
            there = first.events and first.events[0].action.role in _THERE_ALREADY
            if there and first.units[0].span.element <= beat.units[-1].span.element + 1:
                plan = self._plan(beat, "establish", first.doers)
                plan.ahead = first.events[:1] + [e for e in first.events[1:] if e.action is HAS]
                return plan
        elif done:
            return self._plan(beat, "thing", self.present)
        return self._plan(beat, "establish", cast)

    def _reaction_to_sound(self, beat: Beat, done: Sequence[Plan]) -> Plan:
        last = next((plan.subject for plan in reversed(done) if plan.subject in self.present), "")
        return self._plan(beat, "reaction" if last else "establish", [last] if last else [])

    def _thing(self, beat: Beat) -> Plan:
        prop = next(event.thing for event in beat.events if event.thing in self.reading.props)
        plan = self._plan(beat, "thing", [])
        plan.subject = prop
        if prop not in plan.props:
            plan.props.append(prop)
        return plan

    def _insert(self, beat: Beat) -> Plan:
        event = next(e for e in beat.events if e.part in INSERTED_PARTS)
        plan = self._plan(beat, "insert", event.who)
        plan.detail = event.part
        return plan

    def _action(self, beat: Beat, done: Sequence[Plan]) -> Plan:
        doers = beat.doers or beat.people
        met = [*beat.people, *self._met(beat)]
        targets = [who for who in met if who not in doers and who in self.present]
        first = beat.events[0] if beat.events else None
        viewer = self._viewer(beat, first, done)
        if viewer:
            plan = self._plan(beat, "view", [who for who in doers if who != viewer])
            plan.viewer = viewer
            return plan
        looks_only = bool(beat.events) and all(
            e.action.role in {"look", "see", "feel", "speak"} for e in beat.events
        )
        cast = doers if looks_only and len(doers) == 1 else [*doers, *targets]
        return self._plan(beat, "action", cast)

    def _met(self, beat: Beat) -> list[str]:
        """To whom somebody goes, and from whose hand something is taken."""
        goals = [event.goal for event in beat.events if event.goal in self.reading.people]
        taken = [o for e in beat.events if e.action.role == "take" for o in e.objects]
        return goals + [holder for prop in taken if (holder := self.hands.holder(prop))]

    def _viewer(self, beat: Beat, first: Event | None, done: Sequence[Plan]) -> str:
        """Whose eyes see somebody appear: the last one alone in frame, who came or looked."""
        if first is None or not first.who or first.action.role not in _STATIC_ROLES or not done:
            return ""
        new = all(who not in {w for plan in done for w in plan.cast} for who in first.who)
        last = done[-1]
        watches = last.moves or any(self._looks_up(e, first.who) for e in last.events)
        alone = (
            len(last.cast) == 1 and last.subject in self.present and last.subject not in first.who
        )
        animal = last.subject in self.reading.people and self.reading.people[last.subject].animal
        return last.subject if new and watches and alone and not animal else ""

    @staticmethod
    def _looks_up(event: Event, newcomers: Sequence[str]) -> bool:
        """Looks at nothing else, or at those who come into view."""
        target = event.at or event.goal or "".join(event.objects[:1])
        return event.action.role in {"look", "see"} and target in {"", *newcomers}

    # --- dialogue ------------------------------------------------------------------------

    def _speech(self, beat: Beat, coming: Sequence[Beat], done: Sequence[Plan]) -> list[Plan]:
        line = beat.lines[0]
        listener = self._listener(line, beat, done)
        if line.off_screen:
            plan = self._plan(
                beat, "reaction" if listener else "speech", [listener] if listener else []
            )
            plan.lines = beat.lines
            return [plan]
        speaker = line.speaker
        pair = frozenset({speaker, listener})
        turn = self.talks.get(pair, 0)
        self.talks[pair] = turn + 1
        tense = max((e.action.tension for e in beat.events), default=0) >= 2
        plan = self._plan(beat, "speech", [speaker])
        plan.subject, plan.lines, plan.listener = speaker, beat.lines, listener
        if not listener or self.reading.people[listener].animal or tense:
            return [plan]
        left = sum(line.speaker in pair for later in coming for line in later.lines)
        setup = setup_of(turn, left)
        plan.near = setup == "close"
        if setup in {"shoulder", "two"}:
            plan.cast = [speaker, listener]
            plan.viewer = listener if setup == "shoulder" else ""
        return [plan, *self._listening(beat, listener, turn, left)]

    def _listening(self, beat: Beat, listener: str, turn: int, left: int) -> list[Plan]:
        """The face of who was spoken to, once in a long talk."""
        if self.script_lock or not listens_after(turn, left):
            return []
        return [Plan("reaction", list(beat.units), cast=[listener], subject=listener, shared=True)]

    def _listener(self, line: Unit, beat: Beat, done: Sequence[Plan]) -> str:
        """To whom a line is said: the last one in frame beside the speaker."""
        others = [who for who in self.present if who != line.speaker]
        people = [who for who in others if not self.reading.people[who].animal]
        for plan in reversed(done[-4:]):
            for spoken in plan.lines:
                if spoken.speaker in others:
                    return spoken.speaker
            named = [who for who in plan.cast if who in people]
            if named:
                return named[0]
        return people[-1] if people else (others[-1] if others else "")

    # --- the script's own words ----------------------------------------------------------

    def _directed(self, beat: Beat, done: Sequence[Plan]) -> Plan:
        people = beat.doers or beat.people
        plan = self._plan(beat, "action", people)
        plan.lines = beat.lines
        return apply_direction(plan, self.reading, self.present, done)

    # --- establishing --------------------------------------------------------------------

    def _establish(self, plans: list[Plan], passage: Passage) -> None:
        """A new place is shown first; a place that is known is shown by a wider first shot."""
        if not plans:
            return
        first = plans[0]
        if "size" in first.told or "framing" in first.told:
            return
        if first.purpose == "establish":
            return
        new = passage.place not in self.seen_places
        if new and first.purpose in {"action", "thing"} and not first.viewer:
            first.purpose = "establish"
        elif new and not self.script_lock:
            cast = [first.subject] if first.subject in self.reading.people else []
            opening = Plan("establish", [first.units[0]], cast=cast, shared=True)
            opening.subject = ""
            plans.insert(0, opening)
