"""How fast the editor cuts: frames a second of `cut_film` at 1280 x 720.

    python benchmarks/editor.py

Eight shots of three seconds with a dissolve and a wipe, from clips that are encoded as the
cinematographers do; once plain, once with the slate. Prints peak memory as well.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from openstage.crew import Frame
from openstage.editor.film import cut_film
from openstage.editor.plan import Cut
from openstage.editor.video import encode
from openstage.storyboard.document import Heading, Scene, Shot, Storyboard
from openstage.storyboard.vocabulary import Transition

WIDTH, HEIGHT, FPS = 1280, 720, Fraction(24)
SHOTS, FRAMES = 8, 72


def picture(shot: int, frame: int) -> Frame:
    """Flat shapes that slide over a gradient at several speeds, as in a drawn set."""
    rng = np.random.default_rng(shot)
    rows = np.linspace(0, 1, HEIGHT)[:, None, None]
    top, bottom = rng.integers(40, 230, (2, 3))
    image = np.broadcast_to(top + (bottom - top) * rows, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    for layer in range(10):
        x, y = int(rng.integers(0, WIDTH)) - (layer + 1) * frame // 2, int(rng.integers(200, 600))
        width, height = rng.integers(60, 400, 2)
        image[y : y + height, max(0, x) : max(0, x + width)] = rng.integers(30, 240, 3)
    return image


def clip(shot: int) -> Iterator[Frame]:
    return (picture(shot, frame) for frame in range(FRAMES))


def main() -> None:
    transitions = [Transition.CUT, Transition.DISSOLVE, Transition.CUT, Transition.WIPE]
    shots = [
        Shot(id=f"s{i}", number=10 * i + 10, frame_count=FRAMES, transition_in=transitions[i % 4])
        for i in range(SHOTS)
    ]
    scene = Scene(number="1", heading=Heading(location="set"), shots=shots)
    board = Storyboard(title="Benchmark", fps=FPS, width=WIDTH, height=HEIGHT, scenes=[scene])
    with tempfile.TemporaryDirectory() as folder:
        cuts = []
        for i, shot in enumerate(shots):
            path = Path(folder) / f"{i}.mp4"
            encode(path, clip(i), width=WIDTH, height=HEIGHT, fps=FPS)
            cuts.append(Cut(shot, scene, path))
        for name, slate in (("film", False), ("animatic", True)):
            begun = time.perf_counter()
            count = cut_film(board, cuts, Path(folder) / "film.mp4", slate=slate)
            rate = count / (time.perf_counter() - begun)
            print(f"{name:10} {count} frames of {WIDTH} x {HEIGHT}: {rate:6.1f} frames/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
