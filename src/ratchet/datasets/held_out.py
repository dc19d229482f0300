"""What is kept for evaluation: the queries of the other datasets that releases and experiments are held against."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ratchet.domain.dataset import Dataset
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import walk_items
from ratchet.store.events.export_groups import find_datasets_with_runs
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset, read_dataset_names
from ratchet.store.records.evaluated import read_evaluated_dataset_ids
from ratchet.text.words import fingerprint

log = logging.getLogger(__name__)

QUERIES_MAX = 2_000_000
_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Queries by the first 8 bytes of their fingerprints, each with the name of one dataset that has it.

    Not `is_whole` when there are more queries than are looked through.
    """

    names: Mapping[int, str] = field(default_factory=dict[int, str])
    is_whole: bool = True

    def find(self, fingerprint_of_query: str) -> str | None:
        """The name of a dataset that has a query, by its fingerprint."""
        return self.names.get(_to_key(fingerprint_of_query))


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


def read_held_out(events: EventStore, records: RecordStore, dataset: Dataset) -> HeldOut:
    """The queries of the other evaluation datasets of a dataset's project."""
    others = find_evaluation_datasets(events, records, dataset.project_id)
    return read_queries_of(events, dataset.project_id, {id_: others[id_] for id_ in others.keys() - {dataset.id}})


def read_queries_of(events: EventStore, project_id: str, datasets: Mapping[str, str]) -> HeldOut:
    """The queries of datasets, given as names by id."""
    found: dict[int, str] = {}
    for dataset_id, name in sorted(datasets.items()):
        for item in walk_items(events, project_id, dataset_id):
            if not item.query:
                continue
            if len(found) >= QUERIES_MAX:
                log.warning("Evaluation datasets have more than %d queries; the rest are not looked for.", QUERIES_MAX)
                return HeldOut(found, is_whole=False)
            found.setdefault(_to_key(fingerprint(item.query)), name)
    return HeldOut(found)


def _to_key(fingerprint_of_query: str) -> int:
    return int(fingerprint_of_query[:_KEY_DIGITS], 16)
