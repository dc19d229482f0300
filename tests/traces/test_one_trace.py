"""/metrics/traces/{id}/outline and /content: one trace, piece by piece."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient


def test_an_outline_has_every_span_and_nothing_long(client: TestClient, write_root: Any, write_child: Any) -> None:
    root = write_root("outlined", name="chat", user_id="u", input="long", output="long", tags=["a"])
    write_child(
        root,
        "generation",
        type="GENERATION",
        start_time=root.start_time + 250_000_000,
        end_time=root.start_time + 750_000_000,
        completion_start_time=root.start_time + 300_000_000,
        model="gpt-4o",
        usage={"input": 7, "output": 3},
        cost={"total": 0.5},
        prompt_name="greeting",
        prompt_version=2,
        level="WARNING",
        status_message="slow",
        input="long",
    )
    outline = client.get("/metrics/traces/outlined/outline").json()
    assert (outline["name"], outline["user_id"], outline["tags"]) == ("chat", "u", ["a"])
    assert (outline["latency_ms"], outline["total_cost"], outline["models"]) == (1000, 0.5, ["gpt-4o"])
    assert "long" not in str(outline)
    first, second = outline["spans"]
    assert (first["id"], first["parent_id"], first["start_ms"]) == ("outlined-root", None, 0)
    assert second == {
        "id": "generation",
        "parent_id": "outlined-root",
        "name": "",
        "type": "GENERATION",
        "level": "WARNING",
        "status_message": "slow",
        "error_type": None,
        "start_ms": 250,
        "duration_ms": 500,
        "first_token_ms": 50,
        "model": "gpt-4o",
        "usage": {"input": 7, "output": 3},
        "cost": {"total": 0.5},
        "prompt_name": "greeting",
        "prompt_version": 2,
        "environment": "default",
        "version": None,
    }


def test_an_outline_has_the_scores(
    client: TestClient, write_root: Any, score: Callable[[str, str, float], None]
) -> None:
    write_root("judged")
    score("judged", "helpful", 0.25)
    [given] = client.get("/metrics/traces/judged/outline").json()["scores"]
    assert (given["name"], given["value"], given["source"], given["span_id"]) == ("helpful", 0.25, "API", None)


def test_the_content_of_a_trace_is_that_of_its_root(client: TestClient, write_root: Any) -> None:
    write_root("told", input='{"question": 1}', output="answer", metadata={"k": "[1,2]"})
    content = client.get("/metrics/traces/told/content").json()
    assert (content["input"], content["output"], content["metadata"]) == ({"question": 1}, "answer", {"k": [1, 2]})


def test_the_content_of_a_span_is_all_that_it_holds(client: TestClient, write_root: Any, write_child: Any) -> None:
    root = write_root("held")
    write_child(
        root,
        "step",
        input="in",
        metadata={"m": "1"},
        model_parameters={"temperature": "0.5"},
        attributes={"http.status": "200"},
        resource={"service.name": "shop"},
        events='[{"name":"exception"}]',
        scope_name="sdk",
        scope_version="1.0",
    )
    assert client.get("/metrics/traces/held/content", params={"span": "step"}).json() == {
        "input": "in",
        "output": None,
        "metadata": {"m": 1},
        "model_parameters": {"temperature": 0.5},
        "attributes": {"http.status": 200},
        "resource": {"service.name": "shop"},
        "events": [{"name": "exception"}],
        "links": None,
        "scope": "sdk 1.0",
    }


def test_an_id_may_have_slashes(client: TestClient, write_root: Any) -> None:
    write_root("a/b/content")
    assert client.get("/metrics/traces/a%2Fb%2Fcontent/outline").json()["id"] == "a/b/content"
    assert client.get("/metrics/traces/a%2Fb%2Fcontent/content").status_code == 200


def test_what_is_not_there_is_not_found(client: TestClient, write_root: Any) -> None:
    write_root("there")
    for path in ("gone/outline", "gone/content", "there/content?span=gone"):
        answer = client.get(f"/metrics/traces/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert "gone" in answer.json()["message"]
