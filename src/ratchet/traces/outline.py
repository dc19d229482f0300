"""One trace as an outline: every span of it, but nothing that is long."""

from typing import NamedTuple

from ratchet.domain.rollup import roll_up
from ratchet.domain.span import Span
from ratchet.domain.trace import Trace
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.outlines import read_trace_outline
from ratchet.store.events.trace_overrides import read_trace_overrides


class Outline(NamedTuple):
    """A trace and its spans, the first to start first, without inputs and outputs."""

    trace: Trace
    spans: list[Span]


def read_outline(store: EventStore, project_id: str, trace_id: str) -> Outline:
    """The outline of a trace; raises `NotFound`."""
    spans = read_trace_outline(store, project_id, trace_id)
    override = read_trace_overrides(store, project_id, [trace_id]).get(trace_id)
    if not spans and override is None:
        raise NotFound(f"There is no trace {trace_id!r} in this project. It may have been deleted.")
    return Outline(roll_up(spans, override), spans)
