"""One minute of film from its story: how long it takes, and how much memory it needs.

    python benchmarks/film.py [STORY] [--seconds 60] [--size 1280x720]

Prints a table: the stages by the ledger, the whole by the clock, and the peak of the memory of all
processes together (proportional set size, sampled).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue.extend(children.get(one, ()))
    return found


def memory(pid: int) -> int:
    """Bytes that one process uses, shared pages by its share; 0 where it is gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Peak(threading.Thread):
    """Watches the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.bytes = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.bytes = max(self.bytes, sum(map(memory, family(self.pid))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("story", nargs="?", default=ROOT / "examples/night_shift.fountain")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--size", default="1280x720")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        command = [sys.executable, "-m", "openstage.cli.main", "make", str(options.story)]
        command += ["-o", f"{folder}/film", "--duration", str(options.seconds)]
        command += ["--size", options.size, "--quiet"]
        process = subprocess.Popen(command)
        peak = Peak(process.pid)
        peak.start()
        if process.wait() != 0:
            sys.exit("the film could not be made")
        wall = time.perf_counter() - began
        peak.over.set()
        tell(Path(folder) / "film", wall, peak.bytes)


def tell(root: Path, wall: float, peak: int) -> None:
    from openstage.storyboard.project import Project

    project = Project.open(root)
    board = json.loads(project.storyboard_path.read_text())
    shots = [shot for scene in board["scenes"] for shot in scene["shots"]]
    seconds = sum(shot["frame_count"] for shot in shots) / 24
    rows = [("film", f"{seconds:.1f} s, {len(shots)} shots, {board['width']}x{board['height']}")]
    for kind in ("pair", "clip", "film"):
        entries = project.ledger.entries(kind)
        spent = sum(entry.seconds for entry in entries)
        rows.append((f"{kind}s, all processes", f"{spent:.1f} s for {len(entries)}"))
    rows += [
        ("story to film, by the clock", f"{wall:.1f} s"),
        ("clock a second of film", f"{wall / seconds:.2f} s"),
        ("peak memory, all processes", f"{peak / 1e9:.2f} GB"),
    ]
    for name, value in rows:
        print(f"| {name:<28} | {value} |")


if __name__ == "__main__":
    main()
