"""The grammar director: films a story by the rules of film grammar. No model, no network."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from openstage.director.grammar.coverage import Coverage
from openstage.director.grammar.ending import close, continuity
from openstage.director.grammar.length import Film, aim
from openstage.director.grammar.plan import LENS, Plan
from openstage.director.grammar.reader import read_story
from openstage.director.grammar.reading import Passage, Person, Reading
from openstage.director.grammar.staging import Stage
from openstage.director.grammar.theme import unfold
from openstage.director.grammar.timing import frames, seconds_of
from openstage.director.grammar.wording import description_of, frame_text, person_name, source_of
from openstage.errors import StoryError
from openstage.script.language import looks_english
from openstage.script.screenplay import Screenplay
from openstage.storyboard.document import (
    Character,
    Heading,
    Line,
    Location,
    Prop,
    Scene,
    Shot,
    Storyboard,
)
from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.storyboard.wording import capital


class GrammarDirector:
    """S = G_dir(T) of the paper (section 3), by rules.

    `shots` and `duration` (seconds) aim for a length; where the story cannot have it, the notes of
    the first shot say how near it came. `script_lock` films every scripted shot or paragraph once
    and changes no word.
    """

    name = "grammar"

    def __init__(
        self,
        shots: int | None = None,
        duration: float | None = None,
        script_lock: bool = False,
        width: int = 1280,
        height: int = 720,
        fps: Fraction = Fraction(24),
        seed: int = 0,
    ) -> None:
        self.shots = shots
        self.duration = duration
        self.script_lock = script_lock
        self.width = width
        self.height = height
        self.fps = fps
        self.seed = seed

    def direct(self, screenplay: Screenplay) -> Storyboard:
        """The storyboard of a story.

        Raises StoryError for a story without a sentence to film, and for one that is not English.
        """
        _refuse_what_is_not_english(screenplay)
        reading = read_story(screenplay)
        if screenplay.kind == "theme" and not self.script_lock:
            reading = unfold(reading)
        passages = [p for p in reading.passages if any(u.kind != "transition" for u in p.units)]
        if not passages:
            raise StoryError(
                "The story has no sentence that could be filmed.",
                "Write at least one sentence that says what is seen.",
            )
        filmed = self._film(reading, passages)
        note = aim(filmed, reading, self.shots, self.duration) if not self.script_lock else ""
        return self._storyboard(screenplay, reading, filmed, note)

    def _film(self, reading: Reading, passages: list[Passage]) -> list[tuple[Passage, list[Plan]]]:
        coverage = Coverage(reading, script_lock=self.script_lock)
        filmed: list[tuple[Passage, list[Plan]]] = []
        leaving = ""
        for passage in passages:
            plans, transition = coverage.film(passage)
            if plans:
                close(plans, leaving, first=not filmed)
                filmed.append((passage, plans))
            leaving = transition
        close([], leaving, first=False, last=filmed[-1][1], script_lock=self.script_lock)
        return filmed

    def _storyboard(
        self,
        screenplay: Screenplay,
        reading: Reading,
        filmed: list[tuple[Passage, list[Plan]]],
        note: str,
    ) -> Storyboard:
        stage = Stage(reading)
        scenes: list[Scene] = []
        numbers: set[str] = set()
        for index, (passage, plans) in enumerate(filmed):
            number = _number(passage.number, index + 1, numbers)
            stage.enter_passage(passage, plans)
            shots = self._shots(number, plans, reading, stage)
            scenes.append(
                Scene(
                    number=number, heading=_heading(passage), synopsis=passage.synopsis, shots=shots
                )
            )
        if note:
            scenes[0].shots[0].notes = note
        leads = _leads(filmed)
        used = {who for scene in scenes for shot in scene.shots for who in _ids_of(shot)}
        return Storyboard(
            title=screenplay.title or _title(screenplay, leads, reading),
            logline=_logline(screenplay, filmed, leads, reading),
            fps=self.fps,
            width=self.width,
            height=self.height,
            seed=self.seed,
            cast=[_character(p) for p in reading.people.values() if p.id in used],
            locations=[
                Location(id=t.id, name=t.name, look=t.look)
                for t in reading.places.values()
                if any(scene.heading.location == t.id for scene in scenes)
            ],
            props=[
                Prop(id=t.id, name=t.name, look=t.look)
                for t in reading.props.values()
                if t.id in used
            ],
            scenes=scenes,
        )

    def _shots(self, number: str, plans: list[Plan], reading: Reading, stage: Stage) -> list[Shot]:
        shots: list[Shot] = []
        before: Plan | None = None
        for position, plan in enumerate(plans, start=1):
            shot = self._shot(f"{number}-{position * 10:03d}", position * 10, plan, reading, stage)
            if before is not None:
                shot.continuity = continuity(before, plan)
            before = plan
            shots.append(shot)
        return shots

    def _shot(self, id: str, number: int, plan: Plan, reading: Reading, stage: Stage) -> Shot:
        blocking = stage.block(plan)
        source = source_of(plan.units, reading)
        told = source if self.script_lock else description_of(plan, reading)
        still = f"{stage.view[:1].upper()}{stage.view[1:]}."
        held = {prop for b in blocking for prop in (*b.holds, *(b.holds_end or ()))}
        seconds = plan.seconds or seconds_of(plan)
        return Shot(
            id=id,
            number=number,
            size=plan.size,
            angle=plan.angle,
            framing=plan.framing,
            movement=plan.movement,
            lens_mm=LENS[plan.size],
            description=told,
            action_start=frame_text(plan, blocking, reading, end=False) or still,
            action_end=_end_text(plan, told, frame_text(plan, blocking, reading, end=True)),
            subject=plan.subject,
            viewer=plan.viewer,
            detail=plan.detail,
            dialogue=[
                Line(who=u.speaker, text=u.text, manner=u.manner, off_screen=u.off_screen)
                for u in plan.lines
            ],
            sound=plan.sound,
            cast=plan.cast,
            props=list(dict.fromkeys([*plan.props, *sorted(held)])),
            blocking=blocking,
            frame_count=frames(seconds, self.fps),
            transition_in=plan.transition,
            transition_out="fade to black" if plan.fades_out else "cut",
            source=source,
        )


def _end_text(plan: Plan, told: str, frame: str) -> str:
    """What the end frame shows: also what happens without anybody doing it, as a sunrise does."""
    happens = plan.purpose in {"establish", "closing", "thing"} and plan.subject == ""
    by_itself = not any(event.who for event in plan.events) and not plan.lines and plan.cast
    return f"{told} {frame}".strip() if happens or by_itself else frame or told


def _refuse_what_is_not_english(screenplay: Screenplay) -> None:
    if not looks_english(screenplay):
        raise StoryError(
            "The grammar director reads English, and this story seems to be in another language.",
            "Use the llm director: --director llm.",
        )


def _ids_of(shot: Shot) -> set[str]:
    return {
        *shot.cast,
        *shot.props,
        *(line.who for line in shot.dialogue),
        shot.viewer,
        shot.subject,
    }


def _number(written: str, position: int, taken: set[str]) -> str:
    """The scene's number as the script has it; its position where that is missing, or taken."""
    plain = "".join(c for c in written if c.isascii() and (c.isalnum() or c in "._-"))[:8]
    number = plain if plain[:1].isalnum() else str(position)
    count = position
    while number in taken:
        number, count = str(count), count + 1
    taken.add(number)
    return number


def _heading(passage: Passage) -> Heading:
    return Heading(
        interior=passage.interior,
        location=passage.place,
        time=TimeOfDay(passage.time),
        weather=Weather(passage.weather),
        text=passage.heading,
    )


def _character(person: Person) -> Character:
    return Character(id=person.id, name=person.name, kind=person.kind, look=", ".join(person.looks))


def _leads(filmed: Film) -> list[str]:
    """The ids of the three who are seen most, the first the most."""
    counts = Counter(who for _, plans in filmed for plan in plans for who in plan.cast)
    return [who for who, _ in counts.most_common(3)]


def _title(screenplay: Screenplay, leads: list[str], reading: Reading) -> str:
    """A title for a story that has none: those whom it is about."""
    if leads:
        people = [reading.people[who] for who in leads[:2]]
        told = _list([person_name(p.name, p.named, True) for p in people])
        return told.replace(" and The ", " and the ")
    first = next((e.text for _, e in screenplay.elements() if e.text.strip()), "")
    return " ".join(first.split()[:6]).rstrip(".,;:!?") or "Untitled"


def _logline(screenplay: Screenplay, filmed: Film, leads: list[str], reading: Reading) -> str:
    if screenplay.kind == "theme":
        return " ".join(e.text for _, e in screenplay.elements()).strip()
    told = _list([_told(reading.people[who]) for who in leads]) if leads else "Nobody"
    told = capital(told)
    places = list(dict.fromkeys(reading.places[p.place].name for p, _ in filmed))
    if len(places) > 1:
        return f"{told}: from the {places[0]} to the {places[-1]}."
    return f"{told}, at the {places[0]}."


def _told(person: Person) -> str:
    return person.name if person.named else f"a {person.name.lower()}"


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
