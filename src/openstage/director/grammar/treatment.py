"""Sentences in which a theme is told: the sky over a place, somebody at work in it."""

from __future__ import annotations

from openstage.director.grammar.lexicon.trades import ON

_OUTSIDE: dict[str, str] = {
    "dawn": "Dawn breaks over the {}.",
    "morning": "Morning light lies over the {}.",
    "day": "The {} lies in the light of day.",
    "dusk": "Evening falls over the {}.",
    "night": "Night lies over the {}.",
}
_INSIDE: dict[str, str] = {
    "dawn": "The first light falls into the {}.",
    "morning": "Morning light falls into the {}.",
    "day": "Daylight falls into the {}.",
    "dusk": "The last light of the day falls into the {}.",
    "night": "A lamp burns in the {}.",
}
_SKIES: dict[str, str] = {
    "storm": "A storm rages over the {}",
    "rain": "Rain falls on the {}",
    "snow": "Snow falls on the {}",
    "fog": "Fog lies over the {}",
}
_HOURS: dict[str, str] = {
    "dawn": "at dawn", "morning": "in the morning", "dusk": "at dusk", "night": "at night",
}  # fmt: skip


def opening(place: str, time: str, weather: str, *, inside: bool) -> str:
    """The sentence that shows a place: 'A storm rages over the rocks at night.'"""
    if inside:
        return _INSIDE[time].format(place)
    if weather not in _SKIES:
        return _OUTSIDE[time].format(place)
    hour = f" {_HOURS[time]}" if time in _HOURS else ""
    return f"{_SKIES[weather].format(place)}{hour}."


def at(place: str) -> str:
    """'on the rocks', 'in the kitchen'."""
    return f"{'on' if place.split()[-1] in ON else 'in'} the {place}"
