"""Datasets in the record store: what their items have in common. The items are events."""

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update

from ratchet.domain.dataset import Dataset
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import datasets

_JSON = ("metadata", "input_schema", "expected_output_schema")


def write_dataset(store: RecordStore, dataset: Dataset) -> None:
    """Store a dataset, new or changed; raises `Conflict` when another one of the project has its name."""
    row = asdict(dataset) | {name: _to_text(getattr(dataset, name)) for name in _JSON}
    with store.write() as connection:
        changed = connection.execute(update(datasets).where(_is(dataset.project_id, id=dataset.id)).values(row))
        if not changed.rowcount:
            connection.execute(insert(datasets).values(row))


def read_dataset(store: RecordStore, project_id: str, name: str) -> Dataset | None:
    """The dataset with this name, if there is one; archived ones are."""
    return _read_one(store, _is(project_id, name=name))


def read_dataset_by_id(store: RecordStore, project_id: str, dataset_id: str) -> Dataset | None:
    """The dataset with this id, if there is one; archived ones are."""
    return _read_one(store, _is(project_id, id=dataset_id))


def read_datasets(
    store: RecordStore, project_id: str, *, archived: bool = False, offset: int = 0, limit: int | None = None
) -> list[Dataset]:
    """The datasets of a project, newest first; those that are archived only when asked for, and then only those."""
    page = (
        select(datasets)
        .where(_of(project_id, archived))
        .order_by(datasets.c.created_at.desc(), datasets.c.id)
        .offset(offset)
        .limit(limit)
    )
    with store.read() as connection:
        return [_to_dataset(row) for row in connection.execute(page).mappings()]


def count_datasets(store: RecordStore, project_id: str, *, archived: bool = False) -> int:
    """How many datasets `read_datasets` gives without a limit."""
    with store.read() as connection:
        return connection.execute(select(func.count()).where(_of(project_id, archived))).scalar_one()


def read_dataset_names(store: RecordStore, project_id: str, dataset_ids: Collection[str]) -> dict[str, str]:
    """The names of those of these datasets that there are, archived ones too, by their ids."""
    wanted = (datasets.c.project_id == project_id) & datasets.c.id.in_(dataset_ids)
    with store.read() as connection:
        return {row.id: row.name for row in connection.execute(select(datasets.c.id, datasets.c.name).where(wanted))}


def delete_dataset(store: RecordStore, project_id: str, dataset_id: str) -> bool:
    """Forget a dataset, and tell whether there was one; its items are not touched."""
    with store.write() as connection:
        return bool(connection.execute(delete(datasets).where(_is(project_id, id=dataset_id))).rowcount)


def _read_one(store: RecordStore, condition: ColumnElement[bool]) -> Dataset | None:
    with store.read() as connection:
        row = connection.execute(select(datasets).where(condition)).mappings().one_or_none()
    return _to_dataset(row) if row else None


def _is(project_id: str, **values: str) -> ColumnElement[bool]:
    [(column, value)] = values.items()
    return (datasets.c.project_id == project_id) & (datasets.c[column] == value)


def _of(project_id: str, archived: bool) -> ColumnElement[bool]:
    in_place = datasets.c.archived_at.is_not(None) if archived else datasets.c.archived_at.is_(None)
    return (datasets.c.project_id == project_id) & in_place


def _to_dataset(row: RowMapping) -> Dataset:
    return Dataset(**{**row, **{name: _to_value(row[name]) for name in _JSON}})


def _to_text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _to_value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
