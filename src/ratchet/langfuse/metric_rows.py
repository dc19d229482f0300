"""Figures as Langfuse's metrics answer them: rows under the names that the query has."""

from collections.abc import Sequence
from typing import Any

from ratchet.domain.measurement import Figures, Granularity, Measurement
from ratchet.domain.time import format_time
from ratchet.langfuse.metric_query import MetricQueryIn

TIME = "time_dimension"


def to_rows(asked: MetricQueryIn, measurement: Measurement, found: Sequence[Figures]) -> list[dict[str, Any]]:
    """Figures under the names that the query has for them."""
    return [_to_row(asked, measurement.granularity, figures) for figures in found]


def _to_row(asked: MetricQueryIn, granularity: Granularity | None, figures: Figures) -> dict[str, Any]:
    row: dict[str, Any] = {
        dimension.field: value for dimension, value in zip(asked.dimensions, figures.group, strict=True)
    }
    if granularity is not None and figures.start is not None:
        row[TIME] = _to_start(figures.start, granularity)
    row |= {metric.key: value for metric, value in zip(asked.metrics, figures.figures, strict=True)}
    return row


def _to_start(start: int, granularity: Granularity) -> str:
    """A date, where an interval is of whole days; else a time."""
    text = format_time(start)
    is_time = granularity in {Granularity.MINUTE, Granularity.HOUR}
    return text.replace(".000Z", "Z") if is_time else text.partition("T")[0]
