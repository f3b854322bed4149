"""The refiner that sees: both frames and the notes arrive, and the answer is checked."""

from __future__ import annotations

import base64
import importlib
import sys
from typing import Any

import cv2
import numpy as np
import pytest
from chat_server import SECRET, ChatServer, echoes_key, fails, says

from openstage.crew import FramePair
from openstage.director.llm.endpoint import Patience, Prices
from openstage.director.refiner import LLMRefiner
from openstage.errors import MissingError, ServiceError
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Blocking, Character, Heading, Scene, Shot, Storyboard

QUICK = Patience(tries=2, first_wait=0.01, silence=5, repairs=1)
GOOD = {"prompt": "Mara sits at her desk and types \n" * 10}


def context() -> ShotContext:
    shot = Shot(
        id="1-010",
        number=10,
        description="Mara works late.",
        cast=["mara"],
        blocking=[Blocking(who="mara", start="sits, types", end="looks up", place="desk")],
    )
    scene = Scene(number="1", heading=Heading(location="office"), shots=[shot])
    cast = [Character(id="mara", name="Mara", kind="woman", look="short red hair")]
    return ShotContext(Storyboard(title="Late", cast=cast, scenes=[scene]), scene, shot)


def pair(height: int = 90, width: int = 160) -> FramePair:
    red = np.zeros((height, width, 3), np.uint8)
    red[..., 0] = 255
    return FramePair(red, red[..., ::-1])


def pictures(body: dict[str, Any]) -> list[Any]:
    """The pictures of a request as RGB arrays, in order."""
    urls = [
        part["image_url"]["url"]
        for part in body["messages"][-1]["content"]
        if part["type"] == "image_url"
    ]
    assert all(url.startswith("data:image/jpeg;base64,") for url in urls)
    data = [np.frombuffer(base64.b64decode(url.split(",", 1)[1]), np.uint8) for url in urls]
    return [cv2.cvtColor(cv2.imdecode(one, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB) for one in data]


def test_two_pictures_and_the_notes_arrive(server: ChatServer) -> None:
    server.replies = [says(GOOD, read=1000, written=100)]
    refiner = LLMRefiner(patience=QUICK, prices=Prices(1, 10))
    assert refiner.refine(context(), pair()) == "Mara sits at her desk and types " * 9 + (
        "Mara sits at her desk and types"
    )
    start, end = pictures(server.bodies[0])
    assert start.shape == end.shape == (90, 160, 3)
    assert np.abs(start[45, 80].astype(int) - [255, 0, 0]).max() < 8
    assert np.abs(end[45, 80].astype(int) - [0, 0, 255]).max() < 8
    assert "Mara works late." in server.asked()
    assert "Then Mara looks up." in server.asked()
    assert (refiner.usage.requests, refiner.usage.read) == (1, 1000)
    assert refiner.usage.cost == pytest.approx(0.002)


@pytest.mark.parametrize(
    ("size", "sent"), [((1080, 1920), (432, 768)), ((1, 1), (1, 1)), ((4000, 2), (768, 1))]
)
def test_frames_are_sent_no_larger_than_they_need_be(
    server: ChatServer, size: tuple[int, int], sent: tuple[int, int]
) -> None:
    server.replies = [says(GOOD)]
    LLMRefiner(patience=QUICK).refine(context(), pair(*size))
    assert pictures(server.bodies[0])[0].shape[:2] == sent


def test_an_answer_of_the_wrong_length_is_sent_back(server: ChatServer) -> None:
    server.replies = [says({"prompt": "Mara types."}), says(GOOD)]
    LLMRefiner(patience=QUICK).refine(context(), pair())
    assert "must have 60 to 120 words, and has 2" in server.bodies[1]["messages"][-1]["content"]


def test_one_refiner_serves_many_shots(server: ChatServer) -> None:
    server.replies = [fails(500), says(GOOD)]
    refiner = LLMRefiner(patience=QUICK)
    assert refiner.refine(context(), pair()) == refiner.refine(context(), pair())
    assert refiner.usage.requests == 2


def test_a_model_without_eyes_is_told_and_the_key_is_not(server: ChatServer) -> None:
    server.replies = [fails(400, "this model does not support images")]
    with pytest.raises(ServiceError, match="does not support images"):
        LLMRefiner(patience=QUICK).refine(context(), pair())
    server.replies = [echoes_key(401)]
    with pytest.raises(ServiceError) as caught:
        LLMRefiner(patience=QUICK).refine(context(), pair())
    assert SECRET not in str(caught.value)


def test_without_the_extra_the_rules_still_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("openstage.director.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pydantic_ai", None)
    refiner = importlib.import_module("openstage.director.refiner")
    assert "Mara" in refiner.refine_by_rules(context())
    with pytest.raises(MissingError, match=r"openstage\[llm\]"):
        _ = refiner.LLMRefiner
    with pytest.raises(AttributeError):
        _ = refiner.Nobody
