import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

GOOD: dict[str, Any] = {
    "view": "observations",
    "metrics": [{"measure": "count", "aggregation": "count"}],
    "fromTimestamp": "2026-11-01T00:00:00Z",
    "toTimestamp": "2026-11-02T00:00:00Z",
}
TEXT = {"column": "name", "type": "string", "operator": "=", "value": "x"}


def by(*fields: str) -> dict[str, Any]:
    return {"dimensions": [{"field": field} for field in fields]}


def of(measure: str, aggregation: str) -> dict[str, Any]:
    return {"metrics": [{"measure": measure, "aggregation": aggregation}]}


def where(**change: Any) -> dict[str, Any]:
    return {"filters": [TEXT, TEXT | change]}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"view": "traces"}, "query.view"),
    ({"view": "secrets"}, "query.view"),
    ({"view": None}, "query.view"),
    ({"metrics": []}, "query.metrics"),
    ({"metrics": None}, "query.metrics"),
    ({"metrics": [{"measure": "count", "aggregation": "count"}] * 21}, "query.metrics"),
    (of("cleverness", "avg"), "query.metrics.0.measure"),
    (of("latency", "median"), "query.metrics.0.aggregation"),
    (of("uniqueUserIds", "p95"), "query.metrics.0.aggregation"),
    ({"metrics": [{"measure": "count"}]}, "query.metrics.0.aggregation"),
    (by("colour"), "query.dimensions.0.field"),
    (by("name", "stringValue"), "query.dimensions.1.field"),
    (by("name; DROP TABLE spans"), "query.dimensions.0.field"),
    ({"dimensions": [{"field": "name"}] * 11}, "query.dimensions"),
    ({"dimensions": "name"}, "query.dimensions"),
    (where(column="colour"), "query.filters.1.column"),
    (where(operator="~"), "query.filters.1.operator"),
    (where(type="text"), "query.filters.1.type"),
    (where(value=3), "query.filters.1.value"),
    (where(column="tags"), "query.filters.1"),
    (where(column="promptVersion"), "query.filters.1"),
    (where(column="metadata", type="stringObject"), "query.filters.1.key"),
    ({"filters": [TEXT] * 51}, "query.filters"),
    ({"filters": {}}, "query.filters"),
    ({"timeDimension": {"granularity": "fortnight"}}, "query.timeDimension.granularity"),
    ({"timeDimension": "day"}, "query.timeDimension"),
    ({"fromTimestamp": "yesterday"}, "query.fromTimestamp"),
    ({"fromTimestamp": 1795168800}, "query.fromTimestamp"),
    ({"toTimestamp": None}, "query.toTimestamp"),
    ({"toTimestamp": "2026-11-01T00:00:00Z"}, "query.toTimestamp"),
    ({"toTimestamp": "2026-02-30T00:00:00Z"}, "query.toTimestamp"),
    ({"orderBy": [{"field": "name", "direction": "desc"}]}, "query.orderBy.0.field"),
    ({"orderBy": [{"field": "time_dimension", "direction": "asc"}]}, "query.orderBy.0.field"),
    ({"orderBy": [{"field": "sum_totalCost", "direction": "asc"}]}, "query.orderBy.0.field"),
    ({"orderBy": [{"field": "count_count", "direction": "up"}]}, "query.orderBy.0.direction"),
    ({"config": {"row_limit": 0}}, "query.config.row_limit"),
    ({"config": {"row_limit": 1001}}, "query.config.row_limit"),
    ({"config": {"bins": 101}}, "query.config.bins"),
    ({"config": {"bins": 0}}, "query.config.bins"),
    ({"config": {"rows": 5}}, "query.config.rows"),
    ({"filter": [TEXT]}, "query.filter"),
    (
        of("latency", "histogram") | {"orderBy": [{"field": "histogram_latency", "direction": "desc"}]},
        "query.orderBy.0.field",
    ),
]


@pytest.fixture
def refusal(client: TestClient) -> Callable[..., list[str]]:
    """Asks for metrics, which must be refused in Langfuse's shape; gives the fields that are named."""

    def get(version: str = "v2/", **parameters: str) -> list[str]:
        answer = client.get(f"/api/public/{version}metrics", params=parameters)
        assert answer.status_code == 400, answer.text
        assert answer.json()["message"] == "Invalid request data"
        assert all(problem["message"] for problem in answer.json()["error"])
        return [problem["field"] for problem in answer.json()["error"]]

    return get


@pytest.mark.parametrize(("change", "field"), BAD, ids=lambda value: str(value)[:70])
def test_a_query_that_means_nothing_is_refused_with_the_name_of_the_field(
    refusal: Callable[..., list[str]], change: dict[str, Any], field: str
) -> None:
    assert refusal(query=json.dumps(GOOD | change))[0] == field


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '"view"', "\x00", "{'view': 1}", '{"view":"\\ud83d"}'])
@pytest.mark.parametrize("version", ["", "v2/"])
def test_a_query_that_is_no_object_is_refused(refusal: Callable[..., list[str]], text: str, version: str) -> None:
    assert all(field.startswith("query") for field in refusal(version, query=text))


@pytest.mark.parametrize("version", ["", "v2/"])
def test_a_query_comes_in_its_parameter_and_nothing_else_does(refusal: Callable[..., list[str]], version: str) -> None:
    assert refusal(version) == ["query"]
    assert refusal(version, query=json.dumps(GOOD), rowLimit="5") == ["rowLimit"]


@pytest.mark.parametrize("field", ["id", "traceId", "userId", "sessionId", "parentObservationId"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"config": {"row_limit": 10}},
        {"orderBy": [{"field": "count_count", "direction": "desc"}]},
        {"config": {"row_limit": 10}, "orderBy": [{"field": "count_count", "direction": "asc"}]},
        {
            "config": {"row_limit": 10},
            "orderBy": [{"field": "count_count", "direction": "desc"}],
            "timeDimension": {"granularity": "day"},
        },
    ],
    ids=["", "limit", "order", "upwards", "over-time"],
)
def test_what_has_many_values_is_not_grouped_by_but_for_the_first_few(
    refusal: Callable[..., list[str]], field: str, more: dict[str, Any]
) -> None:
    assert refusal(query=json.dumps(GOOD | by(field) | more)) == ["query.dimensions.0.field"]


def test_breaking_down_by_two_types_at_once_is_refused(client: TestClient) -> None:
    both = json.dumps(GOOD | by("costType", "usageType"))
    answer = client.get("/api/public/v2/metrics", params={"query": both})
    assert answer.status_code == 400
    assert "one at a time" in answer.json()["message"]


def test_null_stands_for_what_is_left_out(client: TestClient) -> None:
    nothing = dict.fromkeys(("dimensions", "filters", "timeDimension", "orderBy", "config"))
    answer = client.get("/api/public/v2/metrics", params={"query": json.dumps(GOOD | nothing)})
    assert (answer.status_code, answer.json()) == (200, {"data": [{"count_count": 0}]})


def test_metrics_need_a_key(client: TestClient) -> None:
    for path in ("v2/metrics", "metrics", "metrics/daily"):
        assert client.get(f"/api/public/{path}", auth=("pk-lf-nobody", "sk-lf-nothing")).status_code == 401
