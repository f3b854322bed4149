"""From the model's draft to the storyboard: ids, numbers in tens, frame counts, lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from openstage.director.llm.checks import plain
from openstage.director.llm.draft import BlockingDraft, LineDraft, ScenePlan, ShotDraft
from openstage.director.llm.reading import Beat, Passage
from openstage.storyboard.document import Blocking, Heading, Line, Scene, Shot
from openstage.storyboard.vocabulary import TimeOfDay

SHORTEST, LONGEST = 1.0, 30.0
"""Seconds that a shot may be brought to when the film is made to fit a length."""

SPOKEN = 3.5
"""Words a second of somebody who talks fast: a line is never cut shorter than that."""


@dataclass
class PlannedScene:
    """A scene with its number, its place in the story, and the shots that were written for it."""

    number: str
    plan: ScenePlan
    passage: Passage
    shots: list[ShotDraft] = field(default_factory=list)

    @property
    def heading(self) -> Heading:
        """What the script says wins over what the model planned."""
        script = self.passage.script
        return Heading(
            interior=script.interior or self.plan.interior,
            location=self.plan.location,
            time=TimeOfDay.in_text(script.time) or self.plan.time,
            weather=self.plan.weather,
            text=script.heading,
        )


def scene_numbers(written: Sequence[str]) -> list[str]:
    """A unique number for every scene: its own where the script has one, else the next free one."""
    clean = [re.sub(r"[^A-Za-z0-9_.-]", "", number).lstrip("_.-")[:12] for number in written]
    taken = set(clean)
    numbers: list[str] = []
    for place, number in enumerate(clean, start=1):
        if number and number not in numbers:
            numbers.append(number)
            continue
        free = next(n for n in range(place, place + len(clean) + 1) if str(n) not in taken)
        taken.add(str(free))
        numbers.append(str(free))
    return numbers


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts by their weights (Sainte-Lague), at least one for each."""
    parts = [1] * len(weights)
    for _ in range(total - len(parts)):
        neediest = max(range(len(parts)), key=lambda i: weights[i] / (parts[i] + 0.5))
        parts[neediest] += 1
    return parts


def fit(shots: Sequence[ShotDraft], seconds: float) -> None:
    """Stretches or shortens the shots so that all together last `seconds`, as far as they can.

    No shot gets shorter than its words take to say, nor leaves the range of SHORTEST to LONGEST.
    """
    floors = [min(max(SHORTEST, _words(shot) / SPOKEN), LONGEST) for shot in shots]
    low, high = 0.0, LONGEST / min((shot.seconds for shot in shots), default=LONGEST)
    for _ in range(40):
        factor = (low + high) / 2
        lengths = [
            _clip(shot.seconds * factor, floor) for shot, floor in zip(shots, floors, strict=True)
        ]
        low, high = (factor, high) if sum(lengths) < seconds else (low, factor)
    for shot, floor in zip(shots, floors, strict=True):
        shot.seconds = _clip(shot.seconds * high, floor)


def _words(shot: ShotDraft) -> int:
    return sum(len(line.text.split()) for line in shot.dialogue)


def _clip(seconds: float, floor: float) -> float:
    return min(max(seconds, floor), LONGEST)


def assemble(planned: PlannedScene, fps: Fraction) -> Scene:
    """The scene of the storyboard."""
    words = {beat.number: beat for beat in planned.passage.beats}
    return Scene(
        number=planned.number,
        heading=planned.heading,
        synopsis=planned.plan.synopsis,
        shots=[
            _shot(planned.number, 10 * place, draft, [words[n] for n in draft.films], fps)
            for place, draft in enumerate(planned.shots, start=1)
        ],
    )


def _shot(scene: str, number: int, draft: ShotDraft, beats: Sequence[Beat], fps: Fraction) -> Shot:
    return Shot(
        id=f"{scene}-{number:03d}",
        number=number,
        size=draft.size,
        angle=draft.angle,
        framing=draft.framing,
        movement=draft.movement,
        lens_mm=draft.lens_mm,
        description=draft.description,
        action_start=draft.action_start,
        action_end=draft.action_end,
        subject=draft.subject,
        viewer=draft.viewer,
        detail=draft.detail,
        dialogue=[Line(**line.model_dump()) for line in draft.dialogue],
        sound=draft.sound,
        cast=list(dict.fromkeys(draft.cast)),
        props=list(dict.fromkeys(draft.props)),
        blocking=[_blocking(one) for one in draft.blocking],
        frame_count=max(1, round(draft.seconds * fps)),
        transition_in=draft.transition_in,
        transition_out="fade to black" if draft.fade_out else "cut",
        continuity="continuous" if draft.continuous else "cut",
        source=" ".join(beat.text for beat in beats),
    )


def _blocking(draft: BlockingDraft) -> Blocking:
    return Blocking(**draft.model_dump())


def restore_words(lines: Sequence[LineDraft], beat: Beat) -> None:
    """Puts the script's own characters for the model's, where they are the same words.

    The lines must say the beat's words; only curly quotes and spaces may differ.
    """
    words = iter(beat.text.split())
    for line in lines:
        count = len(plain(line.text).split())
        line.text = " ".join(next(words) for _ in range(count))
