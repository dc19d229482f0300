"""Connections to language models: kept under lock, shown without their keys, tried at once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ratchet.errors import Unavailable
from ratchet.llm.sealing import seal, unseal
from ratchet.server.stores import Stores
from ratchet.testing.openai import Refusal, Reply, ToolCall, running_model

KEY = "sk-proj-abcdefghijkl9876"
PATH = "/admin/llm-connections"


def put(client: TestClient, **changes: Any) -> Any:
    sent = {"provider": "openai", "api_key": KEY, "headers": {"X-Team": "judges"}} | changes
    return client.put(PATH, json={name: value for name, value in sent.items() if value is not None})


def test_a_connection_is_shown_without_its_key(client: TestClient) -> None:
    answer = put(client)
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["key_hint"], shown["header_names"]) == ("...9876", ["X-Team"])
    assert (shown["default_model"], shown["is_default"]) == ("gpt-5-mini", True)
    listed = client.get(PATH)
    assert listed.json() == {"connections": [shown]}
    assert KEY not in answer.text + listed.text
    assert "judges" not in answer.text + listed.text


def test_neither_key_nor_headers_are_stored_as_they_are(client: TestClient, stores: Stores, project: str) -> None:
    put(client)
    query = text("SELECT * FROM llm_connections WHERE project_id = :project")
    with stores.records.read() as reading:
        row = str(reading.execute(query, {"project": project}).all())
    assert "gpt" not in row
    assert KEY not in row
    assert "judges" not in row


def test_a_seal_opens_with_its_own_secret_only() -> None:
    sealed = seal("the secret of this server", KEY)
    assert unseal("the secret of this server", sealed) == KEY
    assert sealed != seal("the secret of this server", KEY)
    with pytest.raises(Unavailable, match="RATCHET_SECRET"):
        unseal("another", sealed)


def test_a_connection_is_replaced_by_its_provider_and_keeps_its_key(client: TestClient) -> None:
    first = put(client).json()
    second = put(client, api_key=None, headers=None, default_model="gpt-4o").json()
    assert (second["id"], second["created_at"]) == (first["id"], first["created_at"])
    assert (second["key_hint"], second["header_names"]) == ("...9876", ["X-Team"])
    assert second["default_model"] == "gpt-4o"


@pytest.mark.parametrize("change", [{"base_url": "https://elsewhere.example/v1"}, {"adapter": "anthropic"}])
def test_a_stored_key_is_not_sent_to_another_address(client: TestClient, change: dict[str, str]) -> None:
    put(client)
    answer = put(client, api_key=None, **change)
    assert answer.status_code == 400
    assert "api_key" in answer.json()["message"]
    answer = put(client, headers=None, **change)
    assert "headers" in answer.json()["message"]


def test_the_oldest_connection_is_asked_when_none_is_named(client: TestClient) -> None:
    first = put(client, provider="first").json()
    put(client, provider="second")
    put(client, provider="first", default_model="other")
    assert [one["is_default"] for one in client.get(PATH).json()["connections"]] == [True, False]
    assert client.delete(f"{PATH}/{first['id']}").json() == {"id": first["id"]}
    [left] = client.get(PATH).json()["connections"]
    assert (left["provider"], left["is_default"]) == ("second", True)
    assert client.delete(f"{PATH}/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"api_key": None}, "api_key"),
        ({"api_key": "two words"}, "api_key"),
        ({"base_url": "file:///etc/passwd"}, "base_url"),
        ({"base_url": "https://user:word@example.com"}, "base_url"),
        ({"base_url": "http://169.254.169.254/v1"}, "base_url"),
        ({"base_url": "http://[fd00:ec2::254]/v1"}, "base_url"),
        ({"adapter": "bedrock"}, "adapter"),
        ({"headers": {"X-Team\r\nHost": "x"}}, "headers"),
        ({"headers": {"X-Team": "a\r\nHost: b"}}, "headers"),
        ({"provider": "a/b"}, "provider"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_what_is_no_connection_is_refused_by_its_field(client: TestClient, changes: Any, field: str) -> None:
    answer = put(client, **changes)
    assert answer.status_code in (400, 422)
    assert field in answer.text
    assert KEY not in answer.text


def test_a_connection_is_tried(client: TestClient) -> None:
    ready = Reply(tool_calls=[ToolCall("final_result", {"word": "ready"})])
    with running_model(ready, Refusal(401, f"Incorrect API key: {KEY}")) as model:
        made = put(client, base_url=model.url, default_model="gpt-4o-mini").json()
        good, bad = (client.post(f"{PATH}/{made['id']}/test").json() for _ in range(2))
    assert (good["ok"], good["model"], good["reason"]) == (True, "gpt-4o-mini", None)
    assert (bad["ok"], bad["reason"]) == (False, "unauthorized")
    assert KEY not in str(bad)


def test_a_judge_asks_the_connection_of_its_project(client: TestClient) -> None:
    graded = Reply(tool_calls=[ToolCall("final_result", {"reasoning": "Yes.", "quotes": ["Paris"], "grade": 5})])
    with running_model(graded) as model:
        put(client, provider="own", base_url=model.url, default_model="gpt-4o-mini")
        definition = {"kind": "answer_relevance", "parameters": {"connection": "own"}}
        tried = client.post(
            "/admin/judges/try", json={"definition": definition, "input": "Capital of France?", "output": "Paris."}
        )
    [verdict] = tried.json()["verdicts"]
    assert (verdict["value"], verdict["label"], verdict["evidence"]) == (1.0, "5 of 5", ["Paris"])
    assert verdict["cost_usd"] > 0
    assert model.calls[0].authorization == f"Bearer {KEY}"


def test_another_project_has_other_connections(client: TestClient, server: Any) -> None:
    put(client)
    with server.client() as other:
        assert all(one["provider"] != "openai" for one in other.get(PATH).json()["connections"])
