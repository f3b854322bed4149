"""Stories in: Fountain, Final Draft, prose or one sentence become a Screenplay."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openstage.script.language import looks_english
    from openstage.script.reader import read, read_text

__all__ = ["looks_english", "read", "read_text"]

_HOMES = {"looks_english": "language", "read": "reader", "read_text": "reader"}


def __getattr__(name: str) -> Any:
    """Loads the readers when the first is asked for: the Screenplay alone needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
