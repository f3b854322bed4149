"""Reads a story: people, places, things, and what happens, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openstage.director.grammar.clauses import Clauses
from openstage.director.grammar.cues import DIRECTION, without_false_cues
from openstage.director.grammar.identities import join_descriptions
from openstage.director.grammar.lexicon import word_set
from openstage.director.grammar.lexicon.verbs import SPEECH_LEMMAS
from openstage.director.grammar.looks import Wardrobe
from openstage.director.grammar.movements import settle_movements
from openstage.director.grammar.names import find_names, name_spans
from openstage.director.grammar.nouns import kind_of_noun
from openstage.director.grammar.passages import passages_of_prose, passages_of_script
from openstage.director.grammar.people import settle
from openstage.director.grammar.phrases import Phrase, noun_phrases
from openstage.director.grammar.places import Places
from openstage.director.grammar.possessions import note_possessions
from openstage.director.grammar.reading import Reading, Span, Unit
from openstage.director.grammar.references import References
from openstage.director.grammar.renaming import rename
from openstage.director.grammar.speech import Piece, pieces
from openstage.director.grammar.views import split_views
from openstage.director.grammar.words import Token, action_verb, sentences, slug, tokenize
from openstage.script.screenplay import Element, Screenplay

_TRANSITION = re.compile(
    r"^\s*(?:(?:SMASH |HARD |JUMP |MATCH )?CUT TO(?: BLACK)?|(?:CROSS |SLOW )?DISSOLVE(?: TO)?"
    r"|FADE (?:IN|OUT|TO BLACK|UP)|FADES? (?:IN|OUT|TO BLACK)|WIPE TO"
    r"|BACK TO(?: [A-Z]+)?)\s*[:.]?\s*$"
)
_AGES = word_set("""
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
""")
_NOT_ON_SET = re.compile(r"\b(?:O\.?S\.?|V\.?O\.?|O\.?C\.?|OFF|VOICE)\b", re.IGNORECASE)


def read_story(screenplay: Screenplay) -> Reading:
    """Who, what, where and what happens in a story, with the words that say so."""
    return _Reader(without_false_cues(screenplay)).read()


class _Reader:
    def __init__(self, screenplay: Screenplay) -> None:
        self.screenplay = screenplay
        self._is_prose = not any(scene.heading for scene in screenplay.scenes)
        self.refs = References()
        self.wardrobe = Wardrobe(self.refs.cast)
        self.places = Places(self.refs.cast)
        self.names: set[str] = set()
        self.subject: tuple[str, ...] = ()

    def read(self) -> Reading:
        scenes = [self._units(index) for index in range(len(self.screenplay.scenes))]
        tokens = {id(u): tokenize(u.text, u.span.start) for units in scenes for u in units}
        cues = [e.character for _, e in self.screenplay.elements() if e.kind == "dialogue"]
        told = [
            tokens[id(u)] for units in scenes for u in units if u.kind in {"action", "direction"}
        ]
        self.names = find_names(told, cues)
        for units in scenes:
            self._scene(units, tokens)
        cut = passages_of_prose if self._is_prose else passages_of_script
        passages = split_views(cut(self.screenplay, scenes, self.places), self.places)
        people = self.refs.cast.people
        settle(people)
        join_descriptions(people, passages)
        settle_movements(passages, people, self.places.places)
        used = {passage.place for passage in passages}
        places = {id: place for id, place in self.places.places.items() if id in used}
        texts = {
            (number, index): element.text
            for number, scene in enumerate(self.screenplay.scenes)
            for index, element in enumerate(scene.elements)
        }
        reading = Reading(people, places, self.refs.props, passages, texts)
        named = [p for p in people.values() if p.named]
        rename(reading, {p.id: s for p in named if p.id not in (s := slug(p.name, p.id))})
        return reading

    # --- units ---------------------------------------------------------------------------

    def _units(self, scene: int) -> list[Unit]:
        units: list[Unit] = []
        for index, element in enumerate(self.screenplay.scenes[scene].elements):
            fresh = list(self._of_element(Span(scene, index, 0, len(element.text)), element))
            if fresh:
                fresh[0].new_paragraph = True
            units.extend(fresh)
        return units

    def _of_element(self, span: Span, element: Element) -> Iterator[Unit]:
        text = element.text
        if element.kind == "dialogue":
            if text.strip():
                yield self._cue(span, element)
        elif element.kind == "transition" or (element.kind == "action" and _TRANSITION.match(text)):
            yield Unit("transition", span, text.strip())
        elif element.kind in {"action", "centered", "lyrics"}:
            yield from self._of_action(span, text)

    @staticmethod
    def _cue(span: Span, element: Element) -> Unit:
        unit = Unit("speech", span, element.text.strip(), manner=element.parenthetical.strip())
        unit.speaker = element.character.strip() or "Voice"
        unit.off_screen = bool(_NOT_ON_SET.search(element.extension))
        unit.dual = element.dual
        return unit

    def _of_action(self, span: Span, text: str) -> Iterator[Unit]:
        whole = [Piece(0, len(text), False)]
        for piece in pieces(text) if self._is_prose else whole:  # scripts have cues for speech
            if piece.spoken:
                words = text[piece.start : piece.end].strip()
                yield Unit("speech", Span(span.scene, span.element, piece.start, piece.end), words)
                continue
            for start, end in sentences(text[piece.start : piece.end]):
                at = Span(span.scene, span.element, piece.start + start, piece.start + end)
                words = text[at.start : at.end]
                if any(c.isalnum() for c in words):
                    yield Unit("direction" if DIRECTION.match(words) else "action", at, words)

    # --- understanding -------------------------------------------------------------------

    def _scene(self, units: Sequence[Unit], tokens: dict[int, list[Token]]) -> None:
        for unit in units:
            self.refs.attention.sentence += 1
            if unit.kind in {"action", "direction"}:
                self._understand(unit, tokens[id(unit)])
            elif unit.kind == "speech" and unit.speaker:
                self._speaks(unit, self._cue_person(unit.speaker))
        if self._is_prose:
            self._attribute(units)

    def _cue_person(self, cue: str) -> str:
        """The id of the speaker of a cue: a name, or THE OLD MAN."""
        cast = self.refs.cast
        cue = re.sub(r"\(.*?\)|[#\d]+", "", cue).strip() or cue
        tokens = tokenize(cue)
        spans = name_spans(tokens, self.names)
        phrases = noun_phrases(tokens, spans) if not spans else []
        if len(phrases) == 1 and phrases[0].kind in {"person", "animal"} and phrases[0].count == 1:
            phrase = phrases[0]
            known = [
                i
                for i in cast.by_noun(phrase.noun)
                if cast.compatible(i, phrase.noun, phrase.adjectives)
            ]
            return known[-1] if known else cast.new(phrase.noun, phrase.adjectives)
        words = " ".join(t.text for t in tokens if t.word)
        return cast.named(words or "Voice")

    def _speaks(self, unit: Unit, who: str) -> None:
        unit.speaker = who
        self.refs.attention.note(who, "subject")
        self.subject = (who,)

    def _understand(self, unit: Unit, tokens: list[Token]) -> None:
        phrases = noun_phrases(tokens, name_spans(tokens, self.names))
        clauses = Clauses(unit, tokens, phrases, self.refs, self.wardrobe, self.subject)
        clauses.read()
        note_possessions(unit, tokens, phrases, clauses.who, self.refs)
        self._introductions(unit, tokens, phrases)
        self.places.notice(unit, tokens, phrases)
        done = [event.who for event in unit.events if event.who]
        if done:
            self.subject = done[-1]

    def _introductions(self, unit: Unit, tokens: list[Token], phrases: Sequence[Phrase]) -> None:
        """MARA, 30s, short red hair, gray suit, types ... : the looks behind a name."""
        for phrase in phrases:
            after = phrase.last + 1
            if phrase.kind not in {"name", "person", "animal"} or after >= len(tokens):
                continue
            if tokens[after].text not in {",", "(", "of"}:
                continue
            who = [m.who for m in unit.mentions if m.span.end == tokens[phrase.last].end]
            if who and len(who[0]) == 1:
                if tokens[after].text != "of":
                    self.wardrobe.introduce(who[0][0], self._list_behind(unit, tokens, after + 1))
                elif after + 1 < len(tokens) and tokens[after + 1].low in _AGES:
                    self.wardrobe.add(who[0][0], tokens[after + 1].low)

    @staticmethod
    def _list_behind(unit: Unit, tokens: Sequence[Token], first: int) -> str:
        last = first
        while last < len(tokens):
            token = tokens[last]
            verb = action_verb(token.low) if token.word else ""
            if token.low in {"is", "are", "was", "who", ")"}:
                break
            if (
                verb
                and token.low != verb
                and kind_of_noun(token.low) == "other"
                and not token.low.endswith("ed")
            ):
                break
            last += 1
        start = tokens[first].start if first < len(tokens) else unit.span.end
        end = tokens[last - 1].end if last > first else start
        return unit.text[start - unit.span.start : end - unit.span.start]

    # --- who says it, in prose -----------------------------------------------------------

    def _attribute(self, units: Sequence[Unit]) -> None:
        """Finds the speaker of words in quotes: beside them, or the other of the two who talk."""
        talked: list[str] = []
        for index, unit in enumerate(units):
            if unit.kind != "speech" or unit.speaker:
                continue
            speaker = (
                self._said_beside(units, index)
                or self._other(talked)
                or self._last_actor(units, index)
            )
            if not speaker:
                speaker = self.refs.cast.named("Voice")
                unit.off_screen = True
            unit.speaker = speaker
            talked.append(speaker)

    @staticmethod
    def _said_beside(units: Sequence[Unit], index: int) -> str:
        unit = units[index]
        after = units[index + 1] if index + 1 < len(units) else None
        before = units[index - 1] if index else None
        if after is not None and after.kind == "action" and after.span.element == unit.span.element:
            tag = after.events[0] if after.events else None
            if (
                tag is not None
                and tag.lemma in SPEECH_LEMMAS
                and len(tag.who) == 1
                and tag.span.start < after.span.start + 40
            ):
                return tag.who[0]
        if before is not None and before.span.element == unit.span.element:
            if before.kind == "speech":
                return before.speaker
            doers = [e.who[0] for e in before.events if len(e.who) == 1]
            if doers:
                return doers[-1]
        if after is not None and after.kind == "action" and after.span.element == unit.span.element:
            doers = [e.who[0] for e in after.events if len(e.who) == 1]
            return doers[0] if doers else ""
        return ""

    @staticmethod
    def _other(talked: Sequence[str]) -> str:
        """The one of the last two speakers who did not speak last."""
        for speaker in reversed(talked):
            if speaker != talked[-1]:
                return speaker
        return ""

    @staticmethod
    def _last_actor(units: Sequence[Unit], index: int) -> str:
        for unit in reversed(units[max(0, index - 6) : index]):
            for event in reversed(unit.events):
                if event.who:
                    return event.who[0]
        return ""
