"""The light of a scene: by time of day, weather and whether it falls into a room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world.geometry import Array, direction
from openstage.world.scene import Color, Lamp


@dataclass(frozen=True)
class Mood:
    """What a time of day does: all colors sRGB, 0 to 1."""

    ambient: Color
    sun: Color
    sun_pitch: float
    """Degrees above the horizon of the sun, or the moon."""
    zenith: Color
    horizon: Color
    disc: Color
    """The sun's, or the moon's, own color."""
    lamps: float
    """How far lamps are turned on, 0 to 1."""
    stars: float = 0.0


MOODS: dict[TimeOfDay, Mood] = {
    TimeOfDay.DAWN: Mood((0.62, 0.58, 0.68), (0.42, 0.27, 0.20), 6, (0.42, 0.49, 0.70), (0.99, 0.74, 0.62), (1.0, 0.87, 0.66), 0.45),
    TimeOfDay.MORNING: Mood((0.72, 0.72, 0.74), (0.36, 0.31, 0.21), 24, (0.47, 0.69, 0.88), (0.93, 0.93, 0.86), (1.0, 0.97, 0.84), 0.0),
    TimeOfDay.DAY: Mood((0.76, 0.77, 0.79), (0.30, 0.28, 0.23), 52, (0.36, 0.63, 0.87), (0.82, 0.91, 0.95), (1.0, 1.0, 0.94), 0.0),
    TimeOfDay.DUSK: Mood((0.56, 0.49, 0.58), (0.46, 0.24, 0.12), 5, (0.29, 0.29, 0.50), (0.98, 0.60, 0.38), (1.0, 0.76, 0.42), 0.8),
    TimeOfDay.NIGHT: Mood((0.34, 0.405, 0.55), (0.10, 0.14, 0.22), 40, (0.07, 0.11, 0.24), (0.22, 0.31, 0.50), (0.93, 0.95, 1.0), 1.0, 1.0),
}  # fmt: skip

COVER: dict[Weather, tuple[float, float]] = {
    Weather.CLEAR: (0.0, 0.005),
    Weather.CLOUDY: (0.75, 0.009),
    Weather.RAIN: (0.9, 0.017),
    Weather.WET: (0.25, 0.008),
    Weather.STORM: (1.0, 0.022),
    Weather.SNOW: (0.85, 0.020),
    Weather.FOG: (0.9, 0.085),
}
"""How much of the sky is covered, and how much of the light a meter of air takes away."""

GLOOM: dict[Weather, float] = {Weather.STORM: 0.66, Weather.RAIN: 0.85}
"""How much of the light is left under clouds that are full of rain; under others, all of it."""

BLACK: Color = (0.0, 0.0, 0.0)

WET_GROUND = frozenset({Weather.RAIN, Weather.WET, Weather.STORM})

FRESH_SNOW: Color = (0.95, 0.96, 0.99)

ROOM_AMBIENT = 1.12
"""By day a room's walls throw the light about, so that it is no darker than the open."""

ROOM_SUN = 0.55
"""The share of the sun that walls get; the rest is the patch that it throws on the floor."""


NIGHT_ROOM: Color = (0.50, 0.49, 0.53)
"""What lamps outside the frame leave of the night in a room: less blue than the open, so that
skin keeps its color."""

SHOULDER, HEADROOM = 0.80, 0.24
"""Light up to the first figure is linear; beyond it, it nears the sum of both."""


def mix(a: Color, b: Color, amount: float) -> Color:
    return (
        a[0] + (b[0] - a[0]) * amount,
        a[1] + (b[1] - a[1]) * amount,
        a[2] + (b[2] - a[2]) * amount,
    )


def gray(color: Color) -> Color:
    """The color of clouds in this light: most of it gray, and a rest of its hue."""
    value = 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]
    return mix(color, (value, value, value * 1.02), 0.65)


class Light:
    """The light of one scene in one set. `at` is the one place where colors meet it."""

    def __init__(
        self,
        time: TimeOfDay,
        weather: Weather,
        *,
        interior: bool,
        key: float,
        lamps: tuple[Lamp, ...] = (),
    ) -> None:
        mood = MOODS[time]
        cover, haze = COVER[weather]
        self.time = time
        self.weather = weather
        self.interior = interior
        self.lamps_on = max(mood.lamps, 0.5 * cover if cover > 0.8 else 0.0)
        self.stars = mood.stars * (1 - cover)
        self.gloom = GLOOM.get(weather, 1.0)
        zenith = mix(mood.zenith, gray(mix(mood.zenith, mood.horizon, 0.5)), cover)
        horizon = mix(mood.horizon, gray(mix(mood.zenith, mood.horizon, 0.7)), cover * 0.85)
        self.zenith = mix(BLACK, zenith, self.gloom)
        self.horizon = mix(BLACK, horizon, self.gloom)
        self.disc = mood.disc
        self.disc_alpha = max(0.0, 1 - cover * 1.3)
        self.sun_facing = key + 180.0
        self.sun_pitch = mood.sun_pitch
        self.to_sun: Array = direction(self.sun_facing, max(mood.sun_pitch, 18.0))
        self.haze = 0.0 if interior else haze
        self.wet = weather in WET_GROUND and not interior
        self.sunny = cover < 0.5 and mood.stars == 0.0
        """The sun itself is out, and throws patches through windows."""
        dim = (1 - 0.12 * cover) * (1 + self.gloom) / 2
        ambient = mood.ambient
        if interior and mood.stars:
            ambient = mix(ambient, NIGHT_ROOM, 0.6)
        elif interior:
            dim *= ROOM_AMBIENT
        self._ambient = np.array(ambient) * dim
        self._sun = np.array(mood.sun) * (1 - 0.85 * cover) * (ROOM_SUN if interior else 1.0)
        self._lamps = [
            (
                np.array([lamp.x, lamp.y, lamp.z]),
                np.array(lamp.color) * lamp.strength * on,
                lamp.reach,
            )
            for lamp in lamps
            if (on := 1.0 if lamp.always else self.lamps_on) > 0
        ]

    def surface(self, colors: Array, up: Array) -> Array:
        """Colors (N, 3) as the weather leaves them, by how far (N,) each surface looks up.

        Snow lies on what looks up; wet ground is darker and has something of the sky in it.
        """
        if self.interior or not (self.wet or self.weather is Weather.SNOW):
            return colors
        lies = np.clip(up * 2.0 - 0.8, 0.0, 1.0)[:, None]
        if self.weather is Weather.SNOW:
            return colors + (np.array(FRESH_SNOW) - colors) * lies * 0.82
        return colors * (1 - 0.34 * lies) + np.array(self.horizon) * lies * 0.13

    def at(self, points: Array, normals: Array | None = None) -> Array:
        """The light (N, 3) that falls on points (N, 3) with normals (N, 3); none: from all sides."""
        light = np.tile(self._ambient, (len(points), 1))
        if normals is None:
            light += self._sun * 0.6
        else:
            # Boxes read as boxes: the sky lights tops more than sides, and sides by their turn.
            turn = 0.93 + 0.07 * normals[:, 1:2] + 0.045 * normals[:, 0:1]
            light *= turn
            light += np.maximum(normals @ self.to_sun, 0.0)[:, None] * self._sun
        for place, color, reach in self._lamps:
            away = place - points
            distance = np.sqrt((away * away).sum(axis=1, keepdims=True))
            falloff = 1.0 / (1.0 + (distance / reach) ** 2)
            if normals is not None:
                toward = (normals * away).sum(axis=1, keepdims=True) / np.maximum(distance, 1e-6)
                falloff = falloff * np.clip(0.35 + 0.65 * toward, 0.12, 1.0)
            light = light + falloff * color
        # Film has a shoulder: what is very bright keeps its color instead of going white.
        over = np.maximum(light - SHOULDER, 0.0)
        return np.asarray(light - over + (1 - np.exp(-over / HEADROOM)) * HEADROOM)

    def air(self, colors: Array, distances: Array) -> Array:
        """Colors (N, 3) as they are seen through `distances` (N,) meters of air."""
        if self.haze == 0.0:
            return colors
        clear = np.exp(-self.haze * np.maximum(distances, 0.0))[:, None]
        seen: Array = colors * clear + np.array(self.horizon) * (1 - clear)
        return seen


@lru_cache(maxsize=64)
def light_of_scene(
    time: TimeOfDay, weather: Weather, *, interior: bool, key: float, lamps: tuple[Lamp, ...]
) -> Light:
    """The light of a scene, the same one for all its pictures, so that what it does to a set is
    worked out once."""
    return Light(time, weather, interior=interior, key=key, lamps=lamps)
