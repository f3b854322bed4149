"""The project folder: the story, the storyboard, the assets, the ledger, and what came out."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openstage.errors import ProjectError
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import alone, atomic, disk_errors, reading_errors
from openstage.storyboard.ledger import Ledger
from openstage.storyboard.upgrade import parse_storyboard

STORYBOARD = "storyboard.json"
LEDGER = "ledger.sqlite"
LARGEST_STORYBOARD = 200_000_000
"""Bytes; beyond it the file is something else."""


class Assets:
    """Immutable files named by their content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound: set[str] = set()

    def path(self, name: str) -> Path:
        """Where the asset `name` lies, be it there or not."""
        return self.folder / name[:2] / name

    def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data` and gives its name; `suffix` with the dot: '.png'."""
        name = hashlib.sha256(data).hexdigest() + suffix
        if not self.sound(name):
            with atomic(self.path(name)) as temporary:
                temporary.write_bytes(data)
            self._sound.add(name)
        return name

    def adopt(self, file: Path) -> str:
        """Moves `file`, made in the project's workshop, among the assets and gives its name."""
        name = file_digest(file) + file.suffix
        if not self.sound(name):
            with atomic(self.path(name)) as temporary:
                os.replace(file, temporary)
            self._sound.add(name)
        else:
            file.unlink()
        return name

    def sound(self, name: str) -> bool:
        """True if the asset is there with the content that its name promises."""
        if name in self._sound:
            return True
        path = self.path(name)
        if not path.is_file() or file_digest(path) != path.stem:
            return False
        self._sound.add(name)
        return True


def file_digest(path: Path) -> str:
    with reading_errors(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Project:
    """A folder that holds a film. Open it with `create` or `open`; lock it before writing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.storyboard_path = root / STORYBOARD
        self.assets = Assets(root / "assets")
        self.out = root / "out"
        self.workshop = root / ".workshop"
        """Where unfinished files lie; whatever is in it may be thrown away."""
        self._seen = ""
        self._ledger: Ledger | None = None

    @classmethod
    def create(cls, root: Path) -> Project:
        """The project at `root`, made where there is none.

        Raises ProjectError where another kind of folder with files in it stands there.
        """
        with disk_errors(root):
            if root.exists() and not root.is_dir():
                raise ProjectError(f"{root} is a file.", "Name a folder for the film with -o.")
            if root.is_dir() and not cls.is_project(root) and any(root.iterdir()):
                raise ProjectError(
                    f"{root} has files in it and is no openstage project.",
                    "Name an empty or a new folder with -o, so that nothing of yours is touched.",
                )
            try:
                root.mkdir(parents=True, exist_ok=True)
            except FileNotFoundError as error:
                raise ProjectError(
                    f"{root} cannot be made: the folder that it should lie in is gone.",
                    "Name a folder in another place with -o.",
                ) from error
        project = cls(root)
        # The mark by which a folder is known as ours, even before its storyboard is there.
        project._open_ledger()
        project._close_ledger()
        return project

    @classmethod
    def open(cls, root: Path) -> Project:
        """The project at `root`; raises ProjectError where there is none."""
        if not cls.is_project(root):
            raise ProjectError(
                f"{root} is no openstage project: it has no {STORYBOARD}.",
                "Name the folder of one (where shots are named, with -p DIR), or make one: "
                "openstage make STORY -o DIR",
            )
        return cls(root)

    @staticmethod
    def is_project(root: Path) -> bool:
        with reading_errors(root):
            return (root / STORYBOARD).is_file() or (root / LEDGER).is_file()

    @property
    def ledger(self) -> Ledger:
        return self._ledger or self._open_ledger()

    def _open_ledger(self) -> Ledger:
        self._ledger = Ledger(self.root / LEDGER)
        return self._ledger

    def _close_ledger(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other processes from writing here, and sweeps up what a killed one has left."""
        with alone(self.root):
            try:
                self._sweep()
                with disk_errors(self.workshop):
                    self.workshop.mkdir(exist_ok=True)
                yield
            finally:
                shutil.rmtree(self.workshop, ignore_errors=True)
                self._close_ledger()

    def _sweep(self) -> None:
        shutil.rmtree(self.workshop, ignore_errors=True)
        for folder in (self.root, self.out, *self.assets.folder.glob("??")):
            for leftover in folder.glob(".*.part*"):
                with suppress(OSError):
                    leftover.unlink()

    # The story ---------------------------------------------------------------------------------

    def story(self) -> Path | None:
        """The copy of the story that the film is made of; None where there is none."""
        return next((path for path in sorted(self.root.glob("story.*")) if path.is_file()), None)

    def story_data(self) -> bytes | None:
        """What the story says, byte for byte; None where there is none."""
        path = self.story()
        if path is None:
            return None
        with reading_errors(path):
            return path.read_bytes()

    def keep_story(self, data: bytes, suffix: str) -> Path:
        """Copies the story into the folder, in place of an earlier one."""
        before = self.story()
        path = self.root / f"story{suffix}"
        with atomic(path) as temporary:
            temporary.write_bytes(data)
        if before is not None and before != path:
            with disk_errors(before):
                before.unlink()
        return path

    # The storyboard ----------------------------------------------------------------------------

    def has_storyboard(self) -> bool:
        return self.storyboard_path.is_file()

    def load(self) -> Storyboard:
        """The storyboard as it lies in the folder, a person's edits included."""
        text = read_storyboard_text(self.storyboard_path)
        self._seen = text
        return parse_storyboard(text, str(self.storyboard_path))

    def save(self, storyboard: Storyboard) -> bool:
        """Writes the storyboard, unless somebody has edited the file since `load`: then False."""
        if self._edited():
            return False
        text = storyboard.to_json()
        if text != self._seen:
            with atomic(self.storyboard_path) as temporary:
                temporary.write_text(text, encoding="utf-8")
            self._seen = text
        return True

    def save_or_raise(self, storyboard: Storyboard) -> None:
        """Writes the storyboard; raises ProjectError where somebody has edited the file."""
        if not self.save(storyboard):
            raise ProjectError(
                f"{self.storyboard_path} was edited at the same moment.", "Try again."
            )

    def _edited(self) -> bool:
        try:
            return self.storyboard_path.read_text(encoding="utf-8-sig") != self._seen
        except FileNotFoundError:
            return False
        except (OSError, UnicodeDecodeError):
            return True

    def inside(self, name: str) -> Path:
        """The file `name` of the project folder; raises ProjectError where it leads out of it."""
        with reading_errors(repr(name)):
            path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ProjectError(
                f"{name!r} leads out of the project folder {self.root}.",
                "Copy the file into the folder and name it relative to that.",
            )
        return path


def read_storyboard_text(path: Path) -> str:
    """The text of a storyboard file; raises ProjectError where it cannot be read."""
    with reading_errors(path):
        try:
            if path.stat().st_size > LARGEST_STORYBOARD:
                raise ProjectError(f"{path} is too large to be a storyboard.", "Name another file.")
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError as error:
            raise ProjectError(
                f"There is no {path}.", "Make a storyboard with: openstage direct STORY -o DIR"
            ) from error
        except UnicodeDecodeError as error:
            raise ProjectError(
                f"{path} is no text file.", "A storyboard is JSON in UTF-8."
            ) from error
