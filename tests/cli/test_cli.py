"""The command line, run as a person runs it: in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from openstage.editor.video import probe
from openstage.storyboard.pictures import png
from tests.cli.conftest import SMALL, first_shot, openstage, refused


def test_make_leaves_a_film_and_its_papers(film: Path) -> None:
    names = {path.name for path in (film / "out").iterdir()}
    assert {"film.mp4", "boards.pdf", "contact.png", "shotlist.csv", "timeline.otio"} <= names
    assert (probe(film / "out/film.mp4").width, probe(film / "out/film.mp4").height) == (96, 54)
    assert (film / "story.txt").read_bytes() == (film.parent / "story.txt").read_bytes()


def test_make_again_makes_nothing_and_tells_the_same(project: Path) -> None:
    done = openstage("make", project, "--json", at=project.parent)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["made"] == []
    assert Path(told["film"]).name == "film.mp4"


def test_help_and_version_answer(tmp_path: Path) -> None:
    assert "make" in openstage("--help", at=tmp_path).stdout
    assert openstage("--version", at=tmp_path).stdout.startswith("openstage 0.")
    for command in ("make", "direct", "draw", "shoot", "cut", "export", "status", "check", "redo"):
        assert openstage(command, "--help", at=tmp_path).returncode == 0


def test_a_story_from_standard_input(tmp_path: Path) -> None:
    done = openstage("direct", "-", "-o", "d", at=tmp_path, stdin=b"A dog barks in the street.")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "d/storyboard.json").is_file()
    assert (tmp_path / "d/story.txt").read_text() == "A dog barks in the street."


def test_a_dry_run_leaves_nothing_behind(tmp_path: Path) -> None:
    story = tmp_path / "s.txt"
    story.write_text("A dog barks in the street.")
    done = openstage("make", "s.txt", "--dry-run", "--json", at=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["to_make"]
    assert told["seconds"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["s.txt"]


def test_quiet_says_nothing(project: Path) -> None:
    done = openstage("make", project, "--quiet", at=project.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_status_tells_each_shot(project: Path) -> None:
    shot = first_shot(project)
    board = json.loads((project / "storyboard.json").read_text())
    board["scenes"][0]["shots"][0]["angle"] = "high"
    (project / "storyboard.json").write_text(json.dumps(board))
    told = json.loads(openstage("status", project, "--json", at=project).stdout)
    conditions = {each["id"]: each["condition"] for each in told["shots"]}
    assert conditions.pop(shot) == "stale"
    assert set(conditions.values()) <= {"done"}
    assert shot in openstage("status", at=project).stdout


def test_the_steps_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("A dog barks in the street.")
    assert openstage("direct", "s.txt", "-o", "f", *SMALL[:4], at=tmp_path).returncode == 0
    for step in (("draw", "-j", "1"), ("shoot", "-j", "1"), ("cut",)):
        done = openstage(*step, "-p", "f", at=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "f/out/film.mp4").is_file()
    assert "nothing to make" in openstage("shoot", "-p", "f", at=tmp_path).stdout


def test_export_writes_every_form(project: Path, tmp_path: Path) -> None:
    formats = openstage("export", "--json", at=project)
    names = [each["name"] for each in json.loads(formats.stdout)["formats"]]
    assert {"boards", "edl", "otio", "frames", "fcp7", "fcpx"} <= set(names)
    done = openstage("export", *names, "-o", tmp_path / "all", "--json", at=project)
    assert done.returncode == 0, done.stderr
    for path in json.loads(done.stdout)["exported"]:
        assert Path(path).exists()


def test_lock_use_redo_and_unlock(project: Path, tmp_path: Path) -> None:
    shot = first_shot(project)
    assert openstage("lock", shot, at=project).returncode == 0
    refused(openstage("redo", shot, at=project), "is locked", "openstage unlock")
    assert openstage("unlock", shot, at=project).returncode == 0
    assert "seed 1" in openstage("redo", shot, "--jobs", "1", at=project).stdout
    own = tmp_path / "own.png"
    own.write_bytes(png(np.full((54, 96, 3), 90, dtype=np.uint8)))
    assert openstage("use", shot, own, at=project).returncode == 0
    done = openstage("make", project, "--json", "--jobs", "1", at=project)
    assert json.loads(done.stdout)["made"] == [shot]
    refused(openstage("lock", "9-999", at=project), "no shot '9-999'", shot)


def test_check_names_every_fault(project: Path) -> None:
    good = openstage("check", project, at=project)
    assert (good.returncode, good.stdout.strip()) == (0, "no faults")
    board = json.loads((project / "storyboard.json").read_text())
    board["scenes"][0]["shots"][0]["cast"] = ["ghost"]
    board["cast"][0]["references"] = ["../outside.png"]
    (project / "storyboard.json").write_text(json.dumps(board))
    bad = openstage("check", at=project)
    assert bad.returncode == 2
    assert "error: scenes[0].shots[0].cast: 'ghost' is not in the bible" in bad.stdout
    assert "leads out of the project folder" in bad.stdout
    (project / "storyboard.json").write_text("{")
    refused(openstage("check", "storyboard.json", at=project), "no JSON", "line 1")


def test_an_edited_story_asks_before_it_is_directed_anew(project: Path) -> None:
    story = project.parent / "story.txt"
    story.write_text("Ana leaves.")
    refused(openstage("make", story, "-o", project, at=project.parent), "--again")
    done = openstage("make", story, "-o", project, "--again", *SMALL, at=project.parent)
    assert done.returncode == 0, done.stderr
    assert (project / "story.txt").read_text() == "Ana leaves."
    assert story.read_text() == "Ana leaves."


def test_directing_options_on_a_finished_storyboard_are_not_swallowed(project: Path) -> None:
    refused(openstage("make", project, "--shots", "9", at=project), "--again")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("make", "none.txt"), "none.txt"),
        (("make", "empty.txt"), "empty"),
        (("make", "binary.txt"), "binary.txt"),
        (("make", "picture.png"), "picture.png"),
        (("make", "s.txt", "--size", "1x1"), "2x2"),
        (("make", "s.txt", "--size", "huge"), "1280x720"),
        (("make", "s.txt", "--fps", "fast"), "24000/1001"),
        (("make", "s.txt", "--artist", "rembrandt"), "previz"),
        (("make", "s.txt", "--director", "nobody"), "grammar"),
        (("make", "s.txt", "-o", "taken"), "taken"),
        (("make", "s.txt", "-o", "s.txt"), "is a file"),
        (("make", "taken"), "no openstage project"),
        (("status", "taken"), "no openstage project"),
        (("draw",), "no openstage project"),
        (("draw", "taken"), "with -p DIR"),
        (("check", "none.json"), "none.json"),
    ],
)
def test_mistakes_are_answered_in_one_line(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "s.txt").write_text("A dog barks in the street.")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "picture.png").write_bytes(png(np.zeros((9, 9, 3), dtype=np.uint8)))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/thesis.txt").write_text("mine")
    refused(openstage(*words, at=tmp_path), told)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "binary.txt",
        "empty.txt",
        "picture.png",
        "s.txt",
        "taken",
    ]


def test_errors_are_json_too(tmp_path: Path) -> None:
    done = openstage("make", "none.txt", "--json", at=tmp_path)
    assert done.returncode == 2
    assert set(json.loads(done.stdout)) == {"error", "remedy"}


@pytest.mark.parametrize(
    "name", ['it\'s "new".txt', "🎬 film.txt", "a\\b.txt", "-dash.txt", "...txt"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("A dog barks in the street.")
    done = openstage("direct", f"./{name}", *SMALL[:4], at=tmp_path)
    assert done.returncode == 0, done.stderr
    folders = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert len(folders) == 1
    assert (folders[0] / "storyboard.json").is_file()


@pytest.mark.parametrize(
    "options",
    [
        ("--size", "2x2"),
        ("--size", "55x97"),
        ("--size", "108x192"),
        ("--fps", "23.976", "--size", "64x36"),
    ],
)
def test_odd_sizes_and_rates(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "s.txt").write_text("A dog barks.")
    done = openstage(
        "make", "s.txt", "-o", "f", "--duration", "2", "--jobs", "1", *options, at=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert probe(tmp_path / "f/out/film.mp4").frame_count > 0


def test_a_frame_of_8k(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("A dog barks in the street.")
    done = openstage("direct", "s.txt", "-o", "f", "--size", "7680x4320", at=tmp_path)
    assert done.returncode == 0, done.stderr
    board = json.loads((tmp_path / "f/storyboard.json").read_text())
    del board["scenes"][0]["shots"][1:], board["scenes"][1:]
    board["scenes"][0]["shots"][0]["frame_count"] = 1
    (tmp_path / "f/storyboard.json").write_text(json.dumps(board))
    done = openstage("make", "f", "--jobs", "1", at=tmp_path)
    assert done.returncode == 0, done.stderr
    film = probe(tmp_path / "f/out/film.mp4")
    assert (film.width, film.height, film.frame_count) == (7680, 4320, 1)
