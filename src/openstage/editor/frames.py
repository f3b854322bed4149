"""The start and end frames as files of their own, under the names of their shots."""

from __future__ import annotations

from pathlib import Path

from openstage.editor.names import shot_names, show_name, take_version
from openstage.editor.plan import Edit
from openstage.errors import UseError
from openstage.storyboard.files import atomic


def write_frames(edit: Edit, folder: Path) -> list[Path]:
    """Copies all frames into `folder` as `show_sc010_sh0020_start_v001.png`; returns the paths.

    Shots that are not drawn yet are left out. Raises UseError where no shot is drawn or a frame
    cannot be read, DiskError where the folder cannot be written.
    """
    show = show_name(edit.storyboard.title)
    written = []
    for cut, name in zip(edit.cuts, shot_names(edit.cuts), strict=True):
        for end, picture in (("start", cut.start), ("end", cut.end)):
            if picture is None:
                continue
            suffix = picture.suffix or ".png"
            path = folder / f"{show}_{name}_{end}_v{take_version(cut):03}{suffix}"
            _copy(picture, path)
            written.append(path)
    if not written:
        raise UseError("No shot has frames yet.", "Draw the storyboard first.")
    return written


def _copy(picture: Path, path: Path) -> None:
    try:
        data = picture.read_bytes()
    except OSError as error:
        raise UseError(
            f"{picture} cannot be read: {error.strerror}.", "Draw the shot again."
        ) from error
    with atomic(path) as temporary:
        temporary.write_bytes(data)
