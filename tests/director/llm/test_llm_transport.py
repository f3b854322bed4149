"""What happens when the server is busy, broken, slow, silent, wrong, or not there."""

from __future__ import annotations

import logging
import socket
import traceback
from email.utils import formatdate
from time import time
from typing import Any

import pytest
from chat_server import (
    SECRET,
    ChatServer,
    Handler,
    Reply,
    breaks_off,
    echoes_key,
    fails,
    page,
    says,
    silent,
)
from llm_stories import OFFICE, SCRIPT, STREET, bible

from openstage.director.llm import LLMDirector
from openstage.director.llm.endpoint import Patience
from openstage.errors import MissingError, ServiceError
from openstage.storyboard.document import Storyboard

QUICK = {"tries": 3, "first_wait": 0.01, "longest_wait": 0.02, "silence": 5.0, "repairs": 1}
GOOD = [says(bible()), says(OFFICE), says(STREET)]


def direct(**patience: Any) -> Storyboard:
    return LLMDirector(patience=Patience(**{**QUICK, **patience})).direct(SCRIPT)


def fault(**patience: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        direct(**patience)
    assert caught.value.remedy
    return caught.value


PASSING: list[tuple[str, Reply]] = [
    ("429", fails(429, "slow down")),
    ("500", fails(500)),
    ("503", fails(503, "overloaded")),
    ("529", fails(529)),
    ("408", fails(408)),
    ("breaks off", breaks_off),
]


@pytest.mark.parametrize("reply", [p[1] for p in PASSING], ids=[p[0] for p in PASSING])
def test_a_fault_that_passes_is_waited_out(server: ChatServer, reply: Reply) -> None:
    server.replies = [reply, reply, GOOD[0], reply, *GOOD[1:]]
    assert len(list(direct().shots())) == 3
    assert len(server.bodies) == 6
    assert server.bodies[0] == server.bodies[2]


def test_the_waits_grow_and_end_at_the_longest(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("openstage.director.llm.transport.asyncio.sleep", sleep)
    server.replies = [fails(500)]
    fault(tries=6, first_wait=1.0, longest_wait=5.0)
    assert waited == [1.0, 2.0, 4.0, 5.0, 5.0]


@pytest.mark.parametrize(
    ("header", "least"),
    [
        ({"Retry_After": "1"}, 1.0),
        ({"retry_after_ms": "300"}, 0.3),
        ({"Retry_After": "nonsense"}, 0.0),
    ],
)
def test_retry_after_is_honored(server: ChatServer, header: dict[str, str], least: float) -> None:
    server.replies = [fails(429, **header), *GOOD]
    direct()
    assert least <= server.times[1] - server.times[0] < least + 1


def test_retry_after_as_a_date_is_honored(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("openstage.director.llm.transport.asyncio.sleep", sleep)
    server.replies = [fails(503, Retry_After=formatdate(time() + 100, usegmt=True)), *GOOD]
    direct()
    assert 95 < waited[0] <= 100


def test_a_wait_beyond_all_patience_ends_at_once(server: ChatServer) -> None:
    server.replies = [fails(429, "come back tomorrow", Retry_After="86400")]
    error = fault()
    assert "86400 seconds" in error.message
    assert "come back tomorrow" in error.message
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("reply", "message", "remedy"),
    [
        (fails(429, "slow down"), "too busy after 3 tries: slow down.", "Wait"),
        (fails(500, "out of memory"), "failed 3 times with status 500: out of memory.", "log"),
        (breaks_off, "broke off, 3 times", "network"),
    ],
)
def test_a_fault_that_stays_is_told(
    server: ChatServer, reply: Reply, message: str, remedy: str
) -> None:
    server.replies = [reply]
    error = fault()
    assert message in error.message
    assert remedy in error.remedy
    assert len(server.bodies) == 3


FINAL: list[tuple[str, Reply, str, str]] = [
    ("401", fails(401, "Incorrect API key"), "refused the key: Incorrect API key.", "LLM_KEY"),
    ("403", fails(403), "refused the key", "small-model"),
    ("402", fails(402, "no credit"), "nothing left to spend: no credit.", "credit"),
    ("404", fails(404, "no such model"), "does not know the model 'small-model'", "/v1"),
    ("400", fails(400, "bad field"), "refused the request with status 400: bad field.", "chat"),
    (
        "too long",
        fails(400, "maximum context length is 8192 tokens"),
        "more than small-model can read",
        "longer context",
    ),
    ("a web page", page, "does not answer in the chat-completions protocol", "web page"),
]


@pytest.mark.parametrize(
    ("reply", "message", "remedy"), [f[1:] for f in FINAL], ids=[f[0] for f in FINAL]
)
def test_a_fault_that_does_not_pass_is_told_at_once(
    server: ChatServer, reply: Reply, message: str, remedy: str
) -> None:
    server.replies = [reply]
    error = fault()
    assert message in error.message
    assert remedy in error.remedy
    assert len(server.bodies) == 1


def test_an_error_page_is_not_quoted(server: ChatServer) -> None:
    def broken(handler: Handler, _: dict[str, Any]) -> None:
        handler.send(502, "text/html", "<html><body>Bad gateway</body></html>")

    server.replies = [broken]
    assert "status 502." in fault().message


def test_a_server_that_says_nothing_is_given_up(server: ChatServer) -> None:
    server.replies = [silent(1.0)]
    error = fault(silence=0.15)
    assert "sent nothing for 0.15 seconds, 3 times" in error.message
    assert len(server.bodies) == 3


def test_a_silence_that_ends_is_forgiven(server: ChatServer) -> None:
    server.replies = [silent(1.0), *GOOD]
    assert len(list(direct(silence=0.3).shots())) == 3


def test_a_slow_stream_is_waited_for(server: ChatServer) -> None:
    server.replies = [says(bible(), pause=0.15), *GOOD[1:]]
    assert len(list(direct(silence=0.4).shots())) == 3
    assert len(server.bodies) == 3


def test_a_stream_that_stalls_is_asked_again(server: ChatServer) -> None:
    server.replies = [says(bible(), pause=0.6), *GOOD]
    assert len(list(direct(silence=0.3).shots())) == 3
    assert len(server.bodies) == 4


def test_the_whole_has_a_limit(server: ChatServer) -> None:
    server.replies = [says(bible(), pause=0.2)]
    error = fault(whole=0.5)
    assert "longer than 0.5 seconds" in error.message


def test_nobody_there_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("OPENSTAGE_LLM_URL", f"http://127.0.0.1:{port}/v1")
    monkeypatch.setenv("OPENSTAGE_LLM_MODEL", "m")
    error = fault(first_wait=100.0)
    assert f"127.0.0.1:{port} cannot be reached" in error.message
    assert "Start the server" in error.remedy


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENSTAGE_LLM_URL", "http://no-such-host.invalid/v1")
    monkeypatch.setenv("OPENSTAGE_LLM_MODEL", "m")
    assert "OPENSTAGE_LLM_URL" in fault().remedy


def test_a_server_without_json_mode_is_asked_without_it(server: ChatServer) -> None:
    refusal = fails(400, "'response_format.type' must be 'json_schema' or 'text'")
    server.replies = [refusal, *GOOD]
    direct()
    assert server.bodies[0]["response_format"] == {"type": "json_object"}
    assert all("response_format" not in body for body in server.bodies[1:])


def test_a_server_that_needs_no_key_gets_none(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENSTAGE_LLM_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    server.replies = list(GOOD)
    direct()
    assert SECRET not in str(server.headers)


def test_without_a_model_the_director_says_what_to_set() -> None:
    with pytest.raises(MissingError, match="OPENSTAGE_LLM_MODEL"):
        LLMDirector()


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_the_key_is_never_told(
    server: ChatServer, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [echoes_key(status)]
    with pytest.raises(ServiceError) as caught:
        direct()
    assert SECRET in str(server.headers[0])
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert SECRET not in repr(caught.value)
    assert SECRET not in caplog.text


def test_the_key_is_in_nothing_that_is_made(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [echoes_key(500), *GOOD]
    made = LLMDirector(patience=Patience(**QUICK))
    assert SECRET not in made.direct(SCRIPT).to_json()
    assert SECRET not in repr(made.usage)
    assert SECRET not in repr(made.estimate(SCRIPT))
    assert SECRET not in repr(made._transport.endpoint)
    assert SECRET not in caplog.text
