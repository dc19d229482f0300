"""What applications said of traces themselves: one row a trace, the latest wins."""

from collections.abc import Iterable, Sequence

from ratchet.domain.span import TraceOverride
from ratchet.store.events.arrivals import insert_rows
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import split_ids


def write_trace_overrides(store: EventStore, overrides: Sequence[TraceOverride], *, is_news: bool = True) -> None:
    """Store overrides, merged by whoever calls; they are on disk when this returns. See `insert_spans`."""
    if overrides:
        insert_rows(store, "trace_overrides", TraceOverride._fields, overrides, is_news=is_news)


def read_trace_overrides(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, TraceOverride]:
    """The overrides of those traces that have one."""
    found: dict[str, TraceOverride] = {}
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT {', '.join(TraceOverride._fields)} FROM trace_overrides FINAL "
            "WHERE project_id = {project:String} AND trace_id IN {ids:Array(String)}",
            {"project": project_id, "ids": some},
        )
        found.update((override.trace_id, override) for override in map(TraceOverride._make, rows))
    return found
