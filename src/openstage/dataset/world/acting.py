"""What somebody can do as things stand, and what is so when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from openstage.dataset.world.acts import ANIMALS, PEOPLE, Act, Sort
from openstage.dataset.world.casting import Being
from openstage.dataset.world.chance import draw
from openstage.dataset.world.places import Place
from openstage.dataset.world.things import draw_thing, introduced, use_of

AGAIN = 0.15
"""How much less often somebody does what they did already."""


def choose(
    rng: Random,
    who: Being,
    present: Sequence[Being],
    place: Place,
    sorts: Sequence[Sort] = (),
) -> Act:
    """Something that `who` can do; of the given sorts, where there is something of them."""
    can = {
        act: act.weight * (AGAIN if act.words in who.done else 1.0)
        for act in (PEOPLE if who.look else ANIMALS)
        if _can(act, who, present, place)
    }
    wanted = {act: weight for act, weight in can.items() if act.sort in sorts}
    return draw(rng, wanted or can)


def _can(act: Act, who: Being, present: Sequence[Being], place: Place) -> bool:
    there = {
        "": True,
        "bed": place.bed,
        "window": place.window and who.near == "window",
        "door": place.door and who.near == "door",
        "top": who.pose == "sit" or who.near in place.tops,
    }
    return (
        who.pose in act.poses.split()
        and there[act.needs]
        and _in_hand(act, who)
        and (not act.other or bool(_partners(act, who, present)))
    )


def _in_hand(act: Act, who: Being) -> bool:
    if act.holds == "":
        return True
    if act.holds in ("nothing", "something"):
        return bool(who.holds) == (act.holds == "something")
    return use_of(who.holds) == act.holds


def _partners(act: Act, who: Being, present: Sequence[Being]) -> list[Being]:
    """With whom it can be done; people, unless it is done with an animal."""
    animal = act.other == "animal"
    others = [other for other in present if other is not who and (other.look is None) == animal]
    fits = {
        "anybody": lambda other: True,
        "near": lambda other: _together(who, other) and other.pose == "stand",
        "animal": lambda other: _together(who, other),
        "apart": lambda other: not _together(who, other),
    }
    return list(filter(fits[act.other], others))


def _together(one: Being, other: Being) -> bool:
    return one.near == other.name or other.near == one.name


def do(rng: Random, act: Act, who: Being, present: Sequence[Being], place: Place) -> str:
    """The words of an act; `who` is as they are when it is done."""
    other = rng.choice(_partners(act, who, present)) if act.other else None
    spot = rng.choice([spot for spot in place.spots if spot != who.near])
    new = draw_thing(rng) if act.hand == "takes" else ""
    told = act.words.format(
        spot=spot,
        seat=rng.choice(place.seats),
        top=who.near if who.near in place.tops else rng.choice(place.tops),
        thing=who.holds,
        new=introduced(rng, new) if new else "",
        other=other.name if other else "",
        her="her" if who.gender == "f" else "his",
    )
    who.done.add(act.words)
    _is_done(act, who, other, spot, new)
    return told


def _is_done(act: Act, who: Being, other: Being | None, spot: str, new: str) -> None:
    if act.after:
        who.pose = act.after
        who.near = who.near if act.after == "kneel" else ""
    if act.sort == "move":
        who.near = spot
    if act.other == "apart" and other:
        who.near = other.name
    if act.hand == "gives" and other:
        other.holds, other.shown = who.holds, True
    if act.hand:
        who.holds, who.shown = new, bool(new)
