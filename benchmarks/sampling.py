"""A shot as the public release samples it, and as openstage does, on the same random weights.

    python benchmarks/sampling.py                       # a small model on this machine's CPU
    python benchmarks/sampling.py --size full           # 20 B weights, 864 x 1536: a GPU of 80 GB
    python benchmarks/sampling.py --size full --compile # the blocks of the transformer compiled

Five memories, twenty steps. The release's way: all memories whole and encoded anew for every shot,
guidance in two passes, the last block computed for all tokens, nothing compiled. Ours, once at
identical tokens and once with the `paper` budget. Rounds take turns, so that a noisy machine
disturbs all alike; the best of each stands in the table, with where the time went and the share of
the device's own rate of multiplying matrices.

It needs torch, transformers, diffusers and this package.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import torch
from diffusers.models.transformers.transformer_qwenimage import QwenImageTransformerBlock
from step2_models import SHAPES, earlier_frames, pipeline
from torch.utils.flop_counter import FlopCounterMode

from openstage.step2.last_block import LastBlock
from openstage.step2.latents import LatentCache
from openstage.step2.pipeline import STEP2Pipeline

MEMORIES = 5
MEMORY_SHARE = 1024 * 1024 / (864 * 1536)
"""Of a frame's area: what the release makes of a memory."""

PROMPT = "Mara looks up from the desk and smiles, while the camera comes closer."

WAYS: dict[str, dict[str, Any]] = {
    "release": {"budget": "full", "passes": "two"},
    "ours, same tokens": {"budget": "full"},
    "ours, paper": {"budget": "paper"},
}


class Clock:
    """Seconds of each part of a shot."""

    def __init__(self, step2: STEP2Pipeline, device: str) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.device = device
        self._wrap(step2.codec, "encode")
        self._wrap(step2.codec, "decode")
        self._wrap(step2.text_encoder, "forward", "text")

    def now(self) -> float:
        if self.device != "cpu":
            torch.cuda.synchronize()
        return time.perf_counter()

    def _wrap(self, thing: Any, name: str, part: str = "") -> None:
        inner: Callable[..., Any] = getattr(thing, name)

        def timed(*args: Any, **more: Any) -> Any:
            began = self.now()
            result = inner(*args, **more)
            self.seconds[part or name] += self.now() - began
            return result

        setattr(thing, name, timed)


@contextmanager
def run_as(way: str, step2: STEP2Pipeline) -> Iterator[None]:
    """The release's way keeps no latents, compiles nothing and computes all of the last block."""
    kept, last = step2.latents, step2.transformer.transformer_blocks[-1]
    if way != "release":
        yield
        return
    step2.latents, last.__class__ = LatentCache(), QwenImageTransformerBlock
    with torch.compiler.set_stance("force_eager"):
        yield
    step2.latents, last.__class__ = kept, LastBlock


def shot(step2: STEP2Pipeline, clock: Clock, way: str, frames: Any, options: Any) -> dict[str, Any]:
    """One shot; its latents, and the seconds of its parts."""
    if way != "release":
        # In the midst of a film: all but the frame of the shot before are known.
        frames = [replace(frames[0], digest=f"{time.time_ns()}"), *frames[1:]]
    clock.seconds.clear()
    began = clock.now()
    start, end = step2(
        PROMPT,
        memory=frames,
        height=options.height,
        width=options.width,
        num_inference_steps=options.steps,
        generator=torch.Generator().manual_seed(1),
        output_type="latent",
        return_dict=False,
        **WAYS[way],
    )
    step2.codec.decode(torch.cat([start, end]))
    total = clock.now() - began
    parts = dict(clock.seconds)
    parts["denoise"] = total - sum(parts.values())
    return {"total": total, "parts": parts, "latents": torch.cat([start, end]).float().cpu()}


def flops(step2: STEP2Pipeline, way: str, frames: Any, options: Any) -> float:
    """Of all passes through the transformer for a shot, counted in two steps."""
    with run_as(way, step2), FlopCounterMode(display=False) as counter:
        step2(
            PROMPT,
            memory=frames,
            height=options.height,
            width=options.width,
            num_inference_steps=2,
            generator=torch.Generator().manual_seed(1),
            output_type="latent",
            **WAYS[way],
        )
    counted = counter.get_flop_counts()
    passes = counted[type(step2.transformer).__name__]
    return float(sum(passes.values())) * options.steps / 2


def matrix_rate(device: str, dtype: torch.dtype) -> float:
    """Operations a second of a large product of matrices."""
    side = 8192 if device != "cpu" else 2048
    a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    best = float("inf")
    for _ in range(6):
        if device != "cpu":
            torch.cuda.synchronize()
        began = time.perf_counter()
        a @ b
        if device != "cpu":
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - began)
    return 2 * side**3 / best


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", choices=list(SHAPES), default="small")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--height", type=int)
    parser.add_argument("--width", type=int)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    shape = SHAPES[options.size]
    options.height, options.width = options.height or shape.height, options.width or shape.columns
    step2 = pipeline(options.size, device, dtype)
    step2.register_to_config(memory_area=round(options.height * options.width * MEMORY_SHARE))
    frames = earlier_frames(MEMORIES, options.height, options.width)[1::2][::-1]
    work = {way: flops(step2, way, frames, options) for way in WAYS}
    clock = Clock(step2, device)
    if options.compile:
        step2.transformer.compile_repeated_blocks()
    best: dict[str, dict[str, Any]] = {}
    for number in range(options.rounds + 1):
        for way in WAYS:
            with run_as(way, step2):
                done = shot(step2, clock, way, frames, options)
            if number and (way not in best or done["total"] < best[way]["total"]):
                best[way] = done
    rate = matrix_rate(device, dtype)
    name = torch.cuda.get_device_name() if device != "cpu" else f"{torch.get_num_threads()} cores"
    weights = sum(tensor.numel() for tensor in step2.transformer.parameters())
    print(
        f"{weights / 1e6:.0f} M weights, {options.height} x {options.width}, "
        f"{options.steps} steps, {MEMORIES} memories, {name}, {dtype}, "
        f"{rate / 1e12:.2f} TFLOP/s\n"
    )
    print("| way | s a shot | faster | encode | text | denoise | decode | TFLOP | of the rate |")
    print("|---|---|---|---|---|---|---|---|---|")
    for way, done in best.items():
        parts = done["parts"]
        faster = best["release"]["total"] / done["total"]
        cells = [f"{parts.get(part, 0):.2f}" for part in ("encode", "text", "denoise", "decode")]
        share = work[way] / parts["denoise"] / rate
        print(
            f"| {way} | {done['total']:.2f} | {faster:.2f} | {' | '.join(cells)} | "
            f"{work[way] / 1e12:.1f} | {share:.0%} |"
        )
    off = (best["ours, same tokens"]["latents"] - best["release"]["latents"]).abs()
    print(f"\nAt identical tokens the latents differ by {off.max():.1e} at most.")


if __name__ == "__main__":
    main()
