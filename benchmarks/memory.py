"""What a shot costs after so many earlier shots: the memory pack against full memory.

    python benchmarks/memory.py [--sizes tiny small] [--steps 4]

Prints a table: seconds a shot and the peak of memory, by the number of earlier shots. Ranking,
look-ups in the latent cache and the encoding of the newest pair are counted; the frames before it
have been encoded for the shots before. Budgets and histories take turns in one process, so that a
noisy machine disturbs all alike, and the best round counts; the peak of memory is that of a process
for each.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEIGHT, WIDTH = 144, 256
HISTORY = {
    "paper": (2, 8, 32, 128, 512),
    "release": (2, 8, 32, 128, 512),
    "full": (2, 8, 32),
}
ROUNDS = 3


@dataclass
class Cell:
    """A budget and a history, with what its film has in its cache."""

    budget: Any
    shots: int
    seconds: list[float] = field(default_factory=list)
    latents: Any = None


class Bench:
    """A pipeline, and a film that is long enough."""

    def __init__(self, size: str, longest: int) -> None:
        from step2_models import earlier_frames, pipeline

        from openstage.storyboard.context import ShotContext
        from openstage.storyboard.document import Storyboard

        board = Storyboard.model_validate(film(longest + ROUNDS))
        self.contexts = [ShotContext(board, scene, shot) for scene, shot in board.shots()]
        self.frames = earlier_frames(longest + ROUNDS, HEIGHT, WIDTH)
        self.step2 = pipeline(size)

    def begin(self, cell: Cell) -> None:
        """Fills the cache as the film up to here has done: what latents hold is no matter here."""
        import torch

        from openstage.step2.latents import LatentCache

        cell.latents = LatentCache()
        size = self.step2.codec.size_of(HEIGHT, WIDTH)
        noise = torch.randn(1, self.step2.codec.channels, 1, size.height, size.width)
        for frame in self.frames[: max(0, 2 * cell.shots - 2)]:
            cell.latents.get(frame.digest, size, noise.clone)

    def draw(self, cell: Cell, number: int, steps: int) -> float:
        """The shot of this number, with all before it in mind; gives the seconds that it took."""
        import torch

        from openstage.step2.ranking import ranked

        self.step2.latents = cell.latents
        context = self.contexts[number]
        began = time.perf_counter()
        self.step2(
            self.step2.message(context),
            memory=ranked(self.frames[: 2 * number], context),
            height=HEIGHT,
            width=WIDTH,
            num_inference_steps=steps,
            budget=cell.budget,
            generator=torch.Generator().manual_seed(number),
        )
        return time.perf_counter() - began


def timed(size: str, steps: int) -> list[Cell]:
    cells = [Cell(budget, shots) for budget, history in HISTORY.items() for shots in history]
    bench = Bench(size, max(cell.shots for cell in cells))
    for cell in cells:
        bench.begin(cell)
    for number in range(ROUNDS):
        for cell in cells:
            cell.seconds.append(bench.draw(cell, cell.shots + number, steps))
    return cells


def peak_of(size: str, budget: str, shots: int, steps: int) -> float:
    """Megabytes of a process that draws a shot after so many."""
    cell = Cell(budget, shots)
    bench = Bench(size, shots)
    bench.begin(cell)
    bench.draw(cell, shots, steps)
    # Not getrusage: its peak is also that of the parent, which it inherits.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def film(shots: int) -> dict[str, Any]:
    """One person in one place, so that the newest pair is always among what a shot sees."""
    return {
        "title": "A long film",
        "cast": [{"id": "mara", "name": "Mara"}],
        "locations": [{"id": "office", "name": "Office"}],
        "scenes": [
            {
                "number": str(n + 1),
                "heading": {"location": "office"},
                "shots": [
                    {
                        "id": f"s{n}",
                        "number": 10,
                        "cast": ["mara"],
                        "description": "She looks up from the desk and smiles.",
                    }
                ],
            }
            for n in range(shots)
        ],
    }


def peaks(size: str, cells: Iterable[Cell], steps: int) -> dict[tuple[str, int], float]:
    found = {}
    for cell in cells:
        words = [sys.executable, __file__, "--one", size, cell.budget, str(cell.shots)]
        done = subprocess.run(
            [*words, "--steps", str(steps)], capture_output=True, text=True, check=True
        )
        found[cell.budget, cell.shots] = float(json.loads(done.stdout))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["tiny", "small"])
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        size, budget, shots = options.one
        print(json.dumps(peak_of(size, budget, int(shots), options.steps)))
        return
    print("| size | budget | earlier shots | seconds a shot | to 8 shots | peak memory |")
    print("|---|---|---|---|---|---|")
    for size in options.sizes:
        cells = timed(size, options.steps)
        memory = peaks(size, cells, options.steps)
        best = {(cell.budget, cell.shots): min(cell.seconds) for cell in cells}
        for (budget, shots), seconds in best.items():
            print(
                f"| {size} | {budget} | {shots} | {seconds:.3f} | "
                f"{seconds / best[budget, 8]:.2f} | {memory[budget, shots]:.0f} MB |"
            )


if __name__ == "__main__":
    main()
