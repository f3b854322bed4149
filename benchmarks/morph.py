"""How near the morph comes to the truth, and how fast: `python benchmarks/morph.py`.

For every move of a virtual camera: the mean PSNR (dB) of the in-between frames against the true
ones, for a plain dissolve and for the morph, and the frames per second on one thread.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "cinematographer"))

from virtual_camera import cameras, context, dissolved, movement_of, psnr

from openstage.cinematographer.easing import easing_of
from openstage.cinematographer.morph import MorphCinematographer

SIZE = (1280, 720)
FRAMES = 25
CHECKED = (4, 8, 12, 16, 20)


def main() -> None:
    cv2.setNumThreads(1)
    table = Table("move", "dissolve dB", "morph dB", "worst dB", "first frame s", "frames/s")
    for name, camera in cameras(*SIZE).items():
        pair = camera.pair()
        began = time.perf_counter()
        shot = context(FRAMES, *SIZE, movement_of(name))
        clip = MorphCinematographer().shoot(shot, pair)
        first = time.perf_counter() - began
        frames = list(clip.frames)
        seconds = time.perf_counter() - began - first
        done = {k: easing_of(shot)(k / (FRAMES - 1)) for k in CHECKED}
        truth = {k: camera.frame(done[k]) for k in CHECKED}
        plain = [psnr(truth[k], dissolved(pair, done[k])) for k in CHECKED]
        ours = [psnr(truth[k], frames[k]) for k in CHECKED]
        table.add_row(
            name,
            f"{np.mean(plain):.1f}",
            f"{np.mean(ours):.1f}",
            f"{min(ours):.1f}",
            f"{first:.2f}",
            f"{(FRAMES - 2) / seconds:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
