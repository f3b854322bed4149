"""What the director makes of good answers, and of answers with faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chat_server import ChatServer, says
from llm_stories import (
    OFFICE,
    PROSE,
    SCRIPT,
    STREET,
    THEME,
    bible,
    line,
    scene,
    shot,
    shots,
)

from openstage.crew import Director, find
from openstage.director.llm import LLMDirector
from openstage.director.llm.bill import Estimate
from openstage.director.llm.endpoint import Patience, Prices
from openstage.errors import ServiceError, StoryError, UseError
from openstage.script.screenplay import Element, Screenplay, ScriptScene
from openstage.storyboard.document import Storyboard
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize, TimeOfDay

QUICK = Patience(tries=3, first_wait=0.01, longest_wait=0.05, silence=5, whole=20, repairs=2)


def director(**options: Any) -> LLMDirector:
    return LLMDirector(patience=QUICK, **options)


def test_is_a_director_of_the_crew(server: ChatServer) -> None:
    assert isinstance(find("director", "llm"), Director)


def test_a_script_becomes_a_storyboard(server: ChatServer) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    board = director(width=640, height=360, fps="24000/1001", seed=7).direct(SCRIPT)

    assert board.title == "Night Shift"
    assert board.style == "ink and wash"
    assert (board.width, board.height, board.seed) == (640, 360, 7)
    assert [s.number for s in board.scenes] == ["1", "2"]
    assert [s.id for _, s in board.shots()] == ["1-010", "1-020", "2-010"]
    assert [s.number for _, s in board.shots()] == [10, 20, 10]
    assert [s.frame_count for _, s in board.shots()] == [72, 72, 72]
    assert board.scenes[0].heading.text == "INT. OFFICE - NIGHT"
    assert board.scenes[1].heading.time is TimeOfDay.DAWN
    first, second, last = (s for _, s in board.shots())
    assert first.source == "MARA, 30s, types at a computer."
    assert first.blocking_of("mara").end == "looks up"
    assert second.dialogue[0].who == "mara"
    assert last.framing is Framing.ESTABLISHING
    assert last.transition_out == "fade to black"
    assert Storyboard.model_validate_json(board.to_json()) == board


def test_the_requests_speak_the_protocol_and_carry_the_story(server: ChatServer) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    director().direct(SCRIPT)
    assert server.paths == ["/v1/chat/completions"] * 3
    assert {body["model"] for body in server.bodies} == {"small-model"}
    assert "MARA, 30s" in server.asked(0)
    assert "plan exactly its scenes" in server.asked(0)
    assert "[2] MARA (afraid): Hello? Isn’t somebody there?" in server.asked(1)
    assert "(transition: CUT TO:)" in server.asked(1)
    assert "short red hair" in server.asked(1)
    assert "Mara looks up." in server.asked(2)
    assert "The end" not in server.asked(2)


def test_every_term_of_the_vocabulary_is_in_the_orders(server: ChatServer) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    director().direct(SCRIPT)
    for term in (*ShotSize, *Framing, *Movement):
        assert f"{term.value} ({term.meaning})" in server.asked(1)


def test_prose_is_split_into_the_planned_scenes(server: ChatServer) -> None:
    plan = bible(scene(1, "office", "INT", "night"), scene(3, "street", "EXT", "dawn", 1))
    server.replies = [says(plan), says(shots(shot(1), shot(2))), says(shots(shot(3)))]
    board = director().direct(PROSE)
    assert board.title == "Late"
    assert [[s.source for s in scene.shots] for scene in board.scenes] == [
        ["Mara types.", "She looks up."],
        ["At dawn she walks along the street."],
    ]


def test_a_theme_becomes_a_story_of_the_models_own(server: ChatServer) -> None:
    plan = bible(scene(1, "office", "INT", "night", 1))
    server.replies = [says(plan), says(shots(shot()))]
    board = director(script_lock=True).direct(THEME)
    assert "premise" in server.asked(0)
    assert "A woman works at night." in server.asked(0)
    assert "film the synopsis" in server.asked(1)
    assert board.scenes[0].shots[0].source == ""


def test_terms_and_names_are_understood_in_any_spelling(server: ChatServer) -> None:
    one = shot(1, 2, size="CU", framing="Over the shoulder", viewer="Mara", cast=["MARA"])
    one["props"] = ["Desk Lamp"]
    one["blocking"][0] |= {"holds": ["desk lamp"], "emotion": "smiling", "position": "Left"}
    server.replies = [says(bible()), says(shots(one)), says(STREET)]
    made = director().direct(SCRIPT).scenes[0].shots[0]
    assert (made.size, made.framing) == (ShotSize.CLOSE_UP, Framing.OVER_THE_SHOULDER)
    assert (made.viewer, made.cast, made.props) == ("mara", ["mara"], ["desk_lamp"])
    assert made.blocking[0].holds == ["desk_lamp"]
    assert made.blocking[0].emotion.value == "happy"
    assert len(server.bodies) == 3


def test_an_answer_in_a_fence_after_thinking_aloud_is_understood(server: ChatServer) -> None:
    fenced = f"Here it is:\n```json\n{json.dumps(bible())}\n```\n"
    server.replies = [says(fenced), says(OFFICE), says(STREET)]
    assert len(director().direct(SCRIPT).scenes) == 2
    assert len(server.bodies) == 3


FAULTS: list[tuple[str, Callable[[], Any], str]] = [
    ("broken JSON", lambda: '{"shots": [{"films": [1', "JSON"),
    ("no JSON", lambda: "I would rather not.", "JSON"),
    ("a field that lacks", lambda: shots({**shot(1, 2), "size": None}), "size"),
    ("a field left out", lambda: {"shots": [{"films": [1, 2]}]}, "seconds"),
    ("a field of its own", lambda: shots(shot(1, 2, mood="dark")), "mood"),
    (
        "a field of its own, deep down",
        lambda: shots(shot(1, 2, blocking=[{"who": "mara", "pose": "sits"}])),
        "pose",
    ),
    ("a term of its own", lambda: shots(shot(1, 2, movement="swoosh")), "movement"),
    ("no shots", lambda: shots(), "shots"),
    ("an unknown person", lambda: shots(shot(1, 2, cast=["tom"])), "'tom' is not in the bible"),
    ("an unknown prop", lambda: shots(shot(1, 2, props=["gun"])), "'gun' is not in the bible"),
    ("an unknown viewer", lambda: shots(shot(1, 2, viewer="tom")), "the cast is: mara"),
    ("an unknown subject", lambda: shots(shot(1, 2, subject="ufo")), "'ufo' is not in"),
    ("an unknown speaker", lambda: shots(shot(1, 2, dialogue=[line("Hi.", "tom")])), "'tom'"),
    ("an unknown actor", lambda: shots(shot(1, 2, blocking=[{"who": "tom"}])), "blocking.who"),
    (
        "an unknown thing in hand",
        lambda: shots(shot(1, 2, blocking=[{"who": "mara", "holds_end": ["gun"]}])),
        "blocking.holds_end",
    ),
    ("a beat left out", lambda: shots(shot(1)), "no shot films the beats 2"),
    ("a beat of another scene", lambda: shots(shot(1, 2, 3)), "3 are no beats of this scene"),
    ("a beginning that is an end", lambda: shots(shot(1, 2, transition_in="FADE OUT")), "fade_out"),
]


@pytest.mark.parametrize(("wrong", "told"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_faulty_shots_are_sent_back_and_mended(
    server: ChatServer, wrong: Callable[[], Any], told: str
) -> None:
    server.replies = [says(bible()), says(wrong()), says(OFFICE), says(STREET)]
    board = director().direct(SCRIPT)
    assert len(server.bodies) == 4
    assert told in json.dumps(server.bodies[2]["messages"][-1]["content"], ensure_ascii=False)
    assert [s.id for _, s in board.shots()] == ["1-010", "1-020", "2-010"]


PLANS: list[tuple[str, Callable[[], dict[str, Any]], str]] = [
    ("a scene too few", lambda: bible(scene(1, "office", "INT", "night")), "at must be [1, 2]"),
    (
        "an unknown place",
        lambda: bible(scene(1, "moon", "EXT", "night"), scene(2, "street", "EXT", "dawn")),
        "the location 'moon' is not in the bible",
    ),
    ("a speaker who lacks", lambda: bible(cast=[]), "MARA speaks in the script"),
    (
        "an id twice",
        lambda: bible(props=[{"id": "office", "name": "Office key"}]),
        "the id 'office' stands more than once",
    ),
]


@pytest.mark.parametrize(("wrong", "told"), [p[1:] for p in PLANS], ids=[p[0] for p in PLANS])
def test_a_faulty_bible_is_sent_back_and_mended(
    server: ChatServer, wrong: Callable[[], Any], told: str
) -> None:
    server.replies = [says(wrong()), says(bible()), says(OFFICE), says(STREET)]
    director().direct(SCRIPT)
    assert told in server.bodies[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("begins", "told"),
    [([2], "must begin at 1"), ([1, 9], "at must rise"), ([1, 1], "at must rise"), ([], "begin")],
)
def test_a_faulty_plan_of_prose_is_sent_back(
    server: ChatServer, begins: list[int], told: str
) -> None:
    wrong = bible(scenes=[scene(at, "office", "INT", "night") for at in begins])
    right = bible(scene(1, "office", "INT", "night", 1))
    server.replies = [says(wrong), says(right), says(shots(shot(1, 2, 3)))]
    assert len(director().direct(PROSE).scenes) == 1
    assert told in server.bodies[1]["messages"][-1]["content"]


def test_a_theme_without_scenes_is_sent_back(server: ChatServer) -> None:
    right = bible(scene(1, "office", "INT", "night", 1))
    server.replies = [says(bible(scenes=[])), says(right), says(shots(shot()))]
    assert len(director().direct(THEME).scenes) == 1


def test_a_model_that_never_learns_is_an_error_that_names_the_fault(server: ChatServer) -> None:
    server.replies = [says(bible()), says(shots(shot(1, 2, cast=["tom"])))]
    made = director()
    with pytest.raises(ServiceError, match="'tom' is not in the bible") as caught:
        made.direct(SCRIPT)
    assert "3 tries" in caught.value.message
    assert "more able model" in caught.value.remedy
    assert made.usage.requests == 4
    assert made.usage.read == 400


def test_the_lock_keeps_shots_and_words(server: ChatServer) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    board = director(script_lock=True, shots=40).direct(SCRIPT)
    assert "The script is locked" in server.asked(1)
    assert [s.source for _, s in board.shots()] == [
        "MARA, 30s, types at a computer.",
        "Hello? Isn’t somebody there?",
        "Mara walks away.",
    ]
    said = board.scenes[0].shots[1].dialogue[0].text
    assert said == "Hello? Isn’t somebody there?"  # the script's own quotation mark


def test_a_locked_line_may_be_cut_in_two(server: ChatServer) -> None:
    parted = [line("Hello?"), line("Isn't somebody there?")]
    server.replies = [says(bible()), says(shots(shot(1), shot(2, dialogue=parted))), says(STREET)]
    board = director(script_lock=True).direct(SCRIPT)
    assert [one.text for one in board.scenes[0].shots[1].dialogue] == [
        "Hello?",
        "Isn’t somebody there?",
    ]


BROKEN_LOCKS: list[tuple[str, list[dict[str, Any]], str]] = [
    ("a shot added", [shot(1), *OFFICE["shots"]], "exactly one shot for each beat"),
    ("a shot without a beat", [shot(), shot(1, 2)], "exactly one shot for each beat"),
    ("shots swapped", OFFICE["shots"][::-1], "exactly one shot for each beat"),
    ("a word changed", [shot(1), shot(2, dialogue=[line("Hello? Anybody?")])], "must be exactly"),
    ("a line left out", [shot(1), shot(2)], "must be exactly"),
    ("words invented", [shot(1, dialogue=[line("I am tired.")]), OFFICE["shots"][1]], "I am tired"),
]


@pytest.mark.parametrize(
    ("wrong", "told"), [b[1:] for b in BROKEN_LOCKS], ids=[b[0] for b in BROKEN_LOCKS]
)
def test_a_broken_lock_is_sent_back_then_an_error(
    server: ChatServer, wrong: list[dict[str, Any]], told: str
) -> None:
    server.replies = [says(bible()), says(shots(*wrong)), says(OFFICE), says(STREET)]
    board = director(script_lock=True).direct(SCRIPT)
    assert told in server.bodies[2]["messages"][-1]["content"]
    assert len(list(board.shots())) == 3

    server.replies = [says(bible()), says(shots(*wrong))]
    with pytest.raises(ServiceError, match="no usable answer"):
        director(script_lock=True).direct(SCRIPT)


def test_a_locked_line_stays_with_its_speaker(server: ChatServer) -> None:
    two = bible()
    two["cast"].append({"id": "jonas", "name": "Jonas", "kind": "man", "look": "bald"})
    stolen = shots(shot(1), shot(2, dialogue=[line("Hello? Isn't somebody there?", "jonas")]))
    server.replies = [says(two), says(stolen), says(OFFICE), says(STREET)]
    director(script_lock=True).direct(SCRIPT)
    assert "the script gives this line to 'mara'" in server.bodies[2]["messages"][-1]["content"]


def test_a_number_of_shots_is_shared_out_and_kept(server: ChatServer) -> None:
    three = shots(shot(1), shot(), shot(2))
    server.replies = [says(bible()), says(OFFICE), says(three), says(STREET)]
    board = director(shots=4).direct(SCRIPT)
    assert "about 4 shots" in server.asked(0)
    assert "there must be exactly 3, and there are 2" in server.bodies[2]["messages"][-1]["content"]
    assert [len(scene.shots) for scene in board.scenes] == [3, 1]


@pytest.mark.parametrize("seconds", [6.0, 12.0, 45.0])
def test_a_duration_is_met(server: ChatServer, seconds: float) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    board = director(duration=seconds).direct(SCRIPT)
    assert sum(s.frame_count for _, s in board.shots()) == pytest.approx(24 * seconds, abs=3)
    assert f"about {seconds:g} seconds" in server.asked(0)


def test_a_long_scene_is_written_in_batches(server: ChatServer) -> None:
    long = Screenplay(
        kind="screenplay",
        scenes=[
            ScriptScene(
                heading="INT. OFFICE - DAY",
                elements=[Element(kind="action", text=f"Mara does {n}.") for n in range(1, 41)],
            )
        ],
    )
    server.replies = [
        says(bible(scene(1, "office", "INT", "day", 2))),
        says(shots(shot(*range(1, 31)))),
        says(shots(shot(*range(31, 41)))),
    ]
    board = director().direct(long)
    assert [s.id for s in board.scenes[0].shots] == ["1-010", "1-020"]
    assert "Mara does 30." in server.asked(1)
    assert "Mara does 31." not in server.asked(1)
    assert "[31] Mara does 31." in server.asked(2)


def test_a_long_story_is_read_in_parts_with_the_bible_so_far(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openstage.director.llm.outline.PART", 60)
    first = bible(scene(1, "office", "INT", "night", 1))
    second = bible(scene(2, "street", "EXT", "dawn", 1), cast=[], props=[], title="Other")
    server.replies = [says(first), says(second), says(OFFICE), says(STREET)]
    board = director().direct(SCRIPT)
    assert "The bible so far" not in server.asked(0)
    assert "The bible so far" in server.asked(1)
    assert "Mara walks away" not in server.asked(0)
    assert [scene.heading.location for scene in board.scenes] == ["office", "street"]
    assert [character.id for character in board.cast] == ["mara"]


def test_a_locked_scene_without_words_has_no_shots(server: ChatServer) -> None:
    story = SCRIPT.model_copy(deep=True)
    story.scenes[1].elements = []
    server.replies = [says(bible()), says(OFFICE)]
    board = director(script_lock=True).direct(story)
    assert [len(scene.shots) for scene in board.scenes] == [2, 0]


def test_tokens_and_cost_are_counted(server: ChatServer) -> None:
    server.replies = [says(bible(), read=1000, written=500), says(OFFICE), says(STREET)]
    made = director(prices=Prices(read=1.0, written=10.0))
    made.direct(SCRIPT)
    assert (made.usage.requests, made.usage.read, made.usage.written) == (3, 1200, 540)
    assert made.usage.cost == pytest.approx(0.0066)


def test_prices_come_from_the_environment(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert director().usage.cost is None
    monkeypatch.setenv("OPENSTAGE_LLM_PRICE_IN", "0.5")
    assert director().estimate(SCRIPT).cost is not None
    monkeypatch.setenv("OPENSTAGE_LLM_PRICE_OUT", "two")
    with pytest.raises(UseError, match="prices"):
        director()


def test_a_long_run_is_shown_before_anything_is_sent(server: ChatServer) -> None:
    class StopError(Exception):
        pass

    shown: list[Estimate] = []

    def stop(estimate: Estimate) -> None:
        shown.append(estimate)
        raise StopError

    story = SCRIPT.model_copy(deep=True)
    story.scenes[0].elements *= 200
    with pytest.raises(StopError):
        director(confirm=stop, prices=Prices(1, 10)).direct(story)
    assert server.bodies == []
    assert shown[0].long
    assert shown[0].cost is not None
    assert "small-model" in str(shown[0])
    assert "$" in str(shown[0])


def test_a_short_run_is_not_asked_about(server: ChatServer) -> None:
    server.replies = [says(bible()), says(OFFICE), says(STREET)]
    director(confirm=lambda _: pytest.fail("asked")).direct(SCRIPT)


@pytest.mark.parametrize("story", [SCRIPT, PROSE, THEME])
def test_the_estimate_is_near_what_is_sent(server: ChatServer, story: Screenplay) -> None:
    plans = {"screenplay": bible(), "prose": bible(scene(1, "office", "INT", "night", 1))}
    plan = plans.get(story.kind, bible(scene(1, "office", "INT", "night", 1)))
    films = {"screenplay": OFFICE, "prose": shots(shot(1, 2, 3)), "theme": shots(shot())}
    server.replies = [says(plan), says(films[story.kind]), says(STREET)]
    made = director()
    made.direct(story)
    sent = sum(len(server.asked(i)) for i in range(len(server.bodies))) / 4
    estimate = made.estimate(story)
    assert estimate.requests == len(server.bodies)
    assert sent / 2 < estimate.read < sent * 2


def test_an_empty_story_is_refused_before_anything_is_sent(server: ChatServer) -> None:
    with pytest.raises(StoryError, match="empty"):
        director().direct(Screenplay(kind="prose", scenes=[ScriptScene()]))
    assert server.bodies == []
