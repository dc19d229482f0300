"""Spans on their way to a server: a bounded queue, one thread that empties it, and a count of what became of each."""

import os
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from weakref import WeakMethod

import httpx2
from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor

from ratchet.sdk.connection import Connection
from ratchet.sdk.tracing.delivery import Delivery, Outcome
from ratchet.sdk.tracing.faults import harmless, note_fault, say_once
from ratchet.sdk.tracing.frameworks import repeats_a_request

BATCH = 512
DELAY_S = 1.0
"""How long a span waits for others."""

_PATIENCE_S = (0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the spans of this process so far."""

    sent: int = 0
    waiting: int = 0
    dropped: int = 0
    """There was no room, or no time at the end: the server was away, or slower than the application, for too long."""
    refused: int = 0
    """The server did not want them; the log says why."""


class Sender(SpanProcessor):
    """Takes ended spans at once and sends them later; while the server is away they wait, as far as there is room."""

    def __init__(self, connection: Connection, size_max: int) -> None:
        self._connection = connection
        # Here and not in the thread: what it imports must be whole when the process forks.
        self._authorities = httpx2.create_ssl_context()
        self._size_max = size_max
        self._sent = self._dropped = self._refused = 0
        self._begin()
        begin = WeakMethod(self._begin)
        os.register_at_fork(after_in_child=lambda: (again := begin()) and again())

    def _begin(self) -> None:
        """Nothing waits, and nobody works: also in a process that was forked, whose parent sends what waited."""
        self._changed = threading.Condition()
        self._waiting: deque[ReadableSpan] = deque()
        self._in_flight = 0
        self._in_a_hurry = 0
        self._is_closed = False
        self._worker: threading.Thread | None = None

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Nothing to do yet."""

    @harmless
    def on_end(self, span: ReadableSpan) -> None:
        """Take a span, or count it as dropped."""
        if span.context is None or not span.context.trace_flags.sampled or _is_known(span):
            return
        with self._changed:
            if self._is_closed or len(self._waiting) + self._in_flight >= self._size_max:
                self._dropped += 1
                is_first_drop = self._dropped == 1
            else:
                is_first_drop = False
                self._waiting.append(span)
                if self._worker is None:
                    self._start()
                elif len(self._waiting) in (1, BATCH):  # the worker waits for a first one, and for no more than these
                    self._changed.notify_all()
        if is_first_drop:
            say_once(f"A span was dropped: {self._size_max} wait for {self._connection.url} already.")

    def counts(self) -> Sent:
        """What became of the spans so far."""
        with self._changed:
            return Sent(self._sent, len(self._waiting) + self._in_flight, self._dropped, self._refused)

    def flush(self, timeout_s: float) -> bool:
        """Send what waits, now; whether nothing waits any more once it is done or the time is over."""
        with self._changed:
            self._in_a_hurry += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: not self._waiting and not self._in_flight, timeout_s)
            finally:
                self._in_a_hurry -= 1

    def force_flush(self, timeout_millis: int = 5_000) -> bool:
        """As `flush`, for OpenTelemetry."""
        return self.flush(timeout_millis / 1000)

    def shutdown(self, within_s: float = 5.0) -> None:
        """Send what waits, for a bounded time, and end; if the server is away still, what waits is dropped."""
        self.flush(within_s)
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _start(self) -> None:
        self._worker = threading.Thread(target=self._work, name="ratchet-tracing", daemon=True)
        self._worker.start()

    def _work(self) -> None:
        failed = 0
        with Delivery(self._connection, self._authorities) as delivery:
            while batch := self._take():
                outcome = _send(delivery, batch)
                self._settle(batch, outcome)
                if not outcome.is_final:
                    self._rest(max(outcome.again_after_s, _PATIENCE_S[min(failed, len(_PATIENCE_S) - 1)]))
                failed = 0 if outcome.is_final else failed + 1

    def _take(self) -> Sequence[ReadableSpan]:
        """The next spans, once there are many, or some have waited, or somebody flushes; none when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            self._changed.wait_for(
                lambda: len(self._waiting) >= BATCH or self._in_a_hurry or self._is_closed, timeout=DELAY_S
            )
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            self._in_flight = len(batch)
            return batch

    def _settle(self, batch: Sequence[ReadableSpan], outcome: Outcome) -> None:
        with self._changed:
            self._in_flight = 0
            if outcome.is_final:
                self._sent += len(batch) - outcome.refused
                self._refused += outcome.refused
            else:
                self._waiting.extendleft(reversed(batch))
            if self._is_closed and not outcome.is_final:
                self._give_up()
            self._changed.notify_all()

    def _give_up(self) -> None:
        """Drop what waits: there is no later any more."""
        self._dropped += len(self._waiting)
        self._waiting.clear()

    def _rest(self, seconds: float) -> None:
        """Let the server be for a while, but not somebody who flushes."""
        until = monotonic() + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._in_a_hurry, until - monotonic())
            if self._in_a_hurry:
                self._changed.wait(0.2)


def _send(delivery: Delivery, batch: Sequence[ReadableSpan]) -> Outcome:
    try:
        return delivery.send(batch)
    except Exception as error:  # noqa: BLE001 - a span, or an answer, may hold anything; the thread goes on
        note_fault("sending spans", error)
        return Outcome(refused=len(batch))


def _is_known(span: ReadableSpan) -> bool:
    return span.instrumentation_scope is not None and repeats_a_request(span.instrumentation_scope.name)
