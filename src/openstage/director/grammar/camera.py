"""The camera: size, angle, framing and movement of a shot, each for a reason."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.things import NOT_INSERTED
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Event, Passage, Reading
from openstage.storyboard.vocabulary import Angle, Framing, Movement, ShotSize

_FIXED = (Framing.OVER_THE_SHOULDER, Framing.ESTABLISHING, Framing.INSERT, Framing.POINT_OF_VIEW)
_STILL = ("be", "wear")
"""What nobody sees happen: without a move of the camera nothing would move."""
_YOUNG = word_set("girl boy child")
_LONG_WAY = 2.2
"""Seconds of a move that are worth a tracking shot."""


def choose_camera(plan: Plan, reading: Reading, passage: Passage) -> None:
    """Fills in what the script leaves open."""
    if "framing" not in plan.told:
        plan.framing = _framing(plan, reading)
    if "size" not in plan.told:
        plan.size = _size(plan, reading, passage)
    if "angle" not in plan.told:
        plan.angle = _angle(plan, reading, passage)
    if "movement" not in plan.told:
        plan.movement = _movement(plan, passage)


def vary(plans: Sequence[Plan]) -> None:
    """Two shots of the same people from the same distance would jump: the second goes closer, or
    wider where it moves; as the tension rises, closer still."""
    for before, plan in itertools.pairwise(plans):
        if "size" in plan.told or plan.framing in _FIXED or set(plan.cast) != set(before.cast):
            continue
        if plan.tension > before.tension and plan.size == before.size and not plan.moves:
            plan.closer(2 if plan.tension >= 2 else 1)
        elif plan.size == before.size and plan.framing == before.framing:
            plan.closer(-1 if plan.moves or plan.size == ShotSize.CLOSE_UP else 1)


def _framing(plan: Plan, reading: Reading) -> Framing:
    if plan.purpose in {"establish", "closing"}:
        return Framing.ESTABLISHING
    if plan.purpose == "insert" or (plan.purpose == "thing" and _handled(plan, reading)):
        return Framing.INSERT
    if plan.purpose == "view":
        return Framing.POINT_OF_VIEW
    if plan.viewer and len(plan.cast) > 1:
        return Framing.OVER_THE_SHOULDER
    count = len(plan.cast)
    return {0: Framing.SINGLE, 1: Framing.SINGLE, 2: Framing.TWO_SHOT, 3: Framing.THREE_SHOT}.get(
        count, Framing.GROUP
    )


def _size(plan: Plan, reading: Reading, passage: Passage) -> ShotSize:
    if plan.framing == Framing.ESTABLISHING:
        outside = passage.interior != "INT"
        return ShotSize.EXTREME_WIDE if outside or not plan.cast else ShotSize.WIDE
    if plan.framing == Framing.INSERT:
        return ShotSize.EXTREME_CLOSE_UP if plan.detail else ShotSize.CLOSE_UP
    if plan.purpose == "thing":
        return ShotSize.WIDE
    if plan.purpose == "reaction":
        return ShotSize.CLOSE_UP
    if plan.purpose == "speech":
        return _size_of_speech(plan)
    if len(plan.cast) > 2:
        return ShotSize.WIDE if plan.moves else ShotSize.MEDIUM_WIDE
    if plan.moves:
        return ShotSize.MEDIUM_WIDE if len(plan.cast) == 2 or _slow(plan) else ShotSize.WIDE
    if any("from a distance" in unit.text for unit in plan.units):
        return ShotSize.MEDIUM_WIDE
    return _size_of_doing(plan)


def _size_of_speech(plan: Plan) -> ShotSize:
    if plan.framing == Framing.OVER_THE_SHOULDER:
        return (
            ShotSize.MEDIUM
            if len(plan.lines) < 2 and plan.tension < 1
            else ShotSize.MEDIUM_CLOSE_UP
        )
    if len(plan.cast) > 1:
        return ShotSize.MEDIUM_WIDE
    return ShotSize.CLOSE_UP if plan.tension or plan.near else ShotSize.MEDIUM_CLOSE_UP


def _size_of_doing(plan: Plan) -> ShotSize:
    roles = {event.action.role for event in plan.events if event.action.phrase}
    if len(plan.cast) == 1 and roles and roles <= {"feel", "see", "look"}:
        return ShotSize.CLOSE_UP if "feel" in roles or plan.tension else ShotSize.MEDIUM_CLOSE_UP
    if len(plan.cast) == 1 and roles & {"feel"}:
        return ShotSize.MEDIUM_CLOSE_UP
    if roles & {"body"}:
        return ShotSize.MEDIUM_WIDE
    return ShotSize.MEDIUM


def _slow(plan: Plan) -> bool:
    return all(e.action.phrase != "runs" for e in plan.events)


def _handled(plan: Plan, reading: Reading) -> bool:
    prop = reading.props.get(plan.subject)
    return prop is not None and prop.noun not in NOT_INSERTED


def _angle(plan: Plan, reading: Reading, passage: Passage) -> Angle:
    """Low for power and threat, high for weakness, tilted for fear."""
    subject = reading.people.get(plan.subject)
    phrases = {e.action.phrase for e in plan.events if plan.subject in e.who}
    if plan.framing == Framing.ESTABLISHING:
        return Angle.HIGH if passage.interior == "EXT" and not plan.cast else Angle.EYE_LEVEL
    if plan.tension >= 3:
        return Angle.DUTCH if "trembles" in phrases or passage.weather == "storm" else Angle.LOW
    if plan.framing == Framing.POINT_OF_VIEW and passage.view:
        return Angle.HIGH
    if plan.framing == Framing.POINT_OF_VIEW and subject is not None:
        return Angle.HIGH if subject.animal or subject.kind in _YOUNG else Angle.EYE_LEVEL
    if subject is not None and subject.animal and len(plan.cast) == 1:
        return Angle.LOW
    if phrases & {"falls", "cries", "lies"} and len(plan.cast) == 1:
        return Angle.HIGH
    angry = any(e.action.emotion == "angry" for e in plan.events)
    return Angle.LOW if angry else Angle.EYE_LEVEL


def _movement(plan: Plan, passage: Passage) -> Movement:
    if plan.purpose == "closing":
        return Movement.BOOM_UP
    if plan.purpose == "establish" and not plan.moves:
        return Movement.TRUCK_RIGHT if passage.interior != "INT" else Movement.DOLLY_IN
    if plan.framing in {Framing.INSERT, Framing.POINT_OF_VIEW}:
        if plan.tension >= 3:
            return Movement.HANDHELD
        still = plan.framing == Framing.POINT_OF_VIEW and not plan.moves
        return Movement.DOLLY_IN if still else Movement.STATIC
    return _movement_of(plan.events, plan)


def _movement_of(events: list[Event], plan: Plan) -> Movement:
    mine = [e for e in events if plan.subject in e.who]
    if any(e.action.tension >= 3 for e in mine):
        return Movement.HANDHELD
    for event in mine:
        role = event.action.role
        if role == "exit" or (role == "move" and event.away):
            return Movement.PAN_RIGHT if len(plan.cast) == 1 else Movement.STATIC
        if role == "enter":
            return Movement.PAN_LEFT
        if role == "move" and event.action.seconds >= _LONG_WAY:
            return Movement.TRACKING
    phrases = [e.action.phrase for e in mine]
    if "embraces" in phrases:
        return Movement.ARC_RIGHT
    rises = any(e.action.role == "body" and e.action.phrase == "stands" for e in mine)
    if rises and plan.size not in {ShotSize.WIDE, ShotSize.EXTREME_WIDE}:
        return Movement.TILT_UP
    if phrases and phrases[0] in {"kneels", "sits", "crouches"}:
        return Movement.BOOM_DOWN
    roles = [e.action.role for e in mine]
    realizes = any(e.action.role in {"see", "feel"} or e.action.phrase == "looks up" for e in mine)
    nothing_moves = bool(plan.cast) and not plan.lines and all(r in _STILL for r in roles)
    alone = len(plan.cast) == 1
    return Movement.DOLLY_IN if alone and (realizes or nothing_moves) else Movement.STATIC
