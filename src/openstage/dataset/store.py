"""A dataset in a folder: Parquet shards, and the manifest that says which are whole.

    DIR/README.md                            the card, which `datasets.load_dataset(DIR)` reads too
    DIR/dataset.json                         the manifest
    DIR/clips/train-00000.parquet …          and test-…
    DIR/preferences/train-00000.parquet …

A shard counts as there only when the manifest says so: it is named there after it was written and
synced, with its checksum.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, Features, IterableDataset, load_dataset
from datasets.exceptions import DatasetGenerationError

from openstage.dataset.rows import CLIPS, PREFERENCES, SCHEMA
from openstage.errors import MissingError, ProjectError, UseError
from openstage.storyboard.files import atomic, disk_errors, reading_errors
from openstage.storyboard.project import file_digest

MANIFEST = "dataset.json"
_VERIFY = "Run `openstage dataset verify` for all that is wrong, and make the dataset again."

Split = Literal["train", "test"]
Table = Literal["clips", "preferences"]

FEATURES: Mapping[Table, Features] = {"clips": CLIPS, "preferences": PREFERENCES}


@dataclass(frozen=True)
class Shard:
    table: Table
    split: Split
    number: int
    rows: int
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Of its file, in the dataset's folder."""
        return f"{self.table}/{self.split}-{self.number:05d}.parquet"


@dataclass(frozen=True)
class Manifest:
    schema: str = SCHEMA
    made: Mapping[str, Any] = field(default_factory=dict)
    """What it was made from, as plain JSON data: the same again gives the same dataset."""
    shards: Sequence[Shard] = ()

    def rows(self, table: Table, split: Split | None = None) -> int:
        return sum(
            shard.rows
            for shard in self.shards
            if shard.table == table and split in (None, shard.split)
        )


class Store:
    """The dataset in a folder. One process writes it; any number read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, made: Mapping[str, Any]) -> Store:
        """The dataset that is made from `made`, begun where there is none.

        Raises UseError where the folder holds a dataset that was made from something else.
        """
        store = cls(folder)
        if not (folder / MANIFEST).is_file():
            with disk_errors(folder):
                folder.mkdir(parents=True, exist_ok=True)
            store._write(Manifest(made=made))
        elif store.manifest.made != made:
            was = store.manifest.made
            changed = sorted(
                name for name in was.keys() | made.keys() if was.get(name) != made.get(name)
            )
            raise UseError(
                f"{folder} was made with other settings ({', '.join(changed)}).",
                "Give the same settings to go on with it, or another folder.",
            )
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
        path = self.folder / MANIFEST
        with reading_errors(path):
            text = path.read_text(encoding="utf-8")
        try:
            told = json.loads(text)
            schema = told["schema"]
            shards = [Shard(**each) for each in told["shards"]]
            found = Manifest(schema, told["made"], shards)
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ProjectError(
                f"{path} is damaged ({error}).", "Make the dataset again in another folder."
            ) from error
        if schema != SCHEMA:
            raise UseError(
                f"{self.folder} has the schema {schema!r}; this openstage knows {SCHEMA!r}.",
                "Make the dataset again, or take the openstage that made it.",
            )
        return found

    def has(self, table: Table, split: Split, number: int) -> bool:
        return any(
            (shard.table, shard.split, shard.number) == (table, split, number)
            for shard in self.manifest.shards
        )

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
            with disk_errors(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
            with atomic(path) as temporary:
                # Pictures are compressed already.
                written = pa.Table.from_pylist(data, schema=features.arrow_schema)
                pq.write_table(written, temporary, compression="none", row_group_size=1)
            shard = Shard(table, split, number, len(data), path.stat().st_size, file_digest(path))
        stale = ("preferences", split, number) if table == "clips" else None
        before = [
            each
            for each in self.manifest.shards
            if each.name != shard.name and (each.table, each.split, each.number) != stale
        ]
        after = sorted([*before, shard], key=lambda each: each.name)
        self._write(Manifest(made=self.manifest.made, shards=after))
        return shard

    def _write(self, manifest: Manifest) -> None:
        told = {
            "schema": manifest.schema,
            "made": dict(manifest.made),
            "shards": [asdict(shard) for shard in manifest.shards],
        }
        with atomic(self.folder / MANIFEST) as temporary:
            temporary.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        self.__dict__.pop("manifest", None)

    def table(self, table: Table, split: Split) -> Dataset:
        """For random access, as a `datasets.Dataset`."""
        found: Dataset = self._load(table, split, streaming=False)
        return found

    def stream(self, table: Table, split: Split) -> IterableDataset:
        """One row after the other, nothing copied to a cache."""
        found: IterableDataset = self._load(table, split, streaming=True)
        return found

    def rows_of(self, shard: Shard, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of one shard; of some columns alone, as Parquet names them, nothing else is
        read."""
        with reading_errors(self.path(shard)), pq.ParquetFile(self.path(shard)) as file:
            yield from file.read(columns).to_pylist()

    def _load(self, table: Table, split: Split, *, streaming: bool) -> Any:
        shards = [
            shard
            for shard in self.manifest.shards
            if (shard.table, shard.split) == (table, split) and shard.rows
        ]
        if not shards:
            raise MissingError(f"{self.folder} has no {table} to {split} with.", "Make more clips.")
        for shard in shards:
            self._must_be_whole(shard)
        try:
            return load_dataset(
                "parquet",
                data_files=[str(self.path(shard)) for shard in shards],
                split="train",
                features=FEATURES[table],
                streaming=streaming,
            )
        except (DatasetGenerationError, pa.ArrowInvalid) as error:
            raise ProjectError(f"{self.folder} cannot be read: {error}", _VERIFY) from error

    def _must_be_whole(self, shard: Shard) -> None:
        """What a look at the file tells; `faults` reads all of it."""
        path = self.path(shard)
        if not path.is_file():
            raise ProjectError(f"{path} is gone.", _VERIFY)
        if path.stat().st_size != shard.bytes:
            raise ProjectError(f"{path} is damaged: its size is another.", _VERIFY)

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
        found = pq.read_schema(path)
    except pa.ArrowInvalid as error:
        yield f"{shard.name} is no Parquet file: {error}."
        return
    wanted = FEATURES[shard.table].arrow_schema
    lacking = sorted(set(wanted.names) - set(found.names))
    if lacking:
        yield f"{shard.name} lacks the columns {', '.join(lacking)}."
    elif not found.equals(wanted):
        yield f"{shard.name} has columns of other types."
