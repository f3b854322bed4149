"""How fast the world stages and draws: every shot of a story, on as many processes as asked for.

    python benchmarks/world.py [STORY] [--size 1280x720] [--jobs 2] [--frames 12]

Prints frames a second of drawing alone, by all processes together, and the time to stage a shot.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from openstage.director.grammar import GrammarDirector
from openstage.script import read
from openstage.storyboard.context import ShotContext
from openstage.world import draw, stage, states

ROOT = Path(__file__).parent.parent


def measure(work: tuple[ShotContext, int, int, int]) -> tuple[str, str, float, float]:
    """Seconds to stage the shot, and seconds a frame of it, the first one left away."""
    context, frames, width, height = work
    began = time.perf_counter()
    staging = stage(context)
    staged = time.perf_counter()
    draw(staging, 0.0, width, height)
    first = time.perf_counter()
    for k in range(frames):
        draw(staging, k / max(frames - 1, 1), width, height)
    over = time.perf_counter()
    return context.shot.id, context.shot.movement.value, staged - began, (over - first) / frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("story", nargs="?", default=ROOT / "examples/night_shift.fountain")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--frames", type=int, default=12)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    contexts = list(states(GrammarDirector().direct(read(options.story))))
    works = [(context, options.frames, width, height) for context in contexts]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=spawn) as pool:
        rows = list(pool.map(measure, works))
    print("| shot  | movement     | stage   | frame   |")
    print("|-------|--------------|---------|---------|")
    for shot, movement, staged, frame in rows:
        print(f"| {shot} | {movement:<12} | {staged * 1e3:4.0f} ms | {frame * 1e3:4.1f} ms |")
    mean = sum(row[3] for row in rows) / len(rows)
    print(f"{options.jobs / mean:.1f} frames/s at {width}x{height}, {options.jobs} processes")


if __name__ == "__main__":
    main()
