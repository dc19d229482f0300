"""Comments on what is there: made, listed and read over the wire."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/public/comments"
NOON = "2026-11-22T12:00:00Z"


@pytest.fixture(autouse=True)
def objects(client: TestClient) -> None:
    """A trace `t` of session `s` with an observation `o`, and a trace `bare` without any."""
    bodies = {
        "trace-create": {"id": "t", "sessionId": "s"},
        "span-create": {"id": "o", "traceId": "t", "startTime": NOON},
    }
    batch = [{"id": kind, "type": kind, "timestamp": NOON, "body": body} for kind, body in bodies.items()]
    batch.append({"id": "bare", "type": "trace-create", "timestamp": NOON, "body": {"id": "bare"}})
    assert client.post("/api/public/ingestion", json={"batch": batch}).json()["errors"] == []


@pytest.fixture
def say(client: TestClient, project: str) -> Any:
    """Post a comment on trace `t`, unless told otherwise."""

    def post(**body: Any) -> Any:
        given = {"projectId": project, "objectType": "TRACE", "objectId": "t", "content": "look at this", **body}
        return client.post(PATH, json={name: value for name, value in given.items() if value is not ...})

    return post


@pytest.fixture
def prompt_id(client: TestClient) -> str:
    """The id of a version of a prompt."""
    body = {"name": "greeting", "type": "text", "prompt": "Hello", "labels": []}
    return client.post("/api/public/v2/prompts", json=body).json()["id"]


@pytest.mark.parametrize(
    ("object_type", "object_id"),
    [("TRACE", "t"), ("TRACE", "bare"), ("OBSERVATION", "o"), ("SESSION", "s"), ("trace", "t")],
)
def test_a_comment_on_what_is_there_reads_back(
    client: TestClient, say: Any, project: str, object_type: str, object_id: str
) -> None:
    answer = say(objectType=object_type, objectId=object_id, content="# Look\n*here*", authorUserId="ada")
    assert answer.status_code == 200
    comment = client.get(f"{PATH}/{answer.json()['id']}").json()
    assert comment["createdAt"] == comment["updatedAt"]
    assert comment == {
        "id": answer.json()["id"],
        "projectId": project,
        "objectType": object_type.upper(),
        "objectId": object_id,
        "content": "# Look\n*here*",
        "authorUserId": "ada",
        "createdAt": comment["createdAt"],
        "updatedAt": comment["updatedAt"],
    }


def test_a_version_of_a_prompt_can_be_commented_on_by_its_id(client: TestClient, say: Any, prompt_id: str) -> None:
    answer = say(objectType="PROMPT", objectId=prompt_id)
    assert client.get(f"{PATH}/{answer.json()['id']}").json()["objectId"] == prompt_id


@pytest.mark.parametrize("object_type", ["TRACE", "OBSERVATION", "SESSION", "PROMPT"])
def test_a_comment_on_what_is_not_there_is_refused(client: TestClient, say: Any, object_type: str) -> None:
    answer = say(objectType=object_type, objectId="nope")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")
    assert "nope" in answer.json()["message"]
    assert client.get(PATH).json()["data"] == []


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "another project": ({"projectId": "other"}, "projectId"),
    "no project": ({"projectId": ...}, "projectId"),
    "an unknown type": ({"objectType": "SCORE"}, "objectType"),
    "a type that is a number": ({"objectType": 3}, "objectType"),
    "no object": ({"objectId": ...}, "objectId"),
    "an object with a NUL": ({"objectId": "a\0b"}, "objectId"),
    "no content": ({"content": ...}, "content"),
    "an empty content": ({"content": ""}, "content"),
    "a content of 5001 characters": ({"content": "x" * 5001}, "content"),
    "a content with a NUL": ({"content": "a\0b"}, "content"),
    "an author that is a number": ({"authorUserId": 7}, "authorUserId"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_comment_is_refused_by_the_name_of_its_field(say: Any, name: str) -> None:
    body, field = BAD[name]
    answer = say(**body)
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, field)


def test_comments_are_listed_page_by_page_the_newest_first(client: TestClient, say: Any) -> None:
    made = [say(content="x" * 5000 if number == 2 else str(number)).json()["id"] for number in range(5)]
    pages = [client.get(PATH, params={"page": page, "limit": 2}).json() for page in (1, 2, 3)]
    assert [comment["id"] for page in pages for comment in page["data"]] == made[::-1]
    assert pages[2]["meta"] == {"page": 3, "limit": 2, "totalItems": 5, "totalPages": 3}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, {"on t", "by ada", "on o"}),
        ({"objectType": "TRACE"}, {"on t", "by ada"}),
        ({"objectType": "observation"}, {"on o"}),
        ({"objectType": "TRACE", "objectId": "t"}, {"on t", "by ada"}),
        ({"objectType": "TRACE", "objectId": "o"}, set()),
        ({"authorUserId": "ada"}, {"by ada"}),
    ],
)
def test_a_list_holds_the_comments_that_are_asked_for(
    client: TestClient, say: Any, parameters: dict[str, str], found: set[str]
) -> None:
    say(content="on t")
    say(content="by ada", authorUserId="ada")
    say(content="on o", objectType="OBSERVATION", objectId="o")
    page = client.get(PATH, params=parameters).json()
    assert {comment["content"] for comment in page["data"]} == found
    assert page["meta"]["totalItems"] == len(found)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"objectId": "t"}, "objectType"),
        ({"objectType": "SCORE"}, "objectType"),
        ({"page": 0}, "page"),
        ({"limit": 10_000}, "limit"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_list_that_is_asked_for_wrongly_is_refused(
    client: TestClient, parameters: dict[str, Any], field: str
) -> None:
    answer = client.get(PATH, params=parameters)
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, field)


def test_a_comment_that_is_not_there_is_not_found(client: TestClient) -> None:
    answer = client.get(f"{PATH}/nope")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")
