"""What a shot costs after so many earlier shots: the memory pack against full memory.

    python benchmarks/memory.py [--sizes tiny mini] [--steps 4]

Prints a table: seconds a shot and the peak of memory, by the number of earlier shots. Ranking,
look-ups in the latent cache and the encoding of the newest pair are counted; the frames before it
have been encoded for the shots before. Each figure is of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from typing import Any

HEIGHT, WIDTH = 144, 256
HISTORY = {
    "paper": (2, 8, 32, 128, 512),
    "release": (2, 8, 32, 128, 512),
    "full": (2, 8, 32),
}
REPEATS = 3
BEFORE = 24
"""Shots that are drawn first, so that the cache holds what it would hold in the midst of a film."""


def measure(size: str, budget: Any, shots: int, steps: int) -> dict[str, float]:
    import torch
    from step2_models import earlier_frames, pipeline

    from openstage.step2.ranking import ranked
    from openstage.storyboard.context import ShotContext
    from openstage.storyboard.document import Storyboard

    board = Storyboard.model_validate(film(shots + REPEATS))
    contexts = [ShotContext(board, scene, shot) for scene, shot in board.shots()]
    frames = earlier_frames(shots + REPEATS, HEIGHT, WIDTH)
    step2 = pipeline(size)

    def draw(number: int, steps: int) -> float:
        """The shot of this number, with all before it in mind; gives the seconds that it took."""
        began = time.perf_counter()
        step2(
            step2.message(contexts[number]),
            memory=ranked(frames[: 2 * number], contexts[number]),
            height=HEIGHT,
            width=WIDTH,
            num_inference_steps=steps,
            budget=budget,
            generator=torch.Generator().manual_seed(number),
        )
        return time.perf_counter() - began

    for number in range(max(0, shots - BEFORE), shots):
        draw(number, steps=2)
    seconds = min(draw(shots + k, steps) for k in range(REPEATS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak}


def film(shots: int) -> dict[str, Any]:
    """Two people who meet in turn in two places."""
    return {
        "title": "A long film",
        "cast": [{"id": id, "name": id.title()} for id in ("mara", "jonas")],
        "locations": [{"id": id, "name": id.title()} for id in ("office", "street")],
        "scenes": [
            {
                "number": str(n + 1),
                "heading": {"location": ("office", "street")[n // 5 % 2]},
                "shots": [
                    {
                        "id": f"s{n}",
                        "number": 10,
                        "cast": [("mara", "jonas")[n % 2]],
                        "description": "She looks up from the desk and smiles.",
                    }
                ],
            }
            for n in range(shots)
        ],
    }


def measured(size: str, budget: str, shots: int, steps: int) -> dict[str, float]:
    words = [sys.executable, __file__, "--one", size, budget, str(shots)]
    done = subprocess.run(
        [*words, "--steps", str(steps)],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["tiny", "mini"])
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        size, budget, shots = options.one
        print(json.dumps(measure(size, budget, int(shots), options.steps)))
        return
    print("| size | budget | earlier shots | seconds a shot | to 8 shots | peak memory |")
    print("|---|---|---|---|---|---|")
    for size in options.sizes:
        for budget, history in HISTORY.items():
            results = {shots: measured(size, budget, shots, options.steps) for shots in history}
            for shots, result in results.items():
                ratio = result["seconds"] / results[8]["seconds"]
                print(
                    f"| {size} | {budget} | {shots} | {result['seconds']:.3f} | {ratio:.2f} | "
                    f"{result['megabytes']:.0f} MB |"
                )


if __name__ == "__main__":
    main()
