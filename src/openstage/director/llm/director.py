"""S = G_dir(T) by a language model: first the bible, then the shots, scene by scene.

A story of any length fits, because no request holds all of it: the bible is read part by part,
and the shots of a scene are written from the bible and that scene alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction

from pydantic import BaseModel

from openstage.director.llm import checks, prompts
from openstage.director.llm.assembly import (
    PlannedScene,
    apportion,
    assemble,
    fit,
    restore_words,
    scene_numbers,
)
from openstage.director.llm.bible import Bible
from openstage.director.llm.bill import Estimate, Usage, price, tokens
from openstage.director.llm.draft import BibleDraft, SceneDraft, ShotDraft
from openstage.director.llm.endpoint import Endpoint, Patience, Prices
from openstage.director.llm.outline import Part, parts
from openstage.director.llm.reading import BATCH, Passage, read
from openstage.director.llm.transport import Line, Transport
from openstage.script.screenplay import Screenplay
from openstage.storyboard.document import Storyboard
from openstage.storyboard.rate import parse_rate

BEATS_A_SCENE = 10
"""A guess for prose, whose scenes are not known before it is read."""

WRITTEN_A_SHOT, WRITTEN_A_PART = 350, 1500
"""Tokens that a model writes for a shot, and for the bible of a part of the story."""

BIBLE_CHARACTERS = 6000
"""How long a bible grows, as it is read again with every scene."""


class LLMDirector:
    """A director behind any OpenAI-compatible endpoint.

    shots, duration (seconds): what the film aims for. script_lock: one shot for every beat of the
    story, in order, with its words unchanged; it wins over `shots`. confirm: is shown the estimate
    before a long run, and stops it by raising. What is not given comes from the environment, see
    `Endpoint.find`; the key comes from nowhere else.
    """

    name = "llm"

    def __init__(
        self,
        *,
        model: str | None = None,
        base_url: str | None = None,
        shots: int | None = None,
        duration: float | None = None,
        script_lock: bool = False,
        width: int = 1280,
        height: int = 720,
        fps: Fraction | int | float | str = 24,
        seed: int = 0,
        prices: Prices | None = None,
        confirm: Callable[[Estimate], None] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._transport = Transport(Endpoint.find(model, base_url, prices), patience or Patience())
        self._shots = shots
        self._duration = duration
        self._lock = script_lock
        self._width, self._height, self._seed = width, height, seed
        self._fps = parse_rate(fps)
        self.confirm = confirm

    @property
    def usage(self) -> Usage:
        """What this director has spent so far, failed runs included."""
        return self._transport.usage

    def estimate(self, screenplay: Screenplay) -> Estimate:
        """What directing this story is going to spend, to within a factor of two or so."""
        passages = read(screenplay)
        return self._estimate(screenplay.kind, passages, list(parts(screenplay, passages)))

    def _estimate(self, kind: str, passages: Sequence[Passage], story: Sequence[Part]) -> Estimate:
        beats = sum(len(passage.beats) for passage in passages)
        scenes = -(-beats // BEATS_A_SCENE) if kind == "prose" else len(passages)
        batches = max(scenes, -(-beats // BATCH))
        shots = beats if self._lock else max(self._shots or beats, scenes)
        words = sum(len(part.text) for part in story)
        bible = _instructions(prompts.BIBLE, BibleDraft)
        scene = _instructions(prompts.SHOTS, SceneDraft) + BIBLE_CHARACTERS
        read_tokens = tokens(len(story) * bible + batches * scene + 2 * words)
        written = WRITTEN_A_PART * len(story) + WRITTEN_A_SHOT * shots
        endpoint = self._transport.endpoint
        return Estimate(
            endpoint.model,
            len(story) + batches,
            read_tokens,
            written,
            price(endpoint.prices, read_tokens, written),
        )

    def direct(self, screenplay: Screenplay) -> Storyboard:
        """The storyboard of the story.

        Raises StoryError for an empty story, ServiceError for what the model or its server does
        wrong, and whatever `confirm` raises.
        """
        passages = read(screenplay)
        story = list(parts(screenplay, passages))
        estimate = self._estimate(screenplay.kind, passages, story)
        if self.confirm is not None and estimate.long:
            self.confirm(estimate)
        bible, scenes = self._transport.talk(lambda line: self._write(line, story))
        if self._duration:
            fit([shot for scene in scenes for shot in scene.shots], self._duration)
        return Storyboard(
            title=screenplay.title or bible.title or "Untitled",
            logline=bible.logline,
            fps=self._fps,
            width=self._width,
            height=self._height,
            style=bible.style,
            seed=self._seed,
            cast=list(bible.cast.values()),
            locations=list(bible.locations.values()),
            props=list(bible.props.values()),
            scenes=[assemble(scene, self._fps) for scene in scenes],
        )

    async def _write(self, line: Line, story: Sequence[Part]) -> tuple[Bible, list[PlannedScene]]:
        bible, passages = Bible(), list[Passage]()
        for part in story:
            draft = await self._ask_bible(line, bible, part)
            bible.add(draft)
            passages += part.passages(draft.scenes)
        scenes = [
            PlannedScene(number, plan, passage)
            for number, plan, passage in zip(
                scene_numbers([passage.script.number for passage in passages]),
                bible.scenes,
                passages,
                strict=True,
            )
        ]
        before: ShotDraft | None = None
        for scene, count in zip(scenes, self._counts(scenes), strict=True):
            scene.shots = await self._ask_shots(line, bible, scene, count, before)
            before = scene.shots[-1] if scene.shots else before
        return bible, scenes

    async def _ask_bible(self, line: Line, bible: Bible, part: Part) -> BibleDraft:
        question = prompts.bible_question(
            bible, part.text, rule=part.rule, shots=self._shots, seconds=self._duration
        )
        return await line.ask(
            prompts.BIBLE,
            question,
            BibleDraft,
            lambda draft: [*part.faults(draft.scenes), *bible.faults(draft, part.speakers)],
        )

    def _counts(self, scenes: Sequence[PlannedScene]) -> list[int]:
        """How many shots each scene gets."""
        planned = [scene.plan.shots for scene in scenes]
        return apportion(self._shots, planned) if self._shots else planned

    async def _ask_shots(
        self,
        line: Line,
        bible: Bible,
        scene: PlannedScene,
        count: int,
        before: ShotDraft | None,
    ) -> list[ShotDraft]:
        batches = scene.passage.batches()
        shots: list[ShotDraft] = []
        weights = [len(batch.beats) for batch in batches]
        for batch, share in zip(batches, apportion(count, weights), strict=True):
            if self._locks(batch):
                shots += await self._ask_locked(line, bible, scene, batch, before)
            elif not (self._lock and batch.script.heading):
                shots += await self._ask_free(line, bible, scene, batch, share, before)
            before = shots[-1] if shots else before
        return shots

    def _locks(self, batch: Passage) -> bool:
        return self._lock and bool(batch.beats)

    async def _ask_free(
        self,
        line: Line,
        bible: Bible,
        scene: PlannedScene,
        batch: Passage,
        count: int,
        before: ShotDraft | None,
    ) -> list[ShotDraft]:
        exact = self._shots is not None

        def faults(draft: SceneDraft) -> list[str]:
            return [
                *checks.name_faults(draft, bible),
                *checks.coverage_faults(draft, batch.beats),
                *(checks.count_faults(draft, count) if exact else []),
            ]

        wish = f"Write {'exactly' if exact else 'about'} {count} shots."
        question = self._question(bible, scene, batch, before, wish)
        return (await line.ask(prompts.SHOTS, question, SceneDraft, faults)).shots

    async def _ask_locked(
        self,
        line: Line,
        bible: Bible,
        scene: PlannedScene,
        batch: Passage,
        before: ShotDraft | None,
    ) -> list[ShotDraft]:
        def faults(draft: SceneDraft) -> list[str]:
            return [
                *checks.name_faults(draft, bible),
                *checks.lock_faults(draft, batch.beats, bible),
            ]

        question = self._question(bible, scene, batch, before, prompts.LOCK)
        shots = (await line.ask(prompts.SHOTS, question, SceneDraft, faults)).shots
        for shot, beat in zip(shots, batch.beats, strict=True):
            if beat.speaker:
                restore_words(shot.dialogue, beat)
        return shots

    @staticmethod
    def _question(
        bible: Bible, scene: PlannedScene, batch: Passage, before: ShotDraft | None, wish: str
    ) -> str:
        heading = scene.heading
        place = bible.locations[heading.location].name
        told = heading.text or f"{heading.interior}. {place} - {heading.time.value}"
        return prompts.shots_question(
            bible, told, scene.plan.synopsis, batch, before=before, wish=wish
        )


def _instructions(prompt: str, answer: type[BaseModel]) -> int:
    """Characters of what the model reads before the story: its orders and the answer's schema."""
    return len(prompt) + len(json.dumps(answer.model_json_schema()))
