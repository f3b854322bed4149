"""Small things: what stands on tables and is held in hands."""

from __future__ import annotations

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, floor, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import disc, rod, slab

INK: Color = (0.24, 0.24, 0.30)
PAPER: Color = (0.96, 0.94, 0.88)
DARK: Color = (0.17, 0.18, 0.21)


def cup(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.032, (0, 0.085), color, sides=10, top_radius=0.042, top=lighter(color, 0.3)),
        disc((0, 0.0853, 0), (0, 1, 0), 0.034, (0.28, 0.17, 0.11)),
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
        floor(
            (-0.082, 0.08 - 0.05 * (k % 3 == 2)), (0.105 - 0.026 * k, 0.111 - 0.026 * k), INK, 0.003
        )
        for k in range(9)
    ]
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


def glass(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.030, (0, 0.08), (0.66, 0.38, 0.26), sides=10, top_radius=0.035, alpha=0.85),
        *prism(0, 0, 0.031, (0, 0.125), color, sides=10, top_radius=0.04, alpha=0.45)[:-1],
    ]


def bottle(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.040, (0, 0.19), color, sides=10),
        *prism(0, 0, 0.040, (0.19, 0.24), color, sides=10, top_radius=0.014),
        *prism(0, 0, 0.014, (0.24, 0.31), darker(color, 0.1), sides=8),
        *prism(0, 0, 0.016, (0.30, 0.325), (0.80, 0.66, 0.42), sides=8),
        *prism(0, 0, 0.0412, (0.06, 0.15), (0.93, 0.89, 0.78), sides=10)[:-1],
        *prism(0, 0, 0.0416, (0.09, 0.12), (0.72, 0.30, 0.27), sides=10)[:-1],
    ]


def plate(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.07, (0, 0.018), color, sides=12, top_radius=0.125, top=lighter(color, 0.2)),
        disc((0, 0.0183, 0), (0, 1, 0), 0.08, darker(color, 0.10), 12),
    ]


def coffee_pot(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.078, (0, 0.17), color, sides=8, top_radius=0.055),
        *prism(0, 0, 0.060, (0.17, 0.195), darker(color, 0.25), sides=8, top_radius=0.03),
        *prism(0, 0, 0.012, (0.195, 0.22), DARK, sides=6),
        *rod((-0.065, 0.07, 0), (-0.12, 0.165, 0), 0.016, color, 6, 0.009),
        *rod((0.055, 0.15, 0), (0.115, 0.15, 0), 0.010, DARK, 5),
        *rod((0.115, 0.155, 0), (0.105, 0.05, 0), 0.010, DARK, 5),
        *rod((0.105, 0.05, 0), (0.07, 0.045, 0), 0.010, DARK, 5),
    ]


def photograph(color: Color) -> list[Face]:
    """A picture in a frame: somebody before hills."""
    y = 0.012
    return [
        *box((-0.09, 0.09), (0, y), (-0.115, 0.115), color, bottom=True),
        floor((-0.072, 0.072), (-0.097, 0.097), (0.95, 0.93, 0.87), y),
        floor((-0.058, 0.058), (-0.082, 0.082), (0.62, 0.76, 0.82), y),
        floor((-0.058, 0.058), (-0.082, -0.02), (0.48, 0.60, 0.42), y),
        floor((-0.026, 0.026), (-0.082, -0.012), (0.72, 0.36, 0.31), y),
        floor((-0.015, 0.015), (-0.012, 0.022), (0.90, 0.73, 0.61), y),
        floor((-0.018, 0.018), (0.016, 0.030), (0.30, 0.22, 0.18), y),
    ]


def newspaper(color: Color) -> list[Face]:
    y = 0.008
    columns = [
        floor((x, x + 0.075), (z, z + 0.010), (0.52, 0.52, 0.53), y)
        for x in (-0.13, -0.04, 0.05)
        for z in (-0.16, -0.13, -0.10, -0.07, -0.04, -0.01)
    ]
    return [
        *box((-0.15, 0.15), (0, y), (-0.20, 0.20), color, bottom=True),
        floor((-0.13, 0.13), (0.145, 0.185), INK, y),
        floor((-0.13, 0.125), (0.115, 0.125), INK, y),
        floor((-0.13, 0.035), (0.02, 0.10), (0.60, 0.62, 0.62), y),
        floor((0.05, 0.125), (0.085, 0.095), (0.52, 0.52, 0.53), y),
        floor((0.05, 0.125), (0.055, 0.065), (0.52, 0.52, 0.53), y),
        *columns,
    ]


def map_sheet(color: Color) -> list[Face]:
    """A map with folds, a coast, a road and a cross."""
    y = 0.004
    return [
        *box((-0.20, 0.20), (0, y), (-0.15, 0.15), color, bottom=True),
        face(
            [(-0.2, y, 0.15), (-0.02, y, 0.15), (-0.08, y, 0.02), (-0.2, y, -0.04)],
            (0.58, 0.74, 0.78),
        ),
        face(
            [(0.03, y, 0.09), (0.15, y, 0.11), (0.17, y, 0.0), (0.06, y, -0.03)], (0.66, 0.74, 0.52)
        ),
        *(
            floor((x, x + 0.025), (z, z + 0.007), (0.72, 0.32, 0.27), y)
            for x, z in (
                (-0.12, -0.09),
                (-0.08, -0.07),
                (-0.04, -0.06),
                (0.0, -0.06),
                (0.04, -0.07),
            )
        ),
        face(
            [(0.085, y, -0.05), (0.10, y, -0.05), (0.135, y, -0.10), (0.12, y, -0.10)],
            (0.72, 0.26, 0.24),
        ),
        face(
            [(0.12, y, -0.05), (0.135, y, -0.05), (0.10, y, -0.10), (0.085, y, -0.10)],
            (0.72, 0.26, 0.24),
        ),
        *(
            floor((x - 0.001, x + 0.001), (-0.15, 0.15), darker(color, 0.2), y)
            for x in (-0.067, 0.067)
        ),
    ]


SMALL: tuple[Kind, ...] = (
    Kind(
        "cup",
        "cup mug teacup; coffee cup; cup of coffee",
        "coffee tea cocoa chalice bowl soup stew pot milk jar",
        (0.88, 0.86, 0.80),
        "hand",
        cup,
        (0.063, 0.045, 0),
    ),
    Kind(
        "glass",
        "glass tumbler; wine glass",
        "goblet wine beer water drink juice lemonade whiskey vase",
        (0.80, 0.88, 0.90),
        "hand",
        glass,
        (0, 0.06, 0),
    ),
    Kind(
        "bottle",
        "bottle flask; wine bottle",
        "thermos perfume medicine potion poison syrup vial ink canteen honey jam oil pills; "
        "pill bottle; bottle of pills; bottle of medicine",
        (0.27, 0.44, 0.34),
        "hand",
        bottle,
        (0, 0.13, 0),
    ),
    Kind(
        "plate",
        "plate dish saucer",
        "tray pan platter breakfast dinner supper meal",
        (0.93, 0.91, 0.86),
        "both",
        plate,
        (0, 0.01, 0),
    ),
    Kind(
        "coffee pot",
        "coffeepot teapot kettle; coffee pot; tea pot; coffee maker",
        "jug pitcher carafe",
        (0.55, 0.62, 0.66),
        "hand",
        coffee_pot,
        (0.115, 0.10, 0),
    ),
    Kind(
        "letter",
        "letter envelope telegram",
        "postcard card invitation ticket banknote money cash passport stamp",
        PAPER,
        "hand",
        letter,
        (0, 0, -0.06),
        60,
    ),
    Kind(
        "paper",
        "paper document note page sheet message",
        "contract file scroll certificate form list poem drawing blueprint cards manuscript "
        "receipt bill check sketch file",
        PAPER,
        "hand",
        paper,
        (0, 0, -0.12),
        60,
    ),
    Kind(
        "book",
        "book diary notebook novel journal",
        "bible manual dictionary folder script wallet chessboard sketchbook album "
        "ledger logbook record cassette",
        (0.62, 0.27, 0.26),
        "hand",
        book,
        (0, 0.02, -0.08),
        55,
    ),
    Kind(
        "newspaper",
        "newspaper magazine",
        "comic leaflet poster flyer",
        (0.90, 0.89, 0.85),
        "both",
        newspaper,
        (0, 0, -0.10),
        60,
    ),
    Kind(
        "map",
        "map chart; treasure map",
        "plan atlas",
        (0.92, 0.86, 0.70),
        "both",
        map_sheet,
        (0, 0, -0.08),
        60,
    ),
    Kind(
        "photograph",
        "photograph photo picture painting portrait; framed picture; photo album",
        "mirror canvas frame easel",
        (0.45, 0.32, 0.23),
        "hand",
        photograph,
        (0, 0, -0.08),
        65,
    ),
)
