"""A small web site on loopback that behaves as badly as it is told, and remembers what it was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Page:
    """What to answer: status, headers, body; and how to fail while doing so."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None  # the Content-Length told, where it is a lie
    delay: float = 0.0  # seconds before the answer
    drip: float = 0.0  # seconds between two bytes
    raw: bytes | None = None  # sent as it is, in place of everything


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    at: float


Answerer = Page | Callable[[Mapping[str, str]], Page]


@dataclass
class Site:
    """Pages by path; a list is answered one after another, its last for ever."""

    port: int = 0
    pages: dict[str, Answerer | list[Page]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, path: str, headers: Mapping[str, str]) -> Page:
        self.asked.append(Asked(path, headers, time.monotonic()))
        page = self.pages.get(path, Page(b"nothing here", 404))
        if isinstance(page, list):
            return page.pop(0) if len(page) > 1 else page[0]
        return page if isinstance(page, Page) else page(headers)


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = site.answer(self.path, dict(self.headers.items()))
            time.sleep(page.delay)
            self.close_connection = True
            if page.raw is not None:
                self.send(page.raw, page.drip)
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            length = len(page.body) if page.announced is None else page.announced
            self.send_header("Content-Length", str(length))
            self.send_header("Connection", "close")
            self.end_headers()
            self.send(page.body, page.drip)

        def send(self, data: bytes, drip: float) -> None:
            for part in [data[i : i + 1] for i in range(len(data))] if drip else [data]:
                self.wfile.write(part)
                time.sleep(drip)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A visitor that hangs up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
