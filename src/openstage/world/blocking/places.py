"""Words for places of a set, led to its marks; and where on its floor a body has room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, cos, degrees, hypot, radians, sin

from openstage.world.blocking.lexicon import tokens
from openstage.world.scene import Mark, SetPlan

Spot = tuple[float, float]
"""x, z on the floor of the set."""

SMALL_WORDS = frozenset(
    (
        *("the", "a", "an", "of", "to", "at", "in", "on", "into", "onto", "by", "near", "next"),
        *("beside", "behind", "before", "under", "over", "from", "with", "his", "her", "its"),
        *("their", "front", "toward", "towards", "around", "along", "and"),
    )
)
SYNONYMS: dict[str, tuple[str, ...]] = {
    "computer": ("desk",),
    "screen": ("desk", "computer"),
    "seat": ("chair", "bench", "sofa"),
    "chair": ("seat", "desk", "table"),
    "doorway": ("door",),
    "entrance": ("door",),
    "exit": ("door",),
    "gate": ("door",),
    "corridor": ("door", "far end"),
    "counter": ("stove", "sink", "table"),
    "lift": ("elevator",),
    "far end": ("end", "back", "background"),
    "distance": ("far end", "background"),
    "background": ("far end", "back"),
    "road": ("street", "middle"),
    "middle": ("center",),
    "centre": ("center",),
    "floor": ("center",),
    "ground": ("center",),
    "bicycle": ("bike", "bench"),
    "rocks": ("rock", "cliff"),
    "sea": ("shore", "water"),
}
ARM = 0.95
"""Meters: how near somebody stands who is 'next to' another."""


def find_mark(plan: SetPlan, words: str, *, things: bool = False) -> Mark | None:
    """The mark that `words` name best; None where no mark of the set answers to them.

    `things` prefers marks to put things on; without it a mark to be at wins.
    """
    exact = next((mark for mark in plan.marks if _named(mark, words.strip().lower())), None)
    if exact is not None and exact.for_things == things:
        return exact
    wanted = [word for word in tokens(words) if word not in SMALL_WORDS]
    if not wanted:
        return None
    best: tuple[float, Mark] | None = None
    for mark in plan.marks:
        score = max((_likeness(wanted, name) for name in (mark.name, *mark.words)), default=0.0)
        score += 0.05 * (mark.for_things == things)
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, mark)
    if best is not None:
        return best[1]
    for word in (" ".join(wanted), *wanted):
        for other in SYNONYMS.get(word, ()):
            found = next((m for m in plan.marks if _named(m, other)), None)
            if found is not None:
                return found
    return None


def _likeness(wanted: Sequence[str], name: str) -> float:
    """How much of the name is said, and how much of what is said is the name: 0 to 1."""
    own = [_stem(word) for word in tokens(name) if word not in SMALL_WORDS]
    said = [_stem(word) for word in wanted]
    if not own:
        return 0.0
    both = len(set(own) & set(said))
    return 0.6 * both / len(own) + 0.4 * both / len(said)


def _named(mark: Mark, word: str) -> bool:
    return word == mark.name or word in mark.words


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def generic_spot(plan: SetPlan, words: str) -> Spot | None:
    """Places that every set has: its middle, its ends and its sides, as the master shot sees it."""
    x0, x1, z0, z1 = plan.bounds
    ahead = (sin(radians(plan.master)), cos(radians(plan.master)))
    right = (ahead[1], -ahead[0])
    depth = abs(ahead[0]) * (x1 - x0) / 2 + abs(ahead[1]) * (z1 - z0) / 2
    width = abs(right[0]) * (x1 - x0) / 2 + abs(right[1]) * (z1 - z0) / 2
    middle = ((x0 + x1) / 2, (z0 + z1) / 2)
    said = f" {' '.join(tokens(words))} "
    for names, along, across in _REGIONS:
        if any(f" {name} " in said for name in names):
            return (
                middle[0] + ahead[0] * along * depth + right[0] * across * width,
                middle[1] + ahead[1] * along * depth + right[1] * across * width,
            )
    return None


_REGIONS: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("far end", "background", "back", "distance", "horizon", "end"), 0.85, 0.0),
    (("near end", "foreground", "front"), -0.7, 0.0),
    (("left", "corner"), 0.3, -0.75),
    (("right",), 0.3, 0.75),
    (("middle", "center", "centre", "floor", "ground", "room", "street", "road"), 0.0, 0.0),
)
"""Words; how far along the look of the master camera; how far to its right: -1 to 1."""


def distance(a: Spot, b: Spot) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def facing_to(a: Spot, b: Spot) -> float:
    """Degrees: the way from `a` to `b`; 0 is +z, 90 is +x."""
    return degrees(atan2(b[0] - a[0], b[1] - a[1]))


def step(a: Spot, facing: float, meters: float) -> Spot:
    """`meters` from `a` along `facing`."""
    return (a[0] + meters * sin(radians(facing)), a[1] + meters * cos(radians(facing)))


class Floor:
    """Where there is room: the bounds of a set, less its furniture, less those who stand on it."""

    def __init__(self, plan: SetPlan, radius: float = 0.28) -> None:
        self.plan = plan
        self._blocked = [
            (x0 - radius, x1 + radius, z0 - radius, z1 + radius)
            for x0, x1, z0, z1 in plan.obstacles
        ]
        self.taken: list[Spot] = []

    def within(self, spot: Spot, margin: float = 0.15) -> bool:
        x0, x1, z0, z1 = self.plan.bounds
        return x0 + margin <= spot[0] <= x1 - margin and z0 + margin <= spot[1] <= z1 - margin

    def open(self, spot: Spot) -> bool:
        """In bounds and clear of furniture."""
        x, z = spot
        return self.within(spot) and not any(
            x0 < x < x1 and z0 < z < z1 for x0, x1, z0, z1 in self._blocked
        )

    def free(self, spot: Spot, space: float = 0.6) -> bool:
        """Open, and nobody stands nearer than `space` meters."""
        return self.open(spot) and all(distance(spot, other) >= space for other in self.taken)

    def nearest(self, spot: Spot, space: float = 0.6) -> Spot:
        """`spot`, or the free place nearest to it; `spot` where all is full."""
        if self.free(spot, space):
            return spot
        for ring in range(1, 30):
            around = [step(spot, angle, 0.2 * ring) for angle in range(0, 360, max(8, 60 // ring))]
            free = [place for place in around if self.free(place, space)]
            if free:
                center = self.plan.center
                return min(free, key=lambda place: distance(place, center))
        return spot

    def beside(self, spot: Spot, prefer: float, meters: float = ARM) -> Spot:
        """A free place `meters` from `spot`, as near to the side `prefer` (degrees) as can be."""
        for turn in (0, 20, -20, 40, -40, 65, -65, 90, -90, 120, -120, 150, -150, 180):
            place = step(spot, prefer + turn, meters)
            if self.free(place, min(0.55, meters)):
                return place
        return self.nearest(step(spot, prefer, meters), 0.5)

    def take(self, spots: Iterable[Spot]) -> None:
        self.taken.extend(spots)
