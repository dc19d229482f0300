"""An OTLP request, made into spans to store and reasons for those that cannot be."""

from collections.abc import Callable, Iterator

from ratchet.domain.span import Span
from ratchet.errors import Invalid
from ratchet.ingest import otlp_json, protobuf
from ratchet.ingest.checks import why_no_span, why_no_time
from ratchet.ingest.export import Export
from ratchet.ingest.spans import Sender, to_origin, to_span
from ratchet.ingest.wire import SpanGroup, WireSpan

ATTRIBUTES_MAX = 4096


def decode_protobuf(body: bytes, sender: Sender) -> Export[Span]:
    """The spans of a request in protobuf; raises `Invalid` when it is none."""
    return _decode(protobuf.read_traces, body, sender)


def decode_json(body: bytes, sender: Sender) -> Export[Span]:
    """The spans of a request in JSON; raises `Invalid` when it is none."""
    return _decode(otlp_json.read_traces, body, sender)


def _decode(read: Callable[[bytes], Iterator[SpanGroup]], body: bytes, sender: Sender) -> Export[Span]:
    export = Export[Span]()
    try:
        for group in read(body):
            _take(group, sender, export)
    except RecursionError as error:
        raise Invalid("The body nests values too deeply to be read.") from error
    return export


def _take(group: SpanGroup, sender: Sender, export: Export[Span]) -> None:
    origin = to_origin(group.scope, sender)
    for wire in group.spans:
        if reason := _why_not(wire):
            export.rejected[reason] += 1
        else:
            export.rows.append(to_span(wire, origin))


def _why_not(wire: WireSpan) -> str | None:
    """Why a span cannot be stored; None when it can."""
    if len(wire.attributes) > ATTRIBUTES_MAX:
        return f"a span may have {ATTRIBUTES_MAX} attributes at most"
    return (
        why_no_span(wire.trace_id, wire.span_id)
        or why_no_time("startTimeUnixNano", wire.start_time)
        or why_no_time("endTimeUnixNano", wire.end_time)
    )
