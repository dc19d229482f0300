"""Deleting traces with everything that belongs to them.

With a trace go its spans, its scores and those of its spans, comments on them and their places in annotation queues,
what ran in it (a run is gone with the last of its items), and media that nothing else refers to. Items of datasets that
were made from it stay, as do scores of its session and of runs: they are things of their own.
"""

from collections.abc import Iterable

from ratchet.domain.media import OwnerKind
from ratchet.errors import NotFound
from ratchet.store.blobs import BlobStore
from ratchet.store.events import EventStore
from ratchet.store.events.trace_deletion import delete_trace_rows, find_known_traces, find_trace_rows
from ratchet.store.records import RecordStore
from ratchet.store.records.media import releasing_media
from ratchet.store.records.remarks import delete_remarks
from ratchet.store.rewriting import rewriting_spans


def delete_trace(events: EventStore, records: RecordStore, blobs: BlobStore, project_id: str, trace_id: str) -> None:
    """Delete one trace; raises `NotFound`."""
    if not delete_traces(events, records, blobs, project_id, [trace_id]):
        raise NotFound(f"Trace {trace_id} not found within authorized project")


def delete_traces(
    events: EventStore, records: RecordStore, blobs: BlobStore, project_id: str, trace_ids: Iterable[str]
) -> set[str]:
    """Delete those of these traces that are there, and name them. They are in no read when this returns."""
    asked = list(dict.fromkeys(trace_ids))
    known = find_known_traces(events, project_id, asked)
    with releasing_media(records, project_id, OwnerKind.TRACE, asked) as unused:
        blobs.delete(media.blob for media in unused if media.blob is not None)
    with rewriting_spans(events, records):
        rows = find_trace_rows(events, project_id, asked)
        delete_remarks(records, project_id, trace_ids=asked, span_ids=rows.span_ids)
        delete_trace_rows(events, project_id, asked, rows)
    return known
