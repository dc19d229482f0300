import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from ratchet import Connection, Example, FewShot, FewShotOptions

ETAG = '"1"'


@dataclass
class ExampleServer:
    """A server of examples that can be made slow, wrong or silent."""

    examples: list[Example] = field(default_factory=list)
    settings: dict[str, Any] = field(
        default_factory=lambda: {"n": 3, "min_score": 0.8, "strategy": "score", "holdout_share": 0}
    )
    status: int = 200
    body: bytes | None = None
    is_open: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)
    not_modified: int = 0
    url: str = ""

    def answer(self, path: str) -> bytes:
        if self.body is not None:
            return self.body
        told = [asdict(one) for one in self.examples]
        if path.endswith("/select"):
            nearest = list(reversed(told))[:1]
            return json.dumps(
                {"query_type": "factual", "strategy": "similarity", "fell_back": False, "examples": nearest}
            ).encode()
        return json.dumps({"examples": told, "settings": self.settings, "version": 1}).encode()


@contextmanager
def serving_examples() -> Iterator[ExampleServer]:
    """Answers as the routes under /admin/few-shot do, once it is open."""
    it = ExampleServer()
    it.is_open.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def do_GET(self) -> None:
            it.asked.append(self.path)
            it.is_open.wait(60)
            is_known = self.headers.get("If-None-Match") == ETAG and it.status == 200
            it.not_modified += is_known
            body = b"" if is_known else it.answer(self.path.partition("?")[0])
            self.send_response(304 if is_known else it.status)
            self.send_header("ETag", ETAG)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        it.url = f"http://127.0.0.1:{server.server_port}"
        yield it
        it.is_open.set()
        server.shutdown()


def example(place: int, score: float = 0.9, query_type: str = "factual", **more: Any) -> Example:
    """An example like any other."""
    asked = more.pop("query", f"Question {place}?")
    return Example(str(place), asked, f"Answer {place}.", score, query_type, "high_quality_responses", **more)


def client_of(url: str, **options: Any) -> FewShot:
    """What an application has, with a server of its own."""
    known = {"connection": Connection(url), "first_wait_s": 60.0, "deadline_s": 60.0} | options
    return FewShot(FewShotOptions(**known))
