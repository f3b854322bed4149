"""Where people come from and whom they go to, once it is known who is there."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.places import EXTERIORS, INTERIORS
from openstage.director.grammar.lexicon.things import VEHICLES
from openstage.director.grammar.reading import Event, Passage, Person, Thing, Unit

_SHELTERS = word_set("""
    tree trees bush bushes hedge shadow shadows darkness dark fog mist smoke water crowd corner
    reeds grass rain snow
""")
"""Out of these somebody comes into view, and does not leave."""
_GOING = word_set("move enter exit")
_LEADING = word_set("lead guide accompany escort")
_WALKING = word_set("walk run stroll wander hurry go march trot ride skate dance jog")
_FOLLOWING = word_set("follow chase")
_COMING_UP = word_set("approach join reach")
_GETTING_OFF = word_set("step climb get jump hop")


def settle_movements(
    passages: Sequence[Passage], people: dict[str, Person], places: dict[str, Thing]
) -> None:
    """Fits entrances, approaches, and walks in company to those who are in each passage."""
    for passage in passages:
        _Passage(passage, people, places[passage.place].noun).settle()


class _Passage:
    def __init__(self, passage: Passage, people: dict[str, Person], place: str) -> None:
        self.passage = passage
        self.people = people
        self.place = place
        self.present: list[str] = []
        self.vehicle = ""
        """The last one that was spoken of."""

    def settle(self) -> None:
        for unit in self.passage.units:
            for event in list(unit.events):
                if event.who:
                    self._event(event, unit)
                elif event.thing in VEHICLES:
                    self.vehicle = event.thing
            self._remember(unit)

    def _remember(self, unit: Unit) -> None:
        heard = {unit.speaker} if unit.off_screen else set()
        here = [w for m in unit.mentions if m.role != "owner" for w in m.who if w not in heard]
        if unit.speaker and not unit.off_screen:
            here.append(unit.speaker)
        self.present = [w for w in self.present if w not in here] + here
        for event in unit.events:
            if event.action.role == "exit" or (event.action.role == "move" and event.away):
                self.present = [who for who in self.present if who not in event.who]

    def _other(self, event: Event) -> str:
        """Whom it concerns that somebody comes: the last person there, else the last animal."""
        others = [w for w in reversed(self.present) if w in self.people and w not in event.who]
        return next((w for w in others if not self.people[w].animal), "".join(others[:1]))

    def _event(self, event: Event, unit: Unit) -> None:
        if event.action.role not in _GOING:
            return
        new = not set(event.who) & set(self.present)
        if new and event.goal == "corner":
            event.goal, event.origin = "", "corner"
        if new and event.lemma in _GETTING_OFF and self.vehicle and not event.goal:
            event.origin = event.origin or self.vehicle
        if self._emerges(event, new):
            event.away = False
            event.action = event.action._replace(role="enter" if new else "move")
            event.nearer = event.origin not in VEHICLES
        if (event.nearer or event.lemma == "approach") and not (event.goal or event.objects):
            event.goal = self._other(event)
        self._company(event, unit)

    def _emerges(self, event: Event, new: bool) -> bool:
        """True where somebody comes into view out of something; else they leave it."""
        if not event.origin or event.goal:
            return False
        if event.origin == self.place and not new:
            return False
        from_within = new and event.origin in INTERIORS | EXTERIORS | {"door", "doorway", "gate"}
        return event.origin in _SHELTERS | VEHICLES or (from_within and event.origin != self.place)

    def _company(self, event: Event, unit: Unit) -> None:
        """Those who are led, or walked with, go too; who is followed goes ahead."""
        met = [o for o in event.objects if o in self.people and o not in event.who]
        if event.lemma in _COMING_UP and met:
            event.goal = met[0]
        elif event.lemma in _LEADING or (event.lemma in _WALKING and met):
            event.who = (*event.who, *met)
        elif event.lemma in _FOLLOWING and met:
            self._behind(event, met[0], unit)
        elif event.lemma in _WALKING and event.at in self.people and event.at not in event.who:
            self._behind(event, event.at, unit)

    @staticmethod
    def _behind(event: Event, ahead: str, unit: Unit) -> None:
        event.lemma, event.goal = "follow", ahead
        if not any(ahead in other.who for other in unit.events):
            unit.events.append(Event((ahead,), "walk", event.action, event.span))
