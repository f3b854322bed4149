"""The dataset's card, README.md: what it is, for people and for `datasets.load_dataset`."""

from __future__ import annotations

from openstage.dataset.store import Manifest, Store, Table
from openstage.storyboard.files import atomic

_TABLES: tuple[Table, ...] = ("clips", "preferences")

_WORDS = (
    "A row of `clips` is a story of several shots: `storyboard` is the whole document of openstage "
    "as JSON, and of each shot there are the start and the end frame and frames between them with "
    "their times (0 is the start, 1 the end). Train and test share no story. `dataset.json` has "
    "the checksum of every shard; `openstage dataset verify` looks at all of it, and `openstage "
    "dataset show` opens a clip."
)


def write_card(store: Store, title: str, words: str, license: str) -> None:
    """`words` say where the clips come from and what they are good for."""
    manifest = store.manifest
    text = "\n".join(
        [
            *_header(manifest, title, license),
            f"# {title}",
            "",
            words,
            "",
            "| table | split | rows | size |",
            "|---|---|---|---|",
            *_sizes(manifest),
            "",
            f"Schema `{manifest.schema}`. {_WORDS}",
            "",
        ]
    )
    with atomic(store.folder / "README.md") as temporary:
        temporary.write_text(text, encoding="utf-8")


def _header(manifest: Manifest, title: str, license: str) -> list[str]:
    """The YAML that the hub and `load_dataset` read."""
    lines = ["---", f"pretty_name: {title}", f"license: {license}", "configs:"]
    for table in _TABLES:
        splits = sorted({shard.split for shard in manifest.shards if shard.table == table})
        if not splits:
            continue
        lines += [f"- config_name: {table}", "  data_files:"]
        for split in splits:
            lines += [f"  - split: {split}", f"    path: {table}/{split}-*.parquet"]
    return [*lines, "---", ""]


def _sizes(manifest: Manifest) -> list[str]:
    totals: dict[tuple[str, str], tuple[int, int]] = {}
    for shard in manifest.shards:
        rows, size = totals.get((shard.table, shard.split), (0, 0))
        totals[shard.table, shard.split] = (rows + shard.rows, size + shard.bytes)
    return [
        f"| {table} | {split} | {rows} | {size / 1e6:.1f} MB |"
        for (table, split), (rows, size) in totals.items()
    ]
