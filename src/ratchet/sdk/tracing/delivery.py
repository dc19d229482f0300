"""Sending spans to a server over OTLP: what it took, what it refused and why, and when to try again."""

import gzip
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import httpx2
from opentelemetry.context import attach, set_value
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk.trace import ReadableSpan

from ratchet.sdk.connection import Connection
from ratchet.sdk.tracing.faults import note_fault, say_once

SIZE_BYTES_MAX = 8 * 1024 * 1024
TIMEOUT_S = 10.0
_PATH = "/v1/traces"
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WAIT_S_MAX = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: taken but for so many that were refused, or to be sent again."""

    refused: int = 0
    is_final: bool = True
    again_after_s: float = 0.0


class Delivery:
    """A connection to a server that takes spans."""

    def __init__(self, connection: Connection, authorities: ssl.SSLContext) -> None:
        self._connection = connection
        self._http = httpx2.Client(base_url=connection.url, auth=connection.auth, timeout=TIMEOUT_S, verify=authorities)

    def __enter__(self) -> Self:
        # Who traces HTTP clients does not trace this one: spans about sending spans have no end.
        attach(set_value("suppress_instrumentation", True))
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, spans: Sequence[ReadableSpan]) -> Outcome:
        """Send spans, in several requests where one would be too large, or where one span cannot be encoded."""
        try:
            body = encode_spans(spans).SerializeToString()
        except Exception as error:  # noqa: BLE001 - a span of another library may hold anything; the others go
            if len(spans) > 1:
                return self._send_halves(spans)
            note_fault("encoding a span", error)
            return Outcome(refused=1)
        if len(body) > SIZE_BYTES_MAX and len(spans) > 1:
            return self._send_halves(spans)
        return self._post(body, len(spans))

    def _send_halves(self, spans: Sequence[ReadableSpan]) -> Outcome:
        """Both, or neither: what is sent twice is stored once."""
        middle = len(spans) // 2
        first = self.send(spans[:middle])
        if not first.is_final:
            return first
        second = self.send(spans[middle:])
        return second if not second.is_final else Outcome(first.refused + second.refused)

    def _post(self, body: bytes, count: int) -> Outcome:
        headers = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}
        try:
            response = self._http.post(_PATH, content=gzip.compress(body, 1), headers=headers)
        except httpx2.HTTPError as error:
            say_once(f"No server takes spans at {self._connection.url} ({type(error).__name__}); they wait.")
            return Outcome(is_final=False)
        if response.status_code in _TRY_AGAIN:
            return Outcome(is_final=False, again_after_s=_wait_s(response))
        if response.is_success:
            return Outcome(_refused_of(response.content))
        say_once(f"{self._connection.url} refuses spans with status {response.status_code}: {response.text[:300]}")
        return Outcome(count)


def _wait_s(response: httpx2.Response) -> float:
    wait = response.headers.get("retry-after", "")
    return min(float(wait), _WAIT_S_MAX) if wait.isdecimal() else 0.0


def _refused_of(content: bytes) -> int:
    partial = ExportTraceServiceResponse.FromString(content).partial_success
    if partial.rejected_spans:
        say_once(f"{partial.rejected_spans} spans were refused: {partial.error_message}")
    return partial.rejected_spans
