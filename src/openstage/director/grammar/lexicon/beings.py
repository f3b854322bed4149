"""Nouns and names for people and animals: what they are, and he, she or it."""

from __future__ import annotations

from typing import NamedTuple

from openstage.director.grammar.lexicon import word_set


class Being(NamedTuple):
    kind: str
    """The noun of the bible: woman, man, girl, boy, person, dog ..."""
    gender: str
    """m, f, n (it), or empty where the noun does not tell."""
    age: str = ""
    """What the noun alone says about the age."""


def _table(rows: dict[Being, str]) -> dict[str, Being]:
    return {noun: being for being, nouns in rows.items() for noun in nouns.split()}


PEOPLE: dict[str, Being] = _table(
    {
        Being("man", "m"): """
            man gentleman guy fellow bloke husband father dad papa uncle son-in-law king prince duke
            lord monk priest fisherman fireman policeman postman mailman milkman salesman craftsman
            boatman ferryman watchman doorman hangman businessman cameraman groom waiter actor sir
            nephew stepfather bridegroom brother widower wizard knight cowboy butler monsieur
""",
        Being("man", "m", "old"): "grandfather grandpa grandad",
        Being("woman", "f"): """
            woman lady wife mother mom mum mama aunt queen princess duchess nun policewoman
            saleswoman businesswoman bride waitress actress madam niece stepmother sister widow
            witch mistress nanny housewife ballerina hostess stewardess seamstress maid landlady
""",
        Being("woman", "f", "old"): "grandmother grandma granny",
        Being("boy", "m"): "boy lad schoolboy son grandson newsboy",
        Being("girl", "f"): "girl lass schoolgirl daughter granddaughter",
        Being("child", ""): "child kid toddler baby infant orphan youngster pupil schoolchild",
        Being("teenager", ""): "teenager teen youth adolescent",
        Being("person", ""): """
            person stranger figure neighbor neighbour friend visitor guest customer passenger
            traveler traveller companion cousin twin lover colleague boss someone somebody survivor
            witness victim rider hiker swimmer dancer singer
""",
        Being("man", ""): """
            doctor nurse teacher baker keeper lighthouse-keeper guard soldier officer sergeant
            captain sailor driver pilot farmer gardener cook chef butcher tailor barber clerk
            cashier librarian janitor cleaner caretaker porter conductor detective inspector cop
            thief burglar robber judge lawyer painter artist musician pianist violinist drummer
            guitarist writer poet journalist reporter photographer scientist professor student
            engineer mechanic carpenter blacksmith smith miner worker builder plumber electrician
            shepherd hunter fisher astronaut explorer scout spy assassin killer beggar tramp hermit
            pirate knave merchant vendor seller shopkeeper bartender barman innkeeper owner manager
            director secretary assistant servant messenger courier clown magician juggler acrobat
            boxer runner cyclist skater skier surgeon patient prisoner warden jailer bishop pope
            mayor president general colonel major private lieutenant agent watchmaker clockmaker
            shoemaker puppeteer potter weaver tailor ranger lumberjack woodcutter gravedigger
            undertaker monk receptionist paramedic firefighter lifeguard coach player referee
            champion guide monitor usher attendant operator technician trucker biker surfer climber
            diver skipper helmsman beekeeper zookeeper goalkeeper housekeeper bookseller florist
            jeweler jeweller curator archaeologist biologist geologist chemist pharmacist dentist
            vet barista apprentice heir stranger giant dwarf elf ghost robot android king's
""",
    }
)
"""Where the kind says `man` and the gender is empty, the pronoun or the name decides."""

AGENT_ENDINGS = ("er", "or", "ist", "eer", "smith")
TRADE_ENDINGS = ("maker", "keeper", "seller", "smith", "ologist", "grapher")
NOT_AGENTS = word_set(
    """counter tower cover corner shower finger hammer number drawer locker poster speaker heater
    cooker container freezer lighter sweater slipper flower power order shoulder murder whisper
    flicker thunder border timer burner toaster mixer scanner calculator projector reactor motor
    elevator escalator radiator generator computer printer monitor mirror letter paper river water
    ladder dinner summer winter weather feather leather silver center monster cracker sticker
    trailer tractor propeller helicopter engine starter pointer marker cutter cleaner duster lever
    silencer blender charger router server folder binder opener holder wrapper former latter other
    another either neither ever never under over after offer matter manner banner bitter better
    upper lower inner outer former shutter gutter litter clutter chatter laughter slaughter
    daughter rafter filter shelter splinter boulder cylinder ember amber timber lumber chamber
    member cluster plaster blister roller trigger dagger ginger burger danger hunger anger finger
    stranger copper pepper supper slumber cider spider tiger transmitter receiver detector sensor
    indicator razor anchor harbor parlor floor door error terror horror favor color odor armor
    tutor interior exterior mist list fist wrist twist"""
)
"""Nouns that end like those who do something, and are things."""

RELATIONS = word_set("""
    husband father dad papa uncle brother wife mother mom mum mama aunt sister son daughter
    grandson granddaughter grandfather grandpa grandmother grandma granny nephew niece cousin
    friend boss neighbor neighbour colleague companion twin child lover stepfather stepmother
    assistant partner
""")
"""Nouns that make one person of the story with the person they belong to: her brother."""

ANIMALS: dict[str, Being] = {
    **{
        noun: Being(noun, "n")
        for noun in word_set(
            """
            dog cat horse bird fox wolf bear rabbit mouse rat cow goat sheep lamb pig duck goose
            hen rooster crow raven owl eagle gull seagull parrot pigeon sparrow fish shark whale
            dolphin snake lizard frog turtle tortoise monkey elephant lion tiger deer stag
            squirrel hedgehog badger otter donkey mule camel pony cricket bee butterfly spider
            hamster ferret heron swan chicken falcon hawk panther leopard seal moose crab
            """
        )
    },
    "puppy": Being("dog", "n", "young"),
    "pup": Being("dog", "n", "young"),
    "terrier": Being("dog", "n"),
    "hound": Being("dog", "n"),
    "collie": Being("dog", "n"),
    "retriever": Being("dog", "n"),
    "sheepdog": Being("dog", "n"),
    "kitten": Being("cat", "n", "young"),
    "tomcat": Being("cat", "n"),
    "mare": Being("horse", "n"),
    "stallion": Being("horse", "n"),
    "foal": Being("horse", "n", "young"),
    "colt": Being("horse", "n", "young"),
    "animal": Being("animal", "n"),
    "creature": Being("animal", "n"),
    "beast": Being("animal", "n"),
}

CROWDS = word_set("""
    crowd people passengers guests soldiers workers tourists children shoppers commuters
    pedestrians customers students audience mob dancers villagers men women birds gulls pigeons
    sheep cows seagulls crows fishermen sailors neighbors neighbours strangers players
    spectators onlookers mourners guards police travelers travellers
""")
"""Extras: seen, but no characters of the bible."""

IRREGULAR_PLURALS = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "policemen": "policeman",
    "firemen": "fireman",
    "fishermen": "fisherman",
    "mice": "mouse",
    "wolves": "wolf",
    "geese": "goose",
    "thieves": "thief",
    "wives": "wife",
    "ladies": "lady",
    "babies": "baby",
    "puppies": "puppy",
    "ponies": "pony",
    "knives": "knife",
    "leaves": "leaf",
    "shelves": "shelf",
}

TITLES: dict[str, tuple[str, str]] = {
    "mr": ("man", "m"),
    "sir": ("man", "m"),
    "lord": ("man", "m"),
    "father": ("man", "m"),
    "uncle": ("man", "m"),
    "grandpa": ("man", "m"),
    "king": ("man", "m"),
    "prince": ("man", "m"),
    "brother": ("man", "m"),
    "mrs": ("woman", "f"),
    "ms": ("woman", "f"),
    "miss": ("woman", "f"),
    "lady": ("woman", "f"),
    "madame": ("woman", "f"),
    "aunt": ("woman", "f"),
    "grandma": ("woman", "f"),
    "queen": ("woman", "f"),
    "princess": ("woman", "f"),
    "sister": ("woman", "f"),
    "dr": ("", ""),
    "doctor": ("", ""),
    "professor": ("", ""),
    "captain": ("", ""),
    "officer": ("", ""),
    "detective": ("", ""),
    "inspector": ("", ""),
    "sergeant": ("", ""),
    "colonel": ("", ""),
    "general": ("", ""),
    "lieutenant": ("", ""),
    "judge": ("", ""),
    "nurse": ("", ""),
    "agent": ("", ""),
    "ensign": ("", ""),
    "corporal": ("", ""),
    "private": ("", ""),
    "major": ("", ""),
    "admiral": ("", ""),
    "commander": ("", ""),
    "chief": ("", ""),
    "reverend": ("", ""),
    "old": ("", ""),
    "little": ("", ""),
    "young": ("", ""),
}
"""A word before a name: what it says of the kind and the gender."""

WOMEN_NAMES = word_set("""
    ada adele agnes aisha alice alma amal amara amelia amina amy ana andrea angela anita ann
    anna anne annie astrid aurora ava barbara beatrice bella bertha beth betty bianca birgit
    brenda camila carla carmen carol caroline catherine cecilia celia charlotte chloe christina
    clara claire claudia cora daisy dana daphne deborah denise diana dolores dora doris dorothy
    edith edna eileen elaine eleanor elena eliza elizabeth ella ellen elsa elsie emilia emily
    emma erica erika esme esther ethel eva eve evelyn fatima fiona flora florence frances frida
    gabriela georgia gertrude gina giulia gloria grace greta hana hanna hannah harriet hazel
    heidi helen helena helga hilda ida ilse imani ines ingrid irene iris irma isabel isabella
    isla ivy jane janet jasmine jean jenny jessica joan joanna josephine joy joyce juana judith
    judy julia juliet karen karin kate katherine kathleen katya keiko kim kira klara lana lara
    laura layla lea leah leila lena leonie leyla lila lily lina linda lisa liv lola lorna louisa
    louise lucia lucy luisa luna lydia mabel maggie maia mara margaret margot maria marianne
    marie marina marion marta martha mary matilda maud maya mei mercedes mia mila mildred millie
    mina mira miriam molly monica mona muriel nadia nadine nancy naomi natalia natasha nell nina
    nora noor olga olive olivia paula pauline pearl penelope petra phoebe pia polly priya rachel
    rebecca renata rita rosa rosalind rose rosie ruth sabine sadie sally salma samira sandra
    sara sarah selma serena sofia sonia sophia sophie stella susan suzanne sylvia tamara tanya
    tara tatiana tessa thea theresa tilda tina trude ursula valentina valeria vera veronica
    victoria viola violet vivian wanda wendy wilma yara yasmin yuki yvonne zara zelda zoe
""")

MEN_NAMES = word_set("""
    aaron abdul abel abraham adam adrian ahmed alan albert alejandro alexander alfred ali amir
    andre andreas andrew andy anthony anton antonio archie arjun armand arne arnold arthur
    august basil ben benjamin bernard bert bill bjorn bob boris bram brian bruno carl carlos
    cesar charles charlie chester chris christian christopher clarence claude clive colin conrad
    cyril daniel david dennis dev diego dieter dimitri dominic donald douglas duncan earl eddie
    edgar edmund eduardo edward edwin eli elias emil emilio enzo eric erik ernest ernesto ethan
    eugene ezra felix fergus fernando finn francis francisco frank franz fred frederick fritz
    gabriel george gerald gilbert giovanni giuseppe gordon graham greg gregory guido gus gustav
    hans harold harry harvey hassan hector heinrich henry herbert herman hiro homer horace
    howard hugh hugo ian igor isaac ivan ivo jack jacob jake jakob james jan javier jay jens jim
    jiro joaquin joe joel johan john johnny jonah jonas jonathan jorge jose joseph joshua josef
    juan jules julian julius kai karl kenji kenneth kevin klaus konrad kurt lars lawrence leo
    leon leonard leonardo leopold lewis liam lorenzo louis luca lucas ludwig luis luke magnus
    malik manuel marc marcel marco marcus mario mark markus martin marvin mateo matteo matthew
    maurice max michael miguel mikhail milo mohammed moritz moses mustafa nathan ned neil
    nicholas nick nico nicolas niels nigel nils noah noel norman oliver omar orson oscar oskar
    otis otto owen pablo pascal patrick paul pavel pedro percy pete peter philip pierre quentin
    rafael ralph ramon raphael raul ravi ray raymond reginald rene ricardo richard rob robert
    roberto rodrigo roger roland roman ronald rory rupert russell salim salvador sam samir
    samuel sandro santiago sebastian sergei seth sid silas simon stanley stefan stephen steve
    steven sven tariq ted terry theo theodore thomas timothy tobias tom tomas tommy tony tristan
    umberto victor viktor vincent vito vladimir walter warren wilbur wilhelm will william
    winston wolfgang xavier yosef yuri yusuf zachary
""")

AMBIGUOUS_NAMES = word_set("""
    art ash bill bob candy carol charity clay cliff daisy dawn dean drew earl eve faith flora
    frank gene glen grace grant guy hazel heath hope iris ivy jack jade jay jean jet jewel joy
    june kit lance lily luna mark marina mark may miles olive pat pearl penny pete rain ray rich
    rob robin rock rod rose ruby rusty sandy sky star stella sterling summer sunny ted violet
    wade will winter woody viola aurora florence victoria georgia august roman
""")
"""Names that are words as well: at the head of a sentence they need a verb behind them."""

NOT_NAMES = word_set("""
    i monday tuesday wednesday thursday friday saturday sunday january february march april june
    july september october november december christmas easter halloween god english french
    german italian spanish russian chinese japanese american british polish dutch swedish
    continued cont ok okay tv radio police fbi cia usa us uk nasa dna id atm cctv gps ext int
    est pov vo os fade cut dissolve close wide angle insert title super end the
""")
"""Capitalized words that name nobody."""


def singular(noun: str) -> str:
    """The singular of a noun of the tables above; the noun itself where it is none."""
    if noun in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[noun]
    for ending, replacement in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if noun.endswith(ending) and len(noun) > len(ending) + 1:
            return noun[: -len(ending)] + replacement
    if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3:
        return noun[:-1]
    return noun


def being(noun: str) -> Being | None:
    """What a person's or an animal's noun says, the noun in the singular."""
    return PEOPLE.get(noun) or ANIMALS.get(noun)


def gender_of_name(name: str) -> str:
    first = name.lower()
    if first in WOMEN_NAMES:
        return "f"
    return "m" if first in MEN_NAMES else ""
