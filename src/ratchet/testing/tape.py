"""A tape between an application and a server: traces of now, played back as those of a day.

It passes everything on. While it records it keeps what is sent of traces; `play` then sends that, each trace moved back
by the time it is given.

    with running_tape(server.url) as tape:      # the application's server is tape.url
        tape.is_recording = True
        ...                                     # ask the application
        tape.play({trace_id: 3_600_000_000_000})  # an hour ago
"""

import gzip
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import httpx2
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ratchet.testing.serving import serving

_TRACES = "/v1/traces"
_OF_HOP = frozenset({"host", "content-length", "connection", "transfer-encoding", "content-encoding"})
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Recorded(NamedTuple):
    """One request with spans, as it came."""

    path: str
    headers: Mapping[str, str]
    spans: ExportTraceServiceRequest


class Tape:
    """What lies between."""

    def __init__(self, server_url: str) -> None:
        self.url = ""
        self.is_recording = False
        self._server_url = server_url
        self._recorded: list[Recorded] = []
        self._turn = threading.Lock()

    def ended(self) -> set[str]:
        """The ids of the traces whose root is recorded."""
        with self._turn:
            return {
                span.trace_id.hex() for one in self._recorded for span in _spans(one.spans) if not span.parent_span_id
            }

    def play(self, back_by_ns: Mapping[str, int]) -> None:
        """Send what was recorded, traces moved back by so much; from now on everything is passed on at once."""
        with self._turn:
            self.is_recording = False
            recorded, self._recorded = self._recorded, []
        with httpx2.Client(base_url=self._server_url, timeout=60) as client:
            for one in recorded:
                for span in _spans(one.spans):
                    _move(span, back_by_ns.get(span.trace_id.hex(), 0))
                client.post(one.path, content=one.spans.SerializeToString(), headers=one.headers).raise_for_status()

    def keep(self, path: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Record a request, if it has spans and this is the time."""
        with self._turn:
            if not (self.is_recording and path.endswith(_TRACES)):
                return False
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            self._recorded.append(Recorded(path, headers, ExportTraceServiceRequest.FromString(plain)))
            return True


@contextmanager
def running_tape(server_url: str) -> Generator[Tape]:
    """A tape before a server, at a port of this machine."""
    tape = Tape(server_url)
    with serving(_create_relay(tape, server_url)) as tape.url:
        yield tape


def _create_relay(tape: Tape, server_url: str) -> Starlette:
    client = httpx2.AsyncClient(base_url=server_url, timeout=60)

    async def relay(request: Request) -> Response:
        body = await request.body()
        kept = {name: value for name, value in request.headers.items() if name not in _OF_HOP}
        if tape.keep(request.url.path, kept, body):
            return Response(media_type="application/x-protobuf")
        path = f"{request.url.path}?{request.url.query}"
        sent = {name: value for name, value in request.headers.items() if name not in _OF_HOP - {"content-encoding"}}
        answer = await client.request(request.method, path, content=body, headers=sent)
        told = {name: value for name, value in answer.headers.items() if name not in _OF_HOP}
        return Response(answer.content, answer.status_code, told)

    return Starlette(routes=[Route("/{path:path}", relay, methods=_METHODS)])


def _spans(request: ExportTraceServiceRequest) -> Generator[Span]:
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            yield from scope.spans


def _move(span: Span, back_by_ns: int) -> None:
    span.start_time_unix_nano -= back_by_ns
    span.end_time_unix_nano -= back_by_ns
    for event in span.events:
        event.time_unix_nano -= back_by_ns
