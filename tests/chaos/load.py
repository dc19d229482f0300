"""Clients that never give up: they send until they are answered, and keep a ledger of what they were promised."""

import threading
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

import httpx2
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span

# Far enough that a span sent again falls into another hour, where a store could take it for another span.
SHIFT = timedelta(minutes=61)
SHIFT_NS = int(SHIFT.total_seconds()) * 1_000_000_000
TAKEN = (200, 202, 207)
ASKED_TO_WAIT = (429, 503)


class Work(Protocol):
    """A request that can be sent again, as it was or with other times."""

    @property
    def ids(self) -> set[str]: ...

    def send(self, client: httpx2.Client) -> httpx2.Response: ...

    def at_another_time(self) -> "Work": ...


@dataclass(frozen=True, slots=True)
class Export:
    """Spans of one trace as OTLP protobuf."""

    request: ExportTraceServiceRequest

    @property
    def ids(self) -> set[str]:
        return {span.span_id.hex() for span in self.request.resource_spans[0].scope_spans[0].spans}

    def send(self, client: httpx2.Client) -> httpx2.Response:
        body = self.request.SerializeToString()
        return client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF})

    def at_another_time(self) -> "Export":
        shifted = deepcopy(self.request)
        for span in shifted.resource_spans[0].scope_spans[0].spans:
            span.start_time_unix_nano -= SHIFT_NS
            span.end_time_unix_nano -= SHIFT_NS
        return Export(shifted)


@dataclass(frozen=True, slots=True)
class Events:
    """A trace with its spans as Langfuse's ingestion events."""

    batch: list[dict[str, Any]]

    @property
    def ids(self) -> set[str]:
        return {event["body"]["id"] for event in self.batch if event["type"] != "trace-create"}

    def send(self, client: httpx2.Client) -> httpx2.Response:
        answer = client.post("/api/public/ingestion", json={"batch": self.batch})
        if answer.status_code == 207:
            assert answer.json()["errors"] == [], answer.text
        return answer

    def at_another_time(self) -> "Events":
        return Events([_event(one["type"], {**one["body"], "startTime": _now(SHIFT)}) for one in self.batch])


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one trace, as the newest Langfuse SDK sends them."""

    scores: list[dict[str, Any]]

    @property
    def ids(self) -> set[str]:
        return {score["id"] for score in self.scores}

    def send(self, client: httpx2.Client) -> httpx2.Response:
        return client.post("/api/public/scores", json=self.scores)

    def at_another_time(self) -> "Scores":
        return Scores([{**score, "timestamp": _now(SHIFT)} for score in self.scores])


def make_export(count: int = 80) -> Export:
    """Spans with some text in them, so that writing takes a while."""
    trace_id = new_trace_id()
    text = "What does it cost to fly from New York to Seattle? " * 20
    spans = [otlp_span(f"step {n}", trace_id=trace_id, attributes={"input.value": text}) for n in range(count)]
    return Export(otlp_request(*spans))


def make_events(count: int = 20) -> Events:
    """A trace, spans, and updates of half of them."""
    trace_id = str(uuid4())
    spans = [str(uuid4()) for _ in range(count)]
    body = {"traceId": trace_id, "name": "step", "startTime": _now()}
    return Events(
        [
            _event("trace-create", {"id": trace_id, "name": "chaos"}),
            *(_event("span-create", {**body, "id": span}) for span in spans),
            *(_event("span-update", {**body, "id": span, "output": "done"}) for span in spans[::2]),
        ]
    )


def make_scores(count: int = 15) -> Scores:
    """Scores of a trace that need not exist."""
    trace_id = uuid4().hex
    return Scores(
        [
            {"id": uuid4().hex, "traceId": trace_id, "name": f"quality-{n}", "value": n / count, "timestamp": _now()}
            for n in range(count)
        ]
    )


@dataclass
class Ledger:
    """What was sent, what was promised, and whether it is worth trying now."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    requests_acknowledged: int = 0
    interrupted: int = 0
    refused: list[httpx2.Response] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    is_up: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note_sent(self, work: Work) -> None:
        with self._changed:
            self.sent |= work.ids

    def note_acknowledged(self, work: Work) -> None:
        with self._changed:
            self.acknowledged |= work.ids
            self.requests_acknowledged += 1
            self._changed.notify_all()

    def note_interrupted(self) -> None:
        with self._changed:
            self.interrupted += 1

    def wait_after(self, refusal: httpx2.Response) -> None:
        """Return when another request was taken, so that there is room again, or the time to wait is over."""
        with self._changed:
            self.refused.append(refusal)
            self._changed.wait(float(refusal.headers.get("retry-after", 1)))

    def note_failure(self, what: str) -> None:
        with self._changed:
            self.failures.append(what)
            self._changed.notify_all()

    def wait_for(self, requests: int, within_s: float = 60) -> None:
        """Return once so many more requests were acknowledged, or a client failed."""
        with self._changed:
            enough = self.requests_acknowledged + requests
            came = self._changed.wait_for(lambda: self.requests_acknowledged >= enough or self.failures, within_s)
        assert came, f"only {self.requests_acknowledged} of {enough} requests were answered"
        assert not self.failures, self.failures


class Persistent(threading.Thread):
    """A client that makes work and sends each piece until it is taken.

    What was interrupted, and every third piece that was taken, it sends again: as it was or, every second time, with
    other times, as clients do whose answer was lost.
    """

    def __init__(self, client: httpx2.Client, make: Callable[[], Work], ledger: Ledger) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._make = make
        self._ledger = ledger
        self._sendings = 0

    def run(self) -> None:
        with self._client:
            try:
                while not self._ledger.is_over.is_set():
                    work = self._make()
                    self._ledger.note_sent(work)
                    self._send_until_taken(work)
                    if self._sendings % 3 == 0:
                        self._send_until_taken(self._once_more(work))
            except Exception as error:
                self._ledger.note_failure(repr(error))
                raise

    def _send_until_taken(self, work: Work) -> None:
        while not self._is_taken(work):
            work = self._once_more(work)
        self._ledger.note_acknowledged(work)

    def _is_taken(self, work: Work) -> bool:
        self._ledger.is_up.wait()
        self._sendings += 1
        try:
            answer = work.send(self._client)
        except httpx2.TransportError:
            self._ledger.note_interrupted()
            return False
        if answer.status_code in ASKED_TO_WAIT:
            self._ledger.wait_after(answer)
            return False
        assert answer.status_code in TAKEN, (answer.status_code, answer.text)
        return True

    def _once_more(self, work: Work) -> Work:
        return work.at_another_time() if self._sendings % 2 else work


def _event(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(uuid4()), "type": kind, "timestamp": _now(), "body": body}


def _now(before: timedelta = timedelta(0)) -> str:
    return (datetime.now(UTC) - before).isoformat()
