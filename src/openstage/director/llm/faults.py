"""What goes wrong between us and a model, in words that a person can act on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)

from openstage.director.llm.endpoint import Endpoint, Patience
from openstage.errors import ServiceError

QUOTED = 300
"""So many characters of what the server said are passed on."""

BUSY = {408, 409, 425, 429}

Told = tuple[str, str]
"""A message and a remedy."""


def passes(error: Exception, *, answered: bool) -> bool:
    """True: the same request may succeed in a while.

    A server that could not be reached at all is given up at once unless it has `answered` before:
    most often its address is wrong, or it was never started.
    """
    if isinstance(error, ModelQuotaExceededError):
        return False
    if isinstance(error, ModelConnectionError):
        return answered or error.phase != "connect"
    if isinstance(error, ModelHTTPError):
        return error.status_code in BUSY or error.status_code >= 500
    return False


def wants_wait(error: Exception) -> float | None:
    """The seconds that the server asks us to wait, by Retry-After."""
    return error.retry_after if isinstance(error, ModelAPIError) else None


def refuses_json_mode(error: Exception) -> bool:
    """True for a server that does not know `response_format: json_object` and says so."""
    return (
        isinstance(error, ModelHTTPError)
        and error.status_code in (400, 422)
        and "response_format" in str(error.body)
    )


def explain(error: Exception, endpoint: Endpoint, patience: Patience) -> ServiceError:
    """The error of ours that tells what happened and what to do; the key is in none of them."""
    for kind, tell in _TELL:
        if isinstance(error, kind):
            message, remedy = tell(error, endpoint, patience)
            return ServiceError(endpoint.hide(message), endpoint.hide(remedy))
    return ServiceError(
        endpoint.hide(f"Asking {endpoint.host} failed: {error}"),
        "Check OPENSTAGE_LLM_URL and OPENSTAGE_LLM_MODEL.",
    )


def _limit(error: TimeoutError, endpoint: Endpoint, patience: Patience) -> Told:
    return (
        f"{endpoint.host} took longer than {patience.whole:g} seconds for the whole story.",
        "Take a shorter story or a faster model, or try again later.",
    )


def _key(error: ModelAuthenticationError, endpoint: Endpoint, patience: Patience) -> Told:
    return (
        f"{endpoint.host} refused the key{_said(error)}",
        f"Set OPENSTAGE_LLM_KEY to a key of {endpoint.host} that may use {endpoint.model}.",
    )


def _quota(error: ModelQuotaExceededError, endpoint: Endpoint, patience: Patience) -> Told:
    return (
        f"The account at {endpoint.host} has nothing left to spend{_said(error)}",
        "Add credit there, or set OPENSTAGE_LLM_URL and OPENSTAGE_LLM_KEY to another server.",
    )


def _too_long(
    error: ModelContextWindowExceededError, endpoint: Endpoint, patience: Patience
) -> Told:
    return (
        f"A part of the story is more than {endpoint.model} can read at once{_said(error)}",
        "Choose a model with a longer context.",
    )


def _unknown(error: ModelNotFoundError, endpoint: Endpoint, patience: Patience) -> Told:
    return (
        f"{endpoint.host} does not know the model {endpoint.model!r}, or the address{_said(error)}",
        "Check OPENSTAGE_LLM_MODEL, and that OPENSTAGE_LLM_URL ends as the server wants it, "
        "most often in /v1.",
    )


def _busy(error: ModelRateLimitError, endpoint: Endpoint, patience: Patience) -> Told:
    asked = "" if error.retry_after is None else f" and asks for {error.retry_after:g} seconds"
    return (
        f"{endpoint.host} is still too busy after {patience.tries} tries{asked}{_said(error)}",
        "Wait a while and run it again, or ask for a higher rate limit.",
    )


def _silent(error: ModelTimeoutError, endpoint: Endpoint, patience: Patience) -> Told:
    if error.phase == "connect":
        return _unreachable(error, endpoint, patience)
    return (
        f"{endpoint.host} sent nothing for {patience.silence:g} seconds, {patience.tries} times.",
        "Check that the server is well and the model is loaded, then run it again.",
    )


def _unreachable(error: ModelConnectionError, endpoint: Endpoint, patience: Patience) -> Told:
    if error.phase == "connect":
        return (
            f"{endpoint.host} cannot be reached.",
            "Start the server there."
            if endpoint.local
            else "Check OPENSTAGE_LLM_URL and the network.",
        )
    return (
        f"The connection to {endpoint.host} broke off, {patience.tries} times.",
        "Check the network and the server, then run it again.",
    )


def _refused(error: ModelHTTPError, endpoint: Endpoint, patience: Patience) -> Told:
    if error.status_code >= 500:
        return (
            f"{endpoint.host} failed {patience.tries} times with status "
            f"{error.status_code}{_said(error)}",
            "That lies with the server: run it again later, or look into its log.",
        )
    return (
        f"{endpoint.host} refused the request with status {error.status_code}{_said(error)}",
        "Check that OPENSTAGE_LLM_MODEL names a chat model and that the address is right.",
    )


def _strange(error: UnexpectedModelBehavior, endpoint: Endpoint, patience: Patience) -> Told:
    if "retries" in error.message:
        return (
            f"{endpoint.model} gave no usable answer in {patience.repairs + 1} tries. "
            f"The last fault: {_last_fault(error)}",
            "Choose a more able model, or run it again.",
        )
    return (
        f"{endpoint.host} does not answer in the chat-completions protocol.",
        "Check OPENSTAGE_LLM_URL: it is the address of the API, most often ending in /v1, "
        "not of a web page.",
    )


_TELL: list[tuple[type[Exception], Callable[[Any, Endpoint, Patience], Told]]] = [
    (TimeoutError, _limit),
    (ModelAuthenticationError, _key),
    (ModelQuotaExceededError, _quota),
    (ModelContextWindowExceededError, _too_long),
    (ModelNotFoundError, _unknown),
    (ModelRateLimitError, _busy),
    (ModelTimeoutError, _silent),
    (ModelConnectionError, _unreachable),
    (ModelHTTPError, _refused),
    (UnexpectedModelBehavior, _strange),
]
"""The first kind that fits tells."""


def _said(error: ModelAPIError) -> str:
    """What the server said, as the end of a sentence."""
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message", inner) if isinstance(inner, dict) else inner
    text = body if isinstance(body, str) else json.dumps(body, default=str) if body else ""
    text = " ".join(text.split())
    if not text or text.startswith("<"):
        return "."
    return f": {text[:QUOTED].rstrip('.')}."


def _last_fault(error: BaseException) -> str:
    """The innermost cause, which is what the answer was sent back for."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split())[: 2 * QUOTED] or "an empty answer"
