"""True frames in a folder: the same each time, and made once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openstage.errors import ProjectError, UseError
from openstage.evaluation import frames
from openstage.evaluation.frame_bank import FrameBank
from openstage.evaluation.frames import make, read, rows_of
from openstage.evaluation.maps import OTHER, UNSURE, as_shares, flipped, map_of
from openstage.evaluation.stories import story
from openstage.evaluation.truth import ATTRIBUTES, UNJUDGED, Labels, Worn
from openstage.storyboard.files import alone
from openstage.storyboard.pictures import decoded
from openstage.storyboard.vocabulary import Angle, Framing
from openstage.world.palette import PALETTES
from openstage.world.seen import Region
from openstage.world.staging import Wardrobe
from tests.evaluation.conftest import HEIGHT, ORDER, WIDTH
from tests.step2.release.conftest import edit_json


def test_each_shot_has_its_start_its_end_and_one_between(true_frames: Path) -> None:
    told = story(ORDER.seed, 1, WIDTH, HEIGHT)
    bank = FrameBank(true_frames, "test")
    assert len(bank) == 3 * len(told.shots)
    taken = bank.take([0, 2])
    assert np.array_equal(taken.frames[0], told.frame(0, 0.0))
    assert np.array_equal(taken.frames[1], told.frame(0, 1.0))
    sets = list(ATTRIBUTES["set"])
    assert taken.codes[0, 0] == sets.index(told.shots[0][1].set_name)


def test_train_and_test_share_no_story(true_frames: Path) -> None:
    _, shards = read(true_frames)
    assert [shard.name[:5] for shard in shards] == ["train", "test-"]
    rows = rows_of(ORDER, 1, varied=False)
    assert {row["story"] for row in rows} == {"world-5-000001"}
    assert decoded(rows[0]["png"]).shape == (HEIGHT, WIDTH, 3)
    assert len(FrameBank(true_frames, "test")) == len(rows)


def test_frames_to_train_with_come_in_other_colors(true_frames: Path) -> None:
    """Whoever is seen in several frames of the same instant stands there as before."""
    rows = rows_of(ORDER, 0, varied=True)
    assert len(FrameBank(true_frames, "train")) == len(rows)
    maps = [decoded(row["map"]) for row in rows]
    again = [
        (one, other)
        for one, other in pairwise(range(len(rows)))
        if maps[one].any() and np.array_equal(maps[one][..., :2], maps[other][..., :2])
    ]
    shots = story(ORDER.seed, 0, WIDTH, HEIGHT).shots
    assert len(rows) > 2 * 3 * len(shots)
    pictures = [decoded(row["png"]) for row in rows]
    assert sum((pictures[one] != pictures[other]).any() for one, other in again) > 2 * len(shots)
    other_hours = [row["labels"][1] for row in rows if row["labels"][1] != UNJUDGED]
    assert len(set(other_hours)) > 2


def test_a_shot_retaken_is_the_same_by_another_camera() -> None:
    shots = story(ORDER.seed, 0, WIDTH, HEIGHT).shots
    chance = np.random.default_rng(3)
    angles: set[Angle] = set()
    for context, staging in shots:
        for _ in range(4):
            retaken = frames.retaken(context, chance)
            assert retaken is not None
            shot, again = retaken
            angles.add(shot.angle)
            assert [role.id for role in again.roles] == [role.id for role in staging.roles]
            if shot.framing is Framing.SINGLE:
                same = (shot.angle, shot.size) == (context.shot.angle, context.shot.size)
                assert (again.camera == staging.camera) == same
            else:
                assert shot.size is context.shot.size
    assert len(angles) > 3


@pytest.mark.parametrize("split", ["train", "test"])
def test_pixels_are_told_whose_and_of_which_color_they_are(true_frames: Path, split: str) -> None:
    bank = FrameBank(true_frames, split)
    names = list(ATTRIBUTES)
    told = 0
    for row, codes in enumerate(bank.codes):
        slots, parts, colors = np.moveaxis(bank.take([row]).maps[0], -1, 0)
        for number, part in enumerate(PALETTES, start=1):
            color = codes[names.index(f"{part} 1")]
            if color != UNJUDGED:
                mine = (slots == 1) & (parts == number)
                assert set(colors[mine].tolist()) == {color + 1}
                told += 1
        assert not colors[parts == 0].any()
        assert not parts[slots == 0].any()
    assert told > 20


def test_colors_are_those_of_the_picture(true_frames: Path) -> None:
    """But for the night a red coat is red: colors told and colors drawn agree."""
    bank = FrameBank(true_frames, "train")
    names, night = list(ATTRIBUTES), ATTRIBUTES["time"].index("night")
    strong = {"red": 0, "green": 1, "blue": 2}
    led: list[bool] = []
    for row in np.flatnonzero(bank.codes[:, names.index("time")] != night).tolist():
        taken = bank.take([row])
        slots, parts, colors = np.moveaxis(taken.maps[0], -1, 0)
        for name, channel in strong.items():
            mine = (parts == 2) & (colors == 1 + ATTRIBUTES["top 1"].index(name)) & (slots > 0)
            if mine.sum() > 60:
                led.append(int(taken.frames[0][mine].mean(0).argmax()) == channel)
    assert len(led) > 5
    assert np.mean(led) > 0.9


def test_people_in_no_sure_order_have_no_slots() -> None:
    body = np.ones((2, 2), bool)
    found = [Region(id, Wardrobe(), body, {}) for id in "abcd"]
    labels = Labels("park", "day", None, None, "3+", tuple(Worn(id, 0.2) for id in "abc"),
                    frozenset("abcd"), ordered=False)  # fmt: skip
    assert (map_of(labels, found, 2, 2)[..., 0] == UNSURE).all()


def test_slots_of_a_turned_map_stand_the_other_way_round() -> None:
    told = np.zeros((1, 4, 3), np.uint8)
    told[0, :, 0] = (1, 2, OTHER, UNSURE)
    assert flipped(told, 2)[0, :, 0].tolist() == [UNSURE, OTHER, 1, 2]


def test_cells_share_what_is_known_of_their_pixels() -> None:
    told = np.zeros((4, 8, 3), np.uint8)
    told[:, :2] = (1, 2, 0)
    told[:, 4:] = (UNSURE, 2, 3)
    shares = as_shares([told], 8, 4, 4)
    assert shares["slot"][0, :, 0].tolist() == [[0.5, 0], [0.5, 0], [0, 0], [0, 0], [0, 0]]
    assert shares["part"][0, :, 0, 0].tolist() == [0.5, 0, 0.5, 0]
    assert shares["top"][0, :, 0].sum(0).tolist() == [0, 1]
    assert shares["top"][0, 2, 0, 1] == 1
    assert not shares["hair"].any()


def test_several_processes_make_the_same(
    true_frames: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "SHARD", 1)
    for shard in make(tmp_path, ORDER, jobs=2):
        assert (tmp_path / shard.name).read_bytes() == (true_frames / shard.name).read_bytes()


def test_what_is_there_is_not_made_again(
    true_frames: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AssertionError("nothing is lacking")

    monkeypatch.setattr(frames, "SHARD", 1)
    monkeypatch.setattr(frames, "rows_of", fails)
    assert len(make(true_frames, ORDER)) == 2
    with pytest.raises(UseError, match=r"other settings: seed \(was"):
        make(true_frames, replace(ORDER, seed=6))
    with pytest.raises(AssertionError):
        make(true_frames, replace(ORDER, clips=3))


def test_a_kill_while_a_shard_grows_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, replace(ORDER, clips=1))
    real = frames._write

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frames, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, ORDER)
    before = len(FrameBank(tmp_path, "train"))
    assert before == read(tmp_path)[1][0].frames
    monkeypatch.setattr(frames, "_write", real)
    (shard,) = make(tmp_path, ORDER)
    assert len(FrameBank(tmp_path, "train")) == shard.frames > before
    assert [each.name for each in tmp_path.glob("*.parquet")] == [shard.name]


def test_a_shard_that_was_removed_is_made_again(
    true_frames: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "SHARD", 1)
    folder = Path(shutil.copytree(true_frames, tmp_path / "frames"))
    shard = min(folder.glob("test-*"))
    content = shard.read_bytes()
    shard.unlink()
    make(folder, ORDER)
    assert shard.read_bytes() == content


def test_softened_frames_are_near_the_true_ones(true_frames: Path) -> None:
    bank = FrameBank(true_frames, "test")
    plain, softened = (bank.draw(24, np.random.default_rng(1), softened=s) for s in (0.0, 1.0))
    far = []
    for true, drawn in zip(plain.frames, softened.frames, strict=True):
        assert drawn.shape == true.shape
        assert drawn.dtype == np.uint8
        far.append(np.abs(drawn.astype(float) - true).mean())
    assert np.mean(far) > 1
    assert max(far) < 20


def test_frames_of_another_version_are_told(true_frames: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(true_frames, tmp_path / "old"))
    edit_json(folder / frames.MANIFEST, made={"seed": 5, "size": [WIDTH, HEIGHT]})
    with pytest.raises(UseError, match="another version"):
        FrameBank(folder, "train")


def lack(table: pa.Table) -> pa.Table:
    return table.drop_columns(["map"])


def shorten(table: pa.Table) -> pa.Table:
    return table.slice(1)


def rag(table: pa.Table) -> pa.Table:
    rows = table.to_pylist()
    rows[0]["labels"] = rows[0]["labels"][1:]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("damage", [lack, shorten, rag])
def test_a_shard_of_other_rows_is_told(true_frames: Path, tmp_path: Path, damage: Any) -> None:
    folder = Path(shutil.copytree(true_frames, tmp_path / "frames"))
    shard = min(folder.glob("train-*"))
    pq.write_table(damage(pq.read_table(shard)), shard)
    with pytest.raises(ProjectError, match=rf"{shard.name} is damaged"):
        FrameBank(folder, "train")


def test_a_shard_that_is_cut_is_told(true_frames: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(true_frames, tmp_path / "frames"))
    shard = min(folder.glob("train-*"))
    shard.write_bytes(shard.read_bytes()[:-100])
    with pytest.raises(ProjectError, match=rf"{shard.name} is damaged"):
        FrameBank(folder, "train")
    shard.unlink()
    with pytest.raises(ProjectError, match=rf"{shard.name} cannot be read"):
        FrameBank(folder, "train")
    edit_json(folder / frames.MANIFEST, made=None)
    with pytest.raises(ProjectError, match="is damaged"):
        FrameBank(folder, "train")


def test_what_lies_in_a_folder_already_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "train-00000.parquet").write_bytes(b"mine")
    with pytest.raises(UseError, match="has files in it"):
        make(tmp_path, ORDER)
    assert (tmp_path / "train-00000.parquet").read_bytes() == b"mine"


def test_one_process_makes_frames_in_a_folder(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(ProjectError, match="Another openstage is working"):
        make(tmp_path, ORDER)


def test_a_folder_without_frames_is_told(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="holds no frames"):
        FrameBank(tmp_path, "train")


def test_frames_are_drawn_by_chance_and_turned(true_frames: Path) -> None:
    bank = FrameBank(true_frames, "train")
    plain, turned = (bank.draw(24, np.random.default_rng(1), flips) for flips in (0.0, 1.0))
    same = [np.array_equal(a, b) for a, b in zip(plain.frames, turned.frames, strict=True)]
    mirrored = [
        np.array_equal(a[:, ::-1], b) for a, b in zip(plain.frames, turned.frames, strict=True)
    ]
    assert all(a or b for a, b in zip(same, mirrored, strict=True))
    assert sum(mirrored) > 12
    for a, b, turns in zip(plain.maps, turned.maps, mirrored, strict=True):
        assert np.array_equal(a[:, ::-1, 1:] if turns else a[..., 1:], b[..., 1:])
    slots = (np.sort(bank.codes[:, 5:], axis=1) for bank in (plain, turned))
    assert np.array_equal(*slots), "the same colors, in other slots"
    # The place is the same on either side.
    assert np.array_equal(plain.codes[:, :5], turned.codes[:, :5])
