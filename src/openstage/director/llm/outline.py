"""The story in the parts in which it is read for the bible, and the rules for each part's plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openstage.director.llm.draft import ScenePlan
from openstage.director.llm.reading import PART, Beat, Passage, in_parts
from openstage.script.screenplay import Screenplay, ScriptScene

PREMISE = "a premise of which the story is still to be made"


@dataclass(frozen=True)
class Part:
    """What one request for the bible shows of the story."""

    text: str
    rule: str
    """What `at` of the planned scenes must be, in words for the model."""
    speakers: tuple[str, ...] = ()

    def faults(self, scenes: Sequence[ScenePlan]) -> list[str]:
        """What is wrong with where the planned scenes begin."""
        return []

    def passages(self, scenes: Sequence[ScenePlan]) -> list[Passage]:
        """What each of the planned scenes is made of."""
        return [Passage(ScriptScene()) for _ in scenes]


@dataclass(frozen=True)
class ScriptPart(Part):
    """Scenes of a screenplay: they are what they are."""

    scenes: tuple[tuple[int, Passage], ...] = ()

    def faults(self, scenes: Sequence[ScenePlan]) -> list[str]:
        wanted, given = [number for number, _ in self.scenes], [scene.at for scene in scenes]
        return [] if given == wanted else [f"scenes: at must be {wanted}, in order, not {given}."]

    def passages(self, scenes: Sequence[ScenePlan]) -> list[Passage]:
        return [passage for _, passage in self.scenes]


@dataclass(frozen=True)
class ProsePart(Part):
    """Sentences of prose: the plan says where the scenes begin."""

    items: tuple[Beat | str, ...] = ()

    def faults(self, scenes: Sequence[ScenePlan]) -> list[str]:
        numbers = [item.number for item in self.items if isinstance(item, Beat)]
        given = [scene.at for scene in scenes]
        faults = []
        if given[:1] != numbers[:1]:
            faults.append(f"scenes: the first must begin at {numbers[0]}.")
        if given != sorted(set(given)) or not set(given) <= set(numbers):
            faults.append(
                f"scenes: at must rise from scene to scene, among {numbers[0]} to {numbers[-1]}; "
                f"it is {given}."
            )
        return faults

    def passages(self, scenes: Sequence[ScenePlan]) -> list[Passage]:
        begins = {scene.at for scene in scenes}
        groups: list[list[Beat | str]] = []
        for item in self.items:
            if not groups or (isinstance(item, Beat) and item.number in begins):
                groups.append([])
            groups[-1].append(item)
        return [Passage(ScriptScene(), tuple(group)) for group in groups]


@dataclass(frozen=True)
class ThemePart(Part):
    def faults(self, scenes: Sequence[ScenePlan]) -> list[str]:
        return [] if scenes else ["scenes: there must be at least one."]


def parts(screenplay: Screenplay, passages: Sequence[Passage]) -> Iterator[Part]:
    """The story in parts that one request can hold."""
    if screenplay.kind == "theme":
        yield _theme(screenplay)
    elif screenplay.kind == "prose":
        items = [item for passage in passages for item in passage.items]
        for group in in_parts(items, PART, lambda item: len(str(item))):
            yield _prose(group)
    else:
        numbered = list(enumerate(passages, start=1))
        for scenes in in_parts(numbered, PART, lambda scene: len(str(scene[1]))):
            yield _script(scenes)


def _theme(screenplay: Screenplay) -> Part:
    premise = " ".join(element.text for _, element in screenplay.elements())
    return ThemePart(
        premise,
        f"The story is {PREMISE}: make it, with a beginning, a turn and an end, and plan its "
        "scenes; at is 1, 2, 3 and so on. Each synopsis tells all that happens in its scene.",
    )


def _prose(items: Sequence[Beat | str]) -> Part:
    return ProsePart(
        "\n".join(str(item) for item in items),
        "The story is prose; at is the number of the sentence with which a scene begins. The "
        "first scene begins with the first sentence below.",
        items=tuple(items),
    )


def _script(scenes: Sequence[tuple[int, Passage]]) -> Part:
    return ScriptPart(
        "\n\n".join(
            f"[{number}] {passage.script.heading}\n{_unnumbered(passage)}"
            for number, passage in scenes
        ),
        "The story is a screenplay; plan exactly its scenes. at is the number before the heading: "
        + ", ".join(str(number) for number, _ in scenes)
        + ".",
        tuple(dict.fromkeys(b.speaker for _, p in scenes for b in p.beats if b.speaker)),
        scenes=tuple(scenes),
    )


def _unnumbered(passage: Passage) -> str:
    """The passage without the numbers of its beats: in the outline numbers are those of scenes."""
    return "\n".join(
        item if isinstance(item, str) else str(item).split("] ", 1)[1] for item in passage.items
    )
