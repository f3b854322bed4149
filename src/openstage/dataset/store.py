"""A dataset in a folder: Parquet shards, and the manifest that says which are whole.

    DIR/README.md                                the card, which `datasets.load_dataset` reads too
    DIR/dataset.json                             the manifest
    DIR/clips/train-00000-100.parquet …          and test-…: its number, and how many rows it has
    DIR/preferences/train-00000-270.parquet …    and test-…

A shard counts as there only when the manifest says so: it is named there after it was written and
synced, with its checksum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

from openstage.dataset.card import card_of
from openstage.dataset.manifest import (
    SPLITS,
    About,
    Manifest,
    Shard,
    Split,
    Table,
    read_manifest,
    write_manifest,
)
from openstage.dataset.reading import VERIFY, Rows, rows_in
from openstage.dataset.rows import CLIPS, PREFERENCES
from openstage.errors import MissingError, ProjectError, UseError
from openstage.storyboard.files import alone, atomic, disk_errors, must_be_new
from openstage.storyboard.manifests import must_be_same
from openstage.storyboard.project import file_digest

MANIFEST = "dataset.json"
_CARD = "README.md"
_PATIENCE = 60
"""Seconds that a writer waits for another one, such as of a few votes."""

FEATURES: Mapping[Table, Features] = {"clips": CLIPS, "preferences": PREFERENCES}


class Store:
    """The dataset in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writes = False

    @classmethod
    def create(cls, folder: Path, made: Mapping[str, Any], about: About | None = None) -> Store:
        """The dataset that is made from `made`, begun where there is none.

        Raises UseError where the folder holds a dataset that was made from something else, or other
        files.
        """
        store = cls(folder)
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with store.alone():
            if not (folder / MANIFEST).is_file():
                must_be_new(folder, "dataset")
                store._write(Manifest(made=made, about=about or About()))
        must_be_same(
            folder, store.manifest.made, made,
            "Give the same settings to go on with it, or another folder.",
        )  # fmt: skip
        return store

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Raises MissingError where there is no dataset."""
        if not (folder / MANIFEST).is_file():
            raise MissingError(
                f"{folder} is no dataset: it has no {MANIFEST}.",
                "Name the folder that holds README.md, clips/ and its manifest.",
            )
        return cls(folder)

    @cached_property
    def manifest(self) -> Manifest:
        return read_manifest(self.folder / MANIFEST)

    def has(self, table: Table, split: Split, number: int) -> bool:
        return any(shard.place == (table, split, number) for shard in self.manifest.shards)

    def path(self, shard: Shard) -> Path:
        return self.folder / shard.name

    def add(
        self, table: Table, split: Split, number: int, rows: Iterable[Mapping[str, Any]]
    ) -> Shard:
        """Writes a shard, and then its name into the manifest. An empty one has no file.

        Clips that are made again, since there are more of them, have lost their preferences.
        """
        features = FEATURES[table]
        data = [features.encode_example(dict(row)) for row in rows]
        shard = Shard(table, split, number, len(data), 0, "")
        if data:
            path = self.path(shard)
            with atomic(path) as temporary:
                # Pictures are compressed already.
                written = pa.Table.from_pylist(data, schema=features.arrow_schema)
                pq.write_table(written, temporary, compression="none", row_group_size=1)
            shard = replace(shard, bytes=path.stat().st_size, sha256=file_digest(path))
        gone = {shard.place} | ({("preferences", split, number)} if table == "clips" else set())
        with self.alone():
            was = self.manifest
            kept = [each for each in was.shards if each.place not in gone]
            after = sorted([*kept, shard], key=lambda each: each.name)
            self._write(replace(was, shards=after))
        for each in was.shards:
            if each.place in gone and each.name != shard.name:
                with suppress(OSError):  # the manifest does not tell of it any more
                    self.path(each).unlink()
        return shard

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The manifest is as it is now, and nobody else changes it.

        Raises ProjectError where another writer takes long.
        """
        if self._writes:
            yield
            return
        with alone(self.folder, _PATIENCE):
            self.__dict__.pop("manifest", None)
            self._writes = True
            try:
                yield
            finally:
                self._writes = False

    def _write(self, manifest: Manifest) -> None:
        write_manifest(self.folder / MANIFEST, manifest)
        with atomic(self.folder / _CARD) as temporary:
            temporary.write_text(card_of(manifest), encoding="utf-8")
        self.__dict__.pop("manifest", None)

    def table(self, table: Table, split: Split) -> Rows:
        """For random access. Raises MissingError where there is nothing, ProjectError where a file
        is not whole."""
        shards = [shard for shard in self.manifest.of(table, split) if shard.rows]
        if not shards:
            raise MissingError(f"{self.folder} has no {table} to {split} with.", "Make more clips.")
        for shard in shards:
            self._must_be_whole(shard)
        return Rows([self.path(shard) for shard in shards])

    def frame_size(self) -> tuple[int, int]:
        """Height and width of every frame. Raises MissingError where there are no clips, UseError
        where they differ in size."""
        found = {
            (row["height"], row["width"])
            for split in SPLITS
            for row in self.rows("clips", split, columns=["height", "width"])
        }
        if not found:
            raise MissingError(f"{self.folder} has no clips.", "Make some first.")
        if any(None in size for size in found):
            raise UseError(f"{self.folder} has clips that tell no size of their frames.", VERIFY)
        (size, *others) = sorted(found)
        if others:
            told = ", ".join(f"{width}x{height}" for height, width in sorted(found))
            raise UseError(
                f"{self.folder} has frames of {told}; one size is wanted.",
                "Make a dataset whose clips have one size, such as 288x160.",
            )
        height, width = size
        return int(height), int(width)

    def rows(
        self, table: Table, split: Split, skip: int = 0, columns: list[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """One row after the other, without the first `skip`; of some columns alone, as Parquet
        names them, nothing else is read. Raises ProjectError where a file is not whole."""
        for shard in self.manifest.of(table, split):
            if skip < shard.rows:
                yield from self.rows_of(shard, columns, skip)
            skip = max(0, skip - shard.rows)

    def row(self, table: Table, split: Split, number: int) -> dict[str, Any]:
        """One row, for which one file is opened. Raises UseError where there are not as many."""
        for row in self.rows(table, split, number):
            return row
        raise UseError(
            f"{self.folder} has {self.manifest.rows(table, split)} {table} to {split} with; there "
            f"is no number {number}.",
            "They are counted from 0 on.",
        )

    def rows_of(
        self, shard: Shard, columns: list[str] | None = None, skip: int = 0
    ) -> Iterator[dict[str, Any]]:
        """The same of one shard."""
        if shard.rows:
            self._must_be_whole(shard)
            yield from rows_in(self.path(shard), columns, skip)

    def _must_be_whole(self, shard: Shard) -> None:
        """What a look at the file tells; `faults` reads all of it."""
        path = self.path(shard)
        if not path.is_file():
            raise ProjectError(f"{path} is gone.", VERIFY)
        if path.stat().st_size != shard.bytes:
            raise ProjectError(f"{path} is damaged: its size is another.", VERIFY)
        for fault in _columns(shard, path):
            raise ProjectError(f"{self.folder}: {fault}", VERIFY)

    def faults(self) -> Iterator[str]:
        """What is wrong with the files, a sentence each: gone, damaged, of other columns."""
        for shard in self.manifest.shards:
            path = self.path(shard)
            if not shard.rows:
                continue
            if not path.is_file():
                yield f"{shard.name} is gone."
            elif path.stat().st_size != shard.bytes or file_digest(path) != shard.sha256:
                yield f"{shard.name} is damaged: its checksum is another."
            else:
                yield from _columns(shard, path)


def _columns(shard: Shard, path: Path) -> Iterator[str]:
    try:
        with pq.ParquetFile(path) as file:
            found, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        yield f"{shard.name} is no Parquet file: {error}."
        return
    if rows != shard.rows:
        yield f"{shard.name} has {rows} rows; the manifest tells of {shard.rows}."
    wanted = FEATURES[shard.table].arrow_schema
    lacking = sorted(set(wanted.names) - set(found.names))
    if lacking:
        yield f"{shard.name} lacks the columns {', '.join(lacking)}."
    elif not found.equals(wanted):
        yield f"{shard.name} has columns of other types."
