"""What people and things do: each verb with its phrase for the stage, its kind and its time."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal[
    "body",  # changes the posture: sits
    "move",  # takes the whole body somewhere: walks
    "enter",  # comes into the place
    "exit",  # leaves the place
    "do",  # goes on for a while: types
    "gesture",  # happens once: nods
    "look",  # directs the eyes: looks up
    "see",  # finds something with the eyes: a reason for a point-of-view shot
    "feel",  # shows on the face: smiles
    "speak",
    "take",  # gets hold of a thing
    "hold",  # has a thing in the hands
    "release",  # lets go of a thing
    "give",  # hands a thing to somebody
    "wear",
    "be",
]


class Action(NamedTuple):
    phrase: str
    """Third person singular, as `Blocking` wants it."""
    role: Role
    seconds: float
    tension: int = 0
    """0 calm, 1 uneasy, 2 tense, 3 the height."""
    emotion: str = ""
    """The value of an `Emotion`; empty: it shows none."""


_ROWS = """
sit|sits|body|1.5
seat|sits|body|1.5
settle|sits|body|1.8
perch|sits|body|1.5
squat|crouches|body|1.5
stand|stands|body|1.5
rise|stands|body|1.8
kneel|kneels|body|1.8
crouch|crouches|body|1.5|1
lie|lies|body|2
lay|puts down|release|1.8
sleep|lies|do|2.5
lean|leans|body|1.6
bend|crouches|body|1.5
stoop|crouches|body|1.5
curl|lies|body|2
slump|sits|body|1.8||sad
collapse|falls|body|1.5|3|afraid
fall|falls|body|1.4|2|surprised
trip|falls|body|1.2|2|surprised
slip|falls|body|1.2|2|surprised
stumble|falls|body|1.3|2|surprised
faint|falls|body|1.5|3
freeze|stops|gesture|1.4|2|surprised
stop|stops|gesture|1.2
halt|stops|gesture|1.2
pause|stops|gesture|1.4
wait|stands|body|2
stay|stands|body|1.6
remain|stands|body|1.6
walk|walks|move|2.8
stroll|walks|move|3
wander|walks|move|3
stride|walks|move|2.4
step|walks|move|1.8
pace|walks|move|2.8|1|worried
march|walks|move|2.6
limp|walks|move|3|1
shuffle|walks|move|3
trudge|walks|move|3
creep|walks|move|3|2|afraid
sneak|walks|move|2.8|2|afraid
tiptoe|walks|move|3|2
stagger|walks|move|2.6|2
crawl|kneels|move|2.8|2
move|walks|move|2.2
go|walks|move|2.2
head|walks|move|2.2
come|walks|move|2.2
approach|walks|move|2.4
follow|walks|move|2.6
lead|walks|move|3
guide|walks|move|3
cross|walks|move|2.6
pass|walks|move|2.2
travel|walks|move|3
return|walks|move|2.4
continue|walks|move|2.2
descend|walks|move|2.6
run|runs|move|2.2|1
hurry|runs|move|2|1|worried
rush|runs|move|1.8|2|worried
dash|runs|move|1.6|2
sprint|runs|move|1.8|2
race|runs|move|2|2
chase|runs|move|2.2|2
charge|runs|move|1.8|2|angry
bolt|runs|move|1.6|2|afraid
jog|runs|move|2.2
gallop|runs|move|2.2|1
trot|runs|move|2.4
scurry|runs|move|1.8|1
scramble|climbs|move|2.2|2
leap|jumps|move|1.4|2
jump|jumps|move|1.4|1
hop|jumps|move|1.4
bound|runs|move|1.8
climb|climbs|move|2.6|1
swim|swims|move|2.8
fly|flies|move|2.4
ride|rides|move|2.8
drive|drives|move|2.8
row|rows|move|3
sail|sails|move|3
skate|skates|move|2.8
float|floats|move|3
roll|rolls|move|2
slide|slides|move|2
drift|drifts|move|3
enter|walks|enter|2.2
arrive|walks|enter|2.4
appear|walks|enter|2
emerge|walks|enter|2.4
burst|runs|enter|1.4|2
leave|walks|exit|2.2
exit|walks|exit|2.2
depart|walks|exit|2.6
disappear|walks|exit|2.4
vanish|walks|exit|2.2
escape|runs|exit|2|2|afraid
flee|runs|exit|2|3|afraid
type|types|do|2.5
write|writes|do|2.5
read|reads|do|2.8
draw|writes|do|2.5
paint|writes|do|2.8
study|reads|do|2.5
cook|cooks|do|2.5
stir|stirs|do|2
sew|sews|do|2.5
knit|knits|do|2.5
play|plays|do|2.5
dance|dances|do|3||happy
sing|sings|do|3||happy
work|works|do|2.5
sweep|sweeps|do|2.5
mop|sweeps|do|2.5
wash|washes|do|2.5
clean|wipes|do|2.5
wipe|wipes|do|2
polish|wipes|do|2.4
dig|digs|do|2.6
repair|works|do|2.6
fix|works|do|2.6
search|looks around|do|2.6|1|worried
hunt|looks around|do|2.6|1
feed|holds out hand|do|2.4
smoke|smokes|do|2.4
eat|eats|do|2.4
chew|eats|do|2
drink|drinks|do|2
sip|drinks|do|1.8
pour|pours|do|2.2
fill|pours|do|2
push|pushes|do|2
pull|pulls|do|2|1
drag|pulls|do|2.4|1
tug|pulls|do|1.6
pet|pets|do|2.2||happy
stroke|pets|do|2.2||happy
scratch|pets|do|2
tie|works|do|2
unwrap|opens|do|2
wrap|works|do|2
count|counts|do|2.4
dial|phones|do|2
phone|phones|do|2.4
call|talks|speak|1.5
ring|rings|gesture|1.5
listen|listens|do|2|1
fight|pushes|do|2|3|angry
struggle|pushes|do|2|2|afraid
attack|pushes|gesture|1.4|3|angry
hit|pushes|gesture|1.2|3|angry
kick|kicks|gesture|1.2|2|angry
slap|pushes|gesture|1.2|3|angry
punch|pushes|gesture|1.2|3|angry
shoot|points|gesture|1.2|3|angry
aim|points|gesture|1.6|3
bark|barks|gesture|1.4|1
growl|barks|gesture|1.4|2|angry
howl|barks|gesture|1.8|1
meow|talks|gesture|1.2
whine|barks|gesture|1.4|1|sad
sniff|sniffs|gesture|1.6
lick|licks|gesture|1.6||happy
wag|wags tail|gesture|1.6||happy
nod|nods|gesture|1.2
shake|shakes head|gesture|1.6
shrug|shrugs|gesture|1.4
wave|waves|gesture|1.8
point|points|gesture|1.4
clap|claps|gesture|1.8||happy
applaud|claps|gesture|2||happy
bow|bows|gesture|1.8
salute|waves|gesture|1.4
knock|knocks|gesture|1.6|1
tap|knocks|gesture|1.4
touch|reaches|gesture|1.6
reach|reaches|gesture|1.6
stretch|reaches|gesture|1.8
extend|holds out hand|gesture|1.6
offer|holds out hand|give|1.8
turn|turns|gesture|1.4
spin|turns|gesture|1.2|1
whirl|turns|gesture|1.2|2|surprised
open|opens|gesture|1.8
unlock|opens|gesture|1.8|1
unfold|opens|gesture|1.8
close|closes|gesture|1.6
shut|closes|gesture|1.4
lock|closes|gesture|1.6
slam|closes|gesture|1.2|2|angry
press|reaches|gesture|1.4
switch|reaches|gesture|1.4
light|reaches|gesture|1.8
blow|blows|gesture|1.6
embrace|embraces|gesture|2.6||happy
hug|embraces|gesture|2.6||happy
kiss|embraces|gesture|2.4||happy
hide|hides face|gesture|1.8|2|afraid
cover|hides face|gesture|1.6|1
duck|crouches|body|1.2|2|afraid
cower|crouches|body|1.8|3|afraid
throw|throws|release|1.4|1
toss|throws|release|1.4
drop|puts down|release|1.4|1
put|puts down|release|1.6
place|puts down|release|1.6
set|puts down|release|1.6
release|puts down|release|1.4
leave_thing|puts down|release|1.6
hang|puts down|release|1.6
take|takes|take|1.6
grab|takes|take|1.2|1
snatch|takes|take|1|2
seize|takes|take|1.2|2
catch|takes|take|1.2|1
pick|picks up|take|1.8
lift|picks up|take|1.8
raise|picks up|take|1.6
collect|picks up|take|1.8
gather|picks up|take|2
fetch|takes|take|2
get|takes|take|1.6
receive|takes|take|1.6
accept|takes|take|1.6
steal|takes|take|1.4|2
hold|holds|hold|1.8
carry|carries|hold|2.6
clutch|holds|hold|1.6|2|afraid
grip|holds|hold|1.6|2
hug_thing|holds|hold|1.8
bring|carries|hold|2.2
give|gives|give|1.8
hand|gives|give|1.8
pass_thing|gives|give|1.6
deliver|gives|give|2
present|gives|give|1.8
return_thing|gives|give|1.8
show|holds out hand|give|1.8
look|looks|look|1.6
glance|looks|look|1.2
gaze|looks|look|2.2
stare|looks|look|2|1
watch|looks|look|2.4
peer|looks|look|2|1
peek|looks|look|1.6|1
face|looks|look|1.6
scan|looks around|look|2|1
examine|looks down|look|2.2
inspect|looks down|look|2.2
blink|looks|look|1.2
squint|looks|look|1.4
see|looks|see|1.6
notice|looks|see|1.6
spot|looks|see|1.4
find|looks|see|1.8
discover|looks|see|2|1|surprised
recognize|looks|see|1.8||surprised
realize|stops|see|2|1|surprised
understand|nods|see|2
hear|looks up|see|1.4|1
smile|smiles|feel|1.6||happy
grin|smiles|feel|1.4||happy
beam|smiles|feel|1.6||happy
laugh|laughs|feel|1.8||happy
giggle|laughs|feel|1.6||happy
chuckle|laughs|feel|1.6||happy
cheer|waves|feel|1.8||happy
cry|cries|feel|2.2|1|sad
weep|cries|feel|2.4|1|sad
sob|cries|feel|2.2|1|sad
sigh|looks down|feel|1.6||sad
frown|frowns|feel|1.4|1|worried
blush|looks down|feel|1.4
wince|hides face|feel|1.2|1|afraid
tremble|trembles|feel|2|2|afraid
shiver|trembles|feel|2|1|afraid
shudder|trembles|feel|1.6|2|afraid
quiver|trembles|feel|1.6|2|afraid
gasp|gasps|feel|1.2|2|surprised
hesitate|stops|feel|1.6|1|worried
panic|trembles|feel|1.6|3|afraid
pant|trembles|feel|1.6|1
yawn|yawns|feel|1.6
relax|stands|feel|1.6
breathe|stands|feel|1.8
swallow|stands|feel|1.2|1|worried
dream|lies|feel|2.5
hope|looks up|feel|1.6
think|looks down|feel|2
remember|looks down|feel|2
say|talks|speak|1
ask|talks|speak|1
answer|talks|speak|1
reply|talks|speak|1
tell|talks|speak|1.2
speak|talks|speak|1.6
talk|talks|speak|2
whisper|talks|speak|1.4|1
murmur|talks|speak|1.4
mutter|talks|speak|1.4
shout|talks|speak|1.2|2|angry
yell|talks|speak|1.2|2|angry
scream|talks|speak|1.4|3|afraid
explain|talks|speak|1.8
argue|talks|speak|2|2|angry
greet|waves|speak|1.4
announce|talks|speak|1.4
beg|talks|speak|1.6|2|sad
warn|talks|speak|1.4|2|worried
add|talks|speak|1
agree|nods|speak|1
insist|talks|speak|1.2|1
promise|talks|speak|1.2
wear|stands|wear|1
be|stands|be|1.2
have|stands|be|1
become|stands|be|1.5
grow|stands|be|1.5
break|breaks|gesture|1.6|1
shine|shines|gesture|2
glow|shines|gesture|2
flicker|flickers|gesture|1.6|1
explode|explodes|gesture|1.6|3
crash|crashes|gesture|1.4|3
ring_bell|rings|gesture|1.5
echo|sounds|gesture|1.4
creak|creaks|gesture|1.4|1
sound|sounds|gesture|1.4
strike|strikes|gesture|1.2|2
swing|swings|gesture|1.6
shatter|breaks|gesture|1.2|2
splash|splashes|gesture|1.4
land|lands|gesture|1.6
meet|stops|gesture|1.8
join|walks|move|2
help|reaches|gesture|2
save|reaches|gesture|2|1
rescue|reaches|gesture|2|2
wake|looks up|gesture|1.8
remove|takes|take|1.6
try|reaches|gesture|1.6
begin|stands|be|1
start|stands|be|1
put_on|works|do|2
tuck|works|do|1.6
button|works|do|1.6
bury|digs|do|2.2|1
plant|digs|do|2.2
water|pours|do|2.2
ignore|looks|look|1.4
tilt|looks|gesture|1.4
raise_hand|waves|gesture|1.4
"""

ACTIONS: dict[str, Action] = {}
for _row in _ROWS.split("\n"):
    if _row:
        _lemma, _phrase, _role, _seconds, *_rest = _row.split("|")
        _tension = int(_rest[0] or 0) if _rest else 0
        _emotion = _rest[1] if len(_rest) > 1 else ""
        ACTIONS[_lemma] = Action(_phrase, _role, float(_seconds), _tension, _emotion)  # type: ignore[arg-type]

PHASES = frozenset("begin start try continue keep want decide manage go come".split())
"""Verbs whose infinitive or -ing form tells what is done: begins to smile."""

FORMS: dict[str, str] = {
    "lay": "lie",
    "lit": "light",
    "felt": "feel",
    "left": "leave",
    "found": "find",
    "saw": "see",
    "rose": "rise",
    "fell": "fall",
    "ran": "run",
    "lies": "lie",
    "lying": "lie",
    "leaves": "leave",
    "stood": "stand",
    "knelt": "kneel",
    "crept": "creep",
    "shook": "shake",
    "wore": "wear",
    "bent": "bend",
    "wound": "wind",
    "has": "have",
    "had": "have",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "led": "lead",
    "met": "meet",
    "held": "hold",
    "put": "put",
    "read": "read",
    "set": "set",
    "shut": "shut",
    "hit": "hit",
    "burst": "burst",
    "slid": "slide",
    "swept": "sweep",
    "wept": "weep",
    "woke": "wake",
}
"""Forms that lead astray, and irregular ones, each with its verb."""

PARTICLES: dict[tuple[str, str], Action] = {
    ("look", "up"): Action("looks up", "look", 1.2),
    ("look", "down"): Action("looks down", "look", 1.2),
    ("look", "around"): Action("looks around", "look", 1.8, 1),
    ("look", "back"): Action("looks back", "look", 1.6),
    ("look", "away"): Action("looks down", "look", 1.4),
    ("glance", "up"): Action("looks up", "look", 1.2),
    ("glance", "down"): Action("looks down", "look", 1.2),
    ("glance", "around"): Action("looks around", "look", 1.6, 1),
    ("glance", "back"): Action("looks back", "look", 1.4),
    ("stare", "up"): Action("looks up", "look", 1.6),
    ("gaze", "up"): Action("looks up", "look", 1.8),
    ("turn", "around"): Action("turns", "gesture", 1.6),
    ("turn", "away"): Action("turns", "gesture", 1.6),
    ("turn", "back"): Action("looks back", "look", 1.6),
    ("stand", "up"): Action("stands", "body", 1.8),
    ("get", "up"): Action("stands", "body", 1.8),
    ("sit", "down"): Action("sits", "body", 1.8),
    ("sit", "up"): Action("sits", "body", 1.8),
    ("lie", "down"): Action("lies", "body", 2),
    ("kneel", "down"): Action("kneels", "body", 1.8),
    ("pick", "up"): Action("picks up", "take", 1.8),
    ("put", "down"): Action("puts down", "release", 1.6),
    ("set", "down"): Action("puts down", "release", 1.6),
    ("hold", "out"): Action("holds out hand", "gesture", 1.8),
    ("hold", "up"): Action("holds out hand", "hold", 1.6),
    ("reach", "out"): Action("reaches", "gesture", 1.6),
    ("take", "off"): Action("takes off hat", "take", 1.8),
    ("take", "out"): Action("takes", "take", 1.8),
    ("pull", "out"): Action("takes", "take", 1.8),
    ("put", "on"): Action("works", "do", 2),
    ("come", "in"): Action("walks", "enter", 2.2),
    ("come", "out"): Action("walks", "enter", 2.2),
    ("walk", "in"): Action("walks", "enter", 2.4),
    ("step", "in"): Action("walks", "enter", 2),
    ("run", "in"): Action("runs", "enter", 1.8, 1),
    ("walk", "out"): Action("walks", "exit", 2.4),
    ("step", "out"): Action("walks", "move", 2),
    ("run", "out"): Action("runs", "exit", 1.8, 1),
    ("go", "out"): Action("walks", "exit", 2.2),
    ("run", "off"): Action("runs", "exit", 2, 1),
    ("run", "away"): Action("runs", "exit", 2, 1),
    ("walk", "off"): Action("walks", "exit", 2.6),
    ("drive", "away"): Action("drives", "exit", 3),
    ("wake", "up"): Action("looks up", "gesture", 1.8),
    ("throw", "away"): Action("throws", "release", 1.4),
    ("give", "up"): Action("looks down", "feel", 1.6, 0, "sad"),
    ("break", "through"): Action("shines", "gesture", 2),
}
"""Verbs that a particle makes another verb."""

IDIOMS: tuple[tuple[str, str], ...] = (
    (r"shak(?:es?|ing|en)|shook", "head"),
    (r"cross(?:es|ing|ed)?|fold(?:s|ing|ed)?", "arms"),
    (r"wav(?:es?|ing|ed)", "hand"),
)

SPEECH_LEMMAS = frozenset(lemma for lemma, action in ACTIONS.items() if action.role == "speak") | {
    "cry",
    "laugh",
    "sigh",
    "smile",
    "gasp",
    "continue",
    "begin",
    "nod",
    "read",
    "sing",
}
"""Verbs that say who speaks the words in quotes beside them."""
