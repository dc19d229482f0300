"""Baselines in the record store; their answers are events."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select

from ratchet.domain.baseline import Baseline, Origin
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import baselines


def write_baseline(store: RecordStore, baseline: Baseline) -> None:
    """Store a new baseline; raises `Conflict` when the dataset has one of this tag."""
    with store.write() as connection:
        connection.execute(insert(baselines).values(asdict(baseline)))


def read_baseline(store: RecordStore, project_id: str, baseline_id: str) -> Baseline | None:
    """One baseline by its id, or None."""
    return _read_one(store, (baselines.c.project_id == project_id) & (baselines.c.id == baseline_id))


def read_baseline_of_tag(store: RecordStore, project_id: str, dataset_id: str, tag: str) -> Baseline | None:
    """The baseline of a dataset under a tag, or None."""
    return _read_one(store, _of(project_id, dataset_id) & (baselines.c.tag == tag))


def read_baselines(
    store: RecordStore, project_id: str, dataset_id: str, *, limit: int, offset: int = 0
) -> list[Baseline]:
    """A dataset's baselines, the newest first."""
    query = select(baselines).where(_of(project_id, dataset_id))
    newest = query.order_by(baselines.c.created_at.desc(), baselines.c.id).limit(limit).offset(offset)
    with store.read() as connection:
        return [_to_baseline(row) for row in connection.execute(newest).mappings()]


def delete_baseline(store: RecordStore, project_id: str, baseline_id: str) -> bool:
    """Forget a baseline; says whether there was one."""
    one = (baselines.c.project_id == project_id) & (baselines.c.id == baseline_id)
    with store.write() as connection:
        return connection.execute(delete(baselines).where(one)).rowcount > 0


def _read_one(store: RecordStore, condition: ColumnElement[bool]) -> Baseline | None:
    with store.read() as connection:
        row = connection.execute(select(baselines).where(condition)).mappings().one_or_none()
    return _to_baseline(row) if row else None


def _of(project_id: str, dataset_id: str) -> ColumnElement[bool]:
    return (baselines.c.project_id == project_id) & (baselines.c.dataset_id == dataset_id)


def _to_baseline(row: RowMapping) -> Baseline:
    fields: dict[str, Any] = {**row, "origin": Origin(row["origin"])}
    return Baseline(**fields)
