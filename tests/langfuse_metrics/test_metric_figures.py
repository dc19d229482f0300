from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from measured import AGGREGATED, SPAN_VALUES, Made, differences, figures_of, score_dimensions, span_dimensions

from ratchet.domain.score import ScoreType

Figures = Callable[..., dict[tuple[Any, ...], Any]]
Rows = Callable[..., list[dict[str, Any]]]

OF_SPANS = tuple(span_dimensions(Made()))
MANY_VALUED = {"id", "traceId", "parentObservationId", "userId", "sessionId"}
NUMBERS = (ScoreType.NUMERIC, ScoreType.BOOLEAN)


@pytest.mark.parametrize("measure", SPAN_VALUES)
def test_every_measure_of_observations_in_every_aggregation_is_what_python_computes(
    made: Made, rows: Rows, measure: str
) -> None:
    found = rows("observations", *(f"{how}_{measure}" for how in AGGREGATED), by=("name",))
    for how in AGGREGATED:
        expected = figures_of(made.spans, lambda span: (span.name,), SPAN_VALUES[measure], how)
        assert differences({(row["name"],): row[f"{how}_{measure}"] for row in found}, expected) == {}


@pytest.mark.parametrize("dimension", OF_SPANS)
def test_observations_group_by_every_dimension(made: Made, figures: Figures, dimension: str) -> None:
    of_span = span_dimensions(made)[dimension]
    expected = Counter((of_span(span),) for span in made.spans)
    version = "" if dimension in MANY_VALUED else "v2/"
    assert figures("observations", "count_count", dimension, version=version) == expected


def test_several_dimensions_group_together(made: Made, figures: Figures) -> None:
    dimensions = span_dimensions(made)
    by = ("traceName", "type", "tags", "environment")
    expected = figures_of(
        made.spans, lambda span: tuple(dimensions[name](span) for name in by), SPAN_VALUES["latency"], "p95"
    )
    assert differences(figures("observations", "p95_latency", *by), expected) == {}


def test_scores_of_observations_are_counted_with_them(made: Made, figures: Figures) -> None:
    of_span = Counter((score.trace_id, score.span_id) for score in made.scores if score.span_id)
    expected = figures_of(
        made.spans, lambda span: (span.type,), lambda span: of_span[span.trace_id, span.span_id], "sum"
    )
    assert sum(expected.values()) > 0
    assert figures("observations", "sum_countScores", "type") == expected


def test_users_sessions_and_traces_are_counted_once_each(made: Made, rows: Rows) -> None:
    dimensions = span_dimensions(made)
    different = {
        name: len({dimensions[field](span) for span in made.spans} - {None})
        for name, field in (("uniqueUserIds", "userId"), ("uniqueSessionIds", "sessionId"), ("traceId", "traceId"))
    }
    [row] = rows("observations", *(f"uniq_{name}" for name in different))
    assert row == {f"uniq_{name}": count for name, count in different.items()}
    [row] = rows("observations", "count_uniqueUserIds")
    assert row == {"count_uniqueUserIds": different["uniqueUserIds"]}


def test_costs_and_tokens_are_broken_down_by_type(made: Made, figures: Figures, rows: Rows) -> None:
    costs = [(kind, amount) for span in made.spans for kind, amount in span.cost.items()]
    expected = figures_of(costs, lambda cost: (cost[0],), lambda cost: cost[1], "sum")
    assert differences(figures("observations", "sum_costByType", "costType"), expected) == {}
    assert {row["costType"] for row in rows("observations", "sum_costByType")} == {"input", "output", "total"}
    tokens = sum(span.usage.get("input_cached", 0) for span in made.spans)
    cached = {"column": "usageType", "type": "string", "operator": "=", "value": "input_cached"}
    assert figures("observations", "sum_usageByType", "usageType", filters=[cached]) == {("input_cached",): tokens}


@pytest.mark.parametrize("how", AGGREGATED)
def test_values_of_scores_in_every_aggregation_are_what_python_computes(made: Made, figures: Figures, how: str) -> None:
    numbers = [score for score in made.scores if score.data_type in NUMBERS]
    expected = figures_of(numbers, lambda score: (score.name,), lambda score: score.value, how)
    assert differences(figures("scores-numeric", f"{how}_value", "name"), expected) == {}


@pytest.mark.parametrize("dimension", score_dimensions(Made()))
def test_scores_group_by_every_dimension(made: Made, figures: Figures, dimension: str) -> None:
    of_score = score_dimensions(made)[dimension]
    expected = Counter((of_score(score),) for score in made.scores if score.data_type in NUMBERS)
    assert figures("scores-numeric", "count_count", dimension) == expected


def test_categories_and_truths_are_dimensions_of_their_own_views(made: Made, figures: Figures) -> None:
    categories = Counter((s.string_value,) for s in made.scores if s.data_type == ScoreType.CATEGORICAL)
    assert figures("scores-categorical", "count_count", "stringValue") == categories
    truths = [score for score in made.scores if score.data_type == ScoreType.BOOLEAN]
    assert figures("scores-boolean", "count_count", "booleanValue") == Counter((s.value == 1,) for s in truths)
    share = sum(score.value or 0 for score in truths) / len(truths)
    assert figures("scores-boolean", "avg_value") == {(): pytest.approx(share)}


def test_the_session_of_a_score_is_its_own_in_version_2_and_its_trace_s_in_version_1(
    made: Made, figures: Figures
) -> None:
    numbers = [score for score in made.scores if score.data_type in NUMBERS]
    by_few = {"orderBy": [{"field": "count_count", "direction": "desc"}]}
    own = Counter((score.session_id or None,) for score in numbers)
    assert figures("scores-numeric", "count_count", "sessionId", **by_few) == own
    traces = made.traces
    of_trace = Counter((traces[score.trace_id].session_id if score.trace_id else None,) for score in numbers)
    assert figures("scores-numeric", "count_count", "sessionId", version="") == of_trace


@pytest.mark.parametrize("how", AGGREGATED)
def test_latencies_and_costs_of_traces_are_those_that_a_trace_is_shown_with(made: Made, rows: Rows, how: str) -> None:
    found = rows("traces", f"{how}_latency", f"{how}_totalCost", version="", by=("name",))
    traces = made.traces.values()
    for measure, of_trace in (
        ("latency", lambda trace: trace.latency_ms),
        ("totalCost", lambda trace: trace.total_cost),
    ):
        expected = figures_of(traces, lambda trace: (trace.name or None,), of_trace, how)
        assert differences({(row["name"],): row[f"{how}_{measure}"] for row in found}, expected) == {}


def test_traces_group_by_every_dimension(made: Made, figures: Figures) -> None:
    traces = made.traces.values()
    of_trace: dict[str, Callable[[Any], Any]] = {
        "id": lambda trace: trace.id,
        "name": lambda trace: trace.name or None,
        "tags": lambda trace: tuple(trace.tags),
        "userId": lambda trace: trace.user_id or None,
        "sessionId": lambda trace: trace.session_id or None,
        "release": lambda trace: trace.release or None,
        "version": lambda trace: trace.version or None,
        "environment": lambda trace: trace.environment,
    }
    for name, value in of_trace.items():
        expected = Counter((value(trace),) for trace in traces)
        assert figures("traces", "count_count", name, version="") == expected, name


def test_what_belongs_to_traces_is_summed_up(made: Made, rows: Rows) -> None:
    [row] = rows(
        "traces",
        *("count_count", "sum_observationsCount", "sum_scoresCount", "sum_totalTokens"),
        *("uniq_uniqueUserIds", "count_uniqueSessionIds"),
        version="",
    )
    traces = made.traces.values()
    assert row == {
        "count_count": len(traces),
        "sum_observationsCount": len(made.spans),
        "sum_scoresCount": sum(bool(score.trace_id) for score in made.scores),
        "sum_totalTokens": sum(span.usage.get("total", 0) for span in made.spans),
        "uniq_uniqueUserIds": len({trace.user_id for trace in traces} - {""}),
        "count_uniqueSessionIds": len({trace.session_id for trace in traces} - {""}),
    }


def test_an_histogram_holds_every_value_within_its_bounds(made: Made, rows: Rows) -> None:
    values = [value for span in made.spans if (value := SPAN_VALUES["latency"](span)) is not None]
    [row] = rows("observations", "histogram_latency", config={"bins": 7})
    bins = row["histogram_latency"]
    assert 1 < len(bins) <= 7
    assert (bins[0][0], bins[-1][1]) == pytest.approx((min(values), max(values)))
    assert all(left[1] == right[0] for left, right in pairwise(bins))
    assert sum(height for _, _, height in bins) == pytest.approx(len(values))


def test_nothing_counts_0_and_has_no_mean(made: Made, rows: Rows) -> None:
    metrics = ("count_count", "sum_totalCost", "avg_latency", "p95_latency", "max_latency", "histogram_latency")
    later = {"fromTimestamp": "2027-01-01T00:00:00Z", "toTimestamp": "2027-01-02T00:00:00Z"}
    [row] = rows("observations", *metrics, **later)
    assert row == dict(zip(metrics, (0, 0, None, None, None, []), strict=True))
    assert rows("observations", *metrics, by=("name",), **later) == []
