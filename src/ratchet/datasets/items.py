"""Items of datasets: written many at a time, each accepted or refused by itself; listed; read; deleted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import time_ns

from ratchet.datasets.headers import changing
from ratchet.datasets.media_references import find_media_ids
from ratchet.datasets.merge import merge_item, next_version
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.media import MediaUse, OwnerKind
from ratchet.errors import Conflict, NotFound, RatchetError
from ratchet.store.events import EventStore
from ratchet.store.events import dataset_items as stored
from ratchet.store.events.dataset_items import ItemQuery, StoredItem
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset_by_id
from ratchet.store.records.media import write_media_uses

Outcome = Item | RatchetError
"""What became of an item that was sent: the item as it is now, or why it was refused."""


def write_items(events: EventStore, records: RecordStore, dataset: Dataset, items: Sequence[ItemIn]) -> list[Outcome]:
    """Store items, new or changed, and say of each in turn what became of it.

    Those that are accepted are on disk when this returns, whatever is wrong with the others. Raises `NotFound` for
    a dataset that was deleted meanwhile, `Conflict` for one that is archived.
    """
    with changing(records, dataset.project_id):
        latest = stored.read_latest_items(events, dataset.project_id, (sent.id for sent in items if sent.id))
        outcomes = _merge_all(_check_open(records, dataset), latest, items)
        accepted = {outcome.id: outcome for outcome in outcomes if isinstance(outcome, Item)}
        news = [item for item in accepted.values() if _is_news(item, latest)]
        keep_media(records, news)
        stored.insert_items(events, [StoredItem(item) for item in news])
    return outcomes


def check_items(events: EventStore, records: RecordStore, dataset: Dataset, items: Sequence[ItemIn]) -> list[Outcome]:
    """What would become of items if they were written now; see `write_items`."""
    latest = stored.read_latest_items(events, dataset.project_id, (sent.id for sent in items if sent.id))
    return _merge_all(_check_open(records, dataset), latest, items)


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


def _merge_all(dataset: Dataset, latest: Mapping[str, StoredItem], items: Sequence[ItemIn]) -> list[Outcome]:
    """What becomes of each item in turn, where the same one may come more than once."""
    known, now = dict(latest), time_ns()
    outcomes = list[Outcome]()
    for position, sent in enumerate(items):
        outcome = _attempt(dataset, known.get(sent.id or ""), sent, now + position)
        outcomes.append(outcome)
        if isinstance(outcome, Item):
            known[outcome.id] = StoredItem(outcome)
    return outcomes


def _is_news(item: Item, latest: Mapping[str, StoredItem]) -> bool:
    """Whether an item is more than what is stored already, said once more."""
    before = latest.get(item.id)
    return before is None or before.is_deleted or before.item.version != item.version


def keep_media(records: RecordStore, items: Iterable[Item]) -> None:
    """See to it that the media of items stay, even when the traces that brought them are deleted."""
    uses = [
        MediaUse(item.project_id, media_id, OwnerKind.ITEM, item.id)
        for item in items
        for media_id in find_media_ids(item)
    ]
    if uses:
        write_media_uses(records, uses[0].project_id, uses)


def _attempt(dataset: Dataset, known: StoredItem | None, sent: ItemIn, now: int) -> Outcome:
    try:
        return merge_item(dataset, known, sent, now)
    except RatchetError as error:
        return error
