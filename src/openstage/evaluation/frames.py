"""True frames with their labels, to train readers with; an interrupted run goes on.

FRAMES/frames.json                what they are made from, and the shards that are whole
FRAMES/train-00000-ROWS.parquet …   and test-…: a frame a row

Frames to test with are those of the stories. Those to train with are half of them of an hour by
chance, and half of the shots by a camera by chance; all that show people are drawn again with other
colors on them: few stories then show what takes many.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openstage.crew import Frame
from openstage.dataset.world.filming import able
from openstage.dataset.world.tales import TALES_VERSION
from openstage.director.grammar.plan import LENS
from openstage.errors import ProjectError, UseError
from openstage.evaluation.backdrop import backdrop_of
from openstage.evaluation.maps import map_of
from openstage.evaluation.stories import story
from openstage.evaluation.truth import (
    ATTRIBUTES,
    LABELS_VERSION,
    Labels,
    codes_of,
    labels_of,
    places_of,
)
from openstage.processes import in_order
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot
from openstage.storyboard.files import (
    alone,
    atomic,
    disk_errors,
    must_be_new,
)
from openstage.storyboard.manifests import must_be_same, read_json, write_json
from openstage.storyboard.pictures import png
from openstage.storyboard.vocabulary import Angle, Framing, ShotSize
from openstage.world.drawing import draw
from openstage.world.palette import PALETTES, recolored
from openstage.world.seen import Region, is_person, regions
from openstage.world.stage_manager import stage
from openstage.world.staging import WORLD_VERSION, Staging, Wardrobe

MANIFEST = "frames.json"
SHARD = 20
"""Clips in a shard."""
TEST_EVERY = 10
"""Of the shards, each so manyth is to test with; no story is in both."""
INSIDE = 1
"""Frames of a shot between its start and its end, at an instant by chance."""
RECOLORED = 2
"""How often a frame to train with is drawn again, with other colors."""
OTHER_CAMERA = 0.5
"""How often the angle of a shot is one by chance, and the size where it has one subject."""
OTHER_HOUR = 0.5
"""How often its hour is one by chance."""
OTHER_COLOR = 0.8
"""How often a part of a person that is recolored is."""
FORMAT = 2
"""Of the rows."""

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for."""

    clips: int
    seed: int
    width: int = 288
    height: int = 160

    @property
    def made(self) -> dict[str, Any]:
        """What a shard depends on. There may be more clips another time."""
        classes = json.dumps({name: list(told) for name, told in ATTRIBUTES.items()})
        return {
            "seed": self.seed,
            "size": [self.width, self.height],
            "classes": sha256(classes.encode()).hexdigest()[:16],
            "world": WORLD_VERSION,
            "tales": TALES_VERSION,
            "format": FORMAT,
            "labels": LABELS_VERSION,
        }


@dataclass(frozen=True)
class Shard:
    name: str
    clips: int
    frames: int

    @property
    def number(self) -> int:
        return int(self.name.removesuffix(".parquet").split("-")[1])


def split_of(number: int) -> str:
    """Of a shard. The second one is the first to test with, so that few clips have both."""
    return "test" if number % TEST_EVERY == 1 else "train"


def make(
    folder: Path,
    order: Order,
    jobs: int = 1,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[Shard]:
    """All shards of the order, those that are there already let be.

    The same order makes the same frames, whatever `jobs` is. `watch` is told how many clips are
    done, and of how many. Raises UseError where the folder is of another order or holds other
    files, ProjectError where another process makes frames in it, DiskError where the disk is full:
    what was made is kept.
    """
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        return _fill(folder, order, jobs, watch)


def _fill(folder: Path, order: Order, jobs: int, watch: Callable[[int, int], None]) -> list[Shard]:
    shards = _begun(folder, order)
    wanted = {
        number: range(first, min(first + SHARD, order.clips))
        for number, first in enumerate(range(0, order.clips, SHARD))
    }
    lacking = {n: clips for n, clips in wanted.items() if len(clips) > _clips(shards.get(n))}
    done = order.clips - sum(map(len, lacking.values()))
    watch(done, order.clips)
    tasks = [(clip, split_of(n) == "train") for n, clips in lacking.items() for clip in clips]
    with closing(in_order(partial(_rows, order), tasks, jobs)) as filmed:
        for number, clips in lacking.items():
            rows: list[Row] = []
            for _ in clips:
                rows += next(filmed)
                done += 1
                watch(done, order.clips)
            # One that has grown has another name: what the manifest tells of is there, always.
            name = f"{split_of(number)}-{number:05d}-{len(rows)}.parquet"
            with atomic(folder / name) as temporary:
                pq.write_table(pa.Table.from_pylist(rows), temporary, compression="none")
            before = shards.get(number)
            shards[number] = Shard(name, len(clips), len(rows))
            _write(folder, order, shards)
            if before and before.name != name:
                (folder / before.name).unlink(missing_ok=True)
    return list(shards.values())


def _rows(order: Order, task: tuple[int, bool]) -> list[Row]:
    number, varied = task
    return rows_of(order, number, varied)


def rows_of(order: Order, number: int, varied: bool) -> list[Row]:
    """The frames of a clip: of every shot the start, the end, and what lies between."""
    told = story(order.seed, number, order.width, order.height)
    chance = np.random.default_rng([order.seed, number])
    rows: list[Row] = []
    for context, staging in told.shots:
        shot = context.shot
        if varied and chance.random() < OTHER_CAMERA:
            shot, staging = retaken(context, chance) or (shot, staging)
        for t in (0.0, *np.sort(chance.uniform(0.1, 0.9, INSIDE)).tolist(), 1.0):
            drawn = _drawn(order, shot, staging, t, chance if varied else None)
            rows += [{"story": told.id, **frame} for frame in drawn]
    return rows


def retaken(context: ShotContext, chance: np.random.Generator) -> tuple[Shot, Staging] | None:
    """The shot by another camera, and its staging; None where the world cannot take it."""
    asked: dict[str, Any] = {"angle": Angle(chance.choice(list(Angle)))}
    if context.shot.framing is Framing.SINGLE:
        asked["size"] = size = ShotSize(chance.choice(list(ShotSize)))
        asked["lens_mm"] = LENS[size]
    shot = context.shot.model_copy(update=asked)
    staging = able(partial(stage, replace(context, shot=shot)))
    return None if staging is None else (shot, staging)


def _drawn(
    order: Order, shot: Shot, staging: Staging, t: float, chance: np.random.Generator | None
) -> Iterator[Row]:
    """The frame at `t` with its labels; with a `chance`, varied, and recolored ones after it."""
    if chance is not None and chance.random() < OTHER_HOUR:
        staging = replace(staging, time=str(chance.choice(ATTRIBUTES["time"])))
    frame = draw(staging, t, order.width, order.height)
    found = regions(staging, t, order.width, order.height)
    backdrop = backdrop_of(staging, t, frame, found)
    yield _row(labels_of(shot, staging, t, found, backdrop), found, frame)
    if chance is None or not any(region.parts for region in found):
        return
    for _ in range(RECOLORED):
        worn = {role.id: _recolored(role.wardrobe, chance) for role in staging.roles}
        roles = tuple(replace(role, wardrobe=worn[role.id]) for role in staging.roles)
        same = [replace(region, wardrobe=worn[region.id]) for region in found]
        frame = draw(replace(staging, roles=roles), t, order.width, order.height)
        yield _row(labels_of(shot, staging, t, same, backdrop), same, frame)


def _recolored(wardrobe: Wardrobe, chance: np.random.Generator) -> Wardrobe:
    if not is_person(wardrobe):
        return wardrobe
    names = {
        part: str(chance.choice(list(palette)))
        for part, palette in PALETTES.items()
        if chance.random() < OTHER_COLOR
    }
    return recolored(wardrobe, names)


def _row(labels: Labels, found: Sequence[Region], frame: Frame) -> Row:
    height, width = frame.shape[:2]
    return {
        "png": png(frame),
        "map": png(map_of(labels, found, width, height)),
        "labels": codes_of(labels).tolist(),
        "places": places_of(labels).tolist(),
    }


# --- the manifest ----------------------------------------------------------------------------


def _clips(shard: Shard | None) -> int:
    return shard.clips if shard else 0


def _begun(folder: Path, order: Order) -> dict[int, Shard]:
    """The shards that are there, by their numbers; one whose file is gone is made again."""
    if not (folder / MANIFEST).is_file():
        must_be_new(folder, "folder of frames")
        _write(folder, order, {})
        return {}
    was, shards = read(folder)
    must_be_same(
        folder, was, order.made, "Give the same settings to go on with it, or another folder."
    )
    there = [shard for shard in shards if (folder / shard.name).is_file()]
    return {shard.number: shard for shard in there}


def read(folder: Path) -> tuple[dict[str, Any], list[Shard]]:
    """What the frames were made from, and their shards.

    Raises UseError where there are none, ProjectError where the manifest is damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UseError(
            f"{folder} holds no frames: it has no {MANIFEST}.",
            "Make some with: openstage evaluate frames -o DIR",
        )
    remedy = "Make the frames in another folder."
    told = read_json(path, remedy)
    try:
        return {**told["made"]}, [Shard(**each) for each in told["shards"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ProjectError(f"{path} is damaged.", remedy) from error


def _write(folder: Path, order: Order, shards: dict[int, Shard]) -> None:
    told = {"made": order.made, "shards": [asdict(shards[n]) for n in sorted(shards)]}
    write_json(folder / MANIFEST, told)
