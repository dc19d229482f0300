"""What the retrievers of traces have found, be they marked as such or only called so."""

from collections.abc import Iterable

from ratchet.domain.span import Span, SpanType
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import split_ids

# What plain spans and tools are called that look documents up.
_CALLED_SO = "(?i)retriev|rerank|knowledge.?base|(vector|semantic|similarity|document|hybrid).?search"
_PLAIN = [SpanType.SPAN.value, SpanType.TOOL.value, SpanType.CHAIN.value]

_FIELDS = ("project_id", "trace_id", "span_id", "start_time", "type", "name", "output", "metadata", "attributes")


def read_retrievals(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, list[Span]]:
    """The spans of these traces that look documents up, in the order they began, with what they gave."""
    found: dict[str, list[Span]] = {}
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT {', '.join(_FIELDS)} FROM spans FINAL WHERE project_id = {{project:String}} "
            "AND toStartOfHour(start_time) IN "
            "(SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}) "
            "AND trace_id IN {traces:Array(String)} AND (type = {type:String} OR "
            "(type IN {plain:Array(String)} AND match(name, {called:String}))) ORDER BY start_time, span_id",
            {
                "project": project_id,
                "traces": some,
                "hashes": [hash_id(project_id, trace_id) for trace_id in some],
                "type": SpanType.RETRIEVER.value,
                "plain": _PLAIN,
                "called": _CALLED_SO,
            },
        )
        for row in rows:
            span = Span(**dict(zip(_FIELDS, row, strict=True)))
            found.setdefault(span.trace_id, []).append(span)
    return found
