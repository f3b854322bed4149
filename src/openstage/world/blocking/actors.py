"""Who is in a shot, what each is told to do, and what the world remembers of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openstage.storyboard.context import ShotContext, Whereabouts
from openstage.storyboard.document import Blocking, Character
from openstage.storyboard.vocabulary import Framing, Movement, ScreenPosition
from openstage.world.blocking.lexicon import Action, Gait, read, tokens
from openstage.world.blocking.places import Spot, facing_to
from openstage.world.figures import ANIMAL_GESTURES, animal_kinds, dress
from openstage.world.scene import Mark
from openstage.world.staging import Body, Stance, Wardrobe

ANIMALS = animal_kinds.ANIMALS


@dataclass
class Actor:
    """One figure while its part is worked out."""

    id: str
    name: str
    wardrobe: Wardrobe
    blocking: Blocking
    begin: Action
    finish: Action
    text: str
    """All that the shot says of it, for goals of walks and the like."""
    story: str
    """The sentences of the shot about it, lower case."""
    before: Whereabouts | None
    """Where the shot before left it, in this place."""
    others: dict[str, Spot] = field(default_factory=dict)
    """Where those are who are in this place too and not in the shot."""
    holds: tuple[str, ...] = ()
    spot: Spot = (0.0, 0.0)
    facing: float = 180.0
    height: float = 0.0
    body: Body = "stand"
    mark: Mark | None = None
    placed: bool = False
    panned: int = 0
    """-1: the camera pans to the left of the screen, 1: to the right."""
    hides: bool = False
    """It comes out from behind something."""
    settled: bool = False
    """Its facing is given by a seat or by the state, not free to turn to others."""
    end_spot: Spot = (0.0, 0.0)
    end_facing: float = 180.0
    end_height: float = 0.0
    end_body: Body = "stand"
    end_mark: Mark | None = None
    way: tuple[Spot, ...] = ()
    gait: Gait = ""
    moves: tuple[float, float] = (0.2, 0.8)
    speaks: tuple[tuple[float, float], ...] = ()
    look: str = ""
    """Whom or what it looks at, by the eyeline or by the talk."""
    look_end: str = ""
    company: tuple[str, ...] = ()
    """The ids of those who walk at its side."""

    @property
    def animal(self) -> bool:
        return self.wardrobe.kind in ANIMALS

    @property
    def ahead(self) -> float:
        """Meters that others keep from it beside an arm's length: its neck and head."""
        return 0.5 * self.wardrobe.height if self.animal else 0.0

    @property
    def backs(self) -> bool:
        return self.begin.backs or self.finish.backs

    @property
    def enters(self) -> bool:
        return self.blocking.position in _OFF

    @property
    def exits(self) -> bool:
        return self.blocking.position_end in _OFF

    @property
    def away(self) -> bool:
        """It goes into the depth of the set."""
        tells = f" {' '.join(tokens(self.story))} "
        return self.begin.away or self.finish.away or any(f" {w} " in tells for w in AWAY_IN_STORY)

    @property
    def goes(self) -> bool:
        return bool(self.gait)

    def turn_to(self, spot: Spot) -> None:
        self.facing = facing_to(self.spot, spot)

    def stances(self) -> tuple[Stance, Stance]:
        """The start and the end, without eyelines."""
        blocking = self.blocking
        start = Stance(
            x=round(self.spot[0], 4),
            z=round(self.spot[1], 4),
            facing=round(self.facing % 360, 2),
            height=self.height,
            body=self.body,
            gestures=self.begin.gestures,
            emotion=str(blocking.emotion.value),
            holds=self.holds,
        )
        end = Stance(
            x=round(self.end_spot[0], 4),
            z=round(self.end_spot[1], 4),
            facing=round(self.end_facing % 360, 2),
            height=self.end_height,
            body=self.end_body,
            gestures=self.finish.gestures,
            emotion=str((blocking.emotion_end or blocking.emotion).value),
            holds=self.holds if blocking.holds_end is None else tuple(blocking.holds_end),
        )
        return start, end


AWAY_IN_STORY = ("away", "smaller and smaller", "into the distance")
_TURNS = frozenset({"look up", "look down", "look around", "look back", "turn", "carry"})
"""What eyelines and hands tell of an animal, as far as it can be told."""
_PANS = {Movement.PAN_LEFT: -1, Movement.PAN_RIGHT: 1}
_OFF = (ScreenPosition.OFF_LEFT, ScreenPosition.OFF_RIGHT)


@dataclass
class Notes:
    """What could not be staged as it was told."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line not in self.lines:
            self.lines.append(line)


def gather(context: ShotContext, notes: Notes) -> list[Actor]:
    """An actor for everybody who is in the shot, in the order of the cast."""
    actors = []
    ids = people(context, notes)
    for id in ids:
        character = context.storyboard.character(id) or Character(id=id, name=id)
        actors.append(_actor(context, character, len(ids), notes))
    _talk(context, actors)
    return actors


def people(context: ShotContext, notes: Notes) -> list[str]:
    """The ids of all who are staged: the cast, the subject, the viewer, and who has a blocking."""
    shot, board = context.shot, context.storyboard
    named = [*shot.cast]
    named += [id for id in (shot.subject,) if board.character(id)]
    if shot.framing in (Framing.OVER_THE_SHOULDER, Framing.POINT_OF_VIEW) and shot.viewer:
        named.append(shot.viewer)
    named += [blocking.who for blocking in shot.blocking if board.character(blocking.who)]
    ids = list(dict.fromkeys(named))
    for id in ids:
        if board.character(id) is None:
            notes.add(f"{id!r} is not in the storyboard's cast: a person of no special look plays.")
    known = {prop.id for prop in board.props}
    for blocking in shot.blocking:
        if blocking.who not in ids and blocking.who not in known:
            notes.add(f"The blocking of {blocking.who!r} is left out: nobody has this id.")
    return ids


def _actor(context: ShotContext, character: Character, count: int, notes: Notes) -> Actor:
    wardrobe, compromises = dress(
        character.kind, character.look, character.name, context.storyboard.seed
    )
    for line in compromises:
        notes.add(line)
    blocking = _blocking(context, character, count)
    begin = read(blocking.start)
    finish = read(blocking.end) if blocking.end else begin
    for action in (begin, finish):
        for word, taken in action.taken:
            notes.add(f"{character.name}: '{word}' is played as '{taken}'.")
        for clause in action.unknown:
            notes.add(f"{character.name}: nobody here knows how to play '{clause}'.")
        for gesture in action.gestures:
            if wardrobe.kind in ANIMALS and gesture not in ANIMAL_GESTURES | _TURNS:
                notes.add(f"{character.name}: no animal here knows how to play '{gesture}'.")
    before = context.state.where.get(character.id)
    carried = before.holds if before else ()
    if before is not None and before.location != context.scene.heading.location:
        before = None
    told = context.shot.blocking_of(character.id)
    is_told = any(item.who == character.id for item in context.shot.blocking)
    holds = tuple(told.holds) if told.holds or (is_told and told.holds_end) else carried
    return Actor(
        id=character.id,
        name=character.name,
        wardrobe=wardrobe,
        blocking=blocking,
        begin=begin,
        finish=finish,
        text=f"{blocking.start}, {blocking.end}",
        story=_said_of(character, context.shot.description, count).lower(),
        before=before,
        others=_others(context),
        holds=_unheld(context, character.id, holds),
        panned=_PANS.get(context.shot.movement, 0),
    )


def _others(context: ShotContext) -> dict[str, Spot]:
    here = context.scene.heading.location
    staged = {*context.shot.cast, *(blocking.who for blocking in context.shot.blocking)}
    return {
        id: (where.x, where.z)
        for id, where in context.state.where.items()
        if where.location == here and id not in staged and context.storyboard.character(id)
    }


def _unheld(context: ShotContext, who: str, holds: tuple[str, ...]) -> tuple[str, ...]:
    """What `who` holds, less what the shot puts into other hands."""
    others = {
        prop for blocking in context.shot.blocking if blocking.who != who for prop in blocking.holds
    }
    return tuple(prop for prop in holds if prop not in others)


def _blocking(context: ShotContext, character: Character, count: int) -> Blocking:
    """What the shot says of a character; where it has no blocking, what its sentences say."""
    shot = context.shot
    told = shot.blocking_of(character.id)
    if told.start or told.end:
        return told
    start = _said_of(character, shot.action_start or shot.description, count)
    end = _said_of(character, shot.action_end, count)
    return told.model_copy(update={"start": start, "end": end})


_BEHIND_OTHERS = re.compile(
    r"\b(?:at|to|toward|towards|of|from|with|for|behind|beside|by|near|on|over|past|about|after)\s+"
    r"(?:(?:the|a|an|his|her|their|its)\s+)?(?:[\w’']+)",
    re.IGNORECASE,
)
"""A preposition and its noun: who stands there is not who does it."""


def _said_of(character: Character, text: str, count: int) -> str:
    """The clauses of `text` that are about a character: those after its name.

    Names count up to the next name; a text about one person alone is all about that person.
    """
    sentences = [part for part in re.split(r"(?<=[.!?;])\s+", text) if part]
    own = {*tokens(character.name), character.id.lower(), character.kind.lower()}
    about = [part for part in sentences if own & set(tokens(_BEHIND_OTHERS.sub(" ", part)))]
    if not about:
        return text if count == 1 else ""
    clauses = []
    for sentence in about:
        after = re.split(
            rf"\b(?:{'|'.join(map(re.escape, own))})\b", sentence, maxsplit=1, flags=re.I
        )
        clauses.append(after[1] if len(after) > 1 and after[1].strip(" .") else sentence)
    return ", ".join(clauses)


def _talk(context: ShotContext, actors: list[Actor]) -> None:
    """Who speaks when, and whom people look at who are told nothing else."""
    lines = context.shot.dialogue
    by_id = {actor.id: actor for actor in actors}
    for i, line in enumerate(lines):
        actor = by_id.get(line.who)
        if actor is not None and not line.off_screen:
            span = (
                round(0.08 + 0.84 * i / len(lines), 4),
                round(0.08 + 0.84 * (i + 0.9) / len(lines), 4),
            )
            actor.speaks = (*actor.speaks, span)
    for actor in actors:
        actor.look = actor.blocking.eyeline or _partner(context, actor, actors)
        actor.look_end = actor.blocking.eyeline_end or actor.look


def _partner(context: ShotContext, actor: Actor, actors: list[Actor]) -> str:
    """The other one of a talk: the speaker for a listener, the first listener for a speaker."""
    speakers = [line.who for line in context.shot.dialogue]
    if not speakers:
        return ""
    present = [other.id for other in actors] + [
        id
        for id, where in context.state.where.items()
        if where.location == context.scene.heading.location and context.storyboard.character(id)
    ]
    others = [id for id in (*speakers, *present) if id != actor.id]
    if actor.id in speakers or speakers:
        return others[0] if others else ""
    return ""
