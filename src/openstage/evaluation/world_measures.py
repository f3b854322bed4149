"""The measures of the world: what readers see in drawn pairs, and in the true pairs of the same
stories.

- right: the share of labels that are read right; told: of those that the message tells
- identity: the same of the colors of people whose look only memory can know; places from memory:
  of sets and hours, where each is told with its first shot alone
- SC, BC (world): how much start and end of a shot are alike; SC-E, BC-E (world): frames of
  different shots, the mean of max(0, cos). Subjects are compared where the truth has people, and
  are not alike where nobody is drawn
- TVS-gt (world): whether a cut changes what the true cut changes, the mean cosine of both changes;
  cuts that are cuts: how many of the true changes are changes at all; cuts that count: how many
  true cuts change anything, since the others are left out. Moves are the same inside shots: a film
  that never moves is most alike in itself

All are named (world), since the features are those of the readers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from openstage.evaluation.figures import Figure, Sums, mean_of, share_of
from openstage.evaluation.read import Read
from openstage.evaluation.truth import (
    ATTRIBUTES,
    COUNTS,
    PLACE,
    SLOT_PARTS,
    UNJUDGED,
    Labels,
    codes_of,
)
from openstage.storyboard.vocabulary import Angle
from openstage.world.palette import PALETTES

MEASURES_VERSION = 1
"""Raised when a figure counts other things: figures of two versions are not comparable."""
ABSENT = 4
"""Shots that somebody is away for, at least, to be seen after a long absence."""
NEAR_ZERO = 0.5
"""The length of a change of features that is none; 2.8 is the longest. All but a twentieth of true
cuts change 0.67 or more; a shot in which nothing moves 0.2, and one frozen picture under noise of 6
of 255 up to 0.46."""
_NAMES = list(ATTRIBUTES)
_WHERE = [_NAMES.index(name) for name in ("set", "time")]
_SHOT = [_NAMES.index(name) for name in PLACE if name not in ("set", "time")]


@dataclass(frozen=True)
class TrueShot:
    cast: frozenset[str]
    """Who is in it, by the storyboard."""
    location: str
    told: frozenset[str]
    """Whose look the message tells."""
    labels: tuple[Labels, Labels]
    """Of the start and the end frame."""
    placed: bool = True
    """Whether the message tells the place and the hour; where not, an earlier one has."""


@dataclass(frozen=True)
class TrueStory:
    id: str
    shots: tuple[TrueShot, ...]

    def codes(self) -> NDArray[np.int8]:
        """(frames, attributes), the frames as in `Read`."""
        return np.stack([codes_of(labels) for shot in self.shots for labels in shot.labels])


Measure = Callable[[TrueStory, Read, Read], tuple[float, float]]
"""Of a story, what was read in its drawn frames, and in its true frames: a sum, and over how many.
"""


@dataclass(frozen=True)
class Row:
    """A measure of drawn pairs, beside that of true pairs."""

    name: str
    drawn: Figure
    true: Figure
    share: Figure
    """Drawn as a share of true."""
    decoded: Figure
    """The true pairs after the way through the VAE, as a share of true: what it loses alone."""


def measured(
    stories: Sequence[TrueStory],
    drawn: Sequence[Read],
    true: Sequence[Read],
    decoded: Sequence[Read],
) -> list[Row]:
    """Every measure over the same stories. Raises ValueError where frames are lacking."""
    for story, *reads in zip(stories, drawn, true, decoded, strict=True):
        frames = [len(read.codes) for read in reads]
        if frames != [2 * len(story.shots)] * 3:
            raise ValueError(f"{story.id}: {len(story.shots)} shots, frames read: {frames}")
    return [
        _row(name, measure, stories, drawn, true, decoded) for name, measure in MEASURES.items()
    ]


def _row(
    name: str,
    measure: Measure,
    stories: Sequence[TrueStory],
    drawn: Sequence[Read],
    true: Sequence[Read],
    decoded: Sequence[Read],
) -> Row:
    def sums(reads: Sequence[Read]) -> Sums:
        rows = [measure(*each) for each in zip(stories, reads, true, strict=True)]
        return np.array(rows, np.float64).reshape(-1, 2)

    ours, theirs = sums(drawn), sums(true)
    through = share_of(sums(decoded), theirs)
    return Row(name, mean_of(ours), mean_of(theirs), share_of(ours, theirs), through)


# --- labels ----------------------------------------------------------------------------------


def right(*attributes: str, but: str | None = None) -> Measure:
    """How many labels of these attributes are read right; those that are `but` are not counted,
    since whoever always draws what is usual has them right."""
    columns = [_NAMES.index(name) for name in attributes]

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        codes = story.codes()[:, columns]
        known = codes != UNJUDGED
        for number, name in enumerate(attributes):
            if but is not None:
                known[:, number] &= codes[:, number] != ATTRIBUTES[name].index(but)
        return float(((read.codes[:, columns] == codes) & known).sum()), float(known.sum())

    return counted


def told(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
    """How many labels are read right of what the message of the shot tells: the place, the camera,
    how many people are to be seen, and the colors of whom it introduces."""
    codes = story.codes()
    known = np.zeros(codes.shape, bool)
    for number, shot in enumerate(story.shots):
        known[2 * number : 2 * number + 2, _SHOT] = True
        known[2 * number : 2 * number + 2, _WHERE] = shot.placed
        for half, labels in enumerate(shot.labels):
            for slot in (s for s, worn in enumerate(labels.slots) if worn.id in shot.told):
                known[2 * number + half, _columns_of(slot)] = True
    known &= codes != UNJUDGED
    return float(((read.codes == codes) & known).sum()), float(known.sum())


def places_from_memory(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
    """How many sets and hours are read right where an earlier shot alone has named them.
    The action may name a thing of the set, so words alone get some right."""
    untold = np.repeat([not shot.placed for shot in story.shots], 2)
    codes = story.codes()[:, _WHERE]
    known = (codes != UNJUDGED) & untold[:, None]
    return float(((read.codes[:, _WHERE] == codes) & known).sum()), float(known.sum())


def identity(absent: int = 0) -> Measure:
    """How many colors are read right of people whom memory alone knows, away for so many shots."""

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        codes = story.codes()
        hits = [
            read.codes[frame, column] == codes[frame, column]
            for frame, slot, _, parts in known_by_memory(story, absent)
            for column in _columns_of(slot, parts)
            if codes[frame, column] != UNJUDGED
        ]
        return float(sum(hits)), float(len(hits))

    return counted


def known_by_memory(
    story: TrueStory, absent: int = 0
) -> Iterator[tuple[int, int, str, frozenset[str]]]:
    """Whom only memory knows: the number of the frame, the slot, the id, and the parts of them that
    an earlier shot has shown; who was met in a close-up may wear any trousers.

    They are seen in this frame, and the message does not tell how they look; in the last `absent`
    shots nothing was to be seen of them.
    """
    known: dict[str, frozenset[str]] = {}
    last: dict[str, int] = {}
    for number, shot in enumerate(story.shots):
        for half, labels in enumerate(shot.labels):
            for slot, worn in enumerate(labels.slots):
                away = number - last.get(worn.id, number) - 1
                if worn.id in known.keys() - shot.told and away >= absent:
                    yield 2 * number + half, slot, worn.id, known[worn.id]
        for worn in (worn for labels in shot.labels for worn in labels.slots):
            shows = {part for part in PALETTES if getattr(worn, part) is not None}
            known[worn.id] = known.get(worn.id, frozenset()) | shows
        last |= {id: number for labels in shot.labels for id in labels.glimpsed}


def _columns_of(slot: int, parts: Collection[str] = PALETTES) -> list[int]:
    return [
        _NAMES.index(name)
        for name, (of, part) in SLOT_PARTS.items()
        if of == slot and part in parts
    ]


# --- features --------------------------------------------------------------------------------

Which = Callable[[TrueShot, TrueShot, int], bool]
"""Whether two shots, so far from each other in the film, are compared."""


def _all(one: TrueShot, other: TrueShot, away: int) -> bool:
    return True


def _adjacent(one: TrueShot, other: TrueShot, away: int) -> bool:
    return away == 1


def _same_people(one: TrueShot, other: TrueShot, away: int) -> bool:
    return bool(one.cast & other.cast)


def _same_place(one: TrueShot, other: TrueShot, away: int) -> bool:
    return one.location == other.location


def _shows(feature: str, story: TrueStory) -> NDArray[np.bool_]:
    """(frames,): in which the truth has it. What is read of people where nobody is, is the same
    everywhere, and would reward a film without them."""
    if feature == "background":
        return np.ones(2 * len(story.shots), bool)
    return np.array([bool(labels.slots) for shot in story.shots for labels in shot.labels])


def _found(feature: str, read: Read) -> NDArray[np.bool_]:
    """(frames,): in which anything of it is read. What is read of people in an empty frame is like
    what is read in any other."""
    if feature == "background":
        return np.ones(len(read.codes), bool)
    people: NDArray[np.bool_] = read.codes[:, _NAMES.index("people")] != COUNTS.index("0")
    return people


def within(feature: str) -> Measure:
    """Start against end of each shot."""

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        vectors: NDArray[np.float32] = getattr(read, feature)
        shown = _shows(feature, story)
        both = shown[0::2] & shown[1::2]
        found = _found(feature, read)
        alike = np.maximum(0.0, (vectors[0::2] * vectors[1::2]).sum(axis=1))
        alike *= found[0::2] & found[1::2]
        return float(alike[both].sum()), float(both.sum())

    return counted


def across(feature: str, which: Which = _all) -> Measure:
    """Frames of different shots against each other: four pairs of two shots, at most."""

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        vectors: NDArray[np.float32] = getattr(read, feature)
        shown = _shows(feature, story)
        found = _found(feature, read)
        both = np.outer(shown, shown)
        alike = np.where(both & np.outer(found, found), np.maximum(0.0, vectors @ vectors.T), 0.0)
        blocks = [
            np.s_[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            for (i, one), (j, other) in combinations(enumerate(story.shots), 2)
            if which(one, other, j - i)
        ]
        return float(sum(alike[b].sum() for b in blocks)), float(sum(both[b].sum() for b in blocks))

    return counted


Span = tuple[slice, slice]
"""From which frames to which, of a start, its end, the next start, ..."""
CUTS: Span = np.s_[1:-1:2], np.s_[2::2]
MOVES: Span = np.s_[0::2], np.s_[1::2]
"""From the start of a shot to its end."""


def _changes(
    span: Span, read: Read, true: Read
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each span the cosine of our change and the true one, 0 where ours changes nothing;
    whether ours changes something; and whether the true one does."""

    def change(read: Read) -> NDArray[np.float32]:
        both = np.concatenate([read.subject, read.background], axis=1)
        difference: NDArray[np.float32] = both[span[1]] - both[span[0]]
        return difference

    ours, theirs = change(read), change(true)
    ours_long, theirs_long = (np.linalg.norm(each, axis=1) for each in (ours, theirs))
    changes = ours_long >= NEAR_ZERO
    cosines = (ours * theirs).sum(axis=1) / np.maximum(ours_long * theirs_long, NEAR_ZERO**2)
    return np.where(changes, cosines, 0.0), changes, theirs_long >= NEAR_ZERO


def true_cuts(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
    cosines, _, counts = _changes(CUTS, read, true)
    return float(cosines[counts].sum()), float(counts.sum())


def that_change(span: Span) -> Measure:
    """Of the spans in which the true film changes, those in which ours does."""

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        _, changes, counts = _changes(span, read, true)
        return float(changes[counts].sum()), float(counts.sum())

    return counted


def that_count(span: Span) -> Measure:
    """Of all spans, those in which the true film changes; the others are left out."""

    def counted(story: TrueStory, read: Read, true: Read) -> tuple[float, float]:
        _, _, counts = _changes(span, read, true)
        return float(counts.sum()), float(len(counts))

    return counted


_PARTS = {
    f"right: {part}, all": right(*(n for n, (_, of) in SLOT_PARTS.items() if of == part))
    for part in PALETTES
}

_USUAL: dict[str, str] = {"angle": str(Angle.EYE_LEVEL.value), "people": "1"}
"""What most frames have."""

MEASURES: dict[str, Measure] = {
    **{f"right: {name}": right(name) for name in ATTRIBUTES},
    **{f"right: {name}, but {usual}": right(name, but=usual) for name, usual in _USUAL.items()},
    **_PARTS,
    "right: all": right(*ATTRIBUTES),
    "right: all that is told": told,
    "identity: colors from memory": identity(),
    f"identity: after {ABSENT} shots away": identity(ABSENT),
    "places from memory": places_from_memory,
    "SC(world)": within("subject"),
    "BC(world)": within("background"),
    "SC-E(world)": across("subject"),
    "SC-E(world), adjacent": across("subject", _adjacent),
    "SC-E(world), same people": across("subject", _same_people),
    "BC-E(world)": across("background"),
    "BC-E(world), adjacent": across("background", _adjacent),
    "BC-E(world), same place": across("background", _same_place),
    "TVS-gt(world)": true_cuts,
    "cuts that are cuts(world)": that_change(CUTS),
    "cuts that count(world)": that_count(CUTS),
    "moves that are moves(world)": that_change(MOVES),
    "moves that count(world)": that_count(MOVES),
}
"""By the name that the report gives it."""
