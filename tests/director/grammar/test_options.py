"""Script lock, lengths, refusals, and stories that nobody would write."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openstage.director.grammar import GrammarDirector, read_story
from openstage.errors import StoryError
from openstage.script import read_text
from openstage.script.screenplay import Element, Screenplay, ScriptScene
from openstage.storyboard.document import Storyboard


def count(board: Storyboard) -> int:
    return sum(1 for _ in board.shots())


def seconds(board: Storyboard) -> float:
    return sum(shot.frame_count for _, shot in board.shots()) / float(board.fps)


def test_script_lock_films_every_paragraph_once(night_shift_script: Screenplay) -> None:
    board = GrammarDirector(script_lock=True).direct(night_shift_script)
    paragraphs = [
        " ".join(e.text.split()) for _, e in night_shift_script.elements() if e.kind != "transition"
    ]
    filmed = [" ".join(shot.source.split()) for _, shot in board.shots()]
    assert filmed == paragraphs
    assert [" ".join(shot.description.split()) for _, shot in board.shots()] == paragraphs


def test_script_lock_keeps_the_words_of_prose() -> None:
    text = "Ana opens the door. A cat sits on the step. “Come in,” she says. The cat looks away."
    board = GrammarDirector(script_lock=True).direct(read_text(text, name="x"))
    for _, shot in board.shots():
        assert shot.description == shot.source
        assert shot.source.strip("“”") in text
    joined = " ".join(shot.source for _, shot in board.shots())
    assert [c for c in joined if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize("shots", [5, 9, 14, 24, 32])
def test_a_number_of_shots_is_met(night_shift_script: Screenplay, shots: int) -> None:
    board = GrammarDirector(shots=shots).direct(night_shift_script)
    assert count(board) == shots
    assert board.scenes[0].shots[0].notes == ""
    said = [line.text for _, shot in board.shots() for line in shot.dialogue]
    assert len(said) == len(set(said)) == 5


@pytest.mark.parametrize(("shots", "word"), [(1, "fewest"), (500, "most")])
def test_the_nearest_number_is_stated(
    night_shift_script: Screenplay, shots: int, word: str
) -> None:
    board = GrammarDirector(shots=shots).direct(night_shift_script)
    assert f"{count(board)} is the {word}" in board.scenes[0].shots[0].notes


@pytest.mark.parametrize("duration", [40.0, 60.0, 90.0, 120.0])
def test_a_duration_is_met(night_shift_script: Screenplay, duration: float) -> None:
    board = GrammarDirector(duration=duration).direct(night_shift_script)
    assert seconds(board) == pytest.approx(duration, rel=0.06)


def test_the_nearest_duration_is_stated(night_shift_script: Screenplay) -> None:
    board = GrammarDirector(duration=3).direct(night_shift_script)
    assert "is the nearest" in board.scenes[0].shots[0].notes


def test_the_picture_is_as_asked(night_shift_script: Screenplay) -> None:
    rate = Fraction(24000, 1001)
    board = GrammarDirector(width=640, height=360, fps=rate, seed=7).direct(night_shift_script)
    assert (board.width, board.height, board.fps, board.seed) == (640, 360, rate, 7)


def test_another_language_points_to_the_llm() -> None:
    text = (
        "Die alte Frau geht langsam durch den Wald und sucht ihren Hund, aber sie findet ihn nicht."
    )
    with pytest.raises(StoryError) as error:
        GrammarDirector().direct(read_text(text, name="x"))
    assert "llm" in error.value.remedy


def test_a_story_without_a_sentence_is_refused() -> None:
    scene = ScriptScene(elements=[Element(kind="transition", text="CUT TO:")])
    with pytest.raises(StoryError):
        GrammarDirector().direct(Screenplay(kind="screenplay", scenes=[scene]))


def test_a_feature_is_read_with_the_same_care() -> None:
    scene = (
        "INT. ROOM {n} - DAY\n\nANNA, 30s, opens the door. She sees BEN. He waves.\n\nBEN\nHi.\n\n"
    )
    text = "".join(scene.format(n=n) for n in range(150))
    board = GrammarDirector().direct(read_text(text, name="x.fountain"))
    assert len(board.scenes) == 150
    assert {character.id for character in board.cast} == {"anna", "ben"}


def test_mentions_point_at_their_words() -> None:
    screenplay = read_text("Old Tom feeds his dog. It barks. He laughs and pets it.", name="x")
    texts = {
        (s, e): element.text
        for s, scene in enumerate(screenplay.scenes)
        for e, element in enumerate(scene.elements)
    }
    reading = read_story(screenplay)
    for mention in reading.mentions:
        span = mention.span
        assert (
            texts[span.scene, span.element][span.start : span.end].split() == mention.text.split()
        )
    assert [m.who for m in reading.mentions if m.kind == "pronoun"] == [
        ("tom",), ("dog",), ("tom",), ("dog",),
    ]  # fmt: skip


VOCABULARY = """Mara Jonas she he they it the a two old man dog girl walks sits looks at up her
his hand letter kitchen in into on and , . ! “ ” " 's INT. EXT. NIGHT - MARA ( ) CUT TO: é 😀 opens
gives “Hello,” says to with red hair who was not first second"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n", "\n"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))
KINDS = st.sampled_from(["action", "dialogue", "transition", "note", "centered", "section"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(st.tuples(KINDS, TEXTS, TEXTS), max_size=6),
    kind=st.sampled_from(["screenplay", "prose", "theme"]),
    heading=st.sampled_from(["", "INT. HOUSE - NIGHT", "EXT. SEA"]),
    place=TEXTS,
    lock=st.booleans(),
    shots=st.one_of(st.none(), st.integers(1, 20)),
    duration=st.one_of(st.none(), st.floats(0.5, 100)),
)
def test_any_text_gives_a_storyboard_or_a_story_error(
    parts: list[tuple[str, str, str]], kind: str, heading: str, place: str,
    lock: bool, shots: int | None, duration: float | None,
) -> None:  # fmt: skip
    elements = [
        Element.model_validate({"kind": kind, "text": text, "character": name[:30]})
        for kind, text, name in parts
    ]
    scene = ScriptScene(heading=heading, place=place if heading else "", elements=elements)
    screenplay = Screenplay.model_validate({"kind": kind, "scenes": [scene]})
    try:
        board = GrammarDirector(shots=shots, duration=duration, script_lock=lock).direct(screenplay)
    except StoryError:
        return
    again = Storyboard.model_validate_json(board.to_json())
    ids = {character.id for character in again.cast}
    props = {prop.id for prop in again.props}
    for scene_, shot in again.shots():
        assert again.location(scene_.heading.location) is not None
        assert set(shot.cast) <= ids
        assert {line.who for line in shot.dialogue} <= ids
        assert {b.who for b in shot.blocking} <= ids | props
        assert shot.subject in ids | props | {""}
        assert shot.viewer in ids | {""}
        assert set(shot.props) <= props
