"""Where the model is, what it is called, what it costs, and how patient we are with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from openstage.errors import MissingError, UseError

OPENAI = "https://api.openai.com/v1"
"""Who is asked where nobody else is named."""

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens."""

    read: float
    written: float

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """OPENSTAGE_LLM_PRICE_IN and OPENSTAGE_LLM_PRICE_OUT; None where neither is set.

        Raises UseError for what is no price.
        """
        texts = [environment.get(f"OPENSTAGE_LLM_PRICE_{way}", "") for way in ("IN", "OUT")]
        if not any(texts):
            return None
        try:
            read, written = (float(text or 0) for text in texts)
        except ValueError as error:
            raise UseError(
                f"The prices of the model, {' and '.join(map(repr, texts))}, are not both numbers.",
                "Set OPENSTAGE_LLM_PRICE_IN and OPENSTAGE_LLM_PRICE_OUT to dollars for a million "
                "tokens, such as 0.25 and 2.",
            ) from error
        return cls(read, written)

    def cost(self, read: int, written: int) -> float:
        """US dollars for so many tokens."""
        return (read * self.read + written * self.written) / 1_000_000


@dataclass(frozen=True)
class Patience:
    """How long we wait for the model, and how often we ask again. Times are in seconds."""

    tries: int = 6
    """How often one question is sent while the server is busy, broken or silent."""
    first_wait: float = 1.0
    """Before the second try; it doubles before every further one."""
    longest_wait: float = 60.0
    """The doubling ends here. A server that asks for a longer wait gets it."""
    silence: float = 300.0
    """How long the server may send nothing. A slow model that still writes is not cut off."""
    whole: float = 7200.0
    """The limit of everything together."""
    repairs: int = 3
    """How often an answer with faults is sent back to be mended."""


@dataclass(frozen=True)
class Endpoint:
    """A model behind an address that speaks the chat-completions protocol."""

    model: str
    url: str
    key: str = field(default="", repr=False)
    prices: Prices | None = None

    @property
    def host(self) -> str:
        """The address as people may see it: without a user's name, password or query."""
        parts = urlsplit(self.url)
        return parts.hostname + (f":{parts.port}" if parts.port else "") if parts.hostname else ""

    def hide(self, text: str) -> str:
        """`text` without the key and without the password of the address."""
        for secret in (self.key, urlsplit(self.url).password):
            if secret:
                text = text.replace(secret, "[key]")
        return text

    @classmethod
    def find(
        cls,
        model: str | None = None,
        url: str | None = None,
        prices: Prices | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Self:
        """The endpoint that was asked for; what is not given comes from the environment.

        OPENSTAGE_LLM_MODEL, OPENSTAGE_LLM_URL and OPENSTAGE_LLM_KEY; OPENAI_API_KEY counts as the
        key where OpenAI itself is asked, so that it is never sent to anybody else.
        Raises MissingError without a model, or without a key where one is needed, and UseError for
        what is no address.
        """
        model = model or environment.get("OPENSTAGE_LLM_MODEL")
        url = (url or environment.get("OPENSTAGE_LLM_URL") or OPENAI).rstrip("/")
        host = _host(url)
        if not model:
            raise MissingError(
                "The language model has no name.",
                "Set OPENSTAGE_LLM_MODEL to the model's name at your server, such as gpt-5-mini.",
            )
        key = environment.get("OPENSTAGE_LLM_KEY", "")
        if not key and host == _host(OPENAI):
            key = environment.get("OPENAI_API_KEY", "")
            if not key:
                raise MissingError(
                    f"There is no key for {host}.",
                    "Set OPENSTAGE_LLM_KEY to your key, or OPENSTAGE_LLM_URL to another server, "
                    "such as http://localhost:11434/v1.",
                )
        return cls(model, url, key.strip(), prices or Prices.from_environment(environment))

    @property
    def local(self) -> bool:
        return _host(self.url) in LOCAL_HOSTS


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise UseError(
            "The address of the language model is not one that can be asked.",
            "Write it like https://api.openai.com/v1 or http://localhost:11434/v1.",
        )
    return host
