"""ConStoryBoard: what goes in comes out, and what is damaged is told."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

from openstage.dataset.checking import faults
from openstage.dataset.clip import Clip, Figure, Interior, Pictures
from openstage.dataset.preferring import prefer
from openstage.dataset.rows import SCHEMA, clip_of, preference_of, preference_row, row_of
from openstage.dataset.showing import show
from openstage.dataset.store import MANIFEST, Store
from openstage.errors import MissingError, ProjectError, UseError
from openstage.production import Production
from openstage.storyboard.project import Project, file_digest
from openstage.training.sources import Stored
from tests.cli.conftest import openstage, refused
from tests.dataset.conftest import MADE, clip, picture, pictures, preference


def test_a_clip_comes_out_as_it_went_in(store: Store) -> None:
    table = store.table("clips", "train")
    assert len(table) == 5
    assert clip_of(table[3]) == clip(3)
    streamed = [clip_of(row).id for row in store.rows("clips", "train")]
    assert streamed == ["c0", "c1", "c2", "c3", "c4"]
    assert preference_of(store.table("preferences", "train")[0]) == preference()


def test_unknown_fields_of_the_storyboard_come_out_as_well() -> None:
    one = clip()
    board = one.storyboard.model_copy(update={"mood": "blue"})
    again = clip_of(row_of(Clip(one.id, one.story, one.source, board, one.pictures)))
    assert again.storyboard.model_dump()["mood"] == "blue"


def test_columns_tell_what_the_storyboard_tells(store: Store) -> None:
    row = store.table("clips", "train")[0]
    assert row["schema"] == SCHEMA
    assert (row["fps"], row["width"], row["height"]) == ("24", 32, 18)
    assert [entity["name"] for entity in row["cast"]] == ["a", "b", "c"]
    assert [shot["cast"] for shot in row["shots"]] == [["a"], ["a", "b"]]
    assert row["shots"][1]["size"] == "medium"
    assert len(row["shots"][0]["interior"]) == 4


def test_it_is_sound(store: Store) -> None:
    assert list(faults(store)) == []
    assert (store.manifest.rows("clips"), store.manifest.rows("clips", "test")) == (6, 1)


def test_preferences_that_are_wrong_are_told(store: Store) -> None:
    right = preference()
    wrong = [
        replace(right, clip="c9"),
        replace(right, loser=right.winner),
        replace(right, loser=(b"no picture", right.loser[1])),
    ]
    store.add("preferences", "train", 0, map(preference_row, [right, *wrong]))
    assert list(faults(store)) == [
        "Preference 1 to train with: there is no shot s1 of a clip c9 to the same end.",
        "Preference 2 to train with: winner and loser are the same.",
        "Preference 3 to train with: a frame is no picture that can be read.",
    ]


def test_columns_of_shots_that_are_wrong_are_told(store: Store) -> None:
    row = row_of(clip(9))
    row["shots"][1] |= {"size": "wide", "cast": ["c"]}
    row["shots"][0]["figures_start"][0]["id"] = "b"
    store.add("clips", "test", 0, [row])
    assert sorted(faults(store)) == [
        "Clip c9, shot s0: it has a box of b, who is not in it.",
        "Clip c9, shot s1: the column cast is not what its storyboard tells.",
        "Clip c9, shot s1: the column size is not what its storyboard tells.",
    ]


def test_a_manifest_that_tells_of_other_rows_is_told(store: Store) -> None:
    manifest = store.folder / MANIFEST
    told = json.loads(manifest.read_text())
    (shard,) = (each for each in told["shards"] if each["split"] == "test")
    shard["rows"] = 4
    manifest.write_text(json.dumps(told))
    (store.folder / "clips/test-00000-1.parquet").rename(
        store.folder / "clips/test-00000-4.parquet"
    )
    assert list(faults(Store.open(store.folder))) == [
        "clips/test-00000-4.parquet has 1 rows; the manifest tells of 4."
    ]


def test_others_can_load_it_by_its_card(store: Store) -> None:
    store.add("preferences", "test", 0, [])
    loaded = load_dataset(str(store.folder), "clips")
    assert {name: len(split) for name, split in loaded.items()} == {"train": 5, "test": 1}
    preferred = load_dataset(str(store.folder), "preferences")
    assert {name: len(split) for name, split in preferred.items()} == {"train": 1}
    card = (store.folder / "README.md").read_text()
    assert "| clips | train | 5 |" in card
    assert "license: apache-2.0" in card
    assert "Clips of a drawn world." in card


def test_a_row_is_found_in_its_shard(store: Store) -> None:
    found = [clip_of(store.row("clips", "train", number)).id for number in range(5)]
    assert found == ["c0", "c1", "c2", "c3", "c4"]
    with pytest.raises(UseError, match="has 5 clips to train with; there is no number 5"):
        store.row("clips", "train", 5)


@pytest.mark.parametrize("name", ["run?", "e[1]", "tr::ain", "a*b"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    beside = Store.create(tmp_path / "run1", MADE)
    beside.add("clips", "train", 0, [row_of(clip(9))])
    store = Store.create(tmp_path / name, MADE)
    store.add("clips", "train", 0, [row_of(clip(n)) for n in range(3)])
    assert [row["id"] for row in store.rows("clips", "train")] == ["c0", "c1", "c2"]
    assert [row["id"] for row in store.rows("clips", "train", 1)] == ["c1", "c2"]
    assert [clip.id for clip in Stored(store).clips("train", 2)] == ["c2"]
    table = store.table("clips", "train")
    assert [table[n]["id"] for n in range(len(table))] == ["c0", "c1", "c2"]
    assert list(faults(store)) == []


def test_rows_of_others_may_stand_in_groups(store: Store) -> None:
    shard, *_ = store.manifest.of("clips", "train")
    path = store.path(shard)
    pq.write_table(pq.read_table(path), path, row_group_size=2)
    told = json.loads((store.folder / MANIFEST).read_text())
    (each,) = (each for each in told["shards"] if each["sha256"] == shard.sha256)
    each |= {"bytes": path.stat().st_size, "sha256": file_digest(path)}
    (store.folder / MANIFEST).write_text(json.dumps(told))
    store = Store.open(store.folder)
    assert list(faults(store)) == []
    table = store.table("clips", "train")
    for number in range(5):
        for row in (store.row("clips", "train", number), table[number]):
            assert row["id"] == f"c{number}"


def test_a_shard_that_has_grown_takes_the_place_of_the_old_one(store: Store) -> None:
    store.add("clips", "train", 1, [row_of(clip(n)) for n in range(3, 6)])
    assert [shard.rows for shard in store.manifest.of("clips", "train")] == [3, 3]
    names = sorted(path.name for path in (store.folder / "clips").iterdir())
    assert names == ["test-00000-1.parquet", "train-00000-3.parquet", "train-00001-3.parquet"]
    assert list(faults(store)) == []


def test_a_disk_that_is_full_while_a_shard_grows_leaves_the_dataset_sound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("openstage.dataset.store.write_manifest", full)
    with pytest.raises(OSError, match="No space"):
        store.add("clips", "train", 1, [row_of(clip(n)) for n in range(3, 6)])
    again = Store.open(store.folder)
    assert list(faults(again)) == []
    assert len(load_dataset(str(store.folder), "clips")["train"]) == 5


def test_what_another_has_added_stays(store: Store) -> None:
    other = Store.open(store.folder)
    assert other.manifest.rows("clips") == 6
    store.add("clips", "train", 2, [row_of(clip(7))])
    other.add("preferences", "train", 1, [preference_row(preference())])
    found = Store.open(store.folder).manifest
    assert (found.rows("clips"), found.rows("preferences")) == (7, 2)


def test_one_at_a_time_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openstage.dataset.store._PATIENCE", 0.01)
    other = Store.open(store.folder)
    with store.alone():
        store.add("clips", "train", 2, [row_of(clip(7))])
        with pytest.raises(ProjectError, match="Another openstage is working"):
            prefer(other)
    assert prefer(other) > 1
    assert Store.open(store.folder).manifest.rows("clips") == 7


def test_a_run_goes_on_where_it_was(store: Store) -> None:
    again = Store.create(store.folder, MADE)
    assert again.has("clips", "train", 1)
    assert not again.has("clips", "train", 2)
    again.add("clips", "train", 2, [])
    assert Store.open(store.folder).has("clips", "train", 2), "an empty shard is done as well"
    with pytest.raises(UseError, match=r"other settings: seed \("):
        Store.create(store.folder, {**MADE, "seed": 8})


def damage(store: Store, name: str = "clips/train-00001-2.parquet") -> Path:
    path = store.folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    return path


def lose(store: Store) -> None:
    (store.folder / "clips/test-00000-1.parquet").unlink()


def lack(store: Store) -> None:
    """A shard that was written by somebody else, without two columns."""
    path = store.folder / "clips/train-00000-3.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["logline", "beats"]), path)
    manifest = json.loads((store.folder / MANIFEST).read_text())
    from openstage.storyboard.project import file_digest

    for shard in manifest["shards"]:
        if shard["number"] == 0 and shard["split"] == "train" and shard["table"] == "clips":
            shard["bytes"], shard["sha256"] = path.stat().st_size, file_digest(path)
    (store.folder / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (damage, ["clips/train-00001-2.parquet is damaged: its checksum is another."]),
        (lose, ["clips/test-00000-1.parquet is gone."]),
        (lack, ["clips/train-00000-3.parquet lacks the columns beats, logline."]),
    ],
)
def test_damaged_files_are_told(
    store: Store, harm: Callable[[Store], object], told: list[str]
) -> None:
    harm(store)
    assert list(faults(Store.open(store.folder))) == told


def page(store: Store) -> None:
    """As long as before, and no page of a column begins where it should."""
    path = store.folder / "clips/train-00000-3.parquet"
    with pq.ParquetFile(path) as file:
        chunk = file.metadata.row_group(0).column(0)
    first = chunk.dictionary_page_offset or chunk.data_page_offset
    data = bytearray(path.read_bytes())
    data[first : first + 16] = b"\xff" * 16
    path.write_bytes(data)


def footer(store: Store) -> None:
    path = store.folder / "clips/train-00000-3.parquet"
    data = bytearray(path.read_bytes())
    first = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    data[first : first + 16] = b"\xff" * 16
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lack, "lacks the columns beats, logline"),
        (page, "cannot be read"),
        (footer, "is no Parquet file"),
        (lose, "is gone"),
    ],
)
def test_damaged_files_are_told_where_they_are_read(
    store: Store, harm: Callable[[Store], object], told: str
) -> None:
    harm(store)
    source = Stored(Store.open(store.folder))
    # Of what lies in a page of pictures nothing is needed to tell the sizes.
    sizes = () if harm is page else (source.size,)
    for read in (lambda: [*source.clips("train", 0), *source.clips("test", 0)], *sizes):
        with pytest.raises(ProjectError, match=told) as error:
            read()
        assert "dataset verify" in error.value.remedy


def test_a_preference_that_is_damaged_is_told() -> None:
    row = preference_row(preference())
    with pytest.raises(UseError, match=r"of shot .* is damaged"):
        preference_of({**row, "loser": None})


NO_BYTES = {"bytes": None, "path": "frame.png"}


@pytest.mark.parametrize(
    ("shots", "told"),
    [
        (lambda one, two: [one, one], "Clip 'c0' is damaged: a shot stands in it more than once."),
        (
            lambda one, two: [{**one, "start": NO_BYTES}, two],
            "Clip 'c0' is damaged: a picture is not in it, but in a file, frame.png.",
        ),
        (
            lambda one, two: [
                {**one, "figures_start": [{**one["figures_start"][0], "left": None}]}, two
            ],
            "Clip 'c0' is damaged: a box of a is not whole.",
        ),
        (
            lambda one, two: [
                {**one, "figures_start": [{**one["figures_start"][0], "colors": ["red"]}]}, two
            ],
            "Clip 'c0' is damaged: a has 1 colors; of hair, top, bottom each has one, or none.",
        ),
        (
            lambda one, two: [None, two],
            "Clip 'c0' is damaged: 'NoneType' object is not subscriptable.",
        ),
    ],
)  # fmt: skip
def test_a_clip_that_others_have_made_is_told(tmp_path: Path, shots: Any, told: str) -> None:
    store = Store.create(tmp_path / "data", MADE)
    row = row_of(clip())
    store.add("clips", "train", 0, [{**row, "shots": shots(*row["shots"])}])
    assert list(faults(store)) == [told]


def test_rows_of_others_that_tell_nothing_are_told(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "data", MADE)
    row = row_of(clip())
    store.add("clips", "train", 0, [{**row, "shots": None}, {**row, "id": None, "story": None}])
    assert list(faults(store)) == [
        "Clip 'c0' is damaged: 'NoneType' object is not iterable.",
        "Clip None is damaged: it names no clip or no story.",
    ]
    store.add("clips", "test", 0, [{**row, "id": "c1", "width": None}])
    with pytest.raises(UseError, match="tell no size of their frames"):
        store.frame_size()


def test_a_preference_without_its_pictures_is_told(store: Store) -> None:
    row = preference_row(preference())
    store.add("preferences", "train", 0, [{**row, "loser": {"start": NO_BYTES, "end": NO_BYTES}}])
    (told,) = faults(store)
    assert "of shot 's1' of clip 'c0' is damaged: a picture is not in it" in told


def test_clips_that_are_wrong_are_told(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "data", MADE)
    assert list(faults(store)) == ["There is no clip in it."]
    odd = pictures(1)
    one = clip(1)
    few = Pictures(odd.start, picture(3, 20, 10), odd.interior[:2])
    outside = (Figure("b", 0.5, 0.0, 1.5, 1.0),)
    broken = Pictures(b"no picture", odd.end, odd.interior, figures_end=outside)
    wrong = Clip(
        "c1",
        one.story,
        one.source,
        one.storyboard,
        dict(zip(one.pictures, (few, broken), strict=True)),
    )
    row = row_of(clip(2)) | {"logline": "Another."}
    twice = [row_of(clip(3)), row_of(clip(3))]
    store.add("clips", "train", 0, [row_of(wrong), row, *twice])
    store.add("clips", "test", 0, [row_of(clip(4, story="story-3"))])
    assert list(faults(store)) == [
        "Clip c1, shot s0: it has 2 frames between start and end; 4 are wanted.",
        "Clip c1, shot s0: a frame is 20x10, the clip 32x18.",
        "Clip c1, shot s1: a frame is no picture that can be read.",
        "Clip c1, shot s1: the box of b is not within its frame.",
        "Clip c2: the column logline is not what its storyboard tells.",
        "Clip c3 stands in it more than once.",
        "Story story-3 is both for training and for testing.",
    ]


def test_a_dataset_of_another_schema_is_told(store: Store) -> None:
    manifest = store.folder / "dataset.json"
    text = manifest.read_text().replace(SCHEMA, "openstage.constoryboard/1")
    manifest.write_text(text.replace('"rows":', '"codec": "png", "rows":'))
    with pytest.raises(UseError, match="the schema 'openstage") as told:
        _ = Store.open(store.folder).manifest
    assert told.value.remedy == "Make the dataset again, or take the openstage that made it."


def test_a_row_of_another_schema_is_told() -> None:
    with pytest.raises(UseError, match=r"schema 'x/9' cannot be read"):
        clip_of(row_of(clip()) | {"schema": "x/9"})
    with pytest.raises(UseError, match="Clip 'c0' is damaged"):
        clip_of(row_of(clip()) | {"shots": []})
    with pytest.raises(UseError, match=r"preference of the schema 'x/9' cannot be read"):
        preference_of(preference_row(preference()) | {"schema": "x/9"})


def test_preferences_of_other_kinds_are_told(store: Store) -> None:
    row, wide = preference_row(preference()), {"bytes": picture(3, 64, 18), "path": None}
    store.add(
        "preferences", "train", 0,
        [row | {"how": "by luck"}, row | {"loser": {"start": wide, "end": wide}}],
    )  # fmt: skip
    assert list(faults(store)) == [
        "Preference 0 to train with: A preference of shot 's1' of clip 'c0' is damaged: 'by luck' "
        "is no way to make a loser.",
        *["Preference 1 to train with: a frame is 64x18, of another shape than 32x18."] * 2,
    ]


@pytest.mark.parametrize("times", [(0.5, 0.5), (0.6, 0.3), (0.0,), (1.0,)])
def test_interior_frames_stand_in_order_between_the_two(times: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1, in order"):
        Pictures(b"", b"", tuple(Interior(t, b"") for t in times))


def test_a_folder_that_is_no_dataset(tmp_path: Path, store: Store) -> None:
    with pytest.raises(MissingError, match="is no dataset"):
        Store.open(tmp_path)
    with pytest.raises(MissingError, match="no preferences to test with"):
        store.table("preferences", "test")
    (store.folder / MANIFEST).write_text("{")
    with pytest.raises(ProjectError, match="is damaged"):
        _ = Store.open(store.folder).manifest
    (store.folder / MANIFEST).write_text('{"schema": "x/9", "made": {}, "shards": []}')
    with pytest.raises(UseError, match="has the schema 'x/9'"):
        _ = Store.open(store.folder).manifest


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rows", -5, "shards.0.rows: Input should be greater than or equal to 0"),
        ("bytes", "many", "shards.0.bytes: Input should be a valid integer"),
        ("table", "../clips", "shards.0.table: Input should be 'clips' or 'preferences'"),
    ],
)
def test_a_manifest_that_tells_nonsense(store: Store, name: str, value: Any, words: str) -> None:
    path = store.folder / MANIFEST
    told = json.loads(path.read_text())
    told["shards"][0][name] = value
    path.write_text(json.dumps(told))
    with pytest.raises(ProjectError, match=words):
        _ = Store.open(store.folder).manifest


def test_a_clip_is_shown_as_a_project_that_keeps_its_frames(tmp_path: Path) -> None:
    project = show(clip(), tmp_path / "project")
    works = Production(project).survey(project.load())
    assert [(work.condition, work.kept) for work in works] == [("to shoot", True)] * 2
    first = project.load().scenes[0].shots[0].chosen
    assert first is not None
    assert project.assets.path(first.start).read_bytes() == clip().pictures["s0"].start
    with pytest.raises(ProjectError, match="is a project already"):
        show(clip(), tmp_path / "project")


def test_as_it_is_typed(store: Store, tmp_path: Path) -> None:
    told = json.loads(openstage("dataset", "info", store.folder, "--json", at=tmp_path).stdout)
    assert (told["made"], [part["rows"] for part in told["parts"]]) == (MADE, [5, 1, 1])
    assert openstage("dataset", "verify", store.folder, at=tmp_path).stdout == (
        "no faults in 6 clips\n"
    )
    shown = openstage("dataset", "show", store.folder, "c9", "--test", "-o", "p", at=tmp_path)
    assert "Letters, 2 shots" in shown.stdout
    assert Project.is_project(tmp_path / "p")
    refused(openstage("dataset", "show", store.folder, "77", at=tmp_path), "77", "has 5 clips")
    refused(openstage("dataset", "show", store.folder, "x", at=tmp_path), "'x'", "info")
    refused(openstage("dataset", "info", tmp_path, at=tmp_path), "no dataset", "manifest")
    damage(store)
    done = openstage("dataset", "verify", store.folder, at=tmp_path)
    assert done.returncode == 2
    assert "train-00001-2.parquet is damaged" in done.stdout


def test_nothing_is_drawn_again_in_clips_of_another_world(tmp_path: Path) -> None:
    old = Store.create(tmp_path / "data", {**MADE, "kind": "world"})
    old.add("clips", "train", 0, [row_of(clip(n)) for n in range(3)])
    done = openstage("dataset", "prefer", "data", at=tmp_path)
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stderr.split())
    assert "another version of the world: nobody was drawn in other colors, nothing at" in told
    assert Store.open(old.folder).manifest.rows("preferences") > 1


def test_clips_that_are_made_again_have_lost_their_preferences(tmp_path: Path) -> None:
    store = Store.create(tmp_path, MADE)
    for number in (0, 1):
        store.add("clips", "train", number, [row_of(clip(number))])
        store.add("preferences", "train", number, [preference_row(preference())])
    store.add("clips", "train", 1, [row_of(clip(1)), row_of(clip(2))])
    assert store.has("preferences", "train", 0)
    assert not store.has("preferences", "train", 1)
    assert store.manifest.rows("preferences") == 1
