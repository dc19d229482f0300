"""Annotation queues in the record store."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import RowMapping, Select, func, insert, select

from ratchet.domain.annotation_queue import AnnotationQueue
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import annotation_queues as queues


def write_queue(store: RecordStore, queue: AnnotationQueue) -> None:
    """Store a new queue; raises `Conflict` when its name or its id is taken."""
    with store.write() as connection:
        connection.execute(insert(queues).values(asdict(queue)))


def read_queue(store: RecordStore, project_id: str, queue_id: str) -> AnnotationQueue | None:
    """One queue, or None."""
    return _read_one(store, _of(project_id).where(queues.c.id == queue_id))


def find_queue(store: RecordStore, project_id: str, name: str) -> AnnotationQueue | None:
    """The queue of this name, or None."""
    return _read_one(store, _of(project_id).where(queues.c.name == name))


def list_queues(store: RecordStore, project_id: str, *, limit: int, offset: int) -> list[AnnotationQueue]:
    """A page of a project's queues, the newest first."""
    page = _of(project_id).order_by(queues.c.created_at.desc(), queues.c.id.desc()).limit(limit).offset(offset)
    with store.read() as connection:
        return [_to_queue(row) for row in connection.execute(page).mappings()]


def count_queues(store: RecordStore, project_id: str) -> int:
    """How many queues a project has."""
    count = select(func.count()).select_from(queues).where(queues.c.project_id == project_id)
    with store.read() as connection:
        return connection.execute(count).scalar_one()


def _of(project_id: str) -> Select[Any]:
    return select(queues).where(queues.c.project_id == project_id)


def _read_one(store: RecordStore, one: Select[Any]) -> AnnotationQueue | None:
    with store.read() as connection:
        row = connection.execute(one).mappings().one_or_none()
    return _to_queue(row) if row else None


def _to_queue(row: RowMapping) -> AnnotationQueue:
    return replace(AnnotationQueue(**row), score_config_ids=tuple(row["score_config_ids"]))
