"""Examples as inference would see them, latents and text states computed once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from openstage.crew import MemoryFrame
from openstage.dataset.store import Store
from openstage.step2.frame_pair import pack
from openstage.step2.guidance import TextStates
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.ranking import ranked
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import decoded
from openstage.training.batches import Batches, Drops, batch_of
from openstage.training.examples import message_key
from openstage.training.prepared import Prepared
from openstage.training.preparing import prepare
from openstage.training.sources import Stored
from tests.training.conftest import clip

NONE = Drops(text=0, memory=0, fewer=0, noise=0)


def test_every_shot_is_an_example(prepared: Prepared) -> None:
    assert len(prepared.train) == 6 * 6
    assert len(prepared.test) == 2 * 6
    first, second, third, *_ = prepared.train
    assert (first.clip, first.shot, first.memory) == ("c0", "s0", ())
    assert second.memory == (first.end, first.start)
    assert third.memory[0] == second.end


def test_memory_is_packed_as_at_inference(prepared: Prepared, step2: STEP2Pipeline) -> None:
    board, pictures = clip(0).storyboard, clip(0).pictures
    frame = prepared.made.frame
    memory: list[MemoryFrame] = []
    for number, (scene, shot) in enumerate(board.shots()):
        seen = ranked(memory, ShotContext(board, scene, shot))
        expected = [pack(each) for each in step2._packed(seen, frame, "paper")]
        example = prepared.train[number]
        batch = batch_of(
            prepared,
            [example],
            example.messages[:1],
            len(example.memory),
            0.0,
            np.random.default_rng(0),
        )
        if expected:
            assert batch.memory_BMD is not None
            assert torch.allclose(batch.memory_BMD, torch.cat(expected, 1), atol=0.02)
        else:
            assert batch.memory_BMD is None
        for kind, data in (("start", pictures[shot.id].start), ("end", pictures[shot.id].end)):
            picture = decoded(data)
            memory.append(
                MemoryFrame(shot.id, kind, f"{shot.id}{kind}", lambda p=picture: p)  # type: ignore[misc]
            )


def test_text_states_are_those_of_the_encoder(prepared: Prepared, step2: STEP2Pipeline) -> None:
    messages = [prepared.train[0].messages[0], prepared.train[-1].messages[-1]]
    kept, fresh = prepared.text(messages, []), step2.understanding.encode(messages)
    assert isinstance(kept, TextStates)
    assert torch.allclose(kept.states_BTE, fresh.states_BTE, atol=0.05)
    if fresh.mask_BT is not None:
        assert kept.mask_BT is not None
        assert torch.equal(kept.mask_BT, fresh.mask_BT)


def test_a_step_sees_the_same_every_time(prepared: Prepared) -> None:
    one, two = (Batches(prepared, prepared.train, 4, 3, Drops()) for _ in range(2))
    for step in (0, 17, 3):
        (examples, batch), (again, batch_again) = one(step), two(step)
        assert examples == again
        assert torch.equal(batch.pair_BPD, batch_again.pair_BPD)
        assert batch.grids == batch_again.grids
    assert one(0)[0] != one(1)[0]
    assert one(0)[0] != one(0, process=1)[0]


def test_messages_of_a_step_are_about_as_long_and_all_come_as_often(prepared: Prepared) -> None:
    batches = Batches(prepared, prepared.train, 4, 0, NONE)
    seen: Counter[str] = Counter()
    tokens, room = 0, 0
    for step in range(300):
        examples, batch = batches(step)
        seen.update(f"{each.clip} {each.shot}" for each in examples)
        assert isinstance(batch.text, TextStates)
        states_BTE, mask_BT = batch.text.states_BTE, batch.text.mask_BT
        places = states_BTE.shape[0] * states_BTE.shape[1]
        room += places
        tokens += places if mask_BT is None else int(mask_BT.sum())
    lengths = [
        len(prepared.texts[message_key(message)])
        for each in prepared.train
        for message in each.messages
    ]
    assert tokens / room > np.mean(lengths) / max(lengths)
    assert tokens / room > 0.85
    even = 4 * 300 / len(prepared.train)
    assert len(seen) == len(prepared.train)
    assert 0.5 * even < min(seen.values()) <= max(seen.values()) < 2 * even


def test_drops_leave_away_what_they_say(prepared: Prepared) -> None:
    nothing = Batches(prepared, prepared.train, 4, 0, Drops(text=1, memory=1, fewer=0, noise=0))
    _, batch = nothing(0)
    assert batch.memory_BMD is None
    assert isinstance(batch.text, TextStates)
    assert batch.text.mask_BT is None
    assert torch.equal(batch.text.states_BTE, prepared.text([" "] * 4, []).states_BTE)
    clean, noisy = (
        batch_of(
            prepared,
            prepared.train[4:5],
            prepared.train[4].messages[:1],
            2,
            noise,
            np.random.default_rng(1),
        )
        for noise in (0.0, 0.5)
    )
    assert clean.memory_BMD is not None
    assert noisy.memory_BMD is not None
    off = (clean.memory_BMD - noisy.memory_BMD).std()
    assert 0.01 < float(off) < 0.6


def test_memories_of_lower_ranks_are_missing_as_often_as_it_says(
    store: Store, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    """One memory is never fewer; of several one at least stays."""
    prepared = prepare(Stored(store), step2, tmp_path / "ready", budget="wide", variants=1)
    drops = Drops(text=0, memory=0, fewer=0.5, noise=0)
    batches = Batches(prepared, [one for one in prepared.train if one.memory], 2, 0, drops)
    fewer: dict[int, list[bool]] = {}
    for step in range(60):
        examples, batch = batches(step)
        left, there = len(batch.grids) - 1, len(prepared.made.rooms(len(examples[0].memory)))
        assert left >= 1
        fewer.setdefault(there, []).append(left < there)
    assert max(fewer) > 1
    assert not any(fewer.pop(1, []))
    several = [each for told in fewer.values() for each in told]
    assert 0.3 < np.mean(several) < 0.7
    rarely = Batches(prepared, prepared.train, 2, 0, replace(drops, memory=0.9, fewer=0.15))
    assert max(len(rarely(step)[1].grids) - 1 for step in range(200)) == max([1, *fewer])


def test_a_look_is_told_once_and_mostly_left_away_later(store: Store, tmp_path: Path) -> None:
    from openstage.training.wording import AGAIN, wordings

    board = clip(0).storyboard
    for character in board.cast:
        character.look = "violet hat"
    told = {True: 0, False: 0}
    contexts = [ShotContext(board, scene, shot) for scene, shot in board.shots()]
    for seed in range(200):
        met: set[str] = set()
        for context in contexts[:4]:
            chance = np.random.default_rng([seed, len(met)])
            (message,) = wordings(context, met, chance, 1)
            for id in context.shot.cast:
                if id in met:
                    told[f"{id} (person, violet hat)" in message] += 1
                else:
                    assert "violet hat" in message
            met |= {*context.shot.cast}
    assert abs(told[True] / (told[True] + told[False]) - AGAIN) < 0.06
