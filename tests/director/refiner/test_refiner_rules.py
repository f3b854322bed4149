"""The refiner by rules, by sentences that a person can read and judge."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstage.director.refiner import refine_by_rules
from openstage.director.refiner import words as say
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import (
    Blocking,
    Character,
    Heading,
    Line,
    Location,
    Prop,
    Scene,
    Shot,
    Storyboard,
)
from openstage.storyboard.vocabulary import (
    Angle,
    Emotion,
    Framing,
    Movement,
    ScreenPosition,
    ShotSize,
    TimeOfDay,
    Weather,
)

INSIDE = Heading(location="office", interior="INT", time=TimeOfDay.NIGHT)
OUTSIDE = Heading(location="street", interior="EXT", time=TimeOfDay.DAWN, weather=Weather.WET)


def context(heading: Heading = INSIDE, style: str = "ink and wash", **shot: Any) -> ShotContext:
    made = Shot(id="1-010", number=10, **shot)
    scene = Scene(number="1", heading=heading, synopsis="A night at work.", shots=[made])
    board = Storyboard(
        title="Night Shift",
        style=style,
        cast=[
            Character(id="mara", name="Mara", kind="woman", look="30s, short red hair, gray suit"),
            Character(id="jonas", name="Jonas", kind="man", look="60s, bald, brown coat"),
            Character(id="dog", name="Dog", kind="dog", look="small, white"),
        ],
        locations=[
            Location(id="office", name="Office", look="dark, open-plan, one desk lamp lit"),
            Location(id="street", name="Village Street", look="wet cobbles"),
        ],
        props=[Prop(id="letter", name="letter", look="cream"), Prop(id="cup", name="Coffee Cup")],
        scenes=[scene],
    )
    return ShotContext(board, scene, made)


def mara(**blocking: Any) -> Blocking:
    return Blocking(who="mara", **{"start": "sits, types", "place": "desk", **blocking})


def refined(*blocking: Blocking, heading: Heading = INSIDE, **shot: Any) -> str:
    return refine_by_rules(
        context(heading, cast=[one.who for one in blocking], blocking=list(blocking), **shot)
    )


def test_a_shot_is_told_whole() -> None:
    text = refined(
        mara(
            end="stands, looks up",
            place_end="door",
            position=ScreenPosition.LEFT,
            position_end=ScreenPosition.RIGHT,
            eyeline="down",
            eyeline_end="door",
            emotion_end=Emotion.AFRAID,
            holds=["cup"],
            holds_end=["letter"],
        ),
        size=ShotSize.MEDIUM_WIDE,
        angle=Angle.LOW,
        movement=Movement.DOLLY_IN,
        lens_mm=24,
        frame_count=120,
        dialogue=[Line(who="mara", text="Hello?")],
    )
    assert text == (
        "A medium wide shot of Mara, from a low angle, on a wide 24 mm lens, in the office at "
        "night. Mara, a woman (30s, short red hair, gray suit), sits and types at the desk on the "
        "left of the frame, looking down, holding the coffee cup. Then Mara stands, looks up, "
        "moves to the door, crosses to the right of the frame, grows afraid, now holds the letter "
        "(cream), no longer holds the coffee cup and speaks. The camera slowly pushes in toward "
        "Mara. It is dark, lit by lamps or the moon alone. The style is ink and wash."
    )


def test_what_stays_is_not_told_as_a_change() -> None:
    text = refined(
        mara(
            end="sits, types",
            place_end="desk",
            position=ScreenPosition.LEFT,
            position_end=ScreenPosition.LEFT,
            eyeline="down",
            eyeline_end="down",
            emotion_end=Emotion.NEUTRAL,
            holds=["cup"],
            holds_end=["cup"],
        )
    )
    assert "Then" not in text
    assert "now holds" not in text
    assert "calm" not in text


def test_only_what_is_new_at_the_end_is_told() -> None:
    assert "Then Mara looks up." in refined(mara(end="sits, looks up"))


def test_those_who_do_the_same_are_told_together() -> None:
    text = refined(
        mara(start="walks", place="", place_end="far end"),
        Blocking(who="jonas", start="walks", place_end="far end"),
        Blocking(who="dog", start="walks", place_end="mara"),
        heading=OUTSIDE,
        subject="mara",
        framing=Framing.THREE_SHOT,
        movement=Movement.BOOM_UP,
    )
    assert "of Mara, Jonas and the dog, at eye level, on a 35 mm lens, on the village" in text
    assert "Then Mara moves to the far end, and so does Jonas." in text
    assert "Meanwhile the dog comes up to Mara." in text
    assert "The camera rises." in text
    assert "dawn is pink and blue, after the rain, on shining wet ground." in text


@pytest.mark.parametrize(
    ("position", "end", "told"),
    [
        (ScreenPosition.LEFT, ScreenPosition.OFF_LEFT, "leaves the frame on the left"),
        (ScreenPosition.OFF_RIGHT, ScreenPosition.CENTER, "enters the frame from the right"),
        (ScreenPosition.RIGHT, ScreenPosition.CENTER, "comes to the middle of the frame"),
    ],
)
def test_coming_and_going(position: ScreenPosition, end: ScreenPosition, told: str) -> None:
    assert told in refined(mara(position=position, position_end=end))


def test_who_stays_outside_the_frame_is_not_told() -> None:
    unseen = Blocking(who="jonas", start="waits", position=ScreenPosition.OFF_LEFT)
    assert "Jonas" not in refined(mara(), unseen)


def test_an_off_screen_voice_moves_no_mouth() -> None:
    line = Line(who="mara", text="There you are!", off_screen=True)
    assert "speaks" not in refined(mara(), dialogue=[line])


@pytest.mark.parametrize(
    ("shot", "told"),
    [
        (
            {"framing": Framing.OVER_THE_SHOULDER, "viewer": "jonas"},
            "of Mara past the shoulder of Jonas",
        ),
        ({"framing": Framing.POINT_OF_VIEW, "viewer": "jonas"}, "through the eyes of Jonas"),
        ({"framing": Framing.INSERT, "detail": "hands"}, "of the hands of Mara"),
        ({"framing": Framing.ESTABLISHING}, "that establishes the office"),
        ({"size": ShotSize.EXTREME_CLOSE_UP}, "An extreme close-up of Mara"),
        ({"lens_mm": 85}, "a long 85 mm lens"),
        ({"movement": Movement.TRACKING, "frame_count": 240}, "The camera goes along with Mara"),
        ({"movement": Movement.DOLLY_ZOOM}, "stretches away behind Mara"),
    ],
)
def test_the_camera_is_told(shot: dict[str, Any], told: str) -> None:
    assert told in refined(mara(), **shot)


def test_rain_is_seen_from_inside_at_the_windows() -> None:
    rain = Heading(location="office", time=TimeOfDay.DUSK, weather=Weather.RAIN)
    assert "with rain at the windows" in refined(mara(), heading=rain)
    cloud = Heading(location="office", time=TimeOfDay.DUSK, weather=Weather.CLOUDY)
    assert "covered" not in refined(mara(), heading=cloud)


def test_without_a_staging_the_directors_sentences_tell() -> None:
    text = refine_by_rules(
        context(
            subject="dog",
            cast=["dog"],
            action_start="A white dog sits in the elevator",
            action_end="It cocks its head",
            style="",
        )
    )
    assert "A white dog sits in the elevator. It cocks its head." in text
    assert "style" not in text
    assert 60 <= len(text.split()) <= 120


def test_an_empty_place_is_filled_with_what_is_known() -> None:
    text = refine_by_rules(context(framing=Framing.ESTABLISHING, description="An empty office."))
    assert "An empty office." in text
    assert "The place is the office: dark, open-plan, one desk lamp lit." in text


def test_a_crowd_still_fits_and_the_subject_goes_last() -> None:
    full = context()
    crowd = [
        Character(id=f"p{n}", name=f"Person{n}", look="a long brown coat, a felt hat, boots")
        for n in range(20)
    ]
    board = full.storyboard.model_copy(update={"cast": [*full.storyboard.cast, *crowd]})
    shot = full.shot.model_copy(
        update={
            "cast": [one.id for one in crowd],
            "subject": "p7",
            "blocking": [
                Blocking(who=one.id, start=f"waves, counts {n}", end=f"runs, shouts {n}")
                for n, one in enumerate(crowd)
            ],
        }
    )
    text = refine_by_rules(ShotContext(board, full.scene, shot))
    assert len(text.split()) <= 120
    assert "Person7 runs and shouts 7." in text
    assert "The camera holds still." in text


def test_every_term_has_words() -> None:
    tables: list[tuple[dict[Any, str], Any]] = [
        (say.ANGLE, Angle),
        (say.FRAMING, Framing),
        (say.CAMERA, Movement),
        (say.HOUR, TimeOfDay),
        (say.LIGHT, TimeOfDay),
        (say.SKY, Weather),
        (say.POSITION, ScreenPosition),
        (say.MOOD, Emotion),
    ]
    for table, terms in tables:
        assert set(table) == set(terms)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Office", "the office"),
        ("OFFICE", "the office"),
        ("desk_lamp", "the desk lamp"),
        ("The Old Pier", "the Old Pier"),
        ("Mara's flat", "Mara's flat"),
        ("Xanthippe", "Xanthippe"),
        ("her hands", "her hands"),
        ("", ""),
    ],
)
def test_names_of_things_get_an_article(name: str, told: str) -> None:
    assert say.definite(name) == told


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        ("sits, types", ["sits", "types"]),
        ("asleep", ["is asleep"]),
        ("running, waves", ["is running", "waves"]),
        ("pets dog,", ["pets dog"]),
        ("", []),
    ],
)
def test_doings_become_predicates(doing: str, told: list[str]) -> None:
    assert say.predicates(doing) == told


DOINGS = st.sampled_from(["", "sits, types", "walks", "asleep", "looks up", " ", ","])
PLACES = st.sampled_from(["", "desk", "mara", "on the sofa", "corner", "left", " ", ","])
IDS = st.sampled_from(["mara", "jonas", "dog", "letter", "nobody"])


@st.composite
def contexts(draw: st.DrawFn) -> ShotContext:
    def one_of(kind: Any) -> Any:
        return draw(st.sampled_from(list(kind)))

    def blocking() -> Blocking:
        return Blocking(
            who=draw(IDS),
            start=draw(DOINGS),
            end=draw(DOINGS),
            place=draw(PLACES),
            place_end=draw(PLACES),
            position=draw(st.none() | st.sampled_from(list(ScreenPosition))),
            position_end=draw(st.none() | st.sampled_from(list(ScreenPosition))),
            eyeline=draw(PLACES),
            eyeline_end=draw(PLACES),
            emotion=one_of(Emotion),
            emotion_end=draw(st.none() | st.sampled_from(list(Emotion))),
            holds=draw(st.lists(IDS, max_size=2, unique=True)),
            holds_end=draw(st.none() | st.lists(IDS, max_size=2, unique=True)),
        )

    return context(
        Heading(location="office", time=one_of(TimeOfDay), weather=one_of(Weather)),
        size=one_of(ShotSize),
        angle=one_of(Angle),
        framing=one_of(Framing),
        movement=one_of(Movement),
        subject=draw(PLACES),
        viewer=draw(st.sampled_from(["", "jonas"])),
        detail=draw(st.sampled_from(["", "eyes"])),
        description="Somebody is at work in the office, late in the night.",
        cast=draw(st.lists(IDS, max_size=4, unique=True)),
        blocking=[blocking() for _ in range(draw(st.integers(0, 4)))],
    )


@given(contexts())
def test_any_shot_gives_60_to_120_words_of_clean_sentences(given: ShotContext) -> None:
    text = refine_by_rules(given)
    assert 60 <= len(text.split()) <= 120
    assert text == refine_by_rules(given)
    assert not re.search(r"  |,,| ,| \.|\.\.|None|\{|_", text)
    for sentence in text.split(". "):
        assert sentence[0].isupper()
    assert text.endswith(".")
