"""What a theme implies of its places: where people of a trade are, and how a place is told."""

from __future__ import annotations

from openstage.director.grammar.lexicon import word_set


def _table(rows: dict[str, str]) -> dict[str, str]:
    return {word: place for place, words in rows.items() for word in words.split()}


PLACE_OF: dict[str, str] = _table(
    {
        "workshop": """
            clockmaker watchmaker shoemaker tailor carpenter toymaker puppeteer potter weaver smith
            blacksmith inventor jeweler jeweller mechanic craftsman robot doll puppet
        """,
        "rocks": "lighthouse-keeper mermaid",
        "kitchen": "baker cook chef butler maid grandmother granny grandma waiter waitress mouse",
        "harbor": "fisherman fisher sailor captain skipper boatman ferryman pirate gull seagull",
        "school": "teacher pupil student schoolboy schoolgirl",
        "field": "farmer shepherd scarecrow horse cow sheep goat lamb beekeeper",
        "garden": "gardener florist snail butterfly bee",
        "forest": """
            hunter woodcutter lumberjack ranger hermit witch wolf fox bear deer owl squirrel
            hedgehog badger
        """,
        "hospital": "doctor nurse surgeon patient",
        "library": "librarian poet writer",
        "museum": "curator guard",
        "castle": "king queen prince princess knight duke wizard",
        "railway platform": "conductor porter traveler traveller passenger",
        "studio": "painter artist photographer sculptor dancer ballerina",
        "theater": "actor actress magician clown singer musician pianist violinist",
        "office": "clerk secretary detective journalist reporter boss",
        "laboratory": "scientist professor chemist",
        "village street": "postman mailman beggar mayor villager child boy girl dog cat",
        "street": "policeman policewoman taxi-driver driver thief musician",
        "mountain": "climber hiker goatherd",
        "desert": "camel explorer",
        "sea shore": "surfer diver",
        "bedroom": "baby toddler orphan",
        "shop": "shopkeeper merchant seller barber",
    }
)
"""By the noun that names somebody: the place where a film about them begins."""

HOME_OF: dict[str, str] = {"lighthouse-keeper": "lighthouse", "farmer": "farm", "king": "castle"}
"""Where `home` is, for those who do not live in a house."""

PLAIN_PLACE: dict[str, str] = {
    "sea": "sea shore",
    "ocean": "sea shore",
    "seaside": "sea shore",
    "shore": "sea shore",
    "coast": "sea shore",
    "waves": "sea shore",
    "village": "village street",
    "town": "street",
    "city": "street",
    "home": "house",
    "woods": "forest",
    "wood": "forest",
    "station": "railway platform",
    "train": "railway platform",
    "mountains": "mountain",
}
"""By the noun of a theme: the place where a camera can stand."""

ON = word_set("""
    rocks street platform shore beach mountain hill island bridge roof rooftop road path cliff
    cliffs pier coast stage farm moon square
""")
"""One is on these places, and in all others."""

WORKED_AT: dict[str, str] = {
    "workshop": "table", "kitchen": "table", "office": "desk", "school": "desk",
    "library": "desk", "laboratory": "table", "studio": "table",
}  # fmt: skip
"""Where one works in a place indoors."""
