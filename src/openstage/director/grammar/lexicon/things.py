"""Things that people handle, and the parts of a body that an insert shows."""

from __future__ import annotations

from openstage.director.grammar.lexicon import word_set

PROPS = word_set("""
    letter envelope card postcard note book notebook diary newspaper paper map photo
    photograph picture painting key keys lock phone telephone smartphone mobile computer
    laptop keyboard typewriter screen camera radio television tv tape record cup mug glass
    bottle plate bowl spoon fork knife pan pot kettle teapot coffee tea wine beer bread loaf
    cake cookie pie apple orange pear lemon egg soup sandwich cheese basket bag handbag
    suitcase trunk box chest crate parcel package briefcase backpack sack bucket barrel lamp
    lantern candle torch flashlight match matches lighter cigarette pipe umbrella cane stick
    crutch staff broom mop brush rag towel rope chain hammer saw axe shovel spade rake nail
    screwdriver wrench needle thread scissors pen pencil chalk gun pistol rifle revolver sword
    dagger bow arrow shield spear bomb bullet coin coins money banknote wallet purse ring
    necklace watch clock jewel diamond bracelet pendant locket medal toy doll ball kite
    balloon teddy drum guitar violin cello flute trumpet accordion piano harmonica bell
    whistle flower flowers bouquet rose roses plant seed feather shell stone bone bicycle bike
    motorcycle scooter car taxi van truck bus train tram boat rowboat ship sailboat canoe raft
    carriage wagon cart sled sledge wheelbarrow plane airplane helicopter tricycle skateboard
    stroller wheelchair tractor locomotive ticket passport document contract file folder
    newspaper mirror comb lipstick perfume pillow blanket tent bed sheet curtain flag statue
    mask puppet chessboard chess cards dice medicine pill syringe bandage telescope binoculars
    compass microscope magnifying-glass saddle leash net fishing-rod rod hook oar anchor
    paddle ladder desk-lamp snowball snowman kite paintbrush paint canvas violin-case
    guitar-case pencil-case jar tray cigar scroll crystal amulet wand robot drone helmet
    parachute tape-recorder walkie-talkie tool tools toolbox hat-box bouquet honey jam milk
    fish coal log firewood blueprint violin manuscript egg nest acorn lunchbox thermos whistle
    stopwatch pocket-watch music-box snow-globe figurine sculpture trophy cage birdcage
""")

VEHICLES = word_set("""
    bicycle bike motorcycle scooter car taxi van truck bus train tram boat rowboat ship
    sailboat canoe raft carriage wagon cart sled sledge plane airplane helicopter tricycle
    tractor locomotive
""")

LIQUIDS = word_set("coffee tea wine beer soup milk")
"""Held in something else only."""

NOT_INSERTED = VEHICLES | {"bed", "tent", "piano", "statue", "curtain", "ladder", "snowman"}
"""Too big for a hand to hold."""

PARTS: dict[str, str] = {
    "hand": "hands",
    "hands": "hands",
    "finger": "hands",
    "fingers": "hands",
    "fist": "hands",
    "fists": "hands",
    "palm": "hands",
    "thumb": "hands",
    "eye": "eyes",
    "eyes": "eyes",
    "foot": "feet",
    "feet": "feet",
    "shoes": "feet",
    "boots": "feet",
    "paw": "feet",
    "paws": "feet",
    "face": "face",
    "mouth": "face",
    "lips": "face",
    "head": "face",
    "tears": "eyes",
    "tear": "eyes",
    "tail": "tail",
    "arm": "arms",
    "arms": "arms",
    "shoulder": "shoulder",
    "heart": "chest",
    "voice": "face",
    "ears": "face",
    "ear": "face",
}
"""A part of a body, as an insert or a gesture names it."""

INSERTED_PARTS = word_set("hands feet eyes")

PARTS_OF_THINGS = word_set("""
    handle lid page pages top bottom side edge lock string strings light flame cover wheel
    wheels bell leg legs
""")
