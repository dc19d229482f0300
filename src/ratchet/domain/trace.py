"""A trace: its spans rolled up into one thing, and what one can ask of many."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ratchet.domain.condition import Condition
from ratchet.domain.environment import ALL_ENVIRONMENTS, Environments
from ratchet.domain.window import HOUR_NS, Window

ALL_TIME = Window(0, 2**63 - 1)
# Spans may begin before their root, and go on after it.
_AROUND_NS = 24 * HOUR_NS


class TraceStatus(StrEnum):
    """How a trace ended."""

    SUCCESS = "success"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One trace: what its logical root, its other spans and its override say together.

    An override wins, then the root, then the earliest span that says something; tags are everyone's. Empty text
    means "nobody said". Times are nanoseconds since 1970 in UTC: `timestamp` is when the root began, by which traces
    are found and ordered, `stated_time` when an application said that the trace did. `latency_ms` is `None` while
    nothing has ended, and `has_cost` is false while nothing is known to have cost anything, be it 0.
    """

    id: str
    timestamp: int
    stated_time: int | None
    name: str
    user_id: str
    session_id: str
    status: TraceStatus
    error_type: str
    latency_ms: float | None
    total_cost: float
    has_cost: bool
    tags: list[str]
    environment: str
    release: str
    version: str
    public: bool
    models: list[str]
    input: str
    output: str
    metadata: dict[str, str]
    span_ids: list[str]
    created_at: int
    updated_at: int


def window_around(traces: Iterable[Trace]) -> Window:
    """A stretch of time in which traces lie with all their spans, as far as they tell how long they took."""
    times = [end for trace in traces for end in (trace.timestamp, trace.timestamp + int((trace.latency_ms or 0) * 1e6))]
    return Window(max(0, min(times, default=0) - _AROUND_NS), max(times, default=0) + _AROUND_NS + 1)


class TracePosition(NamedTuple):
    """Where a trace stands among others by time; ids decide between equal timestamps."""

    timestamp: int
    trace_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceQuery:
    """Which traces of a project: those whose timestamp lies in a window and for which every condition holds.

    Rows of other environments than `of` are not even read.
    """

    project_id: str
    window: Window = ALL_TIME
    conditions: tuple[Condition, ...] = ()
    of: Environments = ALL_ENVIRONMENTS

    def within(self, window: Window) -> "TraceQuery":
        """The same question about another stretch of time."""
        return replace(self, window=window)
