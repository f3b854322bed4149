"""Large things that stand on the ground: furniture, bicycles, cars, boats."""

from __future__ import annotations

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import disc, flat, hoop, rod

DARK: Color = (0.16, 0.16, 0.19)
STEEL: Color = (0.74, 0.76, 0.79)
GLASS: Color = (0.30, 0.37, 0.44)


def chair(color: Color) -> list[Face]:
    legs = [
        piece
        for x in (-0.20, 0.16)
        for z, high in ((-0.22, 0.60), (0.17, 0.42))
        for piece in box((x, x + 0.04), (0, high), (z, z + 0.04), darker(color, 0.2))
    ]
    return [
        *legs,
        *box(
            (-0.21, 0.21), (0.42, 0.46), (-0.20, 0.22), color, top=lighter(color, 0.12), bottom=True
        ),
        *box((-0.21, 0.21), (0.72, 0.94), (-0.225, -0.185), color, bottom=True),
        *box((-0.20, -0.16), (0.60, 0.72), (-0.22, -0.18), darker(color, 0.2)),
        *box((0.16, 0.20), (0.60, 0.72), (-0.22, -0.18), darker(color, 0.2)),
    ]


def bench(color: Color) -> list[Face]:
    faces = []
    for x in (-0.68, 0.60):
        faces += box((x, x + 0.08), (0, 0.40), (-0.2, 0.2), DARK)
        faces += box((x, x + 0.08), (0.40, 0.88), (-0.28, -0.24), DARK)
    return [
        *faces,
        *box(
            (-0.8, 0.8), (0.40, 0.45), (-0.22, 0.24), color, top=lighter(color, 0.15), bottom=True
        ),
        *box((-0.8, 0.8), (0.58, 0.70), (-0.24, -0.20), color, bottom=True),
        *box((-0.8, 0.8), (0.76, 0.88), (-0.24, -0.20), color, bottom=True),
    ]


def bicycle(color: Color) -> list[Face]:
    """Its front wheel toward +z."""
    rear, front, crank = (0, 0.34, -0.52), (0, 0.34, 0.52), (0, 0.30, -0.08)
    seat, head = (0, 0.82, -0.22), (0, 0.86, 0.36)
    faces = []
    for wheel in (rear, front):
        faces += hoop(wheel, (1, 0, 0), 0.34, 0.305, DARK, 16)
        faces += hoop(wheel, (1, 0, 0), 0.305, 0.29, STEEL, 16)
        for dy, dz in (
            (0.29, 0.0),
            (-0.29, 0.0),
            (0.0, 0.29),
            (0.0, -0.29),
            (0.2, 0.2),
            (-0.2, -0.2),
        ):
            faces.append(
                flat(
                    [
                        (0, wheel[1] - 0.004, wheel[2] - 0.004),
                        (0, wheel[1] + dy, wheel[2] + dz),
                        (0, wheel[1] + 0.004, wheel[2] + 0.004),
                    ],
                    STEEL,
                )
            )
    tube = 0.017
    for a, b in ((crank, seat), (crank, head), (seat, head), (rear, crank), (rear, seat)):
        faces += rod(a, b, tube, color, 5)
    faces += rod(head, front, tube, darker(color, 0.15), 5)
    faces += rod(head, (0, 1.0, 0.31), 0.013, STEEL, 5)
    faces += rod((-0.28, 1.02, 0.24), (0.28, 1.02, 0.24), 0.013, STEEL, 5)
    faces += rod((-0.28, 1.02, 0.24), (-0.18, 1.02, 0.24), 0.02, DARK, 5)
    faces += rod((0.18, 1.02, 0.24), (0.28, 1.02, 0.24), 0.02, DARK, 5)
    faces += rod((0, 1.0, 0.31), (0, 1.02, 0.24), 0.013, STEEL, 5)
    faces += rod(seat, (0, 0.92, -0.25), 0.013, STEEL, 5)
    faces += box((-0.07, 0.07), (0.91, 0.96), (-0.38, -0.12), (0.35, 0.24, 0.18), bottom=True)
    faces += [disc((0.03, 0.30, -0.08), (1, 0, 0), 0.085, STEEL, 10)]
    faces += box((0.04, 0.12), (0.20, 0.22), (-0.13, -0.03), DARK, bottom=True)
    faces += box((-0.12, -0.04), (0.38, 0.40), (-0.13, -0.03), DARK, bottom=True)
    return [*faces, *box((-0.12, 0.12), (0.86, 1.0), (0.40, 0.60), (0.74, 0.56, 0.36), bottom=True)]


def car(color: Color) -> list[Face]:
    """A small car that looks toward +z."""

    def profile(x: float) -> list[tuple[float, float, float]]:
        return [(x, 0.88, -1.35), (x, 1.42, -0.95), (x, 1.42, 0.30), (x, 0.92, 0.95)]

    half = 0.76
    a, b = profile(-half), profile(half)
    faces = [
        *box(
            (-0.84, 0.84), (0.30, 0.92), (-1.95, 1.95), color, top=lighter(color, 0.12), bottom=True
        )
    ]
    faces += [
        face(b[::-1], GLASS),
        face(a, GLASS),
        face([a[0], b[0], b[1], a[1]][::-1], GLASS),
        face([a[1], b[1], b[2], a[2]][::-1], lighter(color, 0.12)),
        face([a[2], b[2], b[3], a[3]][::-1], lighter(GLASS, 0.15)),
    ]
    for z in (-1.25, 1.2):
        for x, s in ((-0.86, -1), (0.86, 1)):
            faces += [
                disc((x, 0.33, z), (1, 0, 0), 0.33, DARK, 12),
                disc((x + 0.003 * s, 0.33, z), (1, 0, 0), 0.18, STEEL, 10),
            ]
    for x in (-0.72, 0.46):
        for z, tint in ((1.951, (1.0, 0.94, 0.74)), (-1.951, (0.80, 0.22, 0.20))):
            faces.append(
                flat([(x, 0.78, z), (x + 0.26, 0.78, z), (x + 0.26, 0.62, z), (x, 0.62, z)], tint)
            )
    for x in (-0.842, 0.842):
        faces.append(
            flat(
                [(x, 0.90, -0.20), (x, 0.90, -0.18), (x, 0.34, -0.18), (x, 0.34, -0.20)],
                darker(color, 0.4),
            )
        )
        faces.append(
            flat([(x, 0.76, -0.05), (x, 0.76, 0.12), (x, 0.72, 0.12), (x, 0.72, -0.05)], STEEL)
        )
    return faces


def boat(color: Color) -> list[Face]:
    """A rowing boat, its bow toward +z."""
    rim = [
        (0.55, 0.5, -1.4),
        (0.72, 0.5, -0.4),
        (0.62, 0.52, 0.7),
        (0.0, 0.66, 1.7),
        (-0.62, 0.52, 0.7),
        (-0.72, 0.5, -0.4),
        (-0.55, 0.5, -1.4),
    ]
    keel = [
        (0.32, 0.0, -1.3),
        (0.42, 0.0, -0.4),
        (0.34, 0.0, 0.6),
        (0.0, 0.08, 1.3),
        (-0.34, 0.0, 0.6),
        (-0.42, 0.0, -0.4),
        (-0.32, 0.0, -1.3),
    ]
    faces = []
    for k in range(7):
        j = (k + 1) % 7
        faces += [
            flat([rim[k], rim[j], keel[j]], color),
            flat([rim[k], keel[j], keel[k]], darker(color, 0.08)),
        ]
    inside = darker((0.66, 0.50, 0.34), 0.15)
    faces.append(flat([(x * 0.95, 0.10, z) for x, _, z in keel if abs(x) > 0.1], inside))
    for z in (-0.95, -0.1, 0.65):
        faces += box((-0.58, 0.58), (0.36, 0.40), (z, z + 0.24), (0.72, 0.55, 0.38), bottom=True)
    return faces


LARGE: tuple[Kind, ...] = (
    Kind(
        "chair",
        "chair stool armchair",
        "wheelchair throne stroller",
        (0.62, 0.44, 0.30),
        "floor",
        chair,
    ),
    Kind("bench", "bench pew", "couch sofa bed table piano", (0.58, 0.42, 0.29), "floor", bench),
    Kind(
        "bicycle",
        "bicycle bike tricycle",
        "motorcycle scooter moped skateboard",
        (0.30, 0.52, 0.54),
        "floor",
        bicycle,
    ),
    Kind(
        "car",
        "car taxi automobile van",
        "truck bus carriage wagon cart tractor ambulance sled plane helicopter",
        (0.72, 0.32, 0.28),
        "floor",
        car,
    ),
    Kind(
        "boat",
        "boat rowboat canoe dinghy",
        "ship raft sailboat yacht",
        (0.86, 0.83, 0.76),
        "floor",
        boat,
    ),
)
