"""Light: lamps fall off, nights are dark, air hides what is far, weather lies on the ground."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import skia

from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world import sky
from openstage.world.geometry import Camera
from openstage.world.light import Light, light_of_scene, mix
from openstage.world.scene import Lamp
from openstage.world.stage_view import StageView, pack, pack_all

UP = np.array([[0.0, 1.0, 0.0]])
HERE = np.zeros((1, 3))


def light(time: TimeOfDay, weather: Weather = Weather.CLEAR, *, interior: bool = False) -> Light:
    return Light(time, weather, interior=interior, key=0.0, lamps=(Lamp(0.0, 2.0, 0.0),))


def test_lamps_fall_off() -> None:
    night = light(TimeOfDay.NIGHT, interior=True)
    places = np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [6.0, 0.0, 0.0]])
    near, middle, far = night.at(places, np.repeat(UP, 3, axis=0)).sum(axis=1)
    assert near > middle > far


def test_lamps_are_off_by_day_and_those_that_are_always_on_are_not() -> None:
    plain = light(TimeOfDay.DAY).at(HERE, UP)
    lit = Light(
        TimeOfDay.DAY,
        Weather.CLEAR,
        interior=False,
        key=0.0,
        lamps=(Lamp(0.0, 2.0, 0.0, always=True),),
    ).at(HERE, UP)
    assert plain.sum() == pytest.approx(
        Light(TimeOfDay.DAY, Weather.CLEAR, interior=False, key=0.0).at(HERE, UP).sum()
    )
    assert lit.sum() > plain.sum() + 0.2


def test_night_is_darker_than_day_and_bluer() -> None:
    away = np.array([[40.0, 0.0, 0.0]])
    day, night = light(TimeOfDay.DAY).at(away)[0], light(TimeOfDay.NIGHT).at(away)[0]
    assert night.sum() < 0.6 * day.sum()
    assert night[2] / night[0] > day[2] / day[0]


def test_air_hides_what_is_far_outdoors_alone() -> None:
    red = np.array([[1.0, 0.0, 0.0]])
    fog = light(TimeOfDay.DAY, Weather.FOG)
    assert fog.air(red, np.array([200.0]))[0] == pytest.approx(fog.horizon, abs=0.01)
    room = light(TimeOfDay.DAY, Weather.FOG, interior=True)
    assert room.air(red, np.array([200.0]))[0] == pytest.approx([1, 0, 0])


def test_snow_lies_on_what_looks_up_and_rain_darkens_it() -> None:
    green = np.array([[0.2, 0.5, 0.2], [0.2, 0.5, 0.2]])
    up = np.array([1.0, 0.0])
    snow = light(TimeOfDay.DAY, Weather.SNOW).surface(green, up)
    wet = light(TimeOfDay.NIGHT, Weather.WET).surface(green, up)
    assert snow[0].min() > 0.75
    assert snow[1] == pytest.approx(green[1])
    assert wet[0, 1] < 0.4
    assert light(TimeOfDay.DAY, Weather.SNOW, interior=True).surface(green, up) is green


def test_patches_of_sun_need_the_sun() -> None:
    assert light(TimeOfDay.MORNING).sunny
    assert not light(TimeOfDay.MORNING, Weather.RAIN).sunny
    assert not light(TimeOfDay.NIGHT).sunny


def test_the_same_scene_has_the_same_light() -> None:
    told = {"interior": True, "key": 0.0, "lamps": (Lamp(0, 1, 0),)}
    assert light_of_scene(TimeOfDay.DAY, Weather.CLEAR, **told) is light_of_scene(
        TimeOfDay.DAY, Weather.CLEAR, **told
    )


def test_mix_and_pack() -> None:
    assert mix((0, 0, 0), (1, 0.5, 0), 0.5) == (0.5, 0.25, 0.0)
    rgb = np.array([[0.0, 0.5, 1.0], [2.0, -1.0, 0.25]])
    assert pack_all(rgb, np.array([1.0, 0.5])).tolist() == [pack(rgb[0]), pack(rgb[1], 0.5)]


@pytest.mark.parametrize(("time", "weather"), list(product(TimeOfDay, Weather)))
def test_every_sky_is_drawn_wherever_the_camera_looks(time: TimeOfDay, weather: Weather) -> None:
    for target in ((0.0, 1.5, 9.0), (0.0, 20.0, 1.0), (0.1, -9.0, 0.0), (3.0, 9.0, -4.0)):
        pixels = np.zeros((45, 80, 4), np.uint8)
        canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
        view = StageView(
            Camera((0, 1.5, 0), target, 20.0, roll=12.0), 80, 45, light(time, weather), 2.0
        )
        sky.draw(canvas, view)
        sky.draw_weather(canvas, view)
        assert (pixels[..., 3] == 255).all()


def test_a_clear_sky_is_deeper_above_than_at_the_horizon() -> None:
    pixels = np.zeros((90, 160, 4), np.uint8)
    canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
    day = Light(TimeOfDay.DAY, Weather.CLEAR, interior=False, key=0.0)
    sky.draw(canvas, StageView(Camera((0, 1.5, 0), (40, 12, 9), 20.0), 160, 90, day))
    assert int(pixels[2, 2, 0]) < int(pixels[70, 2, 0])


def test_a_sky_that_rains_is_gloomy_and_so_are_its_clouds() -> None:
    def above(weather: Weather) -> np.ndarray:
        pixels = np.zeros((180, 320, 4), np.uint8)
        canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
        camera = Camera((0, 1.5, 0), (40, 14, 9), 60.0)
        sky.draw(canvas, StageView(camera, 320, 180, light(TimeOfDay.DAY, weather)))
        return pixels[..., :3].mean(axis=2)

    fair, cloudy, rain, storm = map(
        above, (Weather.CLEAR, Weather.CLOUDY, Weather.RAIN, Weather.STORM)
    )
    assert np.median(storm) < np.median(rain) - 10 < np.median(cloudy) - 20
    # Beside the sky around them clouds are bright, or dark.
    assert fair.max() - np.median(fair) > np.median(fair) - fair.min()
    assert np.median(storm) - storm.min() > 2 * (storm.max() - np.median(storm))
    away = np.array([[40.0, 0.0, 0.0]])
    day, gale = (light(TimeOfDay.DAY, w).at(away).mean() for w in (Weather.CLOUDY, Weather.STORM))
    assert gale < 0.9 * day
