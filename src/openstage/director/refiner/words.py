"""The words for what a shot shows: tables by term, and the small rules of English around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lemminflect import getAllLemmas

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
from openstage.storyboard.wording import with_article

ANGLE = {
    Angle.EYE_LEVEL: "at eye level",
    Angle.LOW: "from a low angle",
    Angle.HIGH: "from a high angle",
    Angle.OVERHEAD: "from straight overhead",
    Angle.AERIAL: "from the air",
    Angle.DUTCH: "on a tilted horizon",
}

FRAMING = {
    Framing.SINGLE: "of {subject}",
    Framing.TWO_SHOT: "of {people}",
    Framing.THREE_SHOT: "of {people}",
    Framing.GROUP: "of {people}",
    Framing.OVER_THE_SHOULDER: "of {subject} past the shoulder of {viewer}",
    Framing.POINT_OF_VIEW: "of {subject} through the eyes of {viewer}",
    Framing.INSERT: "of {detail}",
    Framing.ESTABLISHING: "that establishes {place}",
}

CAMERA = {
    Movement.STATIC: "holds still",
    Movement.PAN_LEFT: "pans to the left",
    Movement.PAN_RIGHT: "pans to the right",
    Movement.TILT_UP: "tilts up",
    Movement.TILT_DOWN: "tilts down",
    Movement.DOLLY_IN: "pushes in toward {subject}",
    Movement.DOLLY_OUT: "pulls back from {subject}",
    Movement.TRUCK_LEFT: "slides to the left",
    Movement.TRUCK_RIGHT: "slides to the right",
    Movement.BOOM_UP: "rises",
    Movement.BOOM_DOWN: "sinks",
    Movement.ZOOM_IN: "zooms in on {subject}",
    Movement.ZOOM_OUT: "zooms out from {subject}",
    Movement.DOLLY_ZOOM: "moves in while the lens zooms out, so that the background stretches "
    "away behind {subject}",
    Movement.ARC_LEFT: "circles {subject}, moving to the left",
    Movement.ARC_RIGHT: "circles {subject}, moving to the right",
    Movement.ROLL: "rolls about its lens",
    Movement.TRACKING: "goes along with {subject} at the same pace",
    Movement.HANDHELD: "is carried by hand and never quite still",
}

HOUR = {
    TimeOfDay.DAWN: "at dawn",
    TimeOfDay.MORNING: "in the morning",
    TimeOfDay.DAY: "by day",
    TimeOfDay.DUSK: "at dusk",
    TimeOfDay.NIGHT: "at night",
}

LIGHT = {
    TimeOfDay.DAWN: "the first light of dawn is pink and blue",
    TimeOfDay.MORNING: "the morning light is low and clear",
    TimeOfDay.DAY: "the daylight is full and even",
    TimeOfDay.DUSK: "the last light of the sun is orange and violet",
    TimeOfDay.NIGHT: "it is dark, lit by lamps or the moon alone",
}

SKY = {
    Weather.CLEAR: "",
    Weather.CLOUDY: "under a covered sky",
    Weather.RAIN: "in falling rain",
    Weather.WET: "after the rain, on shining wet ground",
    Weather.STORM: "in rain and wind",
    Weather.SNOW: "in the snow",
    Weather.FOG: "in fog that swallows whatever is far",
}

SEEN_FROM_INSIDE = {
    Weather.RAIN: "with rain at the windows",
    Weather.STORM: "with the storm at the windows",
    Weather.SNOW: "with snow at the windows",
    Weather.FOG: "with fog at the windows",
}

UNHURRIED = {Movement.STATIC, Movement.TRACKING, Movement.HANDHELD}
"""The camera work that has no pace of its own."""

POSITION = {
    ScreenPosition.OFF_LEFT: "out of the frame on the left",
    ScreenPosition.LEFT: "on the left of the frame",
    ScreenPosition.CENTER: "in the middle of the frame",
    ScreenPosition.RIGHT: "on the right of the frame",
    ScreenPosition.OFF_RIGHT: "out of the frame on the right",
}

OUTSIDE = {ScreenPosition.OFF_LEFT: "on the left", ScreenPosition.OFF_RIGHT: "on the right"}

CROSSING = {
    ScreenPosition.LEFT: "crosses to the left of the frame",
    ScreenPosition.CENTER: "comes to the middle of the frame",
    ScreenPosition.RIGHT: "crosses to the right of the frame",
}

MOOD = {
    Emotion.NEUTRAL: "calm",
    Emotion.HAPPY: "happy",
    Emotion.SAD: "sad",
    Emotion.AFRAID: "afraid",
    Emotion.ANGRY: "angry",
    Emotion.SURPRISED: "surprised",
    Emotion.WORRIED: "worried",
}

GAZE = {
    "left": "to the left",
    "right": "to the right",
    "up": "up",
    "down": "down",
    "camera": "into the camera",
}

INSIDE = {"corner", "doorway", "middle", "bed", "room", "background", "foreground", "distance"}
"""The places that somebody is in rather than at."""

UPON = {
    *("street", "road", "platform", "beach", "bridge", "roof", "rooftop", "hill", "hilltop"),
    *("pier", "balcony", "terrace", "square", "rocks", "deck", "stairs", "stage", "field", "path"),
}
"""The places that a scene is on rather than in."""

ARTICLES = {"the", "a", "an", "his", "her", "their", "its", "my", "our", "your"}

PREPOSITIONS = {
    *("at", "in", "on", "by", "near", "under", "behind", "before", "beside", "between", "next"),
    *("inside", "outside", "over", "above", "below", "along", "across", "against", "around"),
}


def bare(text: str) -> str:
    """`text` without spaces and punctuation around it: what a hand-edited field may leave."""
    return text.strip(" \t\n,;.")


def shot_of(size: ShotSize) -> str:
    """'a medium shot', 'an extreme close-up'."""
    name = size.value if size.value.endswith("close-up") else f"{size.value} shot"
    return with_article(name)


def lens(millimeters: float) -> str:
    """'a wide 24 mm lens'."""
    kind = "wide " if millimeters < 30 else "long " if millimeters > 70 else ""
    return f"a {kind}{millimeters:g} mm lens"


def definite(name: str) -> str:
    """'Office' becomes 'the office'; 'Mara' and 'the old pier' stay as they are."""
    words = bare(name).replace("_", " ").split()
    if words and words[0].lower() in ARTICLES:
        return " ".join([words[0].lower(), *words[1:]])
    plain = " ".join(words)
    if words and all(getAllLemmas(word.lower()) for word in re.split(r"[\s-]+", plain)):
        return f"the {plain.lower()}"
    return plain


def placed(place: str) -> str:
    """'desk' becomes 'at the desk', 'corner' 'in the corner'; 'on the bench' stays."""
    words = place.split()
    if words[0].lower() in PREPOSITIONS:
        return place
    return f"{'in' if words[-1].lower() in INSIDE else 'at'} {definite(place)}"


def set_in(place: str) -> str:
    """'Office' becomes 'in the office', 'Village Street' 'on the village street'."""
    known = definite(place)
    return f"{'on' if known.split(' ')[-1] in UPON else 'in'} {known}" if known else ""


def toward(place: str) -> str:
    """'door' becomes 'to the door'; 'behind the desk' stays."""
    return place if place.split()[0].lower() in PREPOSITIONS else f"to {definite(place)}"


def predicates(doing: str) -> list[str]:
    """'sits, types' one by one; what is no verb gets one: 'asleep' becomes 'is asleep'."""
    phrases = [bare(phrase) for phrase in doing.split(",")]
    return [phrase if _is_verb(phrase) else f"is {phrase}" for phrase in phrases if phrase]


def _is_verb(phrase: str) -> bool:
    first = phrase.split()[0]
    return first.endswith("s") and bool(getAllLemmas(first.lower(), upos="VERB"))


def listed(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def sentence(text: str) -> str:
    """With a capital and a full stop, and no space too many."""
    text = " ".join(text.split()).rstrip(" ,;:")
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def clipped(text: str, words: int) -> str:
    """At most so many words, ending at a comma where there is one."""
    kept = ""
    for phrase in text.split(","):
        longer = f"{kept}, {phrase.strip()}" if kept else phrase.strip()
        if len(longer.split()) > words:
            break
        kept = longer
    return kept or " ".join(text.split()[:words])
