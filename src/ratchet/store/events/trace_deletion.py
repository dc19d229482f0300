"""Taking traces away: no read shows them from then on, and `erasure` takes them off the disk.

The engine is told what is gone and hides it at once; it takes the rows out of its files when it next comes by them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ratchet.errors import Busy
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import split_ids

# Every read applies what the engine has not come to yet; a few dozen of them would make reads slow.
_PENDING_MAX = 16
_RETRY_AFTER_S = 5

_BY_TRACE = ("scores", "span_contents", "trace_overrides", "run_items", "judge_failures", "few_shot_uses")


class TraceRows(NamedTuple):
    """Where the spans of some traces are: their ids, and the hours in which they began, in seconds since 1970."""

    span_ids: list[str]
    hours: list[int]


def find_known_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> set[str]:
    """Those of these traces of which anything is stored: a span, a word of an application, or a score."""
    known: set[str] = set()
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT trace_id FROM spans PREWHERE {_OF_SPANS} UNION DISTINCT "
            f"SELECT trace_id FROM trace_overrides FINAL WHERE {_OF_TRACES} UNION DISTINCT "
            f"SELECT trace_id FROM scores FINAL WHERE {_OF_TRACES}",
            _bind(project_id, some),
        )
        known.update(trace_id for (trace_id,) in rows)
    return known


def find_trace_rows(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> TraceRows:
    """Where the spans of these traces are."""
    span_ids: list[str] = []
    hours: set[int] = set()
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT DISTINCT span_id, toUnixTimestamp(toStartOfHour(start_time)) FROM spans PREWHERE {_OF_SPANS}",
            _bind(project_id, some),
        )
        span_ids += dict.fromkeys(span_id for span_id, _ in rows)
        hours.update(hour for _, hour in rows)
    return TraceRows(span_ids, sorted(hours))


def delete_trace_rows(store: EventStore, project_id: str, trace_ids: Sequence[str], rows: TraceRows) -> None:
    """Delete traces from every table, the spans last, so that what breaks off half-way can be done again.

    The caller holds the writer lock of spans. Raises `Busy` when the engine has yet to come to many earlier deletions.
    """
    _check_pending(store)
    _delete_changes(store, project_id, "span", _with_changes(store, project_id, rows.span_ids))
    _delete_changes(store, project_id, "trace", trace_ids)
    with store.writer("scores"):
        for table in _BY_TRACE:
            for some in split_ids(trace_ids):
                store.command(f"DELETE FROM {table} WHERE {_OF_TRACES}", {"project": project_id, "traces": some})
    for some in split_ids(trace_ids):
        _delete_spans(store, project_id, some, rows.hours)


_OF_TRACES = "project_id = {project:String} AND trace_id IN {traces:Array(String)}"
_OF_SPANS = (
    "project_id = {project:String} AND toStartOfHour(start_time) IN "
    "(SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}) "
    "AND trace_id IN {traces:Array(String)}"
)


def _bind(project_id: str, trace_ids: Sequence[str]) -> dict[str, Any]:
    hashes = [hash_id(project_id, trace_id) for trace_id in trace_ids]
    return {"project": project_id, "traces": trace_ids, "hashes": hashes}


def _check_pending(store: EventStore) -> None:
    [[pending]] = store.query(
        "SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = 'spans' AND NOT is_done"
    )
    if pending >= _PENDING_MAX:
        raise Busy(
            f"{pending} deletions are still being worked in. Try again in a moment, and delete many traces at once.",
            retry_after_s=_RETRY_AFTER_S,
        )


def _with_changes(store: EventStore, project_id: str, span_ids: Iterable[str]) -> list[str]:
    """Those of these spans that were made of changes: OpenTelemetry's, which can be very many, are not."""
    found: list[str] = []
    for some in split_ids(span_ids):
        rows = store.query(
            "SELECT DISTINCT subject_id FROM changes "
            "WHERE project_id = {project:String} AND subject_id IN {ids:Array(String)} AND kind = 'span'",
            {"project": project_id, "ids": some},
        )
        found += [subject_id for (subject_id,) in rows]
    return found


def _delete_changes(store: EventStore, project_id: str, kind: str, subject_ids: Iterable[str]) -> None:
    for some in split_ids(subject_ids):
        store.command(
            "DELETE FROM changes "
            "WHERE project_id = {project:String} AND subject_id IN {ids:Array(String)} AND kind = {kind:String}",
            {"project": project_id, "ids": some, "kind": kind},
        )


def _delete_spans(store: EventStore, project_id: str, trace_ids: Sequence[str], hours: Sequence[int]) -> None:
    if hours:
        store.command(
            f"DELETE FROM spans WHERE {_OF_TRACES} AND toStartOfHour(start_time) IN {{hours:Array(DateTime('UTC'))}}",
            {"project": project_id, "traces": trace_ids, "hours": hours},
        )
    hashes = [hash_id(project_id, trace_id) for trace_id in trace_ids]
    store.command("DELETE FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}", {"hashes": hashes})
