"""Timelines for older programs: CMX3600 EDL, Final Cut Pro 7 XML, Final Cut Pro X XML.

OpenTimelineIO's adapters write them; what the adapters leave out is added here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import opentimelineio as otio

from openstage.editor.plan import Edit, EditPlan, plan
from openstage.editor.timecode import drops_frames
from openstage.editor.timeline import absolute, build_timeline, middle, relative
from openstage.errors import UseError
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import atomic
from openstage.storyboard.vocabulary import Transition


def write_edl(edit: Edit, path: Path) -> None:
    """Writes a CMX3600 EDL: one video track, dissolves and wipes, reels of at most 8 letters.

    The adapter writes wipes as dissolves and does not state the count of frames; both are mended.
    Raises UseError for a rate that timecode does not know, DiskError.
    """
    laid = plan(edit.storyboard, edit.cuts)
    if not otio.opentime.RationalTime.is_smpte_timecode_rate(float(laid.fps)):
        raise UseError(
            f"An EDL cannot tell {laid.fps} frames a second.",
            "Export OTIO instead, or choose 24, 25, 30, 50 or 60 frames a second.",
        )
    timeline = build_timeline(edit, lambda media: relative(media, path.parent))
    text = otio.adapters.write_to_string(timeline, "cmx_3600")
    _write(path, _with_wipes(_with_count(text, laid.fps), laid))


def _with_count(text: str, fps: Fraction) -> str:
    """States how frames are counted under the title, and the rate under the first event.

    A remark is part of an event; readers stumble over one that stands before all of them.
    """
    mode = "DROP FRAME" if drops_frames(fps) else "NON-DROP FRAME"
    title, _, events = text.partition("\n")
    rate = f"{float(fps):.3f}".rstrip("0").rstrip(".")
    events = re.sub(r"(?m)^(001 .*)$", rf"\1\n* FRAME RATE: {rate} ({fps}) FPS", events, count=1)
    return f"{title}\nFCM: {mode}\n{events}"


def _with_wipes(text: str, laid: EditPlan) -> str:
    for event, place in enumerate(laid.placements, start=1):
        if place.overlap_in and place.transition is Transition.WIPE:
            text = re.sub(rf"(?m)^({event:03}  \S+ +V +)D (\d+ )", r"\1W001 \2", text)
    return text


def write_fcp7(edit: Edit, path: Path) -> None:
    """Writes Final Cut Pro 7 XML (xmeml 4), which Premiere reads. Media have absolute addresses.

    The adapter promises sound in every file and tells no picture size; both are mended, and wipes
    are called so. Raises DiskError.
    """
    timeline = build_timeline(edit, absolute)
    root = ElementTree.fromstring(otio.adapters.write_to_string(timeline, "fcp_xml"))
    for media in root.iterfind(".//file/media"):
        for sound in media.findall("audio"):
            media.remove(sound)
    for effect in root.iterfind(".//transitionitem/effect"):
        if effect.findtext("name") == Transition.WIPE:
            _child(effect, "effectid").text = "Edge Wipe"
    for form in root.iterfind(".//sequence/media/video/format"):
        character = ElementTree.SubElement(form, "samplecharacteristics")
        for name in ("width", "height"):
            value = str(getattr(edit.storyboard, name))
            ElementTree.SubElement(character, name).text = value
    _write(path, _document(root, "xmeml"))


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element:
    found = element.find(name)
    return ElementTree.SubElement(element, name) if found is None else found


def write_fcpx(edit: Edit, path: Path) -> None:
    """Writes Final Cut Pro X XML (fcpxml 1.8) with a format tag. Media have absolute addresses.

    The adapter knows neither transitions nor exact rates; both are added. Raises DiskError.
    """
    laid = plan(edit.storyboard, edit.cuts)
    timeline = build_timeline(edit, absolute)
    root = ElementTree.fromstring(otio.adapters.write_to_string(timeline, "fcpx_xml"))
    for form in root.iterfind("./resources/format"):
        _tell_format(form, edit.storyboard)
    for asset_clip in root.findall("./asset-clip"):
        root.remove(asset_clip)
    for project in root.iterfind("./project"):
        project.attrib.pop("uid", None)
    for spine in root.iterfind(".//spine"):
        _add_transitions(spine, laid)
    _write(path, _document(root, "fcpxml"))


def _tell_format(form: ElementTree.Element, board: Storyboard) -> None:
    form.attrib.pop("name", None)
    form.set("frameDuration", _seconds(1, board.fps))
    form.set("width", str(board.width))
    form.set("height", str(board.height))


def _add_transitions(spine: ElementTree.Element, laid: EditPlan) -> None:
    """Puts a transition before every clip that begins with one, where its overlap begins."""
    names = {Transition.DISSOLVE: "Cross Dissolve", Transition.WIPE: "Wipe"}
    clips = list(spine)
    for clip, place in zip(clips, laid.placements, strict=True):
        # The adapter rounds; frames are exact.
        head, length = middle(place)[0], place.frame_count - place.overlap_in // 2
        length -= place.overlap_out - place.overlap_out // 2
        clip.set("offset", _seconds(place.start + head, laid.fps))
        clip.set("duration", _seconds(length, laid.fps))
        if head:
            clip.set("start", _seconds(head, laid.fps))
        if place.overlap_in:
            attributes = {
                "name": names[place.transition],
                "offset": _seconds(place.start, laid.fps),
                "duration": _seconds(place.overlap_in, laid.fps),
            }
            transition = ElementTree.Element("transition", attributes)
            spine.insert(list(spine).index(clip), transition)


def _seconds(frames: int, fps: Fraction) -> str:
    """A time as Final Cut Pro X writes it: a fraction of seconds, '1001/24000s'."""
    time = frames / fps
    return (
        f"{time.numerator}s" if time.denominator == 1 else f"{time.numerator}/{time.denominator}s"
    )


def _document(root: ElementTree.Element, kind: str) -> str:
    for element in root.iter():
        # The adapters indent on their own; here it is done once, for what was added as well.
        if element.text is not None and not element.text.strip():
            element.text = None
        element.tail = None
    ElementTree.indent(root, "  ")
    body = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {kind}>\n{body}\n'


def _write(path: Path, text: str) -> None:
    with atomic(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
