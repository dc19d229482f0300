"""The items of a dataset: listed, shown, added, changed, archived, deleted."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from ratchet.datasets.items import delete_item, read_item, write_items
from ratchet.datasets.routes.dependencies import Named
from ratchet.datasets.routes.schemas import (
    ItemChange,
    ItemNew,
    ItemOut,
    ItemsIn,
    ItemsNew,
    ItemsOut,
    ItemsTakenOut,
    RefusedItemOut,
)
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.errors import NotFound, RatchetError
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import ItemQuery, find_items
from ratchet.store.records import RecordStore

router = APIRouter(prefix="/admin/datasets/{name:path}/items", route_class=BoundedRoute, tags=["datasets"])


@router.get("")
def list_items(events: Events, dataset: Named, asked: Annotated[ItemsIn, Query()]) -> ItemsOut:
    """The active items of a dataset, newest first, as they are or as they were at a moment."""
    query = ItemQuery(project_id=dataset.project_id, dataset_id=dataset.id, as_of=asked.as_of, archived=asked.archived)
    items, total = find_items(events, query, offset=asked.offset, limit=asked.limit)
    return ItemsOut(items=[ItemOut.of(item) for item in items], total=total)


@router.post("", responses={207: {"description": "Some of several items were not taken"}})
def add(
    events: Events, records: Records, dataset: Named, sent: ItemNew | ItemsNew, response: Response
) -> ItemsTakenOut:
    """Add one item, or several as `{"items": […]}`; each is taken or refused by itself."""
    if isinstance(sent, ItemNew):
        return ItemsTakenOut(ids=[_write_one(events, records, dataset, sent).id], rejected=[])
    outcomes = write_items(events, records, dataset, sent.items)
    rejected = [
        RefusedItemOut(index=index, id=item.id, reason=outcome.message)
        for index, (item, outcome) in enumerate(zip(sent.items, outcomes, strict=True))
        if isinstance(outcome, RatchetError)
    ]
    response.status_code = 207 if rejected else 200
    return ItemsTakenOut(ids=[outcome.id for outcome in outcomes if isinstance(outcome, Item)], rejected=rejected)


@router.get("/{item_id:path}")
def show(events: Events, dataset: Named, item_id: str) -> ItemOut:
    """One item, archived or not."""
    return ItemOut.of(_read(events, dataset, item_id))


@router.patch("/{item_id:path}")
def change(events: Events, records: Records, dataset: Named, item_id: str, sent: ItemChange) -> ItemOut:
    """Change an item, archive it (`"status": "ARCHIVED"`) or bring it back; `null` leaves a field as it is."""
    item = _read(events, dataset, item_id)
    return ItemOut.of(_write_one(events, records, dataset, ItemIn(id=item.id, **dict(sent))))


@router.delete("/{item_id:path}", status_code=204)
def delete(events: Events, records: Records, dataset: Named, item_id: str) -> None:
    """Take an item out; reads as of an earlier moment still have it."""
    delete_item(events, records, dataset.project_id, _read(events, dataset, item_id).id)


def _read(events: EventStore, dataset: Dataset, item_id: str) -> Item:
    item = read_item(events, dataset.project_id, item_id)
    if item.dataset_id != dataset.id:
        raise NotFound(f"There is no item {item_id!r} in dataset {dataset.name!r}.")
    return item


def _write_one(events: EventStore, records: RecordStore, dataset: Dataset, sent: ItemIn) -> Item:
    [outcome] = write_items(events, records, dataset, [sent])
    if isinstance(outcome, RatchetError):
        raise outcome
    return outcome
