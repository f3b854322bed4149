"""A release of many gigabytes: converted, and loaded, beside what the disk itself gives.

    python benchmarks/convert.py [--gigabytes 8] [--shard 2] [--at FOLDER]

Makes a release of random bytes, with real names in shards, in a temporary folder; converts it in a
process of its own; loads what came of it in another; and beside both reads the release's files as
fast as the disk gives them. No file is in the system's cache when its reading begins. Prints a
table, the median of three rounds; exits with 1 where a bound is missed: half the disk's own rate,
and the largest shard and 1 GB of memory for the conversion.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

GB = 1e9
PIECE = 16 << 20
ROUNDS = 3
TRANSFORMER: dict[str, Any] = {
    "in_channels": 64,
    "out_channels": 16,
    "num_attention_heads": 12,
    "attention_head_dim": 128,
    "joint_attention_dim": 2048,
    "axes_dims_rope": [16, 56, 56],
}
TEXT: dict[str, Any] = {
    "hidden_size": 2048,
    "intermediate_size": 8192,
    "num_attention_heads": 16,
    "num_key_value_heads": 4,
    "vocab_size": 32_000,
    "rope_parameters": {
        "rope_type": "default",
        "rope_theta": 1_000_000.0,
        "mrope_section": [16, 24, 24],
    },
}
EYES: dict[str, Any] = {"depth": 4, "hidden_size": 512, "num_heads": 8, "out_hidden_size": 2048}
SHARE = {"transformer": 0.7, "text_encoder": 0.27}
"""Of the bytes, as in the release; the rest is the VAE."""


def configs(gigabytes: float) -> dict[str, dict[str, Any]]:
    """Models with as many layers as fill so many bytes."""

    def transformer(layers: int) -> dict[str, Any]:
        return {**TRANSFORMER, "num_layers": layers}

    def text_encoder(layers: int) -> dict[str, Any]:
        text = {**TEXT, "num_hidden_layers": layers, "max_window_layers": layers}
        return {"text_config": text, "vision_config": EYES}

    made: dict[str, dict[str, Any]] = {"vae": {}}
    for name, config in (("transformer", transformer), ("text_encoder", text_encoder)):
        one, two = (bytes_of(shapes(name, config(layers)).values()) for layers in (1, 2))
        wanted = SHARE[name] * gigabytes * GB
        made[name] = config(max(1, round(1 + (wanted - one) / (two - one))))
    return made


def shapes(name: str, config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The weights of a model."""
    from openstage.step2.release.parts import PARTS

    part = next(part for part in PARTS if part.name == name)
    return {key: tuple(value.shape) for key, value in part.model(config).state_dict().items()}


def bytes_of(weights: Iterable[tuple[int, ...]]) -> int:
    """In bfloat16."""
    total = 0
    for shape in weights:
        count = 2
        for side in shape:
            count *= side
        total += count
    return total


def older(name: str, weight: str) -> str:
    """What the release calls a weight."""
    if name == "transformer":
        return f"model.diffusion_model.{weight}"
    if name == "text_encoder":
        return weight.replace("model.language_model.", "model.").replace("model.visual.", "visual.")
    return weight


def make_release(folder: Path, gigabytes: float, shard: float) -> None:
    from transformers import Qwen2Tokenizer
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    places = {"transformer": "unet", "vae": "vae", "text_encoder": "text_encoder"}
    for name, config in configs(gigabytes).items():
        place = folder / places[name]
        place.mkdir(parents=True)
        (place / "config.json").write_text(json.dumps(config))
        weights = {older(name, key): shape for key, shape in shapes(name, config).items()}
        shards = list(sharded(weights, shard * GB))
        for number, part in enumerate(shards, start=1):
            write_weights(place / f"model-{number:05d}-of-{len(shards):05d}.safetensors", part)
    Qwen2Tokenizer(vocab={"a": 0, "b": 1}, merges=[]).save_pretrained(folder / "tokenizer")
    Qwen2VLImageProcessorPil().save_pretrained(folder / "processor")


def sharded(
    weights: Mapping[str, tuple[int, ...]], limit: float
) -> Iterator[dict[str, tuple[int, ...]]]:
    part: dict[str, tuple[int, ...]] = {}
    for name, shape in weights.items():
        if part and bytes_of([*part.values(), shape]) > limit:
            yield part
            part = {}
        part[name] = shape
    yield part


def write_weights(path: Path, weights: Mapping[str, tuple[int, ...]]) -> None:
    """A safetensors file of random bytes; through the memory of one piece."""
    header, at = {}, 0
    for name, shape in weights.items():
        end = at + bytes_of([shape])
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    piece = os.urandom(PIECE)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for start in range(0, at, PIECE):
            file.write(piece[: at - start])
        file.flush()
        os.fsync(file.fileno())


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.safetensors"))


def cool(folder: Path) -> None:
    """Takes the files out of the system's cache."""
    for path in files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read(folder: Path) -> float:
    """Seconds to read all files of weights, one after the other."""
    cool(folder)
    room = memoryview(bytearray(PIECE))
    began = time.perf_counter()
    for path in files(folder):
        with path.open("rb", buffering=0) as file:
            while file.readinto(room):
                pass
    return time.perf_counter() - began


def convert(release: Path, folder: Path) -> None:
    from openstage.step2.release.convert import convert

    convert(release, folder)


def load(folder: Path) -> None:
    """Loads the models, then looks at every page of every weight: files are mapped, not read."""
    import torch

    from openstage.step2.loading import load_pipeline

    pipeline = load_pipeline(folder, device="cpu", dtype=torch.bfloat16)
    for part in (pipeline.transformer, pipeline.vae, pipeline.text_encoder):
        for weight in part.parameters():
            weight.detach().view(torch.uint8).flatten()[::4096].sum()


def measured(what: str, *folders: Path) -> tuple[float, float]:
    """Seconds, and bytes of memory at most, of a process of its own; its imports are not timed."""
    command = [sys.executable, __file__, "--one", what, *map(str, folders)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def one(what: str, folders: list[Path]) -> None:
    import openstage.step2.loading
    import openstage.step2.release.convert  # noqa: F401

    began = time.perf_counter()
    {"convert": convert, "load": load}[what](*folders)
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps([seconds, int(peak) * 1024]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gigabytes", type=float, default=8.0)
    parser.add_argument("--shard", type=float, default=2.0, help="Gigabytes of a file.")
    parser.add_argument("--at", type=Path, help="A folder on the disk to measure.")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one[0], [Path(folder) for folder in options.one[1:]])
        return
    with tempfile.TemporaryDirectory(dir=options.at) as temporary:
        if shutil.disk_usage(temporary).free < (2 * options.gigabytes + 2) * GB:
            sys.exit(f"The disk of {temporary} has not room for two such releases.")
        report(Path(temporary), options.gigabytes, options.shard)


def report(temporary: Path, gigabytes: float, shard: float) -> None:
    release, folder = temporary / "release", temporary / "converted"
    make_release(release, gigabytes, shard)
    size = sum(path.stat().st_size for path in files(release))
    largest = max(path.stat().st_size for path in files(release))
    reading, converting, loading = [], [], []
    for _ in range(ROUNDS):
        reading.append((read(release), 0.0))
        cool(release)
        converting.append(measured("convert", release, folder))
        cool(folder)
        loading.append(measured("load", folder))
    disk = median(seconds for seconds, _ in reading)
    rows = (("the disk reads", reading), ("convert", converting), ("load", loading))
    print(f"{size / GB:.2f} GB in {len(files(release))} files, the largest {largest / GB:.2f} GB\n")
    print("| | seconds | GB/s | of the disk's own | peak memory | every round |")
    print("|---|---|---|---|---|---|")
    fast = True
    for name, rounds in rows:
        seconds = median(each for each, _ in rounds)
        peak = max(each for _, each in rounds)
        fast = fast and seconds <= 2 * disk
        every = ", ".join(f"{each:.1f}" for each, _ in rounds)
        memory = f"{peak / GB:.2f} GB" if peak else ""
        rate = size / GB / seconds
        print(
            f"| {name} | {seconds:.1f} | {rate:.2f} | {disk / seconds:.2f} | {memory} | {every} |"
        )
    lean = max(peak for _, peak in converting) <= largest + GB
    sys.exit(0 if fast and lean else 1)


if __name__ == "__main__":
    main()
