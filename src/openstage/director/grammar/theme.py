"""A theme of one sentence becomes a small film: setup, encounter, journey, arrival.

Nothing is told that the sentence does not imply: its people, things and place, and what they do.
"""

from __future__ import annotations

import re
from dataclasses import replace

from openstage.director.grammar.headings import time_in
from openstage.director.grammar.lexicon.places import EXTERIORS, INTERIORS
from openstage.director.grammar.lexicon.things import NOT_INSERTED
from openstage.director.grammar.lexicon.verbs import ACTIONS
from openstage.director.grammar.reading import Event, Passage, Reading, Thing, Unit
from openstage.director.grammar.wording import person_name
from openstage.director.grammar.words import third_person

_BY_NIGHT = re.compile(r"\b(?:lantern|torch|candle|moon|stars?|lamp)", re.IGNORECASE)
_MEETINGS = ("find", "meet", "see", "discover", "save", "rescue", "notice", "spot")
_HOME = re.compile(r"\bhome\b", re.IGNORECASE)


def unfold(reading: Reading) -> Reading:
    """The reading of a theme, with a passage for each part of the film.

    A theme in which nobody does anything is left as it is.
    """
    theme = [unit for passage in reading.passages for unit in passage.units]
    events = [event for unit in theme for event in unit.events if event.who]
    if len(theme) != 1 or not events:
        return reading
    return _Theme(reading, theme[0], events).unfold()


class _Theme:
    def __init__(self, reading: Reading, unit: Unit, events: list[Event]) -> None:
        self.reading = reading
        self.unit = unit
        self.events = events
        self.lead = events[0].who[0]
        named = [who for who in unit.people if who != self.lead]
        self.other = named[0] if named else ""
        self.first = reading.passages[0]
        self.prop = next((p for p in unit.props if reading.props[p].noun not in NOT_INSERTED), "")
        self.first.time = self._time()
        self.met: set[str] = set()

    def unfold(self) -> Reading:
        passages = [replace(self.first, units=self._setup() + self._encounter())]
        later = self.events[1:]
        goal = self._goal(later)
        if later:
            passages.append(replace(self.first, units=self._journey(later)))
        if goal:
            passages.append(self._arrival(goal))
        else:
            passages[-1].units.append(
                self._scenery(f"{self._place().capitalize()}, wide and quiet.")
            )
        self.reading.passages = _joined(passages)
        return self.reading

    def _time(self) -> str:
        told = time_in(self.unit.text)
        return told or ("night" if _BY_NIGHT.search(self.unit.text) else self.first.time)

    # --- the parts of the film -----------------------------------------------------------

    def _setup(self) -> list[Unit]:
        sky = "" if self.first.weather == "clear" else f" in the {self.first.weather}"
        units = [self._scenery(f"{self._place(self.first.time)}{sky}.".capitalize())]
        units.append(self._does(self.lead, "walk", f"{{}} walks along {self._place()}", 0))
        if self.prop:
            units[-1].events.append(self._event(self.lead, "hold", 0, [self.prop]))
            units[-1].events[-1].concurrent = True
            units[-1].text = units[-1].text.rstrip(".") + f", a {self._name_of(self.prop)} in hand."
        if self.other and self.events[0].lemma in _MEETINGS:
            units.append(self._does(self.other, "stand", f"{{}} is alone on {self._place()}", 0))
        return units

    def _encounter(self) -> list[Unit]:
        units = [self._as_told(self.events[0], 0)]
        if self.other:
            units.append(
                self._does(self.other, "look", f"{{}} looks at {self._told(self.lead)}", 0)
            )
            units[-1].events[0].objects.append(self.lead)
        return units

    def _journey(self, events: list[Event]) -> list[Unit]:
        units = [self._as_told(event, number) for number, event in enumerate(events, start=1)]
        if self.prop:
            name = self._name_of(self.prop)
            unit = self._unit(f"The {name} in the hand of {self._told(self.lead)}.", len(events))
            event = self._event(self.lead, "hold", len(events), [self.prop])
            event.part = "hands"
            event.action = ACTIONS["tremble"]._replace(phrase="holds", tension=0, emotion="")
            unit.events = [event]
            unit.props = [self.prop]
            units.append(unit)
        return units

    def _arrival(self, goal: str) -> Passage:
        last = len(self.events) - 1
        where = self.reading.places[goal].name
        units = [self._scenery(f"{where.capitalize()}.", last)]
        everyone = tuple(w for w in (self.lead, self.other) if w)
        unit = self._unit(f"{self._everyone(everyone)} stop at the door.", last)
        unit.events = [replace(self._event(self.lead, "stop", last), who=everyone, at="door")]
        units.append(unit)
        return replace(self.first, place=goal, interior="EXT", units=units)

    def _goal(self, later: list[Event]) -> str:
        """The id of the place to which the theme leads; empty where it leads nowhere."""
        for event in later:
            if event.goal in INTERIORS | EXTERIORS and event.goal not in self._place():
                return self._add_place(event.goal)
        moves = any(event.action.role in {"move", "give", "enter"} for event in self.events)
        return self._add_place("home") if moves and _HOME.search(self.unit.text) else ""

    def _add_place(self, noun: str) -> str:
        known = next((p.id for p in self.reading.places.values() if p.noun == noun), "")
        taken = {*self.reading.people, *self.reading.props, *self.reading.places}
        id = known or (noun if noun not in taken else f"{noun}_place")
        self.reading.places.setdefault(id, Thing(id, noun, "", noun))
        return id

    # --- sentences -----------------------------------------------------------------------

    def _place(self, time: str = "") -> str:
        name = self.reading.places[self.first.place].name
        name = "the place" if name == "somewhere" else f"the {name}"
        return f"{name} at {time}" if time in {"dawn", "dusk", "night"} else name

    def _name_of(self, prop: str) -> str:
        return self.reading.props[prop].name

    def _told(self, who: str) -> str:
        person = self.reading.people[who]
        return person_name(person.name, person.named, False)

    def _everyone(self, people: tuple[str, ...]) -> str:
        told = " and ".join(self._told(who) for who in people)
        return told[:1].upper() + told[1:]

    def _clause(self, number: int) -> str:
        """The words of the theme that tell of the event of this number."""
        text, offset = self.unit.text, self.unit.span.start
        cuts = [0]
        for event in self.events[1:]:
            at = event.span.start - offset
            cuts.append(max(text.rfind(" and ", 0, at), text.rfind(", ", 0, at), cuts[-1]))
        cuts.append(len(text))
        number = min(number, len(self.events) - 1)
        return text[cuts[number] : cuts[number + 1]].strip(" ,").removeprefix("and ") or text

    def _unit(self, text: str, number: int) -> Unit:
        return Unit("action", self.unit.span, text, quote=self._clause(number), new_paragraph=True)

    def _scenery(self, text: str, number: int = 0) -> Unit:
        return self._unit(text[:1].upper() + text[1:], number)

    def _event(self, who: str, lemma: str, number: int, objects: list[str] | None = None) -> Event:
        span = self.events[min(number, len(self.events) - 1)].span
        return Event((who,), lemma, ACTIONS[lemma], span, list(objects or []))

    def _does(self, who: str, lemma: str, text: str, number: int) -> Unit:
        told = self._told(who)
        unit = self._unit(text.format(told[:1].upper() + told[1:]) + ".", number)
        unit.events = [self._event(who, lemma, number)]
        return unit

    def _as_told(self, event: Event, number: int) -> Unit:
        """What the theme says, with the names of who does it and whom it is done to."""
        receivers = [o for o in event.objects if o in self.reading.people]
        if (
            not receivers
            and self.other
            and self.other not in event.who
            and self._names_other(event)
        ):
            receivers = [self.other]
        things = [f"the {self._name_of(o)}" for o in event.objects if o in self.reading.props]
        whom = " and ".join([*(self._told(w) for w in receivers), *things])
        text = f"{self._everyone(event.who)} {third_person(event.lemma)} {whom}".strip()
        unit = self._unit(f"{text}.", number)
        leads = event.action.role == "move" and receivers
        who = (*event.who, *receivers) if leads else event.who
        unit.events = [replace(event, who=who, objects=[*receivers, *event.objects], goal="")]
        if receivers:
            mention = next((m for m in self.unit.mentions if receivers[0] in m.who), None)
            unit.mentions = [mention] if mention is not None else []
        return unit

    def _names_other(self, event: Event) -> bool:
        """Whether the clause of the event speaks of the other: 'leads her'."""
        end = event.span.end
        following = [m for m in self.unit.mentions if m.span.start >= end]
        return bool(following) and self.other in following[0].who


def _joined(passages: list[Passage]) -> list[Passage]:
    """Neighbors at one place and time are one passage."""
    result: list[Passage] = []
    for passage in passages:
        if result and result[-1].place == passage.place:
            result[-1].units.extend(passage.units)
        else:
            result.append(passage)
    return result
