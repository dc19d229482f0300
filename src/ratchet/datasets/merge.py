"""What an item becomes when it is sent: a new one, or the next version of the one with its id."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from ratchet.datasets.schema_check import check_values
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.value import encode_value
from ratchet.errors import Conflict
from ratchet.http.fields import invalid_field
from ratchet.store.events.dataset_items import StoredItem

# Libraries, of servers and of clients, give up on reading or writing JSON at some depth, from 255 on.
DEPTH_MAX = 200

_MILLISECOND_NS = 10**6


def merge_item(dataset: Dataset, known: StoredItem | None, sent: ItemIn, now: int) -> Item:
    """The item as it is from `now` on; what is not sent stays as it is known.

    Raises `Conflict` for an id of another dataset's item, `Invalid` for values that do not meet the schemas.
    """
    before = known.item if known and not known.is_deleted else _create(dataset, sent, now)
    if before.dataset_id != dataset.id:
        raise Conflict(f"The id {before.id!r} is that of an item of another dataset. Ids are unique in a project.")
    said = {field: value for field, value in _fields(sent).items() if value is not None}
    item = replace(before, **said)
    check_values(dataset, item.input, item.expected_output)
    if before.version and _text_of(item) == _text_of(before):
        return before  # what is said once more is no edit
    return replace(item, version=next_version(now, known.item.version if known else 0))


def next_version(now: int, last: int) -> int:
    """The time of an edit, in full milliseconds and later than that of the one before it."""
    return max(now // _MILLISECOND_NS * _MILLISECOND_NS, last + _MILLISECOND_NS)


def _create(dataset: Dataset, sent: ItemIn, now: int) -> Item:
    return Item(
        project_id=dataset.project_id, dataset_id=dataset.id, id=sent.id or str(uuid4()), created_at=now, version=0
    )


def _text_of(item: Item) -> list[str]:
    """What an item says, told apart as JSON does: 1, 1.0 and true are equal in Python."""
    said = (item.input, item.expected_output, item.metadata, item.status, item.source_trace_id, item.source_span_id)
    return [encode_value(value) for value in said]


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
    depth, level = 0, [value]
    while level := [inner for outer in level for inner in _parts(outer)]:
        depth += 1
        if depth > DEPTH_MAX:
            raise invalid_field(field, f"This is nested more than {DEPTH_MAX} deep: flatten it")


def _parts(value: Any) -> Iterable[Any]:
    match value:
        case dict():
            return cast(dict[str, Any], value).values()
        case list():
            return cast(list[Any], value)
        case _:
            return ()
