"""What a probe asks: its own queries, or the newest items of a dataset."""

from collections.abc import Sequence

from ratchet.datasets.headers import find_dataset
from ratchet.domain.dataset import Item
from ratchet.domain.probe import Probe
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import ItemQuery, find_items
from ratchet.store.records import RecordStore

QUESTIONS_MAX = 10


def read_questions(events: EventStore, records: RecordStore, probe: Probe) -> Sequence[Item]:
    """The questions of a run, as items; raises `NotFound` when the dataset is gone or empty."""
    if not probe.dataset:
        return [_to_item(probe, number, query) for number, query in enumerate(probe.queries)]
    dataset = find_dataset(records, probe.project_id, probe.dataset)
    query = ItemQuery(project_id=probe.project_id, dataset_id=dataset.id)
    items, _ = find_items(events, query, offset=0, limit=probe.items_max)
    if not items:
        raise NotFound(f"dataset: {probe.dataset!r} has no items to ask about.")
    return items


def _to_item(probe: Probe, number: int, query: str) -> Item:
    return Item(project_id=probe.project_id, dataset_id="", id=str(number), created_at=0, version=0, input=query)
