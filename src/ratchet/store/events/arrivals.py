"""Arrivals: which traces have had news, by when their rows were stored, whatever times the spans themselves claim."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ratchet.store.events.client import EventStore

_HASHES = 2**64
# When rows came that are no news: before anybody looks.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Arrival(NamedTuple):
    """News of a trace, as far as it came within what was read.

    `last_us` is when the latest of it was stored, in microseconds by the store's clock. `is_complete` says that the
    trace's root has ended. `starts_at` and `ends_at` are when the first and the last of it began, in nanoseconds.
    `share` lies in [0, 1) and is the trace's own: samples are the traces below a share. `rows` is how many there were.
    """

    trace_id: str
    last_us: int
    is_complete: bool
    starts_at: int
    ends_at: int
    share: float
    rows: int = 1

    def merge(self, other: "Arrival") -> "Arrival":
        """What two reads tell together."""
        return self._replace(
            last_us=max(self.last_us, other.last_us),
            is_complete=self.is_complete or other.is_complete,
            starts_at=min(self.starts_at, other.starts_at),
            ends_at=max(self.ends_at, other.ends_at),
            rows=max(self.rows, other.rows),
        )


def insert_rows(
    store: EventStore, table: str, fields: Sequence[str], rows: Sequence[Sequence[Any]], *, is_news: bool
) -> None:
    """Insert rows that arrive now, or that are stored as if they had always been there."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if is_news:
        store.insert(table, fields, columns)
    else:
        store.insert(table, [*fields, "inserted_at"], [*columns, [_NEVER] * len(rows)])


def read_clock(store: EventStore) -> int:
    """Microseconds since 1970 by the store's own clock, which stamps arrivals."""
    [[now]] = store.query("SELECT toUnixTimestamp64Micro(now64(6))")
    return now


def read_first_arrival(store: EventStore, project_id: str, *, since_us: int) -> int | None:
    """When the first row since a moment was stored, if there is one, in microseconds."""
    bound = {"project": project_id, "since": since_us}
    [[first]] = store.query(_FIRST, bound)
    return first or None


def read_arrivals(
    store: EventStore, project_id: str, *, since_us: int, before_us: int, share: float = 1.0
) -> list[Arrival]:
    """The traces below a share with rows that were stored in a stretch of time."""
    bound = {
        "project": project_id,
        "since": since_us,
        "before": before_us,
        "share": min(int(share * _HASHES), _HASHES - 1),
    }
    rows = store.query(_ARRIVALS, bound)
    arrivals = [Arrival(*row) for row in rows]
    return [arrival._replace(share=arrival.share / _HASHES) for arrival in arrivals]


_STORED = """
    project_id = {project:String} AND inserted_at >= fromUnixTimestamp64Micro({since:Int64}, 'UTC')
    AND inserted_at < fromUnixTimestamp64Micro({before:Int64}, 'UTC')
"""
_FIRST = """
SELECT toUnixTimestamp64Micro(minIf(stored, stored > fromUnixTimestamp64Micro(0, 'UTC'))) FROM (
    SELECT min(inserted_at) AS stored FROM spans
    WHERE project_id = {project:String} AND inserted_at >= fromUnixTimestamp64Micro({since:Int64}, 'UTC')
    UNION ALL
    SELECT min(inserted_at) AS stored FROM trace_overrides
    WHERE project_id = {project:String} AND inserted_at >= fromUnixTimestamp64Micro({since:Int64}, 'UTC')
)
"""
# What was said of a trace apart from its spans is complete when it says what came out.
_ARRIVALS = f"""
SELECT any(trace_id), toUnixTimestamp64Micro(max(stored)), max(complete), toUnixTimestamp64Nano(min(start)),
    toUnixTimestamp64Nano(max(start)), trace_hash, count()
FROM (
    SELECT trace_hash, trace_id, inserted_at AS stored, root_rank > 0 AND end_time IS NOT NULL AS complete,
        start_time AS start
    FROM spans WHERE {_STORED} AND trace_hash <= {{share:UInt64}}
    UNION ALL
    SELECT cityHash64(trace_id) AS trace_hash, trace_id, inserted_at AS stored, output != '' AS complete,
        timestamp AS start
    FROM trace_overrides WHERE {_STORED} AND cityHash64(trace_id) <= {{share:UInt64}}
)
GROUP BY trace_hash
"""
