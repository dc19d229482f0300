"""Items of datasets: written many at a time, each accepted or refused by itself; listed; read; deleted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from time import time_ns

from ratchet.datasets.headers import changing
from ratchet.datasets.merge import merge_item, next_version
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.errors import Conflict, NotFound, RatchetError
from ratchet.store.events import EventStore
from ratchet.store.events import dataset_items as stored
from ratchet.store.events.dataset_items import ItemQuery, StoredItem
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset_by_id

Outcome = Item | RatchetError
"""What became of an item that was sent: the item as it is now, or why it was refused."""


def write_items(events: EventStore, records: RecordStore, dataset: Dataset, items: Sequence[ItemIn]) -> list[Outcome]:
    """Store items, new or changed, and say of each in turn what became of it.

    Those that are accepted are on disk when this returns, whatever is wrong with the others. Raises `NotFound` for
    a dataset that was deleted meanwhile, `Conflict` for one that is archived.
    """
    with changing(records, dataset.project_id):
        current = _check_open(records, dataset)
        latest = stored.read_latest_items(events, dataset.project_id, (sent.id for sent in items if sent.id))
        now, outcomes = time_ns(), list[Outcome]()
        for position, sent in enumerate(items):
            known = latest.get(sent.id or "")
            outcome = _attempt(current, known, sent, now + position)
            outcomes.append(outcome)
            if isinstance(outcome, Item):
                latest[outcome.id] = StoredItem(outcome)
        accepted = {outcome.id: StoredItem(outcome) for outcome in outcomes if isinstance(outcome, Item)}
        stored.insert_items(events, list(accepted.values()))
    return outcomes


def list_items(
    events: EventStore, project_id: str, dataset_id: str, *, as_of: int | None = None, offset: int = 0, limit: int = 50
) -> tuple[list[Item], int]:
    """A page of a dataset's active items, newest first, and how many there are; `as_of` in nanoseconds."""
    query = ItemQuery(project_id=project_id, dataset_id=dataset_id, as_of=as_of)
    return stored.find_items(events, query, offset=offset, limit=limit)


def walk_items(events: EventStore, project_id: str, dataset_id: str, *, as_of: int | None = None) -> Iterator[Item]:
    """All active items of a dataset, oldest first, in bounded memory."""
    return stored.walk_items(events, project_id, dataset_id, as_of=as_of)


def read_items(events: EventStore, project_id: str, ids: Iterable[str]) -> dict[str, Item]:
    """Those of these items that there are now, archived or not, by their ids."""
    latest = stored.read_latest_items(events, project_id, ids)
    return {item_id: one.item for item_id, one in latest.items() if not one.is_deleted}


def read_item(events: EventStore, project_id: str, item_id: str) -> Item:
    """An item as it is now, archived or not; raises `NotFound` when there is none."""
    item = read_items(events, project_id, [item_id]).get(item_id)
    if item is None:
        raise NotFound(f"Dataset item {item_id} not found within authorized project")
    return item


def delete_item(events: EventStore, records: RecordStore, project_id: str, item_id: str) -> Item:
    """Take an item out of its dataset, and give what it was; a read as of an earlier moment still has it."""
    with changing(records, project_id):
        item = read_item(events, project_id, item_id)
        gone = replace(item, version=next_version(time_ns(), item.version))
        stored.insert_items(events, [StoredItem(gone, is_deleted=True)])
    return item


def _check_open(records: RecordStore, dataset: Dataset) -> Dataset:
    """The dataset as it is now, for it may have changed since the caller read it."""
    current = read_dataset_by_id(records, dataset.project_id, dataset.id)
    if current is None:
        raise NotFound(f"Dataset {dataset.name!r} not found within authorized project")
    if current.archived_at is not None:
        raise Conflict(f"Dataset {current.name!r} is archived and takes no items. Restore it first.")
    return current


def _attempt(dataset: Dataset, known: StoredItem | None, sent: ItemIn, now: int) -> Outcome:
    try:
        return merge_item(dataset, known, sent, now)
    except RatchetError as error:
        return error
