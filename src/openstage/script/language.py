"""Whether a story is in English, by its most common words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from openstage.script.screenplay import Screenplay

_COMMON_WORDS = {
    "English": """
        the a an and or but of to at by for from with into onto over under through out up down off
        is are was were be been has had have does did do will would can could he she it his her him
        its they them their you your we our i my me that this these those there here who what which
        when where how why not as if then than while during after before behind beside near around
        away back toward towards on in so no all one two some every another""",
    "German": """
        der das und ein eine einen einem einer den dem des die in ist sind nicht mit von zu zum zur
        im am auf aus bei nach über unter vor durch für sie er es ihr ihre ihren sein seine seinen
        sich ich du wir als auch aber wenn wie noch nur schon hat haben wird oder""",
    "French": """
        le la les un une des du de et est sont il elle ils elles dans sur avec pour par sous vers au
        aux ce cette ces son sa ses leur leurs qui que quoi où ne pas plus mais ou donc sans se je
        tu nous vous être avoir ont était en a on d l""",
    "Spanish": """
        el la los las un una unos unas de del y e es son está están en con por para al lo le les su
        sus que quien no se sin sobre bajo pero como más muy ella ellos hacia desde hasta entre yo
        tú nosotros era fue hay a""",
    "Italian": """
        il lo la gli le i un una uno di del della dei delle e è sono che chi non con per da dal
        dalla nel nella in sul sulla alla al si lui lei loro suo sua suoi ma come anche più era
        verso a""",
    "Portuguese": """
        o os a as um uma de do da dos das e é são que não com por para em no na nos nas ao à se seu
        sua ele ela eles mas como mais muito pelo pela está""",
    "Dutch": """
        de het een en van naar op met voor uit bij zijn haar hij zij niet dat die dit ook maar nog
        wel aan om te door over onder in is ze er wordt heeft hebben""",
}
"""A word may belong to several languages, and counts for each."""
_COMMON = {name: frozenset(words.split()) for name, words in _COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEYOND_LATIN = "\u0250"
"""The first letter after Latin and its accents."""
_ENOUGH = 4000
"""Words that are looked at."""
_FEW = 12
"""Words. Fewer may well be English without one of its common words: 'Lonely robots dream.'"""
_USUAL_SHARE = 0.1
"""English prose has some 45 common words in a hundred, terse action 20, Polish 1."""


def looks_english(screenplay: Screenplay) -> bool:
    """Whether the story is in English, as far as its words tell; True where they do not tell."""
    texts = (element.text for _, element in screenplay.elements())
    words = list(islice((word for text in texts for word in _words(text)), _ENOUGH))
    if not words:
        return True
    if sum(map(_is_latin, words)) < len(words) / 2:
        return False
    hits = Counter(
        {name: sum(word in common for word in words) for name, common in _COMMON.items()}
    )
    english = hits.pop("English")
    foreign = max(hits.values())
    return english >= foreign and (len(words) < _FEW or english >= _USUAL_SHARE * len(words))


def _is_latin(word: str) -> bool:
    return max(word) < _BEYOND_LATIN


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]
