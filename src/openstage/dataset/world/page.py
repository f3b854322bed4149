"""A page of screenplay in the making: what has been written, and how things stand by now."""

from __future__ import annotations

from random import Random

from openstage.dataset.world.acting import choose, do
from openstage.dataset.world.acts import VOICES, Act, Sort
from openstage.dataset.world.casting import Being
from openstage.dataset.world.chance import draw
from openstage.dataset.world.directions import direction, entrance_direction, place_direction
from openstage.dataset.world.lines import CALLS, MANNERS, TALKS
from openstage.dataset.world.places import Location
from openstage.dataset.world.things import introduced
from openstage.storyboard.wording import capital, listed

DIRECTED = 0.66
"""The share of actions that have a camera direction."""
PLACE_DIRECTED = 0.6
"""The same of the words about a place."""
SEEN = 0.08
"""How often somebody is seen by the eyes of another."""
LONG = 0.28
"""The share of actions that go on in a second sentence, in the same shot."""
PRONOUN = 0.4
"""How often somebody who was just spoken of is 'she' or 'he'."""

_GOES_ON = ("move", "body", "look")


class Page:
    """Writes paragraph after paragraph. Its people are `Being`s, which it moves about."""

    def __init__(self, rng: Random, locations: list[Location]) -> None:
        self.rng = rng
        self.locations = locations
        self.text: list[str] = []
        self.here = 0
        """The place of the scene."""
        self.present: list[Being] = []
        """Who is in it."""
        self._everybody: list[Being] = []
        self._last: Being | None = None
        """Whom the paragraph before was about."""
        self._talks = rng.sample(range(len(TALKS)), len(TALKS))

    @property
    def location(self) -> Location:
        return self.locations[self.here]

    # --- scenes --------------------------------------------------------------------------

    def scene(self, here: int, hour: str, *, again: bool) -> None:
        """A heading, and the words that open a place that is seen at first; of one that the story
        comes back to, its sky."""
        self.here = here
        self.text.append(self.location.heading(hour))
        self._last = None
        if again and self.location.sky:
            self.text.append(self.location.sky)
        elif self.location.words and not again:
            self.text.append(self._view())
        # Who was here before is here still, and as they were.
        self.present = [being for being in self._everybody if being.place == here]

    def _view(self) -> str:
        """The words about the place; one sentence alone behind a camera direction."""
        words, place = self.location.words, self.location.place
        if not place.roofed and self.rng.random() > PLACE_DIRECTED:
            return " ".join(words)
        head = place_direction(self.rng, outside=not place.interior, roofed=place.roofed)
        return head + words[-1]

    # --- coming and going ----------------------------------------------------------------

    def opens(self, who: Being) -> None:
        """Somebody is there when the scene begins: seated, in bed, or on the way."""
        if who in self.present:
            self.acts(who)
            return
        subject = self._introduced(who)
        self._arrive(who)
        place, rng = self.location.place, self.rng
        if who.look and place.seats and rng.random() < 0.5:
            who.pose, words = "sit", f"sits {rng.choice(place.seats)}"
        elif who.look and place.bed and rng.random() < 0.4:
            who.pose, words = "lie", "lies on the bed"
        else:
            who.near = rng.choice(place.spots)
            words = f"{rng.choice(('walks to', 'stands at', 'waits at'))} the {who.near}"
        self._write(who, f"{subject} {words}{self._with_thing(who)}.")

    def enters(self, who: Being) -> None:
        """Somebody comes into the scene."""
        others = [being for being in self.present if being.look]
        subject = self._introduced(who)
        self._arrive(who)
        inside = {"enters": 3.0, "comes in": 2.0, "walks in": 2.0}
        outside = {"enters": 2.0, "appears": 1.0, "arrives": 1.0}
        words = draw(self.rng, inside if self.location.place.interior else outside)
        head = entrance_direction(self.rng) if self.rng.random() < DIRECTED else ""
        told = f"{head}{subject} {words}{self._with_thing(who)}."
        if others and self.rng.random() < 0.4:
            who.near = others[0].name
            told += f" {self._again(who)} walks to {who.near}."
        self._write(who, told)

    def appears(self, who: Being, viewer: Being) -> None:
        """Somebody is there, whom the camera sees by another's eyes."""
        subject = self._introduced(who)
        self._arrive(who)
        who.near = self.rng.choice(self.location.place.spots)
        head = f"POV {viewer.cue} - " if viewer.named else "POV - "
        self._write(who, f"{head}{subject} stands at the {who.near}{self._with_thing(who)}.")

    def leaves(self, who: Being) -> None:
        words = draw(self.rng, {"leaves": 3.0, "walks away": 2.0, "runs away": 0.5})
        rises = "stands up and " if who.pose != "stand" else ""
        self._write(who, f"{self._subject(who)} {rises}{words}.")
        self._depart(who)

    def leave_together(self, people: list[Being]) -> None:
        names = listed([person.name for person in people])
        self._write(people[0], f"{capital(names)} walk away.")
        for person in people:
            self._depart(person)

    def _arrive(self, who: Being) -> None:
        who.place, who.pose, who.near = self.here, "stand", ""
        self.present.append(who)
        if who not in self._everybody:
            self._everybody.append(who)

    def _depart(self, who: Being) -> None:
        who.place, who.pose, who.near = -1, "stand", ""
        self.present.remove(who)

    # --- doing ---------------------------------------------------------------------------

    def acts(self, who: Being, *sorts: Sort) -> None:
        """One of the things that somebody can do as things stand; at times two, in one shot."""
        act = choose(self.rng, who, self.present, self.location.place, sorts)
        head = self._head(who, act)
        subject = capital(who.name) if head else self._subject(who)
        told = f"{head}{subject} {self._done(who, act)}."
        if who.look and act.sort in _GOES_ON and self.rng.random() < LONG:
            more = choose(self.rng, who, self.present, self.location.place, ("face", "gesture"))
            told += f" {self._again(who)} {self._done(who, more)}."
        self._write(who, told)

    def meets(self, who: Being) -> None:
        """Somebody goes to another, and gives them something, or takes them into the arms."""
        self.acts(who, "meet")
        self.acts(who, "meet")

    def pets(self, who: Being, animal: Being) -> None:
        """The animal comes, and is stroked."""
        if who.pose != "stand":
            self.acts(who, "body")
        self.acts(animal, "meet")
        self.acts(who, "meet")

    def _done(self, who: Being, act: Act) -> str:
        return do(self.rng, act, who, self.present, self.location.place)

    def _head(self, who: Being, act: Act) -> str:
        viewers = [other for other in self.present if other is not who and other.named]
        if act.sort in ("face", "gesture") and viewers and self.rng.random() < SEEN:
            return f"POV {viewers[0].cue} - "
        if act.sort == "meet" or self.rng.random() > DIRECTED:
            return ""
        roofed = self.location.place.roofed
        return direction(self.rng, act.sort, who.cue, who.holds, roofed=roofed)

    def act_together(self, people: list[Being]) -> None:
        """All of them do the same."""
        spots = [spot for spot in self.location.place.spots if all(p.near != spot for p in people)]
        spot = self.rng.choice(spots or self.location.place.spots)
        standing = all(person.pose == "stand" for person in people)
        words = {f"look at the {spot}": 1.0, "laugh": 0.7, "smile": 0.7}
        if standing:
            words |= {f"walk to the {spot}": 2.0, f"run to the {spot}": 0.6}
        told = draw(self.rng, words)
        names = listed([person.name for person in people])
        self._write(people[0], f"{capital(names)} {told}.")
        for person in people:
            person.near = spot if " to the " in told else person.near
        self._last = None

    def voice(self, animal: Being) -> None:
        """The animal is heard."""
        self._write(animal, f"{self._subject(animal)} {VOICES.get(animal.kind, 'looks up')}.")

    # --- talking -------------------------------------------------------------------------

    def talk(self, first: Being, second: Being, *, lines: int) -> None:
        """A question and its answer; the two take turns."""
        for person in (first, second):
            if person.pose == "lie":  # over whose shoulder nothing is seen
                self._write(person, f"{self._subject(person)} sits up.")
                person.pose = "sit"
        number = next(n for n in self._talks if len(TALKS[n]) >= lines)
        self._talks.remove(number)
        for turn, line in enumerate(TALKS[number][:lines]):
            self._say((first, second)[turn % 2], line)

    def call(self, who: Being) -> None:
        """A line that is said to nobody."""
        self._say(who, self.rng.choice(CALLS))

    def _say(self, who: Being, line: str) -> None:
        manner = f"({self.rng.choice(MANNERS)})\n" if self.rng.random() < 0.25 else ""
        self._write(who, f"{who.cue}\n{manner}{line}")

    # --- words ---------------------------------------------------------------------------

    def _introduced(self, who: Being) -> str:
        """The subject of a sentence, with the look where it is the first time."""
        if who.known:
            return capital(who.name)
        who.known = True
        return who.introduction(self.rng)

    def _subject(self, who: Being) -> str:
        """'She', where it is plain who that is; else the name."""
        plain = self._last is who and self._alone_of(who)
        return capital(who.pronoun if plain and self.rng.random() < PRONOUN else who.name)

    def _again(self, who: Being) -> str:
        """The subject of a second sentence of a paragraph."""
        return capital(who.pronoun if self._alone_of(who) else who.name)

    def _alone_of(self, who: Being) -> bool:
        """Whether nobody else of the scene could be meant by 'she'."""
        return all(other is who or other.gender != who.gender for other in self.present)

    def _with_thing(self, who: Being) -> str:
        """' with a red cup', the first time that somebody is seen with it."""
        if not who.holds or who.shown:
            return ""
        who.shown = True
        return f" with {introduced(self.rng, who.holds)}"

    def _write(self, who: Being, paragraph: str) -> None:
        self.text.append(paragraph)
        self._last = who
