"""What a phrase says that a body does: 'sits, types' becomes sit and type.

The words themselves belong to the figures (`BODIES`, `GESTURES`); here they are found in any of
their forms, and words that no figure knows are led to the nearest that one does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from openstage.world.figures import BODIES, GESTURES
from openstage.world.staging import Body

Gait = Literal["", "walk", "run"]
"""How somebody goes; empty: it stays."""

NEAREST: dict[str, tuple[str, ...]] = {
    "walk": (
        "approach", "step", "stroll", "wander", "march", "cross", "head", "come", "go", "enter",
        "exit", "leave", "follow", "pace", "limp", "creep", "sneak", "tiptoe", "move", "return",
        "arrive", "trot", "pad", "wade", "stagger", "stumble", "climb down", "step down", "lead",
        "emerge", "swim", "fly", "float", "drift", "land", "escape",
    ),
    "run": (
        "hurry", "rush", "sprint", "dash", "race", "flee", "chase", "charge", "gallop", "bolt",
        "jog", "storm", "bound", "skate", "escape",
    ),
    "sit": ("seat", "perch", "ride", "drive", "row", "sail"),
    "lie": ("sleep", "rest", "collapse", "doze"),
    "stand": ("rise", "get up", "wait", "stop", "pause", "halt", "freeze", "stay"),
    "kneel": ("pray", "kneel down"),
    "crouch": ("hide", "duck", "squat", "bend", "stoop", "huddle"),
    "fall": ("trip", "slip", "tumble", "faint"),
    "look around": ("search", "scan", "peer about", "glance around"),
    "look down": ("bow", "frown at", "study", "examine", "inspect"),
    "look up": ("gaze", "gaze up", "raise head", "notice"),
    "talk": ("say", "speak", "whisper", "shout", "call", "ask", "answer", "argue", "sing",
        "explain",
    ),
    "hold out hand": ("offer", "show", "hand over", "extend hand", "beckon", "shake hands"),
    "reach": ("touch", "grab", "stretch", "press", "feel", "throw", "toss", "catch", "swing"),
    "embrace": ("hug", "kiss", "cuddle", "comfort", "hold close"),
    "tremble": ("shake", "shiver", "shudder", "quiver"),
    "wave": ("greet", "signal", "salute"),
    "laugh": ("giggle", "chuckle"),
    "cry": ("weep", "sob"),
    "write": ("draw", "sign", "sketch", "paint", "scribble"),
    "type": ("click",),
    "work": (
        "cook", "stir", "knead", "wash", "wipe", "sweep", "clean", "scrub", "polish", "dig",
        "knit", "sew", "count", "repair", "mend", "fix", "wrap", "play",
    ),
    "pick up": ("lift", "collect", "gather"),
    "put down": ("place", "set down", "lay"),
    "drop": ("spill",),
    "drink": ("smoke",),
    "knock": ("strike", "hit"),
    "carry": ("hold", "bear", "hug to chest", "clutch", "grip"),
    "open": ("unlock", "unfold", "tear"),
    "close": ("shut", "lock", "fold"),
    "eat": ("chew", "bite"),
    "pour": ("fill", "water"),
    "push": ("shove", "kick"),
    "pull": ("drag", "tug"),
    "point": ("indicate", "aim"),
}  # fmt: skip
"""By a word that the figures know: words that they don't, and that come nearest to it."""

SILENT = frozenset(
    (
        *("smile", "see", "hear", "watch", "listen", "turn", "think", "know", "remember", "begin"),
        *("start", "continue", "keep", "try", "face", "breathe", "realize", "hesitate", "remain"),
        *("be", "have", "grin", "stare", "gaze", "glance", "look", "seem", "appear", "stop"),
        *("shine", "fall", "rise", "set", "break", "slide", "ring", "burn", "glow", "live", "find"),
        *("wonder", "sing", "wait", "frown", "gasp", "yawn", "sigh", "blush", "blow", "whistle"),
    )
)
"""Verbs that faces, eyelines and positions tell; they need no gesture and no note."""

IRREGULAR: dict[str, tuple[str, ...]] = {
    "sit": ("sat",), "stand": ("stood",), "lie": ("lay", "lain"), "run": ("ran",),
    "kneel": ("knelt",), "write": ("wrote",), "hold": ("held",), "take": ("took", "taken"),
    "give": ("gave", "given"), "eat": ("ate", "eaten"), "drink": ("drank",),
    "shake": ("shook",), "fall": ("fell",), "go": ("goes", "went"), "come": ("came",),
    "leave": ("left",), "speak": ("spoke",), "say": ("said",), "weep": ("wept",),
    "sleep": ("slept",), "throw": ("threw", "thrown"), "swim": ("swam",), "dig": ("dug",),
    "build": ("built",), "shrink": ("shrank",), "draw": ("drew",), "let": ("let",),
    "bend": ("bent",), "get": ("got",), "lead": ("led",), "creep": ("crept",), "rise": ("rose",),
    "ride": ("rode",), "hide": ("hid", "hidden"), "catch": ("caught",),
}  # fmt: skip

LEAVING = frozenset({"exit", "leave", "go out", "walk out", "run out", "walk off", "disappear"})
BACKING = frozenset(
    {
        *("back away", "back off", "back up", "step back", "step backward", "step backwards"),
        *("take step back", "take step backward", "take step backwards", "walk backwards"),
        *("recoil", "retreat", "shrink back", "draw back", "move back", "stagger back"),
        *("stumble back", "shy away", "shrink away"),
    }
)
"""Words of those who go backward, their eyes ahead."""
AWAY = frozenset({"away", "off", "into the distance", "smaller and smaller"})


@dataclass(frozen=True)
class Action:
    """What a phrase says, in the words of the figures."""

    body: Body | Literal[""] = ""
    """One of BODIES; empty where the phrase does not tell."""
    gestures: tuple[str, ...] = ()
    gait: Gait = ""
    """walk or run, where the body goes."""
    leaves: bool = False
    away: bool = False
    """It goes into the depth of the set."""
    backs: bool = False
    """It goes a step backward."""
    taken: tuple[tuple[str, str], ...] = ()
    """Words that were led to a nearest one: (word, what was taken)."""
    unknown: tuple[str, ...] = ()
    """Clauses of which nothing was understood."""


GAITS: dict[str, Gait] = {"walk": "walk", "run": "run"}
_BODIES: dict[str, Body] = {body: body for body in get_args(Body)}


def body_of(word: str) -> Body:
    """The body that a word of the figures, a mark or the state of the world names."""
    return _BODIES.get(word, "stand")


def tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


@cache
def forms(lemma: str) -> frozenset[str]:
    """The forms of an English verb, and the verb."""
    found = {lemma, lemma + "s", *IRREGULAR.get(lemma, ())}
    if lemma.endswith("ie"):
        found |= {lemma + "d", lemma[:-2] + "ying"}
    elif lemma.endswith("e"):
        found |= {lemma + "d", lemma[:-1] + "ing"}
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeou":
        found |= {lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    else:
        found |= {lemma + "es", lemma + "ed", lemma + "ing"}
        if re.search(r"[^aeiou][aeiou][^aeiouwxy]$", lemma):
            found |= {lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"}
    return frozenset(found)


@dataclass(frozen=True)
class _Entry:
    words: tuple[str, ...]
    target: str
    is_body: bool
    given: bool
    """False: the word is not the figures' own but led to the nearest."""


@cache
def _entries() -> tuple[_Entry, ...]:
    """All that can be said, the longest first; the figures' own words before the led ones."""
    own = [
        _Entry(tuple(words.split()), name, table is BODIES, True)
        for table in (GESTURES, BODIES)
        for name, lemmas in table.items()
        for words in {name, *lemmas}
    ]
    led = [
        _Entry(tuple(words.split()), name, name in BODIES, False)
        for name, more in NEAREST.items()
        if name in BODIES or name in GESTURES
        for words in more
    ]
    return tuple(sorted([*own, *led], key=lambda entry: -len(entry.words)))


@cache
def read(text: str) -> Action:
    """The action of comma-separated phrases (or of any sentence)."""
    clauses = [clause for clause in re.split(r"[,;.]| and | then ", text) if clause.strip()]
    body: Body | Literal[""] = ""
    gait: Gait = ""
    gestures: list[str] = []
    taken: list[tuple[str, str]] = []
    unknown: list[str] = []
    backs = False
    for clause in clauses:
        said = tokens(clause)
        backward = _spent(said, BACKING)
        backs = backs or backward
        found = _clause(said)
        for entry in found:
            if not entry.is_body:
                gestures.append(entry.target)
            elif entry.target in GAITS:
                gait = GAITS[entry.target]
            elif not body or entry.target != "stand":
                body = body_of(entry.target)
            if not entry.given:
                taken.append((" ".join(entry.words), entry.target))
        if not found and not backward and not _is_silent(clause):
            unknown.append(clause.strip())
    words = " ".join(tokens(text))
    return Action(
        body=body,
        gestures=tuple(dict.fromkeys(gestures)),
        gait=gait,
        leaves=_says(words, LEAVING),
        away=bool(gait) and any(f" {word} " in f" {words} " for word in AWAY),
        backs=backs,
        taken=tuple(dict.fromkeys(taken)),
        unknown=tuple(unknown),
    )


def _spent(words: list[str], phrases: frozenset[str]) -> bool:
    """Whether one of the phrases is said; its words are used up then."""
    for phrase in sorted(phrases, key=len, reverse=True):
        places = _match(words, tuple(phrase.split()))
        for place in places:
            words[place] = ""
        if places:
            return True
    return False


def _clause(words: list[str]) -> list[_Entry]:
    """The entries that a clause names; a word that was used is not used again."""
    free = list(words)
    found = []
    for entry in _entries():
        places = _match(free, entry.words)
        if places:
            found.append(entry)
            for place in places:
                free[place] = ""
    return found


def _match(words: list[str], wanted: tuple[str, ...]) -> list[int]:
    """Where `wanted` stands among `words`: its verb in any form, the rest near behind it."""
    for i, word in enumerate(words):
        if word not in forms(wanted[0]):
            continue
        places = [i]
        for more in wanted[1:]:
            near = words[places[-1] + 1 : places[-1] + 4]
            hits = [k for k, other in enumerate(near) if other in (more, more + "s")]
            if not hits:
                break
            places.append(places[-1] + 1 + hits[0])
        else:
            return places
    return []


def _is_silent(clause: str) -> bool:
    words = tokens(clause)
    return any(word in forms(verb) for word in words for verb in SILENT) or not any(
        _looks_like_verb(word) for word in words[:3]
    )


def _looks_like_verb(word: str) -> bool:
    return len(word) > 3 and word.endswith(("s", "ing", "ed"))


def _says(words: str, phrases: frozenset[str]) -> bool:
    split = words.split()
    return any(_match(split, tuple(phrase.split())) for phrase in phrases)


def says_verb(text: str, lemmas: frozenset[str]) -> bool:
    """Whether a text has one of these verbs, in any form."""
    return _says(" ".join(tokens(text)), lemmas)
