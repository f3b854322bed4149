"""Random tales: a short story for the previz world, as a page of screenplay.

    t, board = next(tales(seed, number))

A tale has one to three scenes in one or two places and one to three people, who are told apart by
their looks. A look is told in full where somebody comes into the story, and never again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from openstage.dataset.world.casting import Being, coat_of, draw_animal, draw_people
from openstage.dataset.world.chance import dice, draw
from openstage.dataset.world.looks import faults
from openstage.dataset.world.page import Page
from openstage.dataset.world.places import Location, draw_hour, draw_location
from openstage.dataset.world.plots import PLOTS, Plot
from openstage.dataset.world.things import draw_thing
from openstage.director.grammar.director import GrammarDirector
from openstage.errors import StoryError
from openstage.script import read_text
from openstage.storyboard.document import Storyboard
from openstage.world.figures.wardrobe import dress

TALES_VERSION = 2
"""Raised when the same seed and number give another tale."""

SHOTS = range(6, 13)
"""How many a tale becomes."""

_THING = 0.55
"""How often somebody has a thing."""


@dataclass(frozen=True)
class Tale:
    seed: int
    number: int
    attempt: int
    """How many tales of this number did not do before it."""
    plot: str
    text: str
    """Fountain."""
    people: tuple[Being, ...]
    """As they are meant to look."""

    @property
    def id(self) -> str:
        """Unique among all seeds."""
        return f"world-{self.seed}-{self.number:06d}"


def tales(seed: int, number: int) -> Iterator[tuple[Tale, Storyboard]]:
    """The tales of that number that do, with their storyboards, the first one first: the same in
    every process, and on every machine.

    One does when the grammar director makes `SHOTS` of it, and the world dresses everybody as the
    words meant it.
    """
    for attempt in count():
        told = _write(seed, number, attempt)
        board = _directed(told)
        if board is not None and not any(wrongs(told, board)):
            yield told, board


def _directed(told: Tale) -> Storyboard | None:
    """The storyboard of a tale; None where the director finds nothing to film."""
    director = GrammarDirector(seed=told.number)
    try:
        return director.direct(read_text(told.text, name="tale.fountain"))
    except StoryError:
        return None


def wrongs(told: Tale, board: Storyboard) -> Iterator[str]:
    """Why a tale does not do, a sentence each."""
    shots = len(list(board.shots()))
    if shots not in SHOTS:
        yield f"It has {shots} shots."
    known = {character.name.lower(): character for character in board.cast}
    if len(board.cast) != len(told.people):
        yield f"The cast is {', '.join(known)}."
        return
    for being in told.people:
        found = [c for name, c in known.items() if name in being.name.lower()]
        if len(found) != 1:
            yield f"{being.name} is not in the cast."
            continue
        worn, notes = dress(found[0].kind, found[0].look, found[0].name, board.seed)
        yield from notes
        if being.look is not None:
            yield from (f"{being.name}: {fault}" for fault in faults(being.look, worn))
        elif worn.kind != being.kind or worn.hair != coat_of(being):
            yield f"{being.name} is another animal."


def _write(seed: int, number: int, attempt: int) -> Tale:
    rng = dice(seed, number, attempt)
    plot = draw(rng, {plot: plot.weight for plot in PLOTS})
    first = draw_location(rng)
    locations = [first, draw_location(rng, first)]
    people = draw_people(rng, plot.people)
    animal = _animal(rng, plot, locations)
    _hand_out(rng, people)
    page = Page(rng, locations)
    hour = draw_hour(rng)
    seen: set[int] = set()
    for here, steps in plot.scenes:
        page.scene(here, hour if not seen else "CONTINUOUS", again=here in seen)
        seen.add(here)
        for step in _steps(rng, steps):
            _take(page, step.split(), people, animal)
    cast = (*people, *([animal] if animal and animal.known else []))
    return Tale(seed, number, attempt, plot.name, "\n\n".join(page.text) + "\n", cast)


def _animal(rng: Random, plot: Plot, locations: Sequence[Location]) -> Being | None:
    """One that goes where the plot wants it."""
    where = [locations[here].place for here, steps in plot.scenes if "animal" in steps]
    if not where or rng.random() > plot.animal:
        return None
    return draw_animal(rng, interior=any(place.interior for place in where))


def _hand_out(rng: Random, people: list[Being]) -> None:
    """Gives a thing to one or two of them."""
    taken = ""
    for person in people[:2]:
        if rng.random() < _THING:
            person.holds = taken = draw_thing(rng, taken=taken)


def _steps(rng: Random, steps: str) -> Iterator[str]:
    for step in steps.split("; "):
        if not step.endswith("?") or rng.random() < 0.5:
            yield step.removesuffix("?")


def _take(page: Page, step: list[str], people: list[Being], animal: Being | None) -> None:
    """Writes one step of a plot."""
    who = [people["ABC".index(name)] for name in step[1:] if name in "ABC"]
    match step[0]:
        case "open":
            page.opens(who[0])
        case "act":
            page.acts(who[0])
        case "meet":
            page.meets(who[0])
        case "pet" if animal is not None and animal in page.present:
            page.pets(who[0], animal)
        case "enter":
            page.enters(who[0])
        case "leave":
            page.leaves(who[0])
        case "call":
            page.call(who[0])
        case "see":
            page.appears(who[0], who[1])
        case "talk":
            page.talk(who[0], who[1], lines=2)
        case "long":
            page.talk(who[0], who[1], lines=3)
        case "all":
            page.act_together(who)
        case "together":
            page.leave_together(who)
        case "animal" if animal is not None:
            (page.acts if animal in page.present else page.enters)(animal)
        case "voice" if animal is not None and animal in page.present:
            page.voice(animal)
