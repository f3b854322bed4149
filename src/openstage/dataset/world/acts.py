"""What the people of tales do: the words, what must be so before, and what is so after.

In the words, {spot} is a landmark of the place, {seat} where one sits, {top} where things lie,
{thing} what is held, {new} a thing that is new, {other} somebody else, {her} what is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["move", "body", "face", "look", "gesture", "handle", "meet"]
"""What the camera makes of it."""
With = Literal["", "anybody", "near", "apart", "animal"]
"""Whom it takes: somebody else, one who stands close by, one who does not, the animal close by."""
Holds = Literal["", "nothing", "something", "read", "drink", "phone"]
"""What must be in the hand; the last three: a thing to do so with."""
Hand = Literal["", "takes", "puts", "gives"]
"""What becomes of it."""


@dataclass(frozen=True)
class Act:
    words: str
    sort: Sort
    weight: float = 1.0
    poses: str = "stand sit kneel lie"
    """In which it can be done."""
    after: str = ""
    """The posture afterwards; empty: the same."""
    needs: Literal["", "bed", "window", "door", "top"] = ""
    """bed: the place has one; window, door, top (where things lie): it is done there."""
    other: With = ""
    holds: Holds = ""
    hand: Hand = ""


PEOPLE: tuple[Act, ...] = (
    # goes somewhere
    Act("walks to the {spot}", "move", 5, "stand"),
    Act("walks slowly to the {spot}", "move", 1.5, "stand"),
    Act("runs to the {spot}", "move", 2.0, "stand"),
    Act("hurries to the {spot}", "move", 1.0, "stand"),
    Act("walks to {other}", "meet", 7, "stand", other="apart"),
    Act("runs to {other}", "meet", 2, "stand", other="apart"),
    # posture
    Act("sits down {seat}", "body", 4, "stand", "sit"),
    Act("stands up", "body", 3, "sit kneel", "stand"),
    Act("stands up and walks to the {spot}", "move", 2.5, "sit kneel", "stand"),
    Act("sits up", "body", 3, "lie", "sit"),
    Act("gets up", "body", 2, "lie", "stand"),
    Act("kneels", "body", 1.4, "stand", "kneel"),
    Act("crouches", "body", 0.8, "stand", "kneel"),
    Act("lies down on the bed", "body", 12, "stand", "lie", "bed"),
    # the face
    Act("smiles", "face", 4),
    Act("laughs", "face", 1.5),
    Act("frowns", "face", 1.5),
    Act("cries", "gesture", 1.2, "stand sit kneel"),
    Act("trembles", "face", 0.8, "stand sit kneel"),
    Act("gasps", "face", 0.8, "stand sit kneel"),
    Act("sighs", "gesture", 1.0),
    # the eyes
    Act("looks up", "look", 2),
    Act("looks around", "look", 1.5, "stand sit"),
    Act("looks back", "look", 1.0, "stand"),
    Act("looks down", "gesture", 1.0, "stand sit"),
    Act("looks at the {spot}", "gesture", 2.0, "stand sit"),
    Act("looks out of the window", "look", 2.0, "stand", needs="window"),
    Act("looks at {other}", "look", 2.5, "stand sit", other="anybody"),
    # arms and head
    Act("waves", "gesture", 1.2, "stand sit kneel", holds="nothing"),
    Act("waves at {other}", "gesture", 1.8, "stand sit", other="anybody", holds="nothing"),
    Act("points at the {spot}", "gesture", 1.5, "stand sit", holds="nothing"),
    Act("claps", "gesture", 0.6, "stand sit", holds="nothing"),
    Act("nods", "gesture", 1.2, "stand sit"),
    Act("shakes {her} head", "gesture", 0.8, "stand sit"),
    Act("shrugs", "gesture", 0.8, "stand sit", holds="nothing"),
    Act("dances", "gesture", 0.8, "stand", holds="nothing"),
    Act("covers {her} face", "gesture", 0.6, "stand sit kneel", holds="nothing"),
    # things
    Act("reads the {thing}", "handle", 12, "stand sit", holds="read"),
    Act("drinks from the {thing}", "handle", 12, "stand sit", holds="drink"),
    Act("looks at the {thing}", "handle", 2, "stand sit kneel", holds="something"),
    Act("dials a number", "handle", 12, "stand sit", holds="phone"),
    Act("holds the phone to {her} ear", "handle", 8, "stand sit", holds="phone"),
    Act("puts the {thing} on the {top}", "handle", 2, "stand sit", needs="top", holds="something",
        hand="puts"),
    Act("takes {new} from the {top}", "handle", 6, "stand sit", needs="top", holds="nothing",
        hand="takes"),
    Act("opens the door", "handle", 25, "stand", needs="door", holds="nothing"),
    # each other
    Act("gives the {thing} to {other}", "meet", 25, "stand", other="near", holds="something",
        hand="gives"),
    Act("embraces {other}", "meet", 15, "stand", other="near", holds="nothing"),
    Act("kneels and pets {other}", "meet", 50, "stand", "kneel", other="animal"),
)  # fmt: skip

ANIMALS: tuple[Act, ...] = (
    Act("walks to {other}", "meet", 6, other="apart"),
    Act("runs to {other}", "meet", 4, other="apart"),
    Act("runs to the {spot}", "move", 2),
    Act("walks to the {spot}", "move", 2),
    Act("looks at {other}", "look", 2, other="anybody"),
    Act("looks up", "look", 1),
    Act("sits down", "body", 1.5),
)

VOICES: dict[str, str] = {"dog": "barks", "cat": "looks around"}
