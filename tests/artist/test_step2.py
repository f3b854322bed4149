"""STEP2 as an artist: what its pairs depend on, what it sees, and little memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from openstage.artist.step2 import STEP2Artist
from openstage.crew import Frame, Memory, MemoryFrame
from openstage.errors import MissingError, UseError, WorkError
from openstage.step2 import thrift
from openstage.step2.budget import Budget
from openstage.step2.loading import load_pipeline
from openstage.step2.thrift import Sampler, ran_out
from openstage.step2.understanding.templates import CORRECTED
from openstage.step2.weights import MANIFEST, SIMILARITY
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import covering, resized
from tests.step2.release.conftest import edit_json, tiny_weights
from tests.step2.test_likeness import tiny_clip
from tests.step2.test_ranking import film, last_of
from tests.step2.understanding.test_nearest import first_shot
from tests.training.conftest import tiny_step2


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_weights(tmp_path_factory.mktemp("weights"))


def pictured(*sources: str) -> list[MemoryFrame]:
    def frame(number: int, source: str) -> MemoryFrame:
        pixels = np.random.default_rng(number).integers(0, 256, (72, 128, 3), np.uint8)
        return MemoryFrame(source, "end", f"{number:064d}", lambda: pixels)

    return [frame(number, source) for number, source in enumerate(sources)]


def small(*casts: str) -> ShotContext:
    board = film(*casts).model_copy(update={"width": 128, "height": 72})
    *_, (scene, shot) = board.shots()
    return ShotContext(board, scene, shot)


def test_what_a_pair_depends_on(weights: Path, tmp_path: Path) -> None:
    context = small("a", "ab")
    shot = context.shot.model_copy(update={"description": "Ana waves."})
    other = Path(shutil.copytree(weights, tmp_path / "other"))
    edit_json(other / "transformer/config.json", note="trained on")
    needs = [
        STEP2Artist(weights=weights).depends_on(context),
        STEP2Artist(weights=other).depends_on(context),
        STEP2Artist(weights=weights, budget="release").depends_on(context),
        STEP2Artist(weights=weights, steps=9).depends_on(context),
        STEP2Artist(weights=weights).depends_on(
            ShotContext(context.storyboard, context.scene, shot)
        ),
    ]
    assert len({str(each) for each in needs}) == len(needs)
    moved = Path(shutil.copytree(weights, tmp_path / "moved"))
    assert STEP2Artist(weights=moved).depends_on(context) == needs[0], "the place is no matter"


def test_weights_tell_how_much_they_remember(weights: Path, tmp_path: Path) -> None:
    full = Path(shutil.copytree(weights, tmp_path / "full"))
    edit_json(full / MANIFEST, budget="full")
    context, memory = last_of(film(*"aaaaaaaaaa"))
    artist = STEP2Artist(weights=full)
    assert len(artist.sees(context, memory)) == 9
    assert artist.depends_on(context)["budget"] == "full"
    assert len(STEP2Artist(weights=full, budget="last").sees(context, memory)) == 1


@pytest.mark.parametrize(
    ("budget", "seen"), [("paper", 4), ("wide", 4), ("full", 9), ("last", 1), ("none", 1)]
)
def test_it_sees_what_the_budget_has_room_for(weights: Path, budget: Any, seen: int) -> None:
    """A frame has 28 tokens: 14, 7, 3 and 1. The text is always read beside the last frame."""
    context, memory = last_of(film(*"aaaaaaaaaa"))
    sees = STEP2Artist(weights=weights, budget=budget).sees(context, memory)
    assert len(sees) == seen
    assert sees[0].digest == "s8/end"
    assert {frame.kind for frame in sees} == {"end"}, "as these weights were trained"


def test_what_reads_no_picture_sees_none_without_a_budget(tmp_path: Path) -> None:
    tiny_step2(tmp_path / "words").save_pretrained(tmp_path / "small")
    context, memory = last_of(film(*"aaa"))
    small = partial(STEP2Artist, weights=tmp_path / "small")
    assert len(small(budget="none").sees(context, memory)) == 0
    assert len(small(budget="last").sees(context, memory)) == 1


def test_weights_tell_which_frames_they_know(weights: Path, tmp_path: Path) -> None:
    both = Path(shutil.copytree(weights, tmp_path / "both"))
    edit_json(both / MANIFEST, keep="both")
    context, memory = last_of(film("a", "a"))
    assert [frame.kind for frame in STEP2Artist(weights=both).sees(context, memory)] == [
        "end",
        "start",
    ]


def test_a_clip_among_the_weights_ranks_by_likeness(weights: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(weights, tmp_path / "own"))
    tiny_clip(own / SIMILARITY)
    context = small(*"aaaaaaaaa")
    memory = pictured(*(f"s{number}" for number in range(8)))
    by_time, by_likeness = (
        [frame.source for frame in STEP2Artist(weights=folder, budget="full").sees(context, memory)]
        for folder in (weights, own)
    )
    assert by_time == [f"s{number}" for number in reversed(range(8))]
    assert by_likeness[0] == "s7", "the cut comes first all the same"
    assert sorted(by_likeness) == sorted(by_time)
    assert by_likeness != by_time


def test_a_corrected_template_shows_the_text_encoder_all_references(
    weights: Path, tmp_path: Path
) -> None:
    """The budget leaves no token to any memory, so whatever changes came by way of the text."""
    own = Path(shutil.copytree(weights, tmp_path / "own"))
    context = small("a", "a")
    last, *others = pictured("s0", "a", "a")
    references = [replace(frame, kind="reference") for frame in others]

    def starts() -> set[bytes]:
        artist = STEP2Artist(weights=own, budget="none")
        drawn = [artist.draw(context, [last, *references[:count]]) for count in range(3)]
        return {pair.start.tobytes() for pair in drawn}

    assert len(starts()) == 1, "the release shows the last frame alone"
    edit_json(own / MANIFEST, templates=CORRECTED.to_data(), message="full")
    assert len(starts()) == 3


def test_weights_of_one_shape_draw_in_it_and_the_film_has_the_middle(
    weights: Path, tmp_path: Path
) -> None:
    one = Path(shutil.copytree(weights, tmp_path / "one"))
    edit_json(one / MANIFEST, frame_size=[64, 96])
    artist = STEP2Artist(weights=one)
    context = small("a")
    upright = context.storyboard.model_copy(update={"width": 72, "height": 128})
    assert artist.weights.picture(128, 72) == artist.weights.picture(72, 128) == (64, 96)
    pair = artist.draw(ShotContext(upright, context.scene, context.shot), ())
    assert pair.start.shape == (128, 72, 3)
    alone = load_pipeline(one)(
        artist._message(context), generator=torch.Generator().manual_seed(context.noise_seed),
        output_type="np", num_inference_steps=artist.steps,
    )  # fmt: skip
    whole = np.rint(alone.start[0] * 255).astype(np.uint8)
    assert whole.shape == (64, 96, 3)

    def off(other: Frame) -> int:
        return int(np.abs(pair.start.astype(int) - other).max())

    assert off(covering(whole, 72, 128)) <= 2 < off(resized(whole, 72, 128))


def test_what_is_told_in_other_words_is_told(weights: Path, tmp_path: Path) -> None:
    context = first_shot("EXT. ORCHARD - DAY\n\nMEDIUM SHOT - A woman in a lemon coat stands.")
    context.storyboard.width, context.storyboard.height = 64, 32
    tiny_step2(tmp_path).save_pretrained(tmp_path / "brief")
    note = "Told in words that the model knows: “orchard” as “park”, “lemon” as “yellow”."
    brief = STEP2Artist(weights=tmp_path / "brief", steps=2)
    assert brief.draw(context, ()).notes[0] == note
    assert STEP2Artist(weights=weights, steps=2).draw(context, ()).notes == (), "not a brief one"


def test_memory_and_budget_change_the_pair(weights: Path) -> None:
    context, memory = small("a", "a", "a"), pictured("s0", "s1")
    runs: list[tuple[Budget, Memory]] = [
        ("paper", ()),
        ("paper", memory[:1]),
        ("paper", memory),
        ("last", memory),
        ("none", memory),
    ]
    pairs = [
        STEP2Artist(weights=weights, budget=budget).draw(context, frames) for budget, frames in runs
    ]
    starts = {pair.start.tobytes() for pair in pairs}
    assert len(starts) == len(pairs)


def test_a_key_needs_no_torch(weights: Path) -> None:
    """`openstage status` of a film that STEP2 draws should answer at once."""
    words = f"""
import sys
from openstage.artist.step2 import STEP2Artist
artist = STEP2Artist(weights={str(weights)!r})
from tests.step2.test_ranking import film, last_of
context, memory = last_of(film("a", "a"))
artist.depends_on(context), artist.sees(context, memory)
assert "torch" not in sys.modules, "torch was loaded"
"""
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_weights_that_are_not_there(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"holds no weights"):
        STEP2Artist(weights=tmp_path)
    old = Path(shutil.copytree(weights, tmp_path / "old"))
    (old / MANIFEST).write_text("{}")
    with pytest.raises(UseError, match="does not tell 'message'"):
        STEP2Artist(weights=old)


class TestThrift:
    """A device that runs out: nothing here has one, so the pipeline is made to say so."""

    @pytest.fixture
    def sampler(self, weights: Path) -> Sampler:
        pipeline = load_pipeline(weights, device="cpu")
        pipeline.set_progress_bar_config(disable=True)
        return Sampler(pipeline, "cpu")

    SMALL: Any = {"height": 64, "width": 112, "num_inference_steps": 2}  # noqa: RUF012

    def fail(self, monkeypatch: pytest.MonkeyPatch, sampler: Sampler, times: int) -> list[str]:
        """Lets the first runs fail as a GPU does; gives how each was run."""
        run: list[str] = []
        call = type(sampler.pipeline).__call__

        def limited(pipeline: Any, *args: Any, **more: Any) -> Any:
            run.append(more["passes"])
            if len(run) <= times:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
            return call(pipeline, *args, **more)

        monkeypatch.setattr(type(sampler.pipeline), "__call__", limited)
        return run

    def test_the_next_smaller_plan_is_tried_kept_and_named(
        self, sampler: Sampler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        start, _, notes = sampler("Ana waves.", seed=3, **self.SMALL)
        assert notes == ()
        run = self.fail(monkeypatch, sampler, times=2)
        again, _, notes = sampler("Ana waves.", seed=3, **self.SMALL)
        assert run == ["auto", "two", "two"]
        assert notes == (
            "Memory of the device ran out while guidance is asked in two passes; now pictures are "
            "encoded and decoded in tiles.",
        )
        assert sampler.pipeline.vae.use_tiling
        assert int(np.abs(again.astype(int) - start).max()) <= 1, "the same noise, the same pair"
        _, _, notes = sampler("Ana waves.", seed=4, **self.SMALL)
        assert (run[3:], notes) == (["two"], ()), "it goes on as it could, and says it once"

    def test_a_message_that_is_too_long_is_told(self, tmp_path: Path) -> None:
        sampler = Sampler(tiny_step2(tmp_path), "cpu")
        _, _, notes = sampler(f"{'wave ' * 300} At the end Ana leaves.", seed=3, **self.SMALL)
        (note,) = notes
        assert note.startswith("The message is too long; not read: “wave wave")
        assert note.endswith("At the end Ana leaves.”")

    def test_when_even_the_smallest_is_too_much(
        self, sampler: Sampler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fail(monkeypatch, sampler, times=9)
        for _ in range(2):
            with pytest.raises(WorkError, match=r"even though pictures are .* in tiles"):
                sampler("Ana waves.", seed=3, **self.SMALL)

    def test_a_gpu_has_more_plans(self, sampler: Sampler) -> None:
        plans = Sampler(sampler.pipeline, "cuda")._plans
        assert [plan.words for plan in plans] == [plan.words for plan in thrift.PLANS]
        assert any("layers wait" in plan.words for plan in plans)

    def test_other_errors_pass(self, sampler: Sampler) -> None:
        with pytest.raises(ValueError, match="even number of rows"):
            sampler("Ana waves.", seed=3, **{**self.SMALL, "height": 8})

    @pytest.mark.parametrize(
        ("error", "is_memory"),
        [
            (torch.OutOfMemoryError("CUDA out of memory"), True),
            (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
            (MemoryError(), True),
            (RuntimeError("shapes differ"), False),
            (ValueError("out of memory"), False),
        ],
    )
    def test_what_is_told_from_other_errors(self, error: Exception, is_memory: bool) -> None:
        assert ran_out(error) == is_memory
