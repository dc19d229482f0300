"""What is kept for evaluation: the queries of the other datasets that there are runs of."""

from collections.abc import Mapping

from ratchet.domain.dataset import Dataset
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import walk_items
from ratchet.store.events.export_groups import find_datasets_with_runs
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset_by_id
from ratchet.text.words import fingerprint

_ITEMS_MAX = 50_000


def read_held_out(events: EventStore, records: RecordStore, dataset: Dataset) -> Mapping[str, str]:
    """Fingerprints of the queries of datasets that runs were made of, with the name of one such dataset."""
    found: dict[str, str] = {}
    for dataset_id in find_datasets_with_runs(events, dataset.project_id):
        other = None if dataset_id == dataset.id else read_dataset_by_id(records, dataset.project_id, dataset_id)
        if other is None:
            continue
        for item in walk_items(events, dataset.project_id, other.id):
            if len(found) >= _ITEMS_MAX:
                return found
            if item.query:
                found.setdefault(fingerprint(item.query), other.name)
    return found
