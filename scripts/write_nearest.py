"""Writes the words that a small model has never read, each beside the nearest that it has.

    python scripts/write_nearest.py /usr/share/wordnet

It wants WordNet's database (`apt install wordnet-base`), the extras `train` and `dev`, and
`pip install scikit-learn`.

Places: a classifier that reads what WordNet says a word means learns from the names of the world's
sets, from what stands in one of them alone (a lighthouse is a shore) and from `labels.py`, and
tells all other places of WordNet, once inside and once outside.
Colors: WordNet's own, then those of the xkcd survey (as matplotlib carries them), then things of
which WordNet says a color. What the world's tales say is known, and stays what it is. It prints how
many words of `labels.py` are told right by what was not learned from them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import cv2
import numpy as np
import torch
from labels import COLOR_WORDS, HAIR_WORDS, PLACE_WORDS
from matplotlib.colors import XKCD_COLORS, to_rgb
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from wordnet import (
    ANIMAL,
    ARTIFACT,
    ATTRIBUTE,
    FOOD,
    GROUP,
    LOCATION,
    OBJECT,
    PHENOMENON,
    PLANT,
    POSSESSION,
    SUBSTANCE,
    Sense,
    WordNet,
)

from openstage.dataset.world.places import PLACES
from openstage.dataset.world.tales import tales
from openstage.step2.understanding.nearest import COLORS_FILE, PLACES_FILE
from openstage.training.words import minilm, small_encoder
from openstage.world.figures.lexicon import COLORS, HAIR_COLORS
from openstage.world.sets.register import phrases

TALES = 400
SEED = 1
NAMES = {
    "kitchen": "kitchen", "living room": "living room", "bedroom": "bedroom", "office": "office",
    "corridor": "corridor", "room": "room", "studio": "stage", "city street": "street",
    "village street": "village", "platform": "railway station", "shore": "shore", "park": "park",
}  # fmt: skip
"""What a set is called where a word is told as it."""
PLACE_ROOTS = {"structure", "facility", "way", "area", "establishment", "vegetation", "land",
               "geological formation", "body of water", "geographical area", "region",
               "settlement", "building complex", "workplace", "field", "vehicle",
               "institution", "administrative unit"}  # fmt: skip
BASE = {"scarlet": "red", "crimson": "red", "gold": "yellow", "golden": "yellow", "azure": "blue",
        "violet": "purple", "chestnut": "brown", "grey": "gray", "silver": "gray",
        "silvery": "gray", "blond": "yellow", "blonde": "yellow"}  # fmt: skip
BASE |= {color: color for color in COLOR_WORDS}
BASE |= {f"{color}ish": color for color in COLOR_WORDS} | {"reddish": "red", "bluish": "blue"}
COLORED = {"chromatic", "achromatic", "blond", "brunet"}
"""What adjectives of color are like."""
HAIR = {"yellow": "blond", "orange": "red"}
"""What hair of a color is called, where it has a word of its own."""
STUFFS = {POSSESSION, SUBSTANCE}
"""Files of what lends its color to other things: gems, minerals, dyes."""
LIVING = {ANIMAL, FOOD, PHENOMENON, PLANT}
"""Files of what lends its color to hair alone: a raven, a chestnut; a chicken sandwich is no red
one."""
_SPREAD = 0.6
"""How much less each further sense of a word says."""


def tale_words() -> set[str]:
    """The colors that the world knows, and all that tales say below their headings."""
    found = {*COLORS, *HAIR_COLORS}
    for number in range(TALES):
        tale, _ = next(tales(SEED, number))
        prose = re.sub(r"^(INT|EXT)\..*$", "", tale.text, flags=re.MULTILINE)
        found |= set(re.findall(r"[a-z]+", prose.lower()))
    return found


# --- places ----------------------------------------------------------------------------------


def place_senses(net: WordNet, word: str) -> list[tuple[float, Sense]]:
    """What a word means as a place, and how much each sense says."""
    return [
        (_SPREAD**rank, sense)
        for rank, sense in enumerate(each for each in net.of.get(word, ()) if each.kind == "n")
        if sense.file in (ARTIFACT, GROUP, LOCATION, OBJECT) and net.under(sense) & PLACE_ROOTS
    ]


class Reader:
    """What all-MiniLM-L6-v2 makes of a text: the mean of its states, of length 1."""

    def __init__(self) -> None:
        self.encoder, self.tokenizer = small_encoder(minilm())
        self.known: dict[str, np.ndarray] = {}

    @torch.no_grad()
    def read(self, texts: Iterable[str]) -> None:
        texts = sorted(set(texts) - self.known.keys(), key=len)
        for at in range(0, len(texts), 64):
            some = texts[at : at + 64]
            read = self.tokenizer(
                some, padding=True, truncation=True, max_length=48, return_tensors="pt"
            )
            states = self.encoder(**read).last_hidden_state
            mask = read["attention_mask"][..., None]
            mean = (states * mask).sum(1) / mask.sum(1)
            mean = torch.nn.functional.normalize(mean, dim=-1).numpy()
            self.known |= dict(zip(some, mean, strict=True))


def told(word: str, sense: Sense) -> str:
    return f"{word}: {sense.gloss}"


def features(net: WordNet, reader: Reader, words: list[str]) -> np.ndarray:
    """Of each word what its senses as a place say, by their weights; else the word alone."""
    senses = {word: place_senses(net, word) for word in words}
    reader.read(told(word, sense) for word, some in senses.items() for _, sense in some)
    reader.read(word for word, some in senses.items() if not some)
    return np.stack(
        [
            np.average(
                [reader.known[told(word, sense)] for _, sense in some],
                axis=0,
                weights=[weight for weight, _ in some],
            )
            if (some := senses[word])
            else reader.known[word]
            for word in words
        ]
    )


def place_labels(own: Mapping[str, str]) -> dict[str, str]:
    """By word its set: its own names, those of `labels.py`, and what stands in it alone."""
    others = {word: name for name, row in PLACE_WORDS.items() for word in phrases(row)}
    spots = [(spot, place.set) for place in PLACES for spot in place.spots]
    often = Counter(spot for spot, _ in spots)
    alone = {spot: name for spot, name in spots if often[spot] == 1}
    return {**alone, **others, **own}


def places(net: WordNet) -> dict[str, tuple[str, str]]:
    """By word, what it is called inside and outside."""
    inside = {place.set: place.interior for place in PLACES}
    own = {name: place.set for place in PLACES for name in phrases(place.names.lower())}
    labels = place_labels(own)
    reader = Reader()
    learned, sets = list(labels), np.array(list(labels.values()))
    X = features(net, reader, learned)
    model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    chances = cross_val_predict(model, X, sets, cv=KFold(20, shuffle=True, random_state=0),
                                method="predict_proba")  # fmt: skip
    model.fit(X, sets)
    classes = list(model.classes_)
    of = {way: np.array([inside[each] == way for each in classes]) for way in (True, False)}
    streets = np.array(["street" in each for each in classes])

    def best(row: np.ndarray) -> str:
        return classes[int(np.argmax(row))]

    right = [best(row * of[inside[name]]) == name for row, name in zip(chances, sets, strict=True)]
    print(f"places: {np.mean(right):.2f} of {len(right)} words right, each told by the others")
    of_net = {word for word in net.of if re.fullmatch("[a-z]+( [a-z]+)?", word)}
    words = sorted({*labels, *(word for word in of_net if place_senses(net, word))} - own.keys())
    found = {word: (word, word) for word in own}
    for word, row in zip(words, model.predict_proba(features(net, reader, words)), strict=True):
        meant = labels.get(word) or best(row)
        within = meant if inside[meant] else best(row * of[True])
        # What is mostly seen from inside is a building, and stands in a street.
        without = best(row * streets) if inside[meant] else meant
        found[word] = (NAMES[within], NAMES[without])
    return found


# --- colors ----------------------------------------------------------------------------------


def lab(rgb: tuple[float, float, float]) -> np.ndarray:
    return cv2.cvtColor(np.float32([[rgb]]), cv2.COLOR_RGB2LAB)[0, 0]


def survey() -> dict[str, str]:
    """Names of one word of the xkcd survey, as the base color that most of its nearest are of."""
    names = {name.removeprefix("xkcd:"): lab(to_rgb(rgb)) for name, rgb in XKCD_COLORS.items()}
    base = [(BASE[last], at) for name, at in names.items()
            if (last := name.split()[-1]) in BASE]  # fmt: skip
    found = {}
    for name, at in names.items():
        near = sorted((float(np.linalg.norm(at - other)), color) for color, other in base)[:7]
        chances: dict[str, float] = {}
        for distance, color in near:
            chances[color] = chances.get(color, 0) + 1 / (1 + distance)
        found[name] = max(chances, key=chances.__getitem__)
    return {name: color for name, color in found.items() if " " not in name}


def colors_in(words: Iterable[str]) -> list[str]:
    return [BASE[word] for word in words if word in BASE]


def own_color(net: WordNet, word: str) -> str | None:
    """Of a word that is itself the name of a color."""
    for sense in net.of.get(word, ()):
        above = [name for key in sense.above for name in net.senses[key].words]
        if not COLORED & {*sense.words, *above} and sense.file != ATTRIBUTE:
            continue
        if found := colors_in([*sense.words, *above]):
            return found[0]
        if found := colors_in(re.findall("[a-z]+", sense.gloss)):
            return found[-1]
    return None


def lent_color(net: WordNet, word: str, files: set[int]) -> str | None:
    """Of a thing of which a color is told, where the word means it first."""
    for sense in net.of.get(word, ())[:1]:
        if sense.file in files and (found := colors_in(re.findall("[a-z]+", sense.gloss))):
            return found[0]
    return None


def _of_hair(color: str) -> bool:
    return color.startswith("blond")


def compounds(net: WordNet) -> dict[str, str]:
    """By first word, the color that it is said before, where both are one: 'cobalt blue'."""
    found: dict[str, str] = {}
    for word, senses in sorted(net.of.items()):
        parts = re.split("[ -]", word)
        if len(parts) != 2 or parts[1] not in BASE:
            continue
        if _of_hair(parts[1]) or any(sense.file == ATTRIBUTE for sense in senses):
            found[parts[0]] = max(found.get(parts[0], ""), parts[1], key=_of_hair)
    return found


def colors(net: WordNet, known: set[str]) -> dict[str, tuple[str, str]]:
    """By word, the color that it is told as, and that of hair."""
    labels = {word: color for color, row in COLOR_WORDS.items() for word in row.split()}
    hair = {word: color for color, row in HAIR_WORDS.items() for word in row.split()}
    names, before = survey(), compounds(net)

    def guessed(word: str, lending: set[int]) -> str | None:
        said = before.get(word, "")
        compound = None if _of_hair(said) else BASE.get(said)
        return own_color(net, word) or names.get(word) or compound or lent_color(net, word, lending)

    guesses = {word: guessed(word, STUFFS | LIVING) for word in labels}
    told = [guesses[word] == color for word, color in labels.items() if guesses[word]]
    print(f"colors: {np.mean(told):.2f} of {len(told)} words right, of {len(labels)}")
    words = {*net.of, *names, *labels, *hair, *before}
    found = {}
    for word in sorted(word for word in words - known if re.fullmatch("[a-z]+(-[a-z]+)*", word)):
        color = labels.get(word) or guessed(word, STUFFS)
        grown = color or guessed(word, LIVING) or ""
        if _of_hair(before.get(word, "")):
            grown = "yellow"
        if of_hair := hair.get(word) or HAIR.get(grown, grown):
            found[word] = (color or "", of_hair)
    return found | {color: (color, color) for color in COLORS.keys() | HAIR_COLORS.keys()}


def write(path: Path, rows: Mapping[str, tuple[str, str]]) -> None:
    lines = "".join(f"{word}\t{a}\t{b}\n" for word, (a, b) in sorted(rows.items()))
    path.write_text(lines, encoding="utf-8")
    print(f"{path.name}: {len(rows)} words, {len(lines) / 1024:.0f} KiB")


if __name__ == "__main__":
    net = WordNet(Path(sys.argv[1]))
    write(COLORS_FILE, colors(net, tale_words()))
    write(PLACES_FILE, places(net))
