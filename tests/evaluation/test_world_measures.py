"""The measures, on features and readings that were written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openstage.evaluation.figures import mean_of, share_of
from openstage.evaluation.read import Read
from openstage.evaluation.report import as_json, markdown
from openstage.evaluation.truth import ATTRIBUTES
from openstage.evaluation.world_measures import (
    MEASURES,
    known_by_memory,
    measured,
)
from tests.evaluation.board import labels, read_of, shot, story

COLUMN = {name: number for number, name in enumerate(ATTRIBUTES)}
X, Y = (1.0, 0.0), (0.0, 1.0)
HALF = (0.6, 0.8)


def value(name: str, *each: object) -> float:
    total, count = MEASURES[name](*each)  # type: ignore[arg-type]
    return total / count


def test_what_is_read_right_is_counted_where_there_are_labels() -> None:
    told = story(shot("ana"), shot("eva"))
    read = read_of(told)
    assert MEASURES["right: set"](told, read, read) == (4, 4)
    # Eva's legs are not judged.
    assert MEASURES["right: bottom 1"](told, read, read) == (2, 2)
    wrong = read.codes.copy()
    wrong[0, COLUMN["top 1"]] += 1
    assert MEASURES["right: top, all"](told, replace(read, codes=wrong), read) == (3, 4)


def test_memory_alone_knows_those_who_come_again_untold() -> None:
    told = story(
        shot("ana", told="ana"),
        shot("ana", "ben", told="ben"),
        shot("ben", told="ben"),
        shot("ben", "ana"),
    )
    found = [(frame // 2, slot, id) for frame, slot, id, _ in known_by_memory(told)]
    assert found == [(1, 0, "ana")] * 2 + [(3, 0, "ben"), (3, 1, "ana")] * 2
    # Ana has hair, top and bottom, in both frames; so has Ben.
    read = read_of(told)
    assert MEASURES["identity: colors from memory"](told, read, read) == (18, 18)


def test_what_no_shot_has_shown_is_not_known() -> None:
    """Whoever was met in a close-up may wear any trousers."""
    close = labels("ana")
    close = replace(close, slots=tuple(replace(worn, bottom=None) for worn in close.slots))
    met = replace(shot("ana", told="ana"), labels=(close, close))
    told = story(met, shot("ana"), shot("ana"))
    parts = [sorted(parts) for _, _, _, parts in known_by_memory(told)]
    assert parts == [["hair", "top"]] * 2 + [["bottom", "hair", "top"]] * 2
    read = read_of(told)
    assert MEASURES["identity: colors from memory"](told, read, read) == (10, 10)


def test_what_the_message_tells_is_place_camera_and_whom_it_introduces() -> None:
    told = story(shot("ana", "eva", told="eva"), shot("ana"))
    read = read_of(told)
    # Set, time, size, angle and people of four frames; hair and top of Eva in two.
    assert MEASURES["right: all that is told"](told, read, read) == (24, 24)
    wrong = read.codes.copy()
    wrong[0, COLUMN["hair 1"]] += 1  # Ana's, who is not introduced
    wrong[1, COLUMN["hair 2"]] += 1
    wrong[2, COLUMN["set"]] += 1
    wrong[3, COLUMN["hair 1"]] += 1
    drawn = replace(read, codes=wrong)
    assert MEASURES["right: all that is told"](told, drawn, read) == (22, 24)


def test_places_that_are_told_once_are_known_from_memory() -> None:
    told = story(shot("ana"), replace(shot("ana"), placed=False))
    read = read_of(told)
    wrong = read.codes.copy()
    wrong[:, COLUMN["set"]] += 1
    drawn = replace(read, codes=wrong)
    assert MEASURES["places from memory"](told, drawn, read) == (2, 4)
    # Size, angle and people of four frames; set and time of two.
    assert MEASURES["right: all that is told"](told, drawn, read) == (14, 16)
    always = story(shot("ana"))
    assert MEASURES["places from memory"](always, read_of(always), read_of(always)) == (0, 0)


def test_what_is_usual_is_also_left_out() -> None:
    low = replace(labels("ana", "eva"), angle="low")
    told = story(shot("ana"), replace(shot("ana", "eva"), labels=(low, labels("ana"))))
    read = read_of(told)
    wrong = read.codes.copy()
    wrong[2, COLUMN["angle"]] = wrong[0, COLUMN["angle"]]
    drawn = replace(read, codes=wrong)
    assert MEASURES["right: angle"](told, drawn, read) == (3, 4)
    assert MEASURES["right: angle, but eye level"](told, drawn, read) == (0, 1)
    assert MEASURES["right: people, but 1"](told, drawn, read) == (1, 1)


def test_a_long_absence_is_four_shots_without_a_glimpse() -> None:
    gone = [shot("ben", told="ben")] * 4
    back = story(shot("ana", told="ana"), *gone, shot("ana"))
    assert [id for _, _, id, _ in known_by_memory(back, 4)] == ["ana", "ana"]
    short = story(shot("ana", told="ana"), *gone[:3], shot("ana"))
    assert list(known_by_memory(short, 4)) == []
    glimpse = replace(gone[0].labels[0], glimpsed=frozenset({"ana", "ben"}))
    seen = [*gone[:2], replace(gone[2], labels=(glimpse, glimpse)), gone[3]]
    assert list(known_by_memory(story(shot("ana", told="ana"), *seen, shot("ana")), 4)) == []


def test_frames_of_a_shot_and_of_different_shots() -> None:
    told = story(shot("ana"), shot("ben"), shot("ana", at="park"))
    subject = [X, HALF, Y, Y, X, X]
    read = read_of(told, subject, [X, X, X, X, Y, (0.0, -1.0)])
    assert value("SC(world)", told, read, read) == pytest.approx((0.6 + 1 + 1) / 3)
    # Below zero counts as zero.
    assert value("BC(world)", told, read, read) == pytest.approx(2 / 3)
    # 1-2: 0, 0, .8, .8; 1-3: 1, 1, .6, .6; 2-3: nothing.
    assert value("SC-E(world)", told, read, read) == pytest.approx((1.6 + 3.2) / 12)
    assert value("SC-E(world), adjacent", told, read, read) == pytest.approx(1.6 / 8)
    assert value("SC-E(world), same people", told, read, read) == pytest.approx(3.2 / 4)
    assert value("BC-E(world), same place", told, read, read) == pytest.approx(1.0)
    assert value("BC-E(world), adjacent", told, read, read) == pytest.approx(4 / 8)


def test_a_film_without_people_is_not_consistent_in_them() -> None:
    told = story(shot("ana"), shot("ana"))
    true = read_of(told)
    empty = true.codes.copy()
    empty[2:, COLUMN["people"]] = 0
    drawn = replace(true, codes=empty)
    assert value("SC(world)", told, true, true) == pytest.approx(1)
    assert value("SC(world)", told, drawn, true) == pytest.approx(1 / 2)
    assert value("SC-E(world)", told, true, true) == pytest.approx(1)
    assert value("SC-E(world)", told, drawn, true) == 0
    assert value("BC-E(world)", told, drawn, true) == pytest.approx(1)


def test_a_cut_is_right_when_it_changes_what_the_true_one_changes() -> None:
    told = story(shot("ana"), shot("ben"), shot("ana"), shot("ana"))
    true = read_of(told, [X, X, Y, Y, X, X, X, X])
    assert value("TVS-gt(world)", told, true, true) == pytest.approx(1.0)
    assert MEASURES["cuts that are cuts(world)"](told, true, true) == (2, 2)
    assert MEASURES["cuts that count(world)"](told, true, true) == (2, 3), "the last one is none"
    back = read_of(told, [Y, Y, X, X, Y, Y, X, X])
    assert MEASURES["TVS-gt(world)"](told, back, true) == (pytest.approx(-2), 2)
    frozen = read_of(told)
    assert MEASURES["TVS-gt(world)"](told, frozen, true) == (0, 2)
    assert MEASURES["cuts that are cuts(world)"](told, frozen, true) == (0, 2)
    noise = [np.array([np.cos(a), np.sin(a)], np.float32) for a in (0, 0, 0.3, 0.3, 0, 0, 0.3, 0.3)]
    grainy = read_of(told, noise)
    assert np.linalg.norm(noise[0] - noise[2]) > 0.29
    assert MEASURES["cuts that are cuts(world)"](told, grainy, true) == (0, 2)
    assert MEASURES["TVS-gt(world)"](told, grainy, true) == (0, 2)


def test_a_shot_in_which_nothing_moves_is_alike_and_no_move() -> None:
    told = story(shot("ana"), shot("ben"), shot("ana"))
    true = read_of(told, [X, Y, Y, HALF, X, X])
    assert MEASURES["moves that count(world)"](told, true, true) == (2, 3), "the last one is none"
    assert MEASURES["moves that are moves(world)"](told, true, true) == (2, 2)
    frozen = read_of(told, [X, X, Y, HALF, X, X])
    assert value("SC(world)", told, frozen, true) > value("SC(world)", told, true, true)
    assert MEASURES["moves that are moves(world)"](told, frozen, true) == (1, 2)


def test_shares_are_of_sums_and_intervals_hold_them() -> None:
    ours = np.array([[1.0, 2.0], [3.0, 3.0], [0.0, 5.0]])
    whole = np.array([[2.0, 2.0], [3.0, 3.0], [3.0, 5.0]])
    mean = mean_of(ours)
    assert mean.value == pytest.approx(0.4)
    assert mean.count == 10
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low <= 0.4 <= mean.high
    assert share_of(ours, whole).value == pytest.approx(0.4 / 0.8)
    assert share_of(whole, whole).low == pytest.approx(1.0)
    assert mean_of(np.zeros((3, 2))).value is None


def test_an_interval_is_what_stories_drawn_again_would_have() -> None:
    """Of two stories, one all right and one all wrong, a quarter of the draws are of one alone."""
    mean = mean_of(np.array([[4.0, 4.0], [0.0, 4.0]]))
    assert (mean.low, mean.value, mean.high) == (0.0, 0.5, 1.0)
    # Of a hundred equal ones the mean is off by 0.05, so that 95 % are within twice as much.
    many = mean_of(np.tile([[4.0, 4.0], [0.0, 4.0]], (50, 1)))
    assert many.low == pytest.approx(0.4, abs=0.02)
    assert many.high == pytest.approx(0.6, abs=0.02)


def test_one_story_has_no_interval() -> None:
    alone = mean_of(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert (alone.value, alone.low, alone.high, alone.count) == (0.75, None, None, 4)


def test_the_report_tells_all_measures() -> None:
    stories = [story(shot("ana"), shot("ben")), story(shot("eva"), shot("eva"))]
    true = [read_of(each) for each in stories]
    rows = measured(stories, true, true, true)
    assert [row.name for row in rows] == list(MEASURES)
    text = markdown(rows, {"weights": "mini"})
    assert "- weights: mini" in text
    assert "| right: set | 1.000 (1.000 to 1.000) | 1.000 (1.000 to 1.000) |" in text
    assert "| right: hair 3 | – | – | – | – | 0 |" in text
    assert '"right: set"' in as_json(rows, {})
    assert rows[0].share.value == rows[0].decoded.value == pytest.approx(1)


def test_drawn_is_told_as_a_share_of_true() -> None:
    stories = [story(shot("ana"), shot("ben"))] * 2
    true = [read_of(each) for each in stories]

    def with_wrong_sets(frames: int) -> list[Read]:
        codes = true[0].codes.copy()
        codes[:frames, COLUMN["set"]] += 1
        return [replace(true[0], codes=codes)] * 2

    row = measured(stories, with_wrong_sets(3), with_wrong_sets(2), with_wrong_sets(1))[0]
    assert row.name == "right: set"
    figures = (row.drawn, row.true, row.share, row.decoded)
    assert [figure.value for figure in figures] == [0.25, 0.5, 0.5, 1.5]


def test_frames_must_be_those_of_the_story() -> None:
    told = story(shot("ana"), shot("ben"))
    read = read_of(told)
    with pytest.raises(ValueError, match="2 shots"):
        measured([told], [replace(read, codes=read.codes[:3])], [read], [read])
