from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from openstage.editor.plan import OVERLAPPING, Cut, EditPlan, plan
from openstage.editor.subtitles import split, subtitles
from openstage.editor.timecode import timecode
from openstage.storyboard.document import Heading, Line, Scene, Shot, Storyboard
from openstage.storyboard.vocabulary import Transition

RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60)]


@st.composite
def edits(draw: st.DrawFn) -> EditPlan:
    shots = [
        Shot(
            id=f"s{i}",
            number=i + 1,
            frame_count=draw(st.integers(1, 200)),
            transition_in=draw(st.sampled_from(Transition)),
            transition_out=draw(st.sampled_from(["cut", "fade to black"])),
            transition_frames=draw(st.none() | st.integers(1, 90)),
            dialogue=[
                Line(who="a", text=text)
                for text in draw(st.lists(st.text(max_size=150), max_size=2))
            ],
        )
        for i in range(draw(st.integers(0, 8)))
    ]
    scene = Scene(number="1", heading=Heading(location="x"), shots=shots)
    board = Storyboard(title="t", fps=draw(st.sampled_from(RATES)), scenes=[scene])
    return plan(board, [Cut(shot, scene) for shot in shots])


@given(edits())
def test_length_is_the_sum_less_the_overlaps(laid: EditPlan) -> None:
    places = laid.placements
    counts = sum(place.frame_count for place in places)
    assert laid.length == counts - sum(place.overlap_in for place in places)


@given(edits())
def test_every_frame_belongs_to_one_or_two_shots(laid: EditPlan) -> None:
    for frame in range(laid.length):
        places = laid.at(frame)
        shared = any(place.start <= frame < place.start + place.overlap_in for place in places)
        assert len(places) == (2 if shared else 1)
    assert laid.at(laid.length) == []


@given(edits())
def test_overlaps_and_fades_keep_their_bounds(laid: EditPlan) -> None:
    for before, place in zip((None, *laid.placements), laid.placements, strict=False):
        assert place.overlap_in <= place.frame_count // 3
        assert bool(place.overlap_in) == (place.transition in OVERLAPPING)
        assert place.fade_in <= place.frame_count // 2
        assert place.fade_out <= place.frame_count // 2
        # A fade and an overlap never fall on the same frames.
        assert not (place.fade_in and place.overlap_in)
        assert not (place.fade_out and place.overlap_out)
        if before is None:
            assert place.overlap_in == 0
        else:
            assert before.overlap_out == place.overlap_in
            assert place.start == before.end - place.overlap_in


@given(edits())
def test_levels(laid: EditPlan) -> None:
    for place in laid.placements:
        levels = [place.level(k) for k in range(place.frame_count)]
        assert all(0 <= level <= 1 for level in levels)
        if place.fade_in:
            assert levels[0] == 0
        if place.fade_out:
            assert levels[-1] == 0
        dark = sum(level < 1 for level in levels)
        assert dark == place.fade_in + place.fade_out


@given(edits())
def test_subtitles_follow_each_other_inside_the_film(laid: EditPlan) -> None:
    lines = subtitles(laid)
    edge = 0
    for line in lines:
        assert edge <= line.start < line.end <= laid.length
        edge = line.end
        assert len(line.text.split("\n")) <= 2
        assert all(len(part) <= 42 for part in line.text.split("\n"))


@given(st.text())
def test_splitting_loses_no_word(text: str) -> None:
    joined = "".join("".join(piece.split()) for piece in split(text))
    assert joined == "".join(text.split())


def board(*shots: Shot, fps: Fraction = Fraction(24)) -> EditPlan:
    scene = Scene(number="1", heading=Heading(location="x"), shots=list(shots))
    storyboard = Storyboard(title="t", fps=fps, scenes=[scene])
    return plan(storyboard, [Cut(shot, scene) for shot in shots])


def shot(number: int, count: int, transition: Transition = Transition.CUT, **more: object) -> Shot:
    return Shot(id=f"s{number}", number=number, frame_count=count, transition_in=transition, **more)


def test_defaults_are_half_a_second_and_one_second() -> None:
    laid = board(
        shot(1, 96, Transition.FADE_FROM_BLACK),
        shot(2, 96, Transition.DISSOLVE),
        shot(3, 96, Transition.FADE_TO_BLACK),
    )
    first, second, third = laid.placements
    assert (first.fade_in, first.overlap_out) == (24, 12)
    assert (second.start, second.overlap_in, second.fade_out) == (84, 12, 24)
    assert (third.start, third.overlap_in) == (180, 0)


def test_a_dissolve_from_nothing_is_a_fade() -> None:
    laid = board(
        shot(1, 60, Transition.DISSOLVE, transition_out="fade to black"),
        shot(2, 60, Transition.DISSOLVE, transition_frames=10),
        shot(3, 60, Transition.WIPE, transition_frames=10),
        shot(4, 2, Transition.WIPE),
    )
    first, second, third, fourth = laid.placements
    assert (first.fade_in, first.fade_out) == (24, 24)
    assert (second.transition, second.fade_in) == (Transition.FADE_FROM_BLACK, 10)
    assert (third.transition, third.overlap_in) == (Transition.WIPE, 10)
    # Two frames have no third.
    assert (fourth.transition, fourth.overlap_in) == (Transition.CUT, 0)


def test_subtitle_times() -> None:
    talk = [
        Line(who="a", text="Stop."),
        Line(who="b", text="No, I will not stop.", off_screen=True),
    ]
    laid = board(shot(1, 48), shot(2, 120, dialogue=talk), shot(3, 24))
    first, second = subtitles(laid)
    assert 48 <= first.start < first.end <= second.start < second.end <= 168
    assert first.end - first.start == 24
    assert second.off_screen


def test_a_line_goes_over_the_cut_rather_than_flash() -> None:
    talk = [Line(who="a", text="What was that noise in the corridor?")]
    laid = board(shot(1, 6, dialogue=talk), shot(2, 90))
    (line,) = subtitles(laid)
    assert line.start == 0
    assert line.end - line.start >= 24


def test_long_lines_break_at_sentences_and_evenly() -> None:
    assert (
        split("I told you not to come here after midnight. You never listen.")
        == ["I told you not to come here\nafter midnight. You never listen."]
        or split("I told you not to come here after midnight. You never listen.")[0].count("\n")
        == 1
    )
    pieces = split("One two three four. " * 12)
    assert all(piece.endswith(".") for piece in pieces)


def test_timecode() -> None:
    ntsc = Fraction(30000, 1001)
    assert timecode(0, ntsc) == "00:00:00;00"
    assert timecode(1799, ntsc) == "00:00:59;29"
    assert timecode(1800, ntsc) == "00:01:00;02"
    assert timecode(17982, ntsc) == "00:10:00;00"
    assert timecode(107892, ntsc) == "01:00:00;00"
    assert timecode(3600, Fraction(60000, 1001)) == "00:01:00;04"
    assert timecode(86400, Fraction(24000, 1001)) == "01:00:00:00"
    assert timecode(100, Fraction(25)) == "00:00:04:00"
    assert timecode(119, Fraction(120)) == "00:00:00:119"


@given(st.integers(0, 500_000))
def test_drop_frame_agrees_with_opentimelineio(frame: int) -> None:
    import opentimelineio as otio

    for fps in (Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24000, 1001)):
        time = otio.opentime.RationalTime(frame, float(fps))
        assert timecode(frame, fps) == otio.opentime.to_timecode(time, float(fps))
