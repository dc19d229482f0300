from collections.abc import Callable
from typing import Any

import pytest
from measured import HOUR, Made, score_dimensions, span_dimensions

from ratchet.domain.time import format_time, parse_time

Rows = Callable[..., list[dict[str, Any]]]
Test = Callable[[Any], bool]

MIDDLE = "2026-10-31T12:00:00.000Z"


def text(column: str, operator: str, value: str) -> dict[str, Any]:
    return {"column": column, "type": "string", "operator": operator, "value": value}


def options(column: str, operator: str, *values: str) -> dict[str, Any]:
    return {"column": column, "type": "stringOptions", "operator": operator, "value": list(values)}


OF_SPANS: list[tuple[dict[str, Any], str, Test]] = [
    (text("name", "=", "chat"), "name", lambda value: value == "chat"),
    (text("name", "starts with", "ge"), "name", lambda value: value.startswith("ge")),
    (options("type", "any of", "GENERATION"), "type", lambda value: value == "GENERATION"),
    (options("environment", "none of", "staging"), "environment", lambda value: value != "staging"),
    (text("userId", "=", "u-1"), "userId", lambda value: value == "u-1"),
    (text("sessionId", "=", "s-2"), "sessionId", lambda value: value == "s-2"),
    (text("traceId", "=", "trace-4"), "traceId", lambda value: value == "trace-4"),
    (text("traceName", "=", "billing"), "traceName", lambda value: value == "billing"),
    (text("traceName", "does not contain", "i"), "traceName", lambda value: "i" not in (value or "")),
    (options("traceName", "none of", "support", "said"), "traceName", lambda value: value not in {"support", "said"}),
    ({"column": "userId", "type": "null", "operator": "is null", "value": ""}, "userId", lambda value: value is None),
    (
        {"column": "tags", "type": "arrayOptions", "operator": "all of", "value": ["web", "beta"]},
        "tags",
        lambda tags: {"web", "beta"} <= set(tags),
    ),
    (
        {"column": "tags", "type": "arrayOptions", "operator": "none of", "value": ["beta"]},
        "tags",
        lambda tags: "beta" not in tags,
    ),
    (
        {"column": "isRootObservation", "type": "boolean", "operator": "=", "value": True},
        "isRootObservation",
        lambda is_root: is_root,
    ),
    (
        {"column": "promptVersion", "type": "number", "operator": ">=", "value": 2},
        "promptVersion",
        lambda version: version is not None and version >= 2,
    ),
]


def name_case(value: object) -> str:
    """The same in every process: a function's address is not."""
    return "" if callable(value) else str(value)[:60]


@pytest.mark.parametrize(("condition", "field", "holds"), OF_SPANS, ids=name_case)
def test_observations_are_filtered_by_what_they_and_their_traces_hold(
    made: Made, rows: Rows, condition: dict[str, Any], field: str, holds: Test
) -> None:
    value = span_dimensions(made)[field]
    kept = sum(holds(value(span)) for span in made.spans)
    assert 0 < kept < len(made.spans)
    assert rows("observations", "count_count", filters=[condition]) == [{"count_count": kept}]


def test_several_filters_hold_together(made: Made, rows: Rows) -> None:
    dimensions = span_dimensions(made)
    user, name = dimensions["userId"], dimensions["traceName"]
    kept = sum(user(s) == "u-1" and name(s) != "billing" and s.name == "chat" for s in made.spans)
    filters = [text("userId", "=", "u-1"), options("traceName", "none of", "billing"), text("name", "=", "chat")]
    assert kept
    assert rows("observations", "count_count", filters=filters) == [{"count_count": kept}]


def test_metadata_and_times_filter_too(made: Made, rows: Rows) -> None:
    tenant = {"column": "metadata", "type": "stringObject", "key": "tenant", "operator": "=", "value": "acme"}
    after = {"column": "startTime", "type": "datetime", "operator": ">=", "value": MIDDLE}
    kept = [s for s in made.spans if s.metadata["tenant"] == "acme" and s.start_time >= parse_time(MIDDLE)]
    assert rows("observations", "count_count", filters=[tenant, after]) == [{"count_count": len(kept)}]


def test_only_what_lies_in_the_time_asked_for_counts_its_end_not_included(made: Made, rows: Rows) -> None:
    first = min(span.start_time for span in made.spans)
    millisecond = first // 10**6 * 10**6
    kept = sum(millisecond <= span.start_time < millisecond + HOUR for span in made.spans)
    times = {"fromTimestamp": format_time(millisecond), "toTimestamp": format_time(millisecond + HOUR)}
    assert rows("observations", "count_count", **times) == [{"count_count": kept}]
    times = {"fromTimestamp": format_time(millisecond - HOUR), "toTimestamp": format_time(millisecond)}
    assert rows("observations", "count_count", **times) == [{"count_count": 0}]


OF_SCORES: list[tuple[dict[str, Any], str, Test]] = [
    (text("name", "=", "numeric-1"), "name", lambda value: value == "numeric-1"),
    (text("scoreName", "contains", "bool"), "name", lambda value: "bool" in value),
    (text("dataType", "=", "BOOLEAN"), "dataType", lambda value: value == "BOOLEAN"),
    (text("traceName", "=", "support"), "traceName", lambda value: value == "support"),
    (text("observationName", "=", "retrieve"), "observationName", lambda value: value == "retrieve"),
    (options("observationModelName", "none of", "small"), "observationModelName", lambda value: value != "small"),
    ({"column": "value", "type": "number", "operator": "<", "value": 0.4}, "value", lambda value: value < 0.4),
]


@pytest.mark.parametrize(("condition", "field", "holds"), OF_SCORES, ids=name_case)
def test_scores_are_filtered_by_what_they_hold_and_by_what_they_judge(
    made: Made, rows: Rows, condition: dict[str, Any], field: str, holds: Test
) -> None:
    value = score_dimensions(made)[field]
    numbers = [score for score in made.scores if score.data_type in {"NUMERIC", "BOOLEAN"}]
    kept = sum(holds(value(score)) for score in numbers)
    assert 0 < kept < len(numbers)
    assert rows("scores-numeric", "count_count", filters=[condition]) == [{"count_count": kept}]


def test_truths_are_filtered_as_truths(made: Made, rows: Rows) -> None:
    kept = sum(score.data_type == "BOOLEAN" and score.value == 1 for score in made.scores)
    is_true = {"column": "booleanValue", "type": "boolean", "operator": "=", "value": True}
    assert rows("scores-boolean", "count_count", filters=[is_true]) == [{"count_count": kept}]


def test_traces_are_filtered_as_lists_of_them_are(made: Made, rows: Rows) -> None:
    kept = [trace for trace in made.traces.values() if trace.user_id == "u-1" and "web" in trace.tags]
    filters = [
        text("userId", "=", "u-1"),
        {"column": "tags", "type": "arrayOptions", "operator": "any of", "value": ["web"]},
    ]
    assert kept
    assert rows("traces", "count_count", version="", filters=filters) == [{"count_count": len(kept)}]


def test_traces_are_filtered_by_metadata(made: Made, rows: Rows) -> None:
    tenants = {span.trace_id for span in made.spans if span.metadata["tenant"] == "acme"}
    tenant = {"column": "metadata", "type": "stringObject", "key": "tenant", "operator": "=", "value": "acme"}
    assert rows("traces", "count_count", version="", filters=[tenant]) == [{"count_count": len(tenants)}]
