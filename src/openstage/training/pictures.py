"""Frames of a dataset by chance, for what is trained on pictures alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from openstage.crew import Frame
from openstage.dataset.manifest import Split
from openstage.dataset.reading import VERIFY
from openstage.dataset.rows import content_of
from openstage.dataset.store import Store
from openstage.errors import UseError
from openstage.storyboard.pictures import decoded

_FROM_A_CLIP = 4
"""Frames that are taken of a clip that was opened."""


class PictureBank:
    """Of one split. Raises MissingError where it has no clips, UseError where its frames differ in
    size or are no whole tokens."""

    def __init__(self, store: Store, split: Split, token: int = 32) -> None:
        self._rows = store.table("clips", split)
        self.made = dict(store.manifest.made)
        """What the dataset was made from."""
        self.size = store.frame_size()
        """Height and width."""
        if any(side < token or side % token for side in self.size):
            raise UseError(
                f"{store.folder} has frames of {self.size[1]}x{self.size[0]}, which are no whole "
                f"squares of {token} pixels.",
                "Take a smaller --factor, or make a dataset of another --size, such as 288x160.",
            )

    def about(self) -> dict[str, Any]:
        """What a run depends on. It may go on with more frames."""
        return {"size": list(self.size), "made": self.made}

    def draw(self, count: int, chance: np.random.Generator) -> list[Frame]:
        """So many frames: starts, ends and what lies between them."""
        frames: list[Frame] = []
        while len(frames) < count:
            row = self._rows[int(chance.integers(len(self._rows)))]
            for _ in range(min(_FROM_A_CLIP, count - len(frames))):
                shot = row["shots"][int(chance.integers(len(row["shots"])))]
                data = [shot["start"], shot["end"], *(each["picture"] for each in shot["interior"])]
                picture = data[int(chance.integers(len(data)))]
                frames.append(self._frame(picture, f"A frame of shot {shot['id']} of {row['id']}"))
        return frames

    def _frame(self, picture: Mapping[str, Any], name: str) -> Frame:
        try:
            frame = decoded(content_of(picture), name)
        except ValueError as error:
            raise UseError(f"{name} is not there: {error}.", VERIFY) from error
        if frame.shape[:2] != self.size:
            height, width = frame.shape[:2]
            raise UseError(f"{name} is {width}x{height}; its clip tells another size.", VERIFY)
        return frame
