"""How projects choose examples, and the examples that are retired, in the record store."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from ratchet.domain.few_shot_settings import FewShotSettings, Likeness, Retirement, Retirer, Strategy
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import few_shot_retired, few_shot_settings

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_few_shot_settings(store: RecordStore, project_id: str, settings: FewShotSettings) -> None:
    """Store a project's settings, in place of those it had."""
    row: dict[str, Any] = asdict(settings) | {"evaluation_datasets": list(settings.evaluation_datasets)}
    with store.write() as connection:
        changed = connection.execute(
            update(few_shot_settings).where(few_shot_settings.c.project_id == project_id).values(row)
        )
        if not changed.rowcount:
            row |= {"project_id": project_id, "reviewed_at": _NEVER}
            connection.execute(insert(few_shot_settings).values(row))


def read_few_shot_settings(store: RecordStore, project_id: str) -> FewShotSettings:
    """A project's settings; the defaults where it has said nothing."""
    query = select(few_shot_settings).where(few_shot_settings.c.project_id == project_id)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_settings(row) if row else FewShotSettings()


def read_reviews(store: RecordStore) -> list[tuple[str, datetime, FewShotSettings]]:
    """The projects that retire examples by themselves, each with when that was last done, and its settings."""
    query = select(few_shot_settings).where(few_shot_settings.c.auto_retire)
    with store.read() as connection:
        rows = connection.execute(query).mappings()
        return [(row["project_id"], row["reviewed_at"], _to_settings(row)) for row in rows]


def write_reviewed(store: RecordStore, project_id: str, at: datetime) -> None:
    """Note when a project's examples were last reviewed."""
    here = few_shot_settings.c.project_id == project_id
    with store.write() as connection:
        connection.execute(update(few_shot_settings).where(here).values(reviewed_at=at))


def write_retirement(store: RecordStore, retirement: Retirement) -> None:
    """Store that an example is retired; one that is stays so, for the reason it was first."""
    here = _is(retirement.project_id, retirement.example)
    with store.write() as connection:
        if connection.execute(select(few_shot_retired.c.example).where(*here)).first() is None:
            connection.execute(insert(few_shot_retired).values(asdict(retirement)))


def delete_retirement(store: RecordStore, project_id: str, example: str) -> bool:
    """Let an example be used again; says whether it was retired."""
    with store.write() as connection:
        return connection.execute(delete(few_shot_retired).where(*_is(project_id, example))).rowcount > 0


def read_retirements(
    store: RecordStore, project_id: str, *, offset: int = 0, limit: int | None = None
) -> list[Retirement]:
    """The retired examples of a project, the latest first."""
    table = few_shot_retired
    query = select(table).where(table.c.project_id == project_id)
    page = query.order_by(table.c.retired_at.desc(), table.c.example).offset(offset).limit(limit)
    with store.read() as connection:
        return [_to_retirement(row) for row in connection.execute(page).mappings()]


def count_retirements(store: RecordStore, project_id: str) -> int:
    """How many examples of a project are retired."""
    query = select(func.count()).where(few_shot_retired.c.project_id == project_id)
    with store.read() as connection:
        return connection.execute(query).scalar_one()


def read_retired(store: RecordStore, project_id: str, among: Collection[str] | None = None) -> set[str]:
    """The examples of a project that are retired, as traces name them."""
    query = select(few_shot_retired.c.example).where(few_shot_retired.c.project_id == project_id)
    if among is not None:
        query = query.where(few_shot_retired.c.example.in_(among))
    with store.read() as connection:
        return set(connection.execute(query).scalars())


def _is(project_id: str, example: str) -> Any:
    return (few_shot_retired.c.project_id == project_id, few_shot_retired.c.example == example)


def _to_settings(row: RowMapping) -> FewShotSettings:
    fields: dict[str, Any] = {str(name): value for name, value in row.items()}
    for own in ("project_id", "reviewed_at"):
        del fields[own]
    fields |= {
        "strategy": Strategy(row["strategy"]),
        "likeness": Likeness(row["likeness"]),
        "evaluation_datasets": tuple(row["evaluation_datasets"]),
    }
    return FewShotSettings(**fields)


def _to_retirement(row: RowMapping) -> Retirement:
    fields: dict[str, Any] = {**row, "by": Retirer(row["by"])}
    return Retirement(**fields)
