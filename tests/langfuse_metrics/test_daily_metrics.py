from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from measured import BEGAN, DAY, Made, sum_of

from ratchet.domain.span import Span
from ratchet.domain.time import format_time
from ratchet.domain.trace import Trace

Days = Callable[..., dict[str, Any]]


@pytest.fixture
def days(client: TestClient, made: Made) -> Days:
    """Asks for daily metrics, which must succeed."""

    def get(**parameters: Any) -> dict[str, Any]:
        answer = client.get("/api/public/metrics/daily", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


def date_of(time_ns: int) -> str:
    return format_time(time_ns)[:10]


def expected_days(made: Made, keeps: Callable[[Trace], bool] = lambda trace: True) -> list[dict[str, Any]]:
    traces = {key: trace for key, trace in made.traces.items() if keeps(trace)}
    spans = [span for span in made.spans if span.trace_id in traces]
    dates = {date_of(trace.timestamp) for trace in traces.values()} | {date_of(span.start_time) for span in spans}
    return [
        {
            "date": date,
            "countTraces": sum(date_of(trace.timestamp) == date for trace in traces.values()),
            **of_spans([span for span in spans if date_of(span.start_time) == date]),
        }
        for date in sorted(dates, reverse=True)
    ]


def of_spans(spans: list[Span]) -> dict[str, Any]:
    models = sorted({span.model for span in spans})
    return {
        "countObservations": len(spans),
        "totalCost": sum(span.cost.get("total", 0) for span in spans),
        "usage": [of_model(model, [span for span in spans if span.model == model]) for model in models],
    }


def of_model(model: str, spans: list[Span]) -> dict[str, Any]:
    return {
        "model": model or None,
        "countObservations": len(spans),
        "countTraces": len({span.trace_id for span in spans}),
        "inputUsage": sum(sum_of("input", span.usage) for span in spans),
        "outputUsage": sum(sum_of("output", span.usage) for span in spans),
        "totalUsage": sum(span.usage.get("total", 0) for span in spans),
        "totalCost": sum(span.cost.get("total", 0) for span in spans),
    }


def test_a_day_says_what_there_was_and_what_each_model_used(made: Made, days: Days) -> None:
    expected = expected_days(made)
    assert days() == {
        "data": expected,
        "meta": {"page": 1, "limit": 50, "totalItems": len(expected), "totalPages": 1},
    }


def test_days_are_those_of_the_traces_asked_for(made: Made, days: Days) -> None:
    assert days(userId="u-1")["data"] == expected_days(made, lambda trace: trace.user_id == "u-1")
    assert days(traceName="billing")["data"] == expected_days(made, lambda trace: trace.name == "billing")
    tagged = expected_days(made, lambda trace: {"web", "beta"} <= set(trace.tags))
    assert days(tags=["web", "beta"])["data"] == tagged
    assert days(userId="nobody")["data"] == []


def test_an_environment_keeps_its_own_traces_and_observations(made: Made, days: Days) -> None:
    found = days(environment="staging")["data"]
    assert sum(day["countTraces"] for day in found) == sum(
        trace.environment == "staging" for trace in made.traces.values()
    )
    assert sum(day["countObservations"] for day in found) == sum(span.environment == "staging" for span in made.spans)


def test_days_come_by_the_page_and_within_the_time_asked_for(made: Made, days: Days) -> None:
    dates = [day["date"] for day in days()["data"]]
    second = days(page=2, limit=1)
    assert [day["date"] for day in second["data"]] == dates[1:2]
    assert second["meta"] == {"page": 2, "limit": 1, "totalItems": len(dates), "totalPages": len(dates)}
    times = {"fromTimestamp": format_time(BEGAN + DAY), "toTimestamp": format_time(BEGAN + 2 * DAY)}
    assert [day["date"] for day in days(**times)["data"]] == [date_of(BEGAN + DAY)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", "0"), ("limit", "101"), ("fromTimestamp", "now"), ("toTimestamp", "3"), ("name", "x")],
)
def test_a_parameter_that_means_nothing_is_refused(client: TestClient, name: str, value: str) -> None:
    answer = client.get("/api/public/metrics/daily", params={name: value})
    assert answer.status_code == 400
    assert [problem["field"] for problem in answer.json()["error"]] == [name]
