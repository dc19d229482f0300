"""Items as another server has them, with the times at which they were made and edited there."""

from collections.abc import Sequence
from dataclasses import replace

from ratchet.datasets.headers import changing
from ratchet.datasets.items import keep_media
from ratchet.domain.dataset import Dataset, Item
from ratchet.errors import Conflict
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import StoredItem, insert_items, read_latest_items
from ratchet.store.records import RecordStore


def restore_items(
    events: EventStore, records: RecordStore, dataset: Dataset, items: Sequence[Item]
) -> list[bool | Conflict]:
    """Store each item whose last edit is later than what is here, and tell of each whether it was.

    One that was deleted here later than it was edited there stays deleted. An id of another dataset's item is a
    `Conflict`.
    """
    with changing(records, dataset.project_id):
        known = read_latest_items(events, dataset.project_id, [item.id for item in items])
        outcomes = [_find_news(item, known.get(item.id)) for item in items]
        news = [outcome for outcome in outcomes if isinstance(outcome, Item)]
        keep_media(records, news)
        insert_items(events, [StoredItem(item) for item in news])
    return [outcome if isinstance(outcome, Conflict) else outcome is not None for outcome in outcomes]


def _find_news(item: Item, known: StoredItem | None) -> Item | Conflict | None:
    """What is to be stored of an item, if anything."""
    if known is None:
        return item
    if known.item.dataset_id != item.dataset_id:
        return Conflict(f"The id {item.id!r} is that of an item of another dataset. Ids are unique in a project.")
    return replace(item, created_at=known.item.created_at) if item.version > known.item.version else None
