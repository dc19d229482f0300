"""A span as it came over the wire, the same from protobuf and from JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# What an attribute may hold: a text, a number, a truth, or a list or mapping of these.
Attributes = Mapping[str, Any]

STATUS_ERROR = 2


class WireEvent(NamedTuple):
    """Something that happened during a span."""

    name: str
    time: int
    attributes: Attributes


class WireLink(NamedTuple):
    """A span of another trace that this one belongs with."""

    trace_id: str
    span_id: str
    attributes: Attributes


class WireSpan(NamedTuple):
    """A span with its ids in hexadecimal and its times in nanoseconds, 0 where none was given; unchecked."""

    trace_id: str
    span_id: str
    parent_span_id: str
    name: str
    start_time: int
    end_time: int
    attributes: Attributes
    events: list[WireEvent]
    links: list[WireLink]
    status_code: int
    status_message: str


class Scope(NamedTuple):
    """The instrumentation that made some spans, and the process it ran in."""

    name: str
    version: str
    attributes: Attributes
    resource: Attributes


class SpanGroup(NamedTuple):
    """Spans of one scope."""

    scope: Scope
    spans: Iterable[WireSpan]


class WireRecord(NamedTuple):
    """A log record, which may belong to a span."""

    trace_id: str
    span_id: str
    time: int
    event_name: str
    body: Any
    attributes: Attributes


class RecordGroup(NamedTuple):
    """Log records of one scope."""

    scope: Scope
    records: Iterable[WireRecord]
