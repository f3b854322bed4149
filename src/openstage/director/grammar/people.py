"""The people and animals of a story: who is new, and who is meant again."""

from __future__ import annotations

from collections.abc import Sequence

from openstage.director.grammar.lexicon import looks, word_set
from openstage.director.grammar.lexicon.beings import (
    ANIMALS,
    TITLES,
    being,
    gender_of_name,
)
from openstage.director.grammar.reading import Person
from openstage.director.grammar.words import lemmas, slug

_ADULT_EPITHETS: dict[str, str] = {"man": "m", "gentleman": "m", "woman": "f", "lady": "f"}
_YOUNG_EPITHETS: dict[str, str] = {"boy": "m", "lad": "m", "girl": "f", "child": "", "kid": ""}
_CHILDREN = word_set("boy girl child teenager")
_ANYBODY = word_set("person stranger figure newcomer visitor")


class Cast:
    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self._by_name: dict[str, str] = {}
        self._by_noun: dict[str, list[str]] = {}
        self.order: dict[str, int] = {}
        """Who came first: by id."""
        self.taken: set[str] = set()
        self._namesakes: dict[str, int] = {}
        """Ids that somebody or something has."""

    def named(self, name: str) -> str:
        """The id of whom a name means, who enters the cast where the name is new."""
        words = [word.strip(".").lower() for word in name.split()]
        plain = [word for word in words if word not in TITLES] or words
        for word in (" ".join(plain), *plain):
            if word in self._by_name:
                id = self._by_name[word]
                self._learn_name(id, name, plain)
                return id
        id = self._new_id(" ".join(plain))
        kind, gender = next((TITLES[word] for word in words if word in TITLES), ("", ""))
        gender = gender or gender_of_name(plain[0])
        person = Person(id, _proper(name), kind or _KIND_OF[gender], gender, named=True)
        self.people[id] = person
        self._learn_name(id, name, plain)
        return id

    def knows(self, name: str) -> bool:
        words = [word.strip(".").lower() for word in name.split()]
        return any(word in self._by_name for word in words if word not in TITLES)

    def _learn_name(self, id: str, name: str, plain: Sequence[str]) -> None:
        person = self.people[id]
        if len(name.split()) > len(person.name.split()):
            person.name = _proper(name)
        for word in (" ".join(plain), *plain):
            self._by_name.setdefault(word, id)

    def name_it(self, id: str, name: str) -> str:
        """Gives somebody known by a noun a name; the id follows the name. Returns the id."""
        words = [word.strip(".").lower() for word in name.split()]
        plain = [word for word in words if word not in TITLES] or words
        person = self.people[id]
        if person.named or any(word in self._by_name for word in plain):
            return id
        person.named = True
        person.name = _proper(name)
        if not person.gender or (person.animal and person.gender == "n"):
            person.gender = gender_of_name(plain[0]) or person.gender
        self._learn_name(id, name, plain)
        return id

    def new(self, noun: str, adjectives: Sequence[str] = (), owner: str = "") -> str:
        """Somebody new, who is known by a noun."""
        found = being(noun)
        kind, gender, age = found if found else ("person", "", "")
        compound = [word for word in adjectives if _names_a_trade(word)]
        name = " ".join([*compound, noun])
        traits = [word for word in adjectives if word in looks.LOOK_ADJECTIVES]
        if slug(name) in self.taken and traits:
            name = " ".join([*traits, name])
        id = self._new_id(name)
        person = Person(id, _proper(name), kind, gender, animal=noun in ANIMALS, owner=owner)
        if age:
            person.looks.append(age)
        self.people[id] = person
        self.call(id, noun, adjectives)
        return id

    def call(self, id: str, noun: str, adjectives: Sequence[str] = ()) -> None:
        """Remembers that the story calls somebody by this noun."""
        person = self.people[id]
        if noun not in person.nouns:
            person.nouns.add(noun)
            self._by_noun.setdefault(noun, []).append(id)
        person.adjectives.update(adjectives)
        found = being(noun)
        if found is None:
            return
        if found.gender and not person.animal and not person.gender:
            person.gender = found.gender
        if noun in ANIMALS and (person.animal or not person.gender or not person.nouns - {noun}):
            person.animal, person.kind = True, found.kind
            person.gender = person.gender or "n"
        elif person.kind in {"person", "man", "woman"} and found.kind in _CHILDREN | {"woman"}:
            person.kind = found.kind

    def learn_gender(self, id: str, gender: str) -> None:
        person = self.people[id]
        if gender in {"m", "f"} and person.gender in ({"", "n"} if person.animal else {""}):
            person.gender = gender

    def compatible(self, id: str, noun: str, adjectives: Sequence[str]) -> int:
        """How well a definite noun fits somebody: 0 not at all, 3 by that very noun."""
        person = self.people[id]
        traits = {word for word in adjectives if word in looks.LOOK_ADJECTIVES}
        clash = (
            traits
            and person.adjectives
            and not traits <= person.adjectives | set(" ".join(person.looks).split())
        )
        if noun in person.nouns:
            return 0 if clash and self._rivals(noun) else 3
        if clash and traits & (looks.AGES | looks.BUILDS):
            return 0
        return self._epithet(person, noun)

    def _rivals(self, noun: str) -> bool:
        return len(self._by_noun.get(noun, ())) > 1

    @staticmethod
    def _epithet(person: Person, noun: str) -> int:
        if noun in ANIMALS:
            kind = ANIMALS[noun].kind
            return 2 if person.animal and kind in {person.kind, "animal"} else 0
        if person.animal:
            return 0
        if noun in _ADULT_EPITHETS:
            fits = person.gender in {"", _ADULT_EPITHETS[noun]} and person.kind not in _CHILDREN
            return (2 if person.gender else 1) if fits else 0
        if noun in _YOUNG_EPITHETS:
            young = person.kind in _CHILDREN or bool(person.adjectives & {"young", "little"})
            gender = _YOUNG_EPITHETS[noun]
            return 2 if young and (not gender or person.gender in {"", gender}) else 0
        return 1 if noun in _ANYBODY and not person.named else 0

    def by_noun(self, noun: str) -> list[str]:
        return self._by_noun.get(noun, [])

    def relation(self, noun: str, owner: str) -> str | None:
        """The id of somebody's brother, where the story knows him."""
        for id in self._by_noun.get(noun, ()):
            if self.people[id].owner == owner:
                return id
        return None

    def _new_id(self, name: str) -> str:
        base = id = slug(name, "person")
        while id in self.taken:
            self._namesakes[base] = self._namesakes.get(base, 1) + 1
            id = f"{base}_{self._namesakes[base]}"
        self.taken.add(id)
        self.order[id] = len(self.order)
        return id


_KIND_OF = {"f": "woman", "m": "man", "n": "animal", "": "person"}


def _proper(name: str) -> str:
    """MARA becomes Mara; a noun is capitalized too, since it serves as a name."""
    return " ".join(
        word.capitalize() if word.isupper() or word.islower() else word for word in name.split()
    )


def _names_a_trade(word: str) -> bool:
    """True for the first noun of `lighthouse keeper`, false for an adjective."""
    if word in looks.LOOK_ADJECTIVES or word in looks.TEXTURES:
        return False
    forms = lemmas(word)
    return ("NOUN" in forms and "ADJ" not in forms and "VERB" not in forms) or word in {"fire"}


_MANLY = frozenset(
    ("beard", "bearded", "mustache", "moustache", "mustached", "stubble", "unshaven")
)
_OF_AGE = 18
_SMALL_NUMBERS = word_set(
    """three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen"""
)


def _minor(looks: Sequence[str]) -> bool:
    """True where a look tells an age below eighteen: '12', 'twelve', '12 years old'."""
    for look in looks:
        first = look.replace("-", " ").split()[0]
        if (first.isdigit() and int(first) < _OF_AGE) or first in _SMALL_NUMBERS:
            return len(look.split()) == 1 or "year" in look
    return False


def settle(people: dict[str, Person]) -> None:
    """Fits the kind to the gender once all is read: a doctor who is `she` is a woman."""
    for person in people.values():
        if person.animal:
            continue
        if not person.gender and any(look.split()[-1] in _MANLY for look in person.looks):
            person.gender = "m"
        young = bool(person.nouns & {"child", "kid", "toddler", "baby", "orphan", "pupil"})
        if person.kind in {"man", "woman", "person"} and _minor(person.looks):
            person.kind, young = "child", True
        if person.gender == "f" and person.kind in {"man", "person", "child", "boy"}:
            person.kind = "girl" if young or person.kind in _CHILDREN else "woman"
        elif person.gender == "m" and person.kind in {"woman", "person", "child", "girl"}:
            person.kind = "boy" if young or person.kind in _CHILDREN else "man"
        elif not person.gender and person.kind == "man":
            person.kind = "person"
