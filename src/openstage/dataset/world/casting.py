"""Who plays in a tale: people with their looks and names, and animals."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from openstage.dataset.world.chance import draw
from openstage.dataset.world.looks import (
    Kind,
    Look,
    bare,
    clothes,
    draw_look,
    hair_words,
    marks,
    unlike,
)
from openstage.dataset.world.names import EITHER, MEN, WOMEN
from openstage.director.grammar.lexicon.beings import gender_of_name
from openstage.storyboard.wording import capital, listed, with_article
from openstage.world.figures import lexicon

_KINDS: dict[Kind, float] = {"woman": 4, "man": 4, "girl": 1.2, "boy": 1.2}
_GENDERS: dict[Kind, str] = {"woman": "f", "man": "m", "girl": "f", "boy": "m"}
_UNNAMED = 0.18
_NOUNS: dict[Kind, dict[tuple[str, str], float]] = {
    "woman": {("young woman", "young"): 3, ("old woman", "old"): 2, ("woman", ""): 2,
              ("waitress", ""): 0.6, ("policewoman", ""): 0.4},
    "man": {("young man", "young"): 3, ("old man", "old"): 2, ("man", ""): 2, ("postman", ""): 1,
            ("waiter", ""): 0.6, ("policeman", ""): 0.4},
    "girl": {("girl", ""): 1},
    "boy": {("boy", ""): 1},
}  # fmt: skip
"""How those are called who have no name, with the age that the words tell."""

_COATS = ("black", "white", "brown", "gray", "golden", "ginger", "tan")
_INDOORS = {"dog": 5.0, "cat": 4.0, "rabbit": 0.5}
_OUTDOORS = {"dog": 5.0, "cat": 2.0, "horse": 2.5, "fox": 0.7, "sheep": 0.6, "cow": 0.5}


@dataclass
class Being:
    """Somebody of a tale, and where the tale has brought them."""

    name: str
    """'Mara', 'the old man', 'the dog': as the story calls them once they are known."""
    look: Look | None
    """None: an animal."""
    coat: str = ""
    """Of an animal: its color."""
    kind: str = ""
    """Of an animal: dog."""
    size: str = ""
    known: bool = False
    """Whether the tale has introduced them."""
    place: int = -1
    """The place of the tale where they are; -1: nowhere yet."""
    pose: str = "stand"
    near: str = ""
    """The landmark they are at, and whom they have come up to: nobody walks where they are."""
    holds: str = ""
    """The noun of the thing in the hand."""
    shown: bool = False
    """Whether the tale has told of that thing."""
    done: set[str] = field(default_factory=set)
    """What they did in this tale: it is seldom done twice (`acting.AGAIN`)."""

    @property
    def named(self) -> bool:
        return not self.name.startswith("the ")

    @property
    def cue(self) -> str:
        """As dialogue is headed."""
        return self.name.removeprefix("the ").upper()

    @property
    def gender(self) -> str:
        """m, f, n."""
        return _GENDERS[self.look.kind] if self.look else "n"

    @property
    def pronoun(self) -> str:
        return {"f": "she", "m": "he", "n": "it"}[self.gender]

    @property
    def _told_by_name(self) -> bool:
        """Whether 'MARA, 30s,' leaves no doubt that she is a grown woman."""
        look = self.look
        if look is None or look.kind not in ("woman", "man") or look.age in ("young", "old"):
            return False
        return bool(gender_of_name(self.name))

    def introduction(self, rng: Random) -> str:
        """'MARA, 30s, short red hair, gray suit and blue trousers,': the look told in full."""
        if self.look is None:
            words = " ".join(filter(None, (self.size, self.coat)))
            noun = self.kind.upper() if rng.random() < 0.5 else self.kind
            told = f"{with_article(words)} {noun}"
            return capital(told)
        if not self.named:
            noun = self.cue if rng.random() < 0.5 else self.cue.lower()
            told = f"{with_article(_bald(self.look) + noun)} {_with(rng, self.look)},"
            return capital(told)
        if self._told_by_name and rng.random() < 0.5:
            return f"{self.name.upper()}{_list(rng, self.look)}"
        return f"{self.name.upper()}, {_noun(self.look)} {_with(rng, self.look)},"


def _bald(look: Look) -> str:
    return "" if look.hair else "bald "


def _noun(look: Look) -> str:
    """'a young woman', '30s, a woman'."""
    told = look.age in ("young", "old")
    noun = with_article(f"{_bald(look)}{look.age + ' ' if told else ''}{look.kind}")
    return noun if told or not look.age else f"{look.age}, {noun}"


def _with(rng: Random, look: Look) -> str:
    """'with long black hair, in a yellow dress'."""
    on_head = [m for m in marks(look) if m in ("a beard", "a mustache", "stubble", "glasses")]
    worn = [m for m in marks(look) if m not in on_head]
    head = [hair_words(rng, look), *on_head] if look.hair else on_head
    dressed = listed([clothes(look), *worn], ", ")
    if not head:
        return f"in {dressed}"
    form = rng.choice(("with {}, in {}", "with {} in {}", "with {}, {}"))
    if rng.random() < 0.25:
        return f"in {dressed}, with {listed(head)}"
    return form.format(listed(head), dressed)


def _list(rng: Random, look: Look) -> str:
    """', 30s, short red hair, gray suit and blue trousers,'."""
    hair = bare(hair_words(rng, look)) if look.hair else "bald"
    rest = [bare(mark) for mark in marks(look)]
    worn = [bare(word) for word in clothes(look).split(" and ")]
    told = ", ".join([*filter(None, (look.age,)), hair, *rest, listed(worn)])
    return f" ({told})" if rng.random() < 0.3 else f", {told},"


def draw_people(rng: Random, count: int) -> list[Being]:
    """People who are told apart by their tops, their hair, and what they are called."""
    people: list[Being] = []
    while len(people) < count:
        person = _person(rng)
        if all(_distinct(person, other) for other in people):
            people.append(person)
    return people


def _distinct(one: Being, other: Being) -> bool:
    assert one.look is not None
    assert other.look is not None
    # 'The woman' could be any of two women.
    called = (one.named and other.named) or one.gender != other.gender
    return called and one.name[:3] != other.name[:3] and unlike(one.look, other.look)


def _person(rng: Random) -> Being:
    kind = draw(rng, _KINDS)
    if rng.random() < _UNNAMED:
        noun, age = draw(rng, _NOUNS[kind])
        return Being(f"the {noun}", draw_look(rng, kind, age))
    known = WOMEN if _GENDERS[kind] == "f" else MEN
    name = rng.choice(EITHER if rng.random() < 0.25 else known)
    return Being(name, draw_look(rng, kind))


def draw_animal(rng: Random, *, interior: bool) -> Being:
    kind = draw(rng, _INDOORS if interior else _OUTDOORS)
    size = rng.choice(("", "small", "big", "")) if kind in ("dog", "cat", "horse") else ""
    return Being(f"the {kind}", None, rng.choice(_COATS), kind, size)


def coat_of(animal: Being) -> tuple[float, float, float]:
    """The color that the world must give it."""
    return lexicon.ANIMAL_COLORS[animal.coat]
