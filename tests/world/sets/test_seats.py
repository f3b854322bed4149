"""Who sits is before the back of the seat, for every camera that looks them in the face."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from openstage.world.figures import dress, figure_parts, pose
from openstage.world.geometry import Array, Point, direction
from openstage.world.painter import BuiltSet
from openstage.world.scene import Mark
from openstage.world.sets import SETS, built_set
from openstage.world.staging import Role, Stance

SEATS = [
    pytest.param(name, mark, id=f"{name}: {mark.name}")
    for name in sorted(SETS)
    for mark in built_set(name).plan.marks
    if mark.pose == "sit" and not mark.for_things
]
CAST = (
    dress("woman", "tall", "Iris")[0],
    dress("man", "", "Tomas")[0],
    dress("girl", "", "Pia")[0],
)


def sitter(mark: Mark, which: int) -> Role:
    stance = Stance(mark.x, mark.z, mark.facing, mark.height, "sit")
    return Role("x", CAST[which], stance, stance)


def before(mark: Mark, points: Array) -> Array:
    """(N, 3) in the world to (N, 3): right of the mark, up, and ahead of it."""
    ahead, right = direction(mark.facing), direction(mark.facing + 90.0)
    offset = points - np.array([mark.x, 0.0, mark.z])
    return np.stack([offset @ right, points[:, 1], offset @ ahead], axis=1)


def back_of(built: BuiltSet, mark: Mark) -> set[int]:
    """The faces of the tree that are the seat's back, without its narrow sides."""
    found = set()
    for number, face in enumerate(built.tree.faces):
        right, up, ahead = before(mark, face.points).T
        beside = -1.0 < right.mean() < 1.0 and right.max() > -0.2 and right.min() < 0.2
        high = mark.height + 0.08 < up.mean() < mark.height + 0.75
        behind = ahead.max() < 0.0 and ahead.min() > -0.75
        if beside and high and behind:
            found.add(number)
    return found


def drawn_over(built: BuiltSet, point: Array, eye: Point) -> set[int]:
    """The faces, of those that are turned to the eye, that come after what stands at `point`."""
    leaf, after, reached = built.tree.leaf(point), set[int](), False

    def arrive(number: int) -> None:
        nonlocal reached
        reached = reached or number == leaf

    def take(order: list[int]) -> None:
        if reached:
            after.update(order)

    built.tree.walk(np.array(eye), take, arrive)
    planes = {number: built.tree.faces[number].plane for number in after}
    return {number for number, (normal, offset) in planes.items() if normal @ eye > offset}


@pytest.mark.parametrize("which", range(len(CAST)))
@pytest.mark.parametrize(("name", "mark"), SEATS)
def test_nothing_of_the_seat_is_drawn_over_the_sitter(name: str, mark: Mark, which: int) -> None:
    built, role = built_set(name), sitter(mark, which)
    back = back_of(built, mark)
    skeleton = pose(role, 0.5, 3.0)
    # Forearms beside the seat hide nothing of it: trunk, hair and head are what counts.
    upper = [
        part.center
        for part in figure_parts(role, skeleton)
        if part.center[1] > mark.height + 0.15 and abs(before(mark, part.center[None])[0, 0]) < 0.15
    ]
    assert upper
    for turn, height, away in product((-60, -30, 0, 30, 60), (0.7, 1.2, 2.0), (1.2, 3.0)):
        ground = np.array([mark.x, 0.0, mark.z]) + direction(mark.facing + turn) * away
        eye = (float(ground[0]), height, float(ground[2]))
        for center in upper:
            assert not back & drawn_over(built, center, eye), (turn, height, away)


@pytest.mark.parametrize(("name", "mark"), SEATS)
def test_the_trunk_leans_against_nothing_that_cuts_it(name: str, mark: Mark) -> None:
    built = built_set(name)
    joints = pose(sitter(mark, 0), 0.5, 3.0).joints
    fronts = [
        before(mark, built.tree.faces[number].points)[:, 2].max() for number in back_of(built, mark)
    ]
    for joint in ("chest", "waist"):
        at = before(mark, joints[joint][None])[0, 2]
        assert at - max(fronts, default=-1.0) > 0.07, joint
