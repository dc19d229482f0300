"""/api/public/v2/datasets; and /api/public/datasets, which shows what is in a dataset, too."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset, put_dataset
from ratchet.datasets.items import list_items
from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.dataset import Dataset
from ratchet.experiments.runs import list_runs
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, Records
from ratchet.langfuse.dataset_view import to_dataset
from ratchet.langfuse.item_view import show_items
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.media.routes import Links
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import ItemQuery, find_item_ids
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import count_datasets, read_datasets

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

SHOWN_MAX = 1000

SentDataset = Annotated[DatasetIn, Depends(body_of(DatasetIn))]


class DatasetParameters(PageParameters):
    """Which page of datasets."""


AskedPage = Annotated[DatasetParameters, Query()]


@router.post("/v2/datasets")
def create(caller: Caller, events: Events, records: Records, sent: SentDataset) -> dict[str, Any]:
    """Create a dataset, or change the one of this name."""
    return to_dataset(put_dataset(events, records, caller.project_id, sent))


@router.get("/v2/datasets")
def list_page(caller: Caller, records: Records, asked: AskedPage) -> dict[str, Any]:
    """A page of datasets, the newest first."""
    datasets, meta = _read_page(records, caller.project_id, asked)
    return {"data": [to_dataset(dataset) for dataset in datasets], "meta": meta}


@router.get("/v2/datasets/{name:path}")
def read_one(name: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One dataset."""
    return to_dataset(find_dataset(records, caller.project_id, name))


@router.post("/datasets")
def create_by_first_api(caller: Caller, events: Events, records: Records, sent: SentDataset) -> dict[str, Any]:
    """Create a dataset, or change the one of this name; with what is in it, as in the list."""
    return _to_overview(events, put_dataset(events, records, caller.project_id, sent))


@router.get("/datasets")
def list_page_by_first_api(caller: Caller, events: Events, records: Records, asked: AskedPage) -> dict[str, Any]:
    """A page of datasets, the newest first, each with ids of items and names of runs, the thousand newest of each."""
    datasets, meta = _read_page(records, caller.project_id, asked)
    return {"data": [_to_overview(events, dataset) for dataset in datasets], "meta": meta}


@router.get("/datasets/{name:path}")
def read_one_by_first_api(name: str, caller: Caller, events: Events, records: Records, links: Links) -> dict[str, Any]:
    """One dataset with its items and the names of its runs, the thousand newest of each."""
    dataset = find_dataset(records, caller.project_id, name)
    items, _ = list_items(events, dataset.project_id, dataset.id, limit=SHOWN_MAX)
    return {
        **_to_overview(events, dataset),
        "items": show_items(records, links, dataset.project_id, items),
    }


def _read_page(records: RecordStore, project_id: str, asked: DatasetParameters) -> tuple[list[Dataset], dict[str, int]]:
    datasets = read_datasets(records, project_id, offset=asked.offset, limit=asked.limit)
    return datasets, asked.meta(count_datasets(records, project_id))


def _to_overview(events: EventStore, dataset: Dataset) -> dict[str, Any]:
    query = ItemQuery(project_id=dataset.project_id, dataset_id=dataset.id)
    runs, _ = list_runs(events, dataset, offset=0, limit=SHOWN_MAX)
    return {
        **to_dataset(dataset),
        "items": find_item_ids(events, query, limit=SHOWN_MAX),
        "runs": [run.name for run in runs],
    }
