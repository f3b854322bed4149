"""R_i = G_refine(D_i, F_S, F_E): the text of a shot becomes a richer prompt for a video model.

`refine_by_rules` is embedded; `LLMRefiner` asks a model that can see the two frames, and is
imported only when it is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstage.director.refiner.rules import refine_by_rules
from openstage.errors import MissingError

if TYPE_CHECKING:
    from openstage.director.refiner.llm import LLMRefiner

__all__ = ["LLMRefiner", "refine_by_rules"]


def __getattr__(name: str) -> Any:
    if name != "LLMRefiner":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from openstage.director.refiner.llm import LLMRefiner
    except ImportError as error:
        raise MissingError(
            f"The refiner 'llm' needs the package {error.name!r}, which is not installed.",
            "Run: pip install 'openstage[llm]'",
        ) from error
    return LLMRefiner
