"""A theme of one sentence becomes a small film: setup, encounter, journey, arrival.

Nothing is told that the sentence does not imply: its people and things, what they do, and the
places of their trades and wishes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from openstage.director.grammar.headings import time_in
from openstage.director.grammar.lexicon.places import EXTERIORS, INTERIORS, interior_of
from openstage.director.grammar.lexicon.things import NOT_INSERTED
from openstage.director.grammar.lexicon.trades import HOME_OF, PLACE_OF, PLAIN_PLACE, WORKED_AT
from openstage.director.grammar.lexicon.verbs import ACTIONS
from openstage.director.grammar.possessions import HAS
from openstage.director.grammar.reading import Event, Passage, Person, Reading, Thing, Unit
from openstage.director.grammar.treatment import at, opening
from openstage.director.grammar.wording import person_name
from openstage.director.grammar.words import slug, third_person
from openstage.storyboard.wording import capital

_BY_NIGHT = re.compile(r"\b(?:lantern|torch|candle|moon|stars?|lamp)", re.IGNORECASE)
_MEETINGS = ("find", "meet", "see", "discover", "save", "rescue", "notice", "spot")
_ANYWHERE = "village street"
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_WISH = re.compile(r"(?:wants?|wish(?:es)?|hopes?|dreams?|longs?|plans?)\b", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:,|;|\b(?:and then|and|but|then|that|who|until|before|after)\b)")
"""Where a theme goes on to tell what happens next."""
_UNSEEN = ("want", "wish", "hope", "dream", "decide", "try", "long", "live", "be", "become")
"""What no picture shows: the film tells it by where it leads."""


def unfold(reading: Reading) -> Reading:
    """The reading of a theme, with a passage for each part of the film.

    A theme in which nobody does anything is left as it is.
    """
    theme = [unit for passage in reading.passages for unit in passage.units]
    events = [e for unit in theme for e in unit.events if e.who and e.lemma != "be"]
    if len(theme) != 1 or not events:
        return reading
    return _Theme(reading, theme[0], events).unfold()


class _Theme:
    def __init__(self, reading: Reading, unit: Unit, events: list[Event]) -> None:
        self.reading = reading
        self.unit = unit
        self.lead = events[0].who[0]
        named = [who for who in unit.people if who != self.lead]
        self.other = named[0] if named else ""
        self.everyone = tuple(who for who in (self.lead, self.other) if who)
        self.prop = next((p for p in unit.props if reading.props[p].noun not in NOT_INSERTED), "")
        first = reading.passages[0]
        hour = time_in(unit.text)
        self.told_time = hour or ("night" if _BY_NIGHT.search(unit.text) else "")
        self.start = self._start(first)
        self.goal = self._goal(events)
        told = self._told_apart(events)
        self.events = [event for event in told if self._shows(event)] or events[:1]
        self.first = replace(first, time=self.told_time or "morning")

    def unfold(self) -> Reading:
        passages = [self._passage(self.start, "morning", self._setup() + self._encounter())]
        later = self.events[1:]
        if later:
            passages[0].units.extend(self._deeds(later))
        if self.goal:
            if self._inside(self.start):
                passages.append(self._way())
            passages.append(self._arrival())
        else:
            passages.append(self._evening())
        self.reading.passages = passages
        return self.reading

    # --- places --------------------------------------------------------------------------

    def _start(self, first: Passage) -> str:
        """The place that the theme names, else the place of the trade of those it is about."""
        told = self.reading.places[first.place].name
        if told != "somewhere":
            return PLAIN_PLACE.get(told, told)
        lead, *others = (self._trade(self.reading.people[who], PLACE_OF) for who in self.everyone)
        return lead or next((place for place in others if place), _ANYWHERE)

    @staticmethod
    def _trade(person: Person, table: dict[str, str]) -> str:
        """What a table says of somebody; 'lighthouse keeper' wins over 'keeper'."""
        words = "-".join(person.name.lower().split())
        nouns = (words, *sorted(person.nouns), person.kind)
        return next((table[noun] for noun in nouns if noun in table), "")

    def _goal(self, events: Sequence[Event]) -> str:
        """The place to which the theme leads; empty where it leads nowhere."""
        begun = events[0].span.end - self.unit.span.start
        words = _WORD.findall(self.unit.text[begun:].lower())
        home = self._trade(self.reading.people[self.lead], HOME_OF) or PLAIN_PLACE["home"]
        found = [
            home if word == "home" else PLAIN_PLACE.get(word, word)
            for word in words
            if word in INTERIORS | EXTERIORS | set(PLAIN_PLACE)
        ]
        return next((place for place in reversed(found) if place != self.start), "")

    def _told_apart(self, events: Sequence[Event]) -> list[Event]:
        """Without those that only complete another: 'lets it go' is one thing that is done."""
        offset = self.unit.span.start
        apart = list(events[:1])
        for before, event in pairwise(events):
            between = (before.span.end - offset, event.span.start - offset)
            if _NEXT.search(self.unit.text, *between):
                apart.append(event)
        return apart

    def _shows(self, event: Event) -> bool:
        """False for wishes, and for what is seen only at the end of the film."""
        aimed = event.lemma in {"see", "find", "reach", "visit"} and not event.objects
        wished = self._wishes(event) and bool(self.goal)
        return event.lemma not in _UNSEEN and not wished and not (aimed and self.goal)

    def _inside(self, place: str) -> bool:
        return interior_of(place.split()[-1]) != "EXT"

    def _passage(self, place: str, time: str, units: list[Unit]) -> Passage:
        return replace(
            self.first,
            place=self._place_id(place),
            interior="INT" if self._inside(place) else "EXT",
            time=self.told_time or time,
            units=units,
            continuous=True,
        )

    def _place_id(self, name: str) -> str:
        known = next((p.id for p in self.reading.places.values() if p.name == name), "")
        taken = {*self.reading.people, *self.reading.props, *self.reading.places}
        base = slug(name, "place")
        id = known or (base if base not in taken else f"{base}_place")
        self.reading.places.setdefault(id, Thing(id, name, "", name.split()[-1]))
        return id

    def _opening(self, place: str, time: str, number: int) -> Unit:
        weather = self.first.weather
        inside = self._inside(place)
        return self._unit(opening(place, self.told_time or time, weather, inside=inside), number)

    # --- the parts of the film -----------------------------------------------------------

    def _setup(self) -> list[Unit]:
        units = [self._opening(self.start, "morning", 0)]
        table = WORKED_AT.get(self.start)
        if table and not self.reading.people[self.lead].animal:
            units.append(self._does(self.lead, "work", f"{{}} works at the {table}", 0))
            units[-1].events[0].at = table
        elif self._inside(self.start):
            units.append(self._does(self.lead, "stand", f"{{}} is {at(self.start)}", 0))
        else:
            units.append(self._does(self.lead, "walk", f"{{}} walks along the {self.start}", 0))
        if self.prop and not self._found_later():
            units[-1].events.append(self._has(0))
            units[-1].text = units[-1].text.rstrip(".") + f", a {self._name_of(self.prop)} in hand."
        if self.other and self.events[0].lemma in _MEETINGS:
            units.append(self._does(self.other, "stand", f"{{}} is alone {at(self.start)}", 0))
        return units

    def _found_later(self) -> bool:
        """True where the theme is about getting the thing: 'finds a key'."""
        return any(self.prop in event.objects for event in self.events)

    def _encounter(self) -> list[Unit]:
        units = [self._as_told(self.events[0], 0)]
        if self.other and self._told(self.other) != self._told(self.lead):
            look = f"{{}} looks at {self._told(self.lead)}"
            units.append(self._does(self.other, "look", look, 0))
            units[-1].events[0].objects.append(self.lead)
        return units

    def _deeds(self, events: list[Event]) -> list[Unit]:
        units = [self._as_told(event, number) for number, event in enumerate(events, start=1)]
        if self.prop:
            name = self._name_of(self.prop)
            unit = self._unit(f"The {name} in the hand of {self._told(self.lead)}.", len(events))
            event = self._event(self.lead, "hold", len(events), [self.prop])
            event.part = "hands"
            event.action = ACTIONS["tremble"]._replace(phrase="holds", tension=0, emotion="")
            unit.events, unit.props = [event], [self.prop]
            units.append(unit)
        return units

    def _way(self) -> Passage:
        last = len(self.events) - 1
        unit = self._together("walk", f"along the {_ANYWHERE}", last)
        return self._passage(_ANYWHERE, "day", [self._opening(_ANYWHERE, "day", last), unit])

    def _arrival(self) -> Passage:
        last = len(self.events) - 1
        inside = self._inside(self.goal) or self.goal == "house"
        mark = "door" if inside else ""
        where = "at the door" if mark else at(self.goal)
        weather = self.first.weather
        time = self.told_time or "dusk"
        units = [self._unit(opening(self.goal, time, weather, inside=False), last)]
        units.append(self._together("stop", where, last))
        units[-1].events[0].at = mark
        if not mark:
            sea = self.goal == "sea shore"
            units.append(self._together("look", "at the sea" if sea else "around", last))
            units[-1].events[0].at = "sea" if sea else ""
        passage = self._passage(self.goal, "dusk", units)
        passage.interior = "EXT"
        return passage

    def _evening(self) -> Passage:
        """Where a theme leads nowhere, its end is the evening of the same day."""
        last = len(self.events) - 1
        units = [self._opening(self.start, "dusk", last)]
        units.append(self._together("stand", "side by side" if self.other else "alone", last))
        return self._passage(self.start, "dusk", units)

    # --- sentences -----------------------------------------------------------------------

    def _name_of(self, prop: str) -> str:
        return self.reading.props[prop].name

    def _told(self, who: str) -> str:
        person = self.reading.people[who]
        return person_name(person.name, person.named, False)

    def _names(self, people: Sequence[str]) -> str:
        names = [self._told(who) for who in people]
        told = " and ".join(names)
        if len(names) == 2 and names[0] == names[1]:
            told = names[0].replace("the ", "the two ") + "s"
        return capital(told)

    def _clause(self, number: int) -> str:
        """The words of the theme that tell of the event of this number."""
        text, offset = self.unit.text, self.unit.span.start
        cuts = [0]
        for event in self.events[1:]:
            start = event.span.start - offset
            cuts.append(max(text.rfind(" and ", 0, start), text.rfind(", ", 0, start), cuts[-1]))
        cuts.append(len(text))
        number = min(number, len(self.events) - 1)
        return text[cuts[number] : cuts[number + 1]].strip(" ,").removeprefix("and ") or text

    def _unit(self, text: str, number: int) -> Unit:
        quote = self._clause(number)
        return Unit("action", self.unit.span, text, quote=quote, new_paragraph=True)

    def _event(self, who: str, lemma: str, number: int, objects: list[str] | None = None) -> Event:
        span = self.events[min(number, len(self.events) - 1)].span
        return Event((who,), lemma, ACTIONS[lemma], span, list(objects or []))

    def _has(self, number: int) -> Event:
        event = self._event(self.lead, "hold", number, [self.prop])
        event.action, event.concurrent = HAS, True
        return event

    def _does(self, who: str, lemma: str, text: str, number: int) -> Unit:
        unit = self._unit(text.format(self._names((who,))) + ".", number)
        unit.events = [self._event(who, lemma, number)]
        return unit

    def _together(self, lemma: str, rest: str, number: int) -> Unit:
        """What all of them do at once."""
        verb = lemma if len(self.everyone) > 1 else third_person(lemma)
        unit = self._unit(f"{self._names(self.everyone)} {verb} {rest}.", number)
        unit.events = [replace(self._event(self.lead, lemma, number), who=self.everyone)]
        if rest == "around":
            unit.events[0].action = ACTIONS["look"]._replace(phrase="looks around")
        return unit

    def _as_told(self, event: Event, number: int) -> Unit:
        """What the theme says in its own words, with the names of who does it."""
        receivers = [o for o in event.objects if o in self.reading.people]
        unnamed = not receivers and self.other and self.other not in event.who
        if unnamed and self._names_other(event):
            receivers = [self.other]
        doers = [who for who in event.who if who not in receivers]
        verb = event.lemma if len(doers) > 1 else third_person(event.lemma)
        wishes = self._wishes(event)
        said = self._words_of(event, number) if wishes else f"{verb}{self._rest(event, number)}"
        unit = self._unit(f"{self._names(doers)} {said}.", number)
        leads = event.action.role == "move" and receivers
        who = tuple(dict.fromkeys((*event.who, *receivers) if leads else event.who))
        told = replace(event, who=who, objects=[*receivers, *event.objects], goal="")
        if wishes:
            told = replace(told, action=ACTIONS["hope"], objects=[])
        unit.events = [told]
        if receivers and not wishes:
            mention = next((m for m in self.unit.mentions if receivers[0] in m.who), None)
            unit.mentions = [mention] if mention is not None else []
        return unit

    def _wishes(self, event: Event) -> bool:
        start = event.span.start - self.unit.span.start
        return _WISH.match(self.unit.text[start:]) is not None

    def _words_of(self, event: Event, number: int) -> str:
        start, offset = event.span.start, self.unit.span.start
        verb = self.unit.text[start - offset : event.span.end - offset]
        return verb + self._rest(event, number)

    def _rest(self, event: Event, number: int) -> str:
        """The words behind the verb, up to what is told next; names stand for pronouns."""
        offset = self.unit.span.start
        at, end = event.span.end - offset, len(self.unit.text)
        if number + 1 < len(self.events):
            end = self.events[number + 1].span.start - offset
        cut = _NEXT.search(self.unit.text, at, end)
        end = cut.start() if cut else end
        pieces: list[str] = []
        for mention in sorted(self.unit.mentions, key=lambda m: m.span.start):
            start, stop = mention.span.start - offset, mention.span.end - offset
            if mention.kind == "pronoun" and at <= start and stop <= end and len(mention.who) == 1:
                name = self._told(mention.who[0]) + ("'s" if mention.role == "owner" else "")
                pieces += [self.unit.text[at:start], name]
                at = stop
        return "".join([*pieces, self.unit.text[at:end]]).rstrip(" .,;")

    def _names_other(self, event: Event) -> bool:
        """Whether the clause of the event speaks of the other: 'leads her'."""
        following = [m for m in self.unit.mentions if m.span.start >= event.span.end]
        return bool(following) and self.other in following[0].who
