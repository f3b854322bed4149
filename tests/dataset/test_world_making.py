"""Clips of the previz world are made: whole, again and again the same, and never twice."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from fractions import Fraction
from itertools import count, islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from openstage.crew import Frame
from openstage.dataset import preferring
from openstage.dataset.clip import COLORED, Clip
from openstage.dataset.preferring import prefer
from openstage.dataset.rows import clip_of
from openstage.dataset.store import Store
from openstage.dataset.world import filming
from openstage.dataset.world.filming import INTERIOR_TIMES
from openstage.dataset.world.making import Order, make
from openstage.dataset.world.tales import tales
from openstage.errors import DiskError, UseError, WorkError
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import decoded
from openstage.world.figures.wardrobe import dress
from openstage.world.palette import PALETTES, named
from openstage.world.seen import is_person
from openstage.world.stage_manager import stage
from openstage.world.staging import WORLD_VERSION, Staging
from tests.cli.conftest import openstage, refused
from tests.dataset.conftest import clip as small_clip

SIZE = (64, 36)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Clips that cost nothing; gives the numbers of those that were filmed."""
    filmed: list[int] = []

    def instead(seed: int, number: int, **more: object) -> Clip:
        filmed.append(number)
        return small_clip(number)

    monkeypatch.setattr(filming, "clip", instead)
    return filmed


def order(clips: int, seed: int = 3) -> Order:
    return Order(clips=clips, seed=seed, size=SIZE, test_share=Fraction(1, 4), shard=3)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- filming ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filmed() -> Clip:
    return filming.clip(3, 0, *SIZE)


def test_every_shot_has_six_frames(filmed: Clip) -> None:
    shots = filmed.shots()
    assert len(shots) == len(filmed.pictures) >= 6
    people = {being.id for being in filmed.storyboard.cast}
    assert any(pictures.figures_start and pictures.figures_end for _, _, pictures in shots)
    for _, _, pictures in shots:
        assert {one.id for one in (*pictures.figures_start, *pictures.figures_end)} <= people
        assert tuple(frame.t for frame in pictures.interior) == INTERIOR_TIMES
        frames = (pictures.start, pictures.end, *(frame.picture for frame in pictures.interior))
        assert {decoded(frame).shape for frame in frames} == {(36, 64, 3)}
        assert all(frame.startswith(b"\x89PNG") for frame in frames)


def test_figures_have_the_colors_of_their_looks(filmed: Clip) -> None:
    assert tuple(PALETTES) == COLORED
    board = filmed.storyboard
    worn = {c.id: dress(c.kind, c.look, c.name, board.seed)[0] for c in board.cast}
    seen = [one for p in filmed.pictures.values() for one in (*p.figures_start, *p.figures_end)]
    assert any(all(one.colors) for one in seen)
    for one in seen:
        wanted = [named(part, worn[one.id]) or "" for part in COLORED]
        assert one.colors == (tuple(wanted) if is_person(worn[one.id]) else ())


def test_it_says_where_it_comes_from(filmed: Clip) -> None:
    source = filmed.source
    assert (source.kind, source.license, source.seed) == ("world", "Apache-2.0", 3)
    assert source.world == WORLD_VERSION
    told, directed = next(tales(3, 0))
    assert filmed.id == filmed.story == told.id
    board = filmed.storyboard
    assert (board.width, board.height) == SIZE
    assert board.scenes == directed.scenes, "a clip is its tale's"
    assert filming.clip(3, 0, *SIZE) == filmed


def test_what_cannot_be_staged_gives_way_to_the_next_tale(
    monkeypatch: pytest.MonkeyPatch, filmed: Clip
) -> None:
    (first, _), (second, directed) = islice(tales(3, 0), 2)

    def trips(context: ShotContext) -> Staging:
        if context.storyboard.title == filmed.storyboard.title:
            raise IndexError("no such mark")
        return stage(context)

    monkeypatch.setattr("openstage.dataset.world.filming.stage", trips)
    other = filming.clip(3, 0, *SIZE)
    assert first.attempt < second.attempt
    assert (other.id, other.storyboard) != (filmed.id, filmed.storyboard)
    assert (other.id, other.storyboard.scenes) == (second.id, directed.scenes)


def test_what_cannot_be_drawn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clip that may have come from another tale would be another one each time."""

    def trips(*_: object) -> Frame:
        raise RuntimeError("no paint")

    monkeypatch.setattr("openstage.dataset.world.filming.draw", trips)
    with pytest.raises(RuntimeError, match="no paint"):
        filming.clip(3, 0, *SIZE)


def test_a_world_that_stages_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(context: ShotContext) -> Staging:
        raise IndexError("no such mark")

    monkeypatch.setattr("openstage.dataset.world.filming.stage", trips)
    with pytest.raises(WorkError, match="can be staged"):
        filming.clip(3, 0, *SIZE)


def test_want_of_memory_is_no_fault_of_a_tale(monkeypatch: pytest.MonkeyPatch) -> None:
    def starves(context: ShotContext) -> Staging:
        raise MemoryError

    monkeypatch.setattr("openstage.dataset.world.filming.stage", starves)
    with pytest.raises(MemoryError):
        filming.clip(3, 0, *SIZE)


def test_clips_come_in_order_without_end(quick: list[int]) -> None:
    coming = filming.clips(3, count(), SIZE)
    assert [clip.id for clip in islice(coming, 3)] == ["c0", "c1", "c2"]
    coming.close()
    assert quick == [0, 1, 2]


# --- making ----------------------------------------------------------------------------------


def test_train_and_test_share_no_story(quick: list[int], tmp_path: Path) -> None:
    store = make(tmp_path / "d", order(12))
    ids = {
        split: [clip_of(row).id for row in store.rows("clips", split)]
        for split in ("train", "test")
    }
    assert ids["test"] == ["c3", "c7", "c11"]
    assert sorted(ids["train"] + ids["test"], key=lambda id: int(id[1:])) == [
        f"c{n}" for n in range(12)
    ]
    assert Order(clips=1).split(19) == "test"
    twentieth = [Order(clips=1).split(number) for number in range(1000)]
    assert twentieth.count("test") == 50
    assert {Order(clips=1, test_share=Fraction(0)).split(n) for n in range(99)} == {"train"}


class Stopped(BaseException):
    pass


def stopper(after: int) -> Callable[[int, int], None]:
    def watch(done: int, total: int) -> None:
        if done == after:
            raise Stopped

    return watch


def test_an_interrupted_run_goes_on_and_leaves_the_same_bytes(
    quick: list[int], tmp_path: Path
) -> None:
    make(tmp_path / "whole", order(12))
    whole, quick[:] = [*quick], []
    for after in (2, 5, 11):
        with pytest.raises(Stopped):
            make(tmp_path / "parts", order(12), watch=stopper(after))
    make(tmp_path / "parts", order(12))
    assert files(tmp_path / "parts") == files(tmp_path / "whole")
    assert len(whole) == 12
    assert len(quick) < 12 + 3 * 3, "only the shard in work is lost"


def test_more_clips_are_added_to_what_is_there(quick: list[int], tmp_path: Path) -> None:
    make(tmp_path / "at once", order(20))
    make(tmp_path / "in steps", order(7))
    (whole,) = (tmp_path / "in steps/clips").glob("train-00000-*.parquet")
    before = whole.stat()
    make(tmp_path / "in steps", order(20))
    assert files(tmp_path / "in steps") == files(tmp_path / "at once")
    assert whole.stat() == before
    made = [*quick]
    make(tmp_path / "in steps", order(10))
    assert quick == made, "fewer clips than there are: nothing is to be made"
    assert files(tmp_path / "in steps") == files(tmp_path / "at once")


def test_preferences_do_not_pass_for_clips(
    quick: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # These clips were never staged.
    monkeypatch.setattr(preferring, "otherwise", lambda *_: iter(()))
    whole = make(tmp_path / "whole", order(20))
    assert prefer(make(tmp_path / "d", order(7))) > 7
    store = make(tmp_path / "d", order(20))
    assert store.manifest.of("clips") == whole.manifest.of("clips")
    prefer(store)
    made = [*quick]
    make(tmp_path / "d", order(20))
    assert quick == made, "clips with few preferences are not made again"


def test_what_lies_in_a_folder_already_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("My own.")
    with pytest.raises(UseError, match=r"has files in it \(README.md\)"):
        make(tmp_path, order(3))
    assert (tmp_path / "README.md").read_text() == "My own."


def test_other_settings_are_refused(quick: list[int], tmp_path: Path) -> None:
    make(tmp_path / "d", order(3))
    with pytest.raises(UseError, match=r"other settings: seed \("):
        make(tmp_path / "d", order(3, seed=4))


def test_a_full_disk_keeps_what_was_made(
    quick: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = pq.write_table
    written: list[object] = []

    def full(*told: object, **options: object) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(told)
        write(*told, **options)

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(DiskError, match="the disk is full"):
        make(tmp_path / "d", order(12))
    assert len(Store.open(tmp_path / "d").manifest.shards) == 2
    monkeypatch.setattr(pq, "write_table", write)
    make(tmp_path / "d", order(12))
    make(tmp_path / "whole", order(12))
    assert files(tmp_path / "d") == files(tmp_path / "whole")


# --- as it is typed --------------------------------------------------------------------------


def test_as_it_is_typed(tmp_path: Path) -> None:
    words = ("dataset", "world", "--clips", "2", "--seed", "3", "--size", "64x36")
    share = ("--test-share", "0.5")
    made = openstage(*words, *share, "-o", "d", "--jobs", "2", "--json", at=tmp_path)
    told = json.loads(made.stdout)
    assert (told["train"], told["test"]) == (1, 1)
    assert told["made"] == Order(clips=2, seed=3, size=SIZE, test_share=Fraction(1, 2)).made
    again = openstage(*words, *share, "-o", "d", at=tmp_path)
    assert "1 clips to train with, 1 to test with" in again.stdout
    verified = openstage("dataset", "verify", "d", at=tmp_path)
    assert verified.stdout == "no faults in 2 clips\n"
    first = clip_of(Store.open(tmp_path / "d").row("clips", "train", 0))
    assert first == filming.clip(3, 0, *SIZE), "in another process, among others"
    refused(openstage(*words, "-o", "d", at=tmp_path), "other settings", "another folder")
    refused(openstage(*words[:-1], "tiny", "-o", "f", at=tmp_path), "'tiny'", "1280x720")
