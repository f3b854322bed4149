"""kill -9 at any moment: a second run ends with the same film, and makes nothing twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openstage.storyboard.ledger import Entry
from openstage.storyboard.project import Project
from tests.production.conftest import small_film

OPENSTAGE = (sys.executable, "-m", "openstage.cli.main")
KILLS = 50
AT_ONCE = 2


def film_project(root: Path) -> Project:
    project = Project.create(root)
    project.save(small_film(width=320, height=180))
    return project


def start(project: Project, jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*OPENSTAGE, "make", str(project.root), "--quiet", "--jobs", str(jobs)],
        stderr=subprocess.PIPE,
    )


def finish(project: Project, jobs: int) -> bytes:
    """Runs to the end and gives the film."""
    process = start(project, jobs)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()
    return (project.out / "film.mp4").read_bytes()


def entries(project: Project) -> dict[str, Entry]:
    found = {entry.key: entry for entry in project.ledger.entries()}
    project.ledger.close()
    project._ledger = None
    return found


def killed_and_finished(root: Path, moment: float, jobs: int) -> tuple[int, bytes]:
    """Kills a run after `moment` seconds, and runs it again; how much was done, and the film."""
    project = film_project(root)
    process = start(project, jobs)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = entries(project)
    film = finish(project, jobs)
    after = entries(project)
    for key, entry in done.items():
        assert after[key] == entry, f"{entry.kind} of {entry.shot or 'the film'} was made twice"
    return len(done), film


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    reference = film_project(tmp_path / "reference")
    began = time.perf_counter()
    undisturbed = finish(reference, jobs=1)
    # Others run beside it, so a kill may come a little after the usual end as well.
    longest = (time.perf_counter() - began) * 1.3
    rng = random.Random(11)
    moments = [(n + rng.random()) / KILLS * longest for n in range(KILLS)]

    def one(numbered: tuple[int, float]) -> tuple[int, bytes]:
        number, moment = numbered
        return killed_and_finished(tmp_path / f"kill{number}", moment, jobs=1 + number % 2)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(one, enumerate(moments)))
    assert [number for number, (_, film) in enumerate(outcomes) if film != undisturbed] == []
    # The kills came before, during and after the shots, not all at one end.
    assert len({done for done, _ in outcomes}) >= 4, [done for done, _ in outcomes]
