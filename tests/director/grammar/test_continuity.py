"""What a script supervisor watches: hands, seats, entrances, company, identity."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openstage.storyboard.document import Shot, Storyboard
from openstage.storyboard.vocabulary import Emotion, Framing, ScreenPosition, ShotSize

Direct = Callable[[str], Storyboard]


def shots(board: Storyboard) -> list[Shot]:
    return [shot for _, shot in board.shots()]


def quoting(board: Storyboard, words: str) -> Shot:
    return next(shot for shot in shots(board) if words in shot.source)


def held_after(shot: Shot, who: str) -> list[str]:
    blocking = shot.blocking_of(who)
    return blocking.holds if blocking.holds_end is None else blocking.holds_end


PLATFORM = (
    "EXT. PLATFORM - NIGHT\n\nINA, 20s, red coat, sits on a bench with a suitcase beside her.\n\n"
    "OTTO, 50s, black coat, walks along the platform with an umbrella. He stops before her.\n\n"
    "CLOSE ON the key in her hand.\n\nIna stands up. She holds out the key. "
    "Otto takes the key slowly.\n\nINA\nKeep it.\n\n"
    "She picks up the suitcase and walks away. Otto stands alone.\n"
)


@pytest.fixture(scope="module")
def platform(direct: Direct) -> Storyboard:
    return direct(PLATFORM)


class TestHands:
    def test_a_direction_is_no_action(self, platform: Storyboard) -> None:
        insert = quoting(platform, "CLOSE ON")
        blocking = insert.blocking_of("ina")
        assert insert.framing == Framing.INSERT
        assert (insert.subject, insert.cast, insert.props) == ("key", ["ina"], ["key"])
        assert (blocking.start, blocking.end, blocking.holds) == ("sits", "sits", ["key"])
        assert insert.description == "The key in Ina's hand."

    def test_with_an_umbrella_is_in_hand_and_beside_her_is_not(self, platform: Storyboard) -> None:
        assert quoting(platform, "with an umbrella").blocking_of("otto").holds == ["umbrella"]
        assert quoting(platform, "sits on a bench").blocking_of("ina").holds == []

    def test_the_giver_holds_until_the_taker_takes(self, platform: Storyboard) -> None:
        offer, taking = quoting(platform, "holds out the key"), quoting(platform, "Otto takes")
        assert offer.blocking_of("ina").end == "stands, holds out hand"
        assert held_after(offer, "ina") == ["key"]
        assert set(taking.cast) == {"ina", "otto"}
        assert taking.blocking_of("ina").start == "stands, holds out hand"
        assert taking.blocking_of("ina").holds == ["key"]
        assert held_after(taking, "ina") == []
        assert "key" not in taking.blocking_of("otto").holds
        assert "key" in held_after(taking, "otto")

    def test_what_is_picked_up_is_carried(self, platform: Storyboard) -> None:
        assert held_after(quoting(platform, "picks up the suitcase"), "ina") == ["suitcase"]

    def test_who_left_is_nobody_s_neighbor(self, platform: Storyboard) -> None:
        assert quoting(platform, "stops before her").blocking_of("otto").place_end == "ina"
        assert quoting(platform, "stands alone").blocking_of("otto").place == ""

    @pytest.mark.parametrize(
        ("second", "holds"),
        [
            ("INT. HALL - CONTINUOUS", ["letter"]),
            ("INT. HALL - NIGHT", []),
            ("EXT. STREET - NEXT MORNING", []),
        ],
    )
    def test_hands_are_empty_after_a_jump(
        self, direct: Direct, second: str, holds: list[str]
    ) -> None:
        board = direct(f"INT. OFFICE - DAY\n\nADA takes the letter.\n\n{second}\n\nAda sits.\n")
        assert board.scenes[1].shots[0].blocking_of("ada").holds == holds

    def test_a_basket_of_bread_fills_one_hand(self, direct: Direct) -> None:
        board = direct(
            "On the forest path a girl carries a basket of bread along the path. She sings. "
            "She stops and takes a loaf from the basket."
        )
        first = quoting(board, "carries").blocking_of("girl")
        assert (first.start, first.end, first.holds) == ("walks", "walks, sings", ["basket"])
        assert held_after(quoting(board, "takes a loaf"), "girl") == ["basket", "loaf"]

    def test_a_sheet_of_paper_is_paper(self, direct: Direct) -> None:
        board = direct("INT. ROOM - DAY\n\nADA finds a sheet of paper. She reads the paper.\n")
        assert [prop.id for prop in board.props] == ["paper"]

    def test_an_insert_shows_what_its_title_names(self, direct: Direct) -> None:
        board = direct(
            "INT. ROOM - DAY\n\nADA sits.\n\nINSERT - THE PAPER\n\nA page, with a paw print.\n"
        )
        assert (quoting(board, "INSERT").subject, quoting(board, "INSERT").detail) == ("paper", "")


class TestBodies:
    @pytest.mark.parametrize(
        ("told", "start", "place"),
        [
            ("drinks coffee at the table", "sits, drinks", "table"),
            ("eats at the table", "sits, eats", "table"),
            ("works at the desk", "sits, works", "desk"),
            ("stands at the table", "stands", "table"),
        ],
    )
    def test_who_works_at_a_table_sits(
        self, direct: Direct, told: str, start: str, place: str
    ) -> None:
        blocking = shots(direct(f"INT. KITCHEN - DAY\n\nADA {told}.\n"))[0].blocking_of("ada")
        assert (blocking.start, blocking.place) == (start, place)

    def test_a_step_back_is_no_taking(self, direct: Direct) -> None:
        board = direct("INT. HALL - DAY\n\nADA is afraid and takes a step back.\n")
        blocking = quoting(board, "step back").blocking_of("ada")
        assert blocking.end == "stands, backs away"
        assert blocking.emotion_end == Emotion.AFRAID

    def test_a_phone_at_the_ear_and_tears(self, direct: Direct) -> None:
        board = direct(
            "EXT. PARK - DAY\n\nADA holds a phone to her ear.\n\nTears run down her face.\n"
        )
        assert "phones" in quoting(board, "to her ear").blocking_of("ada").end
        crying = quoting(board, "Tears").blocking_of("ada")
        assert crying.emotion_end == Emotion.SAD
        assert "cries" in crying.end

    def test_a_window_is_opened_at_the_window(self, direct: Direct) -> None:
        shot = shots(direct("INT. ROOM - DAY\n\nADA opens the window.\n"))[0]
        assert shot.blocking_of("ada").place == "window"
        assert shot.action_end.endswith("Ada stands at the window and opens the window.")

    def test_the_second_look_ends_the_shot(self, direct: Direct) -> None:
        board = direct("INT. ROOM - DAY\n\nADA looks at the door, then at the window.\n")
        blocking = quoting(board, "looks at").blocking_of("ada")
        assert (blocking.eyeline, blocking.eyeline_end) == ("door", "window")


class TestComingAndGoing:
    def test_out_of_the_trees_is_an_entrance(self, direct: Direct) -> None:
        board = direct(
            "EXT. PARK - DAY\n\nCLARA, 30s, sits on a bench.\n\n"
            "ELIAS, 30s, runs out of the trees. He stops. They look at each other.\n"
        )
        blocking = quoting(board, "out of the trees").blocking_of("elias")
        assert blocking.position in {ScreenPosition.OFF_LEFT, ScreenPosition.OFF_RIGHT}
        assert blocking.position_end in {ScreenPosition.LEFT, ScreenPosition.RIGHT}
        assert blocking.place_end == "clara"

    def test_out_of_the_kitchen_is_an_exit(self, the_letter: Storyboard) -> None:
        blocking = quoting(the_letter, "out of the kitchen").blocking_of("ana")
        assert blocking.position == ScreenPosition.CENTER
        assert blocking.end == "runs"

    @pytest.mark.parametrize("told", ["comes closer", "steps closer", "approaches"])
    def test_closer_is_closer_to_somebody(self, direct: Direct, told: str) -> None:
        board = direct(f"EXT. FIELD - DAY\n\nADA sits on a rock. BEN stands.\n\nBen {told}.\n")
        assert quoting(board, told).blocking_of("ben").place_end == "ada"

    def test_who_follows_walks_behind_one_who_walks(self, direct: Direct) -> None:
        board = direct("On the forest path a girl walks. Behind the trees a gray wolf follows her.")
        shot = quoting(board, "follows")
        assert shot.subject == "wolf"
        assert shot.blocking_of("girl").end == shot.blocking_of("wolf").end == "walks"
        assert shot.blocking_of("wolf").place_end == "girl"
        assert shot.blocking_of("girl").eyeline == ""
        assert shot.action_end.startswith("The wolf walks behind the girl.")

    def test_who_walks_along_a_place_does_not_leave_it(self, direct: Direct) -> None:
        blocking = shots(direct("EXT. STREET - DAY\n\nADA walks along the street.\n"))[0].blocking[
            0
        ]
        assert (blocking.end, blocking.place_end) == ("walks", "")

    @pytest.mark.parametrize(
        "told", ["Ada leads Ben along the street.", "Ada and Ben walk side by side."]
    )
    def test_company_has_one_gait_and_one_goal(self, direct: Direct, told: str) -> None:
        board = direct(f"EXT. STREET - DAY\n\nADA and BEN stand. {told}\n")
        ada, ben = (quoting(board, told).blocking_of(who) for who in ("ada", "ben"))
        assert ada.end == ben.end == "walks"
        assert ada.place_end == ben.place_end != ""

    def test_those_who_are_there_are_in_the_first_picture(self, night_shift: Storyboard) -> None:
        assert quoting(night_shift, "A long corridor").cast == ["mara"]
        assert quoting(night_shift, "Rain has stopped").cast == ["mara", "jonas", "dog"]


VIEW = (
    "INT. BEDROOM - NIGHT\n\nELIAS, 30s, stands at the window with a phone.\n\n"
    "POV ELIAS - a woman in a yellow coat stands in the park below and looks up at him.\n\n"
    "ELIAS\nClara.\n\nEXT. PARK - CONTINUOUS\n\nCLARA, 30s, {look}, waits.\n"
)


class TestWhoIsWho:
    def test_the_same_look_is_the_same_person(self, direct: Direct) -> None:
        board = direct(VIEW.format(look="long brown hair, yellow coat"))
        assert [character.id for character in board.cast] == ["elias", "clara"]
        assert quoting(board, "POV ELIAS").cast == ["clara"]

    def test_another_look_is_somebody_else(self, direct: Direct) -> None:
        board = direct(VIEW.format(look="long brown hair, blue coat"))
        assert [character.id for character in board.cast] == ["elias", "woman", "clara"]

    def test_a_view_out_of_a_room_is_filmed_there(self, direct: Direct) -> None:
        board = direct(VIEW.format(look="yellow coat"))
        places = [scene.heading.location for scene in board.scenes]
        view, back = board.scenes[1].shots[0], board.scenes[2].shots[0]
        assert places == ["bedroom", "park", "bedroom", "park"]
        assert (view.framing, view.viewer) == (Framing.POINT_OF_VIEW, "elias")
        assert view.blocking_of("clara").eyeline == "elias"
        assert back.cast == ["elias"]
        assert (back.blocking_of("elias").place, back.blocking_of("elias").holds) == (
            "window",
            ["phone"],
        )

    def test_a_camera_direction_does_not_speak(self, direct: Direct) -> None:
        board = direct("INT. ROOM - DAY\n\nADA sits.\n\nCLOSE ON THE LETTER\nIt is torn.\n")
        assert [character.id for character in board.cast] == ["ada"]
        assert not any(shot.dialogue for shot in shots(board))
        assert quoting(board, "It is torn").subject == "letter"


class TestTalk:
    def test_a_long_talk_comes_closer(self, direct: Direct) -> None:
        lines = "".join(f"{who}\nThis is line {n}.\n\n" for n, who in enumerate(("ADA", "BEN") * 5))
        board = direct(f"INT. ROOM - DAY\n\nADA and BEN sit.\n\n{lines}")
        spoken = [shot for shot in shots(board) if shot.dialogue]
        setups = [(shot.framing, shot.size) for shot in spoken]
        over = Framing.OVER_THE_SHOULDER
        row = max(len(run) for run in "".join("o" if f == over else " " for f, _ in setups).split())
        assert row == 3
        assert Framing.TWO_SHOT in {framing for framing, _ in setups}
        assert setups[-2:] == [(Framing.SINGLE, ShotSize.CLOSE_UP)] * 2
        listening = [shot for shot in shots(board) if not shot.dialogue and len(shot.cast) == 1]
        assert listening
        sides = {b.who: b.position for shot in spoken for b in shot.blocking}
        assert all(b.position == sides[b.who] for shot in spoken for b in shot.blocking)
