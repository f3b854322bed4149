"""Artists that remember: what they see, what a change makes stale, takes to choose from."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from openstage import crew
from openstage.crew import Frame, FramePair, Hiring, Memory
from openstage.errors import MissingError, ProjectError, UseError
from openstage.production import Production, affected, artist_of, choose, shot_of, try_again
from openstage.production.hiring import remember_artist
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from openstage.storyboard.pictures import png, read_picture
from openstage.storyboard.project import Project

ALL = ("1-010", "1-020", "2-010", "2-020")


class Demanding:
    name = "demanding"

    def __init__(self, *, pencil_width: int) -> None:
        self.pencil_width = pencil_width


class Rememberer:
    """Its pictures are as bright as the number of frames it sees, and as red as its seed.

    It sees the references, and of the earlier frames the last `reach`.
    """

    name = "rememberer"
    model = "one 1234"
    remembers = True

    def __init__(self, *, reach: int = 100) -> None:
        self.reach = reach

    def sees(self, context: ShotContext, memory: Memory) -> Memory:
        given = [frame for frame in memory if frame.kind == "reference"]
        drawn = [frame for frame in memory if frame.kind != "reference"]
        return [*given, *drawn[max(0, len(drawn) - self.reach) :]]

    def draw(self, context: ShotContext, memory: Memory) -> FramePair:
        seen = sum(int(frame.load().max() > 0) for frame in memory)
        size = (context.storyboard.height, context.storyboard.width, 3)
        start: Frame = np.full(size, 10 + seen, dtype=np.uint8)
        start[..., 0] = context.seed % 256
        return FramePair(start, start + 1)

    def depends_on(self, context: ShotContext) -> Any:
        return {"words": [context.shot.id, context.shot.description], "seed": context.seed}


@pytest.fixture(autouse=True)
def hired(monkeypatch: pytest.MonkeyPatch) -> None:
    real, ours = crew.known, {kind.name: kind for kind in (Rememberer, Demanding)}

    def known(trade: Any, name: str) -> Any:
        return SimpleNamespace(load=lambda: ours[name]) if name in ours else real(trade, name)

    monkeypatch.setattr(crew, "known", known)


def run(
    project: Project,
    edit: Callable[[Storyboard], object] = lambda board: None,
    *,
    only: frozenset[str] | None = None,
    **options: Any,
) -> tuple[str, ...]:
    """One run of `draw`, after an edit by hand; gives what was drawn."""
    takes = options.pop("takes", 1)
    with project.locked():
        production = Production(project, artist=Hiring("rememberer", options), jobs=1)
        board = production.load()
        edit(board)
        project.save(board)
        return production.draw(board, only, takes=takes)


def brightness(project: Project) -> list[int]:
    """Of the start frame of each shot, its green."""
    takes = [shot.chosen for _, shot in project.load().shots()]
    paths = [project.assets.path(take.start) for take in takes if take]
    return [int(read_picture(path)[0, 0, 1]) for path in paths]


def works(project: Project, **options: Any) -> list[Any]:
    production = Production(project, artist=Hiring("rememberer", options))
    return production.survey(production.load())


def another(id: str) -> Callable[[Storyboard], object]:
    """Gives a shot other words."""

    def edit(board: Storyboard) -> None:
        shot_of(board, id).description = "another"

    return edit


def redone(id: str) -> Callable[[Storyboard], object]:
    return lambda board: try_again(board, shot_of(board, id))


def test_it_draws_in_order_and_sees_all_earlier_pairs(project: Project) -> None:
    assert run(project) == ALL
    assert brightness(project) == [10, 12, 14, 16]
    assert run(project) == ()
    take = project.load().scenes[0].shots[0].chosen
    assert take is not None
    assert (take.made_by.artist, take.made_by.model) == ("rememberer", "one 1234")


def test_a_new_pair_that_looks_the_same_changes_nothing_after_it(project: Project) -> None:
    run(project)
    assert run(project, another("1-020")) == ("1-020",)


def test_a_new_pair_makes_stale_what_saw_the_old_one(project: Project) -> None:
    run(project, reach=2)
    assert run(project, redone("1-010"), only=frozenset({"1-010"}), reach=2) == ("1-010",)
    told = {work.shot.id: (work.condition, work.changed) for work in works(project, reach=2)}
    assert told["1-020"] == ("stale", ("frames of 1-010",))
    assert [told[id][0] for id in ("2-010", "2-020")] == ["to shoot", "to shoot"]
    # Once it is drawn again, the next one has seen an old frame, and so on.
    forecast = [work.shot.id for work in affected(works(project, reach=2)) if work.pair is None]
    assert forecast == ["1-020"]
    assert [work.shot.id for work in affected(works(project, reach=2))] == list(ALL)
    assert run(project, reach=2) == ("1-020",), "it sees as many frames, so it looks the same"


def test_a_shot_that_sees_no_old_frame_is_left_alone(project: Project) -> None:
    run(project, reach=0)
    assert run(project, redone("1-010"), reach=0) == ("1-010",)


def test_one_shot_is_drawn_with_the_frames_that_there_are(project: Project) -> None:
    assert run(project, only=frozenset({"2-010"})) == ("2-010",)
    assert brightness(project) == [10]
    assert run(project) == ALL, "now it has earlier frames to see"
    assert brightness(project) == [10, 12, 14, 16]


def test_a_reference_picture_is_seen_from_the_first_shot_on(project: Project) -> None:
    (project.root / "ana.png").write_bytes(png(np.full((8, 8, 3), 200, np.uint8)))

    def refer(board: Storyboard) -> None:
        board.cast[0].references = ["ana.png"]

    run(project, refer)
    assert brightness(project) == [11, 13, 15, 17]
    (project.root / "ana.png").write_bytes(png(np.full((8, 8, 3), 100, np.uint8)))
    changed = {work.changed for work in works(project)}
    assert changed == {("frames of ana",)}
    (project.root / "ana.png").unlink()
    with pytest.raises(ProjectError, match=r"no file 'ana\.png'.*the reference picture of Ana"):
        works(project)


def test_takes_to_choose_from(project: Project) -> None:
    assert run(project, takes=3) == ALL
    first = project.load().scenes[0].shots[0]
    assert [(take.id, take.seed) for take in first.takes] == [("t1", 0), ("t2", 1), ("t3", 2)]
    assert first.chosen == first.takes[0]
    assert run(project, takes=3) == (), "they are there"

    def pick(board: Storyboard) -> None:
        choose(shot_of(board, "1-010"), "t3")

    assert run(project, pick, only=frozenset({"1-010"})) == ()
    chosen = project.load().scenes[0].shots[0].chosen
    assert chosen is not None
    assert chosen.id == "t3"
    later = [work.condition for work in works(project)][1:]
    assert later == ["stale"] * 3, "they saw the frames of the first take"
    with pytest.raises(UseError, match=r"no take 't9'.*\n?.*t1, t2, t3"):
        choose(first, "t9")


def test_a_take_that_saw_other_frames_is_locked_when_it_is_chosen(project: Project) -> None:
    run(project)

    assert run(project, redone("1-010")) == ALL
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        shot = shot_of(board, "1-020")
        now, before = shot.takes[1].id, shot.takes[0].id
        assert production.choose(board, shot, now) is False
        assert production.choose(board, shot, before) is True
        assert shot.locked
        project.save_or_raise(board)
        production.draw(board)
    chosen = project.load().scenes[0].shots[1].chosen
    assert chosen is not None
    assert chosen.id == before


def test_what_an_artist_needs_is_looked_for_before_it_is_hired(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rememberer, "needs", ("json", "no_such_package"), raising=False)
    with pytest.raises(MissingError, match="'rememberer' needs the package 'no_such_package'"):
        run(project)
    assert artist_of(project, None, {}).name == "previz", "the film's artist is who it was"


def test_other_weights_are_asked_for_as_many_steps_as_they_want(project: Project) -> None:
    draft = {"weights": "a", "steps": 2, "budget": "last"}
    remember_artist(project, Hiring("step2", draft))
    assert artist_of(project, None, {}).options == draft
    assert artist_of(project, "step2", {"weights": "a"}).options == draft
    other = artist_of(project, "step2", {"weights": "b"})
    assert other.options == {"weights": "b", "budget": "last"}


def test_previz_gives_takes_as_well(project: Project) -> None:
    with project.locked():
        production = Production(project, jobs=1)
        board = production.load()
        assert production.draw(board, frozenset({"1-020"}), takes=2) == ("1-020",)
    takes = project.load().scenes[0].shots[1].takes
    assert [take.seed for take in takes] == [0, 1]


def test_another_try_passes_over_the_seeds_that_there_are(project: Project) -> None:
    run(project, takes=3)
    board = project.load()
    assert try_again(board, shot_of(board, "1-010")) == 3


def test_the_project_knows_who_draws_it(project: Project) -> None:
    assert artist_of(project, None, {}) == Hiring("previz")
    run(project, reach=2)
    assert artist_of(project, None, {}) == Hiring("rememberer", {"reach": 2})
    assert artist_of(project, "rememberer", {"reach": 3}).options == {"reach": 3}
    assert artist_of(project, "previz", {}) == Hiring("previz")
    assert Production(project).hiring.name == "rememberer"
    with pytest.raises(UseError, match="takes no --stretch"):
        run(project, stretch=2)
    assert artist_of(project, None, {}).options == {"reach": 2}, "who cannot be hired is forgotten"
    gone = Hiring("step2", {"weights": str(project.root / "gone")})
    remember_artist(project, gone)
    assert Production(project).hiring == gone, "who does not draw needs no weights"
    with pytest.raises(MissingError, match=r"gone holds no weights") as told:
        gone.hire()
    assert "--weights" in told.value.remedy
    assert "crew.json" in told.value.remedy
    (project.root / "crew.json").write_text("[]")
    with pytest.raises(ProjectError, match="does not tell who draws"):
        Production(project)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Hiring("previz", {"weights": "w"}), "'previz' takes no --weights"),
        (Hiring("demanding", {}), "'demanding' needs --pencil-width"),
    ],
)
def test_options_that_do_not_fit_are_told(options: Hiring, words: str) -> None:
    with pytest.raises(UseError, match=words):
        options.hire()
