"""The project folder: assets, ledger, locks, edits by hand, trouble with the disk."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import pytest

from openstage.errors import DiskError, ProjectError, UseError
from openstage.storyboard import pictures
from openstage.storyboard.document import Storyboard
from openstage.storyboard.ledger import Entry, Ledger, key_of
from openstage.storyboard.pictures import covering, fitted, png, read_picture
from openstage.storyboard.project import Assets, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "film")


def test_an_asset_is_named_by_its_content(tmp_path: Path) -> None:
    assets = Assets(tmp_path)
    name = assets.put(b"picture", ".png")
    assert assets.put(b"picture", ".png") == name
    assert assets.path(name).read_bytes() == b"picture"
    assert assets.path(name).parent.name == name[:2]
    assert len(list(tmp_path.rglob("*.png"))) == 1


def test_a_damaged_asset_is_not_sound_and_is_written_again(tmp_path: Path) -> None:
    name = Assets(tmp_path).put(b"picture", ".png")
    Assets(tmp_path).path(name).write_bytes(b"pict")
    later = Assets(tmp_path)
    assert not later.sound(name)
    assert later.put(b"picture", ".png") == name
    assert Assets(tmp_path).sound(name)


def test_an_adopted_file_moves(tmp_path: Path) -> None:
    assets = Assets(tmp_path / "assets")
    for _ in range(2):
        made = tmp_path / "clip.mp4"
        made.write_bytes(b"clip")
        name = assets.adopt(made)
        assert not made.exists()
    assert assets.path(name).read_bytes() == b"clip"


def test_the_same_key_comes_from_the_same_inputs_in_any_order() -> None:
    assert key_of("pair", {"a": 1, "b": [2.5]}) == key_of("pair", {"b": [2.5], "a": 1})
    assert key_of("pair", {"a": 1}) != key_of("clip", {"a": 1})
    assert key_of("pair", {"a": 1}) != key_of("pair", {"a": 1.5})
    assert key_of("pair", {"a": "\ud800"})  # a lone surrogate of a broken file


def test_the_ledger_keeps_entries(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    entry = Entry("k", "pair", "1-010", {"start": "s", "end": "e"}, {"camera": "x"}, ("note",), 1.5)
    written = ledger.put(entry)
    ledger.close()
    again = Ledger(tmp_path / "ledger.sqlite")
    assert again.get("k") == written
    assert written.made_at
    assert again.get("other") is None
    assert again.entries("pair") == [written]
    assert again.entries("clip") == []


def test_a_damaged_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database, but long enough to be one" * 100)
    with pytest.raises(ProjectError, match="damaged"):
        Ledger(tmp_path / "ledger.sqlite")


def test_a_full_disk_is_told_by_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")

    class Full:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...
        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    ledger._base = Full()  # type: ignore[assignment]
    with pytest.raises(DiskError, match="disk is full"):
        ledger.put(Entry("k", "pair", "", {}))


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ProjectError, match="no openstage project"):
        Project.create(tmp_path)
    with pytest.raises(ProjectError, match="no openstage project"):
        Project.open(tmp_path)
    with pytest.raises(ProjectError, match="is a file"):
        Project.create(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_storyboard_is_saved_and_loaded(project: Project) -> None:
    board = Storyboard(title="One")
    assert project.save(board)
    assert project.load() == board


def test_an_edit_by_hand_is_never_overwritten(project: Project) -> None:
    project.save(Storyboard(title="One"))
    board = project.load()
    project.storyboard_path.write_text(Storyboard(title="By hand").to_json())
    board.title = "Two"
    assert not project.save(board)
    assert project.load().title == "By hand"


def test_two_cannot_work_in_one_project(project: Project) -> None:
    with (
        project.locked(),
        pytest.raises(ProjectError, match="Another openstage"),
        Project(project.root).locked(),
    ):
        pytest.fail("both are in")


def test_what_a_killed_run_left_is_swept_up(project: Project) -> None:
    name = project.assets.put(b"x", ".png")
    leftover = project.assets.path(name).parent / ".abc.part.png"
    leftover.write_bytes(b"half")
    project.workshop.mkdir()
    (project.workshop / "1-010.mp4").write_bytes(b"half")
    with project.locked():
        assert not leftover.exists()
        assert list(project.workshop.iterdir()) == []
    assert not project.workshop.exists()
    assert project.assets.path(name).exists()


def test_the_story_is_kept_and_replaced(project: Project) -> None:
    assert project.story() is None
    project.keep_story(b"one", ".fountain")
    path = project.keep_story(b"two", ".txt")
    assert project.story() == path
    assert [p.name for p in project.root.glob("story.*")] == ["story.txt"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../b", "refs/../../x"])
def test_paths_that_leave_the_folder_are_refused(project: Project, name: str) -> None:
    with pytest.raises(ProjectError, match="leads out of"):
        project.inside(name)


def test_a_link_that_leaves_the_folder_is_refused(project: Project, tmp_path: Path) -> None:
    (project.root / "link").symlink_to(tmp_path)
    with pytest.raises(ProjectError, match="leads out of"):
        project.inside("link/film.png")
    assert project.inside("refs/ana.png") == project.root.resolve() / "refs/ana.png"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "permission"), (errno.EROFS, "read-only")],
)
def test_trouble_with_the_disk_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    project.save(Storyboard(title="One"))

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DiskError, match=words):
        project.save(Storyboard(title="Two"))
    assert project.load().title == "One"
    assert list(project.root.glob(".*.part*")) == []


def test_a_storyboard_that_is_no_text_is_told(project: Project) -> None:
    project.storyboard_path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(ProjectError, match="no text file"):
        project.load()
    project.storyboard_path.unlink()
    with pytest.raises(ProjectError, match="There is no"):
        project.load()


def test_pictures_survive_png(tmp_path: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    path = tmp_path / "p.png"
    path.write_bytes(png(picture))
    assert np.array_equal(read_picture(path), picture)


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    for content in (b"", b"hello", b"\x89PNG\r\n\x1a\n"):
        (tmp_path / "p.png").write_bytes(content)
        with pytest.raises(UseError, match="no picture"):
            read_picture(tmp_path / "p.png")
    with pytest.raises(ProjectError, match="cannot be read"):
        read_picture(tmp_path / "none.png")


def test_a_picture_is_fitted_whole_with_bars() -> None:
    red = np.zeros((40, 20, 3), dtype=np.uint8)
    red[:, :] = (255, 0, 0)
    frame = fitted(red, 160, 90)
    assert frame.shape == (90, 160, 3)
    assert tuple(frame[45, 80]) == (255, 0, 0)
    assert tuple(frame[45, 20]) == (0, 0, 0)
    assert tuple(frame[0, 80]) == (255, 0, 0)
    assert np.array_equal(fitted(red, 20, 40), red)
    drawn_out = fitted(red, 160, 90, bars=False)
    assert (drawn_out == (255, 0, 0)).all(), "without bars its edges go on"


def test_of_a_picture_of_another_shape_the_middle_covers_the_frame() -> None:
    flag = np.zeros((20, 60, 3), dtype=np.uint8)
    flag[:, 20:40] = (0, 255, 0)
    assert (covering(flag, 40, 40) == (0, 255, 0)).all(), "wider: its sides are cut"
    assert (covering(flag.transpose(1, 0, 2), 40, 40) == (0, 255, 0)).all(), "higher: top and feet"
    assert np.array_equal(covering(flag, 60, 20), flag)


def test_a_ledger_whose_rows_are_garbled_is_told(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.put(Entry("k", "pair", "1-010", {}))
    with ledger._base:
        ledger._base.execute("update work set assets = 'no json'")
    for look in (lambda: ledger.get("k"), ledger.entries):
        with pytest.raises(ProjectError, match="damaged"):
            look()


def test_a_ledger_is_one_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.put(Entry("k", "pair", "1-010", {}))
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_depth_opacity_and_the_way_a_camera_was_held(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    deep = np.full((4, 6, 3), 0x8080, dtype=np.uint16)
    path.write_bytes(cv2.imencode(".png", deep)[1].tobytes())
    assert read_picture(path).shape == (4, 6, 3)
    assert set(read_picture(path).ravel()) == {0x80}
    clear = np.zeros((4, 6, 4), dtype=np.uint16)
    clear[:, :] = (0, 0, 0xFFFF, 0x8000)  # red, half of it
    path.write_bytes(cv2.imencode(".png", clear)[1].tobytes())
    assert tuple(read_picture(path)[0, 0]) == (128, 0, 0)
    gray = np.full((4, 6), 9, dtype=np.uint8)
    path.write_bytes(cv2.imencode(".png", gray)[1].tobytes())
    assert tuple(read_picture(path)[0, 0]) == (9, 9, 9)
    # A photograph that was taken with the camera on its side.
    photo = cv2.imencode(".jpg", np.zeros((4, 6, 3), dtype=np.uint8))[1].tobytes()
    tag = b"\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    sideways = b"Exif\0\0MM\0*\0\0\0\x08" + tag
    segment = b"\xff\xe1" + (len(sideways) + 2).to_bytes(2, "big") + sideways
    path.write_bytes(photo[:2] + segment + photo[2:])
    assert read_picture(path).shape == (6, 4, 3)


def test_what_is_no_file_or_too_large_is_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path, tmp_path / "pipe.png", Path("/dev/zero")):
        with pytest.raises(UseError, match="is no file"):
            read_picture(path)
    monkeypatch.setattr(pictures, "LARGEST", 10)
    (tmp_path / "p.png").write_bytes(png(np.zeros((9, 9, 3), dtype=np.uint8)))
    with pytest.raises(UseError, match="larger than"):
        read_picture(tmp_path / "p.png")


def test_a_folder_whose_parent_is_gone_is_told() -> None:
    with pytest.raises(ProjectError, match="is gone"):
        Project.create(Path("/proc/nothing/film"))
    with pytest.raises(ProjectError, match="too long"):
        Project.open(Path("n" * 300))
