"""Figures of each step of a window, and of the window as a whole: what charts are drawn from."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.window import Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.metrics import (
    NUMBERS_IN_WINDOW,
    SPANS_AROUND,
    TRACES,
    around,
    count_spanless_traces,
    within,
)
from ratchet.store.events.trace_groups import UNNAMED_ERROR

Step = TypeVar("Step")


@dataclass(frozen=True, slots=True)
class TraceStep:
    """What the traces of a step come to. Latencies are in milliseconds, `None` where no trace has one."""

    traces: int = 0
    failed: int = 0
    error_types: Mapping[str, int] = field(default_factory=dict[str, int])
    latencies: int = 0
    latency_ms_p50: float | None = None
    latency_ms_p95: float | None = None
    latency_ms_p99: float | None = None


@dataclass(frozen=True, slots=True)
class UsageStep:
    """What the spans of a step used: cost in US dollars, and tokens."""

    spans: int = 0
    cost: float = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """What some scores of a step come to, and the name whose mean is the lowest."""

    count: int = 0
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    lowest_name: str | None = None


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What one model was used for in a window."""

    model: str
    calls: int
    cost: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Series(Generic[Step]):
    """Steps by their number, counted from 1970, as far as something is stored of them; and the whole."""

    steps: Mapping[int, Step]
    whole: Step


# The whole is rolled up from the steps, so that every span is read once.
_TRACE_STEPS = f"""
SELECT
    grouping(step) AS is_whole,
    intDiv(started, {{step_ns:Int64}}) AS step,
    count(),
    countIf(failed),
    sumMapIf([if(first_error_type = '', '{UNNAMED_ERROR}', first_error_type)], [toUInt64(1)], failed),
    count(latency_ms),
    quantilesExactInclusive(0.5, 0.95, 0.99)(latency_ms)
FROM (
    SELECT started, failed, first_error_type, if(ended >= started, (ended - started) / 1e6, NULL) AS latency_ms
    FROM ({TRACES})
)
GROUP BY step WITH ROLLUP
SETTINGS group_by_two_level_threshold = 1000000, group_by_two_level_threshold_bytes = 500000000
"""


def read_trace_steps(
    store: EventStore, project_id: str, window: Window, step_ns: int, of: Environments = OF_USERS
) -> Series[TraceStep]:
    """Count, failures and latencies by the step in which traces began; judged as `read_trace_figures` does.

    Traces that have no span count only in the whole.
    """
    asked = around(project_id, window, of) | within(project_id, window, of) | {"step_ns": step_ns}
    series = _to_series(store.query(_TRACE_STEPS, asked), _to_trace_step, TraceStep())
    spanless = count_spanless_traces(store, project_id, window, of)
    return replace(series, whole=replace(series.whole, traces=series.whole.traces + spanless))


def _to_trace_step(row: Sequence[Any]) -> TraceStep:
    traces, failed, (types, counts), latencies, percentiles = row
    known = percentiles if latencies else (None, None, None)
    return TraceStep(traces, failed, dict(zip(types, counts, strict=True)), latencies, *known)


def _to_series(rows: Iterable[Sequence[Any]], to_step: Callable[[Sequence[Any]], Step], nothing: Step) -> Series[Step]:
    steps: dict[int, Step] = {}
    whole = nothing
    for is_whole, number, *figures in rows:
        if is_whole:
            whole = to_step(figures)
        else:
            steps[number] = to_step(figures)
    return Series(steps, whole)


# Names of models are free texts: of many, only those on which the most was spent are read.
_GROUPS_MAX = 1000
_USAGE_STEPS = f"""
SELECT
    grouping(step) AS no_step,
    grouping(model) AS no_model,
    intDiv(toUnixTimestamp64Nano(start_time), {{step_ns:Int64}}) AS step,
    model,
    count() AS calls,
    sum(total_cost) AS spent,
    sum(usage['total']) AS used
FROM spans FINAL
WHERE {SPANS_AROUND}
GROUP BY GROUPING SETS ((step), (model), ())
ORDER BY spent DESC, used DESC, calls DESC, model
LIMIT {_GROUPS_MAX} BY no_step, no_model
"""


def read_usage(
    store: EventStore, project_id: str, window: Window, step_ns: int, of: Environments = OF_USERS
) -> tuple[Series[UsageStep], list[ModelUse]]:
    """What spans used by the step in which they began, and by the model that they called, dearest first."""
    asked = around(project_id, window, of, by_ns=0) | {"step_ns": step_ns}
    steps, models, whole = {}, [], UsageStep()
    for no_step, no_model, step, model, calls, cost, tokens in store.query(_USAGE_STEPS, asked):
        if not no_step:
            steps[step] = UsageStep(calls, cost, tokens)
        elif no_model:
            whole = UsageStep(calls, cost, tokens)
        elif model:
            models.append(ModelUse(model, calls, cost, tokens))
    return Series(steps, whole), models


_SCORE_STEPS = f"""
SELECT
    grouping(step) AS is_whole,
    step,
    sum(n),
    sum(total) / sum(n),
    min(low),
    max(high),
    argMin(name, (total / n, name))
FROM (
    SELECT
        intDiv(toUnixTimestamp64Nano(timestamp), {{step_ns:Int64}}) AS step,
        name,
        count() AS n,
        sum(value) AS total,
        min(value) AS low,
        max(value) AS high
    FROM scores FINAL
    WHERE {NUMBERS_IN_WINDOW} AND name IN {{names:Array(String)}} AND value BETWEEN {{low:Float64}} AND {{high:Float64}}
    GROUP BY step, name
)
GROUP BY step WITH ROLLUP
"""


def read_score_steps(
    store: EventStore,
    project_id: str,
    window: Window,
    step_ns: int,
    names: Collection[str],
    *,
    scale: tuple[float, float] = (-math.inf, math.inf),
    of: Environments = OF_USERS,
) -> Series[ScoreStep]:
    """What the scores of these names that lie on a scale come to, by the step of their time."""
    asked = within(project_id, window, of) | {"step_ns": step_ns}
    asked |= {"names": list(names), "low": scale[0], "high": scale[1]}
    return _to_series(store.query(_SCORE_STEPS, asked) if names else [], lambda row: ScoreStep(*row), ScoreStep())
