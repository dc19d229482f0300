"""Datasets themselves: made and changed, found by name, renamed, archived."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from ratchet.datasets.schema_check import check_schemas, check_values
from ratchet.datasets.schemas import DatasetIn, DatasetName
from ratchet.domain.dataset import Dataset, Item
from ratchet.errors import Conflict, Invalid, NotFound
from ratchet.http.fields import to_invalid
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import walk_items
from ratchet.store.records import RecordStore
from ratchet.store.records import datasets as stored

_PROBLEMS_MAX = 10
_CHANGEABLE = ("description", "metadata", "input_schema", "expected_output_schema")
_NAME = TypeAdapter[str](DatasetName)


def find_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    """The dataset with this name, archived or not; raises `NotFound` when there is none.

    Some clients encode a name twice, so it is looked up as it came, and then decoded once more.
    """
    for spelling in dict.fromkeys((name, unquote(name))):
        if "\0" not in spelling and (dataset := stored.read_dataset(records, project_id, spelling)) is not None:
            return dataset
    raise NotFound(f"Dataset {name!r} not found within authorized project")


def put_dataset(events: EventStore, records: RecordStore, project_id: str, sent: DatasetIn) -> Dataset:
    """Make a dataset, or change the one of this name and take it out of the archive.

    What is not sent stays as it is. Raises `Invalid` for a schema that is none, or that items which are there do
    not meet.
    """
    with changing(records, project_id):
        known = stored.read_dataset(records, project_id, sent.name)
        dataset = _merge(known or _create(project_id, sent.name), sent)
        check_schemas(dataset)
        if known is not None and _schemas(known) != _schemas(dataset):
            _check_items(events, dataset)
        stored.write_dataset(records, dataset)
    return dataset


def rename_dataset(records: RecordStore, project_id: str, name: str, new_name: str) -> Dataset:
    """Give a dataset another name; raises `NotFound`, or `Conflict` when the name is taken."""
    _check_name(new_name)
    with changing(records, project_id):
        dataset = find_dataset(records, project_id, name)
        if new_name != dataset.name and stored.read_dataset(records, project_id, new_name) is not None:
            raise Conflict(f"There is a dataset {new_name!r} already. Choose another name, or delete that one first.")
        return _change(records, dataset, name=new_name)


def archive_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    """Take a dataset out of the lists, and take no items any more; what there is stays readable."""
    with changing(records, project_id):
        dataset = find_dataset(records, project_id, name)
        return dataset if dataset.archived_at else _change(records, dataset, archived_at=_now())


def restore_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    """Bring a dataset back from the archive."""
    with changing(records, project_id):
        return _change(records, find_dataset(records, project_id, name), archived_at=None)


def changing(records: RecordStore, project_id: str) -> AbstractContextManager[None]:
    """Be the only one who changes datasets and items of a project: what is written rests on what was read."""
    return records.lock(f"datasets of {project_id}")


def _create(project_id: str, name: str) -> Dataset:
    now = _now()
    return Dataset(project_id, uuid4().hex, name, now, now)


def _merge(dataset: Dataset, sent: DatasetIn) -> Dataset:
    said = {field: value for field in _CHANGEABLE if (value := getattr(sent, field)) is not None}
    return replace(dataset, **said, updated_at=_now(), archived_at=None)


def _change(records: RecordStore, dataset: Dataset, **fields: Any) -> Dataset:
    changed = replace(dataset, **fields, updated_at=_now())
    stored.write_dataset(records, changed)
    return changed


def _schemas(dataset: Dataset) -> tuple[Any, Any]:
    return dataset.input_schema, dataset.expected_output_schema


def _check_items(events: EventStore, dataset: Dataset) -> None:
    problems: list[dict[str, str]] = []
    for item in walk_items(events, dataset.project_id, dataset.id):
        problems += _find_problems(dataset, item)
        if len(problems) >= _PROBLEMS_MAX:
            break
    if problems:
        first = problems[0]
        raise Invalid(f"{first['field']}: {first['message']}", details={"fields": problems})


def _find_problems(dataset: Dataset, item: Item) -> list[dict[str, str]]:
    try:
        check_values(dataset, item.input, item.expected_output)
    except Invalid as error:
        return [
            {"field": f"items.{item.id}.{problem['field']}", "message": problem["message"]}
            for problem in error.details["fields"]
        ]
    return []


def _check_name(name: str) -> None:
    try:
        _NAME.validate_python(name)
    except ValidationError as error:
        raise to_invalid(error, "name") from error


def _now() -> datetime:
    return datetime.now(UTC)
