"""An OTLP request, made into spans to store and reasons for those that cannot be."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ratchet.domain.span import Span
from ratchet.errors import Invalid
from ratchet.ingest import otlp_json, protobuf
from ratchet.ingest.spans import Sender, to_origin, to_span
from ratchet.ingest.times import is_plausible
from ratchet.ingest.wire import SpanGroup, WireSpan

ATTRIBUTES_MAX = 4096
_REASONS_TOLD = 5
_TRACE_ID_LENGTH = 32
_SPAN_ID_LENGTH = 16
_NO_TRACE = "0" * _TRACE_ID_LENGTH
_NO_SPAN = "0" * _SPAN_ID_LENGTH


@dataclass(slots=True)
class Export:
    """What became of a request's spans: those to store, and how many were rejected for which reason."""

    spans: list[Span] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter[str])

    @property
    def rejected_count(self) -> int:
        return self.rejected.total()

    @property
    def message(self) -> str:
        """The reasons, the most frequent first."""
        told = [f"{reason} ({count} spans)" for reason, count in self.rejected.most_common(_REASONS_TOLD)]
        return "; ".join(told)


def decode_protobuf(body: bytes, sender: Sender) -> Export:
    """The spans of a request in protobuf; raises `Invalid` when it is none."""
    return _decode(protobuf.read_traces, body, sender)


def decode_json(body: bytes, sender: Sender) -> Export:
    """The spans of a request in JSON; raises `Invalid` when it is none."""
    return _decode(otlp_json.read_traces, body, sender)


def _decode(read: Callable[[bytes], Iterator[SpanGroup]], body: bytes, sender: Sender) -> Export:
    export = Export()
    try:
        for group in read(body):
            _take(group, sender, export)
    except RecursionError as error:
        raise Invalid("The body nests values too deeply to be read.") from error
    return export


def _take(group: SpanGroup, sender: Sender, export: Export) -> None:
    origin = to_origin(group.scope, sender)
    for wire in group.spans:
        if reason := _why_not(wire):
            export.rejected[reason] += 1
        else:
            export.spans.append(to_span(wire, origin))


def _why_not(wire: WireSpan) -> str | None:
    """Why a span cannot be stored; None when it can."""
    if len(wire.trace_id) != _TRACE_ID_LENGTH or wire.trace_id == _NO_TRACE:
        return "traceId must be 32 hexadecimal digits, not all of them 0"
    if len(wire.span_id) != _SPAN_ID_LENGTH or wire.span_id == _NO_SPAN:
        return "spanId must be 16 hexadecimal digits, not all of them 0"
    if not is_plausible(wire.start_time):
        return "startTimeUnixNano must be a time between the years 2000 and 2100 in nanoseconds"
    if not is_plausible(wire.end_time):
        return "endTimeUnixNano must be a time between the years 2000 and 2100 in nanoseconds"
    if len(wire.attributes) > ATTRIBUTES_MAX:
        return f"a span may have {ATTRIBUTES_MAX} attributes at most"
    return None
