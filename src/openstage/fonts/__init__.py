"""The fonts that ship with the program. Nothing is ever taken from the system."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import skia

Weight = Literal["regular", "bold", "mono"]

_FILES: dict[str, str] = {
    "regular": "Inter-Regular.otf",
    "bold": "Inter-Bold.otf",
    "mono": "DejaVuSansMono.ttf",
    "hebrew": "NotoSansHebrew-Regular.ttf",
    "arabic": "NotoSansArabic-Regular.ttf",
}

FALLBACK = ("hebrew", "arabic", "mono")
"""The families that `collection` asks, in this order, for a sign that the first one lacks."""


@cache
def typeface(weight: Weight = "regular") -> skia.Typeface:
    """A typeface of the package. A sign that it lacks is drawn as its empty box."""
    return _load(weight)


@cache
def collection() -> skia.textlayout.FontCollection:
    """All typefaces for laid-out paragraphs, each a family of its own under its name here."""
    provider = skia.textlayout.TypefaceFontProvider()
    for name in _FILES:
        provider.registerTypeface(_load(name), name)
    fonts = skia.textlayout.FontCollection()
    fonts.setDefaultFontManager(provider)
    return fonts


@cache
def _load(name: str) -> skia.Typeface:
    data = files(__name__).joinpath(_FILES[name]).read_bytes()
    # A font manager of its own: the default one would first search the system's fonts.
    return skia.FontMgr.New_Custom_Empty().makeFromData(skia.Data.MakeWithCopy(data))


@cache
def known(sign: str) -> bool:
    """Whether one of the typefaces can draw this character."""
    return any(_load(name).unicharToGlyph(ord(sign)) for name in _FILES)
