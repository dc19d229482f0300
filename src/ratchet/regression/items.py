"""The items of a run, as they were when it was wanted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ratchet.domain.dataset import Item
from ratchet.domain.regression_run import RegressionRun
from ratchet.regression.drawing import draw_items, places_of
from ratchet.store.events import EventStore
from ratchet.store.events.answers import AnswerPlace
from ratchet.store.events.dataset_items import ItemQuery, find_item_ids, read_items_as_of

ITEMS_MAX = 200_000
_AT_ONCE = 200


class Task(NamedTuple):
    """An item to be asked about, in one of its repeats."""

    item: Item
    repeat: int

    @property
    def place(self) -> AnswerPlace:
        return AnswerPlace(self.item.id, self.repeat)


def read_item_ids(events: EventStore, run: RegressionRun) -> list[str]:
    """The ids of a run's items, in the order in which they are asked."""
    query = ItemQuery(project_id=run.project_id, dataset_id=run.dataset_id, as_of=run.dataset_version)
    ids = find_item_ids(events, query, limit=ITEMS_MAX + 1)
    return draw_items(ids, seed=run.seed, sample_size=run.sample_size)


def read_items(events: EventStore, run: RegressionRun, item_ids: Iterable[str]) -> dict[str, Item]:
    """Items by their ids, as of the run's version of the dataset."""
    moments = ((item_id, run.dataset_version) for item_id in item_ids)
    return {item_id: item for (item_id, _), item in read_items_as_of(events, run.project_id, moments).items()}


def walk_tasks(events: EventStore, run: RegressionRun, places: Iterable[AnswerPlace]) -> Iterator[Task]:
    """What is to be asked at these places, read as it is needed; places of items that are gone are left out."""
    left = iter(places)
    while some := list(islice(left, _AT_ONCE)):
        items = read_items(events, run, (place.item_id for place in some))
        yield from (Task(items[place.item_id], place.repeat) for place in some if place.item_id in items)


def find_places(item_ids: Sequence[str], run: RegressionRun) -> list[AnswerPlace]:
    """Every answer that a run is to have."""
    return list(places_of(item_ids, run.repeats))
