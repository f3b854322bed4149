"""Text laid out on a canvas, in any direction of writing, with the fonts that ship."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import skia

from openstage import fonts
from openstage.fonts import Weight

Color = int
"""0xAARRGGBB."""

_MISSING = "□"
_ALIGN = {
    "left": skia.textlayout.TextAlign.kLeft,
    "center": skia.textlayout.TextAlign.kCenter,
    "right": skia.textlayout.TextAlign.kRight,
}


@dataclass(frozen=True)
class Style:
    size: float
    weight: Weight = "regular"
    color: Color = 0xFF1A1A1A
    align: Literal["left", "center", "right"] = "left"
    leading: float = 1.3
    """The height of a line as a multiple of the size."""
    spacing: float = 0.0
    """Added between letters, in units of the canvas."""


def draw_text(
    canvas: skia.Canvas,
    text: str,
    style: Style,
    x: float,
    y: float,
    width: float,
    lines: int | None = None,
) -> float:
    """Draws text from its top left corner, breaking it at `width`, and returns its height.

    With `lines`, what would need more of them ends in an ellipsis. A sign that no font has becomes
    a small box.
    """
    if not text.strip():
        return 0.0
    paragraph = _fitted(printable(text), style, width, lines)
    paragraph.paint(canvas, x, y)
    return cast(float, paragraph.Height)


def measure(text: str, style: Style, width: float = 1e6, lines: int | None = None) -> float:
    """The height of the text as `draw_text` would draw it."""
    if not text.strip():
        return 0.0
    return cast(float, _fitted(printable(text), style, width, lines).Height)


def width_of(text: str, style: Style) -> float:
    """The width of the text on one line."""
    return cast(float, _laid(printable(text), style, 1e6).LongestLine) if text.strip() else 0.0


def printable(text: str) -> str:
    """The text without control characters, and with a box for what no font of ours has."""
    shown: list[str] = []
    for sign in text:
        category = unicodedata.category(sign)
        if sign in "\n\t" or category == "Zs":
            shown.append(sign)
        elif category in ("Cc", "Cs", "Co", "Cn") or "VARIATION SELECTOR" in _name(sign):
            continue
        elif category == "Cf" or fonts.known(sign):
            shown.append(sign)
        elif not shown or shown[-1] != _MISSING:
            shown.append(_MISSING)
    return "".join(shown)


def _name(sign: str) -> str:
    return unicodedata.name(sign, "")


def _fitted(text: str, style: Style, width: float, lines: int | None) -> skia.textlayout.Paragraph:
    """The longest beginning of the text that fits, by bisection over its length."""
    paragraph = _laid(text, style, width)
    if lines is None:
        return paragraph
    room = (lines + 0.5) * style.size * style.leading
    if room >= paragraph.Height:
        return paragraph
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _laid(_ellipsis(text, middle), style, width).Height <= room:
            fits = middle
        else:
            too_long = middle
    return _laid(_ellipsis(text, fits), style, width)


def _ellipsis(text: str, length: int) -> str:
    return text[:length].rstrip(" ,;:–—-\n") + "…"


def _laid(text: str, style: Style, width: float) -> skia.textlayout.Paragraph:
    paragraph_style = skia.textlayout.ParagraphStyle()
    paragraph_style.setTextAlign(_ALIGN[style.align])
    paragraph_style.setTextStyle(_text_style(style))
    builder = skia.textlayout.ParagraphBuilder.make(
        paragraph_style, fonts.collection(), skia.Unicodes.ICU.Make()
    )
    builder.pushStyle(_text_style(style))
    builder.addText(text)
    paragraph = builder.Build()
    paragraph.layout(max(1.0, width))
    return paragraph


@cache
def _text_style(style: Style) -> skia.textlayout.TextStyle:
    text_style = skia.textlayout.TextStyle()
    text_style.setFontFamilies([style.weight, *fonts.FALLBACK])
    text_style.setFontSize(style.size)
    text_style.setColor(style.color)
    text_style.setHeight(style.leading)
    text_style.setHeightOverride(True)
    text_style.setHalfLeading(True)
    text_style.setLetterSpacing(style.spacing)
    return text_style
