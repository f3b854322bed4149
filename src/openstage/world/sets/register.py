"""The house of words: which set stands for which place."""

from __future__ import annotations

import re
from functools import cache

from openstage.world.sets.bedroom import BEDROOM
from openstage.world.sets.blueprint import Blueprint
from openstage.world.sets.city_street import CITY_STREET
from openstage.world.sets.corridor import CORRIDOR
from openstage.world.sets.kitchen import KITCHEN
from openstage.world.sets.living_room import LIVING_ROOM
from openstage.world.sets.office import OFFICE
from openstage.world.sets.park import PARK
from openstage.world.sets.platform import PLATFORM
from openstage.world.sets.room import ROOM_SET
from openstage.world.sets.shore import SHORE
from openstage.world.sets.studio import STUDIO
from openstage.world.sets.village import VILLAGE

SETS: dict[str, Blueprint] = {
    item.name: item
    for item in (
        OFFICE,
        CORRIDOR,
        CITY_STREET,
        KITCHEN,
        VILLAGE,
        PLATFORM,
        SHORE,
        LIVING_ROOM,
        BEDROOM,
        PARK,
        ROOM_SET,
        STUDIO,
    )
}

OWN: dict[str, str] = {
    "office": "office newsroom bureau workplace cubicle; open-plan office; control room",
    "corridor": "corridor hallway hall passage passageway; elevator hall; hospital corridor",
    "city street": "street avenue boulevard sidewalk pavement downtown; city street; wet street",
    "kitchen": "kitchen kitchenette",
    "village street": "village; village street; village road; village square; main street",
    "platform": "platform station; railway station; train station; railway platform",
    "shore": "shore lighthouse rocks coast seashore cliff cliffs reef; rocky shore; rocky beach",
    "living room": "lounge parlor; living room; sitting room; drawing room",
    "bedroom": "bedroom nursery; bed chamber; hotel room; guest room",
    "park": "park forest wood woods path trail glade clearing; forest path",
    "room": "room",
    "studio": "studio nowhere stage void limbo; black box; empty space",
}
"""The words of places that a set is itself; phrases of several words stand between semicolons."""

NEAR: tuple[tuple[str, str, str], ...] = (
    ("kitchen", "village street", "cottage hut cabin farmhouse bakery pantry diner"),
    ("kitchen", "city street", "restaurant cafe café canteen bistro; coffee shop"),
    ("living room", "village street", "house home manor inn mansion villa"),
    ("living room", "city street", "apartment flat hotel motel pub bar tavern saloon loft club"),
    ("living room", "city street", "salon museum gallery"),
    ("room", "city street", "library bookshop bookstore study atelier archive; reading room"),
    ("room", "village street", "castle palace; dining room; waiting room; throne room"),
    ("room", "shore", "ship boat yacht cabin-boat deck submarine"),
    ("bedroom", "city street", "bathroom attic dormitory cell prison jail ward; hospital room"),
    ("room", "city street", "school classroom kindergarten laboratory lab shop store clinic"),
    ("room", "city street", "workshop forge smithy courtroom bank supermarket market-hall"),
    ("room", "city street", "theater theatre cinema spaceship spacecraft; space station"),
    ("office", "city street", "police; police station; computer room; meeting room"),
    ("corridor", "city street", "hospital lobby elevator lift stairs stairwell staircase"),
    ("corridor", "city street", "basement cellar tunnel subway metro garage vault foyer dungeon"),
    ("studio", "city street", "warehouse factory gym hangar"),
    ("room", "village street", "church chapel cathedral temple tomb"),
    ("studio", "village street", "barn stable mill"),
    ("living room", "platform", "train carriage compartment wagon bus tram airport terminal"),
    ("corridor", "platform", "tracks rails railway depot; bus stop; bus station"),
    ("studio", "city street", "car taxi road highway alley plaza parking rooftop roof bridge town"),
    ("studio", "village street", "square market marketplace courtyard farm yard lane churchyard"),
    ("studio", "park", "garden backyard field meadow hill hillside mountain mountains valley lawn"),
    (
        "studio",
        "park",
        "jungle orchard vineyard cemetery graveyard playground camp river lake pond",
    ),
    ("studio", "park", "cave desert swamp stream countryside canyon zoo island-forest battlefield"),
    (
        "studio",
        "shore",
        "beach harbor harbour port pier dock sea ocean island bay jetty waterfront",
    ),
    ("studio", "shore", "river-mouth sand dunes dune promenade"),
    ("living room", "village street", "balcony terrace porch veranda"),
)
"""The set that is nearest indoors, the one that is nearest outdoors, and the places."""

LAST_RESORT = {True: "room", False: "park"}

_HEAD_ENDS = re.compile(
    r"[,;:(]|\b(?:of|in|with|outside|near|by|at|on|behind|before|above|under|where|over)\b", re.I
)


def phrases(row: str) -> list[str]:
    """'a b; c d' to the words a, b and the phrase 'c d'."""
    first, *rest = row.split(";")
    return [*first.split(), *(phrase.strip() for phrase in rest)]


@cache
def _table() -> dict[str, tuple[str, str, bool]]:
    """By word or phrase: the set indoors, the set outdoors, whether it is that place itself."""
    table: dict[str, tuple[str, str, bool]] = {}
    for indoors, outdoors, row in NEAR:
        table.update((phrase, (indoors, outdoors, False)) for phrase in phrases(row))
    for name, row in OWN.items():
        table.update((phrase, (name, name, True)) for phrase in phrases(row))
    table["lighthouse"] = ("living room", "shore", True)
    return table


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})s?\b")


def find_set(words: str, interior: bool) -> tuple[str, bool]:
    """The name of the set nearest to `words`, and whether it is that place itself.

    'Cottage kitchen, dusty' is a kitchen: what stands last before the first comma or preposition
    is the place; the rest is looked at only where that says nothing. Of 'house', the inside is
    another set than the outside: `interior` decides.
    """
    text = " ".join(words.lower().replace("_", " ").replace("-", " ").split())
    head = _HEAD_ENDS.split(text)[0]
    for part in (head, text):
        found = _pattern().findall(part)
        if found:
            indoors, outdoors, exact = _table()[found[-1]]
            name = indoors if interior else outdoors
            if name in SETS:
                return name, exact and (indoors == outdoors or name == outdoors)
    return LAST_RESORT[interior] if LAST_RESORT[interior] in SETS else "studio", False
