"""Places: nouns at which a scene can play, landmarks inside them, and words for time and sky."""

from __future__ import annotations

from typing import Literal

from openstage.director.grammar.lexicon import word_set

Interior = Literal["INT", "EXT"]

INTERIORS = word_set("""
    office kitchen bedroom bathroom corridor hallway hall room lobby elevator cellar basement
    attic library classroom school museum gallery church cathedral chapel temple bar pub cafe
    café diner restaurant bakery shop store bookshop bookstore workshop studio garage
    laboratory lab hospital ward clinic shelter theater theatre cinema stage backstage prison
    cell dungeon cabin hut cottage house home apartment flat tower lighthouse castle palace
    barn stable kennel warehouse factory mill mine tunnel cave carriage compartment cockpit
    bridge-house ship cabin tent stairwell staircase waiting-room living-room dining-room
    ballroom gym bank courtroom court station-house laundromat laundry greenhouse pharmacy
    hotel motel inn lounge spaceship nursery vault archive parlor pantry foyer bus subway tram
    airport terminal hangar supermarket salon barbershop bedroom planetarium observatory
    control-room engine-room courtroom locker-room submarine storeroom study
    dressing-room auditorium sacristy
""")

EXTERIORS = word_set("""
    street road alley avenue square plaza market marketplace park garden yard courtyard
    backyard forest wood woods jungle field meadow hill hilltop hillside mountain mountains
    valley desert beach shore seashore coast cliff cliffs rocks island sea ocean lake river
    riverbank bank stream pond harbor harbour port pier dock docks jetty quay bridge platform
    railway-station station farm orchard vineyard cemetery graveyard playground rooftop roof
    terrace balcony porch veranda village town city path trail crossroads highway canyon swamp
    marsh moor dunes glacier battlefield stadium campground clearing lawn driveway parking-lot
    sidewalk pavement gate canal waterfront promenade fairground circus zoo junkyard summit
    ridge ravine waterfall lighthouse-island boulevard lane footbridge vineyard ice
    fountain-square schoolyard churchyard train-station bus-stop tracks savanna plain heath
""")

GENERIC = word_set("room house home place building bank hall gate station ice plain wood")
"""Place nouns that say little: they open a scene only at the head of a sentence."""

LANDMARKS = word_set("""
    door window desk table chair bench bed sofa couch counter shelf shelves bookshelf wall
    corner stairs steps staircase fireplace stove sink elevator curtain mirror cupboard
    wardrobe closet doorway threshold entrance exit gate fence hedge tree trees bush bushes
    lamppost streetlamp railing rail well fountain statue mailbox pillar column rock stone log
    stump stage altar pew piano stool armchair throne ladder bars cage oven fridge
    refrigerator piano counter tower hearth edge end middle roadside curb kerb balcony
    platform grave tombstone swing slide haystack barrel campfire mast deck wheel bow stern
    hill path water shore rocks post sidewalk bar pier lift hatch sill windowsill booth stall
    floor ground rooftop riverbank jetty barn-door podium lectern easel workbench blackboard
    signpost bus-stop doorstep porch pond turnstile crossing boulder oak willow pine headstone
    bus-stop periscope
""")
"""Fixed things of a place: marks where people stand, sit and go; no props."""

SKY = word_set("""
    sun moon sky clouds cloud light rain snow wind storm fog mist thunder lightning dawn dusk
    sunset sunrise star stars shadow shadows darkness smoke air morning night evening silence
    dust fire waves wave
""")

TIMES: dict[str, str] = {
    "dawn": "dawn",
    "sunrise": "dawn",
    "daybreak": "dawn",
    "morning": "morning",
    "breakfast": "morning",
    "noon": "day",
    "midday": "day",
    "afternoon": "day",
    "day": "day",
    "dusk": "dusk",
    "sunset": "dusk",
    "evening": "dusk",
    "twilight": "dusk",
    "nightfall": "dusk",
    "night": "night",
    "midnight": "night",
    "moonlight": "night",
    "tonight": "night",
}

TIME_ORDER = ("dawn", "morning", "day", "dusk", "night")

WEATHER: tuple[tuple[str, str], ...] = (
    (
        r"rain (?:has|had) stopped|after the rain|wet (?:street|pavement|road|cobbles)|puddles?",
        "wet",
    ),
    (r"storms?|thunder\w*|lightning|gale|tempest|hurricane", "storm"),
    (r"rain(?:s|ing|y|ed)?|drizzle|downpour|raindrops", "rain"),
    (r"snow(?:s|ing|y|fall|flakes|ed)?|blizzard|frozen", "snow"),
    (r"fog(?:gy)?|mist(?:y)?|haze", "fog"),
    (r"clouds|cloudy|overcast|gr[ae]y sky", "cloudy"),
)
"""The first that the words of a scene name."""

CLEARING = r"(?:sun (?:breaks|comes|bursts) (?:through|out)|clear(?:s|ed)? (?:sky|up)|sky clears)"
"""Words by which the sky grows clear."""


def interior_of(noun: str) -> Interior | None:
    if noun in EXTERIORS:
        return "EXT"
    return "INT" if noun in INTERIORS else None
