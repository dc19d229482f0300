"""What no prompt may show, since releases are held against it: the queries of evaluation datasets."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from ratchet.datasets.held_out import HeldOut, find_evaluation_datasets, read_queries_of
from ratchet.domain.dataset import Dataset
from ratchet.store.events import EventStore
from ratchet.store.events.few_shot_examples import Stamp, read_stamp
from ratchet.store.records import RecordStore

_LOOK_EVERY_S = 1.0


@dataclass(slots=True)
class Guard:
    """Knows the queries of the other evaluation datasets of a dataset's project; looks anew every second.

    The dataset itself may be one: of its items, only the query's own duplicates are kept from a prompt then.
    """

    dataset: Dataset
    also: tuple[str, ...]
    queries: HeldOut = field(default_factory=HeldOut)
    is_evaluated: bool = False
    _stamps: Mapping[str, Stamp] | None = None
    _looked_at: float = float("-inf")
    _looking: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_due(self) -> bool:
        return monotonic() - self._looked_at >= _LOOK_EVERY_S

    @property
    def is_ready(self) -> bool:
        """Whether it has looked at all."""
        return self._stamps is not None

    @property
    def version(self) -> str:
        """Another whenever the queries are."""
        return repr(sorted((self._stamps or {}).items()))

    def look(self, events: EventStore, records: RecordStore) -> None:
        """Find out what is kept for evaluation now, unless that was done a moment ago."""
        with self._looking:
            if not self.is_due:
                return
            project_id = self.dataset.project_id
            named = dict(find_evaluation_datasets(events, records, project_id, self.also))
            self.is_evaluated = named.pop(self.dataset.id, None) is not None
            stamps = {dataset_id: read_stamp(events, project_id, dataset_id) for dataset_id in named}
            if stamps != self._stamps:
                self.queries = read_queries_of(events, project_id, named)
                self._stamps = stamps
            self._looked_at = monotonic()
