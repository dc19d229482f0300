"""/api/public/dataset-items: items of datasets, as they are now or were at some time."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset
from ratchet.datasets.items import delete_item, read_item, write_items
from ratchet.datasets.schemas import DatasetName, ItemIn
from ratchet.domain.dataset import Item
from ratchet.errors import RatchetError
from ratchet.http.fields import Time, invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, Records
from ratchet.langfuse.item_view import show_items
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.media.links import MediaLinks
from ratchet.media.routes import Links
from ratchet.store.events.dataset_items import ItemQuery, find_items
from ratchet.store.records import RecordStore

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


class DatasetItemIn(ItemIn):
    """An item, and the dataset that it goes into."""

    dataset_name: DatasetName


class ItemParameters(PageParameters):
    """Which items to list."""

    dataset_name: str | None = None
    source_trace_id: str | None = None
    source_observation_id: str | None = None
    version: Time | None = None


SentItem = Annotated[DatasetItemIn, Depends(body_of(DatasetItemIn))]


@router.post("/dataset-items")
def write_one(caller: Caller, events: Events, records: Records, links: Links, sent: SentItem) -> dict[str, Any]:
    """Create an item, or make the next version of the one with this id."""
    dataset = find_dataset(records, caller.project_id, sent.dataset_name)
    [outcome] = write_items(events, records, dataset, [sent])
    if isinstance(outcome, RatchetError):
        raise outcome
    return _show_one(records, links, outcome)


@router.get("/dataset-items")
def list_page(
    caller: Caller, events: Events, records: Records, links: Links, asked: Annotated[ItemParameters, Query()]
) -> dict[str, Any]:
    """A page of active items, the newest first, as of `version` if one is given."""
    query = _to_query(records, caller.project_id, asked)
    items, total = find_items(events, query, offset=asked.offset, limit=asked.limit)
    return {"data": show_items(records, links, caller.project_id, items), "meta": asked.meta(total)}


@router.get("/dataset-items/{item_id:path}")
def read_one(item_id: str, caller: Caller, events: Events, records: Records, links: Links) -> dict[str, Any]:
    """One item as it is now, archived or not."""
    return _show_one(records, links, read_item(events, caller.project_id, item_id))


@router.delete("/dataset-items/{item_id:path}")
def delete_one(item_id: str, caller: Caller, events: Events, records: Records) -> dict[str, Any]:
    """Delete an item. What it was stays readable as of the time before."""
    delete_item(events, records, caller.project_id, item_id)
    return {"message": "Dataset item successfully deleted"}


def _to_query(records: RecordStore, project_id: str, asked: ItemParameters) -> ItemQuery:
    if asked.version is not None and not asked.dataset_name:
        raise invalid_field("version", "This is a version of one dataset: send its datasetName, too")
    return ItemQuery(
        project_id=project_id,
        dataset_id=find_dataset(records, project_id, asked.dataset_name).id if asked.dataset_name else None,
        as_of=asked.version,
        source_trace_id=asked.source_trace_id,
        source_span_id=asked.source_observation_id,
    )


def _show_one(records: RecordStore, links: MediaLinks, item: Item) -> dict[str, Any]:
    [shown] = show_items(records, links, item.project_id, [item])
    return shown
