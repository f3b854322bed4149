"""What a line of dialogue shows on the face of who says it."""

from __future__ import annotations

from openstage.storyboard.vocabulary import Emotion

_MANNERS: tuple[tuple[str, Emotion], ...] = (
    ("whisper", Emotion.WORRIED),
    ("angr", Emotion.ANGRY),
    ("shout", Emotion.ANGRY),
    ("cold", Emotion.ANGRY),
    ("laugh", Emotion.HAPPY),
    ("smil", Emotion.HAPPY),
    ("cry", Emotion.SAD),
    ("tear", Emotion.SAD),
    ("sad", Emotion.SAD),
    ("scared", Emotion.AFRAID),
    ("afraid", Emotion.AFRAID),
    ("nervous", Emotion.WORRIED),
    ("hesita", Emotion.WORRIED),
)


def emotion_of_line(manner: str, text: str) -> Emotion | None:
    """By the parenthetical, else by an exclamation; None where neither tells."""
    low = manner.lower()
    found = next((emotion for word, emotion in _MANNERS if word in low), None)
    if found is None and manner:
        found = Emotion.in_text(manner)
    if found is None and text.rstrip().endswith("!"):
        found = Emotion.SURPRISED
    return found
