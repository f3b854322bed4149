"""Aiming for a length: fewer shots by merging the least important, more by adding coverage."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from openstage.director.grammar.camera import choose_camera
from openstage.director.grammar.lexicon.things import NOT_INSERTED
from openstage.director.grammar.plan import Plan, Purpose
from openstage.director.grammar.reading import Passage, Reading
from openstage.director.grammar.timing import BREATH, LONGEST, seconds_of, spoken
from openstage.storyboard.vocabulary import Framing, ShotSize

Film = Sequence[tuple[Passage, list[Plan]]]
"""The passages in order, each with the shots that film it."""

_SHORTEST, _STRETCH = 0.6, 2.2
"""How far the pace of a shot is changed to meet a duration."""
_ROUNDS = 4
"""How often the pace is set anew, since shots that can give no more leave it to the others."""
_NEAR = 0.05
"""A duration is met within this share of it."""


def aim(film: Film, reading: Reading, shots: int | None, duration: float | None) -> str:
    """Brings the film near a number of shots and of seconds.

    Returns a sentence that says how near, where it cannot be met; else the empty string.
    """
    notes: list[str] = []
    if shots is not None:
        _to_count(film, reading, shots)
        count = _count(film)
        if count != shots:
            least_or_most = "fewest" if count > shots else "most"
            notes.append(
                f"{shots} shots were asked for; {count} is the {least_or_most} this story gives."
            )
    for _, plans in film:
        for plan in plans:
            plan.seconds = seconds_of(plan)
    if duration is not None:
        _to_duration(film, reading, duration, fixed=shots is not None)
        total = _seconds(film)
        if abs(total - duration) > _NEAR * duration:
            notes.append(
                f"{duration:g} s were asked for; {total:.0f} s is the nearest this story gives."
            )
    return " ".join(notes)


def _count(film: Film) -> int:
    return sum(len(plans) for _, plans in film)


def _seconds(film: Film) -> float:
    return sum(plan.seconds for _, plans in film for plan in plans)


def _to_count(film: Film, reading: Reading, shots: int) -> None:
    _add(film, reading, lambda plan: 1.0, shots)
    _merge_down(film, reading, lambda plan: 1.0, shots)


def _to_duration(film: Film, reading: Reading, duration: float, *, fixed: bool) -> None:
    if not fixed:
        _add(film, reading, lambda plan: _STRETCH * plan.seconds, duration)
        _merge_down(film, reading, _least, duration)
    for _ in range(_ROUNDS):
        _pace(film, duration)


def _pace(film: Film, duration: float) -> None:
    factor = duration / max(_seconds(film), 0.1)
    for _, plans in film:
        for plan in plans:
            natural = seconds_of(plan)
            most = max(min(natural * _STRETCH, LONGEST), _least(plan))
            plan.seconds = min(max(plan.seconds * factor, _least(plan)), most)


def _least(plan: Plan) -> float:
    """The shortest a shot may be: its lines must be said, its action must be seen."""
    words = sum(spoken(unit.text) - BREATH / 2 for unit in plan.lines)
    return max(words, _SHORTEST * seconds_of(plan))


# --- fewer -------------------------------------------------------------------------------


def _merge_down(
    film: Film, reading: Reading, measure: Callable[[Plan], float], limit: float
) -> None:
    """Merges the pair that costs the audience least, until the measures add up to the limit."""
    total = sum(measure(plan) for _, plans in film for plan in plans)
    best = [_cheapest(plans) for _, plans in film]
    while total > limit:
        number = min(range(len(film)), key=lambda n: best[n][0])
        loss, index = best[number]
        if loss == math.inf:
            return
        passage, plans = film[number]
        merged = _merged(plans[index], plans[index + 1])
        choose_camera(merged, reading, passage)
        merged.seconds = seconds_of(merged)
        total += measure(merged) - measure(plans[index]) - measure(plans[index + 1])
        plans[index : index + 2] = [merged]
        best[number] = _cheapest(plans)


def _cheapest(plans: Sequence[Plan]) -> tuple[float, int]:
    """The loss of the best pair of neighbors, and the index of its first; infinite without any."""
    pairs = enumerate(itertools.pairwise(plans))
    return min(((_loss(*pair), index) for index, pair in pairs), default=(math.inf, 0))


def _loss(first: Plan, second: Plan) -> float:
    """What the audience loses when two shots become one."""
    shared = set(first.cast) & set(second.cast)
    together = 0.3 if shared else 0.0 if not (first.cast and second.cast) else -0.2
    crowded = 0.15 * max(0, len(set(first.cast) | set(second.cast)) - 3)
    return min(first.importance, second.importance) - together + crowded + 0.05 * len(first.units)


def _merged(first: Plan, second: Plan) -> Plan:
    main, minor = (first, second) if first.importance >= second.importance else (second, first)
    units = list(first.units) + [u for u in second.units if u not in first.units]
    events = list(first.events) + [e for e in second.events if e not in first.events]
    purpose = main.purpose if main.purpose not in {"insert", "view", "reaction"} else "action"
    plan = Plan(purpose, units, events)
    plan.cast = list(dict.fromkeys([*main.cast, *minor.cast]))
    plan.subject = main.subject or minor.subject
    plan.props = list(dict.fromkeys([*first.props, *second.props]))
    plan.lines = [*first.lines, *(u for u in second.lines if u not in first.lines)]
    plan.purpose = "speech" if plan.lines and plan.purpose == "action" else plan.purpose
    plan.listener = main.listener or minor.listener
    plan.sound = " ".join(s for s in (first.sound, second.sound) if s)
    plan.transition, plan.fades_out = first.transition, second.fades_out
    return plan


# --- more --------------------------------------------------------------------------------


def _add(film: Film, reading: Reading, measure: Callable[[Plan], float], wanted: float) -> None:
    """Adds coverage, kind by kind, until the measures add up or nothing is left to add."""
    total = sum(measure(plan) for _, plans in film for plan in plans)
    for kind in (_reaction, _detail, _face, _whole):
        for passage, plans in film:
            for plan in [plan for plan in plans if not plan.shared]:
                extra = kind(plan, reading) if total < wanted else None
                if extra is None:
                    continue
                choose_camera(extra, reading, passage)
                extra.seconds = seconds_of(extra)
                extra.fades_out, plan.fades_out = plan.fades_out, False
                plans.insert(_place_of(plan, plans) + 1, extra)
                total += measure(extra)


def _place_of(plan: Plan, plans: Sequence[Plan]) -> int:
    return next(index for index, other in enumerate(plans) if other is plan)


def _reaction(plan: Plan, reading: Reading) -> Plan | None:
    """The face of who is spoken to."""
    if not plan.lines or not plan.listener or plan.listener == plan.subject:
        return None
    return _extra(plan, "reaction", plan.listener)


def _detail(plan: Plan, reading: Reading) -> Plan | None:
    """The thing that is handled."""
    for event in plan.events:
        for prop in event.objects:
            known = reading.props.get(prop)
            if known is not None and known.noun not in NOT_INSERTED and plan.purpose != "insert":
                extra = _extra(plan, "insert", "")
                extra.subject, extra.props = prop, [prop]
                return extra
    return None


def _face(plan: Plan, reading: Reading) -> Plan | None:
    """The face of who acts, closer."""
    if plan.subject not in reading.people or plan.purpose not in {"action", "view"}:
        return None
    return _extra(plan, "reaction", plan.subject)


def _whole(plan: Plan, reading: Reading) -> Plan | None:
    """The whole place once more, with everybody in it."""
    if plan.purpose in {"establish", "closing"} or len(plan.cast) < 1:
        return None
    extra = _extra(plan, "action", plan.cast[0])
    extra.cast = list(plan.cast)
    extra.size, extra.framing = ShotSize.WIDE, Framing.GROUP
    extra.told = frozenset({"size"})
    return extra


def _extra(plan: Plan, purpose: Purpose, who: str) -> Plan:
    extra = Plan(purpose, list(plan.units), shared=True)
    extra.cast = [who] if who else []
    extra.subject = who
    return extra
