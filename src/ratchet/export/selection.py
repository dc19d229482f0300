"""Which items an export takes: a few numbers of each, and the pages that their contents are read in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ratchet.domain.dataset import Dataset
from ratchet.domain.export import ExportOrder
from ratchet.domain.quality import quality_names
from ratchet.export.openai_rules import size_bytes_max
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import read_figures_of_names
from ratchet.store.events.export_rows import Key, RowQuery, has_borrowed_scores, read_keys, read_latest_version
from ratchet.store.records import RecordStore
from ratchet.store.records.quality_marks import read_marks

_PAGE_BYTES = 8 * 1024 * 1024
_PAGE_ROWS = 20_000


class Page(NamedTuple):
    """Rows that are read at once: their positions in the selection, and the keys of the first and the last."""

    start: int
    stop: int
    first: Key
    last: Key


@dataclass(frozen=True, slots=True)
class Selection:
    """The items of an export in the order in which they were made, an entry of each array for an item.

    `scores` has NaN where there is none; `types` are the query types, `""` for none; `is_fit` says of which items it is
    certain, without a look, that the order's format takes them.
    """

    query: RowQuery
    hashes: np.ndarray
    scores: np.ndarray
    types: Any
    sizes: np.ndarray
    created: np.ndarray
    is_fit: np.ndarray

    def __len__(self) -> int:
        return len(self.hashes)

    def pages(self) -> Iterator[Page]:
        """The pages in order, each of few items and little text."""
        numbers = np.cumsum(self.sizes) // _PAGE_BYTES
        edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(self)]
        for start, stop in pairwise(edges):
            for first in range(start, stop, _PAGE_ROWS):
                yield self.page(first, min(first + _PAGE_ROWS, stop))

    def file_order(self, *, is_split: bool) -> np.ndarray:
        """The positions of the items in the order of files: shuffled by their hashes, or as they are."""
        return np.argsort(self.hashes, kind="stable") if is_split else np.arange(len(self))

    def page(self, start: int, stop: int) -> Page:
        """The page of these positions."""
        return Page(start, stop, self._key(start), self._key(stop - 1))

    def _key(self, position: int) -> Key:
        return Key(int(self.created[position]), int(self.hashes[position]))


def select_items(events: EventStore, records: RecordStore, dataset: Dataset, order: ExportOrder) -> Selection:
    """The items that an order asks for, as the dataset was at its `as_of`, or is now."""
    query = RowQuery(
        project_id=dataset.project_id,
        dataset_id=dataset.id,
        as_of=order.as_of or read_latest_version(events, dataset.project_id, dataset.id),
        seed=order.seed,
        min_score=order.min_score,
        max_score=order.max_score,
        query_type=order.query_type,
        start=order.start,
        end=order.end,
        score_names=_score_names(events, records, dataset),
    )
    keys = read_keys(events, query, order, size_bytes_max=size_bytes_max(order)).combine_chunks()
    return Selection(
        query,
        hashes=keys["item_hash"].to_numpy(),
        scores=keys["score"].to_numpy(),
        types=keys["query_type"].combine_chunks(),
        sizes=keys["size"].to_numpy().astype(np.int64),
        created=keys["created_at"].to_numpy(),
        is_fit=keys["is_fit"].to_numpy() != 0,
    )


def read_quality_names(events: EventStore, records: RecordStore, project_id: str) -> tuple[str, ...]:
    """The names of the scores that speak of quality in a project."""
    figures = read_figures_of_names(events, project_id).values()
    return tuple(quality_names(figures, read_marks(records, project_id)))


def _score_names(events: EventStore, records: RecordStore, dataset: Dataset) -> tuple[str, ...]:
    """Whose scores of traces items have that have none themselves."""
    if not has_borrowed_scores(events, dataset.project_id, dataset.id):
        return ()
    return read_quality_names(events, records, dataset.project_id)
