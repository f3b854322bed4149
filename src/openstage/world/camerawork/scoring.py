"""How good a camera is: a sum of named terms, each with its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from math import atan2, degrees
from operator import mul
from typing import Literal

import numpy as np

from openstage.storyboard.vocabulary import ScreenPosition
from openstage.world.camerawork.frame import azimuth_of, shares
from openstage.world.camerawork.looks import Look, Scene, covered
from openstage.world.camerawork.subjects import HELD, Body
from openstage.world.camerawork.surroundings import clear, half_hidden, lens_room, spoiled, sunken
from openstage.world.geometry import SENSOR_HEIGHT_MM, Camera

THIRDS = {ScreenPosition.LEFT: 0.33, ScreenPosition.CENTER: 0.5, ScreenPosition.RIGHT: 0.67}
ORDERED = 0.9
"""How much the order of two counts at least who are told different places."""
SHOULDER = 0.30
"""The share of the frame's width that the one in the foreground of an over-the-shoulder fills."""
ENDS = (0.0, 1.0)
ARM = 0.3
"""Meters from a joint within which a hand may be."""
CLEARLY = 0.6
"""The share of a trunk that is in the frame where somebody is clearly in it."""
TURNS = (0.0, 20.0, 45.0, 70.0, 95.0, 130.0, 180.0)
FACE = (0.88, 1.0, 1.0, 0.85, 0.6, 0.1, 0.0)
"""How good a face is to look at that is turned so far from the camera."""
BACKS = (95.0, 135.0)
"""Degrees by which a head is turned away: from the first on, less of a face is seen; from the
second on, nothing."""
BESIDE = 0.6
"""How much the head of another counts that is seen from behind."""

Term = Callable[[Look], float]
Terms = dict[str, tuple[float, Term]]


def _face(look: Look) -> float:
    """1 where the faces are seen from three quarters, 0 from behind; over start and end. Of
    several, the one that is seen worst counts twice as much as all together."""
    scene = look.scene
    bodies = [scene.bodies[id] for id in scene.judged if id in scene.bodies]
    worth = 0.0
    for t in ENDS:
        # The face of one alone tells its front, also in an insert of the hands.
        shown = [body for body in bodies if len(bodies) == 1 or _cut(look, body.role.id, t) < 1]
        seen = [_seen(body, look.cameras[t], t, trunk=scene.hands) for body in shown]
        if not seen:
            continue
        if scene.back:
            seen = [1.0 - value for value in seen]
        weights = [2.0 if body.role.id == scene.subject else 1.0 for body in shown]
        mean = sum(map(mul, weights, seen)) / sum(weights)
        worth += (mean + 2 * min(seen)) / 3
    return worth / len(ENDS) * scene.faces_matter


def _seen(body: Body, camera: Camera, t: float, *, trunk: bool) -> float:
    """1 where one is seen from three quarters, 0 from behind; `trunk`: whatever the head does."""
    if body.lies(t):
        return _side_of_lying(body, camera, t)
    return float(np.interp(turned_from(body, camera, t, trunk=trunk), TURNS, FACE))


def turned_from(body: Body, camera: Camera, t: float, *, trunk: bool = False) -> float:
    """Degrees by which a face (or a trunk) is turned from the camera: 0 is frontal, 180 away."""
    head = body.joint("head", t)
    toward = degrees(atan2(camera.eye[0] - head[0], camera.eye[2] - head[2]))
    facing = body.facing(t) if trunk else body.head_facing(t)
    return abs((toward - facing + 180.0) % 360.0 - 180.0)


def _from_behind(look: Look) -> float:
    """Minus how far the one whom the shot is about is seen from behind, also on the way; the
    heads of the people who are framed with it count less."""
    scene = look.scene
    body = scene.bodies.get(scene.subject)
    free = scene.back or scene.goes_off or scene.insert
    if body is None or free or scene.subject not in scene.framed:
        return 0.0
    # The heads of those who walk turn to each other; what the camera sees of them is the trunk.
    trunk = body.walks and not body.animal
    turns = [turned_from(body, look.cameras[t], t, trunk=trunk) for t in HELD if not body.lies(t)]
    framed = [scene.bodies[id] for id in scene.framed if id != scene.subject]
    others = [one for one in framed if not one.animal]
    heads = [turned_from(other, look.cameras[t], t) for other in others for t in HELD]
    behind, beside = (float(np.interp(all_, BACKS, (0.0, 1.0)).sum()) for all_ in (turns, heads))
    return -(behind + BESIDE * beside) / len(HELD) * scene.faces_matter


def _side_of_lying(body: Body, camera: Camera, t: float) -> float:
    """1 where one who lies is seen from the side, 0 from the feet or over the top of the head."""
    along = (body.joint("head_top", t) - body.joint("hip", t)) * np.array([1.0, 0.0, 1.0])
    toward = (np.array(camera.eye) - body.joint("chest", t)) * np.array([1.0, 0.0, 1.0])
    lengths = max(float(np.linalg.norm(along) * np.linalg.norm(toward)), 1e-6)
    cosine = float(along @ toward) / lengths
    return float(np.interp(abs(cosine), [0.0, 0.55, 1.0], [1.0, 0.95, -1.0]))


def _positions(look: Look) -> float:
    """Minus how far those with a told position are from it, in thirds of the frame. Of a group
    that is framed together or comes together, the order from left to right counts."""
    scene, off = look.scene, 0.0
    if scene.insert:
        return 0.0
    for t, told in ((0.0, scene.positions), (1.0, scene.positions_end)):
        at = {}
        for id, position in told.items():
            if id in scene.bodies and position in THIRDS:
                x, _, depth = look.joint(id, "head", t)
                at[id] = (x if depth > 0 else 2.0, THIRDS[position])
        if len(scene.framed) > 1 or scene.awaited:
            pairs = combinations(at.values(), 2)
            off += sum(_misordered(a, b) for a, b in pairs if a[1] != b[1])
        else:
            off += sum(min(abs(x - wanted) / 0.34, 2.0) ** 1.5 for x, wanted in at.values())
    return -off


def _misordered(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How wrong the order of two is, from where each is and should be in the frame."""
    (x1, wanted1), (x2, wanted2) = sorted((one, other), key=lambda pair: pair[1])
    wrong = min(max(0.15 - (x2 - x1), 0.0) / 0.3, 1.5)
    return wrong * max((wanted2 - wanted1) / 0.34, ORDERED)


def _company(look: Look) -> float:
    """The share of the cast whose heads are well inside the frame at the start and the end."""
    scene = look.scene
    ids = [id for id in scene.seen if id in scene.bodies and id not in scene.hidden]
    if not ids:
        return 0.0
    inside = 0
    for t in ENDS:
        for id in ids:
            x, y, depth = look.joint(id, "head", t)
            inside += abs(x - 0.5) < 0.47 and abs(y - 0.5) < 0.47 and depth > 0.2
    return inside / len(ids) / 2


def heads(look: Look) -> float:
    """Minus the share of instants in which a framed head is cut or outside the frame; every
    instant without one of them counts whole."""
    scene = look.scene
    ids = [id for id in scene.framed if id in scene.bodies]
    cuts = [_cut(look, id, t) for t in HELD for id in ids if scene.expected(id, t)]
    cuts += [_cut(look, id, 1.0) for id in scene.awaited]
    return -sum(cuts) / len(cuts) - sum(cut >= 1.0 for cut in cuts) if cuts else 0.0


def _slivers(look: Look) -> float:
    """Minus how many of those who wait are neither clearly in the start frame of a pan that goes
    along with somebody who comes in, nor out of it."""
    scene = look.scene
    if not scene.settles:
        return 0.0
    waiting = [id for id in scene.bodies if id not in scene.late and id not in scene.hidden]
    return -float(sum(_is_sliver(look, id) for id in waiting))


def _is_sliver(look: Look, id: str) -> bool:
    """Whether some of one is in the start frame, but not all of the head and most of the trunk."""
    (frame, depth), camera = look.joints(id, 0.0), look.cameras[0.0]
    scale = camera.lens_mm / SENSOR_HEIGHT_MM / np.maximum(depth, 0.3)
    reach = 0.5 + ARM * np.stack([scale / look.scene.aspect, scale], axis=1)
    if not ((depth > 0.1) & (np.abs(frame - 0.5) < reach).all(axis=1)).any():
        return False
    trunk = look.outline(id, 0.0).trunk
    return _cut(look, id, 0.0) > 0.0 or covered(trunk, (0.0, 0.0, 1.0, 1.0)) < CLEARLY


def _cut(look: Look, id: str, t: float) -> float:
    """How much of a head is outside the frame: 1 where all of it is."""
    left, top, right, bottom = look.outline(id, t).head
    if right <= left:
        return 1.0
    across = max(-left, right - 1.0) / (right - left)
    upright = max(-top, bottom - 1.0) / (bottom - top)
    return min(max(across, upright, 0.0), 1.0)


def _poles(look: Look) -> float:
    """Minus the share of instants in which the pole of a tall thing crosses a judged face."""
    scene, crossed = look.scene, 0.0
    shown = [id for id in scene.judged if id in scene.bodies and id not in scene.hidden]
    for t, poles in scene.poles.items():
        if not len(poles):
            continue
        frame, depth = shares(look.cameras[t], poles, scene.aspect)
        for id in shown:
            left, _, right, bottom = look.outline(id, t).head
            nearer = (depth.max(axis=1) > 0.1) & (depth.min(axis=1) < look.joint(id, "head", t)[2])
            along = (frame[..., 0] > left).any(axis=1) & (frame[..., 0] < right).any(axis=1)
            crossed += float((nearer & along & (frame[:, 1, 1] < bottom)).any())
    return -crossed / len(HELD)


def _fallen(look: Look) -> float:
    """-1 where something has fallen out of the end frame."""
    if look.scene.fallen is None:
        return 0.0
    frame, depth = shares(look.cameras[1.0], look.scene.fallen, look.scene.aspect)
    return -float(depth < 0.1 or float(np.abs(frame - 0.5).max()) > 0.47)


def _detail(look: Look) -> float:
    """Minus the instants at which the detail of an insert is outside the frame."""
    lost = 0.0
    for t, point in look.scene.detail.items():
        frame, depth = shares(look.cameras[t], point[None], look.scene.aspect)
        lost += float(depth[0] < 0.1 or float(np.abs(frame - 0.5).max()) > 0.45)
    return -lost


def _apart(look: Look) -> float:
    """Minus how much of those who should be seen is behind others; a head counts twice."""
    scene = look.scene
    ids = [id for id in scene.bodies if id not in scene.hidden]
    judged = [id for id in ids if id in scene.judged]
    if len(ids) < 2 or not judged:
        return 0.0
    hidden = 0.0
    for t in HELD:
        outlines = {id: look.outline(id, t) for id in ids}
        for id in judged:
            one = outlines[id]
            before = [o for other, o in outlines.items() if other != id and 0 < o.depth < one.depth]
            heads = [covered(one.head, other.whole) for other in before]
            trunks = [covered(one.trunk, other.whole) for other in before]
            hidden += max(heads, default=0.0) * 2 / 3 + max(trunks, default=0.0) / 3
    return -hidden / len(HELD)


def _shoulder(look: Look) -> float:
    """Minus what is wrong with the one over whose shoulder is looked: too wide, or headless."""
    scene = look.scene
    if scene.viewer not in scene.bodies or scene.viewer in scene.hidden:
        return 0.0
    wrong = 0.0
    for t in ENDS:
        outline = look.outline(scene.viewer, t)
        if outline.depth == 0.0:
            return -2.0
        left, top, right, bottom = outline.head
        wide = min(outline.trunk[2], 1.0) - max(outline.trunk[0], 0.0)
        across = (min(right, 1.0) - max(left, 0.0)) / (right - left)
        upright = (min(bottom, 1.0) - max(top, 0.0)) / (bottom - top)
        wrong += 3.0 * max(wide - SHOULDER, 0.0)
        wrong += max(0.6 - across, 0.0) + 2.0 * max(0.9 - upright, 0.0)
    return -wrong / 2


def _size_kept(look: Look) -> float:
    """Minus how much the subject grows or shrinks by its own walk, beyond half as much again."""
    scene, path = look.scene, look.path
    body = scene.bodies.get(scene.subject)
    if body is None or not body.walks or path.follows or scene.grows:
        return 0.0
    sizes = [
        look.cameras[t].lens_mm / max(look.joint(scene.subject, "chest", t)[2], 0.1) for t in ENDS
    ]
    return -max(abs(float(np.log(sizes[1] / sizes[0]))) - 0.5, 0.0)


def _inside(look: Look) -> float:
    """Minus the meters by which the eye leaves the bounds of the set, the first ones cheaper; in
    the open there is ground beyond them."""
    plan = look.scene.plan
    x0, x1, z0, z1 = plan.bounds
    worst = 0.0
    for camera in (look.path.start, look.path.end):
        x, y, z = camera.eye
        worst = max(worst, x0 - x, x - x1, z0 - z, z - z1)
        if plan.interior and y > plan.height - 0.1:
            worst = max(worst, 0.5)
    first, more = (0.6, 1.0) if plan.interior else (0.15, 0.2)
    return -min(worst, 1.0) * first - min(max(worst - 1.0, 0.0), 12.0) * more


def _master(look: Look) -> float:
    """1 where the camera looks as the master does, -1 against it."""
    turn = np.radians(azimuth_of(look.path.start) - look.scene.plan.master)
    return float(np.cos(turn)) * look.scene.master_matters


def _line(look: Look) -> float:
    """-1 where the camera has crossed the line of action."""
    scene = look.scene
    if not scene.side or scene.axis is None:
        return 0.0
    return 0.0 if side_of(look.path.start, scene) == scene.side else -1.0


def side_of(camera: Camera, scene: Scene) -> Literal["left", "right"]:
    """On which side of the line from the first to the second of the axis the camera is."""
    assert scene.axis is not None
    a, b = (scene.bodies[id].joint("hip") for id in scene.axis)
    cross = (b[0] - a[0]) * (camera.eye[2] - a[2]) - (b[2] - a[2]) * (camera.eye[0] - a[0])
    return "left" if cross > 0 else "right"


def _landmarks(look: Look) -> float:
    """The share of the wanted landmarks that are in the frame at the start."""
    scene = look.scene
    if not scene.landmarks:
        return 0.0
    frame, depth = shares(look.path.start, np.array(scene.landmarks), scene.aspect)
    inside = (np.abs(frame - 0.5) < 0.5).all(axis=1) & (depth > 0.3)
    return float(inside.mean())


CHEAP: Terms = {
    "the face is seen": (3.2, _face),
    "the subject is not seen from behind": (3.0, _from_behind),
    "screen positions are as told": (2.2, _positions),
    "no head is cut": (4.0, heads),
    "who waits is no sliver": (3.0, _slivers),
    "nobody is behind another": (6.0, _apart),
    "no pole crosses a face": (4.0, _poles),
    "what falls is in the frame": (4.0, _fallen),
    "the detail is in the frame": (4.0, _detail),
    "the shoulder is one": (6.0, _shoulder),
    "the size is kept": (2.5, _size_kept),
    "the cast is in the frame": (1.2, _company),
    "the eye is in the set": (1.6, _inside),
    "the look of the master": (0.8, _master),
    "the line is not crossed": (1.0, _line),
    "landmarks are in view": (0.8, _landmarks),
}
"""What the places in the frame tell."""
COSTLY: Terms = {
    "the lens has room": (6.0, lens_room),
    "nothing is before the face": (5.0, clear),
    "no furniture comes before a lap": (4.0, sunken),
    "who hides is half hidden": (2.5, half_hidden),
    "no dark behind, nothing at the lens": (3.5, spoiled),
}
"""What rays tell. None of it is above 0, so that a camera that is worse than another by the
cheap terms alone needs no rays."""


_QUICK = (
    "the eye is in the set",
    "the look of the master",
    "the line is not crossed",
    "landmarks are in view",
    "the cast is in the frame",
    "screen positions are as told",
    "the subject is not seen from behind",
)
"""Those of the cheap terms that are the least work, and so are worked out first."""
_IN_TURN = (*_QUICK, *(name for name in CHEAP if name not in _QUICK))


def most(scene: Scene) -> dict[str, float]:
    """What each cheap term can bring a camera at most, with its weight; most only take away."""
    above = {
        "the face is seen": (1.0 + scene.back) * scene.faces_matter,
        "the cast is in the frame": 1.0,
        "the look of the master": scene.master_matters,
        "landmarks are in view": float(len(scene.landmarks) > 0),
    }
    return {name: weight * above.get(name, 0.0) for name, (weight, _) in CHEAP.items()}


def narrowed(look: Look, most: dict[str, float]) -> Iterator[float]:
    """What the cheap terms of a look come to at most: less each time that one more of them is
    worked out and is not the most it can be; at last it is what they do come to."""
    worths = dict(most)
    for name in _IN_TURN:
        weight, term = CHEAP[name]
        worth = weight * term(look)
        if worth != worths[name]:
            worths[name] = worth
            yield sum(worths.values())


def with_rays(look: Look, worth: float, enough: float) -> float:
    """`worth` by the cheap terms, with the costly ones; they end as soon as it is below
    `enough`."""
    for weight, term in COSTLY.values():
        if worth < enough:
            break
        worth += weight * term(look)
    return worth
