"""Plots: what happens in which scene, and to whom.

A scene is a row of steps. A step with a question mark happens or not.

    open A        is there when the scene begins     talk A B      two lines
    enter A       comes                              long A B      three lines
    see B A       B is seen by A's eyes              call A        a line to nobody
    act A         does something                     leave A       goes
    meet A        goes to another, gives, embraces   together A B  go together
    all A B       do the same                        animal        it comes, or does something
    pet A         the animal comes and is stroked    voice         it is heard
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plot:
    name: str
    weight: float
    people: int
    scenes: tuple[tuple[int, str], ...]
    """The place of each scene, 0 or 1, and its steps."""
    animal: float = 0.12
    """How often an animal comes into it, where its steps name one."""


PLOTS: tuple[Plot, ...] = (
    Plot("alone", 1.2, 1, (
        (0, "open A; act A; act A; animal?; act A; call A?; act A; voice?; act A; leave A?"),)),
    Plot("on the way", 1.6, 1, (
        (0, "open A; act A; act A?; leave A"),
        (1, "enter A; act A; animal?; act A; act A?"))),
    Plot("a meeting", 2.0, 2, (
        (0, "open A; act A?; enter B; talk A B; meet B?; act A; all A B?; animal?; leave B?"),)),
    Plot("a visit", 1.6, 2, (
        (0, "open A; act A; leave A"),
        (1, "open B; enter A; talk B A; meet A?; act B?; all A B?"))),
    Plot("seen", 1.4, 2, (
        (0, "open A; act A; see B A; act A?; meet B; talk A B?; together A B?"),)),
    Plot("cross-cutting", 3.0, 2, (
        (0, "open A; act A?; act A?"),
        (1, "open B; act B; animal?; act B; act B; act B?"),
        (0, "act A; act A?; act A?"))),
    Plot("two here, one there", 2.2, 3, (
        (0, "open A; act A?"),
        (1, "open B; enter C; talk B C; act B; act C?"),
        (0, "act A; act A?"))),
    Plot("crossing paths", 1.6, 2, (
        (0, "open A; act A?; leave A"),
        (1, "open B; act B; act B?; enter A; talk A B?; meet A"))),
    Plot("three", 1.6, 3, (
        (0, "open A; act A?; enter B; long A B; enter C; act C; all A B C; act A"),)),
    Plot("somebody comes back", 2.0, 3, (
        (0, "open A; enter B; leave A; act B; enter C; talk B C; enter A; all A B C?; act A"),)),
    Plot("long talk", 1.0, 2, (
        (0, "open A; enter B; long A B; act B; talk B A; act A"),)),
    Plot("with an animal", 1.6, 1, (
        (0, "open A; act A; animal; pet A; voice; act A; animal; act A?"),), 1.0),
)  # fmt: skip
