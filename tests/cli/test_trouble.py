"""When things go wrong: one clear line, an exit code, and nothing that was made is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openstage.errors import StoryboardError
from openstage.production.audit import audit
from tests.cli.conftest import COMMAND, SMALL, first_shot, openstage, refused

CLOSEUP = {"size": "extreme close-up", "framing": "single"}


def contents(folder: Path) -> dict[str, bytes]:
    """What was made: the assets and the film, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for room in ("assets", "out")
        for path in sorted((folder / room).rglob("*"))
        if path.is_file()
    }


def edit(project: Path, change: Callable[[dict[str, Any]], object]) -> None:
    board = json.loads((project / "storyboard.json").read_text())
    change(board)
    (project / "storyboard.json").write_text(json.dumps(board))


def change_first_shot(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda board: board["scenes"][0]["shots"][0].update(fields)


# The disk -----------------------------------------------------------------------------------------


@pytest.fixture
def little_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 2 MB, where we may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk may be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing(film: Path, little_disk: Path) -> None:
    project = little_disk / "film"
    shutil.copytree(film, project)
    before = contents(project)
    edit(project, change_first_shot(**CLOSEUP))
    filler = little_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    refused(openstage("make", project, at=little_disk, stdin=b""), "full", code=1)
    assert contents(project) == before
    filler.unlink()
    done = openstage("make", project, "--json", "--jobs", "1", at=little_disk)
    assert json.loads(done.stdout)["made"] == [first_shot(project)]


# Root may write anywhere, unless it lets go of that right.
UNPRIVILEGED = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
)
may_be_forbidden = pytest.mark.skipif(
    bool(UNPRIVILEGED) and not shutil.which("setpriv"), reason="root may write anywhere"
)


@may_be_forbidden
@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (".", ("make", ".")),
        ("assets", ("make", ".", "--jobs", "1")),
        ("out", ("make", ".", "--jobs", "1")),
        ("ledger.sqlite", ("make", ".", "--jobs", "1")),
        (".", ("make", "../story.txt", "-o", "new")),
        ("storyboard.json", ("status",)),
    ],
)
def test_what_may_not_be_written_or_read_is_told(
    project: Path, closed: str, words: tuple[str, ...]
) -> None:
    (project.parent / "story.txt").write_text("A dog barks.")
    before = contents(project)
    edit(project, change_first_shot(**CLOSEUP))
    path = project / closed
    paths = [path, *path.rglob("*")] if closed == "assets" else [path]
    for each in paths:
        each.chmod(0o500 if each.is_dir() else 0o000 if words == ("status",) else 0o400)
    done = openstage(*words, at=project, under=UNPRIVILEGED)
    for each in paths:
        each.chmod(0o700 if each.is_dir() else 0o600)
    refused(done, code=2 if words == ("status",) else 1)
    assert {name: contents(project)[name] for name in before} == before


def test_a_damaged_ledger_is_told_and_can_be_moved_away(project: Path) -> None:
    (project / "ledger.sqlite").write_bytes(b"garbage" * 1000)
    refused(openstage("make", project, at=project.parent), "ledger", "damaged", "Move it away")
    (project / "ledger.sqlite").unlink()
    film = (project / "out/film.mp4").read_bytes()
    assert openstage("make", project, *SMALL[-2:], at=project.parent).returncode == 0
    assert (project / "out/film.mp4").read_bytes() == film


def test_a_lost_storyboard_is_directed_again_from_the_story(project: Path) -> None:
    (project / "storyboard.json").unlink()
    refused(openstage("status", at=project), "There is no storyboard.json", "openstage direct")
    done = openstage("make", project, "--json", *SMALL, at=project.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["made"] == [], "the ledger knows every shot"


def test_a_project_can_be_moved_and_copied(project: Path) -> None:
    moved = project.parent / "elsewhere" / 'it\'s "mine" 🎬'
    moved.parent.mkdir()
    project.rename(moved)
    done = openstage("make", ".", "--json", at=moved)
    assert json.loads(done.stdout)["made"] == []


# The storyboard, edited by hand -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_first_shot(size="huge"), "size: Input should be 'extreme wide'"),
        (change_first_shot(lens_mm=-35), "lens_mm: Input should be greater"),
        (change_first_shot(lens_mm=float("nan")), "no JSON"),
        (change_first_shot(frame_count=10**9), "frame_count: Input should be less"),
        (change_first_shot(frame_count="many"), "frame_count: Input should be a valid integer"),
        (change_first_shot(description="half a pair: \ud83c"), "no JSON"),
        (change_first_shot(id="../../shot"), "id: String should match pattern"),
        (change_first_shot(id="1-020."), ""),
        (change_first_shot(cast=["ghost"]), "cast: 'ghost' is not in the bible"),
        (
            change_first_shot(takes=[{"id": "t1", "start": "../../x.png", "end": "y"}]),
            "takes[0].start: String should match pattern",
        ),
        (lambda board: board.update(scenes={}), "scenes: Input should be a valid list"),
        (lambda board: board.update(width=1), "width: Input should be greater"),
        (lambda board: board.update(title=None), "title: Input should be a valid string"),
        (lambda board: board["scenes"].append(board["scenes"][0]), "stands more than once"),
    ],
)
def test_mistakes_of_an_editor_are_told_with_their_place(
    project: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    edit(project, change)
    try:
        faults = "\n".join(map(str, audit(project)))
    except StoryboardError as error:
        faults = error.message
    assert told in faults if told else not faults


def test_a_mistake_of_an_editor_stops_the_film_and_nothing_is_lost(project: Path) -> None:
    edit(project, change_first_shot(size="huge"))
    text = (project / "storyboard.json").read_bytes()
    before = contents(project)
    done = openstage("make", project, at=project.parent)
    assert done.returncode == 2
    assert "scenes[0].shots[0].size: Input should be 'extreme wide'" in done.stderr
    assert done.stderr.splitlines()[-1].strip() == "Mend these places and try again."
    assert (project / "storyboard.json").read_bytes() == text
    assert contents(project) == before


def test_a_storyboard_with_a_byte_order_mark_is_edited_like_any_other(project: Path) -> None:
    path = project / "storyboard.json"
    shot = first_shot(project)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert openstage("lock", shot, at=project).returncode == 0
    assert json.loads(path.read_text(encoding="utf-8"))["scenes"][0]["shots"][0]["locked"]


def test_references_that_lead_nowhere_or_out_are_told(project: Path) -> None:
    names = ["../out.png", "/etc/passwd", "a\0b.png", "n" * 300, "none.png"]
    edit(project, lambda board: board["cast"][0].update(references=names))
    done = openstage("check", at=project)
    assert done.returncode == 2
    assert len([line for line in done.stdout.splitlines() if ".references: " in line]) == len(names)


# How it is run ------------------------------------------------------------------------------------


def test_a_dry_run_of_another_directing_changes_nothing(project: Path) -> None:
    story = project.parent / "story.txt"
    story.write_text("Ana leaves the kitchen.")
    board = (project / "storyboard.json").read_bytes()
    done = openstage("make", story, "-o", project, "--again", "--dry-run", at=project.parent)
    assert done.returncode == 0, done.stderr
    assert (project / "storyboard.json").read_bytes() == board
    assert "Ana waits" in (project / "story.txt").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("mkae",), "No such command 'mkae'"),
        (("make",), "Missing argument 'STORY'"),
        (("make", "s.txt", "--shoots", "3"), "--shoots"),
        (("make", "s.txt", "--jobs", "0"), "--jobs"),
        (("make", "n" * 300), "cannot be read"),
        (("make", "s.txt", "-o", "n" * 300), "too long"),
        (("make", "s.txt", "-o", "s.txt/film"), "part of the path is a file"),
        (("make", "large.txt"), "larger than"),
    ],
)
def test_mistakes_of_typing_are_one_line(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "s.txt").write_text("A dog barks.")
    (tmp_path / "large.txt").write_text("A dog barks. " * 800_000)
    done = openstage(*words, at=tmp_path)
    refused(done, told, code=1 if "-o" in words else 2)
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.txt", "s.txt"]


@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("exec {} status film | head -n 1", 0),
        ("exec {} status film > /dev/full", 1),
        ("exec {} status film >&-", 0),
        ("exec {} status none 2>&-", 2),
        ("exec {} direct - -o new <&-", 2),
        ("PYTHONIOENCODING=ascii exec {} export", 0),
        ("exec env -i LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {} status film", 0),
        ("COLUMNS=20 exec {} status film", 0),
    ],
)
def test_odd_terminals_and_pipes(project: Path, shell: str, code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", shell.format(" ".join(COMMAND))],
        cwd=project.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


# Stopping -----------------------------------------------------------------------------------------


def alive(group: int) -> list[str]:
    """The processes of a group that are still there, but for those that are only unburied."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=2) for line in listed.stdout.splitlines())
    return [row[-1] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


@pytest.mark.skipif(not shutil.which("ps"), reason="needs ps to see the processes")
@pytest.mark.parametrize(
    ("number", "to_all", "jobs", "code"),
    [
        (signal.SIGINT, True, 2, 130),
        (signal.SIGINT, True, 1, 130),
        (signal.SIGTERM, False, 2, 143),
        (signal.SIGKILL, False, 2, -9),
    ],
)
def test_a_stop_comes_at_once_and_leaves_no_process(
    project: Path, number: signal.Signals, to_all: bool, jobs: int, code: int
) -> None:
    before = contents(project)
    # Shots that would take minutes.
    edit(
        project,
        lambda board: [
            shot.update(frame_count=50_000) for scene in board["scenes"] for shot in scene["shots"]
        ],
    )
    process = subprocess.Popen(
        [*COMMAND, "make", str(project), "--jobs", str(jobs)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(project.glob(".workshop/.*.mp4")):
        assert time.monotonic() < deadline, "no shot was begun"
        time.sleep(0.05)
    (os.killpg if to_all else os.kill)(process.pid, number)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == code, errors
    assert b"Traceback" not in errors
    while left := alive(process.pid):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert contents(project) == before
    if number != signal.SIGKILL:
        assert errors.splitlines()[-1].startswith(b"Stopped. What is finished is kept")
        assert not (project / ".workshop").exists()


def test_two_cannot_work_in_one_folder(project: Path) -> None:
    edit(project, change_first_shot(frame_count=50_000))
    first = subprocess.Popen([*COMMAND, "make", str(project), "--jobs", "1", "--quiet"])
    try:
        deadline = time.monotonic() + 60
        while not list(project.glob(".workshop/.*.mp4")):
            assert time.monotonic() < deadline, "no shot was begun"
            time.sleep(0.05)
        refused(openstage("make", project, at=project.parent), "Another openstage", "Wait")
    finally:
        first.kill()
        first.wait()
