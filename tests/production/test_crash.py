"""kill -9 at any moment: a second run ends with the same film, and makes nothing twice."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from openstage.cli.main import run
from openstage.storyboard.ledger import Entry, Ledger
from openstage.storyboard.project import LEDGER, Project
from tests.production.conftest import crash_film, warm_up

KILLS = 50
AT_ONCE = 2
FORK = multiprocessing.get_context("fork")


def jobs_of(kill: int) -> int:
    """Every third run has processes of its own, which take long to start."""
    return 2 if kill % 3 == 0 else 1


def openstage_make(root: str, jobs: int) -> None:
    sys.argv = ["openstage", "make", root, "--quiet", "--jobs", str(jobs)]
    run()


def start(root: Path, jobs: int) -> BaseProcess:
    process = FORK.Process(target=openstage_make, args=(str(root), jobs))
    process.start()
    return process


def finish(root: Path, jobs: int) -> bytes:
    """Runs to the end and gives the film."""
    process = start(root, jobs)
    process.join(120)
    assert process.exitcode == 0
    return (root / "out/film.mp4").read_bytes()


def film_project(root: Path) -> Path:
    Project.create(root).save(crash_film())
    return root


def entries(root: Path) -> dict[str, Entry]:
    with closing(Ledger(root / LEDGER)) as ledger:
        return {entry.key: entry for entry in ledger.entries()}


def undisturbed(root: Path, jobs: int) -> tuple[float, bytes]:
    """How many seconds a run takes, and its film."""
    began = time.perf_counter()
    film = finish(film_project(root), jobs)
    return time.perf_counter() - began, film


def killed_and_finished(root: Path, jobs: int, moment: float) -> tuple[int, bytes]:
    """How much was done before the kill, `moment` seconds on, and the film of the run after it."""
    process = start(film_project(root), jobs)
    time.sleep(moment)
    process.kill()
    process.join()
    done = entries(root)
    film = finish(root, jobs)
    after = entries(root)
    for key, entry in done.items():
        assert after[key] == entry, f"{entry.kind} of {entry.shot or 'the film'} is made twice"
    return len(done), film


@pytest.fixture
def nurseries() -> Iterator[ProcessPoolExecutor]:
    """Processes that have loaded everything: the runs forked from them begin to work at once."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(AT_ONCE, mp_context=spawn, initializer=warm_up) as pool:
        yield pool


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, nurseries: ProcessPoolExecutor) -> None:
    # As many at once as later, and at their slowest: the last kill comes about at the end.
    alone = nurseries.submit(undisturbed, tmp_path / "undisturbed1", 1)
    pair = nurseries.submit(undisturbed, tmp_path / "undisturbed2", 2)
    (one, film), (two, same) = alone.result(), pair.result()
    longest = {1: one, 2: two}
    rng = random.Random(11)
    outcomes = [
        nurseries.submit(
            killed_and_finished,
            tmp_path / f"kill{kill}",
            jobs_of(kill),
            (kill + rng.random()) / KILLS * longest[jobs_of(kill)],
        )
        for kill in range(KILLS)
    ]
    done, films = zip(*(outcome.result() for outcome in outcomes), strict=True)
    assert same == film
    assert [kill for kill, other in enumerate(films) if other != film] == []
    # The kills came before, during and after the shots, not all at one end.
    assert len(set(done)) >= 4, done
