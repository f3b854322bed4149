"""Ways across a floor, around the furniture: A* on a grid, then pulled tight like a string."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from heapq import heappop, heappush
from math import ceil

from openstage.world.blocking.places import Floor, Spot, distance, facing_to, step

CELL = 0.25
"""Meters."""

Cell = tuple[int, int]

_STEPS = [(dx, dz) for dx in (-1, 0, 1) for dz in (-1, 0, 1) if dx or dz]


def way(floor: Floor, start: Spot, end: Spot) -> tuple[Spot, ...]:
    """The turning points between `start` and `end`; none where the straight way is open.

    Also none where there is no way at all: then the figure goes straight.
    """
    if _clear(floor, start, end):
        return ()
    cells = _search(floor, start, end)
    if not cells:
        return ()
    return tuple(_pull(floor, [start, *cells, end])[1:-1])


def length(start: Spot, turns: tuple[Spot, ...], end: Spot) -> float:
    """Meters from `start` by the turning points to `end`."""
    stops = [start, *turns, end]
    return sum(distance(a, b) for a, b in itertools.pairwise(stops))


def part_of_way(
    start: Spot, turns: tuple[Spot, ...], end: Spot, reach: float
) -> tuple[tuple[Spot, ...], Spot]:
    """The turns and the place that are reached after `reach` meters."""
    stops = [start, *turns, end]
    passed: list[Spot] = []
    for a, b in itertools.pairwise(stops):
        leg = distance(a, b)
        if leg >= reach:
            return tuple(passed), step(a, facing_to(a, b), reach)
        reach -= leg
        passed.append(b)
    return turns, end


def _clear(floor: Floor, a: Spot, b: Spot) -> bool:
    """Whether the straight line is open; its ends may be at a seat among furniture."""
    count = max(2, ceil(distance(a, b) / 0.12))
    for i in range(1, count):
        share = i / count
        spot = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        at_an_end = min(distance(spot, a), distance(spot, b)) < 0.55
        if not at_an_end and floor.within(spot) and not floor.open(spot):
            return False
    return True


def _search(floor: Floor, start: Spot, end: Spot) -> list[Spot]:
    """The cells of the shortest way, or none."""
    x0, _, z0, _ = floor.plan.bounds

    def cell(spot: Spot) -> Cell:
        return round((spot[0] - x0) / CELL), round((spot[1] - z0) / CELL)

    def spot(at: Cell) -> Spot:
        return x0 + at[0] * CELL, z0 + at[1] * CELL

    @cache
    def is_open(at: Cell) -> bool:
        return floor.open(spot(at))

    first, last = cell(floor.nearest(start, 0.0)), cell(floor.nearest(end, 0.0))
    goal = spot(last)
    best: dict[Cell, float] = {first: 0.0}
    before: dict[Cell, Cell] = {}
    heap = [(distance(spot(first), goal), first)]
    while heap:
        _, at = heappop(heap)
        if at == last:
            return _trace(before, last, spot)
        for dx, dz in _STEPS:
            there = (at[0] + dx, at[1] + dz)
            if there != last and not is_open(there):
                continue
            cost = best[at] + CELL * (dx * dx + dz * dz) ** 0.5
            if cost < best.get(there, 1e9) - 1e-9:
                best[there] = cost
                before[there] = at
                heappush(heap, (cost + distance(spot(there), goal), there))
    return []


def _trace(before: dict[Cell, Cell], last: Cell, spot: Callable[[Cell], Spot]) -> list[Spot]:
    cells = [last]
    while cells[-1] in before:
        cells.append(before[cells[-1]])
    return [spot(at) for at in reversed(cells)]


def _pull(floor: Floor, stops: list[Spot]) -> list[Spot]:
    """Leaves away the stops between two that see each other."""
    kept = [stops[0]]
    at = 0
    while at < len(stops) - 1:
        ahead = len(stops) - 1
        while ahead > at + 1 and not _clear(floor, stops[at], stops[ahead]):
            ahead -= 1
        kept.append(stops[ahead])
        at = ahead
    return kept
