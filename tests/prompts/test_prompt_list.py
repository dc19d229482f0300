"""Lists of prompts, by single parameters and by filters, over what is read of versions that match."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/public/v2/prompts"

Create = Callable[..., dict[str, Any]]
Find = Callable[..., dict[str, list[int]]]


@pytest.fixture
def find(client: TestClient) -> Find:
    """List prompts: their names, and the versions of each that match."""

    def find_all(**parameters: Any) -> dict[str, list[int]]:
        if "filter" in parameters:
            parameters["filter"] = json.dumps(parameters["filter"])
        answer = client.get(PATH, params={"limit": 100, **parameters})
        assert answer.status_code == 200, answer.text
        return {prompt["name"]: prompt["versions"] for prompt in answer.json()["data"]}

    return find_all


def test_a_prompt_in_a_list_says_what_its_versions_have(create: Create, client: TestClient) -> None:
    create("p", labels=["staging"], tags=["b", "a"], config={"a": 1})
    newest = create("p", labels=["production"], config={"a": 2})
    answer = client.get(PATH).json()
    assert answer["meta"] == {"page": 1, "limit": 10, "totalItems": 1, "totalPages": 1}
    assert answer["data"] == [
        {
            "name": "p",
            "type": "text",
            "versions": [1, 2],
            "labels": ["latest", "production", "staging"],
            "tags": ["a", "b"],
            "lastUpdatedAt": newest["updatedAt"],
            "lastConfig": {"a": 2},
        }
    ]


def test_pages_hold_prompts_by_name_ten_at_a_time(create: Create, client: TestClient) -> None:
    for number in range(12):
        create(f"p{number:02}")
        create(f"p{number:02}")
    first, second = (client.get(PATH, params={"page": page}).json() for page in (1, 2))
    assert [prompt["name"] for prompt in first["data"] + second["data"]] == [f"p{number:02}" for number in range(12)]
    assert second["meta"] == {"page": 2, "limit": 10, "totalItems": 12, "totalPages": 2}
    assert client.get(PATH, params={"page": 3}).json()["data"] == []


def test_a_list_is_narrowed_by_name_label_and_tag(create: Create, find: Find) -> None:
    create("a", labels=["production"], tags=["x"])
    create("a", tags=["x", "y"])
    create("b", labels=["production"])
    assert find(name="a") == {"a": [1, 2]}
    assert find(label="production") == {"a": [1], "b": [1]}
    assert find(tag="y") == {"a": [1, 2]}
    assert find(name="a", label="latest", tag="x") == {"a": [2]}
    assert find(name="A") == find(label="nope") == find(tag="nope") == {}
    assert find(name="", label="", tag="") == {"a": [1, 2], "b": [1]}


def test_what_is_told_of_a_prompt_is_of_the_versions_that_match(create: Create, client: TestClient) -> None:
    create("p", labels=["production", "x"], config={"old": True})
    create("p", config={"old": False})
    (found,) = client.get(PATH, params={"label": "production"}).json()["data"]
    assert (found["versions"], found["labels"], found["lastConfig"]) == ([1], ["production", "x"], {"old": True})


def test_a_list_is_narrowed_by_the_time_of_the_last_change(create: Create, find: Find, client: TestClient) -> None:
    first = create("a", labels=["x"])["updatedAt"]
    second = create("b")["updatedAt"]
    assert find(fromUpdatedAt=first) == {"a": [1], "b": [1]}
    assert find(fromUpdatedAt="2020-01-01T00:00:00Z", toUpdatedAt="2020-01-02T00:00:00+01:00") == {}
    client.patch(f"{PATH}/a/versions/1", json={"newLabels": ["y"]})
    assert "a" in find(fromUpdatedAt=second)


VERSIONS = [
    ("tools/search/description", {"labels": ["production"], "tags": ["t1", "t2"], "config": {"model": "gpt-4o"}}),
    ("tools/Search/description", {"config": {"model": "claude_x"}}),
    ("tools/100%", {"labels": ["staging", "x"], "config": {"temperature": 0}}),
]
SEARCH, UPPER, PERCENT = (name for name, _ in VERSIONS)


def is_(kind: str, column: str, operator: str, value: Any, **more: str) -> dict[str, Any]:
    return {"type": kind, "column": column, "operator": operator, "value": value, **more}


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ([], {SEARCH, UPPER, PERCENT}),
        ([is_("string", "name", "=", SEARCH)], {SEARCH}),
        ([is_("string", "name", "starts with", "TOOLS/s")], {SEARCH, UPPER}),
        ([is_("string", "name", "ends with", "/description")], {SEARCH, UPPER}),
        ([is_("string", "name", "contains", "s%h")], {SEARCH, UPPER}),
        ([is_("string", "name", "contains", "100\\%")], {PERCENT}),
        ([is_("string", "name", "ends with", "%\\")], set[str]()),
        ([is_("string", "name", "does not contain", "search")], {PERCENT}),
        ([is_("string", "name", "is not empty", "")], {SEARCH, UPPER, PERCENT}),
        ([is_("stringOptions", "name", "any of", [SEARCH, "nope"])], {SEARCH}),
        ([is_("stringOptions", "type", "none of", ["chat"])], {SEARCH, UPPER, PERCENT}),
        ([is_("number", "version", ">=", 1), is_("number", "version", "<", 2)], {SEARCH, UPPER, PERCENT}),
        ([is_("number", "version", "=", 2)], set[str]()),
        ([is_("datetime", "createdAt", ">", "2020-01-01T00:00:00Z")], {SEARCH, UPPER, PERCENT}),
        ([is_("datetime", "updatedAt", "<=", "2020-01-01T00:00:00Z")], set[str]()),
        ([is_("arrayOptions", "labels", "any of", ["production", "x"])], {SEARCH, PERCENT}),
        ([is_("arrayOptions", "labels", "all of", ["staging", "x"])], {PERCENT}),
        ([is_("arrayOptions", "labels", "none of", ["x"])], {SEARCH, UPPER}),
        ([is_("arrayOptions", "tags", "all of", ["t1", "t2"])], {SEARCH}),
        ([is_("arrayOptions", "tags", "none of", ["t1"])], {UPPER, PERCENT}),
        ([is_("stringObject", "config", "=", "gpt-4o", key="model")], {SEARCH}),
        ([is_("stringObject", "config", "contains", "GPT", key="model")], {SEARCH}),
        ([is_("stringObject", "config", "contains", "claude\\_", key="model")], {UPPER}),
        ([is_("stringObject", "config", "=", "0", key="temperature")], {PERCENT}),
        ([is_("stringObject", "config", "is set", "", key="model")], {SEARCH, UPPER}),
        ([is_("stringObject", "config", "contains", "", key="model")], {SEARCH, UPPER}),
        ([is_("stringObject", "config", "is not set", "", key="model")], {PERCENT}),
    ],
)
def test_a_filter_finds_the_prompts_that_meet_every_condition(
    create: Create, find: Find, conditions: list[Any], names: set[str]
) -> None:
    for name, fields in VERSIONS:
        create(name, **fields)
    assert find(filter=conditions).keys() == names


def test_a_filter_stands_for_every_other_parameter(create: Create, find: Find) -> None:
    create("a")
    assert find(name="nope", label="nope", filter=[]) == {"a": [1]}


@pytest.mark.parametrize(
    ("conditions", "field"),
    [
        ("no json", "filter"),
        ("{}", "filter"),
        ([3], "filter.0"),
        ([is_("text", "name", "=", "a")], "filter.0.type"),
        ([is_("string", "version", "=", "a")], "filter.0.column"),
        ([is_("string", "name", ">", "a")], "filter.0.operator"),
        ([is_("string", "name", "=", 3)], "filter.0.value"),
        ([is_("string", "name", "=", "a"), is_("number", "version", "=", "1")], "filter.1.value"),
        ([is_("number", "version", "=", 2**31)], "filter.0.value"),
        ([is_("datetime", "createdAt", ">", "yesterday")], "filter.0.value"),
        ([is_("arrayOptions", "labels", "any of", [])], "filter.0.value"),
        ([is_("stringObject", "config", "=", "a")], "filter.0.key"),
        ([is_("number", "version", "=", 1)] * 51, "filter"),
    ],
)
def test_a_filter_that_is_wrong_is_refused(client: TestClient, conditions: Any, field: str) -> None:
    text = conditions if isinstance(conditions, str) else json.dumps(conditions)
    answer = client.get(PATH, params={"filter": text})
    assert answer.status_code == 400
    assert answer.json()["error"][0]["field"] == field


@pytest.mark.parametrize("query", ["page=0", "limit=0", "limit=10000", "limit=x", "fromUpdatedAt=soon", "version=1"])
def test_a_list_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"][0]["field"] == query.partition("=")[0]
