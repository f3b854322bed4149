"""Faults of a storyboard that a schema cannot see: names that lead nowhere, and the like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from openstage.storyboard.document import Scene, Shot, Storyboard
from openstage.storyboard.vocabulary import Transition

STANDING = {"", "left", "right", "up", "down", "camera"}


@dataclass(frozen=True)
class Fault:
    place: str
    """scenes[0].shots[2].cast"""
    message: str
    level: Literal["error", "warning"] = "error"
    """An error keeps the film from being made; a warning tells what will look odd."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def check(storyboard: Storyboard) -> list[Fault]:
    """Every fault, in the order of the document."""
    return list(_faults(storyboard))


def _faults(storyboard: Storyboard) -> Iterator[Fault]:
    if storyboard.width % 2 or storyboard.height % 2:
        yield Fault(
            "width, height",
            "an odd number of pixels; the film is one pixel larger, since video needs even ones",
            "warning",
        )
    if not any(True for _ in storyboard.shots()):
        yield Fault("scenes", "there is no shot; a film needs at least one")
    known = _Known(
        cast={character.id for character in storyboard.cast},
        props={prop.id for prop in storyboard.props},
        locations={location.id for location in storyboard.locations},
    )
    for s, scene in enumerate(storyboard.scenes):
        path = f"scenes[{s}]"
        if scene.heading.location not in known.locations:
            yield _unknown(f"{path}.heading.location", scene.heading.location, known.locations)
        yield from _numbers(path, scene)
        for k, shot in enumerate(scene.shots):
            yield from _shot_faults(f"{path}.shots[{k}]", shot, known)


@dataclass(frozen=True)
class _Known:
    cast: set[str]
    props: set[str]
    locations: set[str]

    @property
    def visible(self) -> set[str]:
        return self.cast | self.props


def _unknown(place: str, name: str, known: set[str]) -> Fault:
    choice = ", ".join(sorted(known)) or "none is listed"
    return Fault(place, f"{name!r} is not in the bible (there: {choice})")


def _numbers(path: str, scene: Scene) -> Iterator[Fault]:
    for number, count in Counter(shot.number for shot in scene.shots).items():
        if count > 1:
            yield Fault(f"{path}.shots", f"the number {number} stands {count} times")


def _shot_faults(path: str, shot: Shot, known: _Known) -> Iterator[Fault]:
    for field, names, allowed in (
        ("cast", shot.cast, known.cast),
        ("props", shot.props, known.props),
        ("dialogue", [line.who for line in shot.dialogue], known.cast),
        ("blocking", [blocking.who for blocking in shot.blocking], known.visible),
        ("viewer", [shot.viewer] if shot.viewer else [], known.cast),
    ):
        for name in names:
            if name not in allowed:
                yield _unknown(f"{path}.{field}", name, allowed)
    for b, blocking in enumerate(shot.blocking):
        for name in (*blocking.holds, *(blocking.holds_end or ())):
            if name not in known.visible:
                yield _unknown(f"{path}.blocking[{b}].holds", name, known.props)
    for id, count in Counter(take.id for take in shot.takes).items():
        if count > 1:
            yield Fault(f"{path}.takes", f"the take {id!r} stands {count} times")
    for who, count in Counter(blocking.who for blocking in shot.blocking).items():
        if count > 1:
            yield Fault(
                f"{path}.blocking", f"{who!r} stands {count} times; the first counts", "warning"
            )
    if shot.take is not None and shot.take not in {take.id for take in shot.takes}:
        yield Fault(f"{path}.take", f"there is no take {shot.take!r}")
    if shot.locked and not shot.takes:
        yield Fault(f"{path}.locked", "it is locked, but there is no take to keep")
    if shot.transition_in is Transition.FADE_TO_BLACK:
        yield Fault(
            f"{path}.transition_in",
            "a shot cannot begin with a fade to black; write it as the transition_out of the "
            "shot before",
        )
    if shot.transition_frames is not None and shot.transition_frames > shot.frame_count:
        yield Fault(
            f"{path}.transition_frames",
            f"{shot.transition_frames} frames are longer than the shot ({shot.frame_count})",
            "warning",
        )
