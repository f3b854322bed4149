"""Beats: the units of a passage, sorted into what each asks of the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.things import INSERTED_PARTS
from openstage.director.grammar.reading import Event, Unit

BeatKind = Literal["scenery", "sound", "thing", "insert", "action", "speech", "direction"]

_SOUNDS = word_set("ring knock bang creak echo sound bark crash howl slam explode")
_MOST_EVENTS = 3
_MOST_SECONDS = 7.5


@dataclass
class Beat:
    kind: BeatKind
    units: list[Unit]
    transition: str = ""
    """The transition that the script gives before it."""
    sound: str = ""
    lines: list[Unit] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        return [event for unit in self.units for event in unit.events]

    @property
    def doers(self) -> list[str]:
        """Who acts in it, each once."""
        return list(dict.fromkeys(who for event in self.events for who in event.who))

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(who for unit in self.units for who in unit.people))


def beats_of(units: Sequence[Unit], *, whole: bool = False) -> tuple[list[Beat], str]:
    """The beats of a passage, and the transition that stands at its end.

    `whole`: the script is locked, and a paragraph is one beat.
    """
    beats: list[Beat] = []
    transition = ""
    known: set[str] = set()
    for unit in units:
        if unit.kind == "transition":
            transition = unit.text
            continue
        beat = Beat(_kind(unit), [unit], transition)
        transition = ""
        if unit.kind == "speech":
            beat.lines = [unit]
        last = beats[-1] if beats else None
        joins = (
            last is not None
            and not beat.transition
            and (_same_paragraph(last, unit) if whole else _joins(last, beat, known))
        )
        if joins and last is not None:
            _join(last, beat)
        else:
            beats.append(beat)
        known.update(unit.people)
    return (beats if whole else _sounds_lead(beats)), transition


def _kind(unit: Unit) -> BeatKind:
    if unit.kind == "speech":
        return "speech"
    if unit.kind == "direction":
        return "direction"
    acting = [event for event in unit.events if event.who]
    if any(event.part in INSERTED_PARTS and event.action.role == "feel" for event in acting):
        return "insert"
    if acting or unit.people:
        return "action"
    if any(event.lemma in _SOUNDS for event in unit.events):
        return "sound"
    if any(event.thing in unit.props and event.thing for event in unit.events):
        return "thing"
    if not unit.events and unit.text.lower().startswith(
        ("nobody", "no one", "silence", "no answer")
    ):
        return "sound"
    return "scenery"


def _same_paragraph(last: Beat, unit: Unit) -> bool:
    before = last.units[-1].span
    if only_a_title(last.units[-1]) and unit.kind == "action":
        return True
    same = (before.scene, before.element) == (unit.span.scene, unit.span.element)
    return same and last.kind != "direction" and unit.kind != "direction"


def _joins(last: Beat, beat: Beat, known: set[str]) -> bool:
    """True where one shot holds both. `known`: those who were spoken of before in the passage."""
    if last.kind == "direction":
        return only_a_title(last.units[-1]) and beat.kind in {
            "scenery",
            "thing",
            "action",
            "insert",
        }
    if beat.kind == "direction" or last.kind == "sound":
        return False
    unit = beat.units[0]
    if beat.kind == "speech" or last.kind == "speech":
        return _one_speech(last, beat)
    if unit.new_paragraph and beat.kind != "scenery":
        return False
    if last.kind == beat.kind == "scenery":
        return True
    if last.kind != "action" or beat.kind != "action":
        return False
    if last.doers and not beat.doers:
        return set(beat.people) <= set(last.people)
    fits = _count(last, beat) <= _MOST_EVENTS and _seconds(last, beat) <= _MOST_SECONDS
    met = set(beat.doers) <= known
    goals = {e.goal for e in beat.events if not e.origin}  # who comes into view has a shot
    answers = met and goals & set(last.doers) and len(last.doers) == 1
    return fits and (beat.doers == last.doers or bool(answers))


def only_a_title(unit: Unit) -> bool:
    """'INSERT - SONAR SCREEN': what is seen stands in the next paragraph."""
    return unit.kind == "direction" and not any(c.islower() for c in unit.text)


def _count(*beats: Beat) -> int:
    """How many things are done; to have something in hand is none."""
    return sum(bool(event.action.phrase) for beat in beats for event in beat.events)


def _seconds(*beats: Beat) -> float:
    return sum(event.action.seconds for beat in beats for event in beat.events)


def _one_speech(last: Beat, beat: Beat) -> bool:
    """'Hello,' said Ana. 'Come in.': the words and their tag are one beat."""
    unit = beat.units[0]
    if unit.new_paragraph or last.units[-1].span.element != unit.span.element:
        return False
    if beat.kind == "speech":
        if last.kind == "speech":
            return last.lines[-1].speaker == unit.speaker
        only_says = all(e.action.role in {"speak", "feel", "look"} for e in last.events)
        return last.kind == "action" and only_says and last.doers[-1:] == [unit.speaker]
    tag = unit.events[0] if unit.events else None
    says = tag is not None and tag.action.role == "speak" and len(unit.events) <= 2
    return bool(says) and tag is not None and tag.who == (last.lines[-1].speaker,)


def _join(last: Beat, beat: Beat) -> None:
    last.units.extend(beat.units)
    last.lines.extend(beat.lines)
    if "speech" in {last.kind, beat.kind}:
        last.kind = "speech"
    elif last.kind in {"scenery", "sound", "thing"} and beat.kind in {"action", "insert"}:
        last.kind = "action"


def _sounds_lead(beats: list[Beat]) -> list[Beat]:
    """A sound belongs to the shot of those who hear it, the one behind it."""
    result: list[Beat] = []
    held: Beat | None = None
    for beat in beats:
        if held is not None:
            if beat.kind in {"action", "insert", "thing"} and not beat.transition:
                beat.sound = held.sound
                beat.units = held.units + beat.units
                beat.transition = held.transition
            else:
                result.append(held)
            held = None
        if beat.kind == "sound":
            beat.sound = " ".join(unit.text for unit in beat.units)
            held = beat
            continue
        result.append(beat)
    if held is not None:
        result.append(held)
    return result
