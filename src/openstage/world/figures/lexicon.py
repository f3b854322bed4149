"""The words of looks: colors, hair, garments, hats, ages, trades, animals."""

from __future__ import annotations

from typing import Literal

from openstage.world.figures.animal_kinds import KINDS as ANIMAL_KINDS
from openstage.world.scene import Color


def shaded(color: Color, amount: float) -> Color:
    """Darker by an `amount` below 1, lighter (toward white) above it."""
    if amount <= 1.0:
        return (color[0] * amount, color[1] * amount, color[2] * amount)
    share = min(amount - 1.0, 1.0)
    r, g, b = (value + (1 - value) * share for value in color)
    return (r, g, b)


COLORS: dict[str, Color] = {
    "red": (0.76, 0.22, 0.20), "scarlet": (0.84, 0.20, 0.16), "crimson": (0.66, 0.12, 0.20),
    "maroon": (0.42, 0.13, 0.16), "burgundy": (0.43, 0.12, 0.20), "wine": (0.45, 0.13, 0.22),
    "orange": (0.90, 0.52, 0.20), "rust": (0.66, 0.34, 0.18), "amber": (0.87, 0.62, 0.22),
    "copper": (0.70, 0.42, 0.26), "yellow": (0.95, 0.78, 0.28), "golden": (0.88, 0.70, 0.30),
    "gold": (0.85, 0.68, 0.30), "mustard": (0.80, 0.63, 0.22), "cream": (0.95, 0.90, 0.78),
    "beige": (0.82, 0.74, 0.62), "tan": (0.76, 0.62, 0.46), "khaki": (0.66, 0.60, 0.42),
    "brown": (0.46, 0.32, 0.22), "chestnut": (0.45, 0.26, 0.17), "green": (0.28, 0.48, 0.34),
    "olive": (0.44, 0.46, 0.26), "emerald": (0.12, 0.55, 0.40), "mint": (0.62, 0.82, 0.72),
    "teal": (0.16, 0.50, 0.52), "turquoise": (0.22, 0.66, 0.68), "cyan": (0.30, 0.70, 0.78),
    "blue": (0.23, 0.38, 0.64), "navy": (0.15, 0.20, 0.36), "azure": (0.34, 0.58, 0.84),
    "indigo": (0.25, 0.22, 0.52), "violet": (0.47, 0.32, 0.62), "purple": (0.46, 0.27, 0.55),
    "lavender": (0.70, 0.62, 0.82), "lilac": (0.74, 0.62, 0.80), "pink": (0.92, 0.60, 0.66),
    "rose": (0.86, 0.50, 0.56), "magenta": (0.76, 0.24, 0.52), "white": (0.94, 0.93, 0.90),
    "ivory": (0.94, 0.91, 0.82), "silver": (0.74, 0.76, 0.79), "gray": (0.50, 0.52, 0.56),
    "grey": (0.50, 0.52, 0.56), "charcoal": (0.26, 0.27, 0.30), "black": (0.15, 0.15, 0.18),
    "denim": (0.29, 0.39, 0.54),
}  # fmt: skip

SHADES = {"dark": 0.62, "deep": 0.72, "light": 1.4, "pale": 1.5, "bright": 1.1, "faded": 1.2}

STOPS = frozenset({"and", "with", "under", "over", "or", "his", "her", "in", "hair", "beard"})
"""Words that end a phrase, so that a color before them is not the next noun's."""

SKINS: dict[str, Color] = {
    "pale": (0.96, 0.83, 0.74), "fair": (0.94, 0.79, 0.69), "light": (0.92, 0.76, 0.65),
    "tan": (0.82, 0.62, 0.47), "tanned": (0.82, 0.62, 0.47), "olive": (0.80, 0.62, 0.46),
    "brown": (0.60, 0.41, 0.29), "dark": (0.42, 0.28, 0.21), "black": (0.38, 0.26, 0.20),
}  # fmt: skip
SKIN_CHOICES = (
    SKINS["fair"],
    SKINS["light"],
    SKINS["tan"],
    SKINS["light"],
    SKINS["brown"],
    SKINS["fair"],
)
FAIR_WITH = frozenset({"red", "ginger", "blond", "blonde", "redhead", "auburn"})
"""Words of hair that mostly go with a fair skin."""
ORIGINS = {
    "african": "dark", "indian": "brown", "asian": "light", "arab": "olive", "latina": "tan",
    "latino": "tan", "mediterranean": "olive", "nordic": "pale", "scandinavian": "pale",
}  # fmt: skip

HAIR_COLORS: dict[str, Color] = {
    "red": (0.73, 0.27, 0.14), "ginger": (0.78, 0.39, 0.16), "auburn": (0.50, 0.20, 0.12),
    "copper": (0.68, 0.34, 0.16), "blond": (0.89, 0.72, 0.42), "blonde": (0.89, 0.72, 0.42),
    "fair": (0.86, 0.70, 0.44), "golden": (0.88, 0.68, 0.34), "brown": (0.32, 0.20, 0.13),
    "chestnut": (0.42, 0.23, 0.14), "dark": (0.17, 0.12, 0.10), "black": (0.11, 0.10, 0.12),
    "gray": (0.60, 0.61, 0.63), "grey": (0.60, 0.61, 0.63), "silver": (0.76, 0.77, 0.79),
    "white": (0.93, 0.92, 0.90), "pink": (0.90, 0.52, 0.64), "blue": (0.26, 0.42, 0.70),
    "green": (0.30, 0.58, 0.38), "purple": (0.48, 0.30, 0.60), "sandy": (0.74, 0.58, 0.38),
}  # fmt: skip
HAIR_WORDS: dict[str, Color] = {
    word + end: HAIR_COLORS[color]
    for word, color in (("redhead", "red"), ("blonde", "blonde"), ("blond", "blond"),
                        ("brunette", "brown"), ("ginger", "ginger"), ("redhaired", "red"))
    for end in ("", "ed")
}  # fmt: skip
HAIR_CHOICES = tuple(
    HAIR_COLORS[c] for c in ("brown", "dark", "blond", "chestnut", "auburn", "black", "sandy")
)
OLD_HAIR = tuple(HAIR_COLORS[color] for color in ("gray", "white", "silver"))
HAIR_NOUNS = frozenset(
    {"hair", "haired", "curls", "braids", "bob", "bun", "ponytail", "locks", "plaits"}
)
HAIR_STYLES = {
    "bald": "bald", "balding": "bald", "hairless": "bald", "shaved": "bald", "curly": "curly",
    "curls": "curly", "afro": "curly", "frizzy": "curly", "bob": "bob", "bun": "bun",
    "ponytail": "ponytail", "pigtails": "braids", "braids": "braids", "braid": "braids",
    "braided": "braids", "plaits": "braids", "shoulder": "bob", "crew": "short",
    "cropped": "short", "locks": "long",
}  # fmt: skip
HAIR_LENGTHS = {
    "short": "short",
    "long": "long",
    "medium": "bob",
    "curly": "curly",
    "wavy": "long",
    "straight": "long",
    "cropped": "short",
}
STYLE_CHOICES = {
    "woman": ("long", "bob", "bun", "ponytail", "curly", "short"),
    "man": ("short", "short", "curly"),
    "girl": ("braids", "ponytail", "bob", "long"),
    "boy": ("short", "curly"),
    "old": ("bun", "bob", "curly"),
}
BEARDS = {
    "beard": "beard", "bearded": "beard", "mustache": "mustache", "moustache": "mustache",
    "stubble": "stubble", "unshaven": "stubble", "goatee": "beard", "whiskers": "beard",
}  # fmt: skip

KINDS = {
    word: kind
    for kind, words in {
        "woman": "woman lady female mother wife grandmother queen nun actress waitress widow "
        "policewoman sister aunt she businesswoman mrs ms miss witch princess bride",
        "man": "man gentleman male father husband grandfather king monk actor waiter priest "
        "policeman brother uncle he janitor businessman fisherman keeper mr guy fellow "
        "sailor soldier postman conductor groom butler",
        "girl": "girl daughter schoolgirl granddaughter toddler child kid",
        "boy": "boy son schoolboy grandson lad",
        "robot": "robot android automaton droid cyborg machine robots",
    }.items()
    for word in words.split()
}
PEOPLE = frozenset({*KINDS, "person", "human", "people", "figure", "stranger", "adult", "teenager"})
NAMES = {
    "jonas": "man",
    "tomas": "man",
    "pavel": "man",
    "luca": "man",
    "joshua": "man",
    "ana": "woman",
    "mara": "woman",
    "noah": "man",
    "elias": "man",
    "ruth": "woman",
    "ingrid": "woman",
    "karen": "woman",
}

OLD = 58
OLD_WORDS = frozenset(
    {"old", "elderly", "aged", "ancient", "grandmother", "grandfather", "retired"}
)
DECADES = {
    "twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75,
    "eighties": 85, "nineties": 92, "teenage": 16, "teenager": 16, "teen": 16,
}  # fmt: skip
HEIGHTS = {"woman": 1.68, "man": 1.80, "girl": 1.22, "boy": 1.24, "robot": 1.55}
SMALL_ROBOT = 0.68
METALS = ("metal", "plates", "plated", "body", "robot", "android", "automaton", "droid", "paint")
"""The nouns that a robot's color stands before."""
PLATES: tuple[Color, ...] = (
    (0.62, 0.72, 0.74),
    (0.82, 0.62, 0.34),
    (0.80, 0.80, 0.76),
    (0.50, 0.66, 0.62),
    (0.78, 0.50, 0.38),
)
LIGHTS: tuple[Color, ...] = ((0.55, 0.93, 0.98), (1.0, 0.84, 0.42), (0.66, 1.0, 0.72))
BUILDS: dict[str, Literal["slim", "medium", "stout"]] = {
    "slim": "slim", "thin": "slim", "slender": "slim", "lean": "slim", "skinny": "slim",
    "gaunt": "slim", "stout": "stout", "fat": "stout", "heavy": "stout", "plump": "stout",
    "burly": "stout", "large": "stout", "big": "stout", "round": "stout", "chubby": "stout",
}  # fmt: skip

GARMENTS = {
    "suit": "suit", "tuxedo": "suit", "blazer": "suit", "coat": "coat", "overcoat": "coat",
    "raincoat": "coat", "trenchcoat": "coat", "cloak": "coat", "cape": "coat", "parka": "coat",
    "oilskin": "coat", "oilskins": "coat", "robe": "robe", "gown": "dress", "habit": "robe",
    "dress": "dress", "sundress": "dress", "nightgown": "dress", "uniform": "uniform",
    "sweater": "sweater", "jumper": "sweater", "pullover": "sweater", "cardigan": "sweater",
    "hoodie": "sweater", "turtleneck": "sweater", "jacket": "jacket", "vest": "jacket",
    "apron": "apron", "overalls": "apron", "shirt": "shirt", "blouse": "shirt", "tshirt": "shirt",
    "top": "shirt", "skirt": "skirt", "shorts": "shorts", "trousers": "trousers",
    "pants": "trousers", "jeans": "trousers",
}  # fmt: skip
TOPS = ("coat", "suit", "uniform", "robe", "dress", "jacket", "apron", "sweater", "shirt")
"""What is worn over the rest comes first."""
USUAL: dict[str, Color] = {
    "suit": COLORS["charcoal"], "apron": COLORS["cream"], "uniform": COLORS["navy"],
    "robe": (0.36, 0.28, 0.24),
}  # fmt: skip
TRADES: dict[str, tuple[str, Color]] = {
    "janitor": ("coat", COLORS["brown"]), "doctor": ("coat", COLORS["white"]),
    "nurse": ("uniform", (0.72, 0.84, 0.90)), "chef": ("apron", COLORS["white"]),
    "cook": ("apron", COLORS["white"]), "baker": ("apron", COLORS["cream"]),
    "police": ("uniform", COLORS["navy"]), "policeman": ("uniform", COLORS["navy"]),
    "policewoman": ("uniform", COLORS["navy"]), "officer": ("uniform", COLORS["navy"]),
    "guard": ("uniform", COLORS["charcoal"]), "soldier": ("uniform", COLORS["olive"]),
    "captain": ("uniform", COLORS["navy"]), "sailor": ("sweater", COLORS["navy"]),
    "fisherman": ("coat", COLORS["yellow"]), "keeper": ("coat", COLORS["navy"]),
    "lighthouse": ("coat", COLORS["navy"]), "waiter": ("suit", COLORS["black"]),
    "waitress": ("apron", COLORS["white"]), "priest": ("robe", COLORS["black"]),
    "monk": ("robe", COLORS["brown"]), "nun": ("robe", COLORS["black"]),
    "businessman": ("suit", COLORS["charcoal"]), "businesswoman": ("suit", COLORS["charcoal"]),
    "farmer": ("apron", COLORS["denim"]), "mechanic": ("apron", COLORS["denim"]),
    "postman": ("uniform", COLORS["blue"]), "conductor": ("uniform", COLORS["navy"]),
    "scientist": ("coat", COLORS["white"]), "detective": ("coat", COLORS["tan"]),
    "bride": ("dress", COLORS["white"]), "princess": ("dress", COLORS["pink"]),
    "witch": ("robe", COLORS["black"]), "butler": ("suit", COLORS["black"]),
}  # fmt: skip
TOP_CHOICES = {
    "woman": ("sweater", "shirt", "jacket", "dress", "coat"),
    "man": ("shirt", "sweater", "jacket", "coat"),
    "girl": ("dress", "sweater", "coat"),
    "boy": ("sweater", "shirt", "jacket"),
}
TOP_COLORS: tuple[Color, ...] = (
    (0.30, 0.44, 0.52), (0.66, 0.36, 0.28), (0.44, 0.50, 0.36), (0.78, 0.62, 0.34),
    (0.50, 0.40, 0.54), (0.33, 0.37, 0.50), (0.70, 0.48, 0.46), (0.28, 0.46, 0.44),
)  # fmt: skip
BOTTOM_COLORS: tuple[Color, ...] = (
    (0.24, 0.27, 0.35), (0.33, 0.29, 0.27), (0.30, 0.36, 0.46), (0.26, 0.26, 0.28), (0.42, 0.37,
    0.31),
)  # fmt: skip
SHIRTS = ("shirt", "blouse", "turtleneck", "undershirt")
SHIRT_COLORS: tuple[Color, ...] = ((0.94, 0.93, 0.90), (0.86, 0.89, 0.93), (0.93, 0.88, 0.80))
SHOES = ("shoes", "boots", "sneakers", "sandals", "slippers", "heels", "wellingtons")
SHOE_COLORS: tuple[Color, ...] = ((0.16, 0.14, 0.14), (0.30, 0.20, 0.14), (0.22, 0.20, 0.22))
ACCENTS: tuple[Color, ...] = (COLORS["red"], COLORS["mustard"], COLORS["teal"], COLORS["burgundy"])
EXTRAS = {
    "glasses": "glasses", "spectacles": "glasses", "sunglasses": "glasses", "scarf": "scarf",
    "shawl": "scarf", "tie": "tie", "necktie": "tie", "bag": "bag", "backpack": "bag",
    "satchel": "bag", "collar": "collar",
}  # fmt: skip
HATS = {
    "hat": "hat", "fedora": "hat", "bowler": "hat", "cap": "cap", "beret": "beret",
    "beanie": "beanie", "hood": "hood", "hooded": "hood", "sou'wester": "hat", "helmet": "beanie",
    "bonnet": "beanie", "kerchief": "hood", "headscarf": "hood", "crown": "crown",
    "tophat": "tophat",
}  # fmt: skip
HATTED: dict[str, tuple[str, Color | None]] = {
    "keeper": ("beanie", None), "lighthouse": ("beanie", None), "chef": ("chef", COLORS["white"]),
    "captain": ("cap", COLORS["white"]), "nun": ("hood", COLORS["black"]),
    "fisherman": ("beanie", COLORS["navy"]), "witch": ("hat", COLORS["black"]),
    "king": ("crown", COLORS["gold"]), "queen": ("crown", COLORS["gold"]),
    "princess": ("crown", COLORS["gold"]),
}  # fmt: skip

ANIMAL_WORDS = {
    word: kind
    for kind, words in {
        "dog": "dog puppy hound terrier poodle spaniel retriever shepherd labrador collie "
        "beagle mutt",
        "cat": "cat kitten tomcat tabby", "horse": "horse pony mare stallion foal donkey mule",
        "cow": "cow bull ox calf", "sheep": "sheep lamb goat ram", "wolf": "wolf coyote",
        "fox": "fox", "rabbit": "rabbit hare bunny mouse rat squirrel",
        "bird": "bird crow raven seagull gull pigeon dove sparrow owl parrot chicken hen "
        "duck goose",
        "animal": "animal bear lion tiger deer elephant pig beast creature monkey",
    }.items()
    for word in words.split()
}  # fmt: skip
ANIMAL_COLORS: dict[str, Color] = {
    **COLORS, "ginger": (0.82, 0.52, 0.26), "red": (0.66, 0.34, 0.18), "tabby": (0.56, 0.47, 0.37),
    "golden": (0.84, 0.66, 0.38), "spotted": (0.86, 0.82, 0.74),
}  # fmt: skip
_PLAIN_COATS: tuple[Color, ...] = ((0.52, 0.36, 0.24), (0.30, 0.24, 0.20), (0.78, 0.62, 0.42))
COATS: dict[str, tuple[Color, ...]] = dict.fromkeys(ANIMAL_KINDS, _PLAIN_COATS) | {
    "cat": ((0.45, 0.44, 0.45), (0.80, 0.54, 0.28), (0.17, 0.17, 0.19)),
    "sheep": ((0.92, 0.90, 0.84),), "fox": ((0.80, 0.42, 0.18),), "wolf": ((0.46, 0.46, 0.48),),
    "cow": ((0.90, 0.88, 0.84), (0.44, 0.28, 0.20)),
    "rabbit": ((0.66, 0.56, 0.46), (0.90, 0.89, 0.87)),
    "bird": ((0.30, 0.32, 0.36), (0.88, 0.88, 0.88), (0.46, 0.36, 0.28)),
}  # fmt: skip
SIZES = {
    "small": 0.86,
    "little": 0.86,
    "tiny": 0.65,
    "puppy": 0.7,
    "kitten": 0.6,
    "big": 1.4,
    "large": 1.45,
    "huge": 1.8,
}

NEAREST = {
    "cape": "a coat", "cloak": "a coat", "tuxedo": "a suit", "helmet": "a cap", "armor": "a coat",
    "kimono": "a coat", "goatee": "a beard", "vest": "a jacket", "bear": "an animal of no kind",
    "lion": "an animal of no kind", "tiger": "an animal of no kind", "deer": "an animal of no kind",
    "elephant": "an animal of no kind", "mouse": "a rabbit", "squirrel": "a rabbit",
    "goat": "a sheep", "donkey": "a horse", "tattoo": "bare skin", "jewelry": "nothing",
    "overalls": "an apron", "hoodie": "a sweater", "sandals": "a pair of shoes",
}  # fmt: skip

_FILLERS = (
    "metal metallic plates plated body steel iron tin rusty shiny bolted paint painted round "
    "a an the of in on with and or his her its their very wearing wears dressed old young younger "
    "middle aged year years early late mid about around s hair haired eyes eye blue-eyed "
    "face faced "
    "skin skinned tall short small little tiny petite long big large clothes clothing "
    "simple plain worn shabby elegant neat work working new tied back loose thick thinning wavy "
    "straight black medium length open buttoned up down under over pair two white handsome pretty "
    "beautiful kind gentle tired weathered warm cold lost from who is has to at for dark pale "
    "person figure stranger adult human people wide brimmed straw wool woolen woollen knitted "
    "leather linen cotton silk velvet light bright deep faded friendly shy quiet serious sad happy "
    "station master village city country town sleeves sleeved striped flowing"
)
KNOWN = frozenset(
    word
    for table in (
        COLORS, SHADES, SKINS, ORIGINS, HAIR_COLORS, HAIR_WORDS, HAIR_NOUNS, HAIR_STYLES,
        HAIR_LENGTHS,
        BEARDS, KINDS, PEOPLE, OLD_WORDS, DECADES, BUILDS, GARMENTS, TRADES, SHOES, EXTRAS, HATS,
        HATTED,
        ANIMAL_WORDS, ANIMAL_COLORS, SIZES, _FILLERS.split(),
    )
    for word in table
)  # fmt: skip
"""Words that need no note."""
