"""What is kept for evaluation: the queries of the other datasets that releases and experiments are held against."""

from collections.abc import Iterable, Mapping

from ratchet.domain.dataset import Dataset
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import walk_items
from ratchet.store.events.export_groups import find_datasets_with_runs
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset, read_dataset_names
from ratchet.store.records.evaluated import read_evaluated_dataset_ids
from ratchet.text.words import fingerprint

_ITEMS_MAX = 50_000


def find_evaluation_datasets(
    events: EventStore, records: RecordStore, project_id: str, also: Iterable[str] = ()
) -> Mapping[str, str]:
    """The names, by id, of the datasets that runs or baselines were made of, and of those that are named besides."""
    ids = {*find_datasets_with_runs(events, project_id), *read_evaluated_dataset_ids(records, project_id)}
    named = (read_dataset(records, project_id, name) for name in also)
    return {
        **read_dataset_names(records, project_id, ids),
        **{dataset.id: dataset.name for dataset in named if dataset is not None},
    }


def read_held_out(events: EventStore, records: RecordStore, dataset: Dataset) -> Mapping[str, str]:
    """Fingerprints of the queries of the other evaluation datasets, with the name of one such dataset."""
    others = find_evaluation_datasets(events, records, dataset.project_id)
    return read_queries_of(events, dataset.project_id, {id_: others[id_] for id_ in others.keys() - {dataset.id}})


def read_queries_of(events: EventStore, project_id: str, datasets: Mapping[str, str]) -> Mapping[str, str]:
    """Fingerprints of the queries of datasets, given as names by id, with the name of one that has it."""
    found: dict[str, str] = {}
    for dataset_id, name in sorted(datasets.items()):
        for item in walk_items(events, project_id, dataset_id):
            if len(found) >= _ITEMS_MAX:
                return found
            if item.query:
                found.setdefault(fingerprint(item.query), name)
    return found
