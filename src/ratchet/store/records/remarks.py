"""What people have to say of traces and of spans, wherever it is kept: comments, and places in annotation queues."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete

from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import annotation_queue_items, comments

# Below the limits of both databases on the number of parameters.
_IDS_PER_STATEMENT = 500


def delete_remarks(store: RecordStore, project_id: str, *, trace_ids: Sequence[str], span_ids: Sequence[str]) -> None:
    """Delete every comment on these traces and spans, and take them out of every queue."""
    with store.write() as connection:
        for table in (comments, annotation_queue_items):
            for object_type, ids in (("TRACE", trace_ids), ("OBSERVATION", span_ids)):
                for some in _parts(ids):
                    connection.execute(
                        delete(table).where(
                            table.c.project_id == project_id,
                            table.c.object_type == object_type,
                            table.c.object_id.in_(some),
                        )
                    )


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + _IDS_PER_STATEMENT] for first in range(0, len(ids), _IDS_PER_STATEMENT))
