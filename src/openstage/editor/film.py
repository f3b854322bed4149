"""Cuts clips into a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Protocol

from openstage.crew import Frame
from openstage.editor.color import Converter, Picture, even
from openstage.editor.conform import conform
from openstage.editor.encoder import Preset
from openstage.editor.pictures import load_picture
from openstage.editor.plan import Cut, EditPlan, Placement, plan
from openstage.editor.slate import Slate
from openstage.editor.subtitles import captions
from openstage.editor.transitions import dissolve, fade, wipe
from openstage.editor.video import encode
from openstage.errors import UseError
from openstage.storyboard.document import Storyboard
from openstage.storyboard.vocabulary import Transition

__all__ = ["Cut", "Progress", "cut_film", "plan"]

_QUALITY = 20
_PRESET: Preset = "superfast"


class Progress(Protocol):
    def __call__(self, done: int, total: int, /) -> None:
        """Is told after every frame how many of how many are done."""


_Mix = Callable[[Frame, Frame, float], Frame]
_MIXES: dict[Transition, _Mix] = {Transition.DISSOLVE: dissolve, Transition.WIPE: wipe}


def cut_film(
    storyboard: Storyboard,
    cuts: Sequence[Cut],
    path: Path,
    *,
    slate: bool = False,
    subtitles: bool = True,
    progress: Progress | None = None,
) -> int:
    """Cuts the clips into one H.264 film at `path` and returns its number of frames.

    The film has the storyboard's size (an odd side one more, see `encode`), its exact rate, and the
    length that `plan` tells. Clips of another size, rate or length are conformed. With `slate`,
    every frame tells its shot and timecode, and a shot without a clip is shown by its start and end
    frame. With `subtitles`, the dialogue is a text track. The same input gives the same bytes.

    Raises UseError where a clip is missing or broken, DiskError where `path` cannot be written.
    """
    _check(cuts, slate)
    laid = plan(storyboard, cuts)
    frames = _Cutter(storyboard, laid, slate).frames()
    return encode(
        path,
        frames if progress is None else _telling(frames, laid.length, progress),
        width=storyboard.width,
        height=storyboard.height,
        fps=storyboard.fps,
        crf=_QUALITY,
        preset=_PRESET,
        captions=captions(laid) if subtitles else None,
    )


def _check(cuts: Sequence[Cut], slate: bool) -> None:
    """Finds what is missing before the work begins."""
    if not cuts:
        raise UseError("The storyboard has no shot to cut.", "Add a shot, or direct a story.")
    for cut in cuts:
        boarded = slate and cut.start is not None and cut.end is not None
        if cut.clip is None and not boarded:
            raise UseError(f"Shot {cut.shot.id} has no clip yet.", "Shoot it first.")


def _telling(
    frames: Iterator[Frame | Picture], total: int, progress: Progress
) -> Iterator[Frame | Picture]:
    for done, frame in enumerate(frames, start=1):
        yield frame
        progress(done, total)


@dataclass
class _Cutter:
    """Gives the frames of the film in order, holding a few at a time."""

    storyboard: Storyboard
    plan: EditPlan
    slate: bool

    def __post_init__(self) -> None:
        self._converter = Converter()

    def frames(self) -> Iterator[Frame | Picture]:
        film = self._unmarked()
        if not self.slate:
            return film
        return self._slated(film)

    def _unmarked(self) -> Iterator[Frame | Picture]:
        outgoing: Iterator[Frame | Picture] = iter(())
        for place in self.plan.placements:
            incoming = self._shot(place)
            yield from self._mixed(place, outgoing, incoming)
            for _ in range(place.frame_count - place.overlap_in - place.overlap_out):
                yield next(incoming)
            outgoing = incoming

    def _mixed(
        self,
        place: Placement,
        outgoing: Iterator[Frame | Picture],
        incoming: Iterator[Frame | Picture],
    ) -> Iterator[Frame]:
        """The frames that two shots share: both are moving while one becomes the other."""
        for k in range(place.overlap_in):
            mix = _MIXES[place.transition]
            share = (k + 1) / (place.overlap_in + 1)
            yield mix(self._rgb(next(outgoing)), self._rgb(next(incoming)), share)

    def _shot(self, place: Placement) -> Iterator[Frame | Picture]:
        """The frames of one shot with its fades; those that nothing is done to stay pictures."""
        for k, picture in enumerate(self._pictures(place.cut)):
            level = place.level(k)
            yield picture if level == 1 else fade(self._rgb(picture), level)

    def _pictures(self, cut: Cut) -> Iterator[Picture]:
        if cut.clip is None:
            return self._stills(cut)
        return conform(
            cut.clip,
            width=self.storyboard.width,
            height=self.storyboard.height,
            fps=self.storyboard.fps,
            frame_count=cut.shot.frame_count,
        )

    def _stills(self, cut: Cut) -> Iterator[Picture]:
        """A shot that is only boarded: its start frame for half its time, then its end frame."""
        size = (even(self.storyboard.width), even(self.storyboard.height))
        half = cut.shot.frame_count // 2
        shown = ((cut.start, cut.shot.frame_count - half), (cut.end, half))
        return chain.from_iterable(
            repeat(self._converter.picture(load_picture(path, size)), count)
            for path, count in shown
            if path is not None
        )

    def _slated(self, film: Iterator[Frame | Picture]) -> Iterator[Picture]:
        slate = Slate(self.storyboard, self.plan)
        for number, frame in enumerate(film):
            picture = frame if isinstance(frame, Picture) else self._converter.picture(frame)
            rows = slate.rows(picture.width, picture.height)
            strip = slate.draw(self._converter.bottom(picture, rows), number, picture.height)
            yield self._converter.with_bottom(picture, strip)

    def _rgb(self, frame: Frame | Picture) -> Frame:
        return self._converter.rgb(frame) if isinstance(frame, Picture) else frame
