"""Collectors in the record store: their rules, and how far each has looked."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Select, insert, select, update

from ratchet.domain.collector import Collector, Criterion, CriterionType
from ratchet.domain.condition import Condition, Operator
from ratchet.errors import Conflict
from ratchet.store.records.client import RecordStore
from ratchet.store.records.judges import Watermark
from ratchet.store.records.tables import collectors


class Collecting(NamedTuple):
    """A collector that looks at what arrives, and how far it has come."""

    collector: Collector
    watermark: Watermark


def write_collector(store: RecordStore, collector: Collector, *, now_us: int) -> None:
    """Store a new collector, which looks at what arrives from `now_us` on; raises `Conflict` when the name is taken."""
    marks: dict[str, Any] = {"since_us": now_us, "watermark_us": now_us, "deleted_at": None}
    row = _to_row(collector) | marks
    gone = _is(collector.project_id, collector.name) & collectors.c.deleted_at.is_not(None)
    try:
        with store.write() as connection:
            if not connection.execute(update(collectors).where(gone).values(row)).rowcount:
                connection.execute(insert(collectors).values(row))
    except Conflict as error:
        raise Conflict(f"There is a collector {collector.name!r} already. Choose another name.") from error


def change_collector(store: RecordStore, collector: Collector, *, now_us: int) -> None:
    """Store a collector in its next version; switched on again, it looks at what arrives from `now_us` on."""
    here = _is(collector.project_id, collector.name) & collectors.c.deleted_at.is_(None)
    with store.write() as connection:
        was_enabled = connection.execute(select(collectors.c.is_enabled).where(here)).scalar_one_or_none()
        row = _to_row(collector)
        if collector.is_enabled and not was_enabled:
            row |= {"since_us": now_us, "watermark_us": now_us}
        connection.execute(update(collectors).where(here).values(row))


def read_collector(store: RecordStore, project_id: str, name: str) -> Collector | None:
    """One collector, or None when there is none or it was deleted."""
    with store.read() as connection:
        row = connection.execute(_select().where(_is(project_id, name))).mappings().one_or_none()
    return _to_collector(row) if row else None


def read_collectors(store: RecordStore, project_id: str) -> list[Collector]:
    """The collectors of a project by their names."""
    query = _select().where(collectors.c.project_id == project_id).order_by(collectors.c.name)
    with store.read() as connection:
        return [_to_collector(row) for row in connection.execute(query).mappings()]


def read_known_collectors(store: RecordStore, project_id: str) -> set[str]:
    """The names that a project has ever given to collectors, deleted ones too."""
    with store.read() as connection:
        query = select(collectors.c.name).where(collectors.c.project_id == project_id)
        return set(connection.execute(query).scalars())


def read_collecting(store: RecordStore) -> list[Collecting]:
    """Every collector of every project that looks at what arrives."""
    query = _select().where(collectors.c.is_enabled).order_by(collectors.c.project_id, collectors.c.name)
    with store.read() as connection:
        rows = connection.execute(query).mappings()
        return [Collecting(_to_collector(row), Watermark(row["since_us"], row["watermark_us"])) for row in rows]


def write_collector_watermarks(store: RecordStore, project_id: str, marks: Sequence[tuple[str, int]]) -> None:
    """Say how far collectors have looked, by their names; none goes back."""
    with store.write() as connection:
        for name, watermark_us in marks:
            behind = _is(project_id, name) & (collectors.c.watermark_us < watermark_us)
            connection.execute(update(collectors).where(behind).values(watermark_us=watermark_us))


def delete_collector(store: RecordStore, project_id: str, name: str) -> bool:
    """Hide a collector, and tell whether there was one; what it collected stays."""
    there = _is(project_id, name) & collectors.c.deleted_at.is_(None)
    with store.write() as connection:
        gone = update(collectors).where(there).values(is_enabled=False, deleted_at=datetime.now(UTC))
        return bool(connection.execute(gone).rowcount)


def _is(project_id: str, name: str) -> ColumnElement[bool]:
    return (collectors.c.project_id == project_id) & (collectors.c.name == name)


def _select() -> Select[Any]:
    return select(collectors).where(collectors.c.deleted_at.is_(None))


def _to_row(collector: Collector) -> dict[str, Any]:
    said: dict[str, Collection[Any]] = {
        "filters": [list(condition) for condition in collector.filters],
        "criteria": [asdict(criterion) for criterion in collector.criteria],
    }
    return asdict(collector) | said


def _to_collector(row: RowMapping) -> Collector:
    said: dict[str, Any] = {name: row[name] for name in Collector.__slots__}
    said["filters"] = tuple(
        Condition(field, Operator(operator), value, key) for field, operator, value, key in row["filters"]
    )
    said["criteria"] = tuple(map(_to_criterion, row["criteria"]))
    return Collector(**said)


def _to_criterion(said: dict[str, Any]) -> Criterion:
    fields: dict[str, Any] = {**said, "type": CriterionType(said["type"]), "values": tuple(said["values"])}
    return Criterion(**fields)
