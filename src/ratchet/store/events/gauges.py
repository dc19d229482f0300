"""Gauges: many numbers of one window read at once, whatever each filters and groups by.

Each row is unfolded into the gauges that it concerns, so that a hundred rules cost one pass over what they watch.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.measurement import Aggregation, Measurement, Metric, Subject
from ratchet.domain.sample import BUCKET_GROWTH, Sample
from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.gauge_fields import TIMES, VALUES, GaugeField, gauge_field
from ratchet.store.events.measure_fields import Source
from ratchet.store.events.measure_rows import joined_rows, own_rows
from ratchet.store.events.trace_groups import rows_of_traces
from ratchet.store.events.windows import in_window

GROUPS_MAX = 100
_GAUGES_PER_QUERY = 150
# How long before a span its trace may have begun.
_TRACE_BEFORE_NS = 24 * HOUR_NS
_SHORT_NS = 3 * HOUR_NS
# Most rows concern most gauges: not computing what some do not need costs more than computing it.
_SETTINGS = (
    "SETTINGS group_by_two_level_threshold = 1000000, group_by_two_level_threshold_bytes = 500000000, "
    "join_algorithm = 'full_sorting_merge,hash', short_circuit_function_evaluation = 'disable'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A number to be read of each group of what meets the conditions.

    Time is cut into slices: by `starts`, newest first (slice 0 goes from the first of them to the end of the window,
    slice 1 from the second to the first), or, where there are none, into steps of `step_ns` from the window's start.
    """

    subject: Subject
    value: str
    conditions: tuple[Condition, ...] = ()
    group_by: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    step_ns: int = 0
    limit: float = 0.0
    bets: tuple[float, ...] = ()
    with_histogram: bool = False
    of: Environments = OF_USERS


class Reading(NamedTuple):
    """What a gauge says of each group, by slices; of more groups than `GROUPS_MAX` the largest, and so it says."""

    groups: Mapping[tuple[str, ...], Mapping[int, Sample]]
    is_cut: bool = False


def read_gauges(
    store: EventStore, project_id: str, window: Window, gauges: Sequence[Gauge], *, groups_max: int = GROUPS_MAX
) -> list[Reading]:
    """What gauges say of a window, in their order, all of one subject and of the same environments.

    Raises `Invalid` for fields that there are not.
    """
    found: list[Reading] = []
    for first in range(0, len(gauges), _GAUGES_PER_QUERY):
        some = gauges[first : first + _GAUGES_PER_QUERY]
        found += _read_some(store, project_id, window, some, groups_max)
    return found


def read_worst(
    store: EventStore,
    project_id: str,
    window: Window,
    gauge: Gauge,
    *,
    group: Sequence[str],
    is_low_worse: bool,
    limit: int,
) -> list[str]:
    """The traces of one group with the worst values of a window, the worst first."""
    statement = Statement(project=project_id)
    sql = _Query(project_id, window, [gauge], statement).to_worst(gauge, group, is_low_worse, limit)
    return [trace_id for (trace_id,) in store.query(sql, statement.values)]


def _read_some(
    store: EventStore, project_id: str, window: Window, gauges: Sequence[Gauge], groups_max: int
) -> list[Reading]:
    statement = Statement(project=project_id)
    sql = _Query(project_id, window, gauges, statement).to_sql(groups_max)
    groups: list[dict[tuple[str, ...], Mapping[int, Sample]]] = [{} for _ in gauges]
    for number, group, slices in store.query(sql, statement.values):
        names = tuple(group.split("\0")) if gauges[number].group_by else ()
        groups[number][names] = {row[0]: _to_sample(row[1:]) for row in slices}
    return [Reading(dict(list(of.items())[:groups_max]), len(of) > groups_max) for of in groups]


def _to_sample(row: Sequence[Any]) -> Sample:
    count, hits, total, squares, highest, wealth, buckets, counts = row
    return Sample(count, hits, total, squares, highest, tuple(wealth), dict(zip(buckets, counts, strict=True)))


class _Query:
    """One statement over one subject: its columns get short names once, however many gauges use them."""

    def __init__(self, project_id: str, window: Window, gauges: Sequence[Gauge], statement: Statement) -> None:
        self._window = window
        self._gauges = gauges
        self._statement = statement
        self._subject = gauges[0].subject
        self._asked = Measurement(
            project_id=project_id,
            subject=self._subject,
            window=window,
            metrics=(Metric("count", Aggregation.COUNT),),
            conditions=_shared_names(gauges),
            of=gauges[0].of,
        )
        self._columns: dict[Source, dict[str, str]] = {Source.OWN: {"at": TIMES[self._subject]}}
        self._fields: dict[str, tuple[str, GaugeField]] = {}

    def to_sql(self, groups_max: int) -> str:
        """A row per gauge and group, the largest groups first, with its slices."""
        unfolded = ", ".join(self._unfold(number, gauge) for number, gauge in enumerate(self._gauges))
        rows = f"SELECT arrayJoin(arrayConcat({unfolded})) AS one FROM {self._from()}"
        limit = self._of_gauge([gauge.limit for gauge in self._gauges], "Float64")
        bets = self._of_gauge([list(gauge.bets) for gauge in self._gauges], "Array(Float64)")
        charted = self._of_gauge([int(gauge.with_histogram) for gauge in self._gauges], "UInt8")
        bucket = f"toInt32(ceil(log(greatest(one.4, 1e-3)) / {math.log(BUCKET_GROWTH)!r}))"
        return f"""
            SELECT gauge, grp, groupArray((slice, n, hits, total, squares, highest, wealth, histogram.1, histogram.2))
            FROM (
                SELECT one.1 AS gauge, one.2 AS grp, one.3 AS slice, count() AS n, sum(one.4) AS total,
                    countIf(one.4 > {limit}) AS hits, sum(one.4 * one.4) AS squares, max(one.4) AS highest,
                    sumForEach(arrayMap(bet -> log1p(greatest(bet * ({limit} - one.4), -0.999999)), {bets})) AS wealth,
                    sumMapIf([{bucket}], [toUInt64(1)], {charted} = 1) AS histogram
                FROM ({rows}) GROUP BY gauge, grp, slice
            )
            GROUP BY gauge, grp ORDER BY gauge, sum(n) DESC, grp LIMIT {int(groups_max) + 1} BY gauge {self._settings()}
        """

    def to_worst(self, gauge: Gauge, group: Sequence[str], is_low_worse: bool, limit: int) -> str:
        """The ids of the traces with the lowest or the highest values of a group."""
        trace_id = self._name(Source.OWN, "any(trace_id)" if self._subject is Subject.TRACES else "trace_id")
        value = self._name(Source.OWN, VALUES[self._subject][gauge.value])
        here = [Condition(name, Operator.ANY_OF, [said]) for name, said in zip(gauge.group_by, group, strict=True)]
        tests = self._tests(gauge, (*gauge.conditions, *map(_said_or_not, here)))
        if gauge.value == "failed":
            tests.append(f"{value} = 1")
        order = "ASC" if is_low_worse else "DESC"
        return (
            f"SELECT {trace_id} FROM {self._from()} WHERE {trace_id} != '' AND {' AND '.join(tests)} "
            f"ORDER BY {value} {order}, at DESC LIMIT 1 BY {trace_id} LIMIT {int(limit)} {_SETTINGS}"
        )

    def _of_gauge(self, values: list[Any], type_name: str) -> str:
        return f"{self._statement.bind(values, f'Array({type_name})')}[one.1 + 1]"

    def _unfold(self, number: int, gauge: Gauge) -> str:
        """The tuples that a row gives one gauge: none, one, or one for each group it belongs to."""
        value = self._name(Source.OWN, VALUES[self._subject][gauge.value])
        tests = self._tests(gauge, gauge.conditions)
        one = f"(toUInt16({number}), grp, {self._slice(gauge)}, assumeNotNull(toFloat64({value})))"
        many = f"arrayMap(grp -> {one}, {self._groups(gauge)})"
        return f"if({' AND '.join(tests)}, {many}, [])"

    def _tests(self, gauge: Gauge, conditions: Sequence[Condition]) -> list[str]:
        start = gauge.starts[-1] if gauge.starts else self._window.start
        value = self._name(Source.OWN, VALUES[self._subject][gauge.value])
        tests = [f"isNotNull({value})", f"at >= {int(start)}", f"at < {int(self._window.end)}"]
        for condition in conditions:
            alias, field = self._field(condition.field)
            tests.append(to_sql(condition, Column(alias, field.column.kind), self._statement))
        return tests

    def _slice(self, gauge: Gauge) -> str:
        if not gauge.starts:
            return f"toInt32(intDiv(at - {int(self._window.start)}, {int(gauge.step_ns)}))"
        return f"toInt32({' + '.join(f'(at < {int(start)})' for start in gauge.starts)})"

    def _groups(self, gauge: Gauge) -> str:
        groups = "['']"
        for number, name in enumerate(gauge.group_by):
            alias, field = self._field(name)
            texts = f"[{alias}]" if field.column.kind is Kind.TEXT else f"if(empty({alias}), [''], {alias})"
            groups = (
                f"arrayFlatten(arrayMap(a -> arrayMap(b -> concat(a, '\\0', b), {texts}), {groups}))"
                if number
                else f"arrayMap(a -> toString(a), {texts})"
            )
        return groups

    def _field(self, name: str) -> tuple[str, GaugeField]:
        if name not in self._fields:
            field = gauge_field(self._subject, name, self._statement)
            self._fields[name] = self._name(field.source, field.column.sql), field
        return self._fields[name]

    def _name(self, source: Source, sql: str) -> str:
        columns = self._columns.setdefault(source, {})
        known = next((alias for alias, other in columns.items() if other == sql), None)
        alias = known or f"{source.value}_{len(columns)}"
        columns[alias] = sql
        return alias

    def _from(self) -> str:
        own = f"({own_rows(self._asked, self._columns[Source.OWN], self._statement)}) AS own"
        if Source.TRACE not in self._columns:
            return own
        columns = self._columns[Source.TRACE]
        theirs = (
            self._traces_of_spans(columns)
            if self._subject is Subject.SPANS
            else joined_rows(self._asked, Source.TRACE, columns, self._statement)
        )
        return f"{own} LEFT ANY JOIN ({theirs}) AS of_trace ON own.trace_hash = of_trace.trace_hash"

    def _traces_of_spans(self, columns: Mapping[str, str]) -> str:
        """The traces of the spans in the window, and of no others: grouping a day of them takes a second."""
        of_project = "project_id = {project:String}"
        here = f"{of_project} AND {in_window('start_time', self._window, self._statement)}"
        traces = f"(SELECT trace_hash FROM spans WHERE {here})"
        around = in_window("start_time", self._window, self._statement, before_ns=_TRACE_BEFORE_NS)
        rows = rows_of_traces(
            f"{of_project} AND {around} AND trace_hash IN {traces}",
            f"{of_project} AND cityHash64(trace_id) IN {traces}",
        )
        selected = ", ".join(f"{sql} AS {alias}" for alias, sql in columns.items())
        return f"SELECT trace_hash, {selected} FROM ({rows}) GROUP BY trace_hash"

    def _settings(self) -> str:
        # Over a few hours there is so little to read that threads would only be in each other's way.
        is_short = self._window.end - self._window.start <= _SHORT_NS
        return f"{_SETTINGS}, max_threads = 1" if is_short else _SETTINGS


def _said_or_not(condition: Condition) -> Condition:
    """The condition, or that nothing is said, where the group is of those that say nothing."""
    return condition._replace(operator=Operator.IS_NULL) if condition.value == [""] else condition


def _shared_names(gauges: Sequence[Gauge]) -> tuple[Condition, ...]:
    """The names of scores that any gauge reads, where all of them say which: others are not read at all."""
    names: set[str] = set()
    for gauge in gauges:
        wanted = [condition.value for condition in gauge.conditions if condition.field == "score_name"]
        if gauge.subject is not Subject.SCORES or not wanted:
            return ()
        names |= {str(name) for value in wanted for name in (value if isinstance(value, list) else [value])}
    return (Condition("name", Operator.ANY_OF, sorted(names)),)
