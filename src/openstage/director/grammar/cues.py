"""Camera directions that stand where a script has speakers: CLOSE ON THE LETTER."""

from __future__ import annotations

import re

from openstage.script.screenplay import Element, Screenplay

DIRECTION = re.compile(
    r"^\W*(?:(?:EXTREME )?(?:CLOSE(?:[- ]UP)?|TIGHT|WIDE|ANGLE) (?:ON|OF)\b|INSERT\b"
    r"|(?:(?:EXTREME )?CLOSE(?:[- ]UP)?|CU|ECU|WIDE(?: SHOT)?|(?:[\w'’]+ )?P\.?O\.?V\.?"
    r"|ESTABLISHING(?: SHOT)?|OVER[- ]THE[- ]SHOULDER|(?:TWO|GROUP)[- ]SHOT"
    r"|MEDIUM(?: SHOT| CLOSE[- ]UP)?|LOW ANGLE|HIGH ANGLE|OVERHEAD|AERIAL|DUTCH ANGLE"
    r"|TRACKING(?: SHOT)?|REVERSE(?: ANGLE)?)(?![\w])"
    r"[^a-z]{0,60}?(?:[:.—–-]|$))"
)
"""How a direction of the camera begins."""


def without_false_cues(screenplay: Screenplay) -> Screenplay:
    """The screenplay, in which what stands under a camera direction is action, and not speech."""
    scenes = [
        scene.model_copy(update={"elements": [part for e in scene.elements for part in _parts(e)]})
        for scene in screenplay.scenes
    ]
    return screenplay.model_copy(update={"scenes": scenes})


def _parts(element: Element) -> list[Element]:
    cue = element.character.strip()
    if element.kind != "dialogue" or not DIRECTION.match(cue):
        return [element]
    told = Element(kind="action", text=element.text, line=element.line)
    return [Element(kind="action", text=cue, line=element.line), told]
