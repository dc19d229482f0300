"""PUT /admin/copies: what another server answered, each object by itself."""

from typing import Any

from fastapi.testclient import TestClient

MOMENT = "2026-11-16T09:00:00.000Z"
LATER = "2026-11-17T09:00:00.000Z"
SCORE = {"id": "s", "name": "good", "dataType": "NUMERIC", "value": 1, "traceId": "t", "source": "EVAL"}
COPY = {**SCORE, "authorUserId": "eve", "timestamp": MOMENT, "updatedAt": MOMENT}


def put(client: TestClient, kind: str, *copies: Any) -> dict[str, Any]:
    answer = client.put(f"/admin/copies/{kind}", json={"data": list(copies)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_copy_keeps_what_nobody_else_may_say(client: TestClient) -> None:
    assert put(client, "scores", COPY) == {"changed": 1, "unchanged": 0, "refused": []}
    shown = client.get("/api/public/v2/scores/s").json()
    assert (shown["source"], shown["authorUserId"], shown["updatedAt"]) == ("EVAL", "eve", MOMENT)


def test_what_is_here_and_not_older_stays(client: TestClient) -> None:
    put(client, "scores", {**COPY, "updatedAt": LATER})
    assert put(client, "scores", {**COPY, "value": 0})["unchanged"] == 1
    assert client.get("/api/public/v2/scores/s").json()["value"] == 1


def test_every_copy_that_is_wrong_is_named_and_the_others_are_taken(client: TestClient) -> None:
    done = put(client, "scores", {**COPY, "value": "high"}, 3, COPY)
    assert done["changed"] == 1
    assert [(one["index"], one["id"]) for one in done["refused"]] == [(0, "s"), (1, None)]
    assert "value" in done["refused"][0]["reason"]


def test_an_item_goes_into_the_dataset_that_it_names(client: TestClient) -> None:
    item = {"id": "i", "input": 1, "status": "ARCHIVED", "createdAt": MOMENT, "updatedAt": LATER}
    dataset = {"id": "d", "name": "set", "createdAt": MOMENT, "updatedAt": MOMENT}
    put(client, "datasets", dataset)
    done = put(client, "dataset-items", {**item, "datasetName": "nowhere"}, {**item, "datasetName": "set"})
    assert (done["changed"], [one["index"] for one in done["refused"]]) == (1, [0])
    shown = client.get("/api/public/dataset-items/i").json()
    assert (shown["datasetId"], shown["createdAt"], shown["updatedAt"]) == ("d", MOMENT, LATER)


def test_an_item_that_was_edited_here_later_is_not_set_back(client: TestClient) -> None:
    put(client, "datasets", {"id": "d", "name": "set", "createdAt": MOMENT, "updatedAt": MOMENT})
    item = {"id": "i", "datasetName": "set", "createdAt": MOMENT, "updatedAt": MOMENT}
    put(client, "dataset-items", {**item, "input": "there"})
    assert client.post("/api/public/dataset-items", json={"id": "i", "datasetName": "set", "input": "here"}).is_success
    assert put(client, "dataset-items", {**item, "input": "there"})["unchanged"] == 1
    assert client.get("/api/public/dataset-items/i").json()["input"] == "here"


def test_a_version_of_a_prompt_keeps_its_number(client: TestClient) -> None:
    version = {
        "id": "v7",
        "name": "p",
        "version": 7,
        "type": "text",
        "prompt": "Hi",
        "labels": ["latest", "production"],
    }
    told = {**version, "tags": ["a"], "config": {}, "createdBy": "eve", "createdAt": MOMENT, "updatedAt": LATER}
    assert put(client, "prompts", told)["changed"] == 1
    assert put(client, "prompts", told)["unchanged"] == 1
    shown = client.get("/api/public/v2/prompts/p").json()
    assert (shown["version"], shown["createdBy"], shown["updatedAt"]) == (7, "eve", LATER)
    assert client.post("/api/public/v2/prompts", json={"name": "p", "prompt": "Ho"}).json()["version"] == 8


def test_where_a_span_came_from_is_told_apart_from_what_was_said_of_it(client: TestClient) -> None:
    shown = {"said": 1, "resourceAttributes": {"service.name": "shop"}, "scope": {"name": "x", "version": "1"}}
    span = {"id": "o", "type": "SPAN", "startTime": MOMENT, "metadata": shown, "updatedAt": LATER}
    put(client, "traces", {"id": "t", "timestamp": MOMENT, "updatedAt": LATER, "observations": [span]})
    assert client.get("/api/public/observations/o").json()["metadata"] == shown
    assert client.get("/api/public/traces/t").json()["metadata"] == {"said": 1}


def test_a_kind_that_there_is_not_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.put("/admin/copies/dreams", json={"data": []})
    assert answer.status_code == 400
    assert all(kind in answer.json()["message"] for kind in client.get("/admin/copies").json()["kinds"])


def test_nobody_copies_without_a_key(client: TestClient) -> None:
    client.auth = None
    assert client.put("/admin/copies/scores", json={"data": [COPY]}).status_code == 401
