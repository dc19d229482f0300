"""Deleting datasets, with every version of their items and the media that nothing else refers to."""

from ratchet.datasets.headers import changing, find_dataset
from ratchet.datasets.media_references import MARK
from ratchet.domain.dataset import Dataset
from ratchet.domain.media import OwnerKind
from ratchet.store.blobs import BlobStore
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import delete_items, find_ids_of_items_with
from ratchet.store.records import RecordStore
from ratchet.store.records import datasets as stored
from ratchet.store.records.media import releasing_media

_ITEMS_AT_ONCE = 500


def delete_dataset(events: EventStore, records: RecordStore, blobs: BlobStore, project_id: str, name: str) -> Dataset:
    """Delete a dataset, and give what it was; raises `NotFound`. There is no way back."""
    with changing(records, project_id):
        dataset = find_dataset(records, project_id, name)
        # The name last: should a step before it fail, what is left can be deleted again.
        _release_media(events, records, blobs, dataset)
        delete_items(events, project_id, dataset.id)
        stored.delete_dataset(records, project_id, dataset.id)
    return dataset


def _release_media(events: EventStore, records: RecordStore, blobs: BlobStore, dataset: Dataset) -> None:
    ids = find_ids_of_items_with(events, dataset.project_id, dataset.id, MARK)
    for start in range(0, len(ids), _ITEMS_AT_ONCE):
        some = ids[start : start + _ITEMS_AT_ONCE]
        with releasing_media(records, dataset.project_id, OwnerKind.ITEM, some) as unused:
            blobs.delete(media.blob for media in unused if media.blob is not None)
