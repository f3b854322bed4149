"""What is seen of a figure: colors, faces, sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figure_roles import DOG, GIRL, MARA, TOMAS, at, picture, role

from openstage.storyboard.vocabulary import Emotion
from openstage.world.figures import GESTURES, dress, figure_parts, pose
from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.figures.lexicon import GARMENTS, HAIR_STYLES, HATS
from openstage.world.geometry import Array, Camera
from openstage.world.staging import Stance, Wardrobe

FRONT = Camera((0, 1.0, -4.0), (0, 0.9, 0), 35)
BACK = Camera((0, 1.0, 4.0), (0, 0.9, 0), 35)
FACE = Camera((0, 1.52, -1.1), (0, 1.52, 0), 60)
NAPE = Camera((0, 1.52, 1.1), (0, 1.52, 0), 60)


def near(image: Array, rgb: tuple[float, float, float], tolerance: float = 40) -> int:
    """How many pixels have about this color."""
    wanted = np.array(rgb) * 255
    return int((np.abs(image - wanted).max(axis=2) < tolerance).sum())


def test_clothes_and_hair_have_their_colors() -> None:
    image = picture(role(at()), FRONT)
    assert near(image, MARA.top_color) > 300
    assert near(image, MARA.hair) > 15


def test_a_face_is_seen_from_the_front_alone() -> None:
    white = (0.88, 0.88, 0.87)
    assert near(picture(role(at()), FACE), white, 26) > 25
    assert near(picture(role(at()), NAPE), white, 26) == 0
    assert near(picture(role(at()), NAPE), MARA.skin) < near(picture(role(at()), FACE), MARA.skin)


def test_emotions_differ_on_the_face() -> None:
    faces = [
        picture(role(Stance(0, 0, 180, emotion=str(emotion.value))), FACE, t=0.01)
        for emotion in Emotion
    ]
    for i, one in enumerate(faces):
        for other in faces[:i]:
            assert np.abs(one - other).max(axis=2).mean() > 0.5


def test_a_mouth_opens_in_speech() -> None:
    actor = role(at(), speaks=((0.0, 1.0),))
    images = [picture(actor, FACE, t) for t in (0.02, 0.05, 0.08, 0.11)]
    assert max(np.abs(images[0] - image).max() for image in images[1:]) > 40


def test_a_picture_is_the_same_twice() -> None:
    actor = role(at(), at(1, 0, 90), TOMAS, gait="walk")
    assert (picture(actor, FRONT, 0.4) == picture(actor, FRONT, 0.4)).all()


@pytest.mark.parametrize("camera", [(0, 4, -0.6), (0.3, 0.05, -1.5), (2.5, 1.5, 0.1)])
@pytest.mark.parametrize("wardrobe", [MARA, GIRL, TOMAS, DOG], ids=lambda w: w.kind)
def test_figures_are_whole_from_above_below_and_the_side(
    camera: tuple[float, float, float], wardrobe: Wardrobe
) -> None:
    image = picture(role(at(), wardrobe=wardrobe), Camera(camera, (0, 0.8, 0), 24))
    ground = np.abs(image - [120, 160, 120]).max(axis=2) > 20
    assert ground.sum() > 150
    assert near(image, wardrobe.top_color if wardrobe is not DOG else wardrobe.hair, 60) > 40


@pytest.mark.parametrize("garment", sorted(set(GARMENTS.values())))
def test_every_garment_is_drawn(garment: str) -> None:
    wardrobe = dress("woman", f"purple {garment}", "Nora")[0]
    image = picture(role(at(), wardrobe=wardrobe), FRONT)
    assert near(image, (0.46, 0.27, 0.55), 50) > 60


@pytest.mark.parametrize("style", sorted(set(HAIR_STYLES.values()) | {"long"}))
def test_every_hair_style_is_drawn_from_all_sides(style: str) -> None:
    wardrobe = dress("woman", f"{style}, pink hair", "Nora")[0]
    actor = role(at(), wardrobe=wardrobe)
    counts = [near(picture(actor, camera), wardrobe.hair, 60) for camera in (FACE, NAPE)]
    assert counts[1] > (300 if style == "bald" else 1200)
    assert wardrobe.hair_style == style


@pytest.mark.parametrize("hat", sorted(set(HATS.values()) - {"hood"}))
def test_hats_sit_on_heads_and_come_off(hat: str) -> None:
    word = next(word for word, name in HATS.items() if name == hat)
    wardrobe = dress("man", f"purple {word}, white shirt", "Nils")[0]
    below = Camera((0.2, 0.3, -1.2), (0, 1.65, 0), 50)
    for camera in (FACE, below):
        assert near(picture(role(at(), wardrobe=wardrobe), camera), wardrobe.hat_color, 50) > 12
    off = role(Stance(0, 0, 180, gestures=("take off hat",)), wardrobe=wardrobe)
    assert near(picture(off, FACE)[:60], wardrobe.hat_color, 40) < 200


@pytest.mark.parametrize("kind", sorted(ANIMALS))
def test_every_animal_is_drawn(kind: str) -> None:
    wardrobe = dress(kind, "brown, red collar", "Rex")[0]
    size = wardrobe.height
    camera = Camera((size * 3, size, -size * 2), (0, size * 0.7, 0), 28)
    for actor in (
        role(at(), wardrobe=wardrobe),
        role(Stance(0, 0, 180, 0, "sit"), wardrobe=wardrobe),
    ):
        assert near(picture(actor, camera), wardrobe.hair, 60) > 250


def test_a_barking_dog_opens_its_mouth() -> None:
    actor = role(Stance(0, 0, 180, gestures=("bark",)), wardrobe=DOG)
    camera = Camera((0.3, 0.4, -0.9), (0, 0.35, 0), 50)
    images = [picture(actor, camera, t) for t in (0.0, 0.045, 0.09)]
    assert max(near(image, (0.78, 0.34, 0.36), 50) for image in images) > 4


def test_extras_are_drawn() -> None:
    plain = dress("man", "coat", "Ole")[0]
    rich = dress("man", "coat, red scarf, glasses, stubble", "Ole")[0]
    images = [picture(role(at(), wardrobe=w), FACE) for w in (plain, rich)]
    assert near(images[1], rich.accent, 50) > near(images[0], rich.accent, 50) + 30


@pytest.mark.parametrize("gesture", sorted(GESTURES))
def test_parts_have_finite_centers_in_every_gesture(gesture: str) -> None:
    for wardrobe in (MARA, DOG):
        actor = role(Stance(0, 0, 180, gestures=(gesture,)), wardrobe=wardrobe)
        for t in (0.0, 0.5):
            for part in figure_parts(actor, pose(actor, t, 3.0)):
                assert np.isfinite(part.center).all()


def test_a_camera_inside_a_figure_draws_what_is_left() -> None:
    image = picture(role(at()), Camera((0, 1.3, -0.1), (0, 1.4, 2), 28))
    assert np.isfinite(image).all()


def test_a_hood_covers_the_hair() -> None:
    wardrobe = dress("woman", "long blonde hair, a purple hood", "Nora")[0]
    image = picture(role(at(), wardrobe=wardrobe), NAPE)
    assert near(image, wardrobe.hat_color, 50) > 1000
    assert near(image, wardrobe.hair, 30) == 0


@pytest.mark.parametrize("style", ["short", "long", "bob", "bun", "ponytail", "braids", "hood"])
def test_hair_is_seen_over_the_forehead_from_below(style: str) -> None:
    """The brow of a lifted face that is seen from below has hair or a hood above it."""
    green = (0.1, 0.75, 0.2)
    worn = {"hat": "hood", "hat_color": green} if style == "hood" else {"hair_style": style}
    wardrobe = replace(MARA, hair=green, **worn)
    up = Stance(0, 0, 180, look_at=(0, 3.2, -3.0))
    image = picture(role(up, wardrobe=wardrobe), Camera((0, 1.1, -1.0), (0, 1.52, 0), 60))
    greenish = image[..., 1] > image[..., [0, 2]].max(axis=2) + 55
    middle = greenish[:, 70:90]
    skin = np.abs(image[:, 70:90] - np.array(MARA.skin) * 255).max(axis=2) < 60
    face = np.nonzero(skin.any(axis=1))[0]
    top, chin = int(face.min()), int(face.max())
    assert middle[:top].sum() > 20
    # Below the chin, a hood lies on the shoulders.
    assert middle[top + 12 : chin - 12].sum() == 0


def test_a_robot_is_metal_with_eyes_that_shine() -> None:
    robot, _ = dress("person", "small", "Robot")
    assert robot.kind == "robot"
    assert robot.height < 1.2
    look = Camera((0, 0.9, -1.6), (0, 0.85, 0), 50)
    away = Camera((0, 0.9, 1.6), (0, 0.85, 0), 50)
    seen, unseen = (picture(role(at(), wardrobe=robot), camera) for camera in (look, away))
    assert near(seen, robot.accent, 12) > near(unseen, robot.accent, 12) + 40
    assert near(seen, MARA.skin, 20) == 0


def test_a_hood_stands_off_the_skull_and_lies_on_the_shoulders() -> None:
    green = (0.1, 0.75, 0.2)
    hooded = replace(MARA, hat="hood", hat_color=green)
    capped = replace(MARA, hat="beanie", hat_color=green)

    def rows_and_columns(wardrobe: Wardrobe) -> tuple[int, int]:
        image = picture(role(at(), wardrobe=wardrobe), FACE)
        greenish = image[..., 1] > image[..., [0, 2]].max(axis=2) + 55
        return int(greenish.any(axis=1).sum()), int(greenish.any(axis=0).sum())

    (high, wide), (low, narrow) = rows_and_columns(hooded), rows_and_columns(capped)
    assert high > 2.2 * low
    assert wide > 1.3 * narrow


@pytest.mark.parametrize("kind", ["cat", "dog", "wolf"])
def test_a_sleeper_lies_on_the_ground_and_not_in_it(kind: str) -> None:
    wardrobe, _ = dress(kind, "", "Minka")
    lying = role(Stance(0, 0, 180, body="lie"), wardrobe=wardrobe)
    joints = pose(lying, 0.5, 3.0).joints
    size = wardrobe.height
    legs = [place[1] for name, place in joints.items() if name.split("_")[0] in ("elbow", "knee")]
    feet = [place[1] for name, place in joints.items() if name.split("_")[0] in ("hand", "foot")]
    assert min(legs) > 0.0
    assert max(np.abs(feet)) < 0.05 * size
    assert joints["head"][1] < 0.45 * size
    awake = role(Stance(0, 0, 180, body="lie", gestures=("look up",)), wardrobe=wardrobe)
    assert pose(awake, 0.5, 3.0).joints["head"][1] > joints["head"][1] + 0.1 * size


@pytest.mark.parametrize("kind", ["wolf", "cat", "fox"])
def test_an_animal_from_behind_has_more_than_one_tone(kind: str) -> None:
    wardrobe, _ = dress(kind, "gray", "Rex")
    height = wardrobe.height
    camera = Camera((0, 1.9 * height, 4.5 * height), (0, 0.6 * height, 0), 50)
    image = picture(role(at(), wardrobe=wardrobe), camera)
    figure = image[np.abs(image - np.array([120, 160, 120])).max(axis=2) > 12]
    assert float(figure.mean(axis=1).std()) > 16.5
