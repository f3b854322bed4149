"""Clips and preferences as rows of Parquet, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from datasets import Features, Image, List, Value

from openstage.dataset.clip import (
    COLORED,
    HOW,
    Clip,
    Figure,
    Interior,
    Pictures,
    Preference,
    Source,
)
from openstage.errors import UseError
from openstage.storyboard.document import Scene, Shot
from openstage.storyboard.upgrade import parse_storyboard

SCHEMA = "openstage.constoryboard/3"
_DIGITS = 6
"""Of a number that a row keeps in single precision."""
_VERIFY = "`openstage dataset verify DIR` tells all that is wrong with a dataset."

_TEXT = Value("string")
_NAMES = List(_TEXT)
_ENTITIES = List({"id": _TEXT, "name": _TEXT, "look": _TEXT})
_PICTURE = Image(decode=False)
_SHARE = Value("float64")
_FIGURES = List(
    {
        "id": _TEXT,
        "left": _SHARE,
        "top": _SHARE,
        "right": _SHARE,
        "bottom": _SHARE,
        "colors": _NAMES,
    }
)

CLIPS = Features(
    {
        "schema": _TEXT,
        "id": _TEXT,
        "story": _TEXT,
        "source": {
            "kind": _TEXT,
            "title": _TEXT,
            "license": _TEXT,
            "creator": _TEXT,
            "url": _TEXT,
            "world": Value("int32"),
            "seed": Value("int64"),
        },
        "storyboard": _TEXT,
        "logline": _TEXT,
        "beats": _NAMES,
        "width": Value("int32"),
        "height": Value("int32"),
        "fps": _TEXT,
        "cast": _ENTITIES,
        "locations": _ENTITIES,
        "props": _ENTITIES,
        "shots": List(
            {
                "id": _TEXT,
                "description": _TEXT,
                "size": _TEXT,
                "angle": _TEXT,
                "framing": _TEXT,
                "movement": _TEXT,
                "frame_count": Value("int32"),
                "location": _TEXT,
                "time": _TEXT,
                "cast": _NAMES,
                "props": _NAMES,
                "start": _PICTURE,
                "end": _PICTURE,
                "interior": List({"t": Value("float32"), "picture": _PICTURE}),
                "figures_start": _FIGURES,
                "figures_end": _FIGURES,
            }
        ),
    }
)
"""A row of `clips`. `storyboard` is the document as JSON; all other text is drawn from it."""

PREFERENCES = Features(
    {
        "schema": _TEXT,
        "clip": _TEXT,
        "shot": _TEXT,
        "winner": {"start": _PICTURE, "end": _PICTURE},
        "loser": {"start": _PICTURE, "end": _PICTURE},
        "how": _TEXT,
        "chosen_by": _TEXT,
        "distance": Value("float32"),
    }
)
"""A row of `preferences`."""


def row_of(clip: Clip) -> dict[str, Any]:
    board = clip.storyboard
    return {
        "schema": SCHEMA,
        "id": clip.id,
        "story": clip.story,
        "source": asdict(clip.source),
        "storyboard": board.to_json(),
        "logline": board.logline,
        "beats": [shot.source or shot.description for _, shot in board.shots()],
        "width": board.width,
        "height": board.height,
        "fps": str(board.fps),
        "cast": [_entity(each) for each in board.cast],
        "locations": [_entity(each) for each in board.locations],
        "props": [_entity(each) for each in board.props],
        "shots": [_shot(scene, shot, pictures) for scene, shot, pictures in clip.shots()],
    }


def _entity(entity: Any) -> dict[str, str]:
    return {"id": entity.id, "name": entity.name, "look": entity.look}


def _shot(scene: Scene, shot: Shot, pictures: Pictures) -> dict[str, Any]:
    return {
        "id": shot.id,
        "description": shot.description,
        "size": str(shot.size),
        "angle": str(shot.angle),
        "framing": str(shot.framing),
        "movement": str(shot.movement),
        "frame_count": shot.frame_count,
        "location": scene.heading.location,
        "time": str(scene.heading.time),
        "cast": list(shot.cast),
        "props": list(shot.props),
        "start": _picture(pictures.start),
        "end": _picture(pictures.end),
        "interior": [
            {"t": each.t, "picture": _picture(each.picture)} for each in pictures.interior
        ],
        "figures_start": [_figure(figure) for figure in pictures.figures_start],
        "figures_end": [_figure(figure) for figure in pictures.figures_end],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {**asdict(figure), "colors": list(figure.colors)}


def _picture(data: bytes) -> dict[str, Any]:
    return {"bytes": data, "path": None}


def clip_of(row: Mapping[str, Any]) -> Clip:
    """The inverse of `row_of`; raises UseError where the row is of another schema or damaged."""
    _must_be_known("clip", row)
    try:
        if None in (row["id"], row["story"]):
            raise ValueError("it names no clip or no story")
        ids = [shot["id"] for shot in row["shots"]]
        if len(ids) > len({*ids}):
            raise ValueError("a shot stands in it more than once")
        return Clip(
            id=row["id"],
            story=row["story"],
            source=Source(**row["source"]),
            storyboard=parse_storyboard(row["storyboard"], f"clip {row['id']}"),
            pictures={shot["id"]: _pictures(shot) for shot in row["shots"]},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UseError(f"Clip {row.get('id')!r} is damaged: {error}.", _VERIFY) from error


def _must_be_known(what: str, row: Mapping[str, Any]) -> None:
    if row.get("schema") != SCHEMA:
        raise UseError(
            f"A {what} of the schema {row.get('schema')!r} cannot be read; {SCHEMA!r} is known.",
            "Take a dataset that this version of openstage has made, or a newer openstage.",
        )


def _pictures(shot: Mapping[str, Any]) -> Pictures:
    return Pictures(
        content_of(shot["start"]),
        content_of(shot["end"]),
        tuple(
            Interior(round(each["t"], _DIGITS), content_of(each["picture"]))
            for each in shot["interior"]
        ),
        *(
            tuple(_figure_of(each) for each in shot[name])
            for name in ("figures_start", "figures_end")
        ),
    )


def content_of(picture: Mapping[str, Any]) -> bytes:
    """Of a picture as a row has it; raises ValueError where it is not in the dataset."""
    data = picture["bytes"]
    if data is None:
        raise ValueError(f"a picture is not in it, but in a file, {picture['path']}")
    return bytes(data)


def _figure_of(told: Mapping[str, Any]) -> Figure:
    if None in told.values():
        raise ValueError(f"a box of {told['id']} is not whole")
    colors = tuple(told["colors"])
    if len(colors) not in (0, len(COLORED)):
        raise ValueError(
            f"{told['id']} has {len(colors)} colors; of {', '.join(COLORED)} each has one, or none"
        )
    return Figure(**{**told, "colors": colors})


def preference_row(preference: Preference) -> dict[str, Any]:
    told = asdict(preference)
    for side in ("winner", "loser"):
        told[side] = dict(zip(("start", "end"), map(_picture, told[side]), strict=True))
    return {"schema": SCHEMA, **told}


def preference_of(row: Mapping[str, Any]) -> Preference:
    """The inverse of `preference_row`; raises UseError where the row is of another schema or
    damaged."""
    _must_be_known("preference", row)
    told = {name: value for name, value in row.items() if name != "schema"}
    try:
        told["distance"] = round(told["distance"], _DIGITS)
        if told["how"] not in HOW:
            raise ValueError(f"{told['how']!r} is no way to make a loser")
        for side in ("winner", "loser"):
            told[side] = (content_of(told[side]["start"]), content_of(told[side]["end"]))
        return Preference(**told)
    except (KeyError, TypeError, ValueError) as error:
        raise UseError(
            f"A preference of shot {row.get('shot')!r} of clip {row.get('clip')!r} is damaged: "
            f"{error}.",
            _VERIFY,
        ) from error
