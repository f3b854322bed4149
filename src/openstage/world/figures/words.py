"""What figures can do, and the English words for it.

A canonical word is a verb's lemma; the first of several lemmas is the plainest.
"""

from __future__ import annotations

BODIES: dict[str, tuple[str, ...]] = {
    "stand": ("stand", "stand up", "rise", "get up", "stop", "wait", "halt", "freeze"),
    "sit": ("sit", "sit down", "take a seat", "perch"),
    "kneel": ("kneel", "kneel down", "genuflect"),
    "crouch": ("crouch", "squat", "duck", "hunker"),
    "lie": ("lie", "lie down", "sleep", "recline"),
    "lean": ("lean", "lean against", "lounge"),
    "walk": ("walk", "stroll", "stride", "pace", "march", "trot"),
    "run": ("run", "sprint", "jog", "gallop", "rush", "hurry"),
    "climb": ("climb", "climb up", "scale", "clamber"),
    "fall": ("fall", "fall down", "collapse", "faint", "tumble"),
}
"""By the body of a stance: the verbs that mean it."""

GESTURES: dict[str, tuple[str, ...]] = {
    "type": ("type", "type in"),
    "read": ("read", "peruse"),
    "write": ("write", "scribble", "draw", "sign"),
    "work": ("work", "tinker", "build", "craft"),
    "look up": ("look up", "glance up", "gaze up"),
    "look down": ("look down", "glance down", "gaze down"),
    "look around": ("look around", "look about", "glance around"),
    "look back": ("look back", "glance back", "look over shoulder"),
    "turn": ("turn", "turn around"),
    "hold out hand": ("hold out hand", "hold out", "offer", "extend hand", "stretch out hand"),
    "reach": ("reach", "reach for", "reach out", "touch", "grab"),
    "pick up": ("pick up", "lift", "gather"),
    "put down": ("put down", "set down", "lay down"),
    "drop": ("drop", "let go", "let fall"),
    "carry": ("carry", "hold", "bear", "clutch"),
    "pour": ("pour",),
    "drink": ("drink", "sip"),
    "eat": ("eat", "chew", "bite"),
    "wave": ("wave", "greet"),
    "point": ("point", "point at"),
    "embrace": ("embrace", "hug"),
    "open": ("open", "unfold", "unlock"),
    "close": ("close", "shut", "fold"),
    "knock": ("knock", "rap"),
    "phone": ("phone", "telephone", "call"),
    "talk": ("talk", "speak", "say", "shout", "whisper"),
    "laugh": ("laugh", "giggle", "chuckle"),
    "cry": ("cry", "weep", "sob"),
    "tremble": ("tremble", "shiver", "shake"),
    "clap": ("clap", "applaud"),
    "dance": ("dance",),
    "cross arms": ("cross arms", "fold arms"),
    "hands on hips": ("hands on hips", "put hands on hips"),
    "shrug": ("shrug",),
    "nod": ("nod",),
    "shake head": ("shake head",),
    "take off hat": ("take off hat", "doff", "remove hat"),
    "give": ("give", "hand", "hand over", "pass"),
    "take": ("take", "receive", "accept"),
    "push": ("push", "shove"),
    "pull": ("pull", "drag", "tug"),
    "pet": ("pet", "stroke", "pat"),
    "hide face": ("hide face", "cover face"),
    "jump": ("jump", "leap", "hop"),
    "bark": ("bark", "yap"),
    "sniff": ("sniff", "smell", "lick"),
    "wag": ("wag", "wag tail"),
}
"""By the gesture of a stance: the verbs that mean it."""

ANIMAL_GESTURES = frozenset({"jump", "bark", "eat", "drink", "sniff", "wag"})
"""Those of them that an animal knows."""
