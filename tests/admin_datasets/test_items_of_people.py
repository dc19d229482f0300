from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

Create = Callable[..., dict[str, Any]]


def add(client: TestClient, name: str, *items: dict[str, Any]) -> Any:
    return client.post(f"/admin/datasets/{name}/items", json={"items": list(items)})


def inputs(client: TestClient, name: str, **params: Any) -> list[Any]:
    return [item["input"] for item in client.get(f"/admin/datasets/{name}/items", params=params).json()["items"]]


def test_an_item_is_added_and_shown_with_its_typed_fields(client: TestClient, name: str) -> None:
    sent = {
        "id": "folder/an item",
        "input": {"question": "What is new?"},
        "expected_output": "Nothing.",
        "metadata": {"score": 0.9, "score_name": "faithfulness", "query_type": "smalltalk"},
        "source_trace_id": "a-trace",
    }
    assert client.post(f"/admin/datasets/{name}/items", json=sent).json() == {"ids": [sent["id"]], "rejected": []}
    shown = client.get(f"/admin/datasets/{name}/items/folder%2Fan%20item").json()
    assert shown.items() >= sent.items()
    assert (shown["query"], shown["response"]) == ("What is new?", "Nothing.")
    assert (shown["score"], shown["score_name"], shown["query_type"]) == (0.9, "faithfulness", "smalltalk")
    assert (shown["status"], shown["source_observation_id"]) == ("ACTIVE", None)


def test_items_are_listed_newest_first_in_pages(client: TestClient, name: str) -> None:
    add(client, name, *({"input": number} for number in range(5)))
    page = client.get(f"/admin/datasets/{name}/items?offset=1&limit=2").json()
    assert [item["input"] for item in page["items"]] == [3, 2]
    assert page["total"] == 5


def test_each_of_several_items_is_taken_or_refused_by_itself(client: TestClient, create: Create) -> None:
    name = create(input_schema={"type": "string"})["name"]
    answer = add(client, name, {"id": "good", "input": "a"}, {"id": "bad", "input": 3}, {"id": "fine", "input": "b"})
    assert answer.status_code == 207
    [rejected] = answer.json()["rejected"]
    assert answer.json()["ids"] == ["good", "fine"]
    assert (rejected["index"], rejected["id"]) == (1, "bad")
    assert "input" in rejected["reason"]
    assert inputs(client, name) == ["b", "a"]


def test_an_item_that_the_schema_refuses_is_a_bad_request(client: TestClient, create: Create) -> None:
    name = create(input_schema={"type": "string"})["name"]
    answer = client.post(f"/admin/datasets/{name}/items", json={"input": 3})
    assert answer.status_code == 400
    assert "input" in answer.json()["message"]


def test_an_item_is_changed_where_something_is_said(client: TestClient, name: str) -> None:
    add(client, name, {"id": "an-item", "input": "a", "expected_output": "b", "metadata": {"k": 1}})
    path = f"/admin/datasets/{name}/items/an-item"
    changed = client.patch(path, json={"expected_output": "c"}).json()
    assert (changed["input"], changed["expected_output"], changed["metadata"]) == ("a", "c", {"k": 1})
    assert client.get(path).json() == changed


def test_an_archived_item_is_in_no_list_and_can_come_back(client: TestClient, name: str) -> None:
    add(client, name, {"id": "an-item", "input": "a"})
    path = f"/admin/datasets/{name}/items/an-item"
    assert client.patch(path, json={"status": "ARCHIVED"}).json()["status"] == "ARCHIVED"
    assert inputs(client, name) == []
    assert inputs(client, name, archived=True) == ["a"]
    client.patch(path, json={"status": "ACTIVE"})
    assert inputs(client, name) == ["a"]


def test_a_deleted_item_is_gone_and_read_as_of_before(client: TestClient, name: str) -> None:
    add(client, name, {"id": "an-item", "input": "a"})
    path = f"/admin/datasets/{name}/items/an-item"
    before = client.get(path).json()["updated_at"]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert inputs(client, name) == []
    assert inputs(client, name, as_of=before) == ["a"]


def test_an_item_said_once_more_is_no_new_version(client: TestClient, name: str) -> None:
    item = {"id": "an-item", "input": {"n": 1}, "metadata": {"flag": True}}
    add(client, name, item)
    path = f"/admin/datasets/{name}/items/an-item"
    before = client.get(path).json()
    add(client, name, item)
    assert client.get(path).json() == before
    add(client, name, item | {"input": {"n": 1.0}})
    assert client.get(path).json()["updated_at"] > before["updated_at"]


def test_an_item_of_another_dataset_is_not_there(client: TestClient, create: Create) -> None:
    mine, other = create()["name"], create()["name"]
    add(client, other, {"id": "theirs", "input": "a"})
    for method, body in (("GET", None), ("PATCH", {"input": "b"}), ("DELETE", None)):
        answer = client.request(method, f"/admin/datasets/{mine}/items/theirs", json=body)
        assert answer.status_code == 404
        assert mine in answer.json()["message"]
    assert inputs(client, other) == ["a"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"items": []}, "items"),
        ({"items": [{"input": "a"}] * 1001}, "items"),
        ({"input": "a", "expectde_output": "b"}, "expectde_output"),
        ({"items": [{"input": "a", "id": ""}]}, "id"),
        ([], "dict"),
        ({"input": "a", "status": "GONE"}, "status"),
    ],
)
def test_items_that_cannot_be_understood_are_refused_by_name(
    client: TestClient, name: str, body: Any, names: str
) -> None:
    answer = client.post(f"/admin/datasets/{name}/items", json=body)
    assert answer.status_code == 422
    assert names in str(answer.json())
