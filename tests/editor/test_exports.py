"""Every format is read back by a library of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import cv2
import opentimelineio as otio
import pypdf
import pytest

from openstage.editor.boards import Layout, write_boards
from openstage.editor.contact import write_contact_sheet
from openstage.editor.export import FORMATS, Options, export
from openstage.editor.interchange import write_edl, write_fcp7, write_fcpx
from openstage.editor.names import shot_names, show_name
from openstage.editor.plan import Edit, plan
from openstage.editor.shotlist import write_shot_list
from openstage.editor.timeline import write_otio, write_otioz
from openstage.errors import DiskError, UseError
from openstage.storyboard.document import Line

RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60)]
MakeEdit = Callable[..., Edit]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_made(make_edit: MakeEdit, tmp_path: Path, name: str) -> None:
    path = export(make_edit(), name, tmp_path / "out", Options())
    assert path.name == FORMATS[name].file_name
    assert path.exists()
    assert not list((tmp_path / "out").rglob(".*"))
    assert FORMATS[name].about


def test_unknown_format(make_edit: MakeEdit, tmp_path: Path) -> None:
    with pytest.raises(UseError, match="no format 'gif'") as told:
        export(make_edit(), "gif", tmp_path)
    assert "boards" in told.value.remedy


def test_place_that_cannot_be_written(make_edit: MakeEdit, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    for name in FORMATS:
        with pytest.raises(DiskError):
            export(make_edit(), name, tmp_path / "out")


@pytest.mark.parametrize(
    ("layout", "pages", "size"),
    [
        (Layout(), 2, (842, 595)),
        (Layout("Letter", landscape=False, columns=1, rows=3), 2, (612, 792)),
        (Layout("A4", landscape=False, columns=2, rows=4), 1, (595, 842)),
        (Layout("Letter", landscape=True, columns=1, rows=1), 6, (792, 612)),
    ],
)
def test_boards(
    make_edit: MakeEdit, tmp_path: Path, layout: Layout, pages: int, size: tuple[int, int]
) -> None:
    path = tmp_path / "boards.pdf"
    edit = make_edit()
    assert write_boards(edit, path, layout) == pages
    pdf = pypdf.PdfReader(path)
    assert len(pdf.pages) == pages
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == size
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for words in (
        f"Page 1 of {pages}", "INT. OFFICE - NIGHT", "1 / 10", "12A / 60", "she types",
        "MARA (whispering)", "Who is there?", "30 f", "Sound: Rain", "She stands.", "35 mm",
        'Night "Shift" /', "café",
    ):  # fmt: skip
        assert words in text
    pictures = pdf.pages[0]["/Resources"]["/XObject"].values()
    assert any(picture.get_object().get("/Filter") == "/DCTDecode" for picture in pictures)
    assert pdf.metadata is not None
    assert 'Night "Shift"' in (pdf.metadata.title or "")


def test_boards_repeat_and_stay_small(make_edit: MakeEdit, tmp_path: Path) -> None:
    edit = make_edit()
    board = edit.storyboard
    many = Edit(board, [edit.cuts[i % 6] for i in range(20)])
    write_boards(many, tmp_path / "a.pdf")
    write_boards(many, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.pdf").stat().st_size < 1_000_000


def test_boards_without_frames_or_shots(make_edit: MakeEdit, tmp_path: Path) -> None:
    edit = make_edit()
    edit.cuts[0].shot.description = "Words without end, " * 400
    edit.cuts[1].shot.dialogue = [Line(who="nobody", text="Yes. " * 300)] * 5
    bare = Edit(edit.storyboard, [replace(cut, start=None, end=None) for cut in edit.cuts])
    assert write_boards(bare, tmp_path / "bare.pdf") == 2
    assert "…" in pypdf.PdfReader(tmp_path / "bare.pdf").pages[0].extract_text()
    assert write_boards(Edit(edit.storyboard, []), tmp_path / "empty.pdf") == 1


def test_impossible_layouts() -> None:
    for wrong in ({"paper": "A3"}, {"columns": 0}, {"rows": 9}):
        with pytest.raises(UseError):
            Layout(**wrong)


@pytest.mark.parametrize("count", [0, 1, 6, 150])
def test_contact_sheet_of_any_length(make_edit: MakeEdit, tmp_path: Path, count: int) -> None:
    edit = make_edit()
    path = tmp_path / "contact.png"
    write_contact_sheet(Edit(edit.storyboard, [edit.cuts[i % 6] for i in range(count)]), path)
    sheet = cv2.imread(str(path))
    assert sheet is not None
    height, width = sheet.shape[:2]
    assert width * height <= 48_000_000
    # The first shot's red stands on the sheet twice, side by side.
    red = ((sheet - (60, 60, 200)) ** 2).sum(2) < 60
    assert red.sum() > 1000 if count else not red.any()


def test_a_broken_picture_is_named(make_edit: MakeEdit, tmp_path: Path) -> None:
    edit = make_edit()
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"?")
    wrong = Edit(edit.storyboard, [replace(edit.cuts[0], start=broken)])
    for name in ("boards", "contact"):
        with pytest.raises(UseError, match=r"broken\.png"):
            export(wrong, name, tmp_path / "out")
    gone = Edit(edit.storyboard, [replace(edit.cuts[0], start=tmp_path / "gone.png")])
    with pytest.raises(UseError, match=r"gone\.png"):
        export(gone, "frames", tmp_path / "out")


def test_shot_list(make_edit: MakeEdit, tmp_path: Path) -> None:
    path = tmp_path / "shotlist.csv"
    edit = make_edit()
    edit.cuts[3].shot.locked = True
    edit.cuts[2].shot.notes = '-1 stop, "soft"\nsecond line'
    write_shot_list(edit, path)
    assert path.read_bytes().count(b"\r\n") == 7
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "scene", "shot", "size", "angle", "framing", "movement", "lens", "duration", "frames",
        "INT/EXT", "location", "time of day", "description", "dialogue", "sound", "cast", "props",
        "transition", "notes", "status", "artist", "seed",
    ]  # fmt: skip
    assert rows[0]["description"] == "'=SUM(A1:A9) she types"
    assert rows[0]["location"] == "The Office"
    assert rows[3]["location"] == "roof"
    assert rows[1]["description"] == 'He says "no", twice'
    assert rows[1]["dialogue"] == "MARA (whispering): Who is there?"
    assert rows[2]["notes"] == '\'-1 stop, "soft"\nsecond line'
    assert rows[0]["cast"] == "Mara, ghost"
    assert rows[0]["duration"] == "1.25"
    assert (rows[0]["artist"], rows[0]["seed"], rows[0]["status"]) == ("previz", "5", "shot")
    assert (rows[1]["artist"], rows[1]["seed"]) == ("", "7")
    assert rows[3]["status"] == "locked"
    write_shot_list(Edit(edit.storyboard, [replace(edit.cuts[0], clip=None)]), path)
    assert ",drawn,previz,5" in path.read_text("utf-8")


@pytest.mark.parametrize("fps", RATES)
def test_otio(make_edit: MakeEdit, tmp_path: Path, fps: Fraction) -> None:
    edit = make_edit(fps)
    path = tmp_path / "out" / "timeline.otio"
    write_otio(edit, path)
    timeline = otio.adapters.read_from_file(str(path))
    laid = plan(edit.storyboard, edit.cuts)
    assert timeline.duration() == otio.opentime.RationalTime(laid.length, float(fps))
    (track,) = timeline.video_tracks()
    clips = list(track.find_clips())
    assert [clip.name for clip in clips] == shot_names(edit.cuts)
    assert clips[0].metadata["openstage"]["id"] == "1-010"
    assert clips[0].metadata["openstage"]["movement"] == "static"
    for clip in clips:
        url = clip.media_reference.target_url
        assert url.startswith("../assets%20it")
        whole, used = clip.available_range(), clip.source_range
        assert whole.start_time <= used.start_time
        assert used.end_time_exclusive() <= whole.end_time_exclusive()
    transitions = [item for item in track if isinstance(item, otio.schema.Transition)]
    assert [item.transition_type for item in transitions] == ["SMPTE_Dissolve", "SMPTE_Wipe"]
    overlaps = [place.overlap_in for place in laid.placements if place.overlap_in]
    assert [(item.in_offset + item.out_offset).value for item in transitions] == overlaps
    for item in transitions:
        before, after = track.neighbors_of(item)
        handle = (
            before.available_range().end_time_exclusive() - before.source_range.end_time_exclusive()
        )
        assert handle == item.out_offset
        assert after.source_range.start_time == item.in_offset
    assert clips[0].markers[0].name == f"fade from black, {laid.placements[0].fade_in} frames"


def test_otioz_carries_the_clips(make_edit: MakeEdit, tmp_path: Path) -> None:
    path = tmp_path / "timeline.otioz"
    edit = make_edit()
    write_otioz(Edit(edit.storyboard, [*edit.cuts[:5], replace(edit.cuts[5], clip=None)]), path)
    write_otioz(edit, path)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    timeline = otio.adapters.read_from_file(str(path), extract_to_directory=str(folder))
    assert len(list(folder.rglob("*.mp4"))) == 6
    assert len(list(timeline.find_clips())) == 6


@pytest.mark.parametrize("fps", RATES)
def test_edl(make_edit: MakeEdit, tmp_path: Path, fps: Fraction) -> None:
    edit = make_edit(fps)
    path = tmp_path / "timeline.edl"
    write_edl(edit, path)
    text = path.read_text("utf-8")
    drop = fps == Fraction(30000, 1001)
    lines = text.splitlines()
    assert lines[0] == 'TITLE: Night "Shift" / שלום & <café> 🎬 II'
    assert lines[1] == f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}"
    assert f"({fps}) FPS" in text
    events = [line for line in lines if line[:3].isdigit()]
    assert all(len(line.split()[1]) <= 8 for line in events)
    assert sum(" D 0" in line for line in events) == 1
    assert sum(" W001 0" in line for line in events) == 1
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(fps))
    laid = plan(edit.storyboard, edit.cuts)
    assert timeline.duration().to_frames() == laid.length
    assert len(list(timeline.find_clips())) == 6
    (track,) = timeline.video_tracks()
    lengths = [item.out_offset.value for item in track if isinstance(item, otio.schema.Transition)]
    assert lengths == [place.overlap_in for place in laid.placements if place.overlap_in]


def test_edl_of_a_rate_without_timecode(make_edit: MakeEdit, tmp_path: Path) -> None:
    with pytest.raises(UseError, match="13 frames a second"):
        write_edl(make_edit(Fraction(13), clips=False), tmp_path / "timeline.edl")


@pytest.mark.parametrize("fps", RATES)
def test_fcp7(make_edit: MakeEdit, tmp_path: Path, fps: Fraction) -> None:
    edit = make_edit(fps)
    path = tmp_path / "timeline.xml"
    write_fcp7(edit, path)
    timeline = otio.adapters.read_from_file(str(path), adapter_name="fcp_xml")
    laid = plan(edit.storyboard, edit.cuts)
    assert timeline.duration().to_frames() == laid.length
    (track,) = timeline.video_tracks()
    clips = list(track.find_clips())
    assert [clip.name for clip in clips] == shot_names(edit.cuts)
    assert clips[0].media_reference.target_url.startswith("file:///")
    root = ElementTree.parse(path).getroot()
    assert root.findtext(".//sequence/rate/ntsc") == str(fps.denominator == 1001).upper()
    assert root.find(".//file/media/audio") is None
    assert root.findtext(".//sequence//samplecharacteristics/width") == "64"
    effects = [effect.text for effect in root.iterfind(".//effect/effectid")]
    assert effects == ["Cross Dissolve", "Edge Wipe"]


@pytest.mark.parametrize("fps", RATES)
def test_fcpx(make_edit: MakeEdit, tmp_path: Path, fps: Fraction) -> None:
    def frames(text: str | None) -> Fraction:
        return Fraction((text or "0s").removesuffix("s")) * fps

    edit = make_edit(fps)
    path = tmp_path / "timeline.fcpxml"
    write_fcpx(edit, path)
    laid = plan(edit.storyboard, edit.cuts)
    root = ElementTree.parse(path).getroot()
    (form,) = root.iterfind("./resources/format")
    assert frames(form.get("frameDuration")) == 1
    assert (form.get("width"), form.get("height")) == ("64", "36")
    spine = root.find(".//spine")
    assert spine is not None
    assert [item.tag for item in spine].count("transition") == 2
    edge = Fraction(0)
    for item in spine:
        if item.tag == "clip":
            assert frames(item.get("offset")) == edge
            edge += frames(item.get("duration"))
    assert edge == laid.length
    for item, place in zip(
        spine.iterfind("transition"), (p for p in laid.placements if p.overlap_in), strict=True
    ):
        assert frames(item.get("offset")) == place.start
        assert frames(item.get("duration")) == place.overlap_in


def test_fcpx_is_read_by_the_adapter(make_edit: MakeEdit, tmp_path: Path) -> None:
    edit = make_edit()
    path = tmp_path / "timeline.fcpxml"
    write_fcpx(edit, path)
    timeline = otio.adapters.read_from_file(str(path))
    assert [clip.name for clip in timeline.find_clips()] == shot_names(edit.cuts)
    assert timeline.duration().to_frames() == plan(edit.storyboard, edit.cuts).length


def test_frames_are_named_after_their_shots(make_edit: MakeEdit, tmp_path: Path) -> None:
    edit = make_edit()
    folder = export(edit, "frames", tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 12
    assert "night_shift_שלום_café_ii_sc010_sh0010_start_v002.png".replace("é", "e") in names
    assert any("_sc12A_sh0060_end_v001.png" in name for name in names)
    bare = Edit(edit.storyboard, [replace(edit.cuts[0], start=None, end=None)])
    with pytest.raises(UseError, match="No shot has frames"):
        export(bare, "frames", tmp_path)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Night Shift", "night_shift"),
        ("../../etc/passwd", "etc_passwd"),
        ("🎬🎬", "film"),
        ("", "film"),
        ("Ça «va»?", "ca_va"),
        ("משמרת לילה", "משמרת_לילה"),
        ("x" * 300, "x" * 40),
    ],
)
def test_show_names(title: str, name: str) -> None:
    assert show_name(title) == name


def test_shot_names_are_unique(make_edit: MakeEdit) -> None:
    edit = make_edit()
    cuts = [*edit.cuts, *edit.cuts]
    edit.storyboard.scenes[1].number = "1/🎬 b"
    names = shot_names(cuts)
    assert len(set(names)) == 12
    assert names[3] == "sc1-b_sh0040"
    assert names[9] == "sc1-b_sh0040_2"
