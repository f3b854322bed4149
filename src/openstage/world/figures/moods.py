"""What an emotion does to brows, eyes, mouth and posture."""

from __future__ import annotations

FEATURES = (
    "brow",  # how high the brows are, -1 to 1
    "slant",  # their inner ends up (worry, 1) or down (anger, -1)
    "lids",  # how far the eyes are open; 1 is at rest
    "squint",  # how far the lower lids are drawn up, 0 to 1
    "smile",  # corners of the mouth up (1) or down (-1)
    "open",  # how far the mouth is open, 0 to 1
    "teeth",  # how far it shows teeth, 0 to 1
    "wide",  # how wide the mouth is; 1 is at rest
    "bow",  # degrees by which the head hangs
    "tilt",  # degrees by which it leans aside
    "shoulders",  # how far they are drawn up; below 0 they hang
)

_TABLE = {
    "neutral": (0.0, 0.0, 1.0, 0.0, 0.28, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    "happy": (0.35, 0.1, 0.95, 0.55, 1.0, 0.32, 1.0, 1.22, -3.0, 3.0, 0.05),
    "sad": (0.05, 0.85, 0.72, 0.1, -0.75, 0.0, 0.0, 0.88, 13.0, 3.0, -0.35),
    "afraid": (0.75, 0.75, 1.35, 0.0, -0.45, 0.38, 0.6, 0.95, 2.0, -2.0, 0.65),
    "angry": (-0.7, -1.0, 0.82, 0.35, -0.65, 0.10, 0.7, 1.02, 6.0, 0.0, 0.25),
    "surprised": (1.0, 0.15, 1.42, 0.0, 0.0, 0.70, 0.0, 0.72, -4.0, 0.0, 0.3),
    "worried": (0.3, 0.8, 1.05, 0.05, -0.42, 0.0, 0.0, 0.86, 4.0, 4.0, 0.2),
}

MOODS: dict[str, dict[str, float]] = {
    name: dict(zip(FEATURES, values, strict=True)) for name, values in _TABLE.items()
}


def mixed(first: str, last: str, amount: float) -> dict[str, float]:
    """The features on the way from one emotion to another; an unknown one is neutral."""
    a, b = (MOODS.get(name, MOODS["neutral"]) for name in (first, last))
    return {name: a[name] + (b[name] - a[name]) * amount for name in FEATURES}
