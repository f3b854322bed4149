"""Stories are drawn from the model's own memory, measured, and never drawn twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from openstage.crew import FramePair
from openstage.errors import UseError
from openstage.evaluation import world_measures
from openstage.evaluation.drawing import (
    DrawSettings,
    decoded,
    draw_stories,
    introduced,
    message_of,
    true_pairs,
    truth_of,
)
from openstage.evaluation.readers import (
    Readers,
    digest_of_readers,
    load_readers,
    read_pairs,
    save_readers,
)
from openstage.evaluation.stories import Story, story
from openstage.evaluation.world import evaluate_world
from openstage.evaluation.world_measures import MEASURES, measured
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.storyboard.files import LOCK
from openstage.storyboard.pictures import read_picture
from openstage.storyboard.wording import capital
from openstage.training.weights import save_weights
from tests.evaluation.board import learned
from tests.evaluation.conftest import SHAPE
from tests.training.conftest import tiny_step2

SIZE = (64, 32)
QUICK = DrawSettings(steps=2, guidance=1.0, batch=2)


@pytest.fixture(scope="module")
def two() -> list[Story]:
    return [story(31, number, *SIZE) for number in range(2)]


@pytest.fixture
def step2(tmp_path: Path) -> STEP2Pipeline:
    return tiny_step2(tmp_path / "text")


def few(one: Story, shots: int) -> Story:
    return replace(one, shots=one.shots[:shots])


def test_a_look_is_told_where_the_message_tells_it(two: list[Story]) -> None:
    for one in two:
        for number in range(len(one.shots)):
            told, message = introduced(one, number), message_of(one, number)
            for character in one.board.cast:
                colors = [part for part in character.look.split(", ") if " " in part]
                assert colors
                assert all(part in message for part in colors) == (character.id in told)


def test_a_place_may_be_told_with_its_first_shot_alone(two: list[Story]) -> None:
    for one in two:
        seen = set()
        for number, (context, _) in enumerate(one.shots):
            where = (context.scene.heading.location, context.scene.heading.time)
            always, once = (
                message_of(one, number, DrawSettings(places_once=each)) for each in (False, True)
            )
            place = f"{capital(context.location.name)}, "
            assert place in always
            assert (place in once) == (where not in seen)
            assert context.shot.description in once
            assert (always == once) == (where not in seen)
            seen.add(where)
        shots = truth_of(few(one, 3), true_pairs(few(one, 3)), places_once=True).shots
        assert [shot.placed for shot in shots] == [True, False, False]


def test_whom_an_empty_place_has_shown_may_be_described_later() -> None:
    """She stands far away in the shot of the corridor; the next tells of her coat again."""
    one = story(70001, 3, *SIZE)
    told = [sorted(introduced(one, shot)) for shot in range(4)]
    assert told == [["woman"], ["woman"], ["ezra"], []]
    assert one.shots[0][0].shot.description == "A quiet corridor."
    assert "a purple coat and a red skirt" in one.shots[1][0].shot.description


def test_files_of_others_are_let_be(step2: STEP2Pipeline, tmp_path: Path) -> None:
    """Pairs of which nothing tells how they were drawn are none to go on with."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "report.md").write_text("mine")
    with pytest.raises(UseError, match=r"\(report.md\) and is no folder of figures"):
        draw_stories(step2, [], mine, QUICK, {})
    assert [path.name for path in mine.iterdir() if path.name != LOCK] == ["report.md"]


def test_shots_are_drawn_from_memory_of_the_drawn(
    two: list[Story], step2: STEP2Pipeline, tmp_path: Path
) -> None:
    stories = [few(two[0], 3), few(two[1], 2)]
    pairs = draw_stories(step2, stories, tmp_path / "a", QUICK, {"weights": "tiny"})
    assert [len(each) for each in pairs] == [3, 2]
    alone = draw_stories(step2, stories[:1], tmp_path / "b", QUICK, {"weights": "tiny"})
    # A pair does not depend on what else is drawn, beyond the order of additions.
    for one, other in zip(pairs[0], alone[0], strict=True):
        assert np.abs(one.end.astype(int) - other.end).max() <= 2
    blind = replace(QUICK, budget="none")
    other = draw_stories(step2, stories, tmp_path / "c", blind, {"weights": "tiny"})
    assert np.array_equal(other[0][0].start, pairs[0][0].start)
    assert not np.array_equal(other[0][1].start, pairs[0][1].start)


def test_what_is_drawn_is_kept(
    two: list[Story], step2: STEP2Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories, out = [few(each, 2) for each in two], tmp_path / "out"
    pairs = draw_stories(step2, stories, out, QUICK, {})
    (out / "pairs" / stories[0].id / f"{stories[0].shots[1][0].shot.id}-end.png").unlink()
    again = draw_stories(step2, stories, out, QUICK, {})
    assert np.array_equal(again[0][1].start, pairs[0][1].start)
    assert np.array_equal(again[1][1].end, pairs[1][1].end)
    monkeypatch.setattr(STEP2Pipeline, "__call__", None)  # nothing is left to draw
    draw_stories(step2, stories, out, QUICK, {})
    draw_stories(step2, stories, out, replace(QUICK, budget="paper"), {})  # as they ask for
    with pytest.raises(UseError, match=r"other settings: budget \(was 'paper', is 'none'\)"):
        draw_stories(step2, stories, out, replace(QUICK, budget="none"), {})
    step2.register_to_config(pair="independent")
    with pytest.raises(UseError, match=r"other settings: pair \("):
        draw_stories(step2, stories, out, QUICK, {})


def test_the_whole_way(
    step2: STEP2Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Readers that have learned nothing see little difference anywhere.
    monkeypatch.setattr(world_measures, "NEAR_ZERO", 1e-4)
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    save_readers(Readers(SHAPE), tmp_path / "readers", {"right": 0.5, "data": learned([*SIZE])})
    told_of_readers = digest_of_readers(tmp_path / "readers")[:12]
    out = tmp_path / "out"
    rows = evaluate_world(
        tmp_path / "weights", tmp_path / "readers", out, stories=1, seed=31, settings=QUICK,
    )  # fmt: skip
    told = json.loads((out / "report.json").read_text())
    assert list(told["measures"]) == [row.name for row in rows] == list(MEASURES)
    assert told["measures"]["TVS-gt(world)"]["true"]["value"] == pytest.approx(1.0)
    text = (out / "report.md").read_text()
    assert f"readers: 0.500 of all labels of their own test frames ({told_of_readers})" in text
    asked = step2.config.memory_guidance
    assert "- trained: unknown\n" in text, "they do not tell"
    for condition in ("pair: joint", "steps: 2", "guidance: 1.0", f"memory_guidance: {asked}"):
        assert f"- {condition}\n" in text
    eyes, _ = load_readers(tmp_path / "readers")
    one = story(31, 0, *SIZE)
    true = true_pairs(one)
    through = read_pairs(eyes, decoded(load_pipeline(tmp_path / "weights"), true))
    right = measured([truth_of(one, true)], [through], [read_pairs(eyes, true)], [through])
    shares = {row.name: row.share.value for row in right if row.name.startswith("right")}
    assert shares == {name: told["measures"][name]["decoded"]["value"] for name in shares}
    assert any(shares.values())
    shots = len(story(31, 0, *SIZE).shots)
    assert len(list((out / "pairs").rglob("*.png"))) == 2 * shots
    (sheet,) = (out / "sheets").glob("*.png")
    assert read_picture(sheet).shape == (-(-shots // 4) * (2 * 32 + 4), 4 * (2 * 64 + 4), 3)


def test_stories_that_are_known_measure_nothing(step2: STEP2Pipeline, tmp_path: Path) -> None:
    def world(seed: int) -> object:
        return evaluate_world(
            tmp_path / "weights", tmp_path / "readers", tmp_path / "out", stories=1, seed=seed,
            settings=QUICK,
        )  # fmt: skip

    def of(seed: int) -> dict[str, object]:
        return {"kind": "world", "seed": seed}

    new = {"steps": 0, "vae": {"task": "vae", "source": of(6)}}
    first = {"task": "sft", "data": {"source": of(7)}, "after": new}
    taught = {"task": "sft", "data": {"source": of(8)}, "after": first}
    aligned = {"task": "dpo", "data": {"source": {"kind": "films"}}, "after": taught}
    save_weights(step2, step2.transformer, tmp_path / "weights", aligned)
    older = {"data": learned([*SIZE], seed=10)}
    told_of_readers = {"data": learned([*SIZE], seed=9), "after": [older]}
    save_readers(Readers(SHAPE), tmp_path / "readers", told_of_readers)
    for seed, who in ((6, "weights, in vae,"), (7, "weights, in sft,"), (8, "weights, in sft,")):
        with pytest.raises(UseError, match=f"{who} have learned from the stories of seed {seed}"):
            world(seed)
    for seed in (9, 10):
        with pytest.raises(UseError, match=f"readers have learned from the stories of seed {seed}"):
            world(seed)


def test_stories_have_the_size_that_the_readers_know(step2: STEP2Pipeline, tmp_path: Path) -> None:
    step2.register_to_config(frame_size=[32, 64])
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    save_readers(Readers(SHAPE), tmp_path / "readers", {"data": learned([64, 64])})
    with pytest.raises(UseError, match="draw frames of 64x32; the stories have 64x64") as told:
        evaluate_world(
            tmp_path / "weights", tmp_path / "readers", tmp_path / "out", stories=1, seed=1,
            settings=QUICK,
        )  # fmt: skip
    assert "readers that have learned from frames of 64x32" in told.value.remedy
    assert not (tmp_path / "out").exists(), "it is told before any story is staged"


@pytest.mark.parametrize("what", ["labels", "world"])
def test_readers_of_another_world_are_refused(
    step2: STEP2Pipeline, tmp_path: Path, what: str
) -> None:
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    save_readers(Readers(SHAPE), tmp_path / "readers", {"data": learned([*SIZE], **{what: 1})})
    with pytest.raises(UseError, match=f"{what} of another version"):
        evaluate_world(
            tmp_path / "weights", tmp_path / "readers", tmp_path / "out", stories=1, seed=1,
            settings=QUICK,
        )  # fmt: skip


def test_decoded_pairs_are_those_of_the_vae(step2: STEP2Pipeline) -> None:
    chance = np.random.default_rng(0)
    pairs = [FramePair(*chance.integers(0, 256, (2, 32, 64, 3), np.uint8)) for _ in range(2)]
    back = decoded(step2, pairs)
    assert [pair.end.shape for pair in back] == [(32, 64, 3)] * 2
    latent = step2.codec.encode(pairs[1].end, step2.codec.size_of(32, 64))
    picture = (step2.codec.decode(latent)[0].float().clamp(-1, 1) + 1) * 127.5
    assert np.abs(picture.permute(1, 2, 0).numpy() - back[1].end).max() <= 1


def test_weights_of_one_shape_draw_no_stories_of_another(
    two: list[Story], step2: STEP2Pipeline, tmp_path: Path
) -> None:
    step2.register_to_config(frame_size=[32, 32])
    with pytest.raises(UseError, match="draw frames of 32x32; the stories have 64x32") as told:
        draw_stories(step2, two, tmp_path / "out", QUICK, {})
    assert told.value.remedy == "Measure with readers that have learned from frames of 32x32."


def test_guidance_by_the_memory_is_part_of_how_it_is_drawn(
    two: list[Story], step2: STEP2Pipeline, tmp_path: Path
) -> None:
    led = replace(QUICK, memory_guidance=3.0)
    plain, more = (
        draw_stories(step2, two[:1], tmp_path / str(n), settings, {})[0]
        for n, settings in enumerate((QUICK, led))
    )
    assert np.array_equal(plain[0].start, more[0].start), "the first shot remembers nothing"
    assert not np.array_equal(plain[1].start, more[1].start)
    with pytest.raises(UseError, match="memory_guidance"):
        draw_stories(step2, two[:1], tmp_path / "0", led, {})


def test_weights_that_read_other_messages_draw_no_stories(
    two: list[Story], step2: STEP2Pipeline, tmp_path: Path
) -> None:
    step2.register_to_config(message="full")
    with pytest.raises(UseError, match="messages of another kind"):
        draw_stories(step2, two, tmp_path / "out", QUICK, {})
