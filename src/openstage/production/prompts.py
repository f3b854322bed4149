"""The refined prompt of each shot, R_i = G_refine(D_i, F_S, F_E): by rules, or by a model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from openstage.crew import FramePair
from openstage.director.refiner import refine_by_rules
from openstage.storyboard.context import ShotContext
from openstage.storyboard.ledger import Entry, key_of
from openstage.storyboard.pictures import read_picture
from openstage.storyboard.project import Project

Refiner = Literal["rules", "llm"]


@dataclass(frozen=True)
class Prompts:
    """The prompts of a project's shots. A model's are in the ledger: they are paid for once."""

    project: Project
    refiner: Refiner = "rules"

    def of(self, context: ShotContext, pair: Entry | None) -> str:
        """The model's prompt where it is there, else the rules'."""
        if self.refiner == "llm" and pair is not None:
            entry = self.project.ledger.get(self._key(context, pair))
            if entry is not None:
                return entry.notes[0]
        return refine_by_rules(context)

    def _key(self, context: ShotContext, pair: Entry) -> str:
        """Takes, which the prompt becomes a part of, do not count."""
        told: dict[str, Any] = context.shot.model_dump(mode="json", exclude={"takes", "take"})
        return key_of("prompt", {"shot": told, "pair": pair.assets})

    def refine(
        self, shots: Iterable[tuple[ShotContext, Entry]], told: Callable[[ShotContext], None]
    ) -> None:
        """Asks the model about every shot whose prompt is not there yet."""
        from openstage.director.refiner import LLMRefiner

        person = LLMRefiner()
        for context, pair in shots:
            key = self._key(context, pair)
            if self.project.ledger.get(key) is None:
                began = time.perf_counter()
                path = self.project.assets.path
                frames = FramePair(
                    read_picture(path(pair.assets["start"])), read_picture(path(pair.assets["end"]))
                )
                text = person.refine(replace(context, prompt=""), frames)
                seconds = time.perf_counter() - began
                self.project.ledger.put(
                    Entry(key, "prompt", context.shot.id, {}, notes=(text,), seconds=seconds)
                )
            told(context)
