"""What applications tell their models to be: the inputs of generations that begin with a system prompt."""

from collections.abc import Iterable

from ratchet.domain.span import SpanType
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import split_ids

_ROLES = ['"system"', '"developer"']


def read_instructed_inputs(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, str]:
    """By trace, the input of its first generation that holds a system prompt, as it is stored."""
    found: dict[str, str] = {}
    for some in split_ids(trace_ids):
        rows = store.query(
            "SELECT trace_id, input FROM spans FINAL WHERE project_id = {project:String} "
            "AND toStartOfHour(start_time) IN "
            "(SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}) "
            "AND trace_id IN {traces:Array(String)} AND type = {type:String} "
            "AND multiSearchAny(input, {roles:Array(String)}) ORDER BY start_time, span_id LIMIT 1 BY trace_id",
            {
                "project": project_id,
                "traces": some,
                "hashes": [hash_id(project_id, trace_id) for trace_id in some],
                "type": SpanType.GENERATION.value,
                "roles": _ROLES,
            },
        )
        found.update((trace_id, text) for trace_id, text in rows)
    return found
