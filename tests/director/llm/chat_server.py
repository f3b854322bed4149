"""A real HTTP server on this machine that speaks the chat-completions protocol, as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "sk-very-secret-0123456789"
"""The key of whoever asks it."""

Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server.take(self.path, dict(self.headers), body)
        with suppress(BrokenPipeError, ConnectionResetError):  # the client may have gone
            reply(self, body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def send(self, status: int, kind: str, text: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(text.encode())

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def event(self, data: dict[str, Any] | str) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        self.wfile.write(f"data: {text}\n\n".encode())
        self.wfile.flush()


class ChatServer(ThreadingHTTPServer):
    """Gives the replies in `replies` one after the other, the last one for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: list[Reply] = []
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.times: list[float] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def take(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        with self._lock:
            self.paths.append(path)
            self.headers.append(headers)
            self.bodies.append(body)
            self.times.append(time.monotonic())
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def asked(self, index: int = -1) -> str:
        """All text of a request."""
        return json.dumps(self.bodies[index]["messages"], ensure_ascii=False)


@contextmanager
def serving() -> Iterator[ChatServer]:
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def says(answer: Any, *, read: int = 100, written: int = 20, pause: float = 0.0) -> Reply:
    """Streams the answer in pieces, `pause` seconds apart, and then what it cost."""
    text = answer if isinstance(answer, str) else json.dumps(answer)

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        assert body["stream"] is True
        chunk = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": body["model"],
        }
        handler.begin_stream()
        size = max(1, len(text) // 5)
        for at in range(0, len(text), size):
            time.sleep(pause)
            delta = {"role": "assistant", "content": text[at : at + size]}
            handler.event({**chunk, "choices": [{"index": 0, "delta": delta}]})
        end = {"index": 0, "delta": {}, "finish_reason": "stop"}
        handler.event({**chunk, "choices": [end]})
        usage = {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }
        handler.event({**chunk, "choices": [], "usage": usage})
        handler.event("[DONE]")

    return reply


def fails(status: int, message: str = "no", **headers: str) -> Reply:
    error = json.dumps({"error": {"message": message, "type": "error", "code": None}})
    return lambda handler, _: handler.send(status, "application/json", error, **headers)


def page(handler: Handler, _: dict[str, Any]) -> None:
    handler.send(200, "text/html", "<html><body><h1>Welcome to my router</h1></body></html>")


def silent(seconds: float) -> Reply:
    return lambda handler, _: time.sleep(seconds)


def breaks_off(handler: Handler, body: dict[str, Any]) -> None:
    """Promises more than it sends."""
    handler.send(200, "text/event-stream", 'data: {"id": "c1", "choi', Content_Length="5000")
    handler.close_connection = True


def echoes_key(status: int) -> Reply:
    """Tells the caller's own key in its answer, as careless servers do."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        key = handler.headers["Authorization"]
        error = {"error": {"message": f"bad key: {key}", "code": "x", "param": key}}
        handler.send(status, "application/json", json.dumps(error))

    return reply
