"""Figures over a window of time: of traces, rolled up from their spans, and of scores."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.quality import ScoreFigures
from ratchet.domain.window import HOUR_NS, Interval, Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.trace_groups import UNNAMED_ERROR


@dataclass(frozen=True, slots=True)
class TraceFigures:
    """What the traces of a window come to. Latencies are in milliseconds, `None` where no trace has one."""

    traces: int
    failed: int
    error_types: dict[str, int]
    latencies: int
    latency_ms_avg: float | None
    latency_ms_p50: float | None
    latency_ms_p95: float | None
    latency_ms_p99: float | None
    latency_ms_min: float | None
    latency_ms_max: float | None


@dataclass(frozen=True, slots=True)
class ScoreBucket:
    """What the scores of an interval come to; `start` is in seconds since 1970."""

    start: int
    mean: float
    low: float
    high: float
    count: int


# Spans of an hour around are read too, so that a trace whose root lies outside is not taken for one without a root.
_AROUND_NS = HOUR_NS

# A column of few different texts: this is asked once for each of them, and not once for each row.
_OF_ENVIRONMENTS = "has({environments:Array(String)}, environment) = {are_meant:Bool}"

# The condition on the hour is what the primary key can use.
SPANS_AROUND = f"""
    project_id = {{project:String}} AND {_OF_ENVIRONMENTS}
    AND toStartOfHour(start_time) >= toStartOfHour(fromUnixTimestamp64Nano({{first:Int64}}, 'UTC'))
    AND toStartOfHour(start_time) <= toStartOfHour(fromUnixTimestamp64Nano({{last:Int64}}, 'UTC'))
    AND start_time >= fromUnixTimestamp64Nano({{first:Int64}}, 'UTC')
    AND start_time < fromUnixTimestamp64Nano({{last:Int64}}, 'UTC')
"""

IN_WINDOW = f"""
    project_id = {{project:String}} AND {_OF_ENVIRONMENTS}
    AND timestamp >= fromUnixTimestamp64Nano({{start:Int64}}, 'UTC')
    AND timestamp < fromUnixTimestamp64Nano({{end:Int64}}, 'UTC')
"""

# One row per trace, by numbers alone: this runs over every span of the window, and each aggregate more is felt.
# `place` is smallest for the logical root, because its highest two bits are the rank and the rest is the start.
# `outcome` holds an end and, in its last bit, whether it failed: one argMin where there would be two.
TRACES = f"""
SELECT
    min(place) AS first_place,
    bitShiftRight(first_place, 62) < 2 AS has_root,
    toInt64(bitAnd(first_place, bitShiftLeft(toUInt64(1), 62) - 1)) AS started,
    argMin(outcome, place) AS root_outcome,
    bitShiftRight(if(has_root, root_outcome, max(outcome)), 1) AS ended,
    if(has_root, bitAnd(root_outcome, 1) = 1, max(fails)) AS failed,
    argMinIf(error_type, place, fails AND error_type != '') AS first_error_type
FROM (
    SELECT
        trace_hash,
        error_type,
        level = 'ERROR' AS fails,
        bitShiftLeft(toUInt64(2 - root_rank), 62) + toUInt64(toUnixTimestamp64Nano(start_time)) AS place,
        2 * ifNull(toUnixTimestamp64Nano(end_time), 0) + fails AS outcome
    FROM spans FINAL
    WHERE {SPANS_AROUND}
)
GROUP BY trace_hash
HAVING started >= {{start:Int64}} AND started < {{end:Int64}}
"""

# On two cores, splitting a few hundred thousand groups for a parallel merge costs more than it saves.
_TRACE_FIGURES = f"""
SELECT
    count(),
    countIf(failed),
    sumMapIf([if(first_error_type = '', '{UNNAMED_ERROR}', first_error_type)], [toUInt64(1)], failed),
    count(latency_ms),
    avg(latency_ms),
    quantilesExactInclusive(0.5, 0.95, 0.99)(latency_ms),
    min(latency_ms),
    max(latency_ms)
FROM (
    SELECT failed, first_error_type, if(ended >= started, (ended - started) / 1e6, NULL) AS latency_ms
    FROM ({TRACES})
)
SETTINGS group_by_two_level_threshold = 1000000, group_by_two_level_threshold_bytes = 500000000
"""


def read_trace_figures(store: EventStore, project_id: str, window: Window, of: Environments = OF_USERS) -> TraceFigures:
    """Count, failures and latencies of the traces of some environments whose timestamp lies in a window.

    A trace is timed and judged by its logical root: of the spans with the highest root rank the one that starts
    first. Without any root it failed if a span did, and lasts from the earliest start to the latest end. A failed
    trace counts under the error type of its first failing span that has one, roots before others.
    """
    [[traces, failed, (types, counts), latencies, mean, (p50, p95, p99), low, high]] = store.query(
        _TRACE_FIGURES, around(project_id, window, of) | within(project_id, window, of)
    )
    figures = [mean, p50, p95, p99, low, high] if latencies else [None] * 6
    return TraceFigures(
        traces + count_spanless_traces(store, project_id, window, of),
        failed,
        dict(zip(types, counts, strict=True)),
        latencies,
        *figures,
    )


def around(project_id: str, window: Window, of: Environments, *, by_ns: int = _AROUND_NS) -> dict[str, Any]:
    """What `SPANS_AROUND` binds."""
    return {"first": window.start - by_ns, "last": window.end + by_ns, **_of(project_id, of)}


def within(project_id: str, window: Window, of: Environments) -> dict[str, Any]:
    """What `IN_WINDOW` binds, and what `TRACES` does beside the spans."""
    return {"start": window.start, "end": window.end, **_of(project_id, of)}


def _of(project_id: str, of: Environments) -> dict[str, Any]:
    return {"project": project_id, "environments": list(of.names), "are_meant": of.are_meant}


# `span_index` knows every trace that has a span, at any time, by this hash.
_SPANLESS = f"""
    SELECT reinterpretAsUInt64(substring(MD5(concat(project_id, '\\0', trace_id)), 1, 8)) AS hash
    FROM trace_overrides FINAL
    WHERE {IN_WINDOW}
"""


def count_spanless_traces(store: EventStore, project_id: str, window: Window, of: Environments = OF_USERS) -> int:
    """How many traces of a window an application has only spoken of: they have no span anywhere."""
    [[count]] = store.query(
        f"""
        SELECT count() FROM ({_SPANLESS})
        WHERE hash NOT IN (SELECT trace_hash FROM span_index WHERE trace_hash IN ({_SPANLESS}))
        """,
        within(project_id, window, of),
    )
    return count


NUMBERS_IN_WINDOW = f"""
    {IN_WINDOW}
    AND toStartOfHour(timestamp) >= toStartOfHour(fromUnixTimestamp64Nano({{start:Int64}}, 'UTC'))
    AND toStartOfHour(timestamp) <= toStartOfHour(fromUnixTimestamp64Nano({{end:Int64}}, 'UTC'))
    AND data_type IN ('NUMERIC', 'BOOLEAN')
    AND isFinite(value)
"""


def read_score_figures(
    store: EventStore, project_id: str, window: Window, of: Environments = OF_USERS
) -> Mapping[str, ScoreFigures]:
    """Every name under which numbers were given in a window, and what they come to."""
    found = store.query(
        f"""
        SELECT
            name, count(), avg(value), min(value), max(value), sum(value),
            groupUniqArrayIf(config_id, config_id != '')
        FROM scores FINAL WHERE {NUMBERS_IN_WINDOW} GROUP BY name
        """,
        within(project_id, window, of),
    )
    return {row[0]: ScoreFigures(*row) for row in found}


def read_score_buckets(
    store: EventStore,
    project_id: str,
    window: Window,
    interval: Interval,
    names: Collection[str],
    *,
    scale: tuple[float, float] = (-math.inf, math.inf),
    of: Environments = OF_USERS,
) -> list[ScoreBucket]:
    """What the scores of these names that lie on a scale come to in each interval that has some, oldest first."""
    if not names:
        return []
    found = store.query(
        f"""
        SELECT toUnixTimestamp({_BUCKETS[interval]}) AS start, avg(value), min(value), max(value), count()
        FROM scores FINAL WHERE {NUMBERS_IN_WINDOW} AND name IN {{names:Array(String)}}
            AND value BETWEEN {{low:Float64}} AND {{high:Float64}}
        GROUP BY start ORDER BY start
        """,
        within(project_id, window, of) | {"names": list(names), "low": scale[0], "high": scale[1]},
    )
    return [ScoreBucket(*row) for row in found]


_BUCKETS: Mapping[Interval, str] = {
    Interval.HOUR: "toStartOfHour(timestamp)",
    Interval.DAY: "toDateTime(toDate(timestamp, 'UTC'), 'UTC')",
}


def read_score_types(store: EventStore, project_id: str, name: str) -> list[str]:
    """The data types in which scores of a name are stored at any time; none for a name that nobody has used."""
    found = store.query(
        "SELECT DISTINCT data_type FROM scores FINAL WHERE project_id = {project:String} AND name = {name:String}",
        {"project": project_id, "name": name},
    )
    return sorted(data_type for (data_type,) in found)
