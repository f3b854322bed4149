"""The bible of the film while it is written: who and what there is, and the plan of the scenes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openstage.director.llm.draft import BibleDraft, PropDraft, ScenePlan, slug
from openstage.storyboard.document import Character, Entity, Location, Prop


@dataclass
class Bible:
    """Grows by the drafts of the parts of the story. What was told once stays as it was told."""

    title: str = ""
    logline: str = ""
    style: str = ""
    cast: dict[str, Character] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    props: dict[str, Prop] = field(default_factory=dict)
    scenes: list[ScenePlan] = field(default_factory=list)

    def add(self, draft: BibleDraft) -> None:
        self.title = self.title or draft.title
        self.logline = self.logline or draft.logline
        self.style = self.style or draft.style
        for person in draft.cast:
            self.cast.setdefault(person.id, Character(**person.model_dump()))
        for place in draft.locations:
            self.locations.setdefault(place.id, Location(**place.model_dump()))
        for thing in draft.props:
            self.props.setdefault(thing.id, Prop(**thing.model_dump()))
        self.scenes.extend(draft.scenes)

    def faults(self, draft: BibleDraft, speakers: Iterable[str]) -> list[str]:
        """What is wrong with the next part's draft: ids that clash, who and what lacks."""
        return [
            *self._clashes(draft),
            *self._unknown_places(draft),
            *self._missing_speakers(draft, speakers),
        ]

    def _clashes(self, draft: BibleDraft) -> list[str]:
        owner = {
            **dict.fromkeys(self.cast, "cast"),
            **dict.fromkeys(self.locations, "locations"),
            **dict.fromkeys(self.props, "props"),
        }
        entries: list[tuple[str, Sequence[PropDraft]]] = [
            ("cast", draft.cast),
            ("locations", draft.locations),
            ("props", draft.props),
        ]
        faults, given = [], set[str]()
        for kind, drafts in entries:
            for one in drafts:
                if one.id in given or owner.get(one.id, kind) != kind:
                    faults.append(f"{kind}: the id '{one.id}' stands more than once.")
                given.add(one.id)
        return faults

    def _unknown_places(self, draft: BibleDraft) -> list[str]:
        places = [*self.locations, *(place.id for place in draft.locations)]
        return [
            f"scenes, at {scene.at}: the location '{scene.location}' is not in the bible; "
            f"its locations are: {', '.join(places) or 'none'}."
            for scene in draft.scenes
            if scene.location not in places
        ]

    def _missing_speakers(self, draft: BibleDraft, speakers: Iterable[str]) -> list[str]:
        known = {slug(name) for one in self.cast.values() for name in (one.id, one.name)}
        known |= {slug(name) for one in draft.cast for name in (one.id, one.name)}
        return [
            f"cast: {name} speaks in the script, so the cast needs them, by that name."
            for name in dict.fromkeys(speakers)
            if slug(name) not in known
        ]

    def person(self, name: str) -> str | None:
        """The id of the character that `name` means, an id or a name in any spelling."""
        return _find(self.cast, name)

    def thing(self, name: str) -> str | None:
        return _find(self.props, name)

    def place(self, name: str) -> str | None:
        return _find(self.locations, name)

    def __str__(self) -> str:
        """The bible as the model reads it."""
        lines = [f"Style: {self.style}"] if self.style else []
        for title, entries in (
            ("Cast", self.cast),
            ("Locations", self.locations),
            ("Props", self.props),
        ):
            lines.append(f"{title}:")
            lines.extend(_entry(entry) for entry in entries.values())
            if not entries:
                lines.append("- none")
        return "\n".join(lines)


def _entry(entity: Entity) -> str:
    kind = f", {entity.kind}" if isinstance(entity, Character) else ""
    return f"- {entity.id}: {entity.name}{kind}{f'; {entity.look}' if entity.look else ''}"


def _find(
    entities: dict[str, Character] | dict[str, Location] | dict[str, Prop], name: str
) -> str | None:
    if name in entities:
        return name
    wanted = slug(name)
    for id, entity in entities.items():
        if wanted and wanted in (id, slug(entity.name)):
            return id
    return None
