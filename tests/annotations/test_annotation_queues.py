"""Annotation queues: made for score configs, filled, worked off and emptied over the wire."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import create_key, ensure_project
from ratchet.server.stores import Stores

PATH = "/api/public/annotation-queues"


@pytest.fixture(autouse=True)
def configs(client: TestClient) -> None:
    """The score configs `a` and `b`."""
    for config_id in ("a", "b"):
        client.post("/api/public/score-configs", json={"id": config_id, "name": config_id, "dataType": "NUMERIC"})


@pytest.fixture
def queue(client: TestClient) -> dict[str, Any]:
    """A queue for both configs."""
    return make(client, description="the odd ones", scoreConfigIds=["b", "a"])


def make(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(PATH, json={"name": "to review", "scoreConfigIds": ["a"], **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


def put(client: TestClient, queue: dict[str, Any], object_id: str = "t", **body: Any) -> dict[str, Any]:
    sent = {"objectId": object_id, "objectType": "TRACE", **body}
    answer = client.post(f"{PATH}/{queue['id']}/items", json=sent)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_queue_is_shown_as_it_was_made(client: TestClient, queue: dict[str, Any]) -> None:
    assert (queue["name"], queue["description"], queue["scoreConfigIds"]) == ("to review", "the odd ones", ["b", "a"])
    assert queue["createdAt"] == queue["updatedAt"]
    assert client.get(f"{PATH}/{queue['id']}").json() == queue


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ...}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"scoreConfigIds": ...}, "scoreConfigIds"),
        ({"scoreConfigIds": []}, "scoreConfigIds"),
        ({"scoreConfigIds": "a"}, "scoreConfigIds"),
        ({"scoreConfigIds": ["a", "nope"]}, "scoreConfigIds.1"),
        ({"scoreConfigIds": ["\0"]}, "scoreConfigIds.0"),
        ({"description": 3}, "description"),
    ],
)
def test_a_bad_queue_is_refused_by_the_name_of_its_field(client: TestClient, body: dict[str, Any], field: str) -> None:
    given = {"name": "n", "scoreConfigIds": ["a"], **body}
    answer = client.post(PATH, json={name: value for name, value in given.items() if value is not ...})
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, field)
    assert client.get(PATH).json()["data"] == []


def test_a_name_is_given_to_one_queue_only(client: TestClient, queue: dict[str, Any]) -> None:
    answer = client.post(PATH, json={"name": queue["name"], "scoreConfigIds": ["a"]})
    assert (answer.status_code, answer.json()["error"]) == (409, "LangfuseConflictError")


def test_queues_are_listed_page_by_page_the_newest_first(client: TestClient) -> None:
    made = [make(client, name=f"queue {number}")["id"] for number in range(3)]
    pages = [client.get(PATH, params={"page": page, "limit": 2}).json() for page in (1, 2)]
    assert [queue["id"] for page in pages for queue in page["data"]] == made[::-1]
    assert pages[0]["meta"] == {"page": 1, "limit": 2, "totalItems": 3, "totalPages": 2}


@pytest.mark.parametrize("object_type", ["TRACE", "OBSERVATION", "SESSION"])
def test_an_item_waits_until_someone_has_looked_at_it(
    client: TestClient, queue: dict[str, Any], object_type: str
) -> None:
    item = put(client, queue, "never came", objectType=object_type)
    assert (item["queueId"], item["objectId"], item["objectType"]) == (queue["id"], "never came", object_type)
    assert (item["status"], item["completedAt"]) == ("PENDING", None)
    assert client.get(f"{PATH}/{queue['id']}/items/{item['id']}").json() == item


def test_an_item_is_completed_and_taken_up_again(client: TestClient, queue: dict[str, Any]) -> None:
    item = put(client, queue)
    path = f"{PATH}/{queue['id']}/items/{item['id']}"
    done = client.patch(path, json={"status": "COMPLETED"}).json()
    assert done["status"] == "COMPLETED"
    assert done["completedAt"] == done["updatedAt"] >= item["createdAt"]
    assert client.patch(path, json={"status": None}).json() == done == client.get(path).json()
    again = client.patch(path, json={"status": "PENDING"}).json()
    assert (again["status"], again["completedAt"]) == ("PENDING", None)


def test_an_item_may_come_completed(client: TestClient, queue: dict[str, Any]) -> None:
    item = put(client, queue, status="COMPLETED")
    assert item["completedAt"] == item["createdAt"]
    assert put(client, queue, status=None)["status"] == "PENDING"


def test_items_are_listed_by_status_page_by_page_the_newest_first(client: TestClient, queue: dict[str, Any]) -> None:
    other = make(client, name="another queue")
    put(client, other, "elsewhere")
    for number in range(5):
        put(client, queue, f"t{number}", status="COMPLETED" if number % 2 else "PENDING")
    path = f"{PATH}/{queue['id']}/items"

    def listed(**parameters: Any) -> tuple[list[str], int]:
        page = client.get(path, params=parameters).json()
        return [item["objectId"] for item in page["data"]], page["meta"]["totalItems"]

    assert listed() == (["t4", "t3", "t2", "t1", "t0"], 5)
    assert listed(status="PENDING") == (["t4", "t2", "t0"], 3)
    assert listed(status="COMPLETED", limit=1, page=2) == (["t1"], 2)


def test_an_item_that_is_taken_out_is_gone(client: TestClient, queue: dict[str, Any]) -> None:
    item, other = put(client, queue), put(client, queue)
    path = f"{PATH}/{queue['id']}/items/{item['id']}"
    answer = client.delete(path)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert answer.json()["message"]
    for gone in (client.get(path), client.delete(path), client.patch(path, json={"status": "PENDING"})):
        assert (gone.status_code, gone.json()["error"]) == (404, "LangfuseNotFoundError")
    assert [left["id"] for left in client.get(f"{PATH}/{queue['id']}/items").json()["data"]] == [other["id"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"objectId": ""}, "objectId"),
        ({"objectId": ...}, "objectId"),
        ({"objectType": "PROMPT"}, "objectType"),
        ({"objectType": ...}, "objectType"),
        ({"status": "DONE"}, "status"),
    ],
)
def test_a_bad_item_is_refused_by_the_name_of_its_field(
    client: TestClient, queue: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    given = {"objectId": "t", "objectType": "TRACE", **body}
    sent = {name: value for name, value in given.items() if value is not ...}
    answer = client.post(f"{PATH}/{queue['id']}/items", json=sent)
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, field)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [({"status": "DONE"}, "status"), ({"page": 0}, "page"), ({"limit": 101}, "limit"), ({"colour": "blue"}, "colour")],
)
def test_a_list_that_is_asked_for_wrongly_is_refused(
    client: TestClient, queue: dict[str, Any], parameters: dict[str, Any], field: str
) -> None:
    answer = client.get(f"{PATH}/{queue['id']}/items", params=parameters)
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, field)
    if field != "status":
        assert client.get(PATH, params=parameters).status_code == 400


def test_a_queue_that_is_not_there_is_not_found(client: TestClient) -> None:
    item = {"objectId": "t", "objectType": "TRACE"}
    for answer in (
        client.get(f"{PATH}/nope"),
        client.get(f"{PATH}/nope/items"),
        client.post(f"{PATH}/nope/items", json=item),
        client.get(f"{PATH}/nope/items/x"),
    ):
        assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


def test_an_item_is_reached_through_its_own_queue_only(client: TestClient, queue: dict[str, Any]) -> None:
    other = make(client, name="another queue")
    item = put(client, queue)
    assert client.get(f"{PATH}/{other['id']}/items/{item['id']}").status_code == 404
    assert client.delete(f"{PATH}/{other['id']}/items/{item['id']}").status_code == 404
    assert client.get(f"{PATH}/{queue['id']}/items/{item['id']}").status_code == 200


def test_a_queue_of_another_project_is_not_found(
    client: TestClient, stores: Stores, project: str, queue: dict[str, Any]
) -> None:
    item = put(client, queue)
    ensure_project(stores.records, f"{project}-other", "Another project")
    key = create_key(stores.records, f"{project}-other")
    client.auth = (key.public_key, key.secret_key)
    assert client.get(f"{PATH}/{queue['id']}").status_code == 404
    assert client.get(f"{PATH}/{queue['id']}/items/{item['id']}").status_code == 404
    refused = client.post(PATH, json={"name": "theirs", "scoreConfigIds": ["a"]})
    assert refused.json()["error"][0]["field"] == "scoreConfigIds.0"


def test_a_score_says_for_which_queue_and_config_it_was_given(client: TestClient, queue: dict[str, Any]) -> None:
    body = {"traceId": "t", "value": 1, "configId": "a", "queueId": queue["id"], "source": "ANNOTATION"}
    score_id = client.post("/api/public/scores", json=body).json()["id"]
    score = client.get(f"/api/public/v2/scores/{score_id}").json()
    assert (score["queueId"], score["configId"], score["name"]) == (queue["id"], "a", "a")
