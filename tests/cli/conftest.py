"""The program as a person runs it, and a small film that is made once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "openstage.cli.main")
SMALL = ("--size", "96x54", "--duration", "4", "--jobs", "1")


def openstage(
    *words: str | Path, at: Path, stdin: bytes | None = None, under: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs the program; `under` is a program that starts it in other circumstances."""
    done = subprocess.run(
        [*under, *COMMAND, *map(str, words)],
        cwd=at,
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
    )
    result = subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
    assert "Traceback" not in result.stderr, result.stderr
    assert "itself is at fault" not in result.stderr, result.stderr
    return result


def refused(done: subprocess.CompletedProcess[str], *words: str, code: int = 2) -> None:
    """Asserts one clear line with a remedy, and the exit code: 2, a mistake of use; 1, trouble."""
    assert done.returncode == code, done.stderr
    line = done.stderr.splitlines()[-1]
    assert line.startswith("openstage: "), done.stderr
    assert line.count(". ") + line.count(": ") >= 2, f"no remedy: {line}"
    for word in words:
        assert word in line, done.stderr
    assert done.stdout == ""


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a small film, made once; tests work on copies."""
    at = tmp_path_factory.mktemp("made")
    (at / "story.txt").write_text("Ana waits in the kitchen. Tom opens the door. They embrace.")
    done = openstage("make", "story.txt", "-o", "film", *SMALL, at=at)
    assert done.returncode == 0, done.stderr
    return at / "film"


@pytest.fixture
def project(film: Path, tmp_path: Path) -> Path:
    shutil.copytree(film, tmp_path / "film")
    return tmp_path / "film"


def first_shot(project: Path) -> str:
    board = json.loads((project / "storyboard.json").read_text())
    return str(board["scenes"][0]["shots"][0]["id"])
