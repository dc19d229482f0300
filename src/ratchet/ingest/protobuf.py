"""OTLP's protobuf, read into spans and records as they came.

This runs for every attribute of every span: reading a message costs, so each is read once.
"""

import base64
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ratchet.errors import Invalid
from ratchet.ingest.wire import (
    Attributes,
    RecordGroup,
    Scope,
    SpanGroup,
    WireEvent,
    WireLink,
    WireRecord,
    WireSpan,
)


def read_traces(body: bytes) -> Iterator[SpanGroup]:
    """The spans of an `ExportTraceServiceRequest`; raises `Invalid` when the body is none."""
    try:
        request = ExportTraceServiceRequest.FromString(body)
    except DecodeError as error:
        raise Invalid(f"The body is no ExportTraceServiceRequest: {error}.") from error
    for of_resource in request.resource_spans:
        for of_scope in of_resource.scope_spans:
            scope = _to_scope(of_scope.scope, of_resource.resource)
            yield SpanGroup(scope, map(_to_span, of_scope.spans))


def read_logs(body: bytes) -> Iterator[RecordGroup]:
    """The records of an `ExportLogsServiceRequest`; raises `Invalid` when the body is none."""
    try:
        request = ExportLogsServiceRequest.FromString(body)
    except DecodeError as error:
        raise Invalid(f"The body is no ExportLogsServiceRequest: {error}.") from error
    for of_resource in request.resource_logs:
        for of_scope in of_resource.scope_logs:
            scope = _to_scope(of_scope.scope, of_resource.resource)
            yield RecordGroup(scope, map(_to_record, of_scope.log_records))


def _to_scope(scope: InstrumentationScope, resource: Resource) -> Scope:
    return Scope(scope.name, scope.version, _to_attributes(scope.attributes), _to_attributes(resource.attributes))


def _to_span(span: Span) -> WireSpan:
    status = span.status
    return WireSpan(
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        span.name,
        span.start_time_unix_nano,
        span.end_time_unix_nano,
        _to_attributes(span.attributes),
        [_to_event(event) for event in span.events],
        [_to_link(link) for link in span.links],
        status.code,
        status.message,
    )


def _to_event(event: Span.Event) -> WireEvent:
    return WireEvent(event.name, event.time_unix_nano, _to_attributes(event.attributes))


def _to_link(link: Span.Link) -> WireLink:
    return WireLink(link.trace_id.hex(), link.span_id.hex(), _to_attributes(link.attributes))


def _to_record(record: LogRecord) -> WireRecord:
    return WireRecord(
        record.trace_id.hex(),
        record.span_id.hex(),
        record.time_unix_nano or record.observed_time_unix_nano,
        record.event_name,
        _to_value(record.body),
        _to_attributes(record.attributes),
    )


def _to_attributes(pairs: Iterable[KeyValue]) -> Attributes:
    # Nearly every value is a text, and asking for that first is cheaper than asking which it is.
    return {pair.key: (value := pair.value).string_value or _to_value(value) for pair in pairs}


def _to_value(value: AnyValue) -> Any:
    kind = value.WhichOneof("value")
    return _READERS[kind](value) if kind in _READERS else None


_READERS: Mapping[str | None, Callable[[AnyValue], Any]] = {
    "string_value": lambda value: value.string_value,
    "bool_value": lambda value: value.bool_value,
    "int_value": lambda value: value.int_value,
    "double_value": lambda value: to_json_number(value.double_value),
    "array_value": lambda value: [item.string_value or _to_value(item) for item in value.array_value.values],
    "kvlist_value": lambda value: _to_attributes(value.kvlist_value.values),
    "bytes_value": lambda value: base64.b64encode(value.bytes_value).decode(),
}


def to_json_number(number: float) -> float | str:
    """A number as JSON can hold it: what is not finite becomes its name."""
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
