"""Spans by page and by id."""

from collections.abc import Iterator
from itertools import islice
from time import time_ns
from typing import NamedTuple

from ratchet.domain.span import Span
from ratchet.domain.window import Window
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.observations import SpanPosition, SpanQuery, find_spans, read_spans_at
from ratchet.store.events.spans import find_span_rows
from ratchet.store.events.windows import read_earliest, walk, walk_back

_BATCH_MAX = 10_000


class SpanPage(NamedTuple):
    """Spans, newest first, and behind which position the next page begins, if there is one."""

    spans: list[Span]
    next: SpanPosition | None


def search_spans(store: EventStore, query: SpanQuery, *, limit: int, after: SpanPosition | None = None) -> SpanPage:
    """The newest spans of a query behind a position."""
    places = list(islice(_walk_spans(store, query, batch=limit + 1, after=after), limit + 1))
    page = places[:limit]
    return SpanPage(
        read_spans_at(store, query.project_id, page),
        page[-1] if len(places) > limit else None,
    )


def list_spans(store: EventStore, query: SpanQuery, *, offset: int, limit: int) -> list[Span]:
    """The spans of a query from an offset on, newest first."""
    places = _walk_spans(store, query, batch=min(offset + limit, _BATCH_MAX))
    return read_spans_at(store, query.project_id, list(islice(places, offset, offset + limit)))


def read_span(store: EventStore, project_id: str, span_id: str) -> Span:
    """One span, whatever trace it is of; raises `NotFound`."""
    rows = find_span_rows(store, project_id, [span_id])
    if not rows:
        raise NotFound(f"Observation {span_id} not found within authorized project")
    return max(rows, key=lambda row: row.revision)


def _walk_spans(
    store: EventStore, query: SpanQuery, *, batch: int, after: SpanPosition | None = None
) -> Iterator[SpanPosition]:
    def find(piece: Window, behind: SpanPosition | None) -> list[SpanPosition]:
        return find_spans(store, query.within(piece), limit=batch, after=behind)

    window = query.window
    if after is not None:
        window = Window(window.start, min(window.end, after.start_time + 1))
    earliest = window.start or read_earliest(store, query.project_id)
    return walk(find, walk_back(window, time_ns(), earliest), batch=batch, after=after)
