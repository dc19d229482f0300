"""Traces with their observations, read by stretches of time and sent as they are."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import repeat

from ratchet.errors import NotFound
from ratchet.langfuse.sync.copying import Sync
from ratchet.langfuse.sync.media import carry_media_of_trace
from ratchet.langfuse.sync.observations import read_traces_of_observations
from ratchet.langfuse.sync.remote import Remote, Row, quoted
from ratchet.langfuse.sync.windows import Stretch, to_text, walk_stretches

API = "/api/public"
KIND = "traces"
# As many traces are in memory at a time, and as many requests under way.
_TOGETHER = 20
_THREADS = 4
# A trace is sent with so many of its observations at a time.
_OBSERVATIONS_MAX = 200


def sync_traces(sync: Sync) -> None:
    """All traces from where the last sync was over, with their observations and media."""
    end = sync.begun + timedelta(days=1)  # clocks of applications may be ahead
    start = sync.checkpoint.reached(KIND) or read_earliest(sync.source)
    if start is None:
        return
    total = count_traces(sync.source, start)
    for stretch, traces in walk_traces(sync.source, start, end):
        parts = (part for trace in _with_media(sync, traces) for part in _in_parts(trace))
        sync.keep(KIND, parts, total)
        sync.checkpoint.reach(KIND, stretch.end)


def walk_traces(source: Remote, start: datetime, end: datetime) -> Iterator[tuple[Stretch, Iterator[Row]]]:
    """Stretches of time, and the traces of each, whole; by whichever routes the source has."""
    if not has_traces(source):
        yield from read_traces_of_observations(source, start, end)
        return
    with ThreadPoolExecutor(_THREADS) as threads:
        for stretch in walk_stretches(source, f"{API}/traces", start, end):
            yield stretch, _read_whole(source, stretch, threads)


def has_traces(source: Remote) -> bool:
    """Whether a server shows traces; Langfuse's version 4 shows observations only."""
    try:
        source.count(f"{API}/traces")
    except NotFound:
        return False
    return True


def count_traces(source: Remote, start: datetime | None = None) -> int | None:
    """How many traces there are from a time on; None where the source does not say."""
    since = {} if start is None else {"fromTimestamp": to_text(start)}
    return source.count(f"{API}/traces", **since) if has_traces(source) else None


def read_earliest(source: Remote) -> datetime | None:
    """When the oldest trace began; None without any."""
    if not has_traces(source):
        return datetime.fromisoformat("2023-01-01T00:00:00+00:00")  # before there was a Langfuse
    found = source.get(f"{API}/traces", limit=1, page=1, orderBy="timestamp.asc")["data"]
    return datetime.fromisoformat(found[0]["timestamp"]) if found else None


def _read_whole(source: Remote, stretch: Stretch, threads: ThreadPoolExecutor) -> Iterator[Row]:
    for rows, _ in source.pages(f"{API}/traces", limit=_TOGETHER, fields="core", **stretch.named("Timestamp")):
        found = threads.map(_read_one, repeat(source), [str(row["id"]) for row in rows])
        yield from (trace for trace in found if trace is not None)


def _read_one(source: Remote, trace_id: str) -> Row | None:
    try:
        return source.get(f"{API}/traces/{quoted(trace_id)}")
    except NotFound:  # deleted meanwhile
        return None


def _with_media(sync: Sync, traces: Iterable[Row]) -> Iterator[Row]:
    for trace in traces:
        carry_media_of_trace(sync, trace)
        yield trace


def _in_parts(trace: Row) -> Iterator[Row]:
    """A trace with many observations in several parts, which the destination puts together."""
    observations = trace["observations"]
    for first in range(0, max(len(observations), 1), _OBSERVATIONS_MAX):
        yield {**trace, "observations": observations[first : first + _OBSERVATIONS_MAX]}
