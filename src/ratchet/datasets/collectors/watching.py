"""Which traces collectors should look at now: those whose scores have news, once the traces themselves are there."""

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from ratchet.domain.collector import Collector
from ratchet.domain.quality import ScoreFigures
from ratchet.jobs import watching
from ratchet.jobs.watching import INCOMPLETE_US, SECOND_US, Due, Watcher
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import Arrival, read_arrivals, read_first_arrival
from ratchet.store.events.score_arrivals import (
    complete_arrivals,
    is_there,
    read_first_score_arrival,
    read_score_arrivals,
)
from ratchet.store.records import RecordStore
from ratchet.store.records.collectors import Collecting, read_collecting, write_collector_watermarks
from ratchet.store.records.judges import read_judge_marks
from ratchet.store.records.quality_marks import read_marks

TRACES_PER_BATCH = 500
# Scores of one trace come together; looked at once, it makes one version of its item.
SETTLED_S = 1.0
# A score may overtake its trace by as long as an exporter tries again.
ABSENT_US = 600 * SECOND_US
ABSENT_MAX = 20_000
PAUSE_S = 0.4
PAUSE_S_MAX = 20.0


class Batch(NamedTuple):
    """Collectors by name, and traces they should look at."""

    project_id: str
    collectors: list[str]
    trace_ids: list[str]


Dispatch = Callable[[Batch], None]


class Watch:
    """Looks at what has arrived, and hands what is due to `dispatch`, which must keep a batch for good."""

    def __init__(self, events: EventStore, records: RecordStore, dispatch: Dispatch) -> None:
        self._watch = watching.Watch(events, _ScoredTraces(events, records, dispatch))

    def look(self) -> int:
        """Dispatch everything that is due, and tell how many times a trace was given to a collector."""
        return self._watch.look()


class Asked:
    """When which trace shall be asked for again: the longer it does not come, the less often."""

    def __init__(self) -> None:
        self._next: dict[str, tuple[float, float]] = {}

    def choose(self, waiting: Sequence[Arrival]) -> list[Arrival]:
        """Those to ask for now."""
        now = monotonic()
        chosen = [one for one in waiting if self._next.get(one.trace_id, (now, 0.0))[0] <= now]
        pauses = {one.trace_id: self._next.get(one.trace_id, (now, 0.0))[1] for one in chosen}
        again = {trace_id: min(max(2 * pause, PAUSE_S), PAUSE_S_MAX) for trace_id, pause in pauses.items()}
        later = {one.trace_id: self._next[one.trace_id] for one in waiting if one.trace_id not in again}
        self._next = later | {trace_id: (now + pause, pause) for trace_id, pause in again.items()}
        return chosen

    def forget(self, arrivals: Iterable[Arrival]) -> None:
        """Traces that are waited for no more; what comes of them later is news of its own."""
        for arrival in arrivals:
            self._next.pop(arrival.trace_id, None)


class _ScoredTraces:
    """News of scores, and of traces where a collector asks for no score."""

    def __init__(self, events: EventStore, records: RecordStore, dispatch: Dispatch) -> None:
        self._events = events
        self._records = records
        self._dispatch = dispatch
        self._collectors: dict[str, list[Collector]] = {}
        self._asked: dict[str, Asked] = {}

    def read_watchers(self) -> Sequence[Watcher]:
        found = read_collecting(self._records)
        self._collectors = {}
        for one in found:
            self._collectors.setdefault(one.collector.project_id, []).append(one.collector)
        return [_to_watcher(one) for one in found]

    def read_first(self, project_id: str, *, since_us: int) -> int | None:
        found = [read_first_score_arrival(self._events, project_id, since_us=since_us)]
        if self._looks_at_all(project_id):
            found.append(read_first_arrival(self._events, project_id, since_us=since_us))
        return min((first for first in found if first is not None), default=None)

    def read_news(self, project_id: str, *, since_us: int, before_us: int, share: float) -> Iterable[Arrival]:
        without = self._find_idle_names(project_id)
        yield from read_score_arrivals(
            self._events, project_id, since_us=since_us, before_us=before_us, share=share, without=without
        )
        if self._looks_at_all(project_id):
            yield from read_arrivals(self._events, project_id, since_us=since_us, before_us=before_us, share=share)

    def read_again(self, project_id: str, waiting: Sequence[Arrival], /) -> Iterable[Arrival]:
        """What has become of the traces; of very many that do not come, the oldest are given up."""
        asked = self._asked.setdefault(project_id, Asked())
        completed = complete_arrivals(self._events, project_id, asked.choose(waiting))
        asked.forget(arrival for arrival in completed if arrival.is_complete)
        ordered = sorted(waiting, key=lambda arrival: arrival.last_us)
        given_up = ordered[: max(0, len(waiting) - ABSENT_MAX)]
        return [*completed, *(arrival._replace(is_complete=True) for arrival in given_up)]

    def patience_us(self, arrival: Arrival, /) -> int:
        if not is_there(arrival):
            return ABSENT_US
        goes_on_us = max(0, arrival.ends_at // 1000 - arrival.last_us)  # spans that began after the score came
        return min(goes_on_us + INCOMPLETE_US, ABSENT_US)

    def hand_on(self, project_id: str, due: Sequence[Due]) -> None:
        for names, trace_ids in _group(due).items():
            for start in range(0, len(trace_ids), TRACES_PER_BATCH):
                self._dispatch(Batch(project_id, list(names), list(trace_ids[start : start + TRACES_PER_BATCH])))

    def write_watermarks(self, project_id: str, marks: Sequence[tuple[str, int]]) -> None:
        write_collector_watermarks(self._records, project_id, marks)

    def _looks_at_all(self, project_id: str) -> bool:
        return any(not collector.criteria for collector in self._collectors.get(project_id, ()))

    def _find_idle_names(self, project_id: str) -> set[str]:
        """Scores that every trace may have, and that no collector asks for: their judges measure no quality."""
        marks = read_marks(self._records, project_id)
        given = read_judge_marks(self._records, project_id)
        idle = {name for name in given if marks.of(ScoreFigures(name, 0, 0.0, 0.0, 0.0, 0.0)) is False}
        return idle - {name for one in self._collectors.get(project_id, ()) for name in _names_of(one)}


def _names_of(collector: Collector) -> Iterable[str]:
    yield from (criterion.score_name for criterion in collector.criteria)
    yield from (condition.key for condition in collector.filters)


def _to_watcher(one: Collecting) -> Watcher:
    collector, watermark = one
    return Watcher(
        collector.project_id,
        collector.name,
        collector.version,
        collector.sampling,
        SETTLED_S,
        watermark.since_us,
        watermark.watermark_us,
    )


def _group(due: Sequence[Due]) -> dict[tuple[str, ...], list[str]]:
    """Collectors that look at the same traces share the reading of them."""
    of_traces: dict[tuple[str, ...], list[str]] = {}
    for watcher, arrivals in due:
        of_traces.setdefault(tuple(arrival.trace_id for arrival in arrivals), []).append(watcher.name)
    return {tuple(names): list(trace_ids) for trace_ids, names in of_traces.items()}
