"""Items of datasets: a row per edit, read as they are now or as of a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.value import decode_value, encode_value
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import split_ids

# What the columns hold, in the order in which rows are written and read.
_COLUMNS = (
    *("project_id", "dataset_id", "item_id", "created_at", "version", "status", "is_deleted"),
    *("input", "expected_output", "metadata", "source_trace_id", "source_span_id"),
)
_FACTS = ("score", "score_name", "query_type")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM dataset_items"
_OF_DATASET = "project_id = {project:String} AND dataset_id = {dataset:String}"
_NOW = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuery:
    """Which items: of one dataset or of all, as of a moment or now, by what they were made from.

    `as_of` is in nanoseconds since 1970. Archived items are in only when asked for.
    """

    project_id: str
    dataset_id: str | None = None
    as_of: int | None = None
    source_trace_id: str = ""
    source_span_id: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class StoredItem:
    """The latest version of an item, which may be that it was deleted."""

    item: Item
    is_deleted: bool = False


def insert_items(store: EventStore, items: Sequence[StoredItem]) -> None:
    """Store versions of items; they are on disk when this returns."""
    if items:
        rows = [_to_row(stored) for stored in items]
        store.insert("dataset_items", (*_COLUMNS, *_FACTS), list(zip(*rows, strict=True)))


def read_latest_items(store: EventStore, project_id: str, ids: Iterable[str]) -> dict[str, StoredItem]:
    """The latest versions of these items by their ids, in whichever dataset they are, deleted ones among them."""
    found: dict[str, StoredItem] = {}
    for some in split_ids(ids):
        rows = store.query(
            f"{_SELECT} WHERE project_id = {{project:String}} AND item_id IN {{ids:Array(String)}} "
            "ORDER BY version DESC LIMIT 1 BY item_id",
            {"project": project_id, "ids": some},
        )
        found.update((stored.item.id, stored) for stored in map(_from_row, rows))
    return found


def find_items(store: EventStore, query: ItemQuery, *, offset: int, limit: int) -> tuple[list[Item], int]:
    """A page of items, newest first, and how many there are."""
    raise NotImplementedError


def walk_items(store: EventStore, query: ItemQuery, *, batch: int = 1000) -> Iterator[Item]:
    """All items of one dataset, oldest first, `batch` of them in memory at a time."""
    raise NotImplementedError


def delete_items(store: EventStore, project_id: str, dataset_id: str) -> None:
    """Delete every version of every item of a dataset; there is no way back."""
    store.command(f"DELETE FROM dataset_items WHERE {_OF_DATASET}", {"project": project_id, "dataset": dataset_id})


def _to_row(stored: StoredItem) -> tuple[Any, ...]:
    item, facts = stored.item, stored.item.facts
    return (
        *(item.project_id, item.dataset_id, item.id, item.created_at, item.version, item.status, stored.is_deleted),
        *(encode_value(item.input), encode_value(item.expected_output), encode_value(item.metadata)),
        *(item.source_trace_id, item.source_span_id),
        *(facts.score, facts.score_name or "", facts.query_type or ""),
    )


def _from_row(row: Sequence[Any]) -> StoredItem:
    project_id, dataset_id, item_id, created_at, version, status, is_deleted, *values, trace_id, span_id = row
    said, expected, metadata = map(decode_value, values)
    item = Item(
        project_id=project_id,
        dataset_id=dataset_id,
        id=item_id,
        created_at=created_at,
        version=version,
        status=ItemStatus(status),
        input=said,
        expected_output=expected,
        metadata=metadata,
        source_trace_id=trace_id,
        source_span_id=span_id,
    )
    return StoredItem(item, bool(is_deleted))
