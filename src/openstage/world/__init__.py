"""The previz world: `stage` makes a staging of a shot, `draw` gives its picture at any instant.

Both are loaded when they are first asked for, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openstage.world.drawing import draw
    from openstage.world.stage_manager import stage, state_before, states
    from openstage.world.staging import Staging

_HOMES = {
    "draw": "openstage.world.drawing",
    "stage": "openstage.world.stage_manager",
    "state_before": "openstage.world.stage_manager",
    "states": "openstage.world.stage_manager",
    "Staging": "openstage.world.staging",
}

__all__ = ["Staging", "draw", "stage", "state_before", "states"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
