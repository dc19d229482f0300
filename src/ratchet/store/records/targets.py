"""Targets in the record store; their headers are sealed before they come here."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from ratchet.domain.target import Target, TargetKind
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import targets


def insert_target(store: RecordStore, target: Target) -> Target:
    """Store a new target; the first of a project is its default. Raises `Conflict` when its name is taken."""
    with store.write() as connection:
        of_project = select(targets.c.name).where(targets.c.project_id == target.project_id).limit(1)
        is_first = connection.execute(of_project).first() is None
        row = asdict(target) | {"is_default": target.is_default or is_first}
        if row["is_default"]:
            _clear_default(connection, target.project_id)
        connection.execute(insert(targets).values(row))
    return _to_target(row)


def update_target(store: RecordStore, target: Target) -> bool:
    """Change everything of a target but whether it is the default; says whether there is one of this name."""
    row = {name: value for name, value in asdict(target).items() if name != "is_default"}
    with store.write() as connection:
        done = connection.execute(update(targets).where(*_named(target.project_id, target.name)).values(row))
        return done.rowcount > 0


def write_default_target(store: RecordStore, project_id: str, name: str) -> bool:
    """Make a target the one that is asked where none is named; says whether there is one of this name."""
    with store.write() as connection:
        _clear_default(connection, project_id)
        done = connection.execute(update(targets).where(*_named(project_id, name)).values(is_default=True))
        if not done.rowcount:
            connection.rollback()
        return done.rowcount > 0


def read_target(store: RecordStore, project_id: str, name: str) -> Target | None:
    """The target of this name."""
    with store.read() as connection:
        row = connection.execute(select(targets).where(*_named(project_id, name))).mappings().one_or_none()
    return _to_target(row) if row else None


def read_targets(store: RecordStore, project_id: str) -> list[Target]:
    """The targets of a project, the oldest first."""
    query = select(targets).where(targets.c.project_id == project_id).order_by(targets.c.created_at, targets.c.name)
    with store.read() as connection:
        return [_to_target(row) for row in connection.execute(query).mappings()]


def delete_target(store: RecordStore, project_id: str, name: str) -> bool:
    """Forget a target with its headers; says whether there was one."""
    with store.write() as connection:
        return connection.execute(delete(targets).where(*_named(project_id, name))).rowcount > 0


def _clear_default(connection: Connection, project_id: str) -> None:
    connection.execute(update(targets).where(targets.c.project_id == project_id).values(is_default=False))


def _named(project_id: str, name: str) -> tuple[Any, Any]:
    return targets.c.project_id == project_id, targets.c.name == name


def _to_target(row: RowMapping | dict[str, Any]) -> Target:
    fields: dict[str, Any] = dict(row)
    fields["kind"] = TargetKind(fields["kind"])
    fields["header_names"] = tuple(fields["header_names"])
    return Target(**fields)
