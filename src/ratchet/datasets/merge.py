"""What an item becomes when it is sent: a new one, or the next version of the one with its id."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from ratchet.datasets.schema_check import check_values
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.value import encode_value
from ratchet.errors import Conflict
from ratchet.http.fields import invalid_field
from ratchet.store.events.dataset_items import StoredItem

_MILLISECOND_NS = 10**6


def merge_item(dataset: Dataset, known: StoredItem | None, sent: ItemIn, now: int) -> Item:
    """The item as it is from `now` on; what is not sent stays as it is known.

    Raises `Conflict` for an id of another dataset's item, `Invalid` for values that do not meet the schemas.
    """
    before = known.item if known and not known.is_deleted else _create(dataset, sent, now)
    if before.dataset_id != dataset.id:
        raise Conflict(f"The id {before.id!r} is that of an item of another dataset. Ids are unique in a project.")
    said = {field: value for field, value in _fields(sent).items() if value is not None}
    item = replace(before, **said, version=next_version(now, known.item.version if known else 0))
    check_values(dataset, item.input, item.expected_output)
    return item


def next_version(now: int, last: int) -> int:
    """The time of an edit, in full milliseconds and later than that of the one before it."""
    return max(now // _MILLISECOND_NS * _MILLISECOND_NS, last + _MILLISECOND_NS)


def _create(dataset: Dataset, sent: ItemIn, now: int) -> Item:
    return Item(
        project_id=dataset.project_id, dataset_id=dataset.id, id=sent.id or str(uuid4()), created_at=now, version=0
    )


def _fields(sent: ItemIn) -> dict[str, Any]:
    values = {"input": sent.input, "expected_output": sent.expected_output, "metadata": sent.metadata}
    for field, value in values.items():
        _check_depth(field, value)
    return values | {
        "status": sent.status,
        "source_trace_id": sent.source_trace_id,
        "source_span_id": sent.source_observation_id,
    }


def _check_depth(field: str, value: Any) -> None:
    try:
        encode_value(value)
    except RecursionError as error:
        raise invalid_field(field, "This is nested too deeply to be stored: flatten it") from error
