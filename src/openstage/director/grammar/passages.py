"""Passages: the story cut where the place or the time changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openstage.director.grammar.headings import time_in, time_of, weather_in
from openstage.director.grammar.lexicon.places import SKY
from openstage.director.grammar.places import Places, interior
from openstage.director.grammar.reading import Passage, Unit
from openstage.script.screenplay import Screenplay

_NO_JUMP = re.compile(r"\b(?:CONTINUOUS|MOMENTS? LATER|SECONDS LATER)\b", re.IGNORECASE)


def passages_of_script(
    screenplay: Screenplay, scenes: Sequence[list[Unit]], places: Places
) -> list[Passage]:
    """One passage a scene heading."""
    passages: list[Passage] = []
    time, weather = "", "clear"
    for scene, units in zip(screenplay.scenes, scenes, strict=True):
        if not units and not scene.heading:
            continue
        time = time_of(scene.time, time)
        told = " ".join(unit.text for unit in units if unit.kind in {"action", "direction"})
        same_sky = bool(passages) and not scene.time.strip("- ")
        weather = weather_in(f"{scene.heading}. {told}", weather if same_sky else "clear")
        first = next((u for u in units if u.kind == "action"), None)
        plain = first is not None and not first.people and not first.events
        look = first.text if first is not None and plain and not _only_weather(first.text) else ""
        passages.append(
            Passage(
                places.of_heading(scene.place, look),
                scene.interior or "INT",
                time,
                weather,
                list(units),
                scene.heading,
                scene.number,
                " ".join(e.text for e in scene.elements if e.kind == "synopsis"),
                continuous=_NO_JUMP.search(scene.heading) is not None,
            )
        )
    return passages


def _only_weather(words: str) -> bool:
    """'Rain.': it says nothing of how the place itself looks."""
    return all(word in SKY for word in re.findall(r"[a-z]+", words.lower()))


def passages_of_prose(
    screenplay: Screenplay, scenes: Sequence[list[Unit]], places: Places
) -> list[Passage]:
    """A new passage wherever the sentences move to another place or to another time of day."""
    passages: list[Passage] = []
    place = time = ""
    coming = ""
    for unit in (unit for units in scenes for unit in units):
        told = unit.kind != "speech"
        hour = time_in(unit.text) if told else ""
        target = unit.place or (coming if unit.new_paragraph or coming else "")
        moved = bool(target) and target != place and told
        later = bool(hour) and hour != time and bool(time) and unit.new_paragraph
        if passages and not passages[-1].place and moved:
            passages[-1].place = place = target
            moved = False
        if not passages or moved or later:
            place, time = target or place, hour or time
            same_hour = bool(passages) and passages[-1].time == time
            passages.append(Passage(place, "INT", time, "", [], continuous=same_hour))
        passages[-1].units.append(unit)
        coming = unit.goes_to if unit.goes_to != place else ""
        time = passages[-1].time = hour or time if not passages[-1].time else passages[-1].time
    return _settled(passages, places)


def _settled(passages: list[Passage], places: Places) -> list[Passage]:
    """Gives every passage a place, a time and a sky."""
    time, weather = "", "clear"
    named = next((p.place for p in passages if p.place), "") or places.of_heading("")
    for passage in passages:
        passage.place = passage.place or named
        named = passage.place
        passage.interior = interior(places.places[passage.place].noun)
        time = passage.time = passage.time or time or "day"
        told = " ".join(unit.text for unit in passage.units if unit.kind != "speech")
        weather = passage.weather = weather_in(told, weather)
    return passages
