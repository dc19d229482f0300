"""The items of annotation queues in the record store."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, delete, func, insert, select, update

from ratchet.domain.annotation_queue import QueuedType, QueueItem, QueueStatus
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import annotation_queue_items as items


def write_queue_item(store: RecordStore, item: QueueItem) -> None:
    """Store a new item; raises `Conflict` when its id is taken or its queue is not there."""
    with store.write() as connection:
        connection.execute(insert(items).values(asdict(item)))


def read_queue_item(store: RecordStore, project_id: str, queue_id: str, item_id: str) -> QueueItem | None:
    """One item of a queue, or None."""
    one = select(items).where(_is(project_id, queue_id, item_id))
    with store.read() as connection:
        row = connection.execute(one).mappings().one_or_none()
    return _to_item(row) if row else None


def change_status(
    store: RecordStore, project_id: str, queue_id: str, item_id: str, *, status: QueueStatus, at: datetime
) -> bool:
    """Say whether an item has been looked at, and when; tells whether there is one."""
    completed_at = at if status is QueueStatus.COMPLETED else None
    changed = (
        update(items)
        .where(_is(project_id, queue_id, item_id))
        .values(status=status, completed_at=completed_at, updated_at=at)
    )
    with store.write() as connection:
        return connection.execute(changed).rowcount > 0


def delete_queue_item(store: RecordStore, project_id: str, queue_id: str, item_id: str) -> bool:
    """Take an item out of its queue; tells whether there was one."""
    with store.write() as connection:
        return connection.execute(delete(items).where(_is(project_id, queue_id, item_id))).rowcount > 0


def list_queue_items(
    store: RecordStore, project_id: str, queue_id: str, *, status: QueueStatus | None = None, limit: int, offset: int
) -> list[QueueItem]:
    """A page of a queue's items, the newest first."""
    newest = (items.c.created_at.desc(), items.c.id.desc())
    page = select(items).where(_in(project_id, queue_id, status)).order_by(*newest).limit(limit).offset(offset)
    with store.read() as connection:
        return [_to_item(row) for row in connection.execute(page).mappings()]


def count_queue_items(store: RecordStore, project_id: str, queue_id: str, *, status: QueueStatus | None = None) -> int:
    """How many items a queue has."""
    count = select(func.count()).select_from(items).where(_in(project_id, queue_id, status))
    with store.read() as connection:
        return connection.execute(count).scalar_one()


def _in(project_id: str, queue_id: str, status: QueueStatus | None) -> ColumnElement[bool]:
    in_queue = and_(items.c.project_id == project_id, items.c.queue_id == queue_id)
    return in_queue if status is None else and_(in_queue, items.c.status == status)


def _is(project_id: str, queue_id: str, item_id: str) -> ColumnElement[bool]:
    return and_(_in(project_id, queue_id, None), items.c.id == item_id)


def _to_item(row: RowMapping) -> QueueItem:
    return replace(QueueItem(**row), object_type=QueuedType(row["object_type"]), status=QueueStatus(row["status"]))
