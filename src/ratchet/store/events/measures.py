"""Figures: any measure of traces, spans or scores, aggregated and grouped as asked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ratchet.domain.condition import Condition
from ratchet.domain.measurement import Aggregation, Figures, Measurement, Metric, Order, Subject
from ratchet.domain.window import SECOND_NS
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.measure_fields import Field, Source, field_of, measure_of
from ratchet.store.events.measure_rows import JOIN_KEYS, joined_rows, own_rows

# A sum and a count of nothing are 0; whatever else nothing comes to is unknown.
_OF_NUMBERS: Mapping[Aggregation, str] = {
    Aggregation.SUM: "ifNull(sum({value}), 0)",
    Aggregation.AVG: "avg({value})",
    Aggregation.COUNT: "count({value})",
    Aggregation.MAX: "maxOrNull({value})",
    Aggregation.MIN: "minOrNull({value})",
    Aggregation.P50: "quantileExactInclusive(0.5)({value})",
    Aggregation.P75: "quantileExactInclusive(0.75)({value})",
    Aggregation.P90: "quantileExactInclusive(0.9)({value})",
    Aggregation.P95: "quantileExactInclusive(0.95)({value})",
    Aggregation.P99: "quantileExactInclusive(0.99)({value})",
    Aggregation.HISTOGRAM: "histogram({bins})(toFloat64({value}))",
    Aggregation.UNIQ: "uniqExact({value})",
}
_OF_TEXTS: Mapping[Aggregation, str] = {
    Aggregation.COUNT: "uniqExactIf({value}, {value} != '')",
    Aggregation.UNIQ: "uniqExactIf({value}, {value} != '')",
}
# Both sides come nearly sorted, so that sorting them takes half as long as hashing half a million traces.
_SETTINGS = "SETTINGS join_algorithm = 'full_sorting_merge,hash'"


def aggregations_of(field: Field) -> Mapping[Aggregation, str]:
    """What can be made of the values of a measure."""
    return _OF_TEXTS if field.kind is Kind.TEXT else _OF_NUMBERS


def read_figures(store: EventStore, asked: Measurement) -> list[Figures]:
    """The figures of each group, in the order asked for, equal ones by their dimensions.

    Percentiles are exact, interpolated between neighbours. Raises `Invalid` for a field, or for an aggregation of
    it, that there is not.
    """
    statement = Statement(project=asked.project_id)
    found = store.query(_to_sql(asked, statement), statement.values)
    return [_to_figures(asked, row) for row in found]


def _to_sql(asked: Measurement, statement: Statement) -> str:
    """Rows get their columns under short names: dimensions d0…, measures m0…, and c0… for conditions on joined rows."""
    groups = [f"d{i}" for i in range(len(asked.dimensions))] + ["start"] * (asked.granularity is not None)
    figures = [f"{_aggregate(asked, metric, f'm{i}')} AS f{i}" for i, metric in enumerate(asked.metrics)]
    joined = {f"c{i}": condition for i, condition in enumerate(asked.conditions) if _is_joined(asked, condition)}
    columns = {
        **{f"d{i}": field_of(asked.subject, name) for i, name in enumerate(asked.dimensions)},
        **{f"m{i}": measure_of(asked.subject, metric.measure) for i, metric in enumerate(asked.metrics)},
        **{alias: field_of(asked.subject, condition.field) for alias, condition in joined.items()},
    }
    tests = [to_sql(condition, Column(alias, columns[alias].kind), statement) for alias, condition in joined.items()]
    clauses = [
        f"SELECT {', '.join(groups + figures)} FROM {_from(asked, columns, statement)}",
        f"WHERE {' AND '.join(tests)}" if tests else "",
        f"GROUP BY {', '.join(groups)}" if groups else "",
        _order_by(asked, groups),
        f"LIMIT {int(asked.limit)} {_SETTINGS}",
    ]
    return " ".join(clauses)


def _from(asked: Measurement, columns: Mapping[str, Field], statement: Statement) -> str:
    by_source: dict[Source, dict[str, str]] = {Source.OWN: {}}
    for alias, field in columns.items():
        by_source.setdefault(field.source, {})[alias] = field.sql
    parts = [f"({own_rows(asked, by_source.pop(Source.OWN), statement)}) AS own"]
    for source, theirs in by_source.items():
        on = " AND ".join(f"own.{key} = {source}.{key}" for key in JOIN_KEYS[asked.subject, source])
        parts.append(f"LEFT ANY JOIN ({joined_rows(asked, source, theirs, statement)}) AS {source} ON {on}")
    return " ".join(parts)


def _aggregate(asked: Measurement, metric: Metric, alias: str) -> str:
    known = aggregations_of(measure_of(asked.subject, metric.measure))
    if metric.aggregation not in known:
        raise Invalid(f"{metric.measure} has no {metric.aggregation}. Use one of: {', '.join(known)}.")
    return known[metric.aggregation].format(value=alias, bins=int(asked.bins))


def _order_by(asked: Measurement, groups: Iterable[str]) -> str:
    places: dict[str | Metric | None, str] = {None: "start"}
    places |= {name: f"d{i}" for i, name in enumerate(asked.dimensions)}
    places |= {metric: f"f{i}" for i, metric in enumerate(asked.metrics)}
    keys = [_order_key(places[order.by], order) for order in asked.order]
    keys += list(groups)
    return f"ORDER BY {', '.join(keys)}" if keys else ""


def _order_key(place: str, order: Order) -> str:
    return f"{place} {'DESC' if order.is_descending else 'ASC'}"


def _is_joined(asked: Measurement, condition: Condition) -> bool:
    # Whatever traces can be searched by they can be filtered by, where they are grouped.
    return asked.subject is not Subject.TRACES and field_of(asked.subject, condition.field).source is not Source.OWN


def _to_figures(asked: Measurement, row: Sequence[Any]) -> Figures:
    fields = [field_of(asked.subject, name) for name in asked.dimensions]
    group = tuple(_to_value(field.kind, value) for field, value in zip(fields, row, strict=False))
    start = None if asked.granularity is None else row[len(fields)] * SECOND_NS
    return Figures(group, start, tuple(_to_figure(value) for value in row[-len(asked.metrics) :]))


def _to_value(kind: Kind, value: Any) -> Any:
    if kind is Kind.TEXT:
        return value or None
    return bool(value) if kind is Kind.FLAG and value is not None else _to_figure(value)


def _to_figure(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
