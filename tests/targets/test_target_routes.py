"""/admin/targets: targets are made, tried and changed, and what is secret in them never comes out."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.server.stores import Stores
from ratchet.store.records.targets import read_target
from ratchet.testing.target import Asked, Said, TargetApp, running_target

Make = Callable[..., Any]


@pytest.fixture
def make(client: TestClient, app: TargetApp) -> Make:
    """Makes a target of the application, and gives what the server says of it."""

    def create(name: str = "app", **fields: Any) -> Any:
        sent = {"name": name, "url": app.url, "allow_private": True, **fields}
        answer = client.post("/admin/targets", json=sent)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return create


def test_a_target_with_an_address_alone_is_asked_what_the_seed_asks(
    make: Make, client: TestClient, app: TargetApp
) -> None:
    assert make()["is_default"]
    tried = client.post("/admin/targets/app/try", json={"query": "hello", "twin_id": "t-1"}).json()
    assert (tried["ok"], tried["answer"], tried["error"]) == (True, "hello", None)
    assert app.asked[0].body == {"query": "hello", "twin_id": "t-1"}
    assert tried["trace_id"] == app.asked[0].headers["traceparent"].split("-")[1]


def test_headers_are_sent_and_kept_sealed_and_never_shown(
    make: Make, client: TestClient, app: TargetApp, stores: Stores, project: str
) -> None:
    made = make(headers={"Authorization": "Bearer very-secret"})
    assert made["header_names"] == ["Authorization"]
    client.post("/admin/targets/app/try", json={"query": "hello"})
    assert app.asked[0].headers["authorization"] == "Bearer very-secret"
    stored = read_target(stores.records, project, "app")
    assert "very-secret" not in repr(stored)
    assert "very-secret" not in client.get("/admin/targets").text + client.get("/admin/targets/app").text


def test_headers_do_not_follow_a_target_to_another_address(make: Make, client: TestClient) -> None:
    make(headers={"Authorization": "Bearer very-secret"})
    moved = client.patch("/admin/targets/app", json={"url": "http://127.0.0.1:1/chat"})
    assert (moved.status_code, "headers" in moved.json()["message"]) == (400, True)
    again = {"url": "http://127.0.0.1:1/chat", "headers": {"X-Key": "another"}}
    assert client.patch("/admin/targets/app", json=again).json()["header_names"] == ["X-Key"]


def test_a_chat_completion_needs_its_address_and_model_alone(client: TestClient) -> None:
    def chat(asked: Asked) -> Said:
        return Said({"choices": [{"message": {"content": f"{asked.body['model']}: {asked.body['messages']}"}}]})

    with running_target(chat) as app:
        url = app.url.removesuffix("/chat")
        sent = {"name": "llm", "preset": "openai", "model": "m", "url": f"{url}/v1/", "allow_private": True}
        assert client.post("/admin/targets", json=sent).json()["url"] == f"{url}/v1/chat/completions"
        tried = client.post("/admin/targets/llm/try", json={"query": "hi"}).json()
        assert tried["answer"] == "m: [{'role': 'user', 'content': 'hi'}]"
        messages = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]
        client.post("/admin/targets/llm/try", json={"input": {"messages": messages}})
        assert app.asked[-1].body["messages"] == messages


@pytest.mark.parametrize(
    ("said", "trace_id"),
    [
        (Said({"a": {"b": "yes"}}, headers={"X-Trace-Id": "from-header"}), "from-header"),
        (Said({"a": {"b": "yes"}, "meta": {"trace": "from-body"}}), "from-body"),
        (Said({"a": {"b": "yes"}}, headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}), "ab" * 16),
    ],
)
def test_the_answer_and_its_trace_are_found_where_the_target_puts_them(
    client: TestClient, said: Said, trace_id: str
) -> None:
    with running_target(lambda _: said) as app:
        sent = {"name": "app", "url": app.url, "allow_private": True}
        client.post("/admin/targets", json={**sent, "answer_path": "$.a.b", "trace_id_path": "$.meta.trace"})
        tried = client.post("/admin/targets/app/try", json={"query": "hi"}).json()
    assert (tried["answer"], tried["trace_id"]) == ("yes", trace_id)


@pytest.mark.parametrize(
    ("said", "error", "detail"),
    [
        (Said(text="<html>Welcome</html>", media_type="text/html"), "malformed", "no JSON but text/html"),
        (Said({"error": "boom"}, status=500), "server_error", "HTTP 500"),
        (Said({}, status=503), "unavailable", "HTTP 503"),
        (Said({}, status=429), "rate_limited", "HTTP 429"),
        (Said({"detail": "no such twin"}, status=404), "refused", "no such twin"),
        (Said(text="data: piece", media_type="text/event-stream"), "malformed", "no JSON but text/event-stream"),
        (Said({}, status=302, headers={"Location": "http://169.254.169.254/"}), "refused", "leads to http://169"),
        (Said({"other": 1}), "malformed", "nothing at"),
        (Said(text='{"answer": '), "malformed", "no JSON"),
        (Said({"answer": "x" * 5_000_000}), "too_large", "longer than"),
        (Said({"answer": "late"}, delay_s=1), "timeout", "0.1 s"),
    ],
)
def test_what_is_no_answer_is_a_failure_with_its_reason(
    client: TestClient, said: Said, error: str, detail: str
) -> None:
    with running_target(lambda _: said) as app:
        sent = {"name": "app", "url": app.url, "allow_private": True, "answer_path": "$.answer"}
        client.post("/admin/targets", json=sent)
        tried = client.post("/admin/targets/app/try", json={"query": "hi", "timeout_s": 0.1 if said.delay_s else 30})
    assert (tried.json()["ok"], tried.json()["error"]) == (False, error)
    assert detail in tried.json()["detail"]


def test_private_addresses_are_asked_only_where_that_was_allowed(client: TestClient, make: Make) -> None:
    refused = client.post("/admin/targets", json={"name": "in", "url": "http://127.0.0.1:9/chat"})
    assert refused.status_code == 400
    assert "private" in refused.json()["message"]
    make()
    assert client.patch("/admin/targets/app", json={"allow_private": False}).status_code == 400
    metadata = {"name": "m", "url": "http://169.254.169.254/latest", "allow_private": True}
    assert client.post("/admin/targets", json=metadata).status_code == 400


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("url", {"url": ""}),
        ("url", {"url": "ftp://example.com"}),
        ("url", {"url": "http://[::1"}),
        ("url", {"url": "http://{{twin_id}}.example.com/"}),
        ("url", {"url": "http://me:secret@example.com/"}),
        ("url", {"url": "http://example.com/{{unheard_of}}"}),
        ("body", {"body": {"q": "{{unheard_of}}"}}),
        ("answer_path", {"answer_path": "answer"}),
        ("answer_path", {"answer_path": "$[?match(@.a,'(a+)+$')]"}),
        ("trace_id_path", {"trace_id_path": "$..a..b..c"}),
        ("variables", {"variables": {"query": "mine"}}),
        ("model", {"preset": "openai"}),
        ("release", {"kind": "release"}),
        ("headers", {"headers": {"X-Key": "line\r\nbreak"}}),
        ("name", {"name": "a/b"}),
    ],
)
def test_a_target_that_could_not_be_asked_is_refused_with_the_field(
    client: TestClient, field: str, fields: dict[str, Any]
) -> None:
    answer = client.post("/admin/targets", json={"name": "t", "url": "https://example.com/chat", **fields})
    assert answer.status_code in (400, 422), answer.text
    assert field in answer.json()["message"]


def test_a_variable_that_no_run_gave_is_asked_for(make: Make, client: TestClient) -> None:
    make(body={"q": "{{query}}", "as": "{{mood}} {{twin_id}}"}, variables={"mood": None})
    answer = client.post("/admin/targets/app/try", json={"query": "hi", "twin_id": "t"})
    assert (answer.status_code, "variables.mood" in answer.json()["message"]) == (422, True)
    said = {"query": "hi", "twin_id": "t", "variables": {"mood": "calm"}}
    assert client.post("/admin/targets/app/try", json=said).json()["ok"]
    assert "query:" in client.post("/admin/targets/app/try", json={}).json()["message"]


def test_targets_are_listed_changed_and_deleted(make: Make, client: TestClient) -> None:
    make()
    make("second", description="Another")
    assert [one["name"] for one in client.get("/admin/targets").json()["targets"]] == ["app", "second"]
    assert client.post("/admin/targets/second/default").json()["is_default"]
    assert not client.get("/admin/targets/app").json()["is_default"]
    assert client.patch("/admin/targets/second", json={"description": "Changed"}).json()["description"] == "Changed"
    assert client.post("/admin/targets", json={"name": "app", "kind": "release", "release": "1"}).status_code == 409
    assert client.delete("/admin/targets/app").json() == {"name": "app"}
    for call in (client.get, client.delete):
        assert call("/admin/targets/app").status_code == 404
    assert client.post(f"/admin/targets/{uuid4().hex}/try", json={"query": "x"}).status_code == 404
