"""The places of tales: the world's own sets, by their names, with what people can do there."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from openstage.dataset.world.chance import draw
from openstage.world.sets.register import phrases


@dataclass(frozen=True)
class Place:
    """A set, as a script speaks of it."""

    set: str
    """As the world calls it."""
    interior: bool
    names: str
    """As headings name it; phrases of several words stand between semicolons."""
    weight: float
    spots: tuple[str, ...]
    """Landmarks to walk to and to look at."""
    seats: tuple[str, ...] = ()
    """Where people sit: 'on the sofa'."""
    tops: tuple[str, ...] = ()
    """Where things lie: 'table'."""
    bed: bool = False
    door: bool = False
    """Whether a door of the set opens."""
    roofed: bool = False
    """Whether it is outside, and not seen from above."""
    views: tuple[str, ...] = ()
    """Sentences about the place itself."""

    @property
    def window(self) -> bool:
        return self.interior and "window" in self.spots


PLACES: tuple[Place, ...] = (
    Place("kitchen", True, "KITCHEN KITCHEN KITCHENETTE", 1.2,
          ("window", "stove", "table", "door", "refrigerator"), ("at the table", "on the chair"),
          ("table", "counter"), door=True, views=("A small kitchen.", "A quiet kitchen.")),
    Place("living room", True, "LOUNGE PARLOR; LIVING ROOM; LIVING ROOM; SITTING ROOM", 1.2,
          ("window", "fireplace", "bookshelf", "door", "table"), ("on the sofa", "in the armchair"),
          ("table",), views=("A warm living room.", "A fire burns in the fireplace.")),
    Place("bedroom", True, "BEDROOM NURSERY; HOTEL ROOM; GUEST ROOM", 1.1,
          ("window", "mirror", "wardrobe", "door", "bookshelf"), ("at the desk",), ("desk",),
          bed=True, views=("A tidy bedroom.", "A quiet bedroom.")),
    Place("office", True, "OFFICE NEWSROOM; OPEN-PLAN OFFICE; CONTROL ROOM", 1.0,
          ("window", "door"), ("at the desk",), ("desk",),
          views=("A large office.", "Rows of desks.")),
    Place("corridor", True, "CORRIDOR HALLWAY PASSAGE; HOSPITAL CORRIDOR", 0.9,
          ("elevator", "door", "far end", "wall"), ("on the bench",), ("bench",),
          views=("A long corridor.", "A quiet corridor.")),
    Place("room", True, "ROOM", 0.9,
          ("window", "bookshelf", "clock", "door", "table"), ("at the table", "on the chair"),
          ("table",), views=("A plain room.", "A quiet room.")),
    Place("studio", True, "STAGE; EMPTY SPACE; BLACK BOX; STUDIO", 0.7,
          ("table", "far end"), ("on the crate",), ("table",), views=("A bare stage.",)),
    Place("city street", False, "STREET AVENUE BOULEVARD; CITY STREET", 1.2,
          ("mailbox", "shop window", "lamppost", "corner", "car"), ("on the bench",), ("bench",),
          views=("A wide street.", "A long street.")),
    Place("village street", False, "VILLAGE; VILLAGE STREET; VILLAGE SQUARE; MAIN STREET", 1.1,
          ("well", "fence", "tree", "lamppost", "church"), ("on the bench",), ("bench",),
          views=("A quiet village.", "The village sleeps.")),
    Place("platform", False, "PLATFORM; RAILWAY STATION; TRAIN STATION; RAILWAY PLATFORM", 1.1,
          ("clock", "column", "platform edge", "far end"), ("on the bench",), ("bench",),
          roofed=True, views=("A long platform.", "A quiet platform.")),
    Place("shore", False, "SHORE COAST SEASHORE; ROCKY SHORE; ROCKY BEACH", 1.1,
          ("water", "lighthouse", "path", "rock"), ("on the ground",), ("rock",),
          views=("A rocky shore.", "Waves break on the rocks.")),
    Place("park", False, "PARK FOREST WOODS; PARK; FOREST PATH", 1.3,
          ("tree", "pond", "lamppost", "bushes"), ("on the bench", "on the stump"), ("bench",),
          views=("A quiet path between the trees.", "The trees stand still.")),
)  # fmt: skip

_HOURS: dict[str, float] = {
    "DAWN": 1.2, "SUNRISE": 0.5, "MORNING": 2, "DAY": 2, "AFTERNOON": 1, "DUSK": 1, "EVENING": 1,
    "SUNSET": 0.6, "NIGHT": 2.4, "MIDNIGHT": 0.3,
}  # fmt: skip
_SKIES: dict[str, float] = {
    "clear": 4.5, "cloudy": 1, "rain": 1.1, "wet": 0.7, "storm": 0.7, "snow": 1, "fog": 0.9,
}  # fmt: skip
_SKY_WORDS: dict[str, tuple[str, ...]] = {
    "clear": (),
    "cloudy": ("Clouds.", "A gray sky.", "The sky is overcast."),
    "rain": ("Rain.", "Rain falls.", "It is raining."),
    "wet": ("Rain has stopped.", "Puddles on the ground."),
    "storm": ("A storm.", "Thunder and lightning.", "A gale blows."),
    "snow": ("Snow.", "Snow falls.", "Snowflakes in the air."),
    "fog": ("Fog.", "Mist.", "Thick fog."),
}
_SKY_BEHIND_GLASS: dict[str, tuple[str, ...]] = {
    "rain": ("Rain runs down the window.",),
    "storm": ("A storm rages behind the window.",),
    "snow": ("Snow falls behind the window.",),
    "fog": ("Fog behind the window.",),
}


@dataclass(frozen=True)
class Location:
    """A place of a tale."""

    place: Place
    name: str
    """As its headings name it."""
    weather: str
    """Of the day, as the world calls it: one story has one."""
    words: tuple[str, ...] = ()
    """The sentences that open its first scene."""
    sky: str = ""
    """The sentence about the weather, where it is seen from here."""

    def heading(self, hour: str) -> str:
        return f"{'INT' if self.place.interior else 'EXT'}. {self.name} - {hour}"


def draw_hour(rng: Random) -> str:
    return draw(rng, _HOURS)


def draw_location(rng: Random, other: Location | None = None) -> Location:
    """A place that is not the `other`, under the same sky."""
    taken = other.place.set if other else ""
    place = draw(rng, {place: place.weight for place in PLACES if place.set != taken})
    name = rng.choice(phrases(place.names))
    weather = other.weather if other else draw(rng, _SKIES)
    told = (_SKY_BEHIND_GLASS if place.window else {}) if place.interior else _SKY_WORDS
    sky = rng.choice(told.get(weather) or ("",))
    view = rng.choice(place.views) if rng.random() < 0.8 else ""
    return Location(place, name, weather, tuple(filter(None, (view, sky))), sky)
