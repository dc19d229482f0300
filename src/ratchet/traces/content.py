"""What a trace or a span holds."""

from ratchet.domain.span import Span, SpanKey
from ratchet.domain.trace import Trace
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.spans import read_spans
from ratchet.store.events.traces import read_traces


def read_trace_content(store: EventStore, project_id: str, trace_id: str) -> Trace:
    """A trace with its input and output; raises `NotFound`."""
    trace = read_traces(store, project_id, [trace_id]).get(trace_id)
    if trace is None:
        raise NotFound(f"There is no trace {trace_id!r} in this project. It may have been deleted.")
    return trace


def read_span_content(store: EventStore, project_id: str, trace_id: str, span_id: str) -> Span:
    """A whole span of a trace; raises `NotFound`."""
    key = SpanKey(project_id, trace_id, span_id)
    span = read_spans(store, [key]).get(key)
    if span is None:
        raise NotFound(f"There is no span {span_id!r} in trace {trace_id!r}. It may have been deleted.")
    return span
