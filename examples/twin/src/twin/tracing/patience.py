"""An exporter that keeps what could not be sent, and sends it once Ratchet is back; what has no room is counted."""

import threading
from collections.abc import Mapping, Sequence

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

SPANS_MAX = 8192
AGAIN_S = 2.0


class PatientExporter(SpanExporter):
    """Around another exporter, which says of each batch whether it arrived."""

    def __init__(self, inner: SpanExporter, *, spans_max: int = SPANS_MAX, again_s: float = AGAIN_S) -> None:
        self._inner = inner
        self._spans_max = spans_max
        self._again_s = again_s
        self._turn = threading.Lock()
        self._kept: list[ReadableSpan] = []
        self._sent = self._dropped = 0
        self._is_over = threading.Event()
        self._waiter: threading.Thread | None = None

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send these, after those that were kept; whoever hands them over is rid of them either way."""
        with self._turn:
            self._send(spans)
            if self._kept and (self._waiter is None or not self._waiter.is_alive()):
                self._waiter = threading.Thread(target=self._wait, name="kept-spans", daemon=True)
                self._waiter.start()
        return SpanExportResult.SUCCESS

    def counts(self) -> Mapping[str, int]:
        """What became of the spans: sent, waiting until Ratchet is back, dropped for want of room."""
        return {"sent": self._sent, "waiting": len(self._kept), "dropped": self._dropped}

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        with self._turn:
            self._send(())
            return not self._kept

    def shutdown(self) -> None:
        self._is_over.set()
        with self._turn:
            self._send(())
            self._dropped += len(self._kept)
            self._kept = []
        self._inner.shutdown()

    def _send(self, spans: Sequence[ReadableSpan]) -> None:
        batch = [*self._kept, *spans]
        if not batch:
            return
        if self._inner.export(batch) is SpanExportResult.SUCCESS:
            self._sent += len(batch)
            self._kept = []
            return
        self._dropped += max(0, len(batch) - self._spans_max)
        self._kept = batch[-self._spans_max :]

    def _wait(self) -> None:
        while not self._is_over.wait(self._again_s):
            with self._turn:
                self._send(())
                if not self._kept:
                    return
