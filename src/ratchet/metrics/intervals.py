"""Figures over time without gaps, so that a chart shows where nothing happened."""

from itertools import islice
from typing import Any

from ratchet.domain.measurement import Aggregation, Figures, Measurement, interval_starts

_OF_NOTHING: dict[Aggregation, Any] = {
    Aggregation.COUNT: 0,
    Aggregation.SUM: 0,
    Aggregation.UNIQ: 0,
    Aggregation.HISTOGRAM: [],
}


def fill_intervals(asked: Measurement, found: list[Figures]) -> list[Figures]:
    """Every interval of the window in order, as long as the measurement's limit allows for all of them.

    Intervals in which nothing is stored count 0, and have no other figures. With more intervals than the limit, or
    with dimensions, only what is stored is shown.
    """
    if asked.granularity is None or asked.dimensions:
        return found
    starts = list(islice(interval_starts(asked.window, asked.granularity), asked.limit + 1))
    if len(starts) > asked.limit:
        return found
    empty = tuple(_OF_NOTHING.get(metric.aggregation) for metric in asked.metrics)
    known = {figures.start: figures for figures in found}
    return [known.get(start) or Figures((), start, empty) for start in starts]
