"""What log records said of spans: kept beside the spans, because either may come first."""

from collections.abc import Iterable, Sequence

from ratchet.domain.content import SpanContent
from ratchet.domain.span import SpanKey
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import by_project, split_ids


def write_span_contents(store: EventStore, contents: Sequence[SpanContent]) -> None:
    """Store contents; they are on disk when this returns, and one that is sent again is still one."""
    if contents:
        store.insert("span_contents", SpanContent._fields, list(zip(*contents, strict=True)))


def read_span_contents(store: EventStore, keys: Iterable[SpanKey]) -> dict[SpanKey, list[SpanContent]]:
    """What was said of those of these spans that anything was said of, in order of time."""
    wanted = set(keys)
    found: dict[SpanKey, list[SpanContent]] = {}
    for project_id, trace_ids in by_project((key.project_id, key.trace_id) for key in wanted).items():
        for some in split_ids(trace_ids):
            for content in _read(store, project_id, some):
                if content.key in wanted:
                    found.setdefault(content.key, []).append(content)
    return found


def _read(store: EventStore, project_id: str, trace_ids: Sequence[str]) -> list[SpanContent]:
    rows = store.query(
        "SELECT project_id, trace_id, span_id, time, min(position) AS first, name, said FROM span_contents "
        "WHERE project_id = {project:String} AND trace_id IN {traces:Array(String)} "
        "GROUP BY project_id, trace_id, span_id, time, name, said ORDER BY time, first",
        {"project": project_id, "traces": list(trace_ids)},
    )
    return [SpanContent(*row) for row in rows]
