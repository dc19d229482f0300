"""Datasets through Langfuse's API: made, changed, found under every spelling of their names, listed."""

from datetime import datetime
from typing import Any

import pytest
from dataset_wire import problems
from fastapi.testclient import TestClient

WHOLE = {
    "name": "whole",
    "description": "d",
    "metadata": {"a": [1]},
    "inputSchema": {"type": "object"},
    "expectedOutputSchema": {"type": "string"},
}


def test_a_dataset_is_answered_as_it_was_made(post: Any, read: Any, project: str) -> None:
    made = post("v2/datasets", **WHOLE)
    assert problems(made, "Dataset") == []
    assert {field: made[field] for field in WHOLE} == WHOLE
    assert made["projectId"] == project
    assert read("v2/datasets/whole") == made


def test_a_dataset_may_be_a_name_alone(post: Any) -> None:
    made = post("v2/datasets", name="bare")
    assert problems(made, "Dataset") == []
    assert [made[field] for field in WHOLE] == ["bare", None, None, None, None]


def test_posting_a_name_again_changes_what_is_given_and_keeps_the_rest(post: Any, read: Any) -> None:
    made = post("v2/datasets", **WHOLE)
    changed = post("v2/datasets", name="whole", description="other", metadata=None, inputSchema=None)
    assert changed == made | {"description": "other", "updatedAt": changed["updatedAt"]}
    assert datetime.fromisoformat(changed["updatedAt"]) >= datetime.fromisoformat(made["updatedAt"])
    assert read("v2/datasets")["meta"]["totalItems"] == 1


@pytest.mark.parametrize(
    "path",
    ["folder%2Fset%201+1", "folder/set%201+1", "folder%252Fset%25201%2B1"],
    ids=["encoded", "raw slash", "encoded twice"],
)
@pytest.mark.parametrize("prefix", ["v2/datasets", "datasets"])
def test_a_name_with_slashes_is_found_in_every_spelling(post: Any, read: Any, prefix: str, path: str) -> None:
    made = post("v2/datasets", name="folder/set 1+1")
    assert read(f"{prefix}/{path}")["id"] == made["id"]


def test_datasets_come_by_page_the_newest_first(post: Any, read: Any) -> None:
    for index in range(3):
        post("v2/datasets", name=f"set {index}")
    page = read("v2/datasets", limit=2)
    assert problems(page, "PaginatedDatasets") == []
    assert [dataset["name"] for dataset in page["data"]] == ["set 2", "set 1"]
    assert page["meta"] == {"page": 1, "limit": 2, "totalItems": 3, "totalPages": 2}
    assert [dataset["name"] for dataset in read("v2/datasets", limit=2, page=2)["data"]] == ["set 0"]


def test_the_first_api_shows_what_is_in_a_dataset(post: Any, read: Any) -> None:
    made = post("datasets", name="first")
    assert (made["items"], made["runs"]) == ([], [])
    item = post("dataset-items", datasetName="first", id="i", input=1)
    post("dataset-run-items", runName="run 1", datasetItemId="i", traceId="t")
    assert read("datasets")["data"] == [made | {"items": ["i"], "runs": ["run 1"]}]
    assert read("datasets/first") == made | {"items": [item], "runs": ["run 1"]}
    assert problems(read("datasets/first"), "Dataset") == []


def test_datasets_of_other_projects_are_not_seen(post: Any, refused: Any, other_client: TestClient) -> None:
    post("v2/datasets", name="ours")
    answer = other_client.get("/api/public/v2/datasets/ours")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")
    assert other_client.get("/api/public/v2/datasets").json()["data"] == []


@pytest.mark.parametrize("path", ["v2/datasets/nothing", "datasets/nothing", "v2/datasets/%00"])
def test_a_dataset_that_is_not_there_is_a_404(refused: Any, path: str) -> None:
    status, body = refused("GET", path)
    assert (status, body["error"]) == (404, "LangfuseNotFoundError")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"name": 3}, "name"),
        ({"name": "a", "description": 3}, "description"),
        ({"name": "a", "inputSchema": [1]}, "inputSchema"),
        ({"name": "a", "inputSchema": {"type": "objekt"}}, "inputSchema"),
        ({"name": "a", "inputSchema": {"$ref": "http://127.0.0.1:9/schema.json"}}, "inputSchema"),
        ({"name": "a", "inputSchema": {"$ref": "file:///etc/passwd"}}, "inputSchema"),
        ({"name": "a", "inputSchema": {"pattern": "("}}, "inputSchema"),
        ({"name": "a", "inputSchema": {"$schema": "http://example.com/own"}}, "inputSchema"),
        ({"name": "a", "expectedOutputSchema": {"enum": "x"}}, "expectedOutputSchema"),
        ({"name": "a", "inputSchema": {"enum": ["x" * 300_000]}}, "inputSchema"),
    ],
)
@pytest.mark.parametrize("path", ["v2/datasets", "datasets"])
def test_a_dataset_that_is_none_is_refused_with_the_name_of_the_field(
    refused: Any, read: Any, path: str, fields: dict[str, Any], field: str
) -> None:
    status, body = refused("POST", path, json=fields)
    assert status == 400
    assert body["error"][0]["field"].split(".")[0] == field
    assert read("v2/datasets")["data"] == []


@pytest.mark.parametrize("body", ["", "[]", "3", "{", "null"])
def test_a_body_that_is_no_object_is_refused(refused: Any, body: str) -> None:
    assert refused("POST", "v2/datasets", content=body)[0] == 400


@pytest.mark.parametrize("parameters", [{"page": 0}, {"limit": 0}, {"limit": 101}, {"limit": "x"}, {"pages": 1}])
@pytest.mark.parametrize("path", ["v2/datasets", "datasets", "dataset-items"])
def test_a_page_that_is_none_is_refused(refused: Any, path: str, parameters: dict[str, Any]) -> None:
    status, body = refused("GET", path, params=parameters)
    assert status == 400
    assert body["error"][0]["field"] == next(iter(parameters))


def test_a_schema_that_items_do_not_meet_is_refused_and_not_kept(post: Any, read: Any, refused: Any) -> None:
    post("v2/datasets", name="a")
    post("dataset-items", datasetName="a", id="good", input={"q": "x"})
    post("dataset-items", datasetName="a", id="bad", input={"q": 3})
    schema = {"type": "object", "properties": {"q": {"type": "string"}}}
    status, body = refused("POST", "v2/datasets", json={"name": "a", "inputSchema": schema})
    assert (status, [problem["field"] for problem in body["error"]]) == (400, ["items.bad.input.q"])
    assert read("v2/datasets/a")["inputSchema"] is None
    post("dataset-items", datasetName="a", id="bad", input={"q": "3"})
    assert post("v2/datasets", name="a", inputSchema=schema)["inputSchema"] == schema
