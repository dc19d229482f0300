"""Items of datasets through Langfuse's API: written, merged, versioned, archived, deleted, held to schemas."""

import json
from typing import Any

import pytest
from dataset_wire import problems
from fastapi.testclient import TestClient

WHOLE = {
    "id": "i",
    "input": {"q": [1, None, "ü"]},
    "expectedOutput": "3",
    "metadata": {"m": 1},
    "sourceTraceId": "t",
    "sourceObservationId": "o",
    "status": "ACTIVE",
}


@pytest.fixture(autouse=True)
def dataset(post: Any) -> dict[str, Any]:
    return post("v2/datasets", name="my/set 1")


@pytest.fixture
def put(post: Any) -> Any:
    def write(**fields: Any) -> Any:
        return post("dataset-items", **{"datasetName": "my/set 1"} | fields)

    return write


def ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["data"]]


def test_an_item_is_answered_as_it_was_written(put: Any, read: Any, dataset: dict[str, Any]) -> None:
    made = put(**WHOLE)
    assert problems(made, "DatasetItem") == []
    assert {field: made[field] for field in WHOLE} == WHOLE
    assert (made["datasetId"], made["datasetName"], made["mediaReferences"]) == (dataset["id"], "my/set 1", [])
    assert read("dataset-items/i") == made
    page = read("dataset-items")
    assert problems(page, "PaginatedDatasetItems") == []
    assert page == {"data": [made], "meta": {"page": 1, "limit": 50, "totalItems": 1, "totalPages": 1}}


def test_an_item_may_be_nothing_at_all_and_gets_an_id(put: Any) -> None:
    first, second = put(), put(input=None, id=None, status=None)
    assert problems(first, "DatasetItem") == []
    assert [first[field] for field in ("input", "expectedOutput", "metadata", "sourceTraceId")] == [None] * 4
    assert first["id"] != second["id"]


@pytest.mark.parametrize("value", ["", "null", "3", '"', "[1", 0, False, [], {}, [None], {"": {"a'b": 1e300}}, 2**53])
def test_values_of_any_json_type_come_back_as_they_were(put: Any, read: Any, value: Any) -> None:
    put(id="i", input=value, expectedOutput=value, metadata=value)
    item = read("dataset-items/i")
    assert [item["input"], item["expectedOutput"], item["metadata"]] == [value] * 3
    assert json.dumps(item["input"]) == json.dumps(value)


def test_an_item_sent_again_keeps_what_is_not_given(put: Any, read: Any) -> None:
    made = put(**WHOLE)
    changed = put(id="i", expectedOutput={"new": 1}, input=None)
    assert changed == made | {
        "expectedOutput": {"new": 1},
        "updatedAt": changed["updatedAt"],
        "version": changed["version"],
    }
    assert changed["updatedAt"] > made["updatedAt"]
    assert read("dataset-items")["data"] == [changed]


@pytest.mark.parametrize("name", ["my%2Fset+1", "my%2Fset%201", "my%2Fset%25201", "my/set 1"])
def test_items_are_listed_by_the_name_of_their_dataset_in_every_spelling(
    post: Any, put: Any, read: Any, name: str
) -> None:
    post("v2/datasets", name="other")
    put(id="other", datasetName="other")
    for index in range(3):
        put(id=f"{index}")
    assert ids(read(f"dataset-items?datasetName={name}&limit=50&page=1")) == ["2", "1", "0"]
    assert ids(read(f"dataset-items?datasetName={name}&limit=2&page=2")) == ["0"]
    assert ids(read("dataset-items")) == ["2", "1", "0", "other"]


def test_items_are_found_by_their_source(put: Any, read: Any) -> None:
    put(id="a", sourceTraceId="t", sourceObservationId="o")
    put(id="b", sourceTraceId="t")
    put(id="c", sourceTraceId="u")
    assert ids(read("dataset-items", sourceTraceId="t")) == ["b", "a"]
    assert ids(read("dataset-items", datasetName="my/set 1", sourceObservationId="o")) == ["a"]
    assert ids(read("dataset-items", sourceTraceId="nothing")) == []


def test_a_dataset_is_read_as_of_the_time_that_an_item_showed(put: Any, read: Any) -> None:
    first = put(id="a", input=1)
    second = put(id="a", input=2)
    put(id="b", input=3)
    put(id="a", status="ARCHIVED")

    def as_of(version: str) -> list[tuple[str, Any]]:
        page = read("dataset-items", datasetName="my/set 1", version=version)
        return [(item["id"], item["input"]) for item in page["data"]]

    assert as_of(first["updatedAt"]) == [("a", 1)]
    assert as_of(second["version"]) == [("a", 2)]
    assert as_of("2020-01-01T00:00:00Z") == []
    assert as_of("2100-01-01T00:00:00.123456+02:00") == [("b", 3)]


def test_an_archived_item_is_in_no_list_and_still_read_by_its_id(put: Any, read: Any) -> None:
    put(id="a")
    put(id="a", status="ARCHIVED")
    assert ids(read("dataset-items")) == []
    assert read("dataset-items/a")["status"] == "ARCHIVED"
    put(id="a", status="ACTIVE")
    assert ids(read("dataset-items")) == ["a"]


def test_a_deleted_item_is_gone_but_for_the_past(put: Any, read: Any, client: TestClient, refused: Any) -> None:
    made = put(id="folder/a", input=1)
    answer = client.delete("/api/public/dataset-items/folder%2Fa")
    assert answer.status_code == 200
    assert problems(answer.json(), "DeleteDatasetItemResponse") == []
    assert ids(read("dataset-items")) == []
    for method in ("GET", "DELETE"):
        assert refused(method, "dataset-items/folder%2Fa")[1]["error"] == "LangfuseNotFoundError"
    assert ids(read("dataset-items", datasetName="my/set 1", version=made["version"])) == ["folder/a"]


def test_an_id_that_was_deleted_begins_anew(put: Any, client: TestClient) -> None:
    put(**WHOLE)
    client.delete("/api/public/dataset-items/i")
    again = put(id="i", input="new")
    assert (again["input"], again["expectedOutput"], again["sourceTraceId"]) == ("new", None, None)


def test_an_id_belongs_to_one_dataset_at_a_time(put: Any, post: Any, refused: Any, client: TestClient) -> None:
    post("v2/datasets", name="other")
    put(id="a")
    status, body = refused("POST", "dataset-items", json={"datasetName": "other", "id": "a"})
    assert (status, body["error"]) == (409, "LangfuseConflictError")
    client.delete("/api/public/dataset-items/a")
    assert put(datasetName="other", id="a")["datasetName"] == "other"


def test_items_of_other_projects_are_not_seen(put: Any, other_client: TestClient) -> None:
    put(id="a")
    assert other_client.get("/api/public/dataset-items/a").status_code == 404
    assert other_client.delete("/api/public/dataset-items/a").status_code == 404
    assert other_client.get("/api/public/dataset-items").json()["data"] == []
    assert other_client.post("/api/public/v2/datasets", json={"name": "mine"}).status_code == 200
    answer = other_client.post("/api/public/dataset-items", json={"datasetName": "mine", "id": "a"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"datasetName": None}, "datasetName"),
        ({"datasetName": ""}, "datasetName"),
        ({"id": ""}, "id"),
        ({"id": "x" * 801}, "id"),
        ({"id": "a\rb"}, "id"),
        ({"id": 3}, "id"),
        ({"status": "active"}, "status"),
        ({"sourceTraceId": 3}, "sourceTraceId"),
        ({"sourceObservationId": ""}, "sourceObservationId"),
    ],
)
def test_an_item_that_is_none_is_refused_with_the_name_of_the_field(
    refused: Any, read: Any, fields: dict[str, Any], field: str
) -> None:
    status, body = refused("POST", "dataset-items", json={"datasetName": "my/set 1"} | fields)
    assert (status, body["error"][0]["field"]) == (400, field)
    assert ids(read("dataset-items")) == []


def test_an_item_of_no_dataset_is_a_404(refused: Any) -> None:
    status, body = refused("POST", "dataset-items", json={"datasetName": "nothing"})
    assert (status, body["error"]) == (404, "LangfuseNotFoundError")
    assert refused("GET", "dataset-items", params={"datasetName": "nothing"})[0] == 404


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"version": "2026-01-01T00:00:00Z"}, "version"),
        ({"version": "yesterday", "datasetName": "my/set 1"}, "version"),
        ({"version": "", "datasetName": "my/set 1"}, "version"),
        ({"datasetname": "my/set 1"}, "datasetname"),
    ],
)
def test_a_question_that_is_none_is_refused(refused: Any, parameters: dict[str, str], field: str) -> None:
    status, body = refused("GET", "dataset-items", params=parameters)
    assert (status, body["error"][0]["field"]) == (400, field)


def test_values_must_meet_the_schemas_of_their_dataset(post: Any, put: Any, refused: Any, read: Any) -> None:
    schema = {"type": "object", "required": ["q"], "properties": {"q": {"type": "array", "items": {"type": "string"}}}}
    post("v2/datasets", name="my/set 1", inputSchema=schema, expectedOutputSchema={"type": ["string", "null"]})
    put(id="a", input={"q": ["x"]})
    sent = {"datasetName": "my/set 1", "id": "b", "input": {"q": ["x", 1]}, "expectedOutput": 3}
    status, body = refused("POST", "dataset-items", json=sent)
    assert (status, [problem["field"] for problem in body["error"]]) == (400, ["input.q.1", "expectedOutput"])
    assert refused("POST", "dataset-items", json={"datasetName": "my/set 1"})[0] == 400
    assert refused("POST", "dataset-items", json={"datasetName": "my/set 1", "id": "a", "input": {}})[0] == 400
    assert [item["input"] for item in read("dataset-items")["data"]] == [{"q": ["x"]}]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        {"type": ["string", "array"], "pattern": "^(a+)+$", "items": {"$ref": "#"}},
        {"pattern": "^(?=a)(a+)+\\1$"},
    ],
)
def test_a_schema_that_never_ends_ends(post: Any, client: TestClient, schema: dict[str, Any]) -> None:
    post("v2/datasets", name="odd", inputSchema=schema)
    for value in ("a" * 60 + "b", [[["a" * 60 + "b"]]]):
        answer = client.post("/api/public/dataset-items", json={"datasetName": "odd", "input": value})
        assert answer.status_code in (200, 400), answer.text


@pytest.mark.parametrize("depth", [150, 190, 220, 500, 990, 5000])
def test_deep_values_are_kept_or_refused(client: TestClient, read: Any, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    text = '{"datasetName":"my/set 1","id":"deep","input":DEEP,"metadata":{"a":DEEP}}'.replace("DEEP", deep)
    answer = client.post("/api/public/dataset-items", content=text)
    if answer.status_code == 200:
        assert json.dumps(read("dataset-items/deep")["input"]) == deep
    else:
        assert depth > 190
        assert answer.status_code == 400, answer.text


def test_texts_that_are_no_text_are_made_one(client: TestClient, read: Any) -> None:
    text = '{"datasetName":"my/set 1","id":"odd","input":"\\ud800","metadata":{"n":NaN}}'
    assert client.post("/api/public/dataset-items", content=text).status_code == 200
    assert read("dataset-items/odd")["input"] == "\ufffd"
