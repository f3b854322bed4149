"""Words for how people and animals look."""

from __future__ import annotations

from openstage.director.grammar.lexicon import word_set

COLORS = word_set("""
    red blue green yellow black white gray grey brown orange purple pink violet golden gold
    silver beige tan crimson scarlet navy turquoise teal olive ivory cream maroon khaki blond
    blonde ginger auburn chestnut dark pale light silvery copper rust mustard lilac indigo azure
    snow-white jet-black dark-blue sandy fair bright
""")

HAIR = word_set("""
    hair beard mustache moustache braids braid ponytail curls curl bun pigtails plait locks
    stubble whiskers sideburns fringe goatee afro dreadlocks mane fur coat-of-fur tail ears
    feathers paws eyebrows freckles scar eyes face nose spots stripes wings muzzle tattoo
    wrinkles
""")
"""What grows on a head or a body, and its marks. Eyes and faces count with an adjective only."""

BODY_WITH_ADJECTIVE = word_set(
    "eyes eye face nose ears ear head arms arm tail paws paw wings muzzle eyebrows hands skin"
)

MARKS = word_set("""
    freckles ponytail braids braid beard mustache moustache stubble scar curls dreadlocks goatee
    sideburns pigtails afro bun wrinkles tattoo whiskers
""")
"""What is a look without any adjective."""

CLOTHES = word_set("""
    suit dress coat jacket shirt blouse skirt trousers pants jeans sweater pullover jumper
    cardigan vest waistcoat raincoat overcoat cloak cape robe gown uniform apron overalls hat
    cap hood helmet bonnet beret scarf shawl gloves glove mittens boots shoes sandals slippers
    sneakers socks tie bow-tie belt glasses spectacles sunglasses goggles monocle eyepatch crown
    veil mask kimono sari tunic shorts t-shirt tee pajamas pyjamas nightgown bathrobe swimsuit
    hoodie parka poncho tuxedo collar ribbon bandana turban fedora bowler beanie headscarf
    necklace earrings earring tracksuit jersey leotard tutu armor anorak trench habit sweatshirt
    dungarees bandage leash harness headphones backpack oilskins oilskin sou'wester corduroys
    smock kilt bodysuit catsuit wetsuit spacesuit raincape corset bracelet bracelets
    jewelry stockings tights leggings vest tank-top polo loafers heels moccasins earmuffs
    top-hat wellingtons fleece lab-coat
""")

WEARABLE_PROPS = word_set("backpack mask crown leash glasses headphones")
"""Clothes that somebody may also carry: worn only where the words say so."""

AGES = word_set("""
    young old elderly middle-aged teenage little aged ancient youthful twenty-something
    thirty-something wizened
""")

BUILDS = word_set("""
    tall short small big large huge tiny thin slim slender lean fat stout plump heavy broad
    broad-shouldered muscular burly lanky stocky skinny wiry petite giant frail thickset round
    bony
""")

FEATURES = word_set("""
    bald balding bearded clean-shaven mustached freckled wrinkled tattooed barefoot blind
    one-eyed one-legged hooded masked scarred unshaven toothless long-haired short-haired
    red-haired black-haired white-haired gray-haired grey-haired fair-haired dark-haired
    silver-haired curly-haired blonde blond shaggy fluffy scruffy three-legged spotted striped
    black-and-white dark-skinned pale ragged gray-bearded white-bearded red-bearded long-legged
    veiled uniformed sunburned tanned one-armed brown-haired blond-haired blue-eyed green-eyed
    bespectacled well-dressed elegant shabby handsome beautiful pretty
""")

TEXTURES = word_set("""
    long short curly straight wavy thick thin loose messy wild neat cropped braided shaggy wooly
    woolly woolen woollen knitted cotton silk velvet leather denim tweed linen torn worn ragged
    patched striped checked plaid dotted spotted flowered floral heavy old new tight wide narrow
    round pointed tall tattered elegant plain simple wet dirty muddy clean rumpled pressed
    fluffy bushy trimmed shoulder-length waist-length windblown oversized huge big small straw
    felt fur woolen paper rubber wire-rimmed horn-rimmed steel-rimmed polka-dot three-piece
    pinstripe double-breasted faded bright broad-brimmed wide-brimmed flat full tangled thinning
    unkempt white-haired drooping floppy pointy bobbed greasy yellowed winter summer work
    evening wedding police school nurse's janitor's doctor's sailor's tartan fine dusty
    threadbare thick-rimmed high-necked short-sleeved
""")

GARMENT_VERBS = word_set("wear don")

LOOK_ADJECTIVES = AGES | BUILDS | FEATURES | COLORS
"""Adjectives that stay true of somebody when they stand before the noun."""

COLOR_OF_ANIMALS = COLORS | FEATURES | BUILDS | AGES | {"stray", "wet", "lean", "mangy", "furry"}
