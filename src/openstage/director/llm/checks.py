"""What is wrong with the shots that the model wrote, in sentences that it can mend them by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openstage.director.llm.bible import Bible
from openstage.director.llm.draft import LineDraft, SceneDraft, ShotDraft
from openstage.director.llm.reading import Beat

Find = Callable[[str], str | None]


def name_faults(scene: SceneDraft, bible: Bible) -> list[str]:
    """The names that the bible does not have. Those that it has become its ids in the draft."""
    clerk = _Clerk(bible)
    for place, shot in enumerate(scene.shots):
        clerk.settle(place, shot)
    return clerk.faults


class _Clerk:
    """Looks names up in the bible and keeps a list of those that are not there."""

    def __init__(self, bible: Bible):
        self.faults: list[str] = []
        self._person, self._thing, self._place = bible.person, bible.thing, bible.place
        self._people = f"the cast is: {', '.join(bible.cast) or 'nobody'}"
        self._things = f"the props are: {', '.join(bible.props) or 'none'}"

    def settle(self, place: int, shot: ShotDraft) -> None:
        at = f"shots[{place}]"
        both = f"{self._people}; {self._things}"
        shot.cast = self._ids(f"{at}.cast", shot.cast, self._person, self._people)
        shot.props = self._ids(f"{at}.props", shot.props, self._thing, self._things)
        shot.viewer = self._id(f"{at}.viewer", shot.viewer, self._person, self._people)
        shot.subject = self._id(f"{at}.subject", shot.subject, self._anything, both)
        for line in shot.dialogue:
            line.who = self._id(f"{at}.dialogue.who", line.who, self._person, self._people)
        for one in shot.blocking:
            one.who = self._id(f"{at}.blocking.who", one.who, self._anyone, both)
            one.holds = self._ids(f"{at}.blocking.holds", one.holds, self._anyone, both)
            one.holds_end = one.holds_end and self._ids(
                f"{at}.blocking.holds_end", one.holds_end, self._anyone, both
            )

    def _anyone(self, name: str) -> str | None:
        return self._person(name) or self._thing(name)

    def _anything(self, name: str) -> str | None:
        return self._anyone(name) or self._place(name)

    def _ids(self, field: str, names: list[str], find: Find, among: str) -> list[str]:
        return [self._id(field, name, find, among) for name in names]

    def _id(self, field: str, name: str, find: Find, among: str) -> str:
        """The id that `name` means; an unknown name stays as it is and becomes a fault."""
        if not name:
            return name
        id = find(name)
        if id is None:
            self.faults.append(f"{field}: '{name}' is not in the bible; {among}.")
        return id or name


def coverage_faults(scene: SceneDraft, beats: Sequence[Beat]) -> list[str]:
    """The beats that nobody films, and those that are not of this scene."""
    numbers = {beat.number for beat in beats}
    filmed = {number for shot in scene.shots for number in shot.films}
    faults = []
    if filmed - numbers:
        faults.append(f"films: {_numbers(filmed - numbers)} are no beats of this scene.")
    if numbers - filmed:
        faults.append(f"films: no shot films the beats {_numbers(numbers - filmed)}.")
    return faults


def count_faults(scene: SceneDraft, wanted: int) -> list[str]:
    given = len(scene.shots)
    if given == wanted:
        return []
    return [f"shots: there must be exactly {wanted}, and there are {given}."]


def lock_faults(scene: SceneDraft, beats: Sequence[Beat], bible: Bible) -> list[str]:
    """What breaks the lock of the script: a shot added or left out, a word or a speaker changed."""
    order = [shot.films for shot in scene.shots]
    if order != [[beat.number] for beat in beats]:
        return [
            "The script is locked: write exactly one shot for each beat, in order, with films = "
            + ", ".join(f"[{beat.number}]" for beat in beats)
            + "; add none and leave none out."
        ]
    return [
        fault
        for place, (shot, beat) in enumerate(zip(scene.shots, beats, strict=True))
        for fault in _word_faults(f"shots[{place}].dialogue", shot.dialogue, beat, bible)
    ]


def _word_faults(at: str, lines: Sequence[LineDraft], beat: Beat, bible: Bible) -> list[str]:
    spoken = plain(" ".join(line.text for line in lines))
    if not beat.speaker:
        strange = [line.text for line in lines if plain(line.text) not in plain(beat.text)]
        return [f"{at}: the script does not have the words {text!r}." for text in strange]
    faults = []
    if spoken != plain(beat.text):
        faults.append(
            f"{at}: the script is locked; the words must be exactly {beat.text!r}, "
            f"not {' '.join(line.text for line in lines)!r}."
        )
    speaker = bible.person(beat.speaker)
    if any(line.who != speaker for line in lines):
        faults.append(f"{at}.who: the script gives this line to '{speaker}'.")
    return faults


_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"}
)


def plain(text: str) -> str:
    """`text` without the differences that are the typesetter's: curly quotes and spaces."""
    return " ".join(text.translate(_TYPOGRAPHY).split())


def _numbers(numbers: set[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))
