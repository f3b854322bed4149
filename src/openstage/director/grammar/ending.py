"""How shots join: transitions between passages, the end of the film, match on action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openstage.director.grammar.plan import SIZES, Plan
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize, Transition


def close(
    plans: Sequence[Plan],
    leaving: str,
    *,
    first: bool,
    last: Sequence[Plan] = (),
    script_lock: bool = False,
) -> None:
    """Puts the transitions that the script gives between passages, and at the end."""
    term = Transition.in_text(leaving) or Transition.in_text(leaving.lower())
    if plans:
        if (
            term is not None
            and term != Transition.FADE_TO_BLACK
            and "transition" not in plans[0].told
        ):
            plans[0].transition = term
        elif term == Transition.FADE_TO_BLACK or first:
            plans[0].transition = Transition.FADE_FROM_BLACK
        return
    if not last:
        return
    end = last[-1]
    end.fades_out = term == Transition.FADE_TO_BLACK or not script_lock
    if not script_lock and len(last) > 1 and "movement" not in end.told and not end.lines:
        _look_back(end)


def _look_back(end: Plan) -> None:
    """The last picture rises above the place, wide enough to leave it."""
    alone = len(end.cast) == 1 and not end.moves
    end.movement = Movement.DOLLY_OUT if alone else Movement.BOOM_UP
    if end.framing == Framing.INSERT or "size" in end.told:
        return
    end.purpose = "closing" if not end.cast or end.moves else end.purpose
    if not any(event.who for event in end.events):
        end.purpose = "closing"
        end.size, end.framing = ShotSize.EXTREME_WIDE, Framing.ESTABLISHING
    elif SIZES.index(end.size) > SIZES.index(ShotSize.MEDIUM_WIDE) and len(end.cast) != 1:
        end.size = ShotSize.WIDE


def continuity(before: Plan, plan: Plan) -> Literal["cut", "continuous"]:
    """continuous: what the same person does at the end of one shot goes on in the next."""
    shared = set(before.cast) & set(plan.cast)
    if plan.transition != Transition.CUT or plan.purpose == "view" or not shared or not plan.events:
        return "cut"
    acting = {who for event in plan.events[:1] for who in event.who}
    ended = {who for event in before.events[-1:] for who in event.who}
    return "continuous" if shared & acting & ended else "cut"
