"""Directions that a script gives: CLOSE ON, WIDE, MARA'S POV. They win over every rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openstage.director.grammar.lexicon.things import PARTS
from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Reading
from openstage.storyboard.vocabulary import Angle, Framing, Movement, ShotSize

_OWNER_OF_VIEW = re.compile(
    r"\W*(?:(\w+)['’]?S?\s+P\.?O\.?V\b|P\.?O\.?V\.?\s+(?:OF\s+)?(\w+)\s*[-–—:])"
)
"""MARA'S POV; POV MARA -"""
_WIDE = re.compile(r"^\W*WIDE\b")
_ANGLE_ON = re.compile(r"^\W*(?:ANGLE ON|REVERSE)")
_HEAD = re.compile(r"^[^a-z]{0,80}?(?:[:.—–-]\s|$)|^[^a-z]{0,80}")


def direction_of(text: str) -> str:
    """The part of a unit that is the direction: 'CLOSE ON MARA'S HANDS:'."""
    match = _HEAD.match(text)
    return match.group() if match else ""


def apply_direction(
    plan: Plan, reading: Reading, present: Sequence[str], done: Sequence[Plan]
) -> Plan:
    """Sets on the plan what the script dictates."""
    told = set(plan.told)
    head = " ".join(direction_of(u.text) for u in plan.units if u.kind == "direction")
    size = (
        ShotSize.WIDE
        if _WIDE.match(head)
        else ShotSize.in_text(head) or ShotSize.in_text(head.lower())
    )
    angle = Angle.in_text(head.lower()) if "ANGLE" in head and not _ANGLE_ON.match(head) else None
    movement = Movement.in_text(head.lower())
    framing = Framing.in_text(head) or Framing.in_text(head.lower())
    if size is not None:
        plan.size = size
        told.add("size")
    if angle is not None:
        plan.angle = angle
        told.add("angle")
    if movement is not None:
        plan.movement = movement
        told.add("movement")
    if framing is not None:
        plan.framing = framing
        told.add("framing")
    if framing == Framing.POINT_OF_VIEW:
        _point_of_view(plan, head, reading, present, done)
    elif framing == Framing.INSERT or (size in {ShotSize.CLOSE_UP, ShotSize.EXTREME_CLOSE_UP}):
        _close_on(plan, head, reading, told)
    elif framing == Framing.ESTABLISHING or (not plan.cast and _WIDE.match(head)):
        plan.purpose = "establish"
    plan.told = frozenset(told)
    return plan


def _point_of_view(
    plan: Plan, head: str, reading: Reading, present: Sequence[str], done: Sequence[Plan]
) -> None:
    plan.purpose = "view"
    owner = _OWNER_OF_VIEW.match(head)
    named = (owner.group(1) or owner.group(2)).lower().removesuffix("s") if owner else ""
    candidates = [p.id for p in reading.people.values() if named and p.id.startswith(named)]
    last = [p.subject for p in reversed(done) if p.subject in reading.people]
    seen = {who for event in plan.events for who in event.who}
    others = [who for who in (*last, *present) if who not in seen]
    plan.viewer = next(iter((*candidates, *others)), "")
    plan.cast = [who for who in plan.cast if who != plan.viewer]
    plan.subject = plan.cast[0] if plan.cast else (plan.props[0] if plan.props else "")


def _close_on(plan: Plan, head: str, reading: Reading, told: set[str]) -> None:
    """CLOSE ON a face is a single; on a hand or a thing it is an insert."""
    text = " ".join(unit.text.lower()[len(head) :] for unit in plan.units[:1])
    words = [*re.findall(r"[a-z]+", head.lower()), *re.findall(r"[a-z]+", text)[:8]]
    part = next((PARTS[word] for word in words if word in PARTS), "")
    prop = _first_named(plan, reading, words)
    if prop:
        plan.purpose, plan.subject, plan.framing = "insert", prop, Framing.INSERT
        told.add("framing")
    elif part in {"hands", "feet", "eyes"}:
        plan.purpose, plan.detail, plan.framing = "insert", part, Framing.INSERT
        told.add("framing")
    elif plan.props and not plan.cast:
        plan.purpose, plan.subject, plan.framing = "insert", plan.props[0], Framing.INSERT
        told.add("framing")
    plan.cast = plan.cast[:1]


def _first_named(plan: Plan, reading: Reading, words: Sequence[str]) -> str:
    """The prop that a direction names before any part of a body; empty where it names none."""
    nouns = {reading.props[prop].noun.split("-")[-1]: prop for prop in plan.props}
    first = next((word for word in words if word in PARTS or word in nouns), "")
    return nouns.get(first, "")
