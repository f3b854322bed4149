"""All that can be made from an edit, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openstage.editor.boards import Layout, write_boards
from openstage.editor.contact import write_contact_sheet, write_takes_sheet
from openstage.editor.film import Progress, cut_film
from openstage.editor.frames import write_frames
from openstage.editor.interchange import write_edl, write_fcp7, write_fcpx
from openstage.editor.plan import Edit
from openstage.editor.shotlist import write_shot_list
from openstage.editor.subtitles import write_srt
from openstage.editor.timeline import write_otio, write_otioz
from openstage.errors import UseError


@dataclass(frozen=True)
class Options:
    """What one may choose. Each writer takes what concerns it."""

    layout: Layout = field(default_factory=Layout)
    """The paper of the boards."""
    subtitles: bool = True
    """Whether the film and the animatic carry a text track."""
    progress: Progress | None = None


@dataclass(frozen=True)
class Format:
    file_name: str
    about: str
    write: Callable[[Edit, Path, Options], object]


def _film(slate: bool) -> Callable[[Edit, Path, Options], object]:
    def write(edit: Edit, path: Path, options: Options) -> int:
        return cut_film(
            edit.storyboard,
            edit.cuts,
            path,
            slate=slate,
            subtitles=options.subtitles,
            progress=options.progress,
        )

    return write


def _plain(write: Callable[[Edit, Path], object]) -> Callable[[Edit, Path, Options], object]:
    """A writer that has nothing to choose."""
    return lambda edit, path, _: write(edit, path)


FORMATS: dict[str, Format] = {
    "film": Format("film.mp4", "the film: H.264 with a subtitle track", _film(slate=False)),
    "animatic": Format("animatic.mp4", "the film with a burnt-in slate", _film(slate=True)),
    "srt": Format("film.srt", "the dialogue as subtitles", _plain(write_srt)),
    "boards": Format(
        "boards.pdf",
        "the storyboard on paper: a panel for every shot",
        lambda edit, path, options: write_boards(edit, path, options.layout),
    ),
    "contact": Format("contact.png", "all shots on one sheet", _plain(write_contact_sheet)),
    "takes": Format("takes.png", "the takes of shots that have several", _plain(write_takes_sheet)),
    "shotlist": Format("shotlist.csv", "a table of all shots", _plain(write_shot_list)),
    "otio": Format("timeline.otio", "the edit for OpenTimelineIO", _plain(write_otio)),
    "otioz": Format("timeline.otioz", "the same with the clips inside", _plain(write_otioz)),
    "edl": Format("timeline.edl", "the edit as CMX3600 decision list", _plain(write_edl)),
    "fcp7": Format("timeline.xml", "the edit for Premiere and Final Cut 7", _plain(write_fcp7)),
    "fcpx": Format("timeline.fcpxml", "the edit for Final Cut Pro X", _plain(write_fcpx)),
    "frames": Format("frames", "the frames under the names of their shots", _plain(write_frames)),
}


def export(edit: Edit, name: str, out_dir: Path, options: Options | None = None) -> Path:
    """Makes one of `FORMATS` in `out_dir` and returns its path, a folder for the frames.

    Raises UseError where there is no such format or something that it needs is not made yet,
    DiskError where `out_dir` cannot be written.
    """
    form = FORMATS.get(name)
    if form is None:
        raise UseError(f"There is no format {name!r}.", f"Choose one of: {', '.join(FORMATS)}.")
    path = out_dir / form.file_name
    form.write(edit, path, options or Options())
    return path
