"""Searching traces from the newest on, a page at a time."""

from collections.abc import Iterator
from itertools import islice
from time import time_ns
from typing import NamedTuple

from ratchet.domain.trace import Trace, TracePosition, TraceQuery
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.traces import find_traces, read_traces
from ratchet.store.events.windows import read_earliest, walk, walk_back


class TracePage(NamedTuple):
    """Traces, newest first, and behind which position the next page begins, if there is one."""

    traces: list[Trace]
    next: TracePosition | None


def search_traces(store: EventStore, query: TraceQuery, *, limit: int, after: TracePosition | None = None) -> TracePage:
    """The newest traces of a query behind a position.

    Over the pages of a search no trace comes twice and none is left out, also where many have the same timestamp;
    what arrives meanwhile is on the first page of the next search.
    """
    positions = walk_traces(store, query, batch=limit + 1, after=after)
    found: list[Trace] = []
    while some := list(islice(positions, limit + 1 - len(found))):
        found += _read_at(store, query.project_id, some)
    page = found[:limit]
    is_last = len(found) <= limit
    return TracePage(page, None if is_last else TracePosition(page[-1].timestamp, page[-1].id))


def walk_traces(
    store: EventStore, query: TraceQuery, *, batch: int, after: TracePosition | None = None
) -> Iterator[TracePosition]:
    """Where the traces of a query stand, newest first, looked for in pieces of time as far as somebody asks."""

    def find(piece: Window, behind: TracePosition | None) -> list[TracePosition]:
        return find_traces(store, query.within(piece), limit=batch, after=behind)

    window = query.window
    if after is not None:
        window = Window(window.start, min(window.end, after.timestamp + 1))
    earliest = window.start or read_earliest(store, query.project_id)
    return walk(find, walk_back(window, time_ns(), earliest), batch=batch, after=after)


def _read_at(store: EventStore, project_id: str, positions: list[TracePosition]) -> Iterator[Trace]:
    """The traces at these positions; what stands elsewhere was a piece of a longer one, cut by the edge of a window."""
    traces = read_traces(store, project_id, [position.trace_id for position in positions])
    for timestamp, trace_id in positions:
        trace = traces.get(trace_id)
        if trace is not None and trace.timestamp == timestamp:
            yield trace
