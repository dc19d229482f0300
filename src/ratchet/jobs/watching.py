"""Watching: which traces each of some watchers should look at now, found past a watermark by when rows were stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from time import monotonic
from typing import NamedTuple, Protocol

from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import Arrival, read_clock

SECOND_US = 1_000_000
# Rows that were committed late, or stamped by a clock that is behind, are found by reading this much again.
OVERLAP_US = 60 * SECOND_US
SWEEP_EVERY_S = 15.0
_NEAR_US = 3 * SECOND_US
# What is read at once after a standstill.
_STRETCH_US = 60 * SECOND_US
# A trace whose root has not ended is waited for this long after the last news of it.
INCOMPLETE_US = 60 * SECOND_US
_KEPT_MAX = 200_000


class Watcher(NamedTuple):
    """Somebody who looks at what arrives, `delay_s` after the last news of a trace, and how far that one has looked.

    `version` is another when a watcher should look again at what it was given. `since_us` and `watermark_us` are
    microseconds since 1970 by the event store's clock: nothing before the first concerns it, and everything before
    the second was given to it.
    """

    project_id: str
    name: str
    version: int
    sampling: float
    delay_s: float
    since_us: int
    watermark_us: int

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others of its project."""
        return self.name, self.version


class Due(NamedTuple):
    """What a watcher should look at now."""

    watcher: Watcher
    arrivals: Sequence[Arrival]


class Source(Protocol):
    """What is watched, for whom, and who takes what is due."""

    def read_watchers(self) -> Sequence[Watcher]:
        """Those who look at the moment, by project."""
        ...

    def read_first(self, project_id: str, *, since_us: int) -> int | None:
        """When the first news since a moment came, if there is any."""
        ...

    def read_news(self, project_id: str, *, since_us: int, before_us: int, share: float) -> Iterable[Arrival]:
        """News of traces below a share that came in a stretch of time."""
        ...

    def read_again(self, project_id: str, waiting: Sequence[Arrival], /) -> Iterable[Arrival]:
        """What has become of traces that were not complete; those of which nothing is new may be left out."""
        ...

    def patience_us(self, arrival: Arrival, /) -> int:
        """How long a trace that is not complete is waited for."""
        ...

    def hand_on(self, project_id: str, due: Sequence[Due]) -> None:
        """Keep what is due for good before returning: the watermark moves on after it."""
        ...

    def write_watermarks(self, project_id: str, marks: Sequence[tuple[str, int]]) -> None:
        """Say how far watchers have looked, by their names."""
        ...


class _Given(NamedTuple):
    """What a watcher was given of a trace: how late the latest of it came, and how many rows there were."""

    last_us: int
    rows: int


@dataclass(slots=True)
class _Post:
    """What is remembered of a project: where reading stands, what is not due yet, and what each watcher was given."""

    position_us: int
    swept_at: float = float("-inf")
    saved_us: int = 0
    pending: dict[str, Arrival] = field(default_factory=dict[str, Arrival])
    given: dict[tuple[str, int], dict[str, _Given]] = field(default_factory=dict[tuple[str, int], dict[str, _Given]])

    def take(self, arrivals: Iterable[Arrival]) -> None:
        """Remember news beside what was known."""
        for arrival in arrivals:
            known = self.pending.get(arrival.trace_id)
            self.pending[arrival.trace_id] = arrival if known is None else known.merge(arrival)


class Watch:
    """Looks at what has arrived, project by project, and hands on what is due.

    Every `sweep_every_s` it reads again all that an overlap holds, and finds what was committed late.
    """

    def __init__(self, events: EventStore, source: Source, *, sweep_every_s: float = SWEEP_EVERY_S) -> None:
        self._events = events
        self._source = source
        self._sweep_every_s = sweep_every_s
        self._posts: dict[str, _Post] = {}

    def look(self) -> int:
        """Hand on everything that is due, and tell how many times a trace was given to a watcher."""
        watchers = self._source.read_watchers()
        given = 0
        for project_id, some in groupby(watchers, key=lambda watcher: watcher.project_id):
            given += self._look_at(project_id, list(some))
        return given

    def _look_at(self, project_id: str, watchers: Sequence[Watcher]) -> int:
        now_us = read_clock(self._events)
        reached_us = min(watcher.watermark_us for watcher in watchers)
        post = self._posts.setdefault(project_id, _Post(reached_us))
        self._read(project_id, post, watchers, now_us)
        due = [Due(watcher, found) for watcher in watchers if (found := self._find_due(post, watcher, now_us))]
        if due:
            self._source.hand_on(project_id, due)
        _remember(post, due)
        self._save(project_id, post, watchers)
        _forget(post, watchers)
        return sum(len(one.arrivals) for one in due)

    def _read(self, project_id: str, post: _Post, watchers: Sequence[Watcher], now_us: int) -> None:
        if now_us - post.position_us > _STRETCH_US:  # nobody has looked for a while, and maybe nothing came
            first_us = self._source.read_first(project_id, since_us=post.position_us - OVERLAP_US)
            post.position_us = max(post.position_us, now_us if first_us is None else min(first_us, now_us))
        is_sweep = monotonic() - post.swept_at >= self._sweep_every_s
        since_us = post.position_us - (OVERLAP_US if is_sweep else _NEAR_US)
        before_us = min(now_us, post.position_us + _STRETCH_US)
        share = max(watcher.sampling for watcher in watchers)
        post.take(self._source.read_news(project_id, since_us=since_us, before_us=before_us, share=share))
        _drop_the_known(post, watchers)
        waiting = [arrival for arrival in post.pending.values() if not arrival.is_complete]
        post.take(self._source.read_again(project_id, waiting) if waiting else ())
        post.position_us = max(post.position_us, before_us)
        if is_sweep:
            post.swept_at = monotonic()

    def _find_due(self, post: _Post, watcher: Watcher, now_us: int) -> list[Arrival]:
        return [
            arrival
            for arrival in post.pending.values()
            if _awaits(post, watcher, arrival) and self._is_due(watcher, arrival, now_us)
        ]

    def _is_due(self, watcher: Watcher, arrival: Arrival, now_us: int) -> bool:
        delay_us = int(watcher.delay_s * SECOND_US)
        if not arrival.is_complete:
            delay_us = max(delay_us, self._source.patience_us(arrival))
        return now_us - arrival.last_us >= delay_us

    def _save(self, project_id: str, post: _Post, watchers: Sequence[Watcher]) -> None:
        """Move the watermark behind all that is not handed on; when nothing happens, once in a while is enough."""
        waiting = (arrival.last_us for arrival in _find_waiting(post, watchers))
        reached_us = min(waiting, default=post.position_us)
        if reached_us - post.saved_us >= _STRETCH_US // 4 or (post.pending and reached_us > post.saved_us):
            self._source.write_watermarks(project_id, [(watcher.name, reached_us) for watcher in watchers])
            post.saved_us = reached_us


def _awaits(post: _Post, watcher: Watcher, arrival: Arrival) -> bool:
    """Whether news of a trace concerns a watcher, and was not given to it before.

    More rows than there were are news too: what was committed late is stamped earlier than what was given.
    """
    if arrival.last_us < watcher.since_us or arrival.share >= watcher.sampling:
        return False
    given = post.given.get(watcher.key, {}).get(arrival.trace_id)
    return given is None or arrival.last_us > given.last_us or arrival.rows > given.rows


def _find_waiting(post: _Post, watchers: Sequence[Watcher]) -> Iterable[Arrival]:
    for arrival in post.pending.values():
        if any(_awaits(post, watcher, arrival) for watcher in watchers):
            yield arrival


def _remember(post: _Post, due: Iterable[Due]) -> None:
    for watcher, arrivals in due:
        given = post.given.setdefault(watcher.key, {})
        for arrival in arrivals:
            given.pop(arrival.trace_id, None)  # so that the latest stand last
            given[arrival.trace_id] = _Given(arrival.last_us, arrival.rows)


def _drop_the_known(post: _Post, watchers: Sequence[Watcher]) -> None:
    """What was read once more, and given to everybody, is no news."""
    post.pending = {arrival.trace_id: arrival for arrival in _find_waiting(post, watchers)}


def _forget(post: _Post, watchers: Sequence[Watcher]) -> None:
    """Keep what somebody still waits for, and of what was given as much as an overlap can bring again."""
    _drop_the_known(post, watchers)
    current = {watcher.key for watcher in watchers}
    post.given = {key: given for key, given in post.given.items() if key in current}
    for given in post.given.values():
        oldest_us = post.position_us - 2 * OVERLAP_US
        while given and (len(given) > _KEPT_MAX or next(iter(given.values())).last_us < oldest_us):
            del given[next(iter(given))]
