"""Other words for places and colors, by what they mean, as `write_nearest.py` learns from them.

None is among those that `openstage evaluate words` asks for.
"""

from __future__ import annotations

from collections.abc import Mapping

PLACE_WORDS: Mapping[str, str] = {
    "kitchen":
        "galley scullery canteen cafeteria restaurant café bistro cookhouse larder pizzeria "
        "brasserie buffet grill eatery; coffee shop; mess hall; snack bar; pastry shop; "
        "soup kitchen; cooking area; tea room",
    "living room":
        "apartment flat house home loft villa mansion manor condo penthouse pub tavern club "
        "saloon library sunroom; drawing room; front room; family room; reception room; "
        "music room; great room; day room; smoking room; game room; lodging",
    "bedroom":
        "bedchamber attic hostel suite bunkroom barracks guesthouse motel cell ward; "
        "sleeping quarters; sleeping room; boarding house; hospital room; spare room; "
        "children's room; dressing room; master suite",
    "office":
        "workplace cubicle agency boardroom bank firm company ministry embassy consulate "
        "institute corporation laboratory; meeting room; conference room; call center; "
        "police station; command center; computer room; work space; "
        "trading floor; editorial room",
    "corridor":
        "hall lobby foyer gallery passageway arcade stairwell landing walkway concourse basement "
        "cellar catacomb underpass entryway cloister hospital; entrance hall; elevator hall; "
        "mine shaft; waiting area; prison wing; back stairs; school hall; portico; anteroom",
    "room":
        "classroom workshop courtroom; dining room; waiting room; throne room; "
        "reading room; storage room; back room",
    "studio":
        "auditorium playhouse arena ballroom circus cabaret gymnasium warehouse hangar podium "
        "bandstand; opera house; dance hall; concert hall; music hall; rehearsal room; "
        "sound stage; exhibition hall; dance floor",
    "city street":
        "road roadway lane downtown sidewalk pavement city crossroads intersection thoroughfare "
        "plaza motorway freeway expressway parkway suburb drive crosswalk capital turnpike "
        "backstreet route; traffic circle; side street; shopping street; "
        "business district; street corner; urban district; inner city; traffic jam; bus lane",
    "village street":
        "countryside settlement homestead ranch parish cabin hut chalet barn mill bungalow shack "
        "lodge municipality borough outpost colony croft community monastery abbey fort "
        "smallholding; market square; mining camp; country lane; old quarter; rural community; "
        "small settlement; cattle ranch; country house; mountain settlement",
    "platform":
        "station tracks railroad railway metro terminus terminal tram railhead "
        "underground; bus station; bus stop; tram stop; train yard; rail terminal; tube station; "
        "freight yard; rail yard; metro stop; locomotive shed; bus terminal",
    "shore":
        "beach coastline waterfront cliffs headland sea ocean harbor peninsula shoreline lagoon "
        "gulf sands dunes fjord inlet estuary pier jetty seafront port strand reef sandbank "
        "atoll archipelago cape creek isle sound strait; sandy beach; fishing port",
    "park":
        "clearing grove glade wood wilderness field lawn grassland hillside valley prairie heath "
        "moor backyard vineyard playground cemetery arboretum campground rainforest bush copse "
        "plantation savanna swamp marsh undergrowth shrubbery trail hedge paddock greenery "
        "bushland pine oak; nature reserve; picnic area; golf course; hiking trail; river bank; "
        "fruit trees; tropical forest; flower beds; grazing land; bamboo grove; pine trees; "
        "mountain forest; dense brush",
}  # fmt: skip
"""By the set that is drawn."""

COLOR_WORDS: Mapping[str, str] = {
    "red": "vermilion garnet carmine strawberry tomato blood cardinal poppy raspberry brick "
           "cranberry claret currant lobster paprika chili",
    "orange": "pumpkin carrot apricot mandarin persimmon marigold papaya clementine peach mango "
              "salmon melon terracotta coral citrus",
    "yellow": "sunflower butter honey banana corn saffron daffodil buttercup primrose straw "
              "sulfur sunny blonde pineapple grapefruit wheat goldfinch",
    "green": "moss grass leaf forest fern sage avocado clover shamrock pistachio kiwi malachite "
             "basil ivy cucumber pea spinach cactus pear seaweed",
    "blue": "cornflower ultramarine lapis cerulean ocean sky blueberry aquamarine "
            "peacock bluebell",
    "purple": "mauve grape eggplant orchid heather mulberry iris wisteria thistle blackberry "
              "hyacinth fig amaranth aubergine crocus heliotrope beetroot",
    "white": "chalk milk milky pearl alabaster bone lily porcelain vanilla frost frosty bleached "
             "cotton marble salt linen paper icy swan dove sugar polar",
    "black": "jet coal inky onyx obsidian soot midnight pitch sable tar licorice sooty ink "
             "crow panther",
    "brown": "coffee cocoa walnut hazel mahogany caramel cinnamon mocha umber russet toffee "
             "espresso bronze wooden nut",
    "gray": "ash ashen slate pewter smoke smoky granite gunmetal graphite iron stone "
            "concrete",
}  # fmt: skip

HAIR_WORDS: Mapping[str, str] = {
    "black": "jet coal inky onyx sable midnight obsidian pitch sooty ink night crow shadow tar "
             "charcoal licorice jet-black coal-black",
    "brown": "brunette hazel coffee mahogany walnut caramel cocoa cinnamon umber mocha toffee "
             "mousy nut-brown bronze espresso tawny cacao bark",
    "blond": "yellow honey straw wheat sunny butter buttery champagne bleached corn gold "
             "wheaten towheaded peroxide vanilla sun-bleached pale-gold silver-blond ash-blond",
    "red": "carroty fiery rust russet flaming titian henna foxy strawberry scarlet brick tomato "
           "flame paprika",
    "gray": "ashen slate silvery pewter smoky steel grizzled graying ash iron granite smoke",
    "white": "cotton milky frosty pearl hoary chalk bone frost milk ivory salt chalky",
}  # fmt: skip
