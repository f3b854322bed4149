"""The labels of a frame are what a person would say of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openstage.evaluation.backdrop import EDGE, Backdrop, backdrop_of
from openstage.evaluation.camera import TILTED, UPRIGHT, seen_from
from openstage.evaluation.frame_bank import flip
from openstage.evaluation.truth import (
    ATTRIBUTES,
    DETAIL,
    LEAST_OF_A_PART,
    PALETTES,
    UNJUDGED,
    Labels,
    codes_of,
    judged,
    labels_of,
    named,
    places_of,
)
from openstage.storyboard.context import ShotContext, WorldState
from openstage.storyboard.document import (
    Blocking,
    Character,
    Heading,
    Location,
    Scene,
    Shot,
    Storyboard,
)
from openstage.storyboard.vocabulary import Angle, Framing, Movement, ShotSize, TimeOfDay
from openstage.world import stage
from openstage.world.drawing import draw
from openstage.world.figures.wardrobe import dress
from openstage.world.seen import Region, Seen, regions
from openstage.world.staging import Staging, Wardrobe
from tests.evaluation.board import labels

SIZE = (288, 160)
NAMES = list(ATTRIBUTES)


def truth(
    size: ShotSize,
    t: float = 0.0,
    movement: Movement = Movement.STATIC,
    angle: Angle = Angle.EYE_LEVEL,
) -> Labels:
    """Of Mara in red and blue, alone in an office at night."""
    return labeled(of_mara(size, movement, angle), t)


def of_mara(
    size: ShotSize, movement: Movement = Movement.STATIC, angle: Angle = Angle.EYE_LEVEL
) -> Shot:
    return Shot(
        id="1", number=10, size=size, movement=movement, framing=Framing.SINGLE, angle=angle,
        cast=["mara"], subject="mara", blocking=[Blocking(who="mara", start="stands")],
    )  # fmt: skip


def labeled(one: Shot, t: float = 0.0) -> Labels:
    staging = staged(one)
    found = regions(staging, t, *SIZE)
    backdrop = backdrop_of(staging, t, draw(staging, t, *SIZE), found)
    return labels_of(one, staging, t, found, backdrop)


def staged(
    one: Shot, place: str = "Office", time: TimeOfDay = TimeOfDay.NIGHT, interior: str = "INT"
) -> Staging:
    """Mara is in the bible, and in the shot where it says so."""
    look = "short black hair, a red sweater and blue trousers"
    heading = Heading(location="place", time=time, interior=interior)
    board = Storyboard(
        title="A test",
        cast=[
            Character(id="mara", name="Mara", kind="woman", look=look),
            Character(id="ben", name="Ben", kind="man", look=look),
        ],
        locations=[Location(id="place", name=place)],
        scenes=[Scene(number="1", heading=heading, shots=[one])],
    )
    return stage(ShotContext(board, board.scenes[0], one, WorldState()))


def test_a_medium_close_up_shows_the_top_and_no_trousers() -> None:
    found = truth(ShotSize.MEDIUM_CLOSE_UP)
    (mara,) = found.slots
    assert (mara.hair, mara.top, mara.bottom) == ("black", "red", None)
    assert (found.set, found.time, found.people) == ("office", "night", "1")
    assert (found.size, found.angle) == ("medium close-up", "eye level")


def test_a_wide_shot_shows_the_trousers_too() -> None:
    (mara,) = truth(ShotSize.WIDE).slots
    assert (mara.top, mara.bottom) == ("red", "blue")


def test_a_size_is_judged_where_the_camera_has_it() -> None:
    assert truth(ShotSize.MEDIUM, 1.0).size == "medium"
    assert truth(ShotSize.MEDIUM, 0.0, Movement.DOLLY_IN).size == "medium"
    assert truth(ShotSize.MEDIUM, 1.0, Movement.DOLLY_IN).size is None
    assert truth(ShotSize.MEDIUM, 1.0, Movement.DOLLY_IN).angle == "eye level"
    assert truth(ShotSize.MEDIUM, 0.0, Movement.TILT_UP).size is None


@pytest.mark.parametrize("angle", list(Angle))
def test_an_angle_is_judged_where_the_camera_has_it(angle: Angle) -> None:
    assert truth(ShotSize.MEDIUM_WIDE, angle=angle).angle == angle.value


def test_an_angle_that_the_world_could_not_take_is_not_judged() -> None:
    """Under a ceiling no camera is in the air, and one that has rolled is no longer upright."""
    above = labeled(Shot(id="1", number=10, size=ShotSize.WIDE, angle=Angle.AERIAL,
                         framing=Framing.ESTABLISHING))  # fmt: skip
    assert above.angle is None
    assert above.size == "wide"
    rolling = [truth(ShotSize.MEDIUM, t, Movement.ROLL).angle for t in (0.0, 1.0)]
    assert rolling == ["eye level", None]


@pytest.mark.parametrize(
    ("movement", "told"),
    [(Movement.STATIC, None), (Movement.TRACKING, "medium wide")],
)
def test_who_walks_leaves_the_size_behind(movement: Movement, told: str | None) -> None:
    """But for a camera that goes along."""
    walking = [Blocking(who="mara", start="walks", end="walks", place="desk", place_end="door")]
    one = of_mara(ShotSize.MEDIUM_WIDE, movement).model_copy(update={"blocking": walking})
    assert any(role.gait for role in staged(one).roles)
    assert labeled(one, 1.0).size == told


@pytest.mark.parametrize(
    ("roll", "angle"),
    [(UPRIGHT - 1, Angle.EYE_LEVEL), (UPRIGHT + 1, None), (TILTED + 1, Angle.DUTCH)],
)
def test_a_horizon_is_level_or_tilted_or_neither(roll: float, angle: Angle | None) -> None:
    level = staged(of_mara(ShotSize.MEDIUM))
    start = replace(level.camera.start, roll=roll)
    rolled = replace(level, camera=replace(level.camera, start=start, end=start))
    assert seen_from(rolled, 0.0) is angle


def test_over_a_shoulder_the_size_is_that_of_the_subject() -> None:
    one = of_mara(ShotSize.MEDIUM).model_copy(
        update={"framing": Framing.OVER_THE_SHOULDER, "cast": ["mara", "ben"], "viewer": "ben"}
    )
    staging = staged(one)
    found = regions(staging, 0.0, *SIZE)
    assert {region.id for region in found} == {"mara", "ben"}
    backdrop = backdrop_of(staging, 0.0, draw(staging, 0.0, *SIZE), found)
    by = {
        who: labels_of(one.model_copy(update={"subject": who}), staging, 0.0, found, backdrop).size
        for who in ("mara", "ben")
    }
    assert by == {"mara": None, "ben": "medium"}, "Mara is farther away than in a medium shot"


@pytest.mark.parametrize("framing", [Framing.POINT_OF_VIEW, Framing.INSERT])
def test_things_and_what_somebody_sees_have_no_size(framing: Framing) -> None:
    one = of_mara(ShotSize.MEDIUM)
    other = one.model_copy(update={"framing": framing})
    staging = staged(one)
    found = regions(staging, 0.0, *SIZE)
    backdrop = backdrop_of(staging, 0.0, draw(staging, 0.0, *SIZE), found)
    told = [labels_of(shot, staging, 0.0, found, backdrop).size for shot in (one, other)]
    assert told == ["medium", None]


def test_a_color_is_judged_from_some_pixels_on() -> None:
    red = Wardrobe(top_color=PALETTES["top"]["red"])
    few, enough = (
        of_people(replace(figure("a", 0.5, wardrobe=red), top=pixels)).slots[0].top
        for pixels in (LEAST_OF_A_PART - 1, LEAST_OF_A_PART)
    )
    assert (few, enough) == (None, "red")


def of_people(*people: Seen, detail: float = 0.1, hour: bool = True) -> Labels:
    """People in a frame of 100 x 100, in a medium shot of Mara."""
    one = Shot(id="1", number=10, framing=Framing.SINGLE, cast=["mara"], subject="mara")
    return judged(one, staged(one), 0.0, people, Backdrop(100 * 100, detail, hour))


def test_a_size_that_the_world_could_not_take_is_not_judged() -> None:
    assert of_people(figure("mara", 0.5, body=2000)).size == "medium"
    assert of_people(figure("mara", 0.5, body=100)).size is None
    assert of_people(figure("mara", 0.5, body=100)).angle == "eye level"


@pytest.mark.parametrize("size", list(ShotSize))
def test_a_size_is_that_of_a_person_in_the_frame(size: ShotSize) -> None:
    """Asked for one size and taken by the camera of another, a frame tells neither."""
    assert truth(size).size == size.value
    for other in set(ShotSize) - {size}:
        taken = staged(of_mara(other))
        found = regions(taken, 0.0, *SIZE)
        backdrop = backdrop_of(taken, 0.0, draw(taken, 0.0, *SIZE), found)
        assert labels_of(of_mara(size), taken, 0.0, found, backdrop).size is None, other


def test_a_camera_that_has_stepped_back_has_no_size() -> None:
    close = of_mara(ShotSize.CLOSE_UP)
    assert truth(ShotSize.CLOSE_UP).size == "close-up"
    back = staged(close)
    start = replace(back.camera.start, lens_mm=back.camera.start.lens_mm / 2)
    back = replace(back, camera=replace(back.camera, start=start, end=start))
    found = regions(back, 0.0, *SIZE)
    backdrop = backdrop_of(back, 0.0, draw(back, 0.0, *SIZE), found)
    assert labels_of(close, back, 0.0, found, backdrop).size is None


def test_animals_have_no_size() -> None:
    """They are of all sizes themselves."""
    dog = figure("mara", 0.5, body=2000, wardrobe=Wardrobe(kind="dog"))
    assert of_people(dog).size is None
    assert of_people(dog).angle == "eye level"


def figure(id: str, x: float, body: int = 900, wardrobe: Wardrobe | None = None) -> Seen:
    return Seen(id, wardrobe or Wardrobe(), hair=50, top=200, bottom=100, body=body, x=x)


def test_who_is_hardly_seen_makes_the_count_unsure() -> None:
    assert of_people(figure("a", 0.3), figure("b", 0.7)).people == "2"
    unsure = of_people(figure("a", 0.3), figure("b", 0.7, body=15))
    assert unsure.people is None
    assert [worn.id for worn in unsure.slots] == ["a"]
    assert unsure.glimpsed == {"a", "b"}
    assert of_people(figure("a", 0.3), figure("b", 0.7)).slots[0].hair == "brown"
    assert unsure.slots[0].hair is None
    assert of_people(figure("a", 0.3), figure("b", 0.7, body=3)).people == "1"


def test_animals_are_no_people() -> None:
    dog = figure("dog", 0.7, wardrobe=Wardrobe(kind="dog"))
    assert of_people(figure("a", 0.3), dog).people == "1"


def test_people_in_no_order_have_no_colors() -> None:
    red = Wardrobe(top_color=PALETTES["top"]["red"])
    apart = of_people(figure("a", 0.3, wardrobe=red), figure("b", 0.5))
    together = of_people(figure("a", 0.3, wardrobe=red), figure("b", 0.31))
    assert apart.slots[0].top == "red"
    assert together.slots[0].top is None
    assert together.people == "2"


def test_a_frame_full_of_people_tells_nothing_of_the_place() -> None:
    full = of_people(figure("a", 0.5, body=9000))
    assert full.set is None
    assert full.time is None


def test_a_blank_wall_tells_nothing_of_place_and_camera() -> None:
    ana = figure("mara", 0.5, body=2000)
    blank = of_people(ana, detail=0.9 * DETAIL)
    assert (blank.set, blank.time, blank.size, blank.angle) == (None,) * 4
    assert blank.people == "1"
    little = of_people(ana, detail=DETAIL)
    assert (little.set, little.size, little.angle) == ("office", "medium", "eye level")
    indoors = of_people(ana, hour=False)
    assert (indoors.set, indoors.time) == ("office", None)


def test_detail_is_what_differs_in_the_place() -> None:
    staging = staged(Shot(id="1", number=10))
    frame = np.zeros((10, 20, 3), np.uint8)
    assert backdrop_of(staging, 0.0, frame, []).detail == 0
    frame[:, 10:] = EDGE + 1
    assert backdrop_of(staging, 0.0, frame, []).detail == pytest.approx(10 / 400)
    somebody = Region("a", Wardrobe(), np.arange(20)[None].repeat(10, 0) >= 10, {})
    assert backdrop_of(staging, 0.0, frame, [somebody]).detail == 0
    frame[:, 10:] = EDGE
    assert backdrop_of(staging, 0.0, frame, []).detail == 0


@pytest.mark.parametrize("time", [TimeOfDay.MORNING, TimeOfDay.DAY])
def test_mornings_and_days_are_told_where_they_look_otherwise(time: TimeOfDay) -> None:
    def tells(place: str, interior: str, angle: Angle) -> bool:
        one = Shot(id="1", number=10, framing=Framing.ESTABLISHING, angle=angle)
        staging = staged(one, place, time, interior)
        return backdrop_of(staging, 0.0, draw(staging, 0.0, *SIZE), []).tells_the_hour

    assert tells("Harbour", "EXT", Angle.EYE_LEVEL)
    assert not tells("Corridor", "INT", Angle.EYE_LEVEL)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ("red hair, green shirt, white trousers", ("red", "green", "white")),
        ("auburn hair, navy coat, black skirt", (None, None, "black")),
        ("bald, orange sweater, brown trousers", (None, "orange", "brown")),
        ("grey hair, dark green dress", ("gray", None, None)),
    ],
)
def test_colors_have_the_nearest_name_or_none(look: str, expected: tuple[str | None, ...]) -> None:
    worn, _ = dress("woman", look, "Mara")
    found = tuple(named(part, worn) for part in PALETTES)
    assert found[:2] == expected[:2]
    if expected[2]:
        assert found[2] == expected[2]


def test_the_names_of_a_palette_are_apart() -> None:
    for part, palette in PALETTES.items():
        for name, color in palette.items():
            field = {"hair": "hair", "top": "top_color", "bottom": "bottom_color"}[part]
            assert named(part, Wardrobe(**{field: color})) == name


def test_labels_become_numbers() -> None:
    codes = codes_of(labels("ana", "eva"))
    assert ATTRIBUTES["set"][codes[NAMES.index("set")]] == "office"
    assert ATTRIBUTES["top 2"][codes[NAMES.index("top 2")]] == "white"
    assert codes[NAMES.index("bottom 2")] == codes[NAMES.index("hair 3")] == UNJUDGED
    assert places_of(labels("ana", "eva")).tolist() == pytest.approx([1 / 3, 2 / 3, -1])


def test_a_turned_frame_has_turned_slots() -> None:
    one, other = labels("ana", "ben"), labels("ben", "ana")
    turned = flip(codes_of(one), places_of(one))
    assert turned is not None
    assert np.array_equal(turned[0], codes_of(other))
    assert np.allclose(turned[1], places_of(other))
    crowd = labels("ana", "ben", "eva", people="3+")
    assert flip(codes_of(crowd), places_of(crowd)) is None
