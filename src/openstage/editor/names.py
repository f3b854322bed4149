"""What shots are called outside of the program: `sc010_sh0020`, and frames after them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from openstage.editor.plan import Cut


def show_name(title: str) -> str:
    """A title as part of a file name: lower case, words joined by `_`, at most 40 letters.

    Letters of every script stay; accents, quotes, slashes and emoji go. 'film' where nothing stays.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", title) if not unicodedata.combining(sign)
    )
    words = re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", plain).lower())
    return words.strip("_")[:40].rstrip("_") or "film"


def shot_names(cuts: Sequence[Cut]) -> list[str]:
    """A name for every shot, unique in the film: `sc010_sh0020`; scene 12A gives `sc12A_sh0020`."""
    names: list[str] = []
    taken: set[str] = set()
    for cut in cuts:
        name = plain = f"{_scene_name(cut.scene.number)}_sh{cut.shot.number:04}"
        # File systems that ignore case would otherwise lay 12a over 12A.
        count = 1
        while name.lower() in taken:
            count += 1
            name = f"{plain}_{count}"
        taken.add(name.lower())
        names.append(name)
    return names


def _scene_name(number: str) -> str:
    if number.isascii() and number.isdigit():
        return f"sc{int(number) * 10:03}"
    return "sc" + (re.sub(r"[^A-Za-z0-9]+", "-", number).strip("-") or "0")


def take_version(cut: Cut) -> int:
    """The number of the chosen take among the takes of the shot, from 1."""
    chosen = cut.shot.chosen
    ids = [take.id for take in cut.shot.takes]
    return ids.index(chosen.id) + 1 if chosen else 1
