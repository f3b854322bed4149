"""The cinematic vocabulary: each term with its meaning and the words by which text refers to it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Self, TypeVar

_T = TypeVar("_T", bound="Term")


class Term(StrEnum):
    """A word of the film set. `meaning` is one line; `words` are the ways to write it.

    The first of `words` is the abbreviation that shot lists use.
    """

    meaning: str
    words: tuple[str, ...]

    def __new__(cls, value: str, meaning: str = "", *words: str) -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.meaning = meaning
        term.words = words
        return term

    @property
    def abbreviation(self) -> str:
        return self.words[0] if self.words else str(self.value)

    @classmethod
    def in_text(cls, text: str) -> Self | None:
        """The term that `text` names first, the longest name winning; None where it names none."""
        found = [
            (match.start(), -len(match.group()), term)
            for term, pattern in _patterns(cls)
            if (match := pattern.search(text))
        ]
        return min(found, key=lambda hit: hit[:2])[2] if found else None


@cache
def _patterns(cls: type[_T]) -> list[tuple[_T, re.Pattern[str]]]:
    """One pattern a term. Upper-case words (abbreviations) match in upper case only."""
    patterns = []
    for term in cls:
        names = [str(term.value), *term.words]
        exact = [re.escape(name) for name in names if name.isupper()]
        loose = [re.escape(name).replace(r"\ ", r"[\s-]+") for name in names if not name.isupper()]
        parts = [rf"(?:{'|'.join(sorted(exact, key=len, reverse=True))})"] if exact else []
        if loose:
            parts.append(rf"(?i:{'|'.join(sorted(loose, key=len, reverse=True))})")
        patterns.append((term, re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")))
    return patterns


# fmt: off

class ShotSize(Term):
    """How much of the subject the frame holds."""

    EXTREME_WIDE = "extreme wide", "the place; people are small in it", "EWS", "extreme long shot", "extreme wide shot", "ELS"
    WIDE = "wide", "the whole body with the place around it", "WS", "wide shot", "long shot", "full shot", "LS"
    MEDIUM_WIDE = "medium wide", "from the knees up", "MWS", "medium wide shot", "medium long shot", "cowboy shot", "american shot", "MLS"
    MEDIUM = "medium", "from the waist up", "MS", "medium shot", "mid shot", "waist shot"
    MEDIUM_CLOSE_UP = "medium close-up", "from the chest up", "MCU", "medium close up", "bust shot"
    CLOSE_UP = "close-up", "the face, or one thing", "CU", "close up", "close on", "closeup", "tight on", "angle on the face"
    EXTREME_CLOSE_UP = "extreme close-up", "a detail: the eyes, a hand, a key", "ECU", "extreme close up", "XCU", "BCU", "big close up", "macro"


class Angle(Term):
    """Where the camera's eye is, and how it is tilted."""

    EYE_LEVEL = "eye level", "at the height of the subject's eyes", "EYE"
    LOW = "low", "from below, looking up", "LOW", "low angle", "from below", "worm's eye"
    HIGH = "high", "from above, looking down", "HIGH", "high angle", "from above"
    OVERHEAD = "overhead", "straight down", "OH", "overhead shot", "top shot", "bird's eye", "straight down"
    AERIAL = "aerial", "from the air, over the place", "AER", "aerial shot", "drone shot", "from the air"
    DUTCH = "dutch", "the horizon is tilted", "DUTCH", "dutch angle", "dutch tilt", "canted angle", "canted"


class Framing(Term):
    """Who shares the frame, and whose view it is."""

    SINGLE = "single", "one subject alone", "1S"
    TWO_SHOT = "two-shot", "two people share the frame", "2S", "two shot"
    THREE_SHOT = "three-shot", "three people share the frame", "3S", "three shot"
    GROUP = "group", "four or more people", "GRP", "group shot"
    OVER_THE_SHOULDER = "over-the-shoulder", "past one person's shoulder to another", "OTS", "over the shoulder", "over his shoulder", "over her shoulder"
    POINT_OF_VIEW = "point of view", "what a person sees", "POV", "p.o.v.", "through the eyes of"
    INSERT = "insert", "a thing or a hand, filling the frame", "INS", "insert shot", "detail of", "INSERT"
    ESTABLISHING = "establishing", "where we are", "EST", "establishing shot"


class Movement(Term):
    """What the camera does from the start frame to the end frame."""

    STATIC = "static", "the camera rests", "STATIC", "locked off", "static shot", "fixed camera"
    PAN_LEFT = "pan left", "turns to the left", "PAN L", "pans left", "panning left"
    PAN_RIGHT = "pan right", "turns to the right", "PAN R", "pans right", "panning right"
    TILT_UP = "tilt up", "turns upward", "TILT U", "tilts up", "tilting up"
    TILT_DOWN = "tilt down", "turns downward", "TILT D", "tilts down", "tilting down"
    DOLLY_IN = "dolly in", "moves toward the subject", "DOLLY IN", "push in", "pushes in", "move in", "dollies in", "camera closes in", "slow push"
    DOLLY_OUT = "dolly out", "moves away from the subject", "DOLLY OUT", "pull back", "pulls back", "pull out", "dollies out", "dolly back"
    TRUCK_LEFT = "truck left", "slides to the left", "TRUCK L", "trucks left", "slide left", "crab left"
    TRUCK_RIGHT = "truck right", "slides to the right", "TRUCK R", "trucks right", "slide right", "crab right"
    BOOM_UP = "boom up", "rises", "BOOM U", "crane up", "booms up", "cranes up", "camera rises", "pedestal up"
    BOOM_DOWN = "boom down", "sinks", "BOOM D", "crane down", "booms down", "cranes down", "camera descends", "pedestal down"
    ZOOM_IN = "zoom in", "the lens grows longer", "ZOOM IN", "zooms in", "zooming in"
    ZOOM_OUT = "zoom out", "the lens grows shorter", "ZOOM OUT", "zooms out", "zooming out"
    DOLLY_ZOOM = "dolly zoom", "moves in while zooming out: the subject stays, the place stretches", "DZ", "vertigo effect", "zolly"
    ARC_LEFT = "arc left", "circles the subject, moving to the left", "ARC L", "arcs left", "orbit left", "circles left"
    ARC_RIGHT = "arc right", "circles the subject, moving to the right", "ARC R", "arcs right", "orbit right", "circles right"
    ROLL = "roll", "turns about the lens's axis", "ROLL", "camera rolls", "barrel roll"
    TRACKING = "tracking", "goes along with the subject", "TRACK", "tracking shot", "tracks with", "we follow", "follow shot", "camera follows", "following shot"
    HANDHELD = "handheld", "carried, never quite still", "HH", "hand held", "hand-held", "shaky cam"


class Transition(Term):
    """How a shot begins where the one before ends."""

    CUT = "cut", "at once", "CUT", "cut to", "hard cut", "smash cut", "jump cut"
    MATCH_CUT = "match cut", "at once, from a shape or movement to one like it", "MATCH", "match cut to"
    DISSOLVE = "dissolve", "one picture melts into the next", "DISS", "dissolve to", "cross dissolve", "crossfade", "cross fade", "lap dissolve"
    FADE_FROM_BLACK = "fade from black", "out of black", "FADE IN", "fade in", "fade up", "fades in"
    FADE_TO_BLACK = "fade to black", "into black", "FADE OUT", "fade out", "fades out", "fades to black"
    WIPE = "wipe", "the next picture pushes an edge across", "WIPE", "wipe to", "wipes to"


class TimeOfDay(Term):
    """The light of a scene."""

    DAWN = "dawn", "first light, pink and blue", "DAWN", "sunrise", "daybreak", "first light"
    MORNING = "morning", "low clear light", "MORNING", "early morning"
    DAY = "day", "full light", "DAY", "noon", "midday", "afternoon", "daylight"
    DUSK = "dusk", "the sun is going, orange and violet", "DUSK", "sunset", "evening", "twilight", "magic hour", "golden hour", "nightfall"
    NIGHT = "night", "dark, with lamps or the moon", "NIGHT", "midnight", "at night", "late night"


class Weather(Term):
    """The sky of a scene."""

    CLEAR = "clear", "an open sky", "CLEAR", "sunny", "clear sky", "sunshine"
    CLOUDY = "cloudy", "a covered sky", "CLOUDY", "overcast", "clouds", "gray sky"
    RAIN = "rain", "rain falls", "RAIN", "rainy", "raining", "drizzle", "downpour"
    WET = "wet", "rain has stopped; the ground shines", "WET", "after the rain", "rain has stopped", "puddles", "wet street"
    STORM = "storm", "rain and wind", "STORM", "thunderstorm", "stormy", "tempest", "gale"
    SNOW = "snow", "snow falls or lies", "SNOW", "snowing", "snowy", "blizzard"
    FOG = "fog", "the far things are lost", "FOG", "foggy", "mist", "misty", "haze"


class ScreenPosition(Term):
    """Where in the frame a subject stands, as the audience sees it."""

    OFF_LEFT = "off left", "outside the frame, to the left", "OFF L"
    LEFT = "left", "in the left third", "L"
    CENTER = "center", "in the middle", "C"
    RIGHT = "right", "in the right third", "R"
    OFF_RIGHT = "off right", "outside the frame, to the right", "OFF R"


class Emotion(Term):
    """What a face and a body show."""

    NEUTRAL = "neutral", "at rest", "NEUTRAL", "calm"
    HAPPY = "happy", "smiles", "HAPPY", "smiling", "laughing", "joyful", "smiles", "laughs", "grins", "delighted"
    SAD = "sad", "brows and mouth fall", "SAD", "crying", "weeping", "tearful", "weeps", "cries", "sobbing"
    AFRAID = "afraid", "wide eyes", "AFRAID", "scared", "terrified", "frightened", "trembling", "nervous", "trembles"
    ANGRY = "angry", "brows are drawn together", "ANGRY", "furious", "shouting", "shouts", "yells"
    SURPRISED = "surprised", "brows up, mouth open", "SURPRISED", "startled", "shocked", "astonished", "eyes grow wide", "eyes growing wide", "gasps"
    WORRIED = "worried", "brows up at the middle", "WORRIED", "anxious", "hesitant", "concerned", "hesitates", "out of breath"

# fmt: on
