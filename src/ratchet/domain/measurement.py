"""A measurement: figures over what is stored of a stretch of time, as one, or for each group and interval of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from ratchet.domain.condition import Condition
from ratchet.domain.environment import ALL_ENVIRONMENTS, Environments
from ratchet.domain.window import SECOND_NS, Window, from_ns


class Subject(StrEnum):
    """What is measured."""

    TRACES = "traces"
    SPANS = "spans"
    SCORES = "scores"


class Aggregation(StrEnum):
    """How many values become one figure."""

    SUM = "sum"
    AVG = "avg"
    COUNT = "count"
    MAX = "max"
    MIN = "min"
    P50 = "p50"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"
    HISTOGRAM = "histogram"
    UNIQ = "uniq"


class Granularity(StrEnum):
    """The intervals that a calendar in UTC has; weeks begin on Mondays."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Metric(NamedTuple):
    """One figure: a measure, and how its values are aggregated."""

    measure: str
    aggregation: Aggregation


class Order(NamedTuple):
    """What groups are ordered by: a dimension, a metric, or the interval (`None`)."""

    by: str | Metric | None
    is_descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What to measure: metrics of a project's subjects in a window, for which every condition holds.

    A group for each combination of the dimensions' values, and for each interval when there is a granularity.
    `bins` is into how many a histogram puts values at most. `of` is which environments rows are read of at all.
    """

    project_id: str
    subject: Subject
    window: Window
    metrics: tuple[Metric, ...]
    dimensions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    granularity: Granularity | None = None
    order: tuple[Order, ...] = ()
    limit: int = 100
    bins: int = 10
    of: Environments = ALL_ENVIRONMENTS


class Figures(NamedTuple):
    """The figures of one group, in the order of the measurement's dimensions and metrics.

    `start` is that of the interval, in nanoseconds since 1970. `None` stands for a dimension that has no value, and
    for a figure of no values at all.
    """

    group: tuple[Any, ...]
    start: int | None
    figures: tuple[Any, ...]


_STEPS = {
    Granularity.MINUTE: timedelta(minutes=1),
    Granularity.HOUR: timedelta(hours=1),
    Granularity.DAY: timedelta(days=1),
    Granularity.WEEK: timedelta(weeks=1),
}
# The first Monday of 1970, so that weeks are counted from one.
_ANCHOR = datetime(1970, 1, 5, tzinfo=UTC)


def interval_starts(window: Window, granularity: Granularity) -> Iterator[int]:
    """Where the intervals begin that a window reaches into, from the first on."""
    start = _interval_of(from_ns(window.start), granularity)
    while (start_ns := int(start.timestamp()) * SECOND_NS) < window.end:
        yield start_ns
        start = _next_interval(start, granularity)


def _interval_of(moment: datetime, granularity: Granularity) -> datetime:
    if granularity is Granularity.MONTH:
        return datetime(moment.year, moment.month, 1, tzinfo=UTC)
    return moment - (moment - _ANCHOR) % _STEPS[granularity]


def _next_interval(start: datetime, granularity: Granularity) -> datetime:
    if granularity is Granularity.MONTH:
        return datetime(start.year + start.month // 12, start.month % 12 + 1, 1, tzinfo=UTC)
    return start + _STEPS[granularity]
