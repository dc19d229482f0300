"""Whether something is stored, without reading it."""

from collections.abc import Iterable
from typing import Any

from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import split_ids


def has_trace(store: EventStore, project_id: str, trace_id: str) -> bool:
    """Whether there is a span of a trace, or something was said of it."""
    where = "project_id = {project:String} AND trace_id = {id:String}"
    return _is_said(store, where, project_id, trace_id) or _has_span(store, where, "trace_hash", project_id, trace_id)


def find_known_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> set[str]:
    """Those of these traces of which a span has come."""
    found: set[str] = set()
    for some in split_ids(trace_ids):
        hashes = {hash_id(project_id, trace_id): trace_id for trace_id in some}
        rows = store.query(
            "SELECT DISTINCT trace_hash FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}",
            {"hashes": list(hashes)},
        )
        found |= {hashes[number] for (number,) in rows}
    return found


def has_span(store: EventStore, project_id: str, span_id: str) -> bool:
    """Whether there is a span, in whatever trace."""
    where = "project_id = {project:String} AND span_id = {id:String}"
    return _has_span(store, where, "span_hash", project_id, span_id)


def has_session(store: EventStore, project_id: str, session_id: str) -> bool:
    """Whether a trace is, or was once, in a session."""
    where = "project_id = {project:String} AND session_id = {id:String}"
    bound = {"project": project_id, "id": session_id}
    return _is_said(store, where, project_id, session_id) or bool(
        store.query(f"SELECT 1 FROM spans WHERE {where} LIMIT 1", bound)
    )


def _is_said(store: EventStore, where: str, project_id: str, free_id: str) -> bool:
    bound = {"project": project_id, "id": free_id}
    return bool(store.query(f"SELECT 1 FROM trace_overrides WHERE {where} LIMIT 1", bound))


def _has_span(store: EventStore, where: str, index: str, project_id: str, free_id: str) -> bool:
    """The index knows the hours in which the span may be."""
    bound: dict[str, Any] = {"project": project_id, "id": free_id, "hash": hash_id(project_id, free_id)}
    found = store.query(
        f"SELECT 1 FROM spans WHERE {where} AND toStartOfHour(start_time) IN "
        f"(SELECT toStartOfHour(start_time) FROM span_index WHERE {index} = {{hash:UInt64}}) LIMIT 1",
        bound,
    )
    return bool(found)
