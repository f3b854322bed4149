"""Long sentences, cut where the camera would cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openstage.director.grammar.lexicon.things import INSERTED_PARTS
from openstage.director.grammar.reading import Span, Unit

_SHORTEST = 12
"""Characters that a part of a sentence has at least."""


def split_units(units: Sequence[Unit]) -> list[Unit]:
    """The units, a sentence that ends with what a part of a body does being two:
    'he reads it,' and 'his eyes growing wide.'"""
    return [part for unit in units for part in _split(unit)]


def _split(unit: Unit) -> Iterator[Unit]:
    last = unit.events[-1] if len(unit.events) > 1 else None
    if unit.kind != "action" or last is None or last.part not in INSERTED_PARTS or unit.quote:
        yield unit
        return
    at = unit.text.rfind(",", 0, last.span.start - unit.span.start) + 1
    if at < _SHORTEST or last.action.role != "feel" or len(unit.text) - at < _SHORTEST:
        yield unit
        return
    yield _part(unit, 0, at)
    yield _part(unit, at, len(unit.text))


def _part(unit: Unit, start: int, end: int) -> Unit:
    text = unit.text[start:end]
    start += len(text) - len(text.lstrip())
    low, high = unit.span.start + start, unit.span.start + end
    return replace(
        unit,
        text=text.strip(),
        span=Span(unit.span.scene, unit.span.element, low, high),
        mentions=[m for m in unit.mentions if low <= m.span.start < high],
        events=[e for e in unit.events if low <= e.span.start < high],
        props=unit.props if start == 0 else [],
        new_paragraph=unit.new_paragraph and start == 0,
    )
