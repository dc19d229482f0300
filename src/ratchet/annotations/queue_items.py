"""Items of annotation queues: put in, looked at, and taken out."""

from datetime import UTC, datetime
from uuid import uuid4

from ratchet.annotations.queues import read_queue
from ratchet.annotations.schemas import QueueItemIn
from ratchet.domain.annotation_queue import QueueItem, QueueStatus
from ratchet.errors import NotFound
from ratchet.store.records import RecordStore
from ratchet.store.records import queue_items as stored


def add_item(records: RecordStore, project_id: str, queue_id: str, sent: QueueItemIn) -> QueueItem:
    """Put something into a queue, where it may be more than once; raises `NotFound` when there is no such queue."""
    queue = read_queue(records, project_id, queue_id)
    now = datetime.now(UTC)
    status = sent.status or QueueStatus.PENDING
    item = QueueItem(
        project_id=project_id,
        id=str(uuid4()),
        queue_id=queue.id,
        object_type=sent.object_type,
        object_id=sent.object_id,
        status=status,
        created_at=now,
        updated_at=now,
        completed_at=now if status is QueueStatus.COMPLETED else None,
    )
    stored.write_queue_item(records, item)
    return item


def read_item(records: RecordStore, project_id: str, queue_id: str, item_id: str) -> QueueItem:
    """One item of a queue; raises `NotFound`."""
    item = stored.read_queue_item(records, project_id, queue_id, item_id)
    if item is None:
        raise _not_found(item_id)
    return item


def change_item(
    records: RecordStore, project_id: str, queue_id: str, item_id: str, status: QueueStatus | None
) -> QueueItem:
    """Say whether an item has been looked at, if a status is given; raises `NotFound`."""
    if status is not None:
        stored.change_status(records, project_id, queue_id, item_id, status=status, at=datetime.now(UTC))
    return read_item(records, project_id, queue_id, item_id)


def remove_item(records: RecordStore, project_id: str, queue_id: str, item_id: str) -> None:
    """Take an item out of its queue; raises `NotFound`."""
    if not stored.delete_queue_item(records, project_id, queue_id, item_id):
        raise _not_found(item_id)


def _not_found(item_id: str) -> NotFound:
    return NotFound(f"Annotation queue item {item_id} not found within authorized project")
