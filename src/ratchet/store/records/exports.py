"""Exports in the record store."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update

from ratchet.domain.export import Checks, Export, ExportedFile, ExportFormat, ExportOrder, ExportState, Group
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import exports


def write_export(store: RecordStore, export: Export) -> None:
    """Store a new export."""
    with store.write() as connection:
        connection.execute(insert(exports).values(asdict(export)))


def read_export(store: RecordStore, project_id: str, export_id: str) -> Export | None:
    """One export, or None."""
    query = select(exports).where(_is(project_id, export_id))
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_export(row) if row else None


def read_exports(
    store: RecordStore, project_id: str, *, dataset_id: str | None = None, offset: int, limit: int
) -> tuple[list[Export], int]:
    """A page of a project's exports, newest first, and how many there are."""
    where = exports.c.project_id == project_id
    if dataset_id is not None:
        where &= exports.c.dataset_id == dataset_id
    page = select(exports).where(where).order_by(exports.c.created_at.desc(), exports.c.id).offset(offset).limit(limit)
    with store.read() as connection:
        total = connection.execute(select(func.count()).select_from(exports).where(where)).scalar_one()
        return [_to_export(row) for row in connection.execute(page).mappings()], total


def read_exports_in(store: RecordStore, states: Collection[ExportState]) -> list[Export]:
    """The exports of all projects that are in one of these states, the oldest first."""
    query = select(exports).where(exports.c.state.in_(states)).order_by(exports.c.created_at)
    with store.read() as connection:
        return [_to_export(row) for row in connection.execute(query).mappings()]


def read_newest_at(store: RecordStore, place: str) -> Export | None:
    """The export, of whichever project, that last wrote its files to a place."""
    done = (exports.c.place == place) & (exports.c.state == ExportState.COMPLETED)
    query = select(exports).where(done).order_by(exports.c.updated_at.desc(), exports.c.id).limit(1)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_export(row) if row else None


def change_export(
    store: RecordStore, export: Export, *, among: Collection[ExportState], to: ExportState, **fields: Any
) -> bool:
    """Bring an export that is in one of some states into another; False when it is in none of them any more."""
    if "files" in fields:
        fields["files"] = [asdict(file) for file in fields["files"]]
    change = update(exports).where(_is(export.project_id, export.id), exports.c.state.in_(among))
    with store.write() as connection:
        done = connection.execute(change.values(state=to, updated_at=datetime.now(UTC), **fields))
    return bool(done.rowcount)


def _is(project_id: str, export_id: str) -> ColumnElement[bool]:
    return (exports.c.project_id == project_id) & (exports.c.id == export_id)


def _to_export(row: RowMapping) -> Export:
    order: dict[str, Any] = dict(row["order"])
    order["format"] = ExportFormat(order["format"])
    # Orders from before there was a choice of checks said only whether all items were looked at.
    before = Checks.FULL if order.pop("full_report", False) else Checks.FAST
    order["checks"] = Checks(order.get("checks", before))
    order["keep_together"] = Group(order["keep_together"]) if order["keep_together"] else None
    fields: dict[str, Any] = dict(row) | {
        "order": ExportOrder(**order),
        "state": ExportState(row["state"]),
        "files": tuple(ExportedFile(**file) for file in row["files"]),
    }
    return Export(**fields)
