"""Which traces judges should look at now, in batches that can be judged together."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ratchet.domain.judge import Judge
from ratchet.jobs import watching
from ratchet.jobs.watching import INCOMPLETE_US, SWEEP_EVERY_S, Due, Watcher
from ratchet.judges.kinds import KINDS
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import Arrival, read_arrivals, read_first_arrival
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import Watching, read_watching, write_watermarks

TRACES_PER_BATCH = 500
TRACES_PER_WAITING_BATCH = 100


class Batch(NamedTuple):
    """Some judges by name and version, and traces they should look at; times are nanoseconds."""

    project_id: str
    judges: list[tuple[str, int]]
    trace_ids: list[str]
    starts_at: int
    ends_at: int


Dispatch = Callable[[Batch], None]


class Watch:
    """Looks at what has arrived, and hands what is due to `dispatch`, which must keep a batch for good."""

    def __init__(
        self, events: EventStore, records: RecordStore, dispatch: Dispatch, *, sweep_every_s: float = SWEEP_EVERY_S
    ) -> None:
        self._watch = watching.Watch(events, _Traces(events, records, dispatch), sweep_every_s=sweep_every_s)

    def look(self) -> int:
        """Dispatch everything that is due, and tell how many times a trace was given to a judge."""
        return self._watch.look()


class _Traces:
    """The traces that arrive, for judges that are on."""

    def __init__(self, events: EventStore, records: RecordStore, dispatch: Dispatch) -> None:
        self._events = events
        self._records = records
        self._dispatch = dispatch
        self._judges: dict[tuple[str, str, int], Judge] = {}

    def read_watchers(self) -> Sequence[Watcher]:
        found = read_watching(self._records)
        self._judges = {(one.judge.project_id, one.judge.name, one.judge.version): one.judge for one in found}
        return [_to_watcher(one) for one in found]

    def read_first(self, project_id: str, *, since_us: int) -> int | None:
        return read_first_arrival(self._events, project_id, since_us=since_us)

    def read_news(self, project_id: str, *, since_us: int, before_us: int, share: float) -> Iterable[Arrival]:
        return read_arrivals(self._events, project_id, since_us=since_us, before_us=before_us, share=share)

    def read_again(self, _project_id: str, _waiting: Sequence[Arrival]) -> Iterable[Arrival]:
        return ()  # what completes a trace is news of it

    def patience_us(self, _arrival: Arrival) -> int:
        return INCOMPLETE_US

    def hand_on(self, project_id: str, due: Sequence[Due]) -> None:
        judged = [(self._judges[project_id, *one.watcher.key], one.arrivals) for one in due]
        for batch in _to_batches(project_id, judged):
            self._dispatch(batch)

    def write_watermarks(self, project_id: str, marks: Sequence[tuple[str, int]]) -> None:
        write_watermarks(self._records, project_id, marks)


def _to_watcher(one: Watching) -> Watcher:
    judge, watermark = one
    return Watcher(
        judge.project_id,
        judge.name,
        judge.version,
        judge.sampling,
        judge.delay_s,
        watermark.since_us,
        watermark.watermark_us,
    )


def _to_batches(project_id: str, due: Iterable[tuple[Judge, Sequence[Arrival]]]) -> Iterable[Batch]:
    """Judges that only think share the reading of the same traces; each that waits is on its own, however it hangs."""
    shared: dict[tuple[str, ...], tuple[list[Judge], Sequence[Arrival]]] = {}
    for judge, arrivals in due:
        if _waits(judge):
            yield from _cut(project_id, [judge], arrivals, TRACES_PER_WAITING_BATCH)
        else:
            key = tuple(arrival.trace_id for arrival in arrivals)
            shared.setdefault(key, ([], arrivals))[0].append(judge)
    for judges, arrivals in shared.values():
        yield from _cut(project_id, judges, arrivals, TRACES_PER_BATCH)


def _cut(project_id: str, judges: Sequence[Judge], arrivals: Sequence[Arrival], size: int) -> Iterable[Batch]:
    names = [(judge.name, judge.version) for judge in judges]
    for start in range(0, len(arrivals), size):
        some = arrivals[start : start + size]
        yield Batch(
            project_id,
            names,
            [arrival.trace_id for arrival in some],
            min(arrival.starts_at for arrival in some),
            max(arrival.ends_at for arrival in some),
        )


def _waits(judge: Judge) -> bool:
    kind = KINDS.get(judge.kind)
    return kind is not None and kind.waits()
