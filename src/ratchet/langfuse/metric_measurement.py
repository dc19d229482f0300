"""A query for Langfuse's metrics as a measurement of ours, once every name in it has been looked up."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.measurement import Aggregation, Granularity, Measurement, Metric, Order, Subject, interval_starts
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.http.fields import invalid_field
from ratchet.langfuse.filters import FilterCondition, to_conditions
from ratchet.langfuse.metric_query import MetricIn, MetricQueryIn, TimeDimensionIn
from ratchet.langfuse.metric_rows import TIME
from ratchet.langfuse.metric_views import MetricView
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.measure_fields import FIELDS, MEASURES
from ratchet.store.events.measures import aggregations_of

_AUTO_INTERVALS_MAX = 100


def to_measurement(
    project_id: str, asked: MetricQueryIn, views: Mapping[str, MetricView], *, limit: int
) -> Measurement:
    """What a query means; `limit` holds for one that names none. Raises `Invalid` naming what is wrong with it."""
    view = views[_known("query.view", asked.view, views)]
    dimensions = [
        view.dimensions[_known(f"query.dimensions.{index}.field", dimension.field, view.dimensions)]
        for index, dimension in enumerate(asked.dimensions)
    ]
    metrics = [_to_metric(metric, index, view) for index, metric in enumerate(asked.metrics)]
    _check_many_valued(asked, view)
    window = Window(asked.from_timestamp, asked.to_timestamp)
    return Measurement(
        project_id=project_id,
        subject=view.subject,
        window=window,
        metrics=tuple(metrics),
        dimensions=tuple(dimensions),
        conditions=(*_to_conditions(asked.filters, view), *_of_types(view)),
        granularity=_to_granularity(asked.time_dimension, window),
        order=_to_order(asked, dimensions, metrics),
        limit=asked.config.row_limit or limit,
        bins=asked.config.bins,
    )


def _known(field: str, value: str, known: Mapping[str, Any]) -> str:
    if value not in known:
        raise invalid_field(field, f"{value!r} is none of {', '.join(sorted(known))}")
    return value


def _to_metric(given: MetricIn, index: int, view: MetricView) -> Metric:
    where = f"query.metrics.{index}"
    measure = view.measures[_known(f"{where}.measure", given.measure, view.measures)]
    possible = aggregations_of(MEASURES[view.subject][measure])
    if given.aggregation not in possible:
        raise invalid_field(f"{where}.aggregation", f"{given.measure} has only {', '.join(possible)}")
    return Metric(measure, given.aggregation)


def _to_conditions(given: Sequence[FilterCondition], view: MetricView) -> list[Condition]:
    conditions = to_conditions(given, {**view.dimensions, **view.filters}, "query.filters")
    fields = FIELDS[view.subject]
    for index, (condition, written) in enumerate(zip(conditions, given, strict=True)):
        if condition.field in fields:
            _check_operator(condition._replace(field=written.column), fields[condition.field].kind, index)
    return conditions


def _check_operator(condition: Condition, kind: Kind, index: int) -> None:
    try:
        to_sql(condition, Column("", kind), Statement())
    except Invalid as error:
        raise invalid_field(f"query.filters.{index}", error.message) from error


def _of_types(view: MetricView) -> list[Condition]:
    if view.subject is not Subject.SCORES:
        return []
    return [Condition("data_type", Operator.ANY_OF, list(view.data_types))]


def _to_granularity(given: TimeDimensionIn | None, window: Window) -> Granularity | None:
    if given is None:
        return None
    if given.granularity == "auto":
        return next(granularity for granularity in Granularity if _is_coarse_enough(granularity, window))
    return Granularity(given.granularity)


def _is_coarse_enough(granularity: Granularity, window: Window) -> bool:
    """Whether a chart can show all intervals; there is nothing coarser than months."""
    shown = islice(interval_starts(window, granularity), _AUTO_INTERVALS_MAX + 1)
    return granularity is Granularity.MONTH or sum(1 for _ in shown) <= _AUTO_INTERVALS_MAX


def _to_order(asked: MetricQueryIn, dimensions: Sequence[str], metrics: Sequence[Metric]) -> tuple[Order, ...]:
    """The order asked for, else by time, else the greatest figures first."""
    if not asked.order_by:
        if asked.time_dimension is not None:
            return (Order(None),)
        return tuple(Order(metric, True) for metric in metrics[:1] if metric.aggregation is not Aggregation.HISTOGRAM)
    known: dict[str, str | Metric | None] = {TIME: None} if asked.time_dimension else {}
    known |= {given.field: ours for given, ours in zip(asked.dimensions, dimensions, strict=True)}
    known |= {
        given.key: ours
        for given, ours in zip(asked.metrics, metrics, strict=True)
        if ours.aggregation is not Aggregation.HISTOGRAM
    }
    return tuple(
        Order(known[_known(f"query.orderBy.{index}.field", order.field, known)], order.direction == "desc")
        for index, order in enumerate(asked.order_by)
    )


def _check_many_valued(asked: MetricQueryIn, view: MetricView) -> None:
    """Who groups by what is different in nearly every row wants the first few, and says by which metric."""
    for index, dimension in enumerate(asked.dimensions):
        if dimension.field in view.many_valued and not _is_of_first_few(asked):
            raise invalid_field(
                f"query.dimensions.{index}.field",
                f"{dimension.field} has too many values to group by. Filter by it; or ask for the first few, without "
                "timeDimension, by config.row_limit and an orderBy of a metric with direction desc",
            )


def _is_of_first_few(asked: MetricQueryIn) -> bool:
    keys = {metric.key for metric in asked.metrics}
    return (
        asked.time_dimension is None
        and asked.config.row_limit is not None
        and any(order.direction == "desc" and order.field in keys for order in asked.order_by)
    )
