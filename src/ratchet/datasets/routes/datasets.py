"""Datasets themselves: made, listed, shown, changed, deleted."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.change import change_dataset, create_dataset, remove_dataset
from ratchet.datasets.items import list_items
from ratchet.datasets.routes.dependencies import Named
from ratchet.datasets.routes.schemas import (
    DatasetChange,
    DatasetGoneOut,
    DatasetNew,
    DatasetOut,
    DatasetsIn,
    DatasetsOut,
    DeleteIn,
)
from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.dataset import Dataset
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Blobs, Events, Records
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import DatasetFigures, read_dataset_figures
from ratchet.store.records.datasets import count_datasets, read_datasets

router = APIRouter(prefix="/admin/datasets", route_class=BoundedRoute, tags=["datasets"])


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, sent: DatasetNew) -> DatasetOut:
    """Make a dataset; `409` when there is one of this name."""
    return _show(events, create_dataset(events, records, caller.project_id, sent))


@router.get("")
def list_datasets(
    caller: Caller, events: Events, records: Records, asked: Annotated[DatasetsIn, Query()]
) -> DatasetsOut:
    """The datasets of the project, newest first."""
    found = read_datasets(records, caller.project_id, archived=asked.archived, offset=asked.offset, limit=asked.limit)
    figures = read_dataset_figures(events, caller.project_id)
    return DatasetsOut(
        datasets=[DatasetOut.of(dataset, figures.get(dataset.id, DatasetFigures()).items) for dataset in found],
        total=count_datasets(records, caller.project_id, archived=asked.archived),
    )


@router.get("/{name:path}")
def show(events: Events, dataset: Named) -> DatasetOut:
    """One dataset, archived or not."""
    return _show(events, dataset)


@router.patch("/{name:path}")
def change(events: Events, records: Records, dataset: Named, sent: DatasetChange) -> DatasetOut:
    """Rename a dataset, archive or restore it, say something else of it; `null` leaves a field as it is."""
    fields = sent.model_dump(exclude={"name", "archived"}, exclude_none=True)
    said = DatasetIn(name=dataset.name, **fields)
    changed = change_dataset(events, records, dataset, said, name=sent.name, is_archived=sent.archived)
    return _show(events, changed)


@router.delete("/{name:path}")
def delete(
    events: Events, records: Records, blobs: Blobs, dataset: Named, asked: Annotated[DeleteIn, Query()]
) -> DatasetGoneOut:
    """Delete a dataset with all its items, for good. One with runs is archived instead, unless forced."""
    removal = remove_dataset(events, records, blobs, dataset, is_forced=asked.force)
    outcome = "deleted" if removal.is_deleted else "archived"
    return DatasetGoneOut(name=dataset.name, outcome=outcome, run_count=removal.run_count)


def _show(events: EventStore, dataset: Dataset) -> DatasetOut:
    _, item_count = list_items(events, dataset.project_id, dataset.id, limit=1)
    return DatasetOut.of(dataset, item_count)
