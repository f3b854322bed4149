"""Headings and what they are made of."""

from __future__ import annotations

import pytest

from openstage.script import headings


@pytest.mark.parametrize(
    ("line", "interior", "place", "time"),
    [
        ("INT. OFFICE - NIGHT", "INT", "OFFICE", "NIGHT"),
        ("EXT. STREET - DAWN", "EXT", "STREET", "DAWN"),
        ("INT./EXT. CAR - DAY", "INT/EXT", "CAR", "DAY"),
        ("EXT/INT CAR - DAY", "INT/EXT", "CAR", "DAY"),
        ("I/E CAR - DAY", "INT/EXT", "CAR", "DAY"),
        ("I/E. CAR - DAY", "INT/EXT", "CAR", "DAY"),
        ("EST. HARBOR - SUNSET", "EXT", "HARBOR", "SUNSET"),
        ("INT. OFFICE - NIGHT - LATER", "INT", "OFFICE", "NIGHT - LATER"),
        ("INT. CORRIDOR - CONTINUOUS", "INT", "CORRIDOR", "CONTINUOUS"),
        ("INT. HOUSE - KITCHEN - MORNING", "INT", "HOUSE - KITCHEN", "MORNING"),
        ("INT. HOUSE - MOMENTS LATER", "INT", "HOUSE", "MOMENTS LATER"),
        ("INT. HOUSE - TWO HOURS LATER", "INT", "HOUSE", "TWO HOURS LATER"),
        ("EXT. BEACH — MAGIC HOUR", "EXT", "BEACH", "MAGIC HOUR"),
        ("EXT. BEACH – LATE AFTERNOON (RAIN)", "EXT", "BEACH", "LATE AFTERNOON (RAIN)"),
        ("EXT. BEACH -- DAY", "EXT", "BEACH", "DAY"),
        ("INT. BAR - 3:00 AM", "INT", "BAR", "3:00 AM"),
        ("INT. BAR - DAY 2", "INT", "BAR", "DAY 2"),
        ("INT OFFICE NIGHT", "INT", "OFFICE", "NIGHT"),
        ("EXT. GAS STATION. DAY", "EXT", "GAS STATION", "DAY"),
        ("INT. OFFICE, EARLY MORNING", "INT", "OFFICE", "EARLY MORNING"),
        ("INT. OFFICE-NIGHT", "INT", "OFFICE", "NIGHT"),
        ("INT. HALL OF THE NIGHT", "INT", "HALL OF THE NIGHT", ""),
        ("INT. TRAIN-STATION - DAY", "INT", "TRAIN-STATION", "DAY"),
        ("INT. NIGHT CLUB", "INT", "NIGHT CLUB", ""),
        ("INT. OFFICE", "INT", "OFFICE", ""),
        ("INT. HOUSE - KITCHEN", "INT", "HOUSE - KITCHEN", ""),
        ("Int. Office - Night", "INT", "Office", "Night"),
        ("INTERIOR. OFFICE - NIGHT", "INT", "OFFICE", "NIGHT"),
        ("INT. JOE'S DINER (1985) - DAY", "INT", "JOE'S DINER (1985)", "DAY"),
        ("EXT. STREET - NIGHT - RAIN", "EXT", "STREET", "NIGHT - RAIN"),
        ("EXT. DAY", "EXT", "", "DAY"),
    ],
)
def test_parts(line: str, interior: str, place: str, time: str) -> None:
    assert headings.is_heading(line)
    heading = headings.parse(line)
    assert (heading.interior, heading.place, heading.time) == (interior, place, time)
    assert heading.text == line


def test_a_marked_number_is_taken_off() -> None:
    heading = headings.parse("INT. CORRIDOR - CONTINUOUS #2#")
    assert (heading.text, heading.number) == ("INT. CORRIDOR - CONTINUOUS", "2")


def test_a_printed_number_is_taken_off() -> None:
    heading = headings.parse("12A. EXT. STREET - DAWN")
    assert (heading.text, heading.number) == ("EXT. STREET - DAWN", "12A")


def test_a_number_that_the_format_tells_wins() -> None:
    assert headings.parse("INT. OFFICE - DAY #2#", number="7").number == "7"


@pytest.mark.parametrize("text", ["INTERNET CAFE - DAY", "ESTATE", "EXTRA ROOM", "THE VOID"])
def test_a_place_that_begins_like_a_side_has_no_side(text: str) -> None:
    assert headings.parse(text).interior == ""
    assert not headings.is_heading(text)


def test_a_paragraph_that_begins_like_a_heading_is_none() -> None:
    assert not headings.is_heading("EXT. " + "and on and on " * 50)
