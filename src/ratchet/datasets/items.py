"""Items of datasets: written many at a time, each accepted or refused by itself; listed; read; deleted."""

from collections.abc import Iterator, Sequence

from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.errors import NotFound, RatchetError
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import ItemQuery, find_items, read_latest_items
from ratchet.store.events.dataset_items import walk_items as _walk_items
from ratchet.store.records import RecordStore

Outcome = Item | RatchetError
"""What became of an item that was sent: the item as it is now, or why it was refused."""


def write_items(events: EventStore, records: RecordStore, dataset: Dataset, items: Sequence[ItemIn]) -> list[Outcome]:
    """Store items, new or changed, and say of each in turn what became of it.

    Those that are accepted are on disk when this returns, whatever is wrong with the others. Raises `NotFound` for
    a dataset that was deleted meanwhile, `Conflict` for one that is archived.
    """
    raise NotImplementedError


def list_items(
    events: EventStore, project_id: str, dataset_id: str, *, as_of: int | None = None, offset: int = 0, limit: int = 50
) -> tuple[list[Item], int]:
    """A page of a dataset's active items, newest first, and how many there are; `as_of` in nanoseconds."""
    query = ItemQuery(project_id=project_id, dataset_id=dataset_id, as_of=as_of)
    return find_items(events, query, offset=offset, limit=limit)


def walk_items(events: EventStore, project_id: str, dataset_id: str, *, as_of: int | None = None) -> Iterator[Item]:
    """All active items of a dataset, oldest first, in bounded memory."""
    return _walk_items(events, ItemQuery(project_id=project_id, dataset_id=dataset_id, as_of=as_of))


def read_item(events: EventStore, project_id: str, item_id: str) -> Item:
    """An item as it is now, archived or not; raises `NotFound` when there is none."""
    stored = read_latest_items(events, project_id, [item_id]).get(item_id)
    if stored is None or stored.is_deleted:
        raise NotFound(f"Dataset item {item_id} not found within authorized project")
    return stored.item


def delete_item(events: EventStore, records: RecordStore, project_id: str, item_id: str) -> Item:
    """Take an item out of its dataset, and give what it was; versions before that stay readable as of their time."""
    raise NotImplementedError
