"""What every director, artist and cinematographer promises, whoever made them.

The crew is read from the entry points, so a newcomer is held to the same tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.step2.release.conftest import tiny_weights

from openstage import crew
from openstage.script.screenplay import Element, Screenplay, ScriptScene
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import (
    Blocking,
    Character,
    Heading,
    Location,
    Scene,
    Shot,
    Storyboard,
)

Hire = Callable[[], crew.Artist]

DIRECTORS = [name for name in crew.names("director") if name != "llm"]
"""The llm director needs a server, and is tested with one in its own room."""
ARTISTS = crew.names("artist")
CINEMATOGRAPHERS = crew.names("cinematographer")
SIZE = (128, 72)
COUNTS = (1, 2, 5)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_weights(tmp_path_factory.mktemp("step2"))


@pytest.fixture
def artist(name: str, request: pytest.FixtureRequest) -> Callable[[], crew.Artist]:
    """Hires the artist anew."""
    options = {"weights": request.getfixturevalue("weights")} if name == "step2" else {}
    return crew.Hiring(name, options).hire


def tiny_screenplay() -> Screenplay:
    return Screenplay(
        title="A knock",
        kind="screenplay",
        scenes=[
            ScriptScene(
                heading="INT. OFFICE - NIGHT",
                interior="INT",
                place="OFFICE",
                time="NIGHT",
                line=1,
                elements=[
                    Element(kind="action", text="MARA sits at the desk. She looks up.", line=3),
                    Element(kind="dialogue", text="Who is there?", character="MARA", line=5),
                ],
            )
        ],
    )


def tiny_context(frame_count: int = 5) -> ShotContext:
    shot = Shot(
        id="1-010",
        number=10,
        frame_count=frame_count,
        description="Mara sits at the desk and looks up.",
        subject="mara",
        cast=["mara"],
        blocking=[
            Blocking(who="mara", start="stands", end="walks", place="desk", place_end="door")
        ],
    )
    scene = Scene(number="1", heading=Heading(location="office"), shots=[shot])
    storyboard = Storyboard(
        title="A knock",
        fps=Fraction(24),
        width=SIZE[0],
        height=SIZE[1],
        cast=[Character(id="mara", name="Mara", look="short red hair, gray suit", kind="woman")],
        locations=[Location(id="office", name="office", look="a desk, a window, a door")],
        scenes=[scene],
    )
    return ShotContext(storyboard, scene, shot)


def memories() -> list[crew.MemoryFrame]:
    """The end frames of two earlier shots."""
    pictures = [np.full((SIZE[1], SIZE[0], 3), level, np.uint8) for level in (40, 220)]
    return [
        crew.MemoryFrame(f"0-0{n}0", "end", f"{n}" * 64, lambda picture=picture: picture)
        for n, picture in enumerate(pictures)
    ]


def as_key(data: Any) -> str:
    """Fails where `data` is not plain JSON data."""
    text = json.dumps(data, sort_keys=True, allow_nan=False)
    assert json.dumps(json.loads(text), sort_keys=True) == text
    return text


def are_sentences(notes: tuple[str, ...]) -> bool:
    return isinstance(notes, tuple) and all(
        len(note.split()) > 2 and note[0].isupper() and note[-1] in ".!?" for note in notes
    )


def a_pair(cinematographer: str, frame_count: int = 5) -> crew.FramePair:
    """A pair that this cinematographer can shoot: drawn by the artist of its name, or any."""
    if cinematographer in ARTISTS:
        pair: crew.FramePair = crew.find("artist", cinematographer).draw(
            tiny_context(frame_count), ()
        )
        return pair
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0] + 8]
    tiles = np.stack([(x // 9 * 40) % 200, (y // 7 * 30) % 200, (x * y) // 40 % 200], axis=-1)
    picture = tiles.astype(np.uint8)
    return crew.FramePair(picture[:, :-8].copy(), picture[:, 8:].copy())


@pytest.mark.parametrize("name", DIRECTORS)
class TestDirector:
    def test_keeps_the_protocol(self, name: str) -> None:
        director = crew.find("director", name)
        assert isinstance(director, crew.Director)
        assert director.name == name

    def test_makes_a_valid_storyboard(self, name: str) -> None:
        storyboard = crew.find("director", name).direct(tiny_screenplay())
        assert Storyboard.model_validate_json(storyboard.to_json()) == storyboard
        assert [shot for _, shot in storyboard.shots()], "a story has at least one shot"
        known = {entity.id for entity in storyboard.entities()}
        for scene, shot in storyboard.shots():
            assert scene.heading.location in known
            assert {*shot.cast, *shot.props} <= known

    def test_is_deterministic(self, name: str) -> None:
        one, other = (
            crew.find("director", name).direct(tiny_screenplay()).to_json() for _ in range(2)
        )
        assert one == other

    def test_leaves_the_screenplay_as_it_is(self, name: str) -> None:
        screenplay = tiny_screenplay()
        crew.find("director", name).direct(screenplay)
        assert screenplay == tiny_screenplay()


@pytest.mark.parametrize("name", ARTISTS)
class TestArtist:
    def test_keeps_the_protocol(self, name: str, artist: Hire) -> None:
        person = artist()
        assert isinstance(person, crew.Artist)
        assert person.name == name
        assert isinstance(person.remembers, bool)
        assert isinstance(person.model, str)

    def test_draws_in_the_size_of_the_storyboard(self, artist: Hire) -> None:
        pair = artist().draw(tiny_context(), ())
        for frame in (pair.start, pair.end):
            assert frame.shape == (SIZE[1], SIZE[0], 3)
            assert frame.dtype == np.uint8
        assert are_sentences(pair.notes)

    def test_is_deterministic(self, artist: Hire) -> None:
        one, other = (artist().draw(tiny_context(), ()) for _ in range(2))
        assert np.array_equal(one.start, other.start)
        assert np.array_equal(one.end, other.end)
        assert one.notes == other.notes

    def test_sees_nothing_before_there_is_something(self, artist: Hire) -> None:
        assert list(artist().sees(tiny_context(), ())) == []

    def test_draws_with_what_it_sees(self, artist: Hire) -> None:
        person = artist()
        seen = person.sees(tiny_context(), memories())
        assert person.remembers == bool(seen)
        assert {frame.digest for frame in seen} <= {frame.digest for frame in memories()}
        pair, alone = (person.draw(tiny_context(), frames) for frames in (seen, ()))
        assert np.array_equal(pair.start, alone.start) != person.remembers

    def test_its_key_holds_the_size(self, artist: Hire) -> None:
        person, small = artist(), tiny_context()
        wide = small.storyboard.model_copy(update={"width": SIZE[0] * 2})
        wider = ShotContext(wide, small.scene, small.shot)
        keys = {as_key(person.depends_on(context)) for context in (small, wider)}
        assert len(keys) == 2

    def test_its_key_holds_the_seed(self, artist: Hire) -> None:
        person, one = artist(), tiny_context()
        shot = one.shot.model_copy(update={"seed": 7})
        other = ShotContext(one.storyboard, one.scene, shot)
        assert as_key(person.depends_on(one)) != as_key(person.depends_on(other))

    def test_its_key_is_the_same_every_time(self, artist: Hire) -> None:
        keys = {as_key(artist().depends_on(tiny_context())) for _ in range(2)}
        assert len(keys) == 1


@pytest.mark.parametrize("name", CINEMATOGRAPHERS)
class TestCinematographer:
    def test_keeps_the_protocol(self, name: str) -> None:
        cinematographer = crew.find("cinematographer", name)
        assert isinstance(cinematographer, crew.Cinematographer)
        assert cinematographer.name == name

    @pytest.mark.parametrize("frame_count", COUNTS)
    def test_the_clip_leads_from_the_start_to_the_end_frame(
        self, name: str, frame_count: int
    ) -> None:
        pair = a_pair(name, frame_count)
        clip = crew.find("cinematographer", name).shoot(tiny_context(frame_count), pair)
        frames = list(clip.frames)
        assert len(frames) == clip.frame_count == frame_count
        assert all(f.shape == pair.start.shape and f.dtype == np.uint8 for f in frames)
        assert np.array_equal(frames[0], pair.start)
        if frame_count > 1:
            assert np.array_equal(frames[-1], pair.end)
        assert are_sentences(clip.notes)

    def test_leaves_the_pair_as_it_is(self, name: str) -> None:
        pair = a_pair(name)
        start, end = pair.start.copy(), pair.end.copy()
        list(crew.find("cinematographer", name).shoot(tiny_context(), pair).frames)
        assert np.array_equal(pair.start, start)
        assert np.array_equal(pair.end, end)

    def test_is_deterministic(self, name: str) -> None:
        pair = a_pair(name)
        one, other = (
            list(crew.find("cinematographer", name).shoot(tiny_context(), pair).frames)
            for _ in range(2)
        )
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))

    def test_its_key_holds_the_frame_count(self, name: str) -> None:
        cinematographer = crew.find("cinematographer", name)
        keys = {as_key(cinematographer.depends_on(tiny_context(count))) for count in COUNTS}
        assert len(keys) == len(COUNTS)

    def test_its_key_is_the_same_every_time(self, name: str) -> None:
        keys = {
            as_key(crew.find("cinematographer", name).depends_on(tiny_context())) for _ in range(2)
        }
        assert len(keys) == 1
