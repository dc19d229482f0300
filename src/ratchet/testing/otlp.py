"""OTLP requests for tests, as an exporter makes them but with whatever ids, times and values a test wants."""

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PROTOBUF = "application/x-protobuf"


def new_trace_id() -> bytes:
    """An id that no other trace has."""
    return os.urandom(16)


def new_span_id() -> bytes:
    """An id that no other span has."""
    return os.urandom(8)


def otlp_span(
    name: str = "step",
    *,
    trace_id: bytes | None = None,
    span_id: bytes | None = None,
    parent_span_id: bytes = b"",
    start_ns: int | None = None,
    duration_ns: int = 1_000_000,
    attributes: Mapping[str, Any] | None = None,
) -> Span:
    """A span that started just now, unless told otherwise."""
    start = time.time_ns() - duration_ns if start_ns is None else start_ns
    return Span(
        trace_id=new_trace_id() if trace_id is None else trace_id,
        span_id=new_span_id() if span_id is None else span_id,
        parent_span_id=parent_span_id,
        name=name,
        start_time_unix_nano=start,
        end_time_unix_nano=start + duration_ns,
        attributes=_key_values(attributes or {}),
    )


def otlp_request(*spans: Span, resource: Mapping[str, Any] | None = None) -> ExportTraceServiceRequest:
    """One export of these spans, in one resource and one scope."""
    request = ExportTraceServiceRequest()
    exported = request.resource_spans.add()
    exported.resource.attributes.extend(_key_values(resource or {"service.name": "test"}))
    exported.scope_spans.add(spans=spans).scope.name = "test"
    return request


def otlp_value(value: Any) -> AnyValue:
    """A value as OTLP carries it."""
    match value:
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case Mapping():
            return AnyValue(kvlist_value=KeyValueList(values=_key_values(value)))
        case list() | tuple():
            return AnyValue(array_value=ArrayValue(values=[otlp_value(item) for item in value]))
        case _:
            return AnyValue(string_value=str(value))


def _key_values(attributes: Mapping[str, Any]) -> Sequence[KeyValue]:
    return [KeyValue(key=key, value=otlp_value(value)) for key, value in attributes.items()]
