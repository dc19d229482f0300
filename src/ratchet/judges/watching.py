"""Watching: which traces judges should look at now, found past a watermark by when their rows were stored."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from time import monotonic
from typing import NamedTuple

from ratchet.domain.judge import Judge
from ratchet.judges.kinds import KINDS
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import Arrival, read_arrivals, read_clock, read_first_arrival
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import Watching, read_watching, write_watermarks

SECOND_US = 1_000_000
# Rows that were committed late, or stamped by a clock that is behind, are found by reading this much again.
OVERLAP_US = 60 * SECOND_US
SWEEP_EVERY_S = 15.0
_NEAR_US = 3 * SECOND_US
# What is read at once after a standstill.
_STRETCH_US = 60 * SECOND_US
# A trace whose root has not ended is waited for this long after the last news of it.
INCOMPLETE_US = 60 * SECOND_US
TRACES_PER_BATCH = 500
TRACES_PER_WAITING_BATCH = 100
_KEPT_MAX = 200_000


class Batch(NamedTuple):
    """Some judges by name and version, and traces they should look at; times are nanoseconds."""

    project_id: str
    judges: list[tuple[str, int]]
    trace_ids: list[str]
    starts_at: int
    ends_at: int


Dispatch = Callable[[Batch], None]


@dataclass(slots=True)
class _Post:
    """What is remembered of a project: where reading stands, what is not due yet, and what each judge was given."""

    position_us: int
    swept_at: float = float("-inf")
    saved_us: int = 0
    pending: dict[str, Arrival] = field(default_factory=dict[str, Arrival])
    given: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict[tuple[str, int], dict[str, int]])


class Watch:
    """Looks at what has arrived, project by project, and hands what is due to `dispatch`.

    `dispatch` must keep a batch for good before it returns: the watermark moves on after it.
    """

    def __init__(self, events: EventStore, records: RecordStore, dispatch: Dispatch) -> None:
        self._events = events
        self._records = records
        self._dispatch = dispatch
        self._posts: dict[str, _Post] = {}

    def look(self) -> int:
        """Dispatch everything that is due, and tell how many times a trace was given to a judge."""
        watching = read_watching(self._records)
        dispatched = 0
        for project_id, some in groupby(watching, key=lambda one: one.judge.project_id):
            dispatched += self._look_at(project_id, list(some))
        return dispatched

    def _look_at(self, project_id: str, watching: Sequence[Watching]) -> int:
        now_us = read_clock(self._events)
        reached_us = min(one.watermark.watermark_us for one in watching)
        post = self._posts.setdefault(project_id, _Post(reached_us))
        self._read(project_id, post, watching, now_us)
        batches = list(_to_batches(project_id, _find_due(post, watching, now_us)))
        for batch in batches:
            self._dispatch(batch)
        _remember(post, batches)
        self._save(project_id, post, watching)
        _forget(post, watching)
        return sum(len(batch.judges) * len(batch.trace_ids) for batch in batches)

    def _read(self, project_id: str, post: _Post, watching: Sequence[Watching], now_us: int) -> None:
        if now_us - post.position_us > _STRETCH_US:  # nobody has looked for a while, and maybe nothing came
            first_us = read_first_arrival(self._events, project_id, since_us=post.position_us - OVERLAP_US)
            post.position_us = max(post.position_us, now_us if first_us is None else min(first_us, now_us))
        is_sweep = monotonic() - post.swept_at >= SWEEP_EVERY_S
        since_us = post.position_us - (OVERLAP_US if is_sweep else _NEAR_US)
        before_us = min(now_us, post.position_us + _STRETCH_US)
        share = max(one.judge.sampling for one in watching)
        found = read_arrivals(self._events, project_id, since_us=since_us, before_us=before_us, share=share)
        for arrival in found:
            known = post.pending.get(arrival.trace_id)
            post.pending[arrival.trace_id] = arrival if known is None else known.merge(arrival)
        post.position_us = max(post.position_us, before_us)
        if is_sweep:
            post.swept_at = monotonic()

    def _save(self, project_id: str, post: _Post, watching: Sequence[Watching]) -> None:
        """Move the watermark behind all that is not dispatched; when nothing happens, once in a while is enough."""
        waiting = (arrival.last_us for arrival in _find_waiting(post, watching))
        reached_us = min(waiting, default=post.position_us)
        if reached_us - post.saved_us >= _STRETCH_US // 4 or (post.pending and reached_us > post.saved_us):
            write_watermarks(self._records, project_id, [(one.judge.name, reached_us) for one in watching])
            post.saved_us = reached_us


def _concerns(one: Watching, arrival: Arrival) -> bool:
    return arrival.last_us >= one.watermark.since_us and arrival.share < one.judge.sampling


def _is_news(post: _Post, judge: Judge, arrival: Arrival) -> bool:
    return post.given.get((judge.name, judge.version), {}).get(arrival.trace_id, -1) < arrival.last_us


def _is_due(judge: Judge, arrival: Arrival, now_us: int) -> bool:
    delay_us = int(judge.delay_s * SECOND_US)
    return now_us - arrival.last_us >= (delay_us if arrival.is_complete else max(delay_us, INCOMPLETE_US))


def _find_due(post: _Post, watching: Iterable[Watching], now_us: int) -> list[tuple[Judge, list[Arrival]]]:
    due: list[tuple[Judge, list[Arrival]]] = []
    for one in watching:
        theirs = [
            arrival
            for arrival in post.pending.values()
            if _concerns(one, arrival) and _is_due(one.judge, arrival, now_us) and _is_news(post, one.judge, arrival)
        ]
        if theirs:
            due.append((one.judge, theirs))
    return due


def _to_batches(project_id: str, due: Iterable[tuple[Judge, list[Arrival]]]) -> Iterable[Batch]:
    """Judges that only think share the reading of the same traces; each that waits is on its own, however it hangs."""
    shared: dict[tuple[str, ...], tuple[list[Judge], list[Arrival]]] = {}
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


def _remember(post: _Post, batches: Iterable[Batch]) -> None:
    for batch in batches:
        for key in batch.judges:
            given = post.given.setdefault(key, {})
            for trace_id in batch.trace_ids:
                given.pop(trace_id, None)  # so that the latest stand last
                given[trace_id] = post.pending[trace_id].last_us


def _find_waiting(post: _Post, watching: Sequence[Watching]) -> Iterable[Arrival]:
    for arrival in post.pending.values():
        if any(_concerns(one, arrival) and _is_news(post, one.judge, arrival) for one in watching):
            yield arrival


def _forget(post: _Post, watching: Sequence[Watching]) -> None:
    """Keep what somebody still waits for, and of what was given as much as an overlap can bring again."""
    post.pending = {arrival.trace_id: arrival for arrival in _find_waiting(post, watching)}
    current = {(one.judge.name, one.judge.version) for one in watching}
    post.given = {key: given for key, given in post.given.items() if key in current}
    for given in post.given.values():
        oldest_us = post.position_us - 2 * OVERLAP_US
        while given and (len(given) > _KEPT_MAX or next(iter(given.values())) < oldest_us):
            del given[next(iter(given))]
