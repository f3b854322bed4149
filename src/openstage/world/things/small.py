"""Small things: what stands on tables and is held in hands."""

from __future__ import annotations

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, floor, placed, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind

INK: Color = (0.24, 0.24, 0.30)
PAPER: Color = (0.96, 0.94, 0.88)
STEEL: Color = (0.74, 0.76, 0.79)
BRASS: Color = (0.83, 0.66, 0.29)
DARK: Color = (0.17, 0.18, 0.21)
WARM: Color = (1.0, 0.85, 0.50)


def slab(x: float, y: float, z: float, color: Color, base: float = 0.0, top: Color | None = None) -> list[Face]:
    """A closed box, x wide, y high and z deep, around the vertical axis."""
    return box((-x / 2, x / 2), (base, base + y), (-z / 2, z / 2), color, top=top, bottom=True)


def tube(radius: float, y: tuple[float, float], color: Color, **more: object) -> list[Face]:
    """An upright column around the axis."""
    return prism(0, 0, radius, y, color, **more)  # type: ignore[arg-type]


def cup(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.032, (0, 0.085), color, sides=10, top_radius=0.042, top=lighter(color, 0.3)),
        floor((-0.026, 0.026), (-0.026, 0.026), (0.28, 0.17, 0.11), 0.0853),
        *box((0.040, 0.068), (0.060, 0.070), (-0.006, 0.006), color, bottom=True),
        *box((0.036, 0.068), (0.018, 0.028), (-0.006, 0.006), color, bottom=True),
        *box((0.058, 0.068), (0.028, 0.060), (-0.006, 0.006), color, bottom=True),
    ]


def letter(color: Color) -> list[Face]:
    """A sealed envelope, lying: flap, stamp and lines of an address."""
    w, d, y = 0.11, 0.075, 0.004
    return [
        *box((-w, w), (0, y), (-d, d), color, bottom=True),
        face([(-w, y, d), (w, y, d), (0, y, -0.01)], darker(color, 0.10), outline=0.002),
        floor((0.06, 0.095), (-0.062, -0.022), (0.76, 0.28, 0.26), y),
        floor((-0.085, 0.01), (-0.036, -0.030), INK, y),
        floor((-0.085, -0.02), (-0.056, -0.050), INK, y),
    ]


def paper(color: Color) -> list[Face]:
    lines = [
        floor((-0.082, 0.08 - 0.05 * (k % 3 == 2)), (0.105 - 0.026 * k, 0.111 - 0.026 * k), INK, 0.003)
        for k in range(9)
    ]  # fmt: skip
    return [*box((-0.105, 0.105), (0, 0.003), (-0.148, 0.148), color, bottom=True), *lines]


def book(color: Color) -> list[Face]:
    return [
        *slab(0.15, 0.006, 0.21, color),
        *box((-0.068, 0.07), (0.006, 0.032), (-0.099, 0.099), PAPER),
        *slab(0.15, 0.006, 0.21, color, base=0.032),
        *box((-0.075, -0.069), (0.006, 0.032), (-0.105, 0.105), darker(color, 0.15)),
        floor((-0.045, 0.05), (0.025, 0.045), lighter(color, 0.7), 0.038),
        floor((-0.03, 0.035), (-0.002, 0.008), lighter(color, 0.7), 0.038),
    ]


def plain_box(color: Color) -> list[Face]:
    return [
        *slab(0.34, 0.24, 0.26, color, top=lighter(color, 0.12)),
        floor((-0.17, 0.17), (-0.03, 0.03), lighter(color, 0.35), 0.24),
        face([(-0.03, 0.24, -0.13), (0.03, 0.24, -0.13), (0.03, 0.15, -0.13), (-0.03, 0.15, -0.13)],
             lighter(color, 0.30)),
    ]  # fmt: skip


def lantern(color: Color) -> list[Face]:
    posts = [
        piece
        for a in (-0.066, 0.054)
        for b in (-0.066, 0.054)
        for piece in box((a, a + 0.012), (0.04, 0.20), (b, b + 0.012), color)[:4]
    ]
    return [
        *slab(0.17, 0.04, 0.17, color),
        *prism(0, 0, 0.035, (0.04, 0.17), WARM, sides=6, glow=1.0, top_radius=0.02),
        *posts,
        *prism(0, 0, 0.115, (0.20, 0.27), color, sides=4, top_radius=0.04),
        *box((-0.07, -0.06), (0.20, 0.36), (-0.005, 0.005), color),
        *box((0.06, 0.07), (0.20, 0.36), (-0.005, 0.005), color),
        *box((-0.07, 0.07), (0.36, 0.37), (-0.005, 0.005), color, bottom=True),
    ]


def bag(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.20, (0, 0.26), color, sides=4, top_radius=0.15, top=darker(color, 0.3)),
        *placed([*box((-0.12, -0.10), (0.26, 0.40), (-0.01, 0.01), darker(color, 0.3)),
                 *box((0.10, 0.12), (0.26, 0.40), (-0.01, 0.01), darker(color, 0.3)),
                 *box((-0.12, 0.12), (0.40, 0.42), (-0.01, 0.01), darker(color, 0.3), bottom=True)],
                0, 0),
    ]  # fmt: skip


SMALL: tuple[Kind, ...] = (
    Kind("cup", "cup mug teacup; coffee cup; cup of coffee", "coffee tea chalice goblet", (0.88, 0.86, 0.80), build=cup, grip=(0.045, 0.045, 0)),
    Kind("letter", "letter envelope", "postcard card invitation ticket", PAPER, "hand", letter, (0, 0, -0.06), 60),
    Kind("paper", "paper document note page sheet", "contract file scroll certificate form list", PAPER, "hand", paper, (0, 0, -0.12), 60),
    Kind("book", "book diary notebook novel", "bible manual journal dictionary folder", (0.62, 0.27, 0.26), "hand", book, (0, 0.02, -0.08), 55),
    Kind("lantern", "lantern; oil lamp; storm lantern", "torch", (0.30, 0.31, 0.34), "hand", lantern, (0, 0.365, 0), light=4.0),
    Kind("bag", "bag handbag purse", "sack pouch satchel briefcase", (0.45, 0.33, 0.24), "hand", bag, (0, 0.41, 0)),
    Kind("box", "box package parcel carton crate", "case chest container", (0.72, 0.56, 0.38), "both", plain_box, (0, 0.08, 0)),
)  # fmt: skip
