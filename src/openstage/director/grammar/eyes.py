"""Where people look: at whom they give, watch or speak to, else at the one in frame with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Event, Reading

_MOVES = ("move", "enter", "exit")
_AT_WHOM = ("look", "see", "give", "speak")
_OWN_LOOK = ("looks up", "looks down", "looks around", "looks back")


class Eyes:
    def __init__(self, reading: Reading, mark: Callable[[str], str]) -> None:
        self._reading = reading
        self._mark = mark
        """The landmark of a target; empty for what cannot be looked at."""

    def lines(
        self, who: str, plan: Plan, mine: Sequence[Event], others: Sequence[str], kept: str,
        held: Sequence[str],
    ) -> tuple[str, str]:  # fmt: skip
        """What somebody looks at in the start frame, and in the end frame where that is another.

        `others` are those who are there, `kept` is the last look, `held` is what is in hand.
        """
        if any(unit.text.rstrip(".").endswith("from one to the other") for unit in plan.units):
            people = [other for other in others if not self._reading.people[other].animal]
            if mine and len(people) > 1:
                return people[0], people[1]
        first = self._first(who, plan, mine, others, held)
        if first is None:
            first = kept if kept in others else ""
        firm = [event for event in mine if not event.concurrent]
        last = firm[-1] if firm else None
        goes = last is not None and len(firm) > 1 and last.action.role in _MOVES
        then = last.goal if last is not None and (goes or last.action.role == "look") else ""
        return first, then if then != first and self._mark(then) else ""

    def _first(
        self, who: str, plan: Plan, mine: Sequence[Event], others: Sequence[str],
        held: Sequence[str],
    ) -> str | None:  # fmt: skip
        """None where nothing in the shot tells."""
        if any(who in e.objects and e.lemma in {"follow", "chase"} for e in plan.events):
            return ""  # whoever follows is not seen
        for event in mine:
            if event.action.role in _AT_WHOM:
                target = self._target(
                    who, (*event.objects, event.at, event.goal, event.origin), event
                )
                if target:
                    return target
        speakers = [line.speaker for line in plan.lines if line.speaker != who]
        if speakers or (plan.lines and plan.listener and plan.listener != who):
            return speakers[0] if speakers else plan.listener
        if self._offers(mine) and others:
            return plan.listener or self._partner(who, plan, others)
        for event in mine:
            carried = held if event.action.role in {*_MOVES, "hold"} else ()
            for target in (event.goal, *event.objects):
                if target and target not in {who, *carried} and self._mark(target):
                    return target
        if mine and any(event.action.phrase in _OWN_LOOK for event in mine):
            return ""
        seen = [other for other in plan.cast if other != who]
        if plan.subject in seen:
            return plan.subject
        return seen[0] if seen else None

    def _target(self, who: str, targets: Sequence[str], event: Event) -> str:
        """To give is to look at the one who gets it, not at what is given."""
        known = [t for t in targets if t and t != who]
        people = [t for t in known if t in self._reading.people]
        if event.action.role == "give" and not people:
            return ""
        return (people if event.action.role == "give" else known or [""])[0]

    @staticmethod
    def _offers(mine: Sequence[Event]) -> bool:
        return any(e.action.phrase == "holds out hand" and e.objects for e in mine)

    @staticmethod
    def _partner(who: str, plan: Plan, others: Sequence[str]) -> str:
        seen = [other for other in plan.cast if other != who]
        return seen[0] if seen else others[-1]
