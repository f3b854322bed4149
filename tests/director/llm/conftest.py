from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat_server import SECRET, ChatServer, serving


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own environment reaches a test."""
    for name in ("MODEL", "URL", "KEY", "PRICE_IN", "PRICE_OUT"):
        monkeypatch.delenv(f"OPENSTAGE_LLM_{name}", raising=False)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with serving() as server:
        monkeypatch.setenv("OPENSTAGE_LLM_URL", server.url)
        monkeypatch.setenv("OPENSTAGE_LLM_MODEL", "small-model")
        monkeypatch.setenv("OPENSTAGE_LLM_KEY", SECRET)
        yield server
