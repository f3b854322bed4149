"""Facts that a film director and a script supervisor would check."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from openstage.crew import Director
from openstage.director.grammar import GrammarDirector
from openstage.script.screenplay import Screenplay
from openstage.storyboard.document import Shot, Storyboard
from openstage.storyboard.vocabulary import (
    Angle,
    Framing,
    Movement,
    ScreenPosition,
    ShotSize,
    TimeOfDay,
    Transition,
    Weather,
)

Direct = Callable[[str], Storyboard]


def shots(board: Storyboard) -> list[Shot]:
    return [shot for _, shot in board.shots()]


def quoting(board: Storyboard, words: str) -> Shot:
    return next(shot for shot in shots(board) if words in shot.source)


@pytest.fixture(params=["night_shift", "the_letter", "theme"])
def board(request: pytest.FixtureRequest) -> Storyboard:
    found: Storyboard = request.getfixturevalue(request.param)
    return found


def test_it_is_a_director() -> None:
    assert isinstance(GrammarDirector(), Director)
    assert GrammarDirector.name == "grammar"


class TestEveryFilm:
    def test_a_new_place_is_established(self, board: Storyboard) -> None:
        seen: set[str] = set()
        for scene in board.scenes:
            if scene.heading.location not in seen:
                assert scene.shots[0].framing == Framing.ESTABLISHING
                assert scene.shots[0].size in {ShotSize.EXTREME_WIDE, ShotSize.WIDE}
            seen.add(scene.heading.location)

    def test_who_is_in_a_shot_is_in_the_bible_and_blocked(self, board: Storyboard) -> None:
        ids = {character.id for character in board.cast}
        for shot in shots(board):
            assert set(shot.cast) <= ids
            blocked = [blocking.who for blocking in shot.blocking]
            assert [who for who in blocked if who in ids] == shot.cast
            assert {line.who for line in shot.dialogue} <= ids
            assert {held for b in shot.blocking for held in b.holds} <= {p.id for p in board.props}

    def test_a_single_close_up_holds_one_person(self, board: Storyboard) -> None:
        for shot in shots(board):
            close = shot.size in {ShotSize.CLOSE_UP, ShotSize.EXTREME_CLOSE_UP}
            if close and shot.framing in {Framing.SINGLE, Framing.INSERT}:
                assert len(shot.cast) <= 1

    def test_the_line_is_kept(self, board: Storyboard) -> None:
        for scene in board.scenes:
            sides: dict[str, ScreenPosition] = {}
            for shot in scene.shots:
                for blocking in shot.blocking:
                    side = blocking.position_end or blocking.position
                    if len(shot.cast) > 1 and side is not None:
                        assert sides.setdefault(blocking.who, side) == side

    def test_frames_are_told_in_words(self, board: Storyboard) -> None:
        for shot in shots(board):
            assert shot.action_start
            assert shot.action_end
            assert shot.description.endswith((".", "!", "?", "”", ","))

    def test_posture_and_hands_go_on_from_shot_to_shot(self, board: Storyboard) -> None:
        for scene in board.scenes:
            holds: dict[str, list[str]] = {}
            for shot in scene.shots:
                for blocking in shot.blocking:
                    before = holds.get(blocking.who, [])
                    if before and not any(b.who != blocking.who for b in shot.blocking):
                        assert set(before) & set(blocking.holds) or len(blocking.holds) >= len(
                            before
                        )
                    after = blocking.holds if blocking.holds_end is None else blocking.holds_end
                    holds[blocking.who] = after

    def test_shot_ids_name_scene_and_shot(self, board: Storyboard) -> None:
        for scene in board.scenes:
            for position, shot in enumerate(scene.shots, start=1):
                assert shot.id == f"{scene.number}-{position * 10:03d}"
                assert shot.number == position * 10

    def test_no_jump_cuts(self, board: Storyboard) -> None:
        for scene in board.scenes:
            for before, after in pairwise(scene.shots):
                if before.cast == after.cast and len(after.cast) == 1:
                    same = before.size == after.size and before.framing == after.framing
                    assert not same or before.framing == Framing.ESTABLISHING, after.id

    def test_the_film_ends_in_black(self, board: Storyboard) -> None:
        assert shots(board)[-1].transition_out == "fade to black"
        assert shots(board)[0].transition_in == Transition.FADE_FROM_BLACK


class TestNightShift:
    def test_length(self, night_shift: Storyboard) -> None:
        assert 10 <= len(shots(night_shift)) <= 20

    def test_bible(self, night_shift: Storyboard) -> None:
        looks = {c.id: (c.kind, c.look) for c in night_shift.cast}
        assert looks == {
            "mara": ("woman", "30s, short red hair, gray suit"),
            "jonas": ("man", "60s, bald, brown janitor's coat"),
            "dog": ("dog", "small, white"),
        }
        assert [location.id for location in night_shift.locations] == [
            "office",
            "corridor",
            "street",
        ]

    def test_headings(self, night_shift: Storyboard) -> None:
        told = [(s.heading.interior, s.heading.time, s.heading.weather) for s in night_shift.scenes]
        assert told == [
            ("INT", TimeOfDay.NIGHT, Weather.CLEAR),
            ("INT", TimeOfDay.NIGHT, Weather.CLEAR),
            ("EXT", TimeOfDay.DAWN, Weather.WET),
        ]

    def test_who_is_heard_from_outside_is_not_seen(self, night_shift: Storyboard) -> None:
        shot = quoting(night_shift, "There you are!")
        assert shot.dialogue[0].off_screen
        assert shot.cast == ["mara"]
        assert shot.blocking_of("mara").eyeline == "jonas"

    def test_shot_and_reverse_shot(self, night_shift: Storyboard) -> None:
        one, other = quoting(night_shift, "not allowed"), quoting(night_shift, "Tell whom?")
        assert one.framing == other.framing == Framing.OVER_THE_SHOULDER
        assert (one.subject, one.viewer) == ("jonas", "mara")
        assert (other.subject, other.viewer) == ("mara", "jonas")
        assert one.blocking_of("jonas").eyeline == "mara"
        assert one.blocking_of("jonas").position == other.blocking_of("jonas").position
        assert one.blocking_of("jonas").position != one.blocking_of("mara").position

    def test_the_dog_is_seen_with_her_eyes(self, night_shift: Storyboard) -> None:
        shot = quoting(night_shift, "A small white DOG")
        assert shot.framing == Framing.POINT_OF_VIEW
        assert shot.viewer == "mara"
        assert shot.cast == ["dog"]

    def test_the_work_goes_on_until_the_bell(self, night_shift: Storyboard) -> None:
        typing = quoting(night_shift, "types at a computer").blocking_of("mara")
        stops = quoting(night_shift, "stops typing").blocking_of("mara")
        assert (typing.start, typing.place) == ("sits, types", "desk")
        assert (stops.start, stops.end) == ("sits, types", "sits, looks up")
        assert quoting(night_shift, "bell rings").sound == "The elevator bell rings."

    def test_who_kneels_keeps_kneeling(self, night_shift: Storyboard) -> None:
        assert (
            quoting(night_shift, "holds out her hand").blocking_of("mara").end.startswith("kneels")
        )
        assert quoting(night_shift, "Tell whom?").blocking_of("mara").start.startswith("kneels")

    def test_a_walk_is_tracked_and_the_end_rises(self, night_shift: Storyboard) -> None:
        assert quoting(night_shift, "walks slowly").movement == Movement.TRACKING
        assert shots(night_shift)[-1].movement == Movement.BOOM_UP

    def test_the_same_story_twice_is_the_same_film(
        self, night_shift: Storyboard, night_shift_script: Screenplay
    ) -> None:
        assert GrammarDirector().direct(night_shift_script).to_json() == night_shift.to_json()


class TestTheLetter:
    def test_places_are_found_in_prose(self, the_letter: Storyboard) -> None:
        told = [
            (s.heading.interior, s.heading.location, str(s.heading.time)) for s in the_letter.scenes
        ]
        assert told == [
            ("INT", "kitchen", "morning"),
            ("EXT", "village_street", "morning"),
            ("EXT", "railway_station_platform", "dusk"),
        ]

    @pytest.mark.parametrize(
        ("story", "place"),
        [
            ("A keeper finds a bottle on the beach. She reads the letter.", "beach"),
            ("Ada stands in the kitchen. She sees Ben on the street.", "kitchen"),
        ],
    )
    def test_what_is_seen_tells_the_place_where_nothing_else_has(
        self, direct: Callable[[str], Storyboard], story: str, place: str
    ) -> None:
        assert direct(story).scenes[0].heading.location == place

    def test_who_is_told_of_gets_a_name(self, the_letter: Storyboard) -> None:
        pavel = the_letter.character("pavel")
        assert pavel is not None
        assert (pavel.kind, pavel.look) == ("man", "green uniform")

    def test_trembling_hands_are_an_insert(self, the_letter: Storyboard) -> None:
        shot = quoting(the_letter, "Her hands tremble")
        assert (shot.framing, shot.detail, shot.cast) == (Framing.INSERT, "hands", ["ana"])
        assert shot.description.startswith("Ana's hands tremble")

    def test_action_is_matched_over_the_cut(self, the_letter: Storyboard) -> None:
        assert quoting(the_letter, "She kneels and picks").continuity == "continuous"

    def test_things_pass_from_hand_to_hand(self, the_letter: Storyboard) -> None:
        assert quoting(the_letter, "picks the envelope up").blocking_of("ana").holds_end == [
            "envelope"
        ]
        assert quoting(the_letter, "puts the cup down").blocking_of("ana").holds == ["cup"]
        assert quoting(the_letter, "still holding").blocking_of("ana").holds == ["letter"]
        assert quoting(the_letter, "he reads it").blocking_of("tomas").holds_end == ["letter"]

    def test_a_thing_that_moves_has_a_shot(self, the_letter: Storyboard) -> None:
        shot = quoting(the_letter, "A train arrives")
        assert shot.subject == "train"
        assert shot.cast == []
        assert shot.blocking_of("train").end == "stops"


class TestTheme:
    def test_it_becomes_a_small_film(self, theme: Storyboard) -> None:
        assert 6 <= len(shots(theme)) <= 10
        assert [scene.heading.location for scene in theme.scenes] == ["rocks", "lighthouse"]
        assert theme.scenes[0].heading.weather == Weather.STORM
        assert theme.scenes[0].heading.time == TimeOfDay.NIGHT

    def test_nothing_is_invented(self, theme: Storyboard) -> None:
        assert [character.id for character in theme.cast] == ["lighthouse_keeper", "child"]
        assert [prop.id for prop in theme.props] == ["lantern"]
        for shot in shots(theme):
            assert shot.source in theme.logline

    def test_lonely_themes(self, direct: Direct) -> None:
        board = direct("An old robot plants a flower in the desert.")
        assert len(shots(board)) >= 3
        assert len(shots(direct("Silence."))) >= 1


class TestTheScriptsOwnWords:
    def test_directions_win(self, direct: Direct) -> None:
        board = direct(
            "INT. LAB - NIGHT\n\nCLOSE ON Ida's hands, shaking.\n\nIDA, 40s, looks at the door.\n\n"
            "WIDE: the whole lab, dark.\n\nIDA'S POV: the door opens.\n\n"
            "LOW ANGLE: Ida stands.\n\nIDA\nWho is there?\n"
        )
        close = quoting(board, "CLOSE ON")
        assert (close.size, close.framing, close.detail) == (
            ShotSize.CLOSE_UP,
            Framing.INSERT,
            "hands",
        )
        assert quoting(board, "WIDE").size == ShotSize.WIDE
        view = quoting(board, "POV")
        assert (view.framing, view.viewer) == (Framing.POINT_OF_VIEW, "ida")
        assert "ida" not in view.cast
        assert quoting(board, "LOW ANGLE").angle == Angle.LOW

    def test_an_insert_is_one_shot_with_what_it_shows(self, direct: Direct) -> None:
        board = direct(
            "INT. CONTROL ROOM - NIGHT\n\nVOSS stares at the screen.\n\nINSERT - SCREEN\n\n"
            "A green dot moves.\n\nBACK TO SCENE\n\nEveryone freezes.\n\nVOSS\nDive!\n"
        )
        insert = quoting(board, "A green dot")
        assert (insert.framing, insert.cast) == (Framing.INSERT, [])
        assert insert.source == "INSERT - SCREEN A green dot moves."
        assert insert.description == "A green dot moves."
        assert not any("BACK TO" in shot.source for shot in shots(board))
        assert quoting(board, "Everyone freezes").cast == ["voss"]

    def test_transitions(self, direct: Direct) -> None:
        board = direct(
            "FADE IN:\n\nINT. ROOM - DAY\n\nAda sits.\n\nDISSOLVE TO:\n\nEXT. FIELD - DAY\n\n"
            "Ada walks.\n\nCUT TO:\n\nINT. ROOM - LATER\n\nAda sleeps.\n\nFADE OUT.\n"
        )
        firsts = [scene.shots[0].transition_in for scene in board.scenes]
        assert firsts[1:] == [Transition.DISSOLVE, Transition.CUT]
        assert shots(board)[-1].transition_out == "fade to black"

    @pytest.mark.parametrize(
        ("times", "expected"),
        [
            (("NIGHT", "CONTINUOUS"), ("night", "night")),
            (("MORNING", "LATER"), ("morning", "morning")),
            (("DAY", "SAME"), ("day", "day")),
            (("DAY", "HOURS LATER"), ("day", "dusk")),
        ],
    )
    def test_times(self, direct: Direct, times: tuple[str, str], expected: tuple[str, str]) -> None:
        board = direct("".join(f"INT. ROOM - {time}\n\nAda sits down.\n\n" for time in times))
        assert tuple(str(scene.heading.time) for scene in board.scenes) == expected

    def test_words_that_are_said_are_not_changed(self, night_shift: Storyboard) -> None:
        said = [line.text for shot in shots(night_shift) for line in shot.dialogue]
        assert said == [
            "Hello? Is somebody there?",
            "You scared me to death.",
            "There you are!",
            "She is not allowed in the building. Please don't tell.",
            "Tell whom? I never saw a dog.",
        ]


class TestProseDialogue:
    def test_speakers(self, direct: Direct) -> None:
        board = direct(
            "Ana and Ben sit in the kitchen.\n\n“Are you hungry?” asks Ben.\n\n"
            "“No,” she says. “Only tired.”\n\n“Then sleep.”"
        )
        said = [(line.who, line.text) for shot in shots(board) for line in shot.dialogue]
        assert said == [
            ("ben", "Are you hungry?"),
            ("ana", "No,"),
            ("ana", "Only tired."),
            ("ben", "Then sleep."),
        ]

    def test_longer_lines_get_longer_shots(self, direct: Direct) -> None:
        board = direct("INT. ROOM - DAY\n\nADA\nYes.\n\nBEA\n" + "I know what you did to me. " * 8)
        short, long = (shot for shot in shots(board) if shot.dialogue)
        assert long.frame_count > short.frame_count
        assert long.frame_count >= 8 * 27 / 15 * 24 * 0.95
