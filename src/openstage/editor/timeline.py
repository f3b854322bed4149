"""The edit as an OpenTimelineIO timeline: what other editing programs go on with.

Clips lie end to end. Where two overlap in the film, the cut is in the middle of the overlap, and a
transition reaches from there into either clip. A fade is a marker on its clip. All that the
storyboard knows about a shot is in its clip's metadata under `openstage`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from os.path import relpath
from pathlib import Path
from urllib.parse import quote

import opentimelineio as otio

from openstage.editor.names import shot_names
from openstage.editor.plan import Edit, Placement, plan
from openstage.storyboard.files import atomic
from openstage.storyboard.vocabulary import Transition

Address = Callable[[Path], str]
"""How a timeline names a media file."""

_KINDS = {
    Transition.DISSOLVE: otio.schema.TransitionTypes.SMPTE_Dissolve,
    Transition.WIPE: "SMPTE_Wipe",
}


def build_timeline(edit: Edit, address: Address) -> otio.schema.Timeline:
    """One video track of all shots; the rate is the storyboard's, as exact as a float can tell."""
    laid = plan(edit.storyboard, edit.cuts)
    title = one_line(edit.storyboard.title)
    timeline = otio.schema.Timeline(title, global_start_time=_time(0, laid.fps))
    board = edit.storyboard
    timeline.metadata["openstage"] = {
        "logline": board.logline,
        "fps": f"{board.fps.numerator}/{board.fps.denominator}",
        "width": board.width,
        "height": board.height,
    }
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    for index, (place, name) in enumerate(
        zip(laid.placements, shot_names(edit.cuts), strict=True), start=1
    ):
        if place.overlap_in:
            track.append(_transition(place, laid.fps))
        track.append(_clip(place, name, index, laid.fps, address))
    return timeline


def write_otio(edit: Edit, path: Path) -> None:
    """Writes OTIO JSON; media are named relative to the file's folder. Raises DiskError."""
    timeline = build_timeline(edit, lambda media: relative(media, path.parent))
    with atomic(path) as temporary:
        temporary.write_text(otio.adapters.write_to_string(timeline, "otio_json"), "utf-8")


def write_otioz(edit: Edit, path: Path) -> None:
    """Writes an OTIO bundle that carries the clips. Raises DiskError."""
    timeline = build_timeline(edit, absolute)
    with atomic(path) as temporary:
        otio.adapters.write_to_file(
            timeline,
            str(temporary),
            adapter_name="otioz",
            media_policy=otio.adapters.file_bundle_utils.MediaReferencePolicy.MissingIfNotFile,
        )


def relative(media: Path, folder: Path) -> str:
    """A URL from `folder` to the file, so that the project can move as a whole."""
    return quote(Path(relpath(media.absolute(), folder.absolute())).as_posix())


def absolute(media: Path) -> str:
    return media.resolve().as_uri()


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which no format takes in a name."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def middle(place: Placement) -> tuple[int, int]:
    """How many frames of the overlap with the shot before lie before the cut, and after it."""
    return place.overlap_in // 2, place.overlap_in - place.overlap_in // 2


def _time(frames: int, fps: Fraction) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frames, float(fps))


def _span(start: int, frames: int, fps: Fraction) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(_time(start, fps), _time(frames, fps))


def _transition(place: Placement, fps: Fraction) -> otio.schema.Transition:
    before, after = middle(place)
    return otio.schema.Transition(
        name=str(place.transition),
        transition_type=_KINDS[place.transition],
        in_offset=_time(before, fps),
        out_offset=_time(after, fps),
    )


def _clip(
    place: Placement, name: str, index: int, fps: Fraction, address: Address
) -> otio.schema.Clip:
    head = place.overlap_in // 2
    tail = place.overlap_out - place.overlap_out // 2
    clip = otio.schema.Clip(
        name=name,
        source_range=_span(head, place.frame_count - head - tail, fps),
        media_reference=_media(place, name, fps, address),
    )
    # Takes and pictures are of this project; what an editor can use is the rest.
    clip.metadata["openstage"] = {
        "scene": place.cut.scene.number,
        "heading": place.cut.scene.heading.model_dump(mode="json"),
        **place.cut.shot.model_dump(mode="json", exclude={"takes", "take"}),
    }
    clip.metadata["cmx_3600"] = {"reel": f"SH{index:05}"}
    for text, start, frames in (
        ("fade from black", 0, place.fade_in),
        ("fade to black", place.frame_count - place.fade_out, place.fade_out),
    ):
        if frames:
            marker = otio.schema.Marker(
                name=f"{text}, {frames} frames", marked_range=_span(start, frames, fps)
            )
            clip.markers.append(marker)
    return clip


def _media(
    place: Placement, name: str, fps: Fraction, address: Address
) -> otio.core.MediaReference:
    whole = _span(0, place.frame_count, fps)
    if place.cut.clip is None:
        return otio.schema.MissingReference(name=name, available_range=whole)
    return otio.schema.ExternalReference(target_url=address(place.cut.clip), available_range=whole)
