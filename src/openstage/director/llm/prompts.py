"""What the model is told. The terms come from the vocabulary's own tables, never a second list."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.llm.bible import Bible
from openstage.director.llm.draft import ShotDraft
from openstage.director.llm.reading import Passage
from openstage.storyboard.vocabulary import (
    Angle,
    Emotion,
    Framing,
    Movement,
    ScreenPosition,
    ShotSize,
    Term,
    TimeOfDay,
    Transition,
    Weather,
)

BIBLE_TERMS: dict[str, type[Term]] = {"time": TimeOfDay, "weather": Weather}

SHOT_TERMS: dict[str, type[Term]] = {
    "size": ShotSize,
    "angle": Angle,
    "framing": Framing,
    "movement": Movement,
    "transition_in": Transition,
    "position, position_end": ScreenPosition,
    "emotion, emotion_end": Emotion,
}


def vocabulary(terms: dict[str, type[Term]]) -> str:
    """One line a field: every term with its meaning."""
    return "\n".join(
        f"- {field}: " + "; ".join(f"{term.value} ({term.meaning})" for term in kind)
        for field, kind in terms.items()
    )


BIBLE = f"""\
You are the director of a film. You read a story and write its bible: everything that must look \
the same from the first shot to the last, told once, and the plan of its scenes.

- cast: every person and animal that is seen or heard, under one id for the whole film, however \
the story calls them. An id is a short lower-case word such as mara or old_man. The look is \
concrete and can be drawn: age, build, hair, clothes, and a color for each of them. Where the \
story does not tell, decide, and let no two people look alike.
- locations: every place that a scene plays in; the look names its walls, its light and its \
landmarks (desk, door, window, bench), which the actors will be sent to.
- props: the things that somebody handles or that the story turns on, not furniture.
- scenes: in the order of the story; a new one wherever the place or the time changes. time is \
the light of the hour, and weather the sky. shots: how many shots it deserves, about one for \
every beat.
- title, logline (one sentence) and style (medium, palette, light) of the film.
What the bible has already is not written again: use its ids.

Terms:
{vocabulary(BIBLE_TERMS)}
"""

SHOTS = f"""\
You are the director of a film. You turn a scene into shots. Every shot is made from two still \
frames, its first and its last, and the motion between them is filled in; so say exactly what is \
seen in both, and let them differ only by what one unbroken take can do in its seconds.

Film grammar:
- Show a new place once, wide, before going close. Come back to wide when people move about.
- Dialogue is shot and reverse shot, over the shoulder or single. The camera keeps to one side of \
the line between two people: who is on the left and looks right stays so until somebody crosses.
- Go closer as the tension rises; the closest shot belongs to the turn of the scene.
- The camera moves for a reason: tracking with a walk, dolly in on a realization, pan to what \
somebody sees, boom up to leave. Otherwise it is static.
- An insert shows a hand or a thing that the story turns on.
- Cut on movement: the next shot begins where the gesture of the last one is.
- A glance is followed by what is seen: point of view, with its viewer.
- Neighboring shots of the same subject differ clearly in size or angle.
- What the script says about the camera wins.
- Seconds: the action takes the time it takes; a line of dialogue about a second for three words; \
seldom less than 1.5 or more than 10.

Fields:
- films: the numbers of the beats that the shot films. Every beat is filmed by at least one shot, \
in order; a shot that you add films none.
- cast, props, who, holds, subject, viewer: ids of the bible and nothing else. If somebody is \
missing there, do without.
- blocking: one entry for everybody who is seen. start and end are short phrases in the present, \
parted by commas, for what the body does: "sits, types", "stands, looks up", "walks", "kneels, \
holds out hand". place is a landmark of the location ("desk", "door", "far end") or the id of \
whom they are next to. eyeline is an id, a landmark, left, right, up, down or camera. What is the \
same at the end is left empty there.
- dialogue: only what is said during the shot, word for word as the story has it.
- transition_in: how the shot begins. A fade to black is fade_out of the shot that ends so.
- description: one or two sentences in the present. Call people by their names.

Terms:
{vocabulary(SHOT_TERMS)}
"""

LOCK = """\
The script is locked: write exactly one shot for each numbered beat, in order, and no other; \
change no word of the dialogue.
"""


def bible_question(
    bible: Bible, text: str, *, rule: str, shots: int | None, seconds: float | None
) -> str:
    """The request for the bible of one part of the story. `rule` says what `at` may be."""
    wishes = _wishes(shots, seconds)
    known = f"The bible so far:\n{bible}\n\n" if bible.scenes else ""
    return f"{known}{rule}\n{wishes}\nThe story:\n{text}\n"


def shots_question(
    bible: Bible,
    heading: str,
    synopsis: str,
    passage: Passage,
    *,
    before: ShotDraft | None,
    wish: str,
) -> str:
    """The request for the shots of one scene, or of a part of one."""
    last = (
        f"The shot before ({before.size.value}, {before.framing.value}) ended so: "
        f"{before.action_end}"
        if before
        else "This is the first shot of the film."
    )
    text = str(passage) or "(the story has no words for it: film the synopsis)"
    return f"{bible}\n\nThe scene: {heading}. {synopsis}\n{last}\n{wish}\n\nThe story:\n{text}\n"


def _wishes(shots: int | None, seconds: float | None) -> str:
    wanted: Sequence[str] = [
        *([f"about {shots} shots in all"] if shots else []),
        *([f"about {seconds:g} seconds in all"] if seconds else []),
    ]
    return f"The film shall have {' and '.join(wanted)}.\n" if wanted else ""
