"""A folder that clips are prepared in: it grows, goes on, and takes nothing for what it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from openstage.dataset.clip import Preference
from openstage.dataset.manifest import Split
from openstage.dataset.preferring import prefer
from openstage.dataset.rows import row_of
from openstage.dataset.store import Store
from openstage.dataset.votes import add_votes
from openstage.dataset.world.making import Order, make
from openstage.errors import MissingError, ProjectError, UseError
from openstage.step2.latents import FrameCodec
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.storyboard.files import alone
from openstage.training import preparing
from openstage.training.examples import frame_file, spread_over
from openstage.training.pictures import PictureBank
from openstage.training.prepared import Prepared, latent_key
from openstage.training.preparing import prepare
from openstage.training.sources import Drawn, Stored
from openstage.training.weights import save_weights, untrained
from tests.dataset.conftest import picture
from tests.training.conftest import HEIGHT, WIDTH, clip, tiny_vae


def grown(folder: Path, clips: int) -> Store:
    store = Store.create(folder, {"seed": 1})
    for number in range(clips):
        if not store.has("clips", "train", number):
            store.add("clips", "train", number, [row_of(clip(number))])
    return store


def test_a_dataset_that_grew_is_gone_on_with(step2: STEP2Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "ready"
    assert len(prepare(Stored(grown(tmp_path / "d", 1)), step2, folder).train) == 6
    ready = prepare(Stored(grown(tmp_path / "d", 3)), step2, folder)
    assert [example.clip for example in ready.train[::6]] == ["c0", "c1", "c2"]
    whole = prepare(Stored(grown(tmp_path / "d", 3)), step2, tmp_path / "whole")
    assert ready.train == whole.train


def test_lines_of_a_run_that_was_cut_off_are_made_again(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    folder = tmp_path / "ready"
    ready = prepare(Stored(grown(tmp_path / "d", 2)), step2, folder)
    lines = (folder / "train.jsonl").read_text().splitlines()
    with (folder / "train.jsonl").open("a") as file:
        file.write(lines[0] + "\n" + lines[1][:20])
    again = prepare(Stored(grown(tmp_path / "d", 3)), step2, folder)
    assert len(again.train) == 18
    assert again.train[:12] == ready.train


def test_a_run_can_begin_beside_lines_that_are_not_finished(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    folder = tmp_path / "ready"
    ready = prepare(Stored(grown(tmp_path / "d", 2)), step2, folder)
    path = folder / "train.jsonl"
    whole = path.read_text()
    path.write_text(whole + whole[:20])
    assert Prepared(folder).train == ready.train
    path.write_text(whole.partition("\n")[0] + "\n")
    with pytest.raises(ProjectError, match="has 1 of 12 lines") as told:
        _ = Prepared(folder).train
    assert f"prepared.json in {folder} and run `openstage train prepare`" in told.value.remedy
    path.unlink()
    with pytest.raises(ProjectError, match="has 0 of 12 lines"):
        _ = Prepared(folder).train


def test_a_folder_with_other_files_is_let_be(step2: STEP2Pipeline, tmp_path: Path) -> None:
    (tmp_path / "mine/latents").mkdir(parents=True)
    (tmp_path / "mine/train.jsonl").write_text("my own lines\n")
    with pytest.raises(UseError, match=r"has files in it \(latents\)"):
        prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "mine")
    assert (tmp_path / "mine/train.jsonl").read_text() == "my own lines\n"


def test_lines_are_read_again_where_what_tells_of_them_is_removed(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    source, folder = Stored(grown(tmp_path / "d", 1)), tmp_path / "ready"
    before = prepare(source, step2, folder).train
    (folder / "prepared.json").write_text('{"source": {')
    with pytest.raises(ProjectError, match=r"prepared\.json is damaged") as told:
        Prepared(folder)
    assert told.value.remedy == "Remove it and run `openstage train prepare` again."
    (folder / "prepared.json").unlink()
    assert prepare(source, step2, folder).train == before


def test_examples_to_test_with_stay_the_same_when_more_come(prepared: Prepared) -> None:
    shots = [
        replace(prepared.train[0], clip=f"c{clip}", shot=f"s{shot}")
        for clip in range(9)
        for shot in range(4)
    ]
    some = spread_over(shots, 6)
    assert [one.clip for one in some] == [f"c{clip}" for clip in range(6)]
    assert [one.shot for one in some] == ["s0", "s1", "s2", "s3", "s0", "s1"]
    assert spread_over(shots[:24], 6) == some
    assert len({(one.clip, one.shot) for one in spread_over(shots[:8], 6)}) == 6
    assert len(spread_over(shots[:3], 6)) == 3


def test_one_process_prepares_in_a_folder(step2: STEP2Pipeline, tmp_path: Path) -> None:
    source, folder = Stored(grown(tmp_path / "d", 1)), tmp_path / "ready"
    folder.mkdir()
    with alone(folder), pytest.raises(ProjectError, match="Another openstage is working in"):
        prepare(source, step2, folder)
    assert len(prepare(source, step2, folder).train) == 6


def test_another_vae_needs_another_folder(step2: STEP2Pipeline, tmp_path: Path) -> None:
    prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")
    with torch.no_grad():
        next(iter(step2.vae.parameters())).add_(1)
    del step2.codec.__dict__["digest"]
    with pytest.raises(UseError, match=r"other settings: codec \(was"):
        prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")


def test_what_one_vae_has_encoded_is_not_taken_for_that_of_another(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    """Not even where nothing tells any more what a folder was made with."""
    source, folder = Stored(grown(tmp_path / "d", 1)), tmp_path / "ready"
    before = prepare(source, step2, folder)
    start = before.train[0].start
    with torch.no_grad():
        next(iter(step2.vae.parameters())).add_(1)
    del step2.codec.__dict__["digest"]
    (folder / "prepared.json").unlink()
    after = prepare(source, step2, folder)
    fresh = prepare(source, step2, tmp_path / "fresh")
    assert torch.equal(after.frames([start]), fresh.frames([start]))
    assert not torch.equal(after.frames([start]), before.frames([start]))


def test_large_frames_are_encoded_few_at_a_time(
    step2: STEP2Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    real = FrameCodec.encode_all

    def encode_all(self: FrameCodec, frames: Any, size: Any) -> Any:
        together.append(len(frames))
        return real(self, frames, size)

    monkeypatch.setattr(FrameCodec, "encode_all", encode_all)
    monkeypatch.setattr(preparing, "_PIXELS", 2 * HEIGHT * WIDTH)
    prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")
    assert max(together[:2]) == 2


def test_a_line_that_tells_nothing_is_damaged(step2: STEP2Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "ready"
    prepare(Stored(grown(tmp_path / "d", 1)), step2, folder)
    lines = (folder / "train.jsonl").read_text().splitlines()
    (folder / "train.jsonl").write_text("\n".join(["null", *lines[1:]]) + "\n")
    with pytest.raises(ProjectError, match=r"Line 1 of .* is damaged"):
        _ = Prepared(folder).train


def test_the_scale_of_latents_is_part_of_what_they_are(step2: STEP2Pipeline) -> None:
    digest = step2.codec.digest
    del step2.codec.__dict__["digest"]
    step2.vae.register_to_config(scaling_factor=2 * step2.vae.config.scaling_factor)
    assert step2.codec.digest != digest


def test_weights_that_draw_in_another_size_are_refused(
    prepared: Prepared, step2: STEP2Pipeline
) -> None:
    step2.register_to_config(frame_area=4 * (step2.config.frame_area or 64 * 32))
    with pytest.raises(UseError, match="another size of frames"):
        prepared.must_fit(step2)


def test_weights_of_one_shape_want_clips_of_that_shape(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    step2.register_to_config(frame_size=[32, 32])
    with pytest.raises(UseError, match="frames of 64x32; these weights draw 32x32") as told:
        prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")
    assert told.value.remedy == "Make clips with --size 32x32."


def test_what_weights_are_sampled_with_is_saved(step2: STEP2Pipeline, tmp_path: Path) -> None:
    step2.register_to_config(frame_size=[32, 64], memory_guidance=1.5, budget="wide")
    save_weights(step2, step2.transformer, tmp_path / "w", {})
    told = load_pipeline(tmp_path / "w").config
    assert (told.frame_size, told.memory_guidance, told.budget) == ([32, 64], 1.5, "wide")


def test_memory_is_prepared_as_the_weights_ask_for(step2: STEP2Pipeline, tmp_path: Path) -> None:
    source = Stored(grown(tmp_path / "d", 1))
    step2.register_to_config(budget="wide")
    ready = prepare(source, step2, tmp_path / "wide")
    frame = ready.made.frame
    assert ready.made.budget == "wide"
    assert ready.made.rooms(2) == [frame, frame]
    assert prepare(source, step2, tmp_path / "paper", budget="paper").made.budget == "paper"
    step2.register_to_config(pair="independent")
    assert prepare(source, step2, tmp_path / "independent").made.pair == "independent"
    step2.register_to_config(budget="full")
    with pytest.raises(UseError, match="budget `full`, which nothing is trained with") as told:
        prepare(source, step2, tmp_path / "full")
    assert told.value.remedy == "Name one with --budget paper."


def test_frames_of_a_small_model_are_whole_tokens(tmp_path: Path) -> None:
    tiny_vae().save_pretrained(tmp_path)
    with pytest.raises(UseError, match="100x50 are no whole tokens, of 32 pixels") as told:
        untrained(tmp_path, layers=1, heads=1, size=(50, 100))
    assert told.value.remedy == "Take --size 96x64."


def test_latents_that_are_gone_are_told(step2: STEP2Pipeline, tmp_path: Path) -> None:
    prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")
    (index,) = (tmp_path / "ready/latents").rglob("index.jsonl")
    index.write_text("")
    with pytest.raises(UseError, match=r"lacks .* latents") as told:
        _ = Prepared(tmp_path / "ready").train
    assert "train prepare" in told.value.remedy


def test_a_loser_that_is_gone_is_told_before_it_is_wanted(
    step2: STEP2Pipeline, tmp_path: Path
) -> None:
    store, folder = grown(tmp_path / "d", 2), tmp_path / "ready"
    prefer(store)
    ready = prepare(Stored(store), step2, folder)
    shown = {digest for one in ready.train for digest in (one.start, one.end, *one.memory)}
    lost = next(d for each in ready.rated for d in each.loser if d not in shown)
    (index,) = (folder / "latents").rglob("index.jsonl")
    kept = [line for line in index.read_text().splitlines() if lost[:32] not in line]
    index.write_text("\n".join(kept) + "\n")
    assert Prepared(folder).train == ready.train
    with pytest.raises(ProjectError, match=r"lacks 1 of \d+ latents"):
        _ = Prepared(folder).rated


def test_preferences_that_are_not_finished_are_none(step2: STEP2Pipeline, tmp_path: Path) -> None:
    """Whoever is killed while they are made anew leaves fewer lines than there were."""
    store, folder = grown(tmp_path / "d", 2), tmp_path / "ready"
    prefer(store)
    before = prepare(Stored(store), step2, folder).rated
    vote = {"clip": "c1", "shot": "s2", "by": "anna", "winner": ["0", "1"], "loser": ["2", "3"]}
    for number in range(4):
        (tmp_path / str(number)).write_bytes(picture(number, 64, 32))
    (tmp_path / "votes.jsonl").write_text(json.dumps(vote))
    add_votes(store, tmp_path / "votes.jsonl")

    class Killed(Stored):
        def preferences(self, split: Split) -> Iterator[Preference]:
            yield from islice(super().preferences(split), 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(Killed(store), step2, folder)
    with pytest.raises(UseError, match="no preferences"):
        _ = Prepared(folder).rated
    assert len(prepare(Stored(store), step2, folder).rated) == len(before) + 1


def test_preferences_name_their_losers(prepared: Prepared) -> None:
    assert {each.how for each in prepared.rated} == {"interior", "shuffled cut", "wrong memory"}
    frame = prepared.made.frame
    for each in prepared.rated:
        assert each.loser != (each.start, each.end)
        for digest in (each.start, each.end, *each.loser):
            assert latent_key(digest, frame) in prepared.latents


def test_without_preferences_it_says_how_to_make_some(step2: STEP2Pipeline, tmp_path: Path) -> None:
    store = grown(tmp_path / "d", 2)
    with pytest.raises(UseError, match="no preferences") as told:
        _ = prepare(Stored(store), step2, tmp_path / "ready").rated
    assert "dataset prefer" in told.value.remedy
    prefer(store)
    assert prepare(Stored(store), step2, tmp_path / "ready").rated


def test_votes_are_trained_with_as_well(step2: STEP2Pipeline, tmp_path: Path) -> None:
    store, folder = grown(tmp_path / "d", 2), tmp_path / "ready"
    prefer(store)
    rules = prepare(Stored(store), step2, folder).rated
    names = ("w0.png", "w1.png", "l0.png", "l1.png")
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(picture(number, 64, 32))
    vote = {"clip": "c1", "shot": "s2", "by": "anna", "winner": names[:2], "loser": names[2:]}
    (tmp_path / "votes.jsonl").write_text(json.dumps(vote))
    assert add_votes(store, tmp_path / "votes.jsonl") == 1
    *before, last = prepare(Stored(store), step2, folder).rated
    assert before == rules
    digests = [frame_file((tmp_path / name).read_bytes()).digest for name in names]
    assert (last.clip, last.shot, last.how) == ("c1", "s2", "vote")
    assert [last.start, last.end, *last.loser] == digests


def test_a_manifest_of_another_version_is_told(step2: STEP2Pipeline, tmp_path: Path) -> None:
    prepare(Stored(grown(tmp_path / "d", 1)), step2, tmp_path / "ready")
    path = tmp_path / "ready/prepared.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "more": 1}))
    with pytest.raises(UseError, match="another version"):
        Prepared(tmp_path / "ready")


def of_size(folder: Path, *sizes: tuple[int, int]) -> Store:
    """A clip of each width and height."""
    store = Store.create(folder, {"seed": 2})
    for number, (width, height) in enumerate(sizes):
        one = clip(number)
        board = one.storyboard.model_copy(update={"width": width, "height": height})
        store.add("clips", "train", number, [row_of(replace(one, storyboard=board))])
    return store


@pytest.mark.parametrize("sizes", [((64, 32), (96, 32)), ((64, 20),)])
def test_frames_of_odd_sizes_are_told(sizes: tuple[tuple[int, int], ...], tmp_path: Path) -> None:
    with pytest.raises(UseError, match="has frames of"):
        PictureBank(of_size(tmp_path / "d", *sizes), "train")


def test_frames_that_are_not_as_their_clip_tells_are_told(tmp_path: Path) -> None:
    store = of_size(tmp_path / "other", (96, 32))  # its pictures are of 64x32
    with pytest.raises(UseError, match="of c0 is 64x32; its clip tells another size"):
        PictureBank(store, "train").draw(1, np.random.default_rng(0))
    row = row_of(clip(0))
    away = {"bytes": None, "path": "start.png"}
    shot = row["shots"][0]
    inside = [{**each, "picture": away} for each in shot["interior"]]
    shot = {**shot, "start": away, "end": away, "interior": inside}
    files = Store.create(tmp_path / "files", {"seed": 2})
    files.add("clips", "train", 0, [{**row, "shots": [shot]}])
    with pytest.raises(
        UseError, match=r"not there: a picture is not in it, but in a file, start.png\."
    ):
        PictureBank(files, "train").draw(1, np.random.default_rng(0))


def test_frames_are_fitted_to_the_size_that_is_drawn(step2: STEP2Pipeline, tmp_path: Path) -> None:
    of_two = of_size(tmp_path / "two", (64, 32), (96, 32))
    with pytest.raises(UseError, match="has frames of 64x32, 96x32; one size"):
        prepare(Stored(of_two), step2, tmp_path / "ready")
    ready = prepare(Stored(of_size(tmp_path / "d", (128, 72))), step2, tmp_path / "ready")
    assert ready.made.frame == step2.codec.size_of(32, 64)


def test_a_dataset_without_clips_is_told(step2: STEP2Pipeline, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="has no clips"):
        prepare(Stored(Store.create(tmp_path / "d", {})), step2, tmp_path / "ready")


def test_clips_that_are_drawn_are_those_of_a_dataset(step2: STEP2Pipeline, tmp_path: Path) -> None:
    order = Order(clips=3, seed=4, size=(64, 32), test_share=Fraction(1, 3))
    store = make(tmp_path / "d", order)
    stored = prepare(Stored(store), step2, tmp_path / "stored")
    drawn = prepare(Drawn(replace(order, clips=2), 1), step2, tmp_path / "drawn")
    drawn = prepare(Drawn(order, 1), step2, tmp_path / "drawn")
    assert drawn.train == stored.train
    assert drawn.test == stored.test
    frames = [example.start for example in stored.train]
    assert torch.equal(drawn.frames(frames), stored.frames(frames))
    assert len(drawn.latents) == len(stored.latents)
    prefer(store)
    rated = prepare(Stored(store), step2, tmp_path / "stored").rated
    more = prepare(Drawn(replace(order, clips=4), 1), step2, tmp_path / "stored")
    assert len(more.train) > len(stored.train)
    assert more.rated == rated != []
