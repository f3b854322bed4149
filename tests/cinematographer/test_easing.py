"""The pace of a movement."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_camera import context

from openstage.cinematographer.easing import RAMP, Easing, easing_of
from openstage.storyboard.context import ShotContext
from openstage.storyboard.vocabulary import Movement

easings = st.builds(Easing, st.floats(0, 0.5), st.floats(0, 0.5))


@given(easings)
def test_it_leads_from_none_to_all_and_never_back(easing: Easing) -> None:
    done = [easing(t) for t in np.linspace(0, 1, 60)]
    assert done[0] == pytest.approx(0.0)
    assert done[-1] == pytest.approx(1.0)
    assert all(b >= a - 1e-12 for a, b in itertools.pairwise(done))


def test_without_ramps_progress_is_time() -> None:
    assert Easing(0.0, 0.0)(0.3) == pytest.approx(0.3)


def test_a_steady_movement_has_no_ramps() -> None:
    assert easing_of(context(24, movement=Movement.HANDHELD)) == Easing(0.0, 0.0)
    assert easing_of(context(24, movement=Movement.PAN_LEFT)) == Easing(RAMP, RAMP)


def test_nothing_stops_where_the_picture_goes_on_over_the_cut() -> None:
    before = context(24, movement=Movement.PAN_LEFT)
    after = before.shot.model_copy(update={"id": "1-020", "continuity": "continuous"})
    scene = before.scene.model_copy(update={"shots": [before.shot, after]})
    storyboard = before.storyboard.model_copy(update={"scenes": [scene]})
    assert easing_of(ShotContext(storyboard, scene, before.shot)) == Easing(RAMP, 0.0)
    assert easing_of(ShotContext(storyboard, scene, after)) == Easing(0.0, RAMP)
