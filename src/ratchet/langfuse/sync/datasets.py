"""Datasets: what they are, their items, archived ones too, and their runs."""

from collections.abc import Iterable, Iterator
from itertools import islice

from ratchet.errors import NotFound
from ratchet.langfuse.sync.copying import Sync
from ratchet.langfuse.sync.experiments import read_runs_of_experiments
from ratchet.langfuse.sync.media import carry_media_of_item
from ratchet.langfuse.sync.remote import Remote, Row, quoted

API = "/api/public"
# A run is sent with so many of its items at a time.
_RUN_ITEMS_MAX = 1000


def sync_datasets(sync: Sync) -> None:
    """Every dataset with its items and runs; one after the other, so that a sync that breaks off goes on behind."""
    for dataset in sync.source.rows(f"{API}/v2/datasets"):
        part = f"dataset {dataset['id']}"
        if not sync.checkpoint.is_done(part):
            sync.keep("datasets", [dataset])
            _sync_items_and_runs(sync, dataset)
            sync.checkpoint.finish(part)


def _sync_items_and_runs(sync: Sync, dataset: Row) -> None:
    known = set[str]()
    sync.keep("dataset-items", _with_media(sync, _noting(known, read_items(sync.source, dataset["name"]))))
    for run in read_runs(sync.source, dataset):
        missing = {item["datasetItemId"] for item in run["datasetRunItems"]} - known
        hidden = _noting(known, _read_some(sync.source, sorted(missing)))
        sync.keep("dataset-items", _with_media(sync, hidden))
        sync.keep("runs", _in_parts(run))


def read_items(source: Remote, name: str) -> Iterator[Row]:
    """The items of a dataset; those that are archived as far as the source lists them."""
    yield from source.rows(f"{API}/dataset-items", datasetName=name)
    yield from _read_some(source, _find_archived(source, name))


def read_runs(source: Remote, dataset: Row) -> Iterator[Row]:
    """The runs of a dataset, each with what ran in it."""
    path = f"{API}/datasets/{quoted(dataset['name'])}/runs"
    try:
        source.count(path)
    except NotFound:  # version 4 knows experiments only
        yield from read_runs_of_experiments(source, dataset)
        return
    for run in source.rows(path):
        yield source.get(f"{path}/{quoted(run['name'])}")


def _find_archived(source: Remote, name: str) -> Iterator[str]:
    """The ids of archived items. Langfuse's API lists none of them; Ratchet's own does."""
    path, offset, total = f"/admin/datasets/{quoted(name)}/items", 0, 1
    while offset < total:
        try:
            answer = source.get(path, archived="true", offset=offset, limit=1000)
        except NotFound:
            return
        yield from (item["id"] for item in answer["items"] if item["status"] == "ARCHIVED")
        offset, total = offset + 1000, answer["total"]


def _read_some(source: Remote, ids: Iterable[str]) -> Iterator[Row]:
    for item_id in ids:
        try:
            yield source.get(f"{API}/dataset-items/{quoted(item_id)}")
        except NotFound:  # deleted, and only its runs are left
            continue


def _noting(known: set[str], items: Iterable[Row]) -> Iterator[Row]:
    for item in items:
        known.add(item["id"])
        yield item


def _with_media(sync: Sync, items: Iterable[Row]) -> Iterator[Row]:
    for item in items:
        carry_media_of_item(sync, item)
        yield item


def _in_parts(run: Row) -> Iterator[Row]:
    items = iter(run["datasetRunItems"])
    while some := list(islice(items, _RUN_ITEMS_MAX)):
        yield {**run, "datasetRunItems": some}
