"""The production: only what is missing is made, and nothing that was made is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openstage.editor.video import probe
from openstage.errors import ProjectError, StoryboardError, UseError, WorkError
from openstage.production import (
    Directions,
    Production,
    Story,
    lock,
    read_story,
    shooting,
    to_direct,
    try_again,
    unlock,
    use_frames,
)
from openstage.production.worker import Job, Result, work
from openstage.production.workers import Start
from openstage.script import read_text
from openstage.storyboard.document import Storyboard
from openstage.storyboard.pictures import png
from openstage.storyboard.project import Project, file_digest
from openstage.storyboard.vocabulary import ShotSize

ALL = ("1-010", "1-020", "2-010", "2-020")
LENGTH = 6 + 6 + 8 + 6 - 2
"""The four shots, less the dissolve: a third of the shorter neighbor."""


def made(project: Project, edit: Callable[[Storyboard], object] = lambda board: None) -> Any:
    """One run of the production, after an edit by hand."""
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        edit(board)
        project.save(board)
        return production.make(board)


def test_a_film_is_made_and_a_second_run_makes_nothing(project: Project) -> None:
    first = made(project)
    assert first.made == ALL
    video = probe(first.path)
    assert (video.width, video.height, video.fps) == (96, 54, Fraction(24))
    assert video.frame_count == LENGTH
    before = first.path.stat().st_mtime_ns
    second = made(project)
    assert second.made == ()
    assert second.path.stat().st_mtime_ns == before


def test_every_shot_has_a_take_that_tells_who_made_it(project: Project) -> None:
    made(project)
    for _, shot in project.load().shots():
        take = shot.chosen
        assert take is not None
        assert (take.id, take.made_by.artist, take.made_by.cinematographer) == (
            "t1",
            "previz",
            "previz",
        )
        assert take.clip is not None
        assert project.assets.sound(take.clip)
        assert take.prompt
        assert take.made_at.endswith("+00:00")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda board: setattr(board.shot("1-020"), "size", "close-up"), ("1-020",)),
        (lambda board: setattr(board.shot("1-020"), "frame_count", 9), ("1-020",)),
        (lambda board: setattr(board.shot("2-020"), "notes", "lovely"), ()),
        (lambda board: setattr(board.shot("2-010"), "transition_in", "cut"), ()),
        (
            lambda board: setattr(board.character("tom"), "look", "black hair, green coat"),
            ("1-020", "2-010", "2-020"),
        ),
        (lambda board: setattr(board.scenes[1].heading, "time", "night"), ("2-010", "2-020")),
        (lambda board: setattr(board, "width", 128), ALL),
    ],
)
def test_an_edit_remakes_just_what_depends_on_it(
    project: Project, edit: Callable[[Storyboard], object], expected: tuple[str, ...]
) -> None:
    made(project)
    assert made(project, edit).made == expected


def test_going_back_costs_nothing_and_chooses_the_old_take(project: Project) -> None:
    made(project)
    film = file_digest(project.out / "film.mp4")
    made(project, lambda board: setattr(board.shot("1-020"), "size", "close-up"))
    assert file_digest(project.out / "film.mp4") != film
    back = made(project, lambda board: setattr(board.shot("1-020"), "size", "medium"))
    assert back.made == ()
    shot = project.load().shot("1-020")
    assert shot is not None
    assert (shot.take, [take.id for take in shot.takes]) == ("t1", ["t1", "t2"])
    assert file_digest(project.out / "film.mp4") == film


def test_what_a_change_made_stale_is_told_with_the_reason(project: Project) -> None:
    made(project)
    board = project.load()
    shot = board.shot("1-020")
    assert shot is not None
    shot.movement = "pan left"
    works = Production(project).survey(board)
    conditions = {work.shot.id: work.condition for work in works}
    assert conditions == {"1-010": "done", "1-020": "stale", "2-010": "done", "2-020": "done"}
    assert works[1].changed == ("camera",)


def test_an_added_shot_leaves_the_others_alone(project: Project) -> None:
    made(project)

    def add(board: Storyboard) -> None:
        new = (
            board.scenes[1]
            .shots[1]
            .model_copy(
                update={
                    "id": "2-015",
                    "number": 15,
                    "takes": [],
                    "take": None,
                    "size": ShotSize.WIDE,
                }
            )
        )
        board.scenes[1].shots = [board.scenes[1].shots[0], new, board.scenes[1].shots[1]]

    assert made(project, add).made == ("2-015",)


def test_a_damaged_or_lost_asset_is_made_again(project: Project) -> None:
    first = made(project)
    take = project.load().scenes[0].shots[0].takes[0]
    lost = project.load().scenes[1].shots[0].takes[0]
    assert take.clip is not None
    project.assets.path(take.clip).write_bytes(b"damaged")
    project.assets.path(lost.start).unlink()
    film = first.path.read_bytes()
    again = made(Project(project.root))
    assert again.made == ("1-010", "2-010")
    assert again.path.read_bytes() == film


def test_a_damaged_film_is_cut_again(project: Project) -> None:
    path = made(project).path
    film = path.read_bytes()
    path.write_bytes(film[:1000])
    assert made(project).path.read_bytes() == film


def test_several_processes_make_the_same_film(project: Project, tmp_path: Path) -> None:
    film = made(project).path.read_bytes()
    other = Project.create(tmp_path / "other")
    board = project.load()
    for _, shot in board.shots():
        shot.takes, shot.take = [], None
    other.save(board)
    with other.locked():
        production = Production(other, jobs=2)
        assert sorted(production.make(production.load()).made) == sorted(ALL)
    assert (other.out / "film.mp4").read_bytes() == film


def test_a_locked_shot_is_never_made_again(project: Project) -> None:
    made(project)

    def edit(board: Storyboard) -> None:
        shot = board.shot("1-020")
        assert shot is not None
        lock(shot)
        shot.size = "close-up"

    assert made(project, edit).made == ()
    shot = project.load().shot("1-020")
    assert shot is not None
    assert shot.take == "t1"
    assert made(project, lambda board: unlock(board.shot("1-020"))).made == ("1-020",)


def test_a_shot_locked_before_its_clip_is_shot_keeps_its_pair(project: Project) -> None:
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        assert production.draw(board) == ALL
        pair = board.scenes[0].shots[0].takes[0]
        lock(board.scenes[0].shots[0])
        assert set(production.shoot(board)) == set(ALL)
        assert board.scenes[0].shots[0].takes == [pair]
        assert pair.made_by.cinematographer == "previz"


def test_nothing_can_be_locked_before_it_is_drawn(project: Project) -> None:
    board = project.load()
    with pytest.raises(UseError, match="no take to keep"):
        lock(board.scenes[0].shots[0])
    made(project)
    board = project.load()
    with pytest.raises(UseError, match="has no take 't7'"):
        lock(board.scenes[0].shots[0], "t7")


def own_pictures(folder: Path) -> tuple[Path, Path]:
    start, end = folder / "start.png", folder / "end.png"
    picture = np.zeros((54, 96, 3), dtype=np.uint8)
    picture[10:40, 10:50] = (200, 40, 40)
    start.write_bytes(png(picture))
    end.write_bytes(png(np.roll(picture, 20, axis=1)))
    return start, end


def test_own_frames_are_kept_and_shot_by_morph(project: Project, tmp_path: Path) -> None:
    made(project)
    start, end = own_pictures(tmp_path)

    def use(board: Storyboard) -> None:
        shot = board.shot("2-010")
        assert shot is not None
        assert use_frames(project, board, shot, start, end) == []

    assert made(project, use).made == ("2-010",)
    take = project.load().scenes[1].shots[0].chosen
    assert take is not None
    assert project.assets.path(take.start).read_bytes() == start.read_bytes()
    assert take.made_by.artist == "user"
    assert take.made_by.cinematographer == "morph"
    # A change of the shot's text never redraws them.
    assert made(project, lambda b: setattr(b.shot("2-010"), "size", "wide")).made == ()
    released = made(project, lambda board: unlock(board.shot("2-010")))
    assert released.made == ("2-010",)
    chosen = project.load().scenes[1].shots[0].chosen
    assert chosen is not None
    assert chosen.made_by.artist == "previz"


def test_own_frames_of_another_shape_are_fitted_and_it_is_said(
    project: Project, tmp_path: Path
) -> None:
    tall = tmp_path / "tall.png"
    tall.write_bytes(png(np.full((90, 30, 3), 200, dtype=np.uint8)))
    board = project.load()
    notes = use_frames(project, board, board.scenes[0].shots[0], tall, tall)
    assert "tall.png is 30x90" in notes[0]
    assert made(project, lambda b: use_frames(project, b, b.scenes[0].shots[0], tall, tall)).path


def test_lost_own_frames_are_told(project: Project, tmp_path: Path) -> None:
    start, end = own_pictures(tmp_path)
    made(project, lambda b: use_frames(project, b, b.scenes[0].shots[0], start, end))
    take = project.load().scenes[0].shots[0].chosen
    assert take is not None
    project.assets.path(take.start).unlink()
    with pytest.raises(WorkError, match="gone or damaged"):
        made(Project(project.root))


def test_another_try_is_another_take(project: Project) -> None:
    made(project)
    board = project.load()
    shot = board.scenes[0].shots[0]
    assert try_again(board, shot) == 1
    assert try_again(board, shot) == 2
    assert try_again(board, shot, seed=9) == 9
    shot.locked = True
    with pytest.raises(UseError, match="is locked"):
        try_again(board, shot)


def test_shots_can_be_made_one_by_one(project: Project) -> None:
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        assert production.shoot(board, frozenset(["2-010"])) == ("2-010",)
        with pytest.raises(UseError, match="no shot 9-999"):
            production.draw(board, frozenset(["9-999"]))
        with pytest.raises(UseError, match="no clip yet"):
            production.cut(board)


def test_a_storyboard_with_faults_is_not_made(project: Project) -> None:
    data = json.loads(project.storyboard_path.read_text())
    data["scenes"][0]["shots"][0]["cast"] = ["nobody"]
    project.storyboard_path.write_text(json.dumps(data))
    with pytest.raises(StoryboardError, match=r"scenes\[0\].shots\[0\].cast: 'nobody'"):
        made(project)


def test_an_edit_during_the_run_is_not_overwritten(project: Project) -> None:
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        text = project.storyboard_path.read_text().replace("A Small Film", "Renamed meanwhile")
        project.storyboard_path.write_text(text)
        production.make(board)
    assert project.load().title == "Renamed meanwhile"
    # What the run made is in the ledger, so the next run finds it.
    again = made(project)
    assert again.made == ()
    assert all(shot.chosen for _, shot in project.load().shots())


def test_when_one_shot_fails_the_others_finish_and_are_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = threading.Event()

    def work_or_fail(job: Job) -> Result:
        if job.context.shot.id == "1-020":
            raise WorkError("The pencil broke.")
        if job.context.shot.id == "1-010":
            others.wait(20)  # it is still at work when the other has failed
        return work(job)

    @contextmanager
    def threads(jobs: int) -> Iterator[Start]:
        with ThreadPoolExecutor(jobs) as pool:
            yield lambda job: pool.submit(work_or_fail, job)

    monkeypatch.setattr(shooting, "workers", threads)
    with project.locked():
        production = Production(project, jobs=2)
        threading.Timer(1, others.set).start()
        with pytest.raises(WorkError, match="pencil broke"):
            production.shoot(production.load())
    made = {shot.id for _, shot in project.load().shots() if shot.takes}
    assert "1-010" in made
    assert "1-020" not in made


def test_a_lost_process_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def lost(jobs: int) -> Iterator[Start]:
        future: Future[Result] = Future()
        future.set_exception(BrokenProcessPool("gone"))
        yield lambda job: future

    monkeypatch.setattr(shooting, "workers", lost)
    with pytest.raises(WorkError, match="stopped from outside") as caught:
        made(project)
    assert "--jobs 1" in caught.value.remedy


def test_a_first_directing_that_was_killed_halfway_is_directed_again(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Ana waits in the kitchen.")
    story = read_story(str(tmp_path / "s.txt"))
    project = Project.create(tmp_path / "film")
    production = Production(project)
    board = production.direct(Directions().hire(), story).storyboard
    assert project.story() is None, "nothing is written before it is to be kept"
    production.keep(board, story)
    assert project.story_data() == story.data
    project.storyboard_path.unlink()
    again = to_direct(project, None, again=False)
    assert again is not None
    assert again.data == story.data


def test_a_storyboard_that_is_edited_while_it_is_directed_is_left_alone(project: Project) -> None:
    story = Story(b"Ana waits.", ".txt", read_text("Ana waits.", name="s.txt"))
    production = Production(project)
    board = production.direct(Directions().hire(), story).storyboard
    text = project.storyboard_path.read_text().replace("A Small Film", "Renamed meanwhile")
    project.storyboard_path.write_text(text)
    with pytest.raises(ProjectError, match="edited at the same moment"):
        production.keep(board, story)
    assert project.load().title == "Renamed meanwhile"


def test_what_a_person_decided_is_carried_to_where_its_words_are(tmp_path: Path) -> None:
    def story(text: str) -> Story:
        return Story(text.encode(), ".txt", read_text(text, name="s.txt"))

    production = Production(Project.create(tmp_path / "film"), jobs=1)
    first = story("Ana waits in the kitchen. Tom walks along the street. A dog barks.")
    board = production.direct(Directions(size=(96, 54)).hire(), first).storyboard
    production.keep(board, first)
    production.draw(board)
    words = {shot.source: shot for _, shot in board.shots() if "Tom" in shot.source}
    ((source, tom),) = list(words.items())[:1]
    lock(tom)
    production.project.save_or_raise(board)

    longer = story("At night it rains. Ana waits in the kitchen. Tom walks along the street.")
    again = production.direct(Directions(size=(96, 54)).hire(), longer)
    assert again.left_behind == ()
    (moved,) = [shot for _, shot in again.storyboard.shots() if shot.source == source]
    assert (moved.locked, moved.takes) == (True, tom.takes)
    without = production.direct(Directions(size=(96, 54)).hire(), story("Ana waits."))
    assert without.left_behind == (tom.id,)
