"""Traces by page and by id, as older interfaces ask for them."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from ratchet.domain.rollup import roll_up
from ratchet.domain.span import Span
from ratchet.domain.trace import Trace, TraceQuery
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.outlines import read_trace_spans
from ratchet.store.events.trace_overrides import read_trace_overrides
from ratchet.store.events.trace_search import walk_traces
from ratchet.store.events.traces import NEWEST_FIRST, find_traces, read_traces

_BATCH_MAX = 10_000


class WholeTrace(NamedTuple):
    """A trace with every span of it, the first to start first."""

    trace: Trace
    spans: list[Span]


def list_traces(
    store: EventStore,
    query: TraceQuery,
    *,
    offset: int,
    limit: int,
    order: Sequence[tuple[str, str]] = NEWEST_FIRST,
) -> list[Trace]:
    """The traces of a query from an offset on."""
    if tuple(order) == NEWEST_FIRST:
        places = walk_traces(store, query, batch=min(offset + limit, _BATCH_MAX))
        found = list(islice(places, offset, offset + limit))
    else:
        found = find_traces(store, query, limit=limit, offset=offset, order=order)
    traces = read_traces(store, query.project_id, [place.trace_id for place in found])
    return [traces[place.trace_id] for place in found if place.trace_id in traces]


def read_whole_trace(store: EventStore, project_id: str, trace_id: str) -> WholeTrace:
    """One trace with its spans; raises `NotFound`."""
    spans = read_trace_spans(store, project_id, trace_id)
    override = read_trace_overrides(store, project_id, [trace_id]).get(trace_id)
    if not spans and override is None:
        raise NotFound(f"Trace {trace_id} not found within authorized project")
    return WholeTrace(roll_up(spans, override), spans)
