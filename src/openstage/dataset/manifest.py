"""What a dataset holds, and what it was made from: the file that says which shards are whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import NonNegativeInt, TypeAdapter, ValidationError

from openstage.dataset.rows import SCHEMA
from openstage.errors import ProjectError, UseError
from openstage.storyboard.manifests import first_fault, read_json, write_json

Split = Literal["train", "test"]
Table = Literal["clips", "preferences"]

SPLITS: tuple[Split, ...] = ("train", "test")
TABLES: tuple[Table, ...] = ("clips", "preferences")


@dataclass(frozen=True)
class Shard:
    table: Table
    split: Split
    number: NonNegativeInt
    rows: NonNegativeInt
    bytes: NonNegativeInt
    sha256: str

    @property
    def name(self) -> str:
        """Of its file, in the dataset's folder. One that has got more rows has another name: the
        old file stays whole until the manifest tells of the new one."""
        return f"{self.table}/{self.split}-{self.number:05d}-{self.rows}.parquet"

    @property
    def place(self) -> tuple[Table, Split, int]:
        """No two shards of a dataset have the same."""
        return self.table, self.split, self.number


@dataclass(frozen=True)
class Part:
    """All shards of a table to one end."""

    table: Table
    split: Split
    rows: int
    bytes: int


@dataclass(frozen=True)
class About:
    """What the card says."""

    title: str = "ConStoryBoard"
    words: str = "Stories of several shots."
    """Where the clips come from, and what they are good for."""
    license: str = "other"
    """As the hub writes it, such as apache-2.0."""


@dataclass(frozen=True)
class Manifest:
    schema: str = SCHEMA
    made: Mapping[str, Any] = field(default_factory=dict)
    """What it was made from, as plain JSON data: the same again gives the same dataset."""
    about: About = field(default_factory=About)
    shards: Sequence[Shard] = ()

    def rows(self, table: Table, split: Split | None = None) -> int:
        return sum(shard.rows for shard in self.of(table, split))

    def parts(self) -> list[Part]:
        """What there is of each table to either end."""
        return [
            Part(table, split, self.rows(table, split), sum(shard.bytes for shard in shards))
            for table in TABLES
            for split in SPLITS
            if (shards := self.of(table, split))
        ]

    def of(self, table: Table, split: Split | None = None) -> list[Shard]:
        """The shards of a table, in the order of their names."""
        return [
            shard for shard in self.shards if shard.table == table and split in (None, shard.split)
        ]


_MANIFEST = TypeAdapter(Manifest)


def read_manifest(path: Path) -> Manifest:
    """Raises ProjectError where it is damaged, UseError where it is of another schema."""
    remedy = "Make the dataset again in another folder."
    told = read_json(path, remedy)
    if not isinstance(told, dict) or not told.keys() >= {"schema", "made", "shards"}:
        raise ProjectError(f"{path} is damaged: it tells of no schema, origin or shards.", remedy)
    if told["schema"] != SCHEMA:
        raise UseError(
            f"{path.parent} has the schema {told['schema']!r}; this openstage knows {SCHEMA!r}.",
            "Make the dataset again, or take the openstage that made it.",
        )
    try:
        return _MANIFEST.validate_python(told)
    except ValidationError as error:
        raise ProjectError(f"{path} is damaged: {first_fault(error)}.", remedy) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    told = {
        "schema": manifest.schema,
        "made": dict(manifest.made),
        "about": asdict(manifest.about),
        "shards": [asdict(shard) for shard in manifest.shards],
    }
    write_json(path, told)
