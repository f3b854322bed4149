"""Clauses: who does what to whom, and whom each noun phrase and pronoun of a sentence means."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.appositions import (
    AUXILIARIES,
    BEINGS,
    closes,
    fits,
    is_viewer,
    relative,
    verb_follows,
)
from openstage.director.grammar.idioms import (
    happens_at,
    of_adverb,
    of_feeling,
    of_goal,
    of_object,
    of_part,
    of_place,
    of_tears,
)
from openstage.director.grammar.lexicon import looks, word_set
from openstage.director.grammar.lexicon.things import PARTS, PROPS
from openstage.director.grammar.lexicon.verbs import PHASES, Action
from openstage.director.grammar.looks import Wardrobe
from openstage.director.grammar.particles import staged
from openstage.director.grammar.phrases import (
    OBJECT_PRONOUNS,
    OWNER_PRONOUNS,
    SUBJECT_PRONOUNS,
    Phrase,
)
from openstage.director.grammar.reading import Event, MentionRole, Span, Unit
from openstage.director.grammar.references import References
from openstage.director.grammar.words import Token, action_verb, verb

_BREAKS = word_set(
    ", ; : — – - . ! ? and but then while as when until because so if before after though where"
)
_NEGATIONS = word_set("not never doesn't don't didn't cannot can't nobody no-one without")
_BE = word_set("is are was were be been being am")
_TOWARD = word_set("to toward towards into onto through across along past around up down")
_AT = word_set("at on beside by near behind under in inside against between among over before")
_AWAY = frozenset(("out of", "from", "off", "out"))
_HANDLING = word_set("take hold release give")


class Clauses:
    """Reads one sentence from left to right."""

    def __init__(
        self, unit: Unit, tokens: Sequence[Token], phrases: list[Phrase], refs: References,
        wardrobe: Wardrobe, before: tuple[str, ...],
    ) -> None:  # fmt: skip
        self.unit = unit
        self.tokens = tokens
        self.phrases = phrases
        self.refs = refs
        self.wardrobe = wardrobe
        self.by_start = {p.first: n for n, p in reversed(list(enumerate(phrases)))}
        self.who: dict[int, tuple[str, ...]] = {}
        """By the number of a phrase: whom it means."""
        self.pending: list[int] = []
        """Phrases that may be the subject of the next verb."""
        self.subject: tuple[str, ...] = before
        self.verb_seen = False
        self.fresh = True
        self.thing = ""
        self.part = ""

    def read(self) -> None:
        index = 0
        while index < len(self.tokens):
            number = self.by_start.get(index)
            if number is not None:
                self._phrase(number)
                index = self.phrases[number].last + 1
                if self.phrases[number].owned:
                    index = self._owned(number, index)
                continue
            index = self._word(index)

    def _owned(self, number: int, index: int) -> int:
        """The phrase that this one owns, which begins with it."""
        if number + 1 < len(self.phrases) and self.phrases[number + 1].owner == number:
            self._phrase(number + 1)
            return self.phrases[number + 1].last + 1
        return index

    # --- phrases -------------------------------------------------------------------------

    def _phrase(self, number: int) -> None:
        phrase = self.phrases[number]
        role = self._role(number)
        if phrase.kind == "look" and phrase.noun in PROPS | looks.WEARABLE_PROPS:
            worn = phrase.owner >= 0 or self.wardrobe.worn(phrase, self.tokens)
            phrase.kind = "look" if worn else "prop"
        twin = self._apposition(number)
        if twin is not None:
            self.who[number] = self.refs.same(phrase, self.tokens, twin, self.unit)
        else:
            self.who[number] = self._resolve(number, role)
        self.wardrobe.see(phrase, self.tokens, self._bearer(number), self.who[number])
        self._place_in_clause(number, role)

    def _resolve(self, number: int, role: MentionRole) -> tuple[str, ...]:
        phrase = self.phrases[number]
        owner = self.who.get(phrase.owner, ()) if phrase.owner >= 0 else ()
        exclude: tuple[str, ...] = ()
        if phrase.kind == "pronoun" and role in {"object", "oblique"}:
            exclude = () if phrase.noun.endswith(("self", "selves")) else self.subject
            if role == "oblique" and phrase.preposition in {"behind", "beside", "before", "with"}:
                exclude = self.subject if self.verb_seen else ()
        prefer = self.subject if phrase.kind == "pronoun" and role == "owner" else ()
        return self.refs.resolve(phrase, self.tokens, role, owner, exclude, prefer, self.unit)

    def _role(self, number: int) -> MentionRole:
        phrase = self.phrases[number]
        if phrase.owned:
            return "owner"
        if phrase.noun in SUBJECT_PRONOUNS - OBJECT_PRONOUNS:
            return "subject"
        if phrase.preposition and phrase.preposition not in {"like"}:
            return "oblique"
        if self._says_it(number):
            return "subject"
        if phrase.noun in OBJECT_PRONOUNS - SUBJECT_PRONOUNS - OWNER_PRONOUNS:
            return "object"
        if not self.verb_seen or (self.fresh and verb_follows(self.tokens, self.phrases, number)):
            return "subject"
        return "object"

    def _says_it(self, number: int) -> bool:
        """'asks Viktor': the one behind a verb of speech that begins the sentence is who speaks."""
        events = self.unit.events
        return number == 0 and len(events) == 1 and events[0].action.role == "speak"

    def _apposition(self, number: int) -> tuple[str, ...] | None:
        """'Ana, a young woman': whom the phrase tells more about; None where it means another."""
        phrase = self.phrases[number]
        comma = self.tokens[phrase.first - 1].low if phrase.first else ""
        for earlier in reversed(range(max(0, number - 4), number)):
            other = self.phrases[earlier]
            who = self.who.get(earlier, ())
            if other.kind not in BEINGS or len(who) != 1 or other.owned:
                continue
            touching = other.last + 1 == phrase.first
            named = comma in {"named", "called", "name"} or (touching and phrase.kind == "name")
            set_off = comma in {",", "(", "—", "–"} and closes(self.tokens, phrase)
            if fits(other, phrase) and (named or set_off):
                return who
            if earlier == number - 1 and not other.preposition:
                break
        return self._predicate(phrase)

    def _predicate(self, phrase: Phrase) -> tuple[str, ...] | None:
        """'She is a small woman': the noun tells more about the subject."""
        is_noun = phrase.kind in {"person", "animal"} and phrase.article == "a"
        told = is_noun and phrase.first > 0 and self.tokens[phrase.first - 1].low in _BE
        return self.subject if told and len(self.subject) == 1 else None

    def _bearer(self, number: int) -> tuple[str, ...]:
        """Who wears or has the thing that a phrase names."""
        phrase = self.phrases[number]
        if phrase.owner >= 0:
            return self.who.get(phrase.owner, ())
        for earlier in reversed(range(number)):
            other = self.phrases[earlier]
            if other.kind in BEINGS | {"pronoun"} and not other.owned:
                return self.who.get(earlier, ())
        return self.subject

    def _place_in_clause(self, number: int, role: MentionRole) -> None:
        phrase, who = self.phrases[number], self.who[number]
        if phrase.owned:
            return
        if role == "subject" and self._says_it(number):
            self.unit.events[0].who = self.subject = who or self.subject
            return
        if role == "subject":
            if is_viewer(self.unit, self.tokens, phrase):
                return
            if self.verb_seen and self.fresh:
                self.pending = []
                self.verb_seen = False
            self.pending.append(number)
            self.fresh = False
            return
        events = self.unit.events
        self.fresh = False
        if not events:
            return
        event = events[-1]
        preposition = phrase.preposition
        target = who[0] if len(who) == 1 else self.refs.thing_of(phrase, self.tokens)
        if phrase.kind == "part":
            owner = self.who.get(phrase.owner, ())
            of_tears(event, phrase, owner)
            told = not preposition or phrase.noun == "ear"
            if told and (not owner or owner == event.who):
                event.part = PARTS.get(phrase.noun, "")
                of_part(event, phrase)
            return
        if of_place(event, phrase):
            event.goal = target
            return
        if preposition in _AWAY:
            event.away = event.away or phrase.kind in {"place", "landmark", "person", "name"}
            event.origin = event.origin or target
            return
        if preposition in _TOWARD and target:
            event.goal, event.along = target, preposition in {"along", "through"}
            of_goal(event)
        elif preposition in _AT and target and target not in event.objects:
            happens_at(event, target)
        elif of_object(event, phrase):
            event.at = event.at or target
        elif phrase.preposition == "of" and number and self.phrases[number - 1].kind == "prop":
            return  # a basket of bread: the bread is handled as the basket is
        elif who or self.refs.is_prop(target):
            event.objects.extend(w for w in (who or (target,)) if w not in event.objects)

    # --- verbs ---------------------------------------------------------------------------

    def _word(self, index: int) -> int:
        token = self.tokens[index]
        who = relative(self.tokens, index, self.phrases)
        if who is not None and self.who.get(who):
            self.pending = [who] if who not in self.pending else self.pending
            return index + 1
        if token.low in _BREAKS:
            self.fresh = True
            return index + 1
        if self.unit.events and of_adverb(self.unit.events[-1], token.low):
            return index + 1
        if token.low == "inside" and self.unit.events and not self.unit.events[-1].at:
            self.unit.events[-1].at = self.refs.last_landmark
            return index + 1
        if token.shouted and self.unit.kind == "direction":
            return index + 1  # CLOSE ON: what the camera does
        lemma = action_verb(token.low)
        if not lemma or lemma in {"be", "have"}:
            return self._unknown_verb(index) if token.word and not lemma else self._state(index)
        before = [t.low for t in self.tokens[max(0, index - 3) : index]]
        if before[-1:] and before[-1] in _BE and not token.low.endswith("ing"):
            return self._state(index)
        if _NEGATIONS & set(before) or "no" in before[-1:]:
            self.verb_seen = True
            return index + 1
        self._take_subject()
        self._add(lemma, self._action(lemma, index), index, before)
        return index + 1

    def _state(self, index: int) -> int:
        """'is thin and bald': what somebody is, not what they do."""
        self._take_subject()
        self.verb_seen = True
        if self.tokens[index].low in _BE and len(self.subject) == 1:
            of_feeling(self.unit, self.tokens, index, self.subject)
            self.wardrobe.state(self.subject[0], self.tokens[index + 1 : index + 8])
        return index + 1

    def _unknown_verb(self, index: int) -> int:
        """A verb outside the tables is staged by its own third person."""
        token = self.tokens[index]
        lemma = verb(token.low)
        inflected = lemma and token.low != lemma and token.low.endswith(("s", "ed"))
        before = self.tokens[index - 1].low if index else ""
        if (
            not inflected
            or {before, token.low} & AUXILIARIES
            or not (self.pending or self.verb_seen)
        ):
            return index + 1
        self._take_subject()
        self._add(
            lemma,
            Action(token.low if token.low.endswith("s") else lemma + "s", "gesture", 1.6),
            index,
            [],
        )
        return index + 1

    def _take_subject(self) -> None:
        if not self.pending:
            return
        who: list[str] = []
        thing = part = ""
        for number in self.pending:
            phrase = self.phrases[number]
            if phrase.kind == "part" and phrase.owner >= 0:
                who.extend(self.who.get(phrase.owner, ()))
                part = PARTS.get(phrase.noun, "")
            elif self.who[number]:
                who.extend(self.who[number])
            else:
                thing = self.refs.thing_of(phrase, self.tokens) or phrase.noun
        self.subject = tuple(dict.fromkeys(who))
        self.thing = "" if who else thing
        self.part = part
        self.pending = []
        if len(self.subject) > 1:
            self.refs.attention.note_group(self.subject)

    def _action(self, lemma: str, index: int) -> Action:
        """What the verb does on the stage. 'picks up the suitcase': the word before the thing
        belongs to the verb."""
        action, particle = staged(self.tokens, index, lemma, self.part)
        number = self.by_start.get(particle + 1) if particle is not None else None
        if number is not None and action.role in _HANDLING:
            self.phrases[number].preposition = ""
        return action

    def _add(self, lemma: str, action: Action, index: int, before: list[str]) -> None:
        token = self.tokens[index]
        events = self.unit.events
        last = events[-1] if events else None
        ing = token.low.endswith("ing")
        after_to = before[-1:] == ["to"]
        continuing = last is not None and (ing or after_to) and last.lemma in PHASES
        if continuing and last is not None and last.who == self.subject:
            last.lemma, last.action = lemma, action
            last.span = Span(last.span.scene, last.span.element, last.span.start, token.end)
            self.verb_seen = True
            return
        stopped = ing and last is not None and last.lemma == "stop"
        if not stopped:
            start = self.unit.span
            concurrent = ing and before[-1:] != [] and before[-1] not in AUXILIARIES
            event = Event(
                self.subject, lemma, action,
                Span(start.scene, start.element, token.start, token.end),
                part=self.part, thing=self.thing, concurrent=concurrent and bool(events),
            )  # fmt: skip
            events.append(event)
        self.part = ""
        self.verb_seen = True
        self.fresh = False
