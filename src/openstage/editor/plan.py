"""Where every shot lies in the film, and how one becomes the next.

Film length = sum of the shots' frame counts - sum of the overlaps. A dissolve or a wipe overlaps
the tail of the outgoing shot with the head of the incoming one; a fade happens inside its own shot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openstage.storyboard.document import Scene, Shot, Storyboard
from openstage.storyboard.vocabulary import Transition

OVERLAPPING = frozenset({Transition.DISSOLVE, Transition.WIPE})
_OVERLAP_SECONDS = Fraction(1, 2)
_FADE_SECONDS = Fraction(1)


@dataclass(frozen=True)
class Cut:
    """A shot as the editor gets it: its text and, as far as they are made, its pictures."""

    shot: Shot
    scene: Scene
    clip: Path | None = None
    start: Path | None = None
    """The start frame, a picture file."""
    end: Path | None = None
    take: str = ""
    """The id of the take whose pictures these are."""


@dataclass(frozen=True)
class Edit:
    """All that a film is cut from: the one input of every writer of this room."""

    storyboard: Storyboard
    cuts: Sequence[Cut]
    takes: Sequence[Cut] = ()
    """All takes of the shots that have several, to choose from."""


@dataclass(frozen=True)
class Placement:
    """A shot in the film. All numbers are frames of the film's rate."""

    cut: Cut
    start: int
    """The frame of the film at which the shot begins to be seen."""
    transition: Transition = Transition.CUT
    """How it begins: cut, match cut, dissolve, wipe or fade from black."""
    overlap_in: int = 0
    """How many of its first frames share the screen with the last ones of the shot before."""
    overlap_out: int = 0
    """How many of its last frames share the screen with the first ones of the next shot."""
    fade_in: int = 0
    fade_out: int = 0

    @property
    def frame_count(self) -> int:
        return self.cut.shot.frame_count

    @property
    def end(self) -> int:
        """The first frame of the film at which the shot is not seen any more."""
        return self.start + self.frame_count

    def level(self, frame: int) -> float:
        """How bright the shot's own frame number `frame` is: 0 is black, 1 as it was shot."""
        rising = frame / self.fade_in if frame < self.fade_in else 1.0
        left = self.frame_count - 1 - frame
        falling = left / self.fade_out if left < self.fade_out else 1.0
        return min(rising, falling)


@dataclass(frozen=True)
class EditPlan:
    fps: Fraction
    placements: tuple[Placement, ...]

    @property
    def length(self) -> int:
        """Frames of the whole film."""
        return self.placements[-1].end if self.placements else 0

    def at(self, frame: int) -> list[Placement]:
        """The shots that are seen at a frame of the film: one, or two where they overlap."""
        return [place for place in self.placements if place.start <= frame < place.end]


def plan(storyboard: Storyboard, cuts: Sequence[Cut]) -> EditPlan:
    """Lays the shots one after the other.

    A dissolve or wipe takes half a second and a fade one second, or the shot's `transition_frames`;
    an overlap is at most a third of either shot, a fade at most half of its own. A dissolve from
    nothing (the first shot, or after black) is a fade from black; a wipe from nothing is a cut.
    """
    joints = [
        _joint(cut, previous, storyboard.fps)
        for cut, previous in zip(cuts, [None, *cuts], strict=False)
    ]
    overlaps_out = [*(joint.overlap for joint in joints[1:]), 0]
    following = [*(cut.shot for cut in cuts[1:]), None]
    placements: list[Placement] = []
    start = 0
    for cut, joint, overlap_out, after in zip(cuts, joints, overlaps_out, following, strict=False):
        start -= joint.overlap
        placements.append(
            Placement(
                cut=cut,
                start=start,
                transition=joint.transition,
                overlap_in=joint.overlap,
                overlap_out=overlap_out,
                fade_in=joint.fade_in,
                fade_out=_fade_out(cut.shot, after, storyboard.fps),
            )
        )
        start += cut.shot.frame_count
    return EditPlan(storyboard.fps, tuple(placements))


@dataclass(frozen=True)
class _Joint:
    """How a shot begins, given what there is before it."""

    transition: Transition
    overlap: int = 0
    fade_in: int = 0


def _joint(cut: Cut, previous: Cut | None, fps: Fraction) -> _Joint:
    transition = _transition(cut, previous)
    if transition is Transition.FADE_FROM_BLACK:
        return _Joint(transition, fade_in=_fade(cut.shot, cut.shot.transition_frames, fps))
    if previous is None or transition not in OVERLAPPING:
        return _Joint(transition)
    overlap = _overlap(previous.shot, cut.shot, fps)
    return _Joint(transition, overlap) if overlap else _Joint(Transition.CUT)


def _goes_to_black(shot: Shot, following: Shot | None) -> bool:
    told_by_next = following is not None and following.transition_in is Transition.FADE_TO_BLACK
    return told_by_next or shot.transition_out == "fade to black"


def _transition(cut: Cut, previous: Cut | None) -> Transition:
    """What the shot's transition comes to, given what there is before it."""
    transition = cut.shot.transition_in
    from_nothing = previous is None or _goes_to_black(previous.shot, cut.shot)
    if not from_nothing:
        return transition
    replaced = {
        Transition.DISSOLVE: Transition.FADE_FROM_BLACK,
        Transition.WIPE: Transition.CUT,
        Transition.FADE_TO_BLACK: Transition.CUT,
    }
    return replaced.get(transition, transition)


def _overlap(outgoing: Shot, incoming: Shot, fps: Fraction) -> int:
    wanted = incoming.transition_frames or round(fps * _OVERLAP_SECONDS)
    return min(wanted, outgoing.frame_count // 3, incoming.frame_count // 3)


def _fade(shot: Shot, wanted: int | None, fps: Fraction) -> int:
    return min(wanted or round(fps * _FADE_SECONDS), shot.frame_count // 2)


def _fade_out(shot: Shot, following: Shot | None, fps: Fraction) -> int:
    if not _goes_to_black(shot, following):
        return 0
    told_by = shot if shot.transition_out == "fade to black" else following or shot
    return _fade(shot, told_by.transition_frames, fps)
