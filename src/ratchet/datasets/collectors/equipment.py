"""What collecting works with: the stores, and which scores speak of quality."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from ratchet.domain.quality import QUALITY_SCALE, quality_names
from ratchet.domain.score import Score
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import read_figures_of_names
from ratchet.store.records import RecordStore
from ratchet.store.records.quality_marks import read_marks

_FRESH_S = 30.0


class _Known(NamedTuple):
    """The names of a project's scores at a moment, and those of them that speak of quality."""

    read_at: float
    names: frozenset[str]
    of_quality: frozenset[str]


class QualityNames:
    """Which scores speak of quality, asked again when it was long ago, or when a score says something new."""

    def __init__(self, events: EventStore, records: RecordStore) -> None:
        self._events = events
        self._records = records
        self._known: dict[str, _Known] = {}

    def of(self, project_id: str, scores: Iterable[Score]) -> frozenset[str]:
        """The names that count as quality, now that there are these scores too."""
        known = self._known.get(project_id)
        if known is None or monotonic() - known.read_at > _FRESH_S or any(_says_more(known, one) for one in scores):
            known = self._read(project_id)
            self._known[project_id] = known
        return known.of_quality

    def _read(self, project_id: str) -> _Known:
        figures = read_figures_of_names(self._events, project_id)
        of_quality = quality_names(figures.values(), read_marks(self._records, project_id))
        return _Known(monotonic(), frozenset(figures), frozenset(of_quality))


def _says_more(known: _Known, score: Score) -> bool:
    if score.value is None:
        return False
    low, high = QUALITY_SCALE
    return score.name not in known.names or (score.name in known.of_quality and not low <= score.value <= high)


@dataclass(frozen=True, slots=True)
class Equipment:
    """Everything that collecting needs. `stopping` is set when the server ends: what is not begun stays for later."""

    events: EventStore
    records: RecordStore
    quality: QualityNames
    stopping: threading.Event


def equip(events: EventStore, records: RecordStore) -> Equipment:
    """What collecting needs, over stores that are open."""
    return Equipment(events, records, QualityNames(events, records), threading.Event())
