"""The spans of whole traces: with all that they hold, or as much as rolling them up needs."""

from collections.abc import Iterable, Sequence
from typing import Any

from ratchet.domain.rollup import find_root
from ratchet.domain.span import Span, SpanKey
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id

_WIDE = frozenset(
    {"input", "output", "metadata", "status_message", "attributes", "resource", "events", "links", "model_parameters"}
)
_NARROW = tuple(field for field in Span._fields if field not in _WIDE)
_KEY = SpanKey._fields
_OF_ROOT = ("input", "output", "metadata")


def read_trace_spans(store: EventStore, project_id: str, trace_id: str) -> list[Span]:
    """Every span of a trace, whole, from the first to start on."""
    spans = _latest(_read(store, project_id, [trace_id], Span._fields))
    return sorted(spans.values(), key=lambda span: (span.start_time, span.span_id))


def read_outlines(store: EventStore, project_id: str, trace_ids: Sequence[str]) -> dict[str, list[Span]]:
    """Every span of these traces by trace; only the logical root of each has its input, output and metadata."""
    traces: dict[str, dict[SpanKey, Span]] = {}
    for key, span in _latest(_read(store, project_id, trace_ids, _NARROW)).items():
        traces.setdefault(span.trace_id, {})[key] = span
    roots = [find_root(spans.values()).key for spans in traces.values()]
    for key, texts in _read_texts(store, project_id, roots).items():
        spans = traces[key.trace_id]
        spans[key] = spans[key]._replace(**texts)
    return {trace_id: list(spans.values()) for trace_id, spans in traces.items()}


def _read_texts(store: EventStore, project_id: str, roots: Sequence[SpanKey]) -> dict[SpanKey, dict[str, Any]]:
    if not roots:
        return {}
    traces = [root.trace_id for root in roots]
    spans = [root.span_id for root in roots]
    rows = _read(store, project_id, traces, (*_KEY, *_OF_ROOT), "AND span_id IN {spans:Array(String)}", spans=spans)
    found: dict[SpanKey, dict[str, Any]] = {
        SpanKey(*row[:3]): dict(zip(_OF_ROOT, row[3:], strict=True)) for row in rows
    }
    return {root: found[root] for root in roots if root in found}


def _read(
    store: EventStore,
    project_id: str,
    trace_ids: Sequence[str],
    columns: Sequence[str],
    condition: str = "",
    **values: Any,
) -> list[Sequence[Any]]:
    """Columns of the spans of traces. Conditions stand in PREWHERE, as they are on the sorting key alone."""
    return store.query(
        f"SELECT {', '.join(columns)} FROM spans FINAL PREWHERE project_id = {{project:String}} "
        "AND toStartOfHour(start_time) IN "
        "(SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}) "
        f"AND trace_id IN {{traces:Array(String)}} {condition}",
        {
            "project": project_id,
            "traces": list(trace_ids),
            "hashes": [hash_id(project_id, trace_id) for trace_id in trace_ids],
            **values,
        },
    )


def _latest(rows: Iterable[Sequence[Any]]) -> dict[SpanKey, Span]:
    """Spans from narrow or whole rows; a span that is on its way from one hour to another has two."""
    latest: dict[SpanKey, Span] = {}
    for row in rows:
        span = Span(*row) if len(row) == len(Span._fields) else Span(**dict(zip(_NARROW, row, strict=True)))
        known = latest.get(span.key)
        if known is None or known.revision <= span.revision:
            latest[span.key] = span
    return latest
