"""What people and things do: each verb with its phrase for the stage, its kind and its time."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal, NamedTuple, cast

from openstage.director.grammar.lexicon import word_set

Role = Literal[
    "body",  # changes the posture: sits
    "move",  # takes the whole body somewhere: walks
    "enter",  # comes into the place
    "exit",  # leaves the place
    "do",  # goes on for a while: types
    "gesture",  # happens once: nods
    "look",  # directs the eyes: looks up
    "see",  # finds something with the eyes: a reason for a point-of-view shot
    "feel",  # shows on the face: smiles
    "speak",
    "take",  # gets hold of a thing
    "hold",  # has a thing in the hands
    "release",  # lets go of a thing
    "give",  # hands a thing to somebody
    "wear",
    "be",
]


class Action(NamedTuple):
    phrase: str
    """Third person singular, as `Blocking` wants it."""
    role: Role
    seconds: float
    tension: int = 0
    """0 calm, 1 uneasy, 2 tense, 3 the height."""
    emotion: str = ""
    """The value of an `Emotion`; empty: it shows none."""


def _read() -> dict[str, Action]:
    table = files("openstage.director.grammar.lexicon").joinpath("verbs.txt").read_text("utf-8")
    actions: dict[str, Action] = {}
    for row in table.splitlines():
        if row.startswith("#"):
            continue
        verb, phrase, role, seconds, tension, emotion = (row + "||").split("|")[:6]
        actions[verb] = Action(phrase, cast(Role, role), float(seconds), int(tension or 0), emotion)
    return actions


ACTIONS = _read()

PHASES = word_set("begin start try continue keep want decide manage go come")
"""Verbs whose infinitive or -ing form tells what is done: begins to smile."""

FORMS: dict[str, str] = {
    "lay": "lie",
    "lit": "light",
    "felt": "feel",
    "left": "leave",
    "found": "find",
    "saw": "see",
    "rose": "rise",
    "fell": "fall",
    "ran": "run",
    "lies": "lie",
    "lying": "lie",
    "leaves": "leave",
    "stood": "stand",
    "knelt": "kneel",
    "crept": "creep",
    "shook": "shake",
    "wore": "wear",
    "bent": "bend",
    "wound": "wind",
    "has": "have",
    "had": "have",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "led": "lead",
    "met": "meet",
    "held": "hold",
    "put": "put",
    "read": "read",
    "set": "set",
    "shut": "shut",
    "hit": "hit",
    "burst": "burst",
    "slid": "slide",
    "swept": "sweep",
    "wept": "weep",
    "woke": "wake",
}
"""Forms that lead astray, and irregular ones, each with its verb."""

PARTICLES: dict[tuple[str, str], Action] = {
    ("look", "up"): Action("looks up", "look", 1.2),
    ("look", "down"): Action("looks down", "look", 1.2),
    ("look", "around"): Action("looks around", "look", 1.8, 1),
    ("look", "back"): Action("looks back", "look", 1.6),
    ("look", "away"): Action("looks down", "look", 1.4),
    ("glance", "up"): Action("looks up", "look", 1.2),
    ("glance", "down"): Action("looks down", "look", 1.2),
    ("glance", "around"): Action("looks around", "look", 1.6, 1),
    ("glance", "back"): Action("looks back", "look", 1.4),
    ("stare", "up"): Action("looks up", "look", 1.6),
    ("gaze", "up"): Action("looks up", "look", 1.8),
    ("turn", "around"): Action("turns", "gesture", 1.6),
    ("turn", "away"): Action("turns", "gesture", 1.6),
    ("turn", "back"): Action("looks back", "look", 1.6),
    ("stand", "up"): Action("stands", "body", 1.8),
    ("get", "up"): Action("stands", "body", 1.8),
    ("sit", "down"): Action("sits", "body", 1.8),
    ("sit", "up"): Action("sits", "body", 1.8),
    ("lie", "down"): Action("lies", "body", 2),
    ("kneel", "down"): Action("kneels", "body", 1.8),
    ("pick", "up"): Action("picks up", "take", 1.8),
    ("put", "down"): Action("puts down", "release", 1.6),
    ("set", "down"): Action("puts down", "release", 1.6),
    ("step", "back"): Action("backs away", "gesture", 1.6, 1),
    ("move", "back"): Action("backs away", "gesture", 1.6, 1),
    ("shrink", "back"): Action("backs away", "gesture", 1.6, 2, "afraid"),
    ("hold", "out"): Action("holds out hand", "hold", 1.8),
    ("hold", "up"): Action("holds out hand", "hold", 1.6),
    ("reach", "out"): Action("reaches", "gesture", 1.6),
    ("take", "off"): Action("takes off hat", "take", 1.8),
    ("take", "out"): Action("takes", "take", 1.8),
    ("pull", "out"): Action("takes", "take", 1.8),
    ("put", "on"): Action("works", "do", 2),
    ("walk", "away"): Action("walks", "exit", 3.0),
    ("come", "in"): Action("walks", "enter", 2.2),
    ("come", "out"): Action("walks", "enter", 2.2),
    ("walk", "in"): Action("walks", "enter", 2.4),
    ("step", "in"): Action("walks", "enter", 2),
    ("run", "in"): Action("runs", "enter", 1.8, 1),
    ("walk", "out"): Action("walks", "exit", 2.4),
    ("step", "out"): Action("walks", "move", 2),
    ("run", "out"): Action("runs", "exit", 1.8, 1),
    ("go", "out"): Action("walks", "exit", 2.2),
    ("run", "off"): Action("runs", "exit", 2, 1),
    ("run", "away"): Action("runs", "exit", 2, 1),
    ("walk", "off"): Action("walks", "exit", 2.6),
    ("drive", "away"): Action("drives", "exit", 3),
    ("wake", "up"): Action("looks up", "gesture", 1.8),
    ("throw", "away"): Action("throws", "release", 1.4),
    ("give", "up"): Action("looks down", "feel", 1.6, 0, "sad"),
    ("set", "free"): Action("waves", "gesture", 2.2),
    ("break", "through"): Action("shines", "gesture", 2),
}
"""Verbs that a particle makes another verb."""

OF_PARTS: dict[tuple[str, str], Action] = {
    ("grow", "eyes"): Action("looks", "feel", 1.6, 1, "surprised"),
    ("widen", "eyes"): Action("looks", "feel", 1.4, 1, "surprised"),
    ("fall", "face"): Action("looks down", "feel", 1.6, 1, "sad"),
    ("fill", "eyes"): Action("cries", "feel", 2.0, 1, "sad"),
    ("close", "eyes"): Action("looks down", "feel", 1.6),
    ("shake", "hands"): Action("trembles", "feel", 2.0, 2, "afraid"),
    ("light", "face"): Action("smiles", "feel", 1.6, 0, "happy"),
    ("drop", "face"): Action("looks down", "feel", 1.4),
}
"""What a part of the body does, by the verb and the part."""

THINGS: dict[str, tuple[str, str]] = {
    "arrive": ("comes", "stops"),
    "come": ("comes", "stops"),
    "appear": ("comes", "stops"),
    "stop": ("comes", "stops"),
    "slide": ("slides", "lies"),
    "roll": ("rolls", "stops"),
    "fall": ("falls", "lies"),
    "pass": ("comes", "passes"),
    "leave": ("stands", "leaves"),
    "depart": ("stands", "leaves"),
    "open": ("closed", "opens"),
    "close": ("open", "closes"),
    "break": ("lies", "breaks"),
    "ring": ("lies", "rings"),
    "flicker": ("shines", "flickers"),
    "flash": ("dark", "flashes"),
    "explode": ("stands", "explodes"),
    "float": ("floats", "floats"),
    "burn": ("burns", "burns"),
}
"""What a thing does by itself, at the start and at the end."""

COMING = frozenset(("arrive", "come", "appear", "stop", "slide", "pass"))
"""Things that do this come into the picture."""

SPEECH_LEMMAS = frozenset(lemma for lemma, action in ACTIONS.items() if action.role == "speak") | {
    "cry",
    "laugh",
    "sigh",
    "smile",
    "gasp",
    "continue",
    "begin",
    "nod",
    "read",
    "sing",
}
"""Verbs that say who speaks the words in quotes beside them."""
