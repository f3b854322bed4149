"""What clips of the previz world cost: seconds a shot by kind of work, and bytes.

    python benchmarks/dataset_world.py [--clips 12] [--jobs 2] [--size 288x160]

Prints the processor's seconds a shot in this process, for writing and directing, staging, drawing
and the PNG files; then what `--jobs` processes make in a second, without their start.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager

from openstage.dataset.clip import Clip
from openstage.dataset.world.filming import INTERIOR_TIMES, clips, png
from openstage.dataset.world.tales import tales
from openstage.world.drawing import draw
from openstage.world.stage_manager import stage, states

SEED = 1
LARGE = 100_000


class Watch:
    """The processor's seconds by the kind of work."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def on(self, work: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.spent[work] = self.spent.get(work, 0.0) + time.process_time() - began


def alone(count: int, width: int, height: int) -> None:
    watch = Watch()
    shots = 0
    for number in range(count):
        with watch.on("tale"):
            _, board = next(tales(SEED, number))
        board = board.model_copy(update={"width": width, "height": height})
        with watch.on("staging"):
            staged = [stage(context) for context in states(board)]
        for each in staged:
            for t in (0.0, *INTERIOR_TIMES, 1.0):
                with watch.on("drawing"):
                    frame = draw(each, t, width, height)
                with watch.on("png"):
                    png(frame)
        shots += len(staged)
    told = ", ".join(f"{work} {1000 * each / shots:.0f}" for work, each in watch.spent.items())
    print(
        f"{shots} shots, ms a shot: {told}; {1000 * sum(watch.spent.values()) / shots:.0f} in all"
    )


def bytes_of(clip: Clip) -> int:
    pictures = clip.pictures.values()
    return sum(
        len(p.start) + len(p.end) + sum(len(i.picture) for i in p.interior) for p in pictures
    )


def together(count: int, size: tuple[int, int], jobs: int) -> None:
    warm = 3 * jobs
    coming = clips(SEED, range(count + warm), size, jobs)
    for _ in range(warm):
        next(coming)
    began = time.perf_counter()
    made = list(coming)
    seconds = time.perf_counter() - began
    shots = sum(len(clip.pictures) for clip in made)
    share = sum(map(bytes_of, made)) / len(made)
    hours, gigabytes = LARGE * seconds / len(made) / 3600, LARGE * share / 1e9
    print(f"{jobs} processes: {shots / seconds:.1f} shots/s, {len(made) / seconds:.2f} clips/s")
    print(f"{share / 1e6:.2f} MB a clip; {LARGE} clips: {hours:.1f} h, {gigabytes:.0f} GB")


def main() -> None:
    parser = argparse.ArgumentParser(description="What clips cost.")
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--size", default="288x160")
    told = parser.parse_args()
    width, height = map(int, told.size.split("x"))
    alone(told.clips, width, height)
    together(told.clips, (width, height), told.jobs)


if __name__ == "__main__":
    main()
