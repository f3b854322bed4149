"""kill -9 at any moment: a second run ends with the same film, and makes nothing twice."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from openstage.cli.main import run
from openstage.storyboard.ledger import Entry, Ledger
from openstage.storyboard.project import LEDGER, Project
from tests.production.conftest import crash_film

KILLS = 50
AT_ONCE = 2


def jobs_of(kill: int) -> int:
    """Every fifth run has processes of its own, which take long to start."""
    return 2 if kill % 5 == 0 else 1


def openstage_make(root: str, jobs: int) -> None:
    sys.argv = ["openstage", "make", root, "--quiet", "--jobs", str(jobs)]
    run()


@pytest.fixture(scope="module")
def forks() -> ForkServerContext:
    """Starts runs from a process that has loaded everything, so that they begin to work at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.production.warmed"])
    return context


def start(forks: ForkServerContext, root: Path, jobs: int) -> BaseProcess:
    process = forks.Process(target=openstage_make, args=(str(root), jobs))
    process.start()
    return process


def finish(forks: ForkServerContext, root: Path, jobs: int) -> bytes:
    """Runs to the end and gives the film."""
    process = start(forks, root, jobs)
    process.join(120)
    assert process.exitcode == 0
    return (root / "out/film.mp4").read_bytes()


def film_project(root: Path) -> Path:
    Project.create(root).save(crash_film())
    return root


def entries(root: Path) -> dict[str, Entry]:
    with closing(Ledger(root / LEDGER)) as ledger:
        return {entry.key: entry for entry in ledger.entries()}


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, forks: ForkServerContext) -> None:
    def undisturbed(jobs: int) -> tuple[float, bytes]:
        began = time.perf_counter()
        film = finish(forks, film_project(tmp_path / f"undisturbed{jobs}"), jobs)
        return time.perf_counter() - began, film

    def killed_and_finished(kill: int) -> tuple[int, bytes]:
        """How much was done before the kill, and the film of the run after it."""
        jobs = jobs_of(kill)
        root = film_project(tmp_path / f"kill{kill}")
        process = start(forks, root, jobs)
        time.sleep(moments[kill] * longest[jobs])
        process.kill()
        process.join()
        done = entries(root)
        film = finish(forks, root, jobs)
        after = entries(root)
        for key, entry in done.items():
            assert after[key] == entry, f"{entry.kind} of {entry.shot or 'the film'} is made twice"
        return len(done), film

    finish(forks, film_project(tmp_path / "warming"), 1)  # what the first run still has to load
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # As many at once as later, and at their slowest: the last kill comes about at the end.
        (one, film), (two, same) = pool.map(undisturbed, (1, 2))
        longest = {1: one, 2: two}
        rng = random.Random(11)
        moments = [(kill + rng.random()) / KILLS for kill in range(KILLS)]
        outcomes = list(pool.map(killed_and_finished, range(KILLS)))
    assert same == film
    assert [kill for kill, (_, other) in enumerate(outcomes) if other != film] == []
    # The kills came before, during and after the shots, not all at one end.
    assert len({done for done, _ in outcomes}) >= 4, [done for done, _ in outcomes]
