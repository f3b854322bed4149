"""The refiner by rules: what is seen first, what changes between the two stagings, the camera.

A first-last-frame model sees the two frames; what it needs is the way from one to the other, and
the names of what must stay the same. So a change is told and a rest is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from openstage.director.refiner import words as say
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Blocking, Character, Shot, Storyboard
from openstage.storyboard.vocabulary import Emotion, Framing
from openstage.storyboard.wording import with_article

SHORTEST, LONGEST = 60, 120
"""Words of a prompt: what the makers of first-last-frame models recommend."""

LOOK, PHRASE = 14, 30
"""Words of a look, and of a sentence that somebody else wrote."""

SLOW = 4.0
"""A camera movement that takes longer, in seconds, is called slow."""


@dataclass(frozen=True)
class Remark:
    """A sentence of the prompt. The least important go first when there is too much to say."""

    importance: int
    text: str


def refine_by_rules(context: ShotContext) -> str:
    """The prompt for a video model: 60 to 120 words of English; fewer where less is known."""
    remarks = [remark for remark in _remarks(context) if remark.text]
    while _length(remarks) > LONGEST and len(remarks) > 1:
        remarks.remove(min(reversed(remarks), key=lambda remark: remark.importance))
    for text in _more(context):
        if _length(remarks) >= SHORTEST:
            break
        if text and _length([*remarks, Remark(0, text)]) <= LONGEST:
            remarks.append(Remark(0, text))
    return " ".join(remark.text for remark in remarks)


def _length(remarks: list[Remark]) -> int:
    return sum(len(remark.text.split()) for remark in remarks)


def _remarks(context: ShotContext) -> Iterator[Remark]:
    shot = context.shot
    crowd = _Crowd(context)
    yield Remark(9, say.sentence(_opening(context, crowd)))
    yield from _staging(shot, crowd)
    yield Remark(8, say.sentence(_camera(context, crowd)))
    yield Remark(4, say.sentence(_light(context)))
    yield Remark(3, say.sentence(_style(context.storyboard)))


class _Crowd:
    """Who and what is in the shot, by the names that the prompt uses."""

    def __init__(self, context: ShotContext):
        self._board = context.storyboard
        shot = context.shot
        actors = [one.who for one in shot.blocking]
        self.subject = shot.subject or next(iter([*shot.cast, *actors, *shot.props]), "")
        self.ids = list(dict.fromkeys([self.subject, *shot.cast, *actors]))
        self.ids = [id for id in self.ids if context.storyboard.entity(id)]
        self._introduced: set[str] = set()

    def name(self, id: str) -> str:
        """'Mara', 'the dog', 'the letter'; words of nobody's stay words: 'the window'."""
        entity = self._board.entity(id)
        if entity is None:
            return say.definite(id)
        name = entity.name or entity.id
        is_its_kind = isinstance(entity, Character) and name.lower() == entity.kind.lower()
        if is_its_kind or not isinstance(entity, Character) or name[0].islower():
            return say.definite(name)
        return name

    def introduced(self, id: str) -> str:
        """The name, with what it is and how it looks where that is not told yet."""
        entity = self._board.entity(id)
        if entity is None or id in self._introduced:
            return self.name(id)
        self._introduced.add(id)
        look = say.clipped(entity.look, LOOK)
        kind = entity.kind if isinstance(entity, Character) else ""
        what = f", {with_article(kind)}" if kind and kind.lower() != entity.name.lower() else ""
        return f"{self.name(id)}{what}{f' ({look})' if look else ''}"

    def knows(self, id: str) -> bool:
        return self._board.entity(id) is not None

    @property
    def people(self) -> str:
        return say.listed([self.name(id) for id in self.ids])


def _opening(context: ShotContext, crowd: _Crowd) -> str:
    shot = context.shot
    place = say.definite(context.location.name)
    subject = crowd.name(crowd.subject) or place
    framed = say.FRAMING[shot.framing].format(
        subject=subject,
        people=crowd.people or place,
        viewer=crowd.name(shot.viewer) or "somebody",
        detail=f"the {shot.detail} of {subject}" if shot.detail else subject,
        place=place,
    )
    told = not crowd.subject or shot.framing is Framing.ESTABLISHING
    where = "" if told else say.set_in(context.location.name) + " "
    return (
        f"{say.shot_of(shot.size)} {framed}, {say.ANGLE[shot.angle]}, on {say.lens(shot.lens_mm)}, "
        f"{where}{say.HOUR[context.scene.heading.time]}"
    )


def _staging(shot: Shot, crowd: _Crowd) -> Iterator[Remark]:
    """First everybody at the start, the subject before the others; then what changes."""
    staged = [id for id in crowd.ids if any(one.who == id for one in shot.blocking)]
    seen = [id for id in staged if not _stays_outside(shot.blocking_of(id))]
    if not seen:
        yield from _told_by_the_shot(shot)
    for id in seen:
        importance = 7 if id == crowd.subject else 5
        yield Remark(importance, say.sentence(_at_first(shot.blocking_of(id), crowd)))
    changes = {id: _changes(shot, shot.blocking_of(id), crowd) for id in seen}
    for then, group in zip(
        chain(["Then", "Meanwhile"], repeat("Also")), _alike(changes), strict=False
    ):
        importance = 8 if crowd.subject in group else 6
        first, *others = [crowd.name(id) for id in group]
        too = f", and so {'do' if others[1:] else 'does'} {say.listed(others)}" if others else ""
        yield Remark(
            importance, say.sentence(f"{then} {first} {say.listed(changes[group[0]])}{too}")
        )


def _told_by_the_shot(shot: Shot) -> Iterator[Remark]:
    """The director's own sentences, where nobody is staged."""
    for text in dict.fromkeys((shot.action_start, shot.action_end)):
        yield Remark(7, say.sentence(say.clipped(text, PHRASE)))


def _stays_outside(blocking: Blocking) -> bool:
    end = blocking.position_end or blocking.position
    return blocking.position in say.OUTSIDE and end in say.OUTSIDE


def _alike(changes: dict[str, list[str]]) -> list[list[str]]:
    """Those who change, in groups that do the same."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for id, told in changes.items():
        if told:
            groups.setdefault(tuple(told), []).append(id)
    return list(groups.values())


def _at_first(blocking: Blocking, crowd: _Crowd) -> str:
    """'Mara, a woman (short red hair), sits and types at the desk, on the left of the frame'."""
    doing = say.listed(say.predicates(blocking.start)) or "is seen"
    where = [
        _place(say.bare(blocking.place), crowd),
        say.POSITION[blocking.position] if blocking.position else "",
    ]
    details = [
        _gaze("looking", say.bare(blocking.eyeline), crowd) if "look" not in blocking.start else "",
        "" if blocking.emotion is Emotion.NEUTRAL else f"visibly {say.MOOD[blocking.emotion]}",
        _holding("holding", blocking.holds, crowd),
    ]
    who = crowd.introduced(blocking.who)
    comma = "," if ", a" in who else ""
    sentence = " ".join(part for part in (f"{who}{comma}", doing, *where) if part)
    return ", ".join(part for part in (sentence, *details) if part)


def _changes(shot: Shot, blocking: Blocking, crowd: _Crowd) -> list[str]:
    """What is different at the end, as predicates."""
    before = say.predicates(blocking.start)
    doing = [one for one in say.predicates(blocking.end) if one not in before]
    return [
        change
        for change in (
            *doing,
            _going(blocking, crowd),
            _crossing(blocking),
            _turning(blocking, crowd, doing),
            _feeling(blocking),
            *_handling(blocking, crowd),
            _speaking(shot, blocking),
        )
        if change
    ]


def _going(blocking: Blocking, crowd: _Crowd) -> str:
    end = say.bare(blocking.place_end)
    if not end or end == blocking.place:
        return ""
    if crowd.knows(end):
        return f"comes up to {crowd.name(end)}"
    return f"moves {say.toward(end)}"


def _crossing(blocking: Blocking) -> str:
    start, end = blocking.position, blocking.position_end
    if end is None or end == start:
        return ""
    if end in say.OUTSIDE:
        return f"leaves the frame {say.OUTSIDE[end]}"
    if start in say.OUTSIDE:
        return f"enters the frame from {say.OUTSIDE[start].removeprefix('on ')}"
    return say.CROSSING[end]


def _turning(blocking: Blocking, crowd: _Crowd, doing: list[str]) -> str:
    end = say.bare(blocking.eyeline_end)
    if not end or end == blocking.eyeline or any("look" in one for one in doing):
        return ""
    return _gaze("turns to look", end, crowd)


def _feeling(blocking: Blocking) -> str:
    end = blocking.emotion_end
    return f"grows {say.MOOD[end]}" if end is not None and end is not blocking.emotion else ""


def _handling(blocking: Blocking, crowd: _Crowd) -> list[str]:
    before, after = blocking.holds, blocking.holds_end
    if after is None:
        return []
    gained = [id for id in after if id not in before]
    lost = [id for id in before if id not in after]
    return [_holding("now holds", gained, crowd), _holding("no longer holds", lost, crowd)]


def _speaking(shot: Shot, blocking: Blocking) -> str:
    speaks = any(line.who == blocking.who and not line.off_screen for line in shot.dialogue)
    return "speaks" if speaks else ""


def _place(place: str, crowd: _Crowd) -> str:
    if not place:
        return ""
    return f"next to {crowd.name(place)}" if crowd.knows(place) else say.placed(place)


def _gaze(verb: str, eyeline: str, crowd: _Crowd) -> str:
    if not eyeline:
        return ""
    return f"{verb} {say.GAZE.get(eyeline) or f'at {crowd.name(eyeline)}'}"


def _holding(verb: str, things: list[str], crowd: _Crowd) -> str:
    return f"{verb} {say.listed([crowd.introduced(id) for id in things])}" if things else ""


def _camera(context: ShotContext, crowd: _Crowd) -> str:
    shot = context.shot
    subject = crowd.name(crowd.subject) or say.definite(context.location.name)
    moves = say.CAMERA[shot.movement].format(subject=subject)
    long = shot.frame_count / context.storyboard.fps > SLOW
    slowly = " slowly" if long and shot.movement not in say.UNHURRIED else ""
    return f"The camera{slowly} {moves}"


def _light(context: ShotContext) -> str:
    heading = context.scene.heading
    sky = (
        say.SKY[heading.weather]
        if heading.interior != "INT"
        else say.SEEN_FROM_INSIDE.get(heading.weather, "")
    )
    return f"{say.LIGHT[heading.time]}{f', {sky}' if sky else ''}"


def _style(storyboard: Storyboard) -> str:
    return f"The style is {say.clipped(storyboard.style, PHRASE)}" if storyboard.style else ""


def _more(context: ShotContext) -> Iterator[str]:
    """What else is known, for a shot of which little is told."""
    shot, place = context.shot, context.location
    yield say.sentence(shot.description)
    if place.look:
        name = say.definite(place.name)
        yield say.sentence(f"the place is {name}: {say.clipped(place.look, LOOK)}")
    yield say.sentence(say.clipped(context.scene.synopsis, PHRASE))
    yield "It is one unbroken take, and the motion is natural and continuous."
    yield "Faces, clothes, things and the place keep their shape and color from the first frame."
