"""What arms, head and trunk do beside the body: one function for each gesture.

A gesture gives the fields of the posture that it sets, and those that it adds to. Hands are
given from their shoulders in lengths of the arm (right, up, ahead), or, where they touch
something, in meters of the root frame with how much the touch counts.
"""

from __future__ import annotations

from math import pi, sin

from openstage.world.figures.acting import Acting, Fields, Gesture, hands

DOWN = 24.0
"""Degrees: the head bent over what the hands do."""


def _type(a: Acting) -> tuple[Fields, Fields]:
    ahead = 0.42 * a.build.height / 1.7
    hop_r, hop_l = max(a.wave(3.1), 0) * 0.012, max(a.wave(2.6, 0.4), 0) * 0.012
    drift = 0.02 * a.wave(0.7)
    y = a.table + 0.055
    return {
        "touch_r": (0.10 + drift, y + hop_r, ahead, 1.0),
        "touch_l": (-0.10 + drift, y + hop_l, ahead, 1.0),
        "elbow_r": (0.8, -0.6, -0.6),
        "elbow_l": (-0.8, -0.6, -0.6),
    }, {"head": (DOWN * 0.35, 0.0, 0.0), "spine": (5.0, 0.0, 0.0)}


def _write(a: Acting) -> tuple[Fields, Fields]:
    line = (a.seconds * 0.3) % 1.0
    y = a.table + 0.05
    return {
        "touch_r": (
            0.04 + 0.08 * abs(2 * line - 1) + 0.008 * a.wave(3.3),
            y + 0.006 * a.wave(2.7),
            0.38,
            1.0,
        ),
        "touch_l": (-0.17, y, 0.34, 1.0),
    }, {"head": (DOWN, 0.0, 6.0), "spine": (10.0, 0.0, 0.0)}


def _work(a: Acting) -> tuple[Fields, Fields]:
    """Both hands busy with something small before the body."""
    y, turn = a.table + 0.07, a.wave(1.3)
    return {
        "touch_r": (0.07 + 0.015 * turn, y + 0.02 * max(a.wave(1.9), 0.0), 0.37, 1.0),
        "touch_l": (-0.09, y + 0.01 * turn, 0.36, 1.0),
        "elbow_r": (0.8, -0.6, -0.6),
        "elbow_l": (-0.8, -0.6, -0.6),
    }, {"head": (DOWN * 0.9, 3.0 * a.wave(0.3), 3.0), "spine": (9.0, 0.0, 0.0)}


def _read(a: Acting) -> tuple[Fields, Fields]:
    scan = 3.0 * a.wave(0.25)
    return hands((-0.13, -0.30, 0.62), (0.13, -0.30, 0.62), head=(DOWN * 0.8, scan, 0.0))


def _look(pitch: float, yaw: float = 0.0) -> Gesture:
    return lambda a: hands(head=(pitch, yaw, 0.0), spine=(pitch * 0.12, yaw * 0.25, 0.0))


def _look_around(a: Acting) -> tuple[Fields, Fields]:
    yaw = 42.0 * a.wave(0.22)
    return hands(head=(0.0, yaw, 0.0), spine=(0.0, yaw * 0.25, 0.0))


def _hold_out(a: Acting) -> tuple[Fields, Fields]:
    low = 0.10 + 0.5 * min(a.drop, 1.0)
    return hands(
        (-0.06, -0.18 - low, 0.86 - 0.4 * low), spine=(6.0 + 8 * min(a.drop, 1.0), -6.0, 0.0)
    )


def _reach(a: Acting) -> tuple[Fields, Fields]:
    return hands((-0.10, -0.16, 0.92), spine=(9.0, -10.0, 0.0))


def _pick_up(a: Acting) -> tuple[Fields, Fields]:
    """Down to the ground and up again while it comes; at its end the thing is held."""
    bent = sin(pi * min(a.amount, 1.0)) if a.amount < 1 else 0.0
    low = 0.55 if a.body in ("stand", "walk", "run", "lean") else 0.25
    fields, add = hands((-0.16, -0.52 - 0.4 * bent, 0.52 + 0.1 * bent))
    add |= {"spine": (42.0 * low * bent, 0.0, 0.0), "hips": (60.0 * low * bent, 0.0, 0.0)}
    add |= {"head": (14.0, 0.0, 0.0), "pelvis": (0.0, -0.16 * low * bent, -0.2 * low * bent)}
    return fields, add


def _put_down(a: Acting) -> tuple[Fields, Fields]:
    return {"touch_r": (0.12, a.table + 0.06, 0.46, 1.0)}, {
        "spine": (14.0, -6.0, 0.0),
        "head": (DOWN * 0.7, 8.0, 0.0),
    }


def _drop(a: Acting) -> tuple[Fields, Fields]:
    """The hand opens and stays behind; the eyes follow what falls."""
    return hands((0.10, -0.62, 0.50), head=(DOWN * 0.5, 6.0, 0.0), spine=(4.0, 0.0, 0.0))


def _carry(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.16, -0.52, 0.52), (0.16, -0.52, 0.52))
    return fields, add


def _pour(a: Acting) -> tuple[Fields, Fields]:
    return hands((-0.10, -0.26, 0.66), (0.16, -0.56, 0.60), head=(DOWN * 0.8, 0.0, -5.0))


def _to_mouth(a: Acting) -> tuple[Fields, Fields]:
    """The hand goes to the mouth and rests before the chest in turn."""
    up = 0.5 + 0.5 * sin(pi * max(-1.0, min(1.0, 1.6 * a.wave(0.28, 0.18))) / 2)
    return hands(
        (-0.30 - 0.03 * up, -0.34 + 0.40 * up, 0.52 - 0.14 * up), head=(-8.0 * up, 0.0, 0.0)
    )


def _wave(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((0.34 + 0.17 * a.wave(1.5), 0.70, 0.24), spine=(0.0, 0.0, -3.0))
    fields["elbow_r"] = (1.0, -0.5, 0.0)
    return fields, add


def _point(a: Acting) -> tuple[Fields, Fields]:
    return hands((-0.06, 0.02, 0.985), spine=(0.0, -10.0, 0.0))


def _embrace(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.30, -0.08, 0.62), (0.34, -0.24, 0.60), spine=(6.0, 0.0, 0.0))
    add["head"] = (10.0, 16.0, 12.0)
    fields["elbow_r"], fields["elbow_l"] = (1.0, -0.4, 0.2), (-1.0, -0.5, 0.2)
    return fields, add


def _open(a: Acting) -> tuple[Fields, Fields]:
    return hands((-0.05, -0.36, 0.74), head=(8.0, 0.0, 0.0), spine=(5.0, -6.0, 0.0))


def _knock(a: Acting) -> tuple[Fields, Fields]:
    tap = max(a.wave(2.4), 0.0) * max(0.0, min(1.0, 2.5 * a.wave(0.45, 0.05)))
    fields, add = hands((-0.08, 0.06, 0.66 + 0.12 * tap))
    fields["elbow_r"] = (0.8, -1.0, -0.2)
    return fields, add


def _phone(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.22, 0.36, 0.20), head=(0.0, 4.0, 8.0))
    fields["elbow_r"] = (0.9, -0.9, 0.3)
    return fields, add


def _talk(a: Acting) -> tuple[Fields, Fields]:
    beat, other = a.wave(0.62), a.wave(0.41, 0.3)
    return hands(
        (-0.02 + 0.07 * beat, -0.46 + 0.07 * other, 0.56),
        head=(2.5 * a.wave(0.9), 3.0 * other, 2.0 * beat),
    )


def _laugh(a: Acting) -> tuple[Fields, Fields]:
    shake = a.wave(3.6)
    return hands(
        head=(-11.0 + 2.0 * shake, 0.0, 4.0), spine=(-4.0 + 1.6 * shake, 0.0, 0.0), shrug=(0.25,)
    )


def _cry(a: Acting) -> tuple[Fields, Fields]:
    sob = max(a.wave(1.1), 0.0)
    return hands(
        (-0.30, 0.10, 0.38),
        head=(26.0, 0.0, 0.0),
        spine=(12.0 + 3 * sob, 0.0, 0.0),
        shrug=(0.3 + 0.3 * sob,),
    )


def _tremble(a: Acting) -> tuple[Fields, Fields]:
    fast, faster = 0.012 * a.wave(7.3), 0.012 * a.wave(8.9, 0.2)
    return {}, {
        "hand_r": (fast, faster, 0.0),
        "hand_l": (faster, -fast, 0.0),
        "touch_r": (fast * 0.5, faster * 0.5, 0.0, 0.0),
        "touch_l": (faster * 0.5, -fast * 0.5, 0.0, 0.0),
        "spine": (4.0 + 40 * fast, 0.0, 0.0),
        "shrug": (0.35,),
    }


def _clap(a: Acting) -> tuple[Fields, Fields]:
    apart = 0.05 + 0.16 * abs(a.wave(1.35))
    inward = 0.33
    return hands((-inward + apart, -0.24, 0.55), (inward - apart, -0.24, 0.55))


def _dance(a: Acting) -> tuple[Fields, Fields]:
    beat, swing = abs(a.wave(0.9)), a.wave(0.9)
    fields, add = hands((0.42, 0.16 + 0.28 * swing, 0.34), (-0.42, 0.16 - 0.28 * swing, 0.34))
    add |= {
        "pelvis": (0.05 * swing, -0.035 * beat, 0.0),
        "hips": (0.0, 10.0 * swing, 4.0 * swing),
        "spine": (0.0, -8.0 * swing, -8.0 * swing),
        "head": (0.0, 0.0, 6.0 * swing),
    }
    return fields, add


def _cross_arms(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.62, -0.40, 0.33), (0.58, -0.46, 0.37))
    fields["elbow_r"], fields["elbow_l"] = (0.8, -1.0, 0.4), (-0.8, -1.0, 0.4)
    return fields, add


def _on_hips(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((0.10, -0.74, 0.06), (-0.10, -0.74, 0.06))
    fields["elbow_r"], fields["elbow_l"] = (1.0, 0.0, -0.5), (-1.0, 0.0, -0.5)
    return fields, add


def _shrug(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((0.34, -0.44, 0.52), (-0.34, -0.44, 0.52), head=(2.0, 0.0, 8.0))
    add["shrug"] = (1.0,)
    fields["elbow_r"], fields["elbow_l"] = (0.2, -1.0, -0.4), (-0.2, -1.0, -0.4)
    return fields, add


def _nod(a: Acting) -> tuple[Fields, Fields]:
    return hands(head=(7.0 + 9.0 * a.wave(1.15), 0.0, 0.0))


def _shake_head(a: Acting) -> tuple[Fields, Fields]:
    return hands(head=(5.0, 18.0 * a.wave(0.95), 0.0))


def _hat_off(a: Acting) -> tuple[Fields, Fields]:
    """To the brim first, then with the hat down before the chest."""
    up = min(a.amount * 2, 1.0)
    down = max(a.amount * 2 - 1, 0.0)
    brim, breast = (-0.16, 0.42, 0.34), (-0.34, -0.30, 0.44)
    at = [b + (c - b) * down for b, c in zip(brim, breast, strict=True)]
    fields, add = hands((at[0], at[1], at[2]), head=(12.0 * down, 0.0, 0.0))
    scale = up / max(a.amount, 1e-6)
    # `amount` blends it in once more, so what is set early is set in full by half of the time.
    rest = (0.13, -0.965, 0.08)
    hand = [r + (h - r) * min(scale, 2.0) for r, h in zip(rest, at, strict=True)]
    fields["hand_r"] = (hand[0], hand[1], hand[2])
    fields["elbow_r"] = (0.9, -0.7, 0.1)
    return fields, add


def _push(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((0.0, -0.08, 0.88), (0.0, -0.08, 0.88), spine=(10.0, 0.0, 0.0))
    add["hips"] = (14.0, 0.0, 0.0)
    return fields, add


def _pull(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.04, -0.34, 0.66), (0.04, -0.34, 0.66), hips=(-10.0, 0.0, 0.0))
    return fields, add


def _pet(a: Acting) -> tuple[Fields, Fields]:
    stroke = a.wave(0.55)
    low = 1.0 if a.drop > 0.4 else 0.4
    return hands(
        (-0.08, -0.42 - 0.22 * low, 0.66 + 0.10 * stroke),
        head=(DOWN * 0.7, 0.0, 0.0),
        spine=(10.0 + 14.0 * low, -6.0, 0.0),
    )


def _hide_face(a: Acting) -> tuple[Fields, Fields]:
    fields, add = hands((-0.33, 0.22, 0.36), (0.33, 0.22, 0.36), head=(20.0, 0.0, 0.0))
    fields["elbow_r"], fields["elbow_l"] = (0.6, -1.0, 0.3), (-0.6, -1.0, 0.3)
    return fields, add


def _jump(a: Acting) -> tuple[Fields, Fields]:
    up = max(a.wave(0.8), 0.0)
    hop = 0.16 * up * up
    fields, add = hands((0.30, -0.30 + 0.7 * up, 0.4), (-0.30, -0.30 + 0.7 * up, 0.4))
    add |= {"pelvis": (0.0, hop - 0.03, 0.0), "foot_r": (0.0, hop, 0.0), "foot_l": (0.0, hop, 0.0)}
    return fields, add


ACTED: dict[str, Gesture] = {
    "type": _type,
    "read": _read,
    "write": _write,
    "work": _work,
    "look up": _look(-20.0),
    "look down": _look(26.0),
    "look around": _look_around,
    "look back": _look(0.0, 72.0),
    "turn": _look(0.0, 26.0),
    "hold out hand": _hold_out,
    "reach": _reach,
    "pick up": _pick_up,
    "put down": _put_down,
    "drop": _drop,
    "carry": _carry,
    "pour": _pour,
    "drink": _to_mouth,
    "eat": _to_mouth,
    "wave": _wave,
    "point": _point,
    "embrace": _embrace,
    "open": _open,
    "close": _open,
    "knock": _knock,
    "phone": _phone,
    "talk": _talk,
    "laugh": _laugh,
    "cry": _cry,
    "tremble": _tremble,
    "clap": _clap,
    "dance": _dance,
    "cross arms": _cross_arms,
    "hands on hips": _on_hips,
    "shrug": _shrug,
    "nod": _nod,
    "shake head": _shake_head,
    "take off hat": _hat_off,
    "give": _hold_out,
    "take": _reach,
    "push": _push,
    "pull": _pull,
    "pet": _pet,
    "hide face": _hide_face,
    "jump": _jump,
    "bark": _laugh,
    "sniff": _look(14.0),
    "wag": _nod,
}
"""By the words of `GESTURES`."""
