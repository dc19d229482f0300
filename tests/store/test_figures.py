"""Figures on both engines: every subject, joined with everything that it can be joined with."""

from collections.abc import Callable
from typing import Any

import pytest

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.measurement import Aggregation, Figures, Granularity, Measurement, Metric, Order, Subject
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Level, Span, TraceOverride
from ratchet.domain.window import HOUR_NS, SECOND_NS, Window
from ratchet.errors import Invalid
from ratchet.store.events import EventStore
from ratchet.store.events.measures import read_figures
from ratchet.store.events.scores import delete_score, write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides

# 2026-11-20T10:00:00Z
TEN = 1795168800 * SECOND_NS
DAY = Window(TEN - 10 * HOUR_NS, TEN + 14 * HOUR_NS)
COUNT = Metric("count", Aggregation.COUNT)

Measure = Callable[..., list[Figures]]


@pytest.fixture
def measure(events: EventStore, project: str) -> Measure:
    """Reads figures of the day, unless told otherwise."""

    def read(subject: Subject, *metrics: Metric, **more: Any) -> list[Figures]:
        defaults: dict[str, Any] = {"window": DAY, "order": (Order(COUNT),) if COUNT in metrics else ()}
        return read_figures(
            events, Measurement(project_id=project, subject=subject, metrics=metrics, **(defaults | more))
        )

    return read


@pytest.fixture(autouse=True)
def chat_and_search(events: EventStore, project: str) -> None:
    """Two traces: one with a root and a child, one of which an application spoke apart from its only span."""

    def span(trace: str, name: str, start: int, **fields: Any) -> Span:
        return Span(project, trace, f"{trace}-{name}", start_time=start, name=name, revision=1, **fields)

    root = span("t-1", "chat", TEN, root_rank=1, end_time=TEN + 2 * SECOND_NS, user_id="ada", tags=["web"])
    child = span(
        *("t-1", "model", TEN + SECOND_NS),
        parent_span_id=root.span_id,
        model="small",
        usage={"input": 10, "output": 5, "total": 15},
        cost={"input": 0.5, "output": 0.25, "total": 0.75},
    )
    other = span("t-2", "search", TEN + HOUR_NS, root_rank=1, level=Level.ERROR)
    write_spans(events, [root, child, other])
    write_trace_overrides(events, [TraceOverride(project, "t-2", TEN + HOUR_NS, name="found", revision=1)])
    at = {"timestamp": TEN + 2 * HOUR_NS, "revision": 1}
    write_scores(
        events,
        [
            Score(project, "of-trace", "good", ScoreType.NUMERIC, value=0.5, trace_id="t-2", **at),
            Score(project, "of-span", "good", ScoreType.NUMERIC, value=1.0, trace_id="t-1", span_id="t-1-model", **at),
            Score(project, "gone", "good", ScoreType.NUMERIC, value=0.0, trace_id="t-1", **at),
        ],
    )
    delete_score(events, project, "gone")


def test_spans_are_grouped_by_what_their_traces_hold(measure: Measure) -> None:
    found = measure(
        Subject.SPANS, COUNT, Metric("total_cost", Aggregation.SUM), dimensions=("trace_name", "user_id", "tags")
    )
    assert found == [
        Figures(("found", None, []), None, (1, 0.0)),
        Figures(("chat", "ada", ["web"]), None, (2, 0.75)),
    ]


def test_spans_are_measured_with_their_scores(measure: Measure) -> None:
    [row] = measure(Subject.SPANS, Metric("scores", Aggregation.SUM), Metric("scores", Aggregation.MAX))
    assert row.figures == (1, 1)


def test_maps_are_broken_down_by_their_entries(measure: Measure) -> None:
    metric = Metric("cost_by_type", Aggregation.SUM)
    found = measure(Subject.SPANS, metric, dimensions=("cost_type", "user_id"), order=(Order("cost_type"),))
    assert found == [
        Figures(("input", "ada"), None, (0.5,)),
        Figures(("output", "ada"), None, (0.25,)),
        Figures(("total", "ada"), None, (0.75,)),
    ]


def test_scores_are_grouped_by_what_they_judge(measure: Measure) -> None:
    value = Metric("value", Aggregation.AVG)
    found = measure(Subject.SCORES, value, dimensions=("trace_name", "span_name", "model"), order=(Order(value),))
    assert found == [
        Figures(("found", None, None), None, (0.5,)),
        Figures(("chat", "model", "small"), None, (1.0,)),
    ]


def test_a_score_knows_its_trace_however_late_it_comes(events: EventStore, project: str, measure: Measure) -> None:
    late = TEN + 1000 * HOUR_NS
    score = Score(project, "late", "good", ScoreType.NUMERIC, late, value=0.1, trace_id="t-2", revision=2)
    write_scores(events, [score])
    window = Window(late - HOUR_NS, late + HOUR_NS)
    assert measure(Subject.SCORES, COUNT, dimensions=("trace_name",), window=window) == [
        Figures(("found",), None, (1,))
    ]


def test_a_span_knows_its_trace_when_that_began_hours_before(
    events: EventStore, project: str, measure: Measure
) -> None:
    later = TEN + 9 * HOUR_NS
    write_spans(events, [Span(project, "t-1", "last", start_time=later, name="last", revision=1)])
    window = Window(later - HOUR_NS, later + HOUR_NS)
    assert measure(Subject.SPANS, COUNT, dimensions=("user_id",), window=window) == [Figures(("ada",), None, (1,))]


def test_traces_are_measured_with_their_spans_and_scores(measure: Measure) -> None:
    found = measure(
        Subject.TRACES,
        *(Metric("spans", Aggregation.SUM), Metric("scores", Aggregation.SUM), Metric("latency_ms", Aggregation.P50)),
        dimensions=("name",),
        granularity=Granularity.HOUR,
        order=(Order(None, True),),
    )
    assert found == [
        Figures(("found",), TEN + HOUR_NS, (1, 1, None)),
        Figures(("chat",), TEN, (2, 1, 2000.0)),
    ]


@pytest.mark.parametrize(
    ("subject", "condition", "count"),
    [
        (Subject.SPANS, Condition("trace_name", Operator.EQUAL, "found"), 1),
        (Subject.SPANS, Condition("user_id", Operator.IS_NULL), 1),
        (Subject.SPANS, Condition("tags", Operator.NONE_OF, ["web"]), 1),
        (Subject.SPANS, Condition("model", Operator.EQUAL, "small"), 1),
        (Subject.SPANS, Condition("cost_type", Operator.EQUAL, "total"), 1),
        (Subject.SCORES, Condition("trace_name", Operator.UNEQUAL, "found"), 1),
        (Subject.SCORES, Condition("span_name", Operator.IS_NULL), 1),
        (Subject.SCORES, Condition("value", Operator.AT_LEAST, 0.75), 1),
        (Subject.TRACES, Condition("user_id", Operator.EQUAL, "ada"), 1),
        (Subject.TRACES, Condition("name", Operator.MATCHES, "FOUND"), 1),
    ],
    ids=str,
)
def test_conditions_hold_on_rows_and_on_what_is_joined_to_them(
    measure: Measure, subject: Subject, condition: Condition, count: int
) -> None:
    assert measure(subject, COUNT, conditions=(condition,)) == [Figures((), None, (count,))]


def test_a_row_that_was_sent_again_counts_once(events: EventStore, project: str, measure: Measure) -> None:
    again = Span(project, "t-2", "t-2-search", start_time=TEN + HOUR_NS, name="search", root_rank=1, revision=2)
    write_spans(events, [again])
    found = measure(Subject.SPANS, COUNT, dimensions=("level",))
    assert found == [Figures((Level.DEFAULT,), None, (3,))]


@pytest.mark.parametrize("bad", [{"dimensions": ("colour",)}, {"conditions": (Condition("colour", Operator.IS_NULL),)}])
def test_a_field_that_there_is_not_is_refused(measure: Measure, bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="colour"):
        measure(Subject.SPANS, COUNT, **bad)


def test_a_measure_that_there_is_not_is_refused(measure: Measure) -> None:
    with pytest.raises(Invalid, match="cleverness"):
        measure(Subject.SCORES, Metric("cleverness", Aggregation.AVG))
    with pytest.raises(Invalid, match="uniq"):
        measure(Subject.TRACES, Metric("users", Aggregation.P95))
