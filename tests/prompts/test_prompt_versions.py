"""Versions of prompts: numbered, labelled, tagged, read and deleted through Langfuse's API."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import create_key, ensure_project
from ratchet.server.stores import Stores

PATH = "/api/public/v2/prompts"
CHAT = [
    {"role": "system", "content": "You speak {{language}}."},
    {"type": "placeholder", "name": "history"},
    {"role": "user", "content": "{{question}}"},
]

Create = Callable[..., dict[str, Any]]
Read = Callable[..., dict[str, Any]]


def test_a_created_prompt_is_read_back_with_everything_it_was_given(create: Create, read: Read, project: str) -> None:
    created = create("p", "hi {{x}}", labels=["production"], tags=["b", "a"], config={"a": 1}, commitMessage="first")
    assert created == read("p") == read("p", version=1) == read("p", label="latest")
    assert created["id"]
    assert created["createdAt"] == created["updatedAt"]
    assert (
        created.items()
        >= {
            "projectId": project,
            "name": "p",
            "version": 1,
            "type": "text",
            "prompt": "hi {{x}}",
            "config": {"a": 1},
            "labels": ["latest", "production"],
            "tags": ["a", "b"],
            "commitMessage": "first",
            "isActive": True,
            "createdBy": "API",
            "resolutionGraph": None,
        }.items()
    )


def test_null_is_the_same_as_nothing(create: Create) -> None:
    created = create("p", labels=None, tags=None, config=None, commitMessage=None, type=None)
    assert (created["labels"], created["tags"], created["config"]) == (["latest"], [], {})
    assert (created["commitMessage"], created["type"]) == (None, "text")


def test_a_chat_keeps_its_messages_and_placeholders(create: Create, read: Read) -> None:
    create("c", CHAT, type="chat", labels=["production"])
    assert read("c")["prompt"] == CHAT


@pytest.mark.parametrize("kind", ["chatmessage", "message"])
def test_the_words_that_sdks_have_for_the_type_of_a_message_are_left_out(create: Create, kind: str) -> None:
    sent = [{"type": kind, "role": "user", "content": "hi", "name": "ann"}]
    assert create("c", sent, type="chat")["prompt"] == [{"role": "user", "content": "hi", "name": "ann"}]


def test_a_placeholder_is_known_by_its_name_alone(create: Create) -> None:
    assert create("c", [{"name": "history"}], type="chat")["prompt"] == [{"type": "placeholder", "name": "history"}]


def test_versions_are_counted_and_latest_is_always_the_newest(create: Create, read: Read) -> None:
    assert [create("p", text)["version"] for text in ("a", "b", "c")] == [1, 2, 3]
    assert read("p", label="latest")["prompt"] == "c"
    assert read("p", version=2)["labels"] == []


def test_a_label_that_is_given_again_leaves_the_version_that_had_it(create: Create, read: Read) -> None:
    create("p", "a", labels=["production", "staging"])
    create("p", "b", labels=["production"])
    assert read("p")["prompt"] == "b"
    assert read("p", version=1)["labels"] == ["staging"]


def test_tags_are_those_of_every_version(create: Create, read: Read) -> None:
    create("p", tags=["a"])
    assert create("p")["tags"] == ["a"]
    assert create("p", tags=["b", "c", "b"])["tags"] == ["b", "c"]
    assert read("p", version=1)["tags"] == ["b", "c"]
    assert create("p", tags=[])["tags"] == read("p", version=2)["tags"] == []


def test_new_labels_come_beside_those_that_a_version_has(create: Create, read: Read, client: TestClient) -> None:
    create("p", "a", labels=["production"])
    create("p", "b", labels=["staging"])
    answer = client.patch(f"{PATH}/p/versions/2", json={"newLabels": ["production", "x"]})
    assert (answer.status_code, answer.json()["labels"]) == (200, ["latest", "production", "staging", "x"])
    assert read("p")["version"] == 2
    lost = read("p", version=1)
    assert lost["labels"] == []
    assert lost["updatedAt"] == answer.json()["updatedAt"] > lost["createdAt"]


def test_a_version_that_is_not_there_gets_no_labels(create: Create, client: TestClient) -> None:
    create("p")
    for path in ("p/versions/2", "other/versions/1", "p/versions/2147483647"):
        answer = client.patch(f"{PATH}/{path}", json={"newLabels": ["x"]})
        assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


@pytest.mark.parametrize("query", ["", "?label=staging", "?version=9", "?version=2147483647"])
def test_a_prompt_that_is_not_there_is_not_found(create: Create, client: TestClient, query: str) -> None:
    create("p")
    for path in (f"{PATH}/p", f"{PATH}/nope", f"{PATH}/"):
        answer = client.get(path + query)
        assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


def test_a_prompt_of_another_project_is_not_found(create: Create, client: TestClient, stores: Stores) -> None:
    create("p", labels=["production"])
    ensure_project(stores.records, "another-project", "Another")
    other = create_key(stores.records, "another-project", note="test")
    client.auth = (other.public_key, other.secret_key)
    assert client.get(f"{PATH}/p").status_code == 404
    assert client.get(PATH).json()["data"] == []
    assert client.delete(f"{PATH}/p").status_code == 404


def test_a_deleted_version_is_gone_and_its_number_is_not_given_again(
    create: Create, read: Read, client: TestClient
) -> None:
    for text in ("a", "b", "c"):
        create("p", text)
    assert client.delete(f"{PATH}/p", params={"version": 3}).status_code == 204
    assert read("p", label="latest")["version"] == 2
    assert client.get(f"{PATH}/p", params={"version": 3}).status_code == 404
    assert create("p", "d")["version"] == 4


def test_the_version_with_a_label_can_be_deleted(create: Create, client: TestClient) -> None:
    create("p", labels=["production"])
    create("p")
    assert client.delete(f"{PATH}/p", params={"label": "production"}).status_code == 204
    assert client.get(f"{PATH}/p", params={"version": 1}).status_code == 404
    assert client.get(f"{PATH}/p", params={"version": 2}).status_code == 200
    assert client.delete(f"{PATH}/p", params={"label": "production"}).status_code == 404


def test_a_prompt_can_be_deleted_with_all_versions_and_begun_anew(create: Create, client: TestClient) -> None:
    create("p", tags=["t"])
    create("p")
    assert client.delete(f"{PATH}/p").status_code == 204
    assert client.get(PATH).json()["meta"]["totalItems"] == 0
    assert client.delete(f"{PATH}/p").status_code == 404
    assert create("p", CHAT, type="chat").items() >= {"version": 1, "tags": []}.items()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_version_and_a_label_at_once_are_refused(create: Create, client: TestClient, method: str) -> None:
    create("p")
    answer = client.request(method, f"{PATH}/p", params={"version": 1, "label": "latest"})
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, "label")


GOOD = {"name": "p", "prompt": "hi"}
AMBIGUOUS = [{"role": "user", "content": "{{ history }}"}, {"type": "placeholder", "name": "history"}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a|b"}, "name"),
        ({"name": "new"}, "name"),
        ({"name": "/p"}, "name"),
        ({"name": "a//p"}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"name": None}, "name"),
        ({"prompt": None}, "prompt"),
        ({"prompt": "a\x00"}, "prompt"),
        ({"prompt": CHAT}, "prompt"),
        ({"type": "chat"}, "prompt"),
        ({"type": "image"}, "type"),
        ({"type": "chat", "prompt": ["hi"]}, "prompt.0"),
        ({"type": "chat", "prompt": [{"role": "user"}]}, "prompt.0"),
        ({"type": "chat", "prompt": [{"role": "user", "content": ["hi"]}]}, "prompt.0.content"),
        ({"type": "chat", "prompt": [{"role": "user", "content": "a", "x": "\x00"}]}, "prompt.0"),
        ({"type": "chat", "prompt": [{"type": "placeholder", "name": "1st"}]}, "prompt.0"),
        ({"type": "chat", "prompt": AMBIGUOUS}, "prompt"),
        ({"labels": ["Production"]}, "labels.0"),
        ({"labels": ["x" * 37]}, "labels.0"),
        ({"labels": ["ok", "a b"]}, "labels.1"),
        ({"tags": [""]}, "tags.0"),
        ({"tags": "a"}, "tags"),
        ({"config": {"a": ["\x00"]}}, "config"),
        ({"commitMessage": "x" * 501}, "commitMessage"),
    ],
)
def test_a_prompt_that_is_wrong_is_refused_by_the_name_of_its_field(
    client: TestClient, wrong: dict[str, Any], field: str
) -> None:
    answer = client.post(PATH, json=GOOD | wrong)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"][0]["field"] == field
    assert client.get(PATH).json()["data"] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"3", b"{", b'{"name": "p", "prompt": "x", "config": NaN}'])
def test_a_body_that_is_no_prompt_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post(PATH, content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"]


def test_a_config_that_is_nested_without_end_is_refused(client: TestClient) -> None:
    body = b'{"name": "p", "prompt": "x", "config": ' + b"[" * 900 + b"]" * 900 + b"}"
    assert client.post(PATH, content=body).status_code == 400


@pytest.mark.parametrize("labels", [["latest"], ["Big"], "x", None, [1]])
def test_new_labels_that_cannot_be_given_are_refused(create: Create, client: TestClient, labels: Any) -> None:
    create("p")
    answer = client.patch(f"{PATH}/p/versions/1", json={"newLabels": labels})
    assert answer.status_code == 400
    assert answer.json()["error"][0]["field"].startswith("newLabels")


def test_a_version_of_another_type_is_refused(create: Create, client: TestClient) -> None:
    create("p")
    answer = client.post(PATH, json={"name": "p", "type": "chat", "prompt": CHAT})
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, "type")


@pytest.mark.parametrize("version", ["0", "-1", "x", "2147483648", "1.5"])
def test_a_number_that_no_version_can_have_is_refused(client: TestClient, version: str) -> None:
    assert client.get(f"{PATH}/p", params={"version": version}).status_code == 400
    assert client.delete(f"{PATH}/p", params={"version": version}).status_code == 400


@pytest.mark.parametrize("path", [PATH, f"{PATH}/p"])
def test_a_parameter_that_is_unknown_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"lable": "production"})
    assert (answer.status_code, answer.json()["error"][0]["field"]) == (400, "lable")


def test_without_a_key_nothing_of_a_prompt_is_told(create: Create, client: TestClient) -> None:
    create("p")
    client.auth = None
    assert client.get(f"{PATH}/p").status_code == 401
    assert client.post(PATH, json=GOOD).status_code == 401
    assert client.delete(f"{PATH}/p").status_code == 401


def test_the_first_api_knows_one_active_version(create: Create, client: TestClient) -> None:
    path = "/api/public/prompts"
    first = client.post(path, json={"name": "my p", "prompt": "a", "isActive": True, "config": None})
    assert (first.status_code, first.json()["isActive"]) == (201, True)
    second = client.post(path, json={"name": "my p", "prompt": "b", "isActive": False})
    assert (second.json()["version"], second.json()["isActive"]) == (2, False)
    assert client.get(path, params={"name": "my p"}).json()["prompt"] == "a"
    assert client.get(path, params={"name": "my p", "version": 2}).json()["prompt"] == "b"
    assert client.get(f"{path}?name=my%2520p").json()["prompt"] == "a"
    assert client.get(path, params={"name": "nope"}).status_code == 404
