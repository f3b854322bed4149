"""Who is meant by a pronoun: the one most in mind who fits, as readers understand it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from openstage.director.grammar.people import Cast
from openstage.director.grammar.reading import MentionRole

_WEIGHT: dict[MentionRole, float] = {"subject": 2.5, "object": 1.2, "oblique": 0.8, "owner": 0.9}
_FADE = 1.5
"""How much less somebody is in mind with every sentence that does not speak of them."""
_LATELY = 8
"""Sentences."""
_REACH = 14
"""How many people and things are kept in mind; it keeps the search short in a long script."""

_GENDERS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n",
}  # fmt: skip


@dataclass(slots=True)
class _Trace:
    sentence: int
    weight: float
    order: int


class Attention:
    """Whom the reader has in mind, sentence after sentence."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._traces: dict[str, _Trace] = {}
        self._things: list[tuple[str, int]] = []
        self._group: tuple[str, ...] = ()
        self._group_sentence = -10
        self.sentence = 0
        self._order = 0

    def note(self, who: str, role: MentionRole) -> None:
        """Somebody was spoken of."""
        self._order += 1
        weight = _WEIGHT[role]
        old = self._traces.pop(who, None)
        if old is not None and old.sentence == self.sentence:
            weight = max(weight, old.weight)
        self._traces[who] = _Trace(self.sentence, weight, self._order)
        if len(self._traces) > _REACH:
            self._traces.pop(next(iter(self._traces)))

    def note_group(self, group: tuple[str, ...]) -> None:
        if len(group) > 1:
            self._group, self._group_sentence = group, self.sentence

    def note_thing(self, id: str) -> None:
        self._order += 1
        self._things.append((id, self._order))
        del self._things[:-_REACH]

    def nearer(self, who: str) -> bool:
        """True where somebody was spoken of later than any thing."""
        return not self._things or self._traces[who].order > self._things[-1][1]

    def member(self, place: int) -> tuple[str, ...]:
        """The first, the second of the group last spoken of; empty where there is none."""
        return self._group[place - 1 : place] if self.sentence - self._group_sentence <= 4 else ()

    @property
    def recent(self) -> list[str]:
        """Ids of those in mind, the last one spoken of first."""
        return list(reversed(self._traces))

    @property
    def last_thing(self) -> str:
        return self._things[-1][0] if self._things else ""

    def score(self, who: str) -> float:
        trace = self._traces[who]
        return trace.weight - _FADE * (self.sentence - trace.sentence) + trace.order * 1e-6

    def single(self, pronoun: str, not_these: Collection[str] = ()) -> str | None:
        """Whom he, she or it means; None where nobody fits."""
        gender = _GENDERS[pronoun]
        best: tuple[float, str] | None = None
        for who in self._traces:
            if who in not_these:
                continue
            fit = self._fit(who, gender)
            if fit is None:
                continue
            score = self.score(who) + fit
            if best is None or score > best[0]:
                best = (score, who)
        if best is None:
            return None
        self._cast.learn_gender(best[1], gender)
        return best[1]

    def _fit(self, who: str, gender: str) -> float | None:
        person = self._cast.people[who]
        if gender == "n":
            return 0.0 if person.animal and person.gender == "n" else None
        if person.gender == gender:
            return 0.0
        if person.animal and person.gender == "n":
            return -1.5 if person.named else -6.0
        return -2.4 if person.gender == "" else None

    def _everybody(self) -> tuple[str, ...]:
        """All the people who were spoken of lately."""
        order = self._cast.order
        people = [
            who
            for who, trace in self._traces.items()
            if self.sentence - trace.sentence <= _LATELY and not self._cast.people[who].animal
        ]
        return tuple(sorted(people, key=lambda who: order[who]))

    def several(self, count: int = 2, not_these: Collection[str] = ()) -> tuple[str, ...]:
        """Whom they or the two mean: the last group, or the last two in mind."""
        if count > _REACH // 2:
            return self._everybody()
        fresh = self.sentence - self._group_sentence <= 3
        if fresh and self._group and not set(self._group) & set(not_these):
            newer = [who for who in self.recent if who not in self._group]
            stale = newer and self._traces[newer[0]].sentence > self._group_sentence
            if not stale or count != 2 or self.sentence == self._group_sentence:
                return self._group
            if all(self._traces[w].sentence < self.sentence - 1 for w in newer[:1]):
                return self._group
        ranked = [who for who in self.recent if who not in not_these]
        ranked = [w for w in ranked if self.sentence - self._traces[w].sentence <= 4]
        people = [who for who in ranked if not self._cast.people[who].animal]
        chosen = (people if len(people) >= count else ranked)[: count or 2]
        order = self._cast.order
        return tuple(sorted(chosen, key=lambda who: order[who])) if len(chosen) > 1 else ()
