"""What the director understood of a story: who, what, where, and what happens, with the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from openstage.director.grammar.lexicon.verbs import Action

UnitKind = Literal["action", "speech", "direction", "transition"]
MentionKind = Literal["pronoun", "name", "noun"]
MentionRole = Literal["subject", "object", "oblique", "owner"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the story: characters `start` to `end` of the text of an element of a scene."""

    scene: int
    element: int
    start: int
    end: int


@dataclass
class Person:
    """Somebody of the story, or an animal."""

    id: str
    name: str
    kind: str
    gender: str = ""
    """m, f, n, or empty while the story has not told."""
    animal: bool = False
    named: bool = False
    looks: list[str] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    """The nouns by which the story calls them: janitor."""
    adjectives: set[str] = field(default_factory=set)
    owner: str = ""
    """Whose brother they are, where the story says so."""


@dataclass
class Thing:
    """A prop or a place of the story."""

    id: str
    name: str
    look: str = ""
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody or something."""

    span: Span
    text: str
    who: tuple[str, ...]
    """The ids; more than one for 'they' and 'the two'."""
    kind: MentionKind
    role: MentionRole


@dataclass
class Event:
    """One thing that is done: a clause of a sentence."""

    who: tuple[str, ...]
    """Who does it; empty where no person or animal does."""
    lemma: str
    action: Action
    span: Span
    objects: list[str] = field(default_factory=list)
    """Persons and props it is done to."""
    goal: str = ""
    """The landmark, the place or the person it goes to."""
    at: str = ""
    """The landmark it happens at."""
    part: str = ""
    """The part of the body that does it: hands."""
    thing: str = ""
    """What does it, where no person does: the id of a prop, or the noun."""
    away: bool = False
    """It goes away from the goal: out of the kitchen."""
    origin: str = ""
    """What it comes from: the trees, of 'out of the trees'."""
    along: bool = False
    """The goal is the way itself: along the path."""
    nearer: bool = False
    """It goes toward whom it concerns: 'comes closer'."""
    concurrent: bool = False
    """It happens along with the event before: 'still holding the letter'."""


@dataclass
class Unit:
    """A sentence of the story, a line of dialogue, a direction or a transition."""

    kind: UnitKind
    span: Span
    text: str
    mentions: list[Mention] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    props: list[str] = field(default_factory=list)
    speaker: str = ""
    manner: str = ""
    off_screen: bool = False
    dual: bool = False
    place: str = ""
    """The place that the unit names as its setting."""
    goes_to: str = ""
    """The place to which it goes, which is the setting of what follows."""
    new_paragraph: bool = False
    quote: str = ""
    """The words of the story, where `text` is the director's own."""

    @property
    def people(self) -> list[str]:
        """Who is spoken of, in order, each once, owners last."""
        ranked = [m for m in self.mentions if m.role != "owner"]
        ranked += [m for m in self.mentions if m.role == "owner"]
        return list(dict.fromkeys(who for mention in ranked for who in mention.who))


@dataclass
class Passage:
    """A stretch of the story at one place and one time: a scene of the film."""

    place: str
    interior: Literal["INT", "EXT", "INT/EXT"]
    time: str
    weather: str
    units: list[Unit]
    heading: str = ""
    number: str = ""
    synopsis: str = ""
    continuous: bool = False
    """It goes on from the passage before without a jump in time."""
    view: bool = False
    """It shows only what somebody sees from another place."""


@dataclass
class Reading:
    """A story, understood."""

    people: dict[str, Person]
    places: dict[str, Thing]
    props: dict[str, Thing]
    passages: list[Passage]
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """The paragraphs of the story, by scene and element."""

    @property
    def mentions(self) -> list[Mention]:
        """Every mention of a person or an animal, in the order of the story."""
        return [m for passage in self.passages for unit in passage.units for m in unit.mentions]
