"""The ledger: what was made from what. Same key, same result: it is looked up, not made again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openstage.errors import DiskError, ProjectError

_TABLE = """
create table if not exists work (
    key     text primary key,
    kind    text not null,
    shot    text not null,
    assets  text not null,
    inputs  text not null,
    notes   text not null,
    seconds real not null,
    made_at text not null
)
"""

_SELECT = "select key, kind, shot, assets, inputs, notes, seconds, made_at from work"


def key_of(kind: str, inputs: Any) -> str:
    """The SHA-256 of `inputs`, plain JSON data that holds everything the work depends on."""
    return digest_of({"kind": kind, "inputs": inputs})


def digest_of(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A piece of work that is done."""

    key: str
    kind: str
    """pair, clip or film."""
    shot: str
    """The shot's id; empty for the film."""
    assets: dict[str, str]
    """By role (start, end, clip): the name of the asset."""
    inputs: dict[str, str] = field(default_factory=dict)
    """By the name of each input: a digest of it. They tell later what a change has changed."""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    made_at: str = ""


class Ledger:
    """A table of entries by key, in one SQLite file. A row is there whole, or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._trouble():
            self._base = sqlite3.connect(path)
            # One file, which can be copied with the folder and read where nothing can be written.
            self._base.execute("pragma journal_mode=delete")
            # A row is written after its files are synced; it must not be lost to a power cut.
            self._base.execute("pragma synchronous=full")
            with self._base:
                self._base.execute(_TABLE)

    def close(self) -> None:
        self._base.close()

    def get(self, key: str) -> Entry | None:
        with self._trouble():
            row = self._base.execute(f"{_SELECT} where key = ?", (key,)).fetchone()
            return _entry(row) if row else None

    def put(self, entry: Entry) -> Entry:
        """Writes `entry`, with the time where it has none, and gives it back."""
        made_at = entry.made_at or datetime.now(UTC).isoformat(timespec="seconds")
        row = (
            entry.key,
            entry.kind,
            entry.shot,
            json.dumps(entry.assets),
            json.dumps(entry.inputs),
            json.dumps(entry.notes),
            entry.seconds,
            made_at,
        )
        with self._trouble(), self._base:
            self._base.execute("insert or replace into work values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return Entry(**{**entry.__dict__, "made_at": made_at})

    def entries(self, kind: str | None = None) -> list[Entry]:
        """All entries, of one kind where it is given, the oldest first."""
        with self._trouble():
            rows = self._base.execute(
                f"{_SELECT} where kind = coalesce(?, kind) order by made_at, rowid", (kind,)
            ).fetchall()
            return [_entry(row) for row in rows]

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise DiskError(
                f"The ledger {self.path} cannot be used: {error}.",
                "Check that the disk has room and that the folder may be written to.",
            ) from error
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            raise ProjectError(
                f"The ledger {self.path} is damaged: {error}.",
                "Move it away and run again; the shots are then made anew.",
            ) from error


def _entry(row: tuple[Any, ...]) -> Entry:
    key, kind, shot, assets, inputs, notes, seconds, made_at = row
    return Entry(
        key=key,
        kind=kind,
        shot=shot,
        assets=json.loads(assets),
        inputs=json.loads(inputs),
        notes=tuple(json.loads(notes)),
        seconds=seconds,
        made_at=made_at,
    )
