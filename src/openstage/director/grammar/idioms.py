"""Verbs that mean something else with a part of the body: to raise a hand, to close the eyes."""

from __future__ import annotations

from openstage.director.grammar.lexicon.verbs import Action
from openstage.director.grammar.phrases import Phrase
from openstage.director.grammar.reading import Event


def of_part(event: Event, phrase: Phrase) -> None:
    """Changes what an event does on the stage, by the part of the body it is done with."""
    if event.lemma == "shake" and phrase.noun != "head":
        event.action = Action("holds out hand", "gesture", 1.8)
    elif event.lemma in {"close", "shut"} and phrase.noun == "eye":
        event.action = Action("looks down", "feel", 1.6)
    elif event.lemma in {"cross", "fold"} and phrase.noun == "arm":
        event.action = Action("crosses arms", "gesture", 1.6)
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
