"""Rows of Parquet files, one after the other or by their number, no more of them in memory than
need be: pictures are large.

A file is read a group of rows at a time. Ours have a row in each; those of others may have many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from openstage.errors import ProjectError

VERIFY = "Run `openstage dataset verify` for all that is wrong, and make the dataset again."
_OPEN = 128
"""Files that are kept open."""


def rows_in(
    path: Path, columns: list[str] | None = None, skip: int = 0
) -> Iterator[dict[str, Any]]:
    """All but the first `skip`; of some columns alone, as Parquet names them, nothing else is read.
    Raises ProjectError where the file cannot be read."""
    with _parquet_errors(path), pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if skip < rows:
                yield from file.read_row_group(group, columns).slice(skip).to_pylist()
            skip = max(0, skip - rows)


class Rows:
    """Of several files, by their number. Raises ProjectError where one cannot be read."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._open: dict[Path, pq.ParquetFile] = {}
        self._places = [
            (path, group, row)
            for path in paths
            for group, rows in enumerate(self._groups(path))
            for row in range(rows)
        ]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> dict[str, Any]:
        path, group, row = self._places[number]
        with _parquet_errors(path):
            (found,) = self._file(path).read_row_group(group).slice(row, 1).to_pylist()
        told: dict[str, Any] = found
        return told

    def _groups(self, path: Path) -> list[int]:
        with _parquet_errors(path):
            told = self._file(path).metadata
        return [told.row_group(group).num_rows for group in range(told.num_row_groups)]

    def _file(self, path: Path) -> pq.ParquetFile:
        if path not in self._open:
            if len(self._open) == _OPEN:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = pq.ParquetFile(path)
        return self._open[path]


@contextmanager
def _parquet_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        first = str(error).partition("\n")[0]
        raise ProjectError(f"{path} cannot be read: {first}", VERIFY) from error
