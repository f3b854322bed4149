"""Things that shine or are run by electricity."""

from __future__ import annotations

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, floor, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import ball, disc, rod, slab

DARK: Color = (0.17, 0.18, 0.21)
WARM: Color = (1.0, 0.85, 0.50)
BRASS: Color = (0.83, 0.66, 0.29)
SCREEN: Color = (0.62, 0.80, 0.95)


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


def table_lamp(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.075, (0, 0.02), BRASS, sides=8),
        *prism(0, 0, 0.05, (0.02, 0.20), darker(color, 0.35), sides=8, top_radius=0.02),
        *prism(0, 0, 0.010, (0.20, 0.27), BRASS, sides=4),
        *prism(
            0, 0, 0.15, (0.26, 0.44), color, sides=10, top_radius=0.085, glow=0.85, glow_color=WARM
        ),
    ]


def desk_lamp(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.085, (0, 0.02), color, sides=8),
        *rod((0, 0.02, 0), (0, 0.24, -0.09), 0.010, DARK),
        *rod((0, 0.24, -0.09), (0, 0.40, 0.06), 0.010, DARK),
        *rod((0, 0.43, 0.035), (0, 0.345, 0.125), 0.035, color, 8, 0.085),
        disc(
            (0, 0.343, 0.127),
            (0, -0.085, 0.09),
            0.07,
            (0.95, 0.92, 0.82),
            8,
            glow=1.0,
            glow_color=WARM,
        ),
        *ball((0, 0.24, -0.09), 0.016, color, sides=6, rings=4),
    ]


def flashlight(color: Color) -> list[Face]:
    return [
        *rod((0, 0.03, -0.10), (0, 0.03, 0.06), 0.020, color, 8),
        *rod((0, 0.03, 0.06), (0, 0.03, 0.115), 0.022, darker(color, 0.2), 8, 0.034),
        disc((0, 0.03, 0.1155), (0, 0, 1), 0.030, WARM, 8, glow=1.0),
        *box((-0.007, 0.007), (0.048, 0.056), (-0.01, 0.025), (0.80, 0.30, 0.26)),
    ]


def candle(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.065, (0, 0.012), BRASS, sides=10, top_radius=0.055),
        *prism(0, 0, 0.020, (0.012, 0.15), color, sides=8),
        *rod((0, 0.15, 0), (0, 0.165, 0), 0.002, DARK),
        *prism(0, 0, 0.011, (0.160, 0.178), (1.0, 0.66, 0.24), sides=6, top_radius=0.013, glow=1.0),
        *prism(0, 0, 0.013, (0.178, 0.215), (1.0, 0.88, 0.48), sides=6, top_radius=0.0, glow=1.0),
    ]


def phone(color: Color) -> list[Face]:
    """A mobile telephone, lying, its screen up."""
    y = 0.009
    return [
        *box((-0.036, 0.036), (0, y), (-0.074, 0.074), color, bottom=True),
        floor((-0.032, 0.032), (-0.068, 0.068), SCREEN, y, glow=0.9),
        floor((-0.024, 0.010), (0.030, 0.048), (0.96, 0.97, 0.98), y, glow=0.9),
        floor((-0.010, 0.024), (0.002, 0.020), (0.38, 0.62, 0.50), y, glow=0.9),
        floor((-0.024, 0.004), (-0.026, -0.008), (0.96, 0.97, 0.98), y, glow=0.9),
    ]


def laptop(color: Color) -> list[Face]:
    """Open; whoever works at it sits where it looks: its screen is turned to +z."""
    lid = [
        (-0.17, 0.015, -0.115),
        (0.17, 0.015, -0.115),
        (0.17, 0.235, -0.175),
        (-0.17, 0.235, -0.175),
    ]
    inner = [
        (-0.157, 0.028, -0.1165),
        (0.157, 0.028, -0.1165),
        (0.157, 0.222, -0.1693),
        (-0.157, 0.222, -0.1693),
    ]
    keys = [
        floor((-0.145 + 0.03 * k, -0.122 + 0.03 * k), (z, z + 0.022), darker(color, 0.55), 0.0152)
        for k in range(10)
        for z in (-0.085, -0.055, -0.025)
    ]
    return [
        *slab(0.34, 0.015, 0.23, color, top=lighter(color, 0.15)),
        *keys,
        floor((-0.045, 0.045), (0.02, 0.085), darker(color, 0.12), 0.0152),
        face(lid, color, two_sided=True),
        face(inner, SCREEN, glow=1.0),
    ]


def camera(color: Color) -> list[Face]:
    return [
        *box((-0.07, 0.07), (0, 0.085), (-0.025, 0.025), color, bottom=True),
        *box((-0.07, 0.07), (0.068, 0.086), (-0.0255, 0.0255), (0.72, 0.73, 0.75)),
        *box((-0.025, 0.025), (0.085, 0.110), (-0.02, 0.025), (0.72, 0.73, 0.75)),
        *rod((0, 0.04, 0.025), (0, 0.04, 0.068), 0.033, DARK, 10, 0.030),
        disc((0, 0.04, 0.0685), (0, 0, 1), 0.022, (0.36, 0.46, 0.60), 10),
        disc((0.006, 0.047, 0.069), (0, 0, 1), 0.006, (0.92, 0.95, 0.98), 6),
        *prism(0.05, 0, 0.010, (0.086, 0.096), (0.78, 0.26, 0.24), sides=6),
    ]


LIGHTS: tuple[Kind, ...] = (
    Kind(
        "lantern",
        "lantern; oil lamp; storm lantern; kerosene lamp",
        "torch",
        (0.30, 0.31, 0.34),
        "hand",
        lantern,
        (0, 0.365, 0),
        light=4.0,
    ),
    Kind(
        "lamp",
        "lamp; table lamp; bedside lamp",
        "light clock globe statue trophy figurine",
        (0.90, 0.80, 0.62),
        "hand",
        table_lamp,
        (0, 0.15, 0),
        light=2.0,
    ),
    Kind(
        "desk lamp",
        "; desk lamp; reading lamp",
        "",
        (0.30, 0.52, 0.42),
        "hand",
        desk_lamp,
        (0, 0.15, -0.05),
        light=2.0,
    ),
    Kind(
        "flashlight",
        "flashlight; pocket lamp; electric torch",
        "telescope binoculars microphone wand",
        (0.22, 0.24, 0.28),
        "hand",
        flashlight,
        (0, 0.03, -0.03),
        light=5.0,
    ),
    Kind(
        "candle",
        "candle candlestick taper",
        "match lighter matches cigarette cigar",
        (0.93, 0.90, 0.82),
        "hand",
        candle,
        (0, 0.01, 0),
        light=2.0,
    ),
    Kind(
        "phone",
        "phone telephone smartphone mobile cellphone; mobile phone; cell phone",
        "radio remote walkie-talkie calculator",
        (0.15, 0.16, 0.19),
        "hand",
        phone,
        (0, 0, -0.03),
        65,
        0.5,
    ),
    Kind(
        "laptop",
        "laptop computer notebook-computer",
        "typewriter keyboard tablet television tv screen monitor",
        (0.66, 0.68, 0.71),
        "both",
        laptop,
        (0, 0.01, 0),
    ),
    Kind(
        "camera",
        "camera; video camera; photo camera",
        "recorder projector microscope drone robot",
        (0.20, 0.20, 0.23),
        "both",
        camera,
        (0, 0.04, -0.02),
    ),
)
