"""A real HTTP server on this machine whose answers a test writes down, one function a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[["Handler"], None]


@dataclass(slots=True)
class Server:
    """Its address, the answers it gives, and what it was asked: path and headers."""

    url: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)  # one after the other; the last again and again
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.asked]

    def headers(self, name: str) -> list[str | None]:
        """A header of each request."""
        return [headers.get(name) for _, headers in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Gives the answers of the test."""

    protocol_version = "HTTP/1.1"
    told: Server

    def do_GET(self) -> None:
        """Note the request, give the next answer of its path."""
        self.told.asked.append((self.path, dict(self.headers)))
        answers = self.told.answers[self.path]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def send(self, status: int, content: bytes = b"", **headers: str) -> None:
        """A whole answer; `Content_Length` may be given, and wrong."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(content))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def break_off(self) -> None:
        """Close the connection, whatever was promised."""
        self.wfile.flush()
        self.close_connection = True

    def start(self) -> int:
        """The first byte that the request asks for."""
        return int(self.headers["Range"].removeprefix("bytes=").removesuffix("-")) if "Range" in self.headers else 0

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go away in the middle: the tests make them."""


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server until the test ends."""

    class OfThisTest(Handler):
        pass

    server = _Quiet(("127.0.0.1", 0), OfThisTest)
    OfThisTest.told = Server(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield OfThisTest.told
    finally:
        server.shutdown()
        server.server_close()
