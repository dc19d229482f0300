"""Changes to traces and spans, stored together with what the traces and spans are by them."""

from collections.abc import Collection, Iterable, Sequence

from ratchet.domain.change import Change, ChangeKind, Subject
from ratchet.domain.span import Span, SpanKey
from ratchet.ingest.merge import History, merge_span, merge_trace, to_history
from ratchet.store.events import EventStore
from ratchet.store.events.changes import insert_changes, read_changes
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.lookup import by_project
from ratchet.store.events.spans import delete_span_rows, find_span_rows, insert_span_rows, read_span_rows
from ratchet.store.events.trace_overrides import read_trace_overrides, write_trace_overrides
from ratchet.store.events.writers import GROUP_SIZE_BYTES_MAX
from ratchet.store.records import RecordStore
from ratchet.store.records.models import read_models
from ratchet.store.rewriting import rewriting_spans

_HOUR_NS = 3600 * 10**9


def open_changes(store: EventStore, records: RecordStore, *, pending_size_bytes_max: int) -> GroupCommit[Change]:
    """The queue through which changes are written; it holds at most `pending_size_bytes_max`."""

    def store_changes(changes: Sequence[Change]) -> None:
        write_changes(store, records, changes)

    return GroupCommit(
        store_changes,
        name="changes",
        pending_size_bytes_max=pending_size_bytes_max,
        group_size_bytes_max=GROUP_SIZE_BYTES_MAX,
    )


def write_changes(store: EventStore, records: RecordStore, changes: Sequence[Change]) -> None:
    """Store changes, merged into the traces and spans that they are about; all are on disk when this returns."""
    with rewriting_spans(store, records):
        histories = _read_histories(store, changes)
        insert_changes(store, changes)
        _write_spans(store, records, [history for history in histories if history.subject.kind == ChangeKind.SPAN])
        _write_traces(store, [history for history in histories if history.subject.kind == ChangeKind.TRACE])


def _read_histories(store: EventStore, changes: Iterable[Change]) -> list[History]:
    new: dict[Subject, list[Change]] = {}
    for change in changes:
        new.setdefault(change.subject, []).append(change)
    known = read_changes(store, new)
    return [to_history(subject, known.get(subject, ()), theirs) for subject, theirs in new.items()]


def _write_spans(store: EventStore, records: RecordStore, histories: Sequence[History]) -> None:
    stored: dict[tuple[str, str], list[Span]] = {}
    for row in _read_stored(store, histories):
        stored.setdefault((row.project_id, row.span_id), []).append(row)
    merged: list[Span] = []
    left: list[Span] = []
    for history in histories:
        rows = stored.get((history.subject.project_id, history.subject.subject_id), [])
        newest = max(rows, key=lambda row: row.revision, default=None)
        span = merge_span(history, newest, read_models(records, history.subject.project_id))
        merged.append(span)
        left += [row for row in rows if _collapsing_place(row) != _collapsing_place(span)]
    insert_span_rows(store, merged)
    delete_span_rows(store, left)


def _collapsing_place(row: Span) -> tuple[str, int]:
    """Rows of a span collapse into one where this is the same."""
    return row.trace_id, row.start_time // _HOUR_NS


def _read_stored(store: EventStore, histories: Sequence[History]) -> list[Span]:
    """The rows that these spans have, found by their traces where those are known."""
    keys: list[SpanKey] = []
    traceless: list[tuple[str, str]] = []
    for history in histories:
        project_id, span_id, _ = history.subject
        traces = _traces_of(history)
        keys += [SpanKey(project_id, trace_id, span_id) for trace_id in traces]
        if not traces:
            traceless.append((project_id, span_id))
    rows = read_span_rows(store, keys)
    for project_id, span_ids in by_project(traceless).items():
        rows += find_span_rows(store, project_id, span_ids)
    return rows


def _traces_of(history: History) -> Collection[str]:
    """The traces in which a span may be: what was said, and the one that it had to itself while nothing was said."""
    traces = {said.get("trace_id", "") for said in history.said}
    return {trace_id or history.subject.subject_id for trace_id in traces} if any(traces) else ()


def _write_traces(store: EventStore, histories: Sequence[History]) -> None:
    traces = {(history.subject.project_id, history.subject.subject_id): history for history in histories}
    for project_id, trace_ids in by_project(traces).items():
        stored = read_trace_overrides(store, project_id, trace_ids)
        merged = [merge_trace(traces[project_id, trace_id], stored.get(trace_id)) for trace_id in trace_ids]
        write_trace_overrides(store, merged)
