"""Verbs that mean something else with a part of the body: to raise a hand, to close the eyes."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.verbs import Action
from openstage.director.grammar.phrases import Phrase
from openstage.director.grammar.reading import Event, Span, Unit
from openstage.director.grammar.words import Token

BACKS_AWAY = Action("backs away", "gesture", 1.6, 1)
_FELT = {
    word: (emotion, tension)
    for emotion, tension, words in (
        ("afraid", 1, "afraid scared frightened terrified"),
        ("happy", 0, "happy glad delighted overjoyed proud"),
        ("sad", 0, "sad unhappy lonely heartbroken"),
        ("angry", 1, "angry furious"),
        ("surprised", 0, "surprised astonished amazed"),
        ("worried", 1, "worried nervous anxious"),
    )
    for word in words.split()
}
"""By a word behind `is`: the emotion and the tension."""
_HELD_TO = word_set("hold press put lift raise")
_HANDLED_PARTS = word_set("gesture do")
_RUN_DOWN = word_set("run roll stream fall flow drip")


def of_part(event: Event, phrase: Phrase) -> None:
    """Changes what an event does on the stage, by the part of the body it is done with."""
    if event.lemma == "shake" and phrase.noun != "head":
        event.action = Action("holds out hand", "gesture", 1.8)
    elif event.lemma in {"close", "shut"} and phrase.noun == "eye":
        event.action = Action("looks down", "feel", 1.6)
    elif event.lemma in {"cross", "fold"} and phrase.noun == "arm":
        event.action = Action("crosses arms", "gesture", 1.6)
    elif (
        event.lemma in _HELD_TO and phrase.noun == "ear" and phrase.preposition in {"to", "against"}
    ):
        event.action = Action("phones", "hold", 2.0)
    elif event.lemma in {"raise", "lift"} and phrase.noun in {"hand", "arm"}:
        event.action = Action("waves", "gesture", 1.4)
    elif event.lemma in {"raise", "lift"} and phrase.noun in {"head", "eye", "face"}:
        event.action = Action("looks up", "look", 1.4)
    elif event.lemma in {"lower", "drop", "bow"} and phrase.noun in {"head", "eye", "gaze"}:
        event.action = Action("looks down", "look", 1.4)


def of_place(event: Event, phrase: Phrase) -> bool:
    """To reach a place is to come there. True where the event was changed."""
    if event.lemma != "reach" or phrase.preposition or phrase.kind not in {"place", "landmark"}:
        return False
    event.action = Action("walks", "enter", 2.2)
    return True


def happens_at(event: Event, target: str) -> None:
    """The first landmark is where it happens; a second one is where eyes go then."""
    if event.at and event.action.role == "look":
        event.goal = event.goal or target
    event.at = event.at or target


def of_feeling(unit: Unit, tokens: Sequence[Token], index: int, who: tuple[str, ...]) -> None:
    """'is afraid': what the face shows, and nothing is done."""
    word = next((t for t in tokens[index + 1 : index + 4] if t.low in _FELT), None)
    if word is None or any(t.low in {"not", "never"} for t in tokens[index + 1 : index + 4]):
        return
    emotion, tension = _FELT[word.low]
    span = Span(unit.span.scene, unit.span.element, word.start, word.end)
    unit.events.append(Event(who, "be", Action("", "feel", 1.2, tension, emotion), span))


def of_tears(event: Event, phrase: Phrase, owner: tuple[str, ...]) -> None:
    """'Tears run down her face': she cries."""
    if event.thing in {"tear", "tears"} and event.lemma in _RUN_DOWN and owner:
        event.who, event.part, event.thing = owner, "", ""
        event.action = Action("cries", "feel", 2.2, 1, "sad")


def of_goal(event: Event) -> None:
    """To carry a basket along the path is to walk with it."""
    if event.lemma in {"carry", "bring"}:
        event.action = Action("walks", "move", 2.8)


def of_object(event: Event, phrase: Phrase) -> bool:
    """What is done to a fixed thing is done at it: 'opens a window'. 'takes a step' is a step.

    True where the phrase says where the event happens.
    """
    if event.lemma in {"take", "make"} and phrase.noun in {"step", "pace"}:
        event.action = Action("walks", "move", 1.6)
        return False
    fixed = phrase.kind == "landmark" and not phrase.preposition
    return fixed and event.action.role in _HANDLED_PARTS


def of_adverb(event: Event, word: str) -> bool:
    """'comes closer' leads to whom it concerns, 'takes a step back' away from them.

    True where the event was changed.
    """
    if event.action.role != "move" or event.goal:
        return False
    if word in {"closer", "nearer", "forward"}:
        event.nearer = True
        return True
    if word in {"back", "backward", "backwards"} and event.lemma in {"take", "make"}:
        event.action = BACKS_AWAY
        return True
    return False
