"""Langfuse's daily metrics: how many traces and observations a day had, and what each model used."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ratchet.domain.condition import Condition
from ratchet.domain.measurement import Aggregation, Figures, Granularity, Measurement, Metric, Order, Subject
from ratchet.domain.time import format_time
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events import EventStore
from ratchet.store.events.measures import read_figures

# A century of days with one model, or a year with a hundred.
ROWS_MAX = 36_500

_COUNT = Metric("count", Aggregation.COUNT)
_USED: Mapping[str, Metric] = {
    "countObservations": _COUNT,
    "countTraces": Metric("trace_id", Aggregation.UNIQ),
    "inputUsage": Metric("input_tokens", Aggregation.SUM),
    "outputUsage": Metric("output_tokens", Aggregation.SUM),
    "totalUsage": Metric("total_tokens", Aggregation.SUM),
    "totalCost": Metric("total_cost", Aggregation.SUM),
}
_OF_SPANS: Mapping[str, str] = {"name": "trace_name"}


def read_daily(
    events: EventStore, project_id: str, window: Window, conditions: Sequence[Condition]
) -> list[dict[str, Any]]:
    """Every day that has a trace or an observation, the newest first, for traces that meet all conditions."""
    traces = _read(events, project_id, Subject.TRACES, window, conditions, metrics=(_COUNT,))
    of_spans = [condition._replace(field=_OF_SPANS.get(condition.field, condition.field)) for condition in conditions]
    used = _read(
        events, project_id, Subject.SPANS, window, of_spans, metrics=tuple(_USED.values()), dimensions=("model",)
    )
    counts = {figures.start: figures.figures[0] for figures in traces}
    models: defaultdict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for figures in used:
        models[figures.start].append(_to_usage(figures))
    days = sorted({start for start in (*counts, *models) if start is not None}, reverse=True)
    return [_to_day(day, counts.get(day, 0), models[day]) for day in days]


def _read(
    events: EventStore,
    project_id: str,
    subject: Subject,
    window: Window,
    conditions: Sequence[Condition],
    *,
    metrics: tuple[Metric, ...],
    dimensions: tuple[str, ...] = (),
) -> list[Figures]:
    found = read_figures(
        events,
        Measurement(
            project_id=project_id,
            subject=subject,
            window=window,
            metrics=metrics,
            dimensions=dimensions,
            conditions=tuple(conditions),
            granularity=Granularity.DAY,
            order=(Order(None, True),),
            limit=ROWS_MAX + 1,
        ),
    )
    if len(found) > ROWS_MAX:
        raise Invalid(f"There are more than {ROWS_MAX} days and models. Ask for less by fromTimestamp and toTimestamp.")
    return found


def _to_usage(figures: Figures) -> dict[str, Any]:
    return {"model": figures.group[0], **dict(zip(_USED, figures.figures, strict=True))}


def _to_day(day: int, traces: int, usage: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "date": format_time(day)[:10],
        "countTraces": traces,
        "countObservations": sum(of_model["countObservations"] for of_model in usage),
        "totalCost": sum(of_model["totalCost"] for of_model in usage),
        "usage": usage,
    }
