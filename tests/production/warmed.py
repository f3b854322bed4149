"""Imported into the process that all runs of the crash test are forked from: whatever a run loads
and works out before it begins to write is there already, so that a run is all writing.
"""

from __future__ import annotations

import pytest  # noqa: F401  # the runs' main module imports it

from openstage.artist.previz import PrevizArtist
from openstage.cinematographer import previz  # noqa: F401
from openstage.cli import app, telling  # noqa: F401
from openstage.director.refiner import refine_by_rules
from openstage.world import states
from tests.production.conftest import crash_film

for context in states(crash_film()):
    PrevizArtist().draw(context, ())
    refine_by_rules(context)
