"""/admin/probes: probes are made, tried, run by hand and changed; what could not run is refused and names the field."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.environment import PROBE_TRACE_PREFIX
from ratchet.testing.target import Said

Make = Callable[..., Any]
CHECKS = (
    {"type": "contains", "value": "paris"},
    {"type": "matches", "value": "capital of \\w+"},
    {"type": "not_empty"},
    {"type": "no_refusal"},
    {"type": "latency", "value": 60_000},
    {"type": "status", "value": 200},
    {"type": "score", "judge": "length", "value": 5},
)


def test_a_run_by_hand_answers_with_every_check_and_is_stored_with_its_trace(make: Make, client: TestClient) -> None:
    make("capital", *CHECKS)
    run = client.post("/admin/probes/capital/run").json()
    [result] = run["results"]
    assert (run["is_ok"], result["answer"], result["status_code"]) == (True, "Paris is the capital of France.", 200)
    assert [check["is_ok"] for check in result["checks"]] == [True] * len(CHECKS)
    assert result["scores"]["length"] > 5
    stored = client.get("/admin/probes/capital/results").json()["results"]
    assert stored == [result]
    trace = client.get(f"/api/public/traces/{result['trace_id']}").json()
    assert (trace["environment"], trace["name"], trace["input"]) == (
        "synthetic",
        "capital",
        "What is the capital of France?",
    )
    assert {span["name"] for span in trace["observations"]} == {"capital", "ask app"}
    assert [score["name"] for score in trace["scores"]] == ["length"]


def test_what_is_wrong_is_said_check_by_check(make: Make, client: TestClient, application: Any) -> None:
    application.says = Said({"answer": "I'm sorry, I can't help with that."}, status=200)
    make("capital", *CHECKS[:4])
    run = client.post("/admin/probes/capital/run").json()
    assert not run["is_ok"]
    details = {check["type"]: check["detail"] for check in run["results"][0]["checks"] if not check["is_ok"]}
    assert set(details) == {"contains", "matches", "no_refusal"}
    assert "declines" in details["no_refusal"]


def test_json_in_an_answer_is_compared_at_its_path(make: Make, client: TestClient, application: Any) -> None:
    application.says = Said({"answer": {"status": "ok", "items": [1, 2]}})
    make("json", {"type": "json_equals", "path": "$.items[1]", "value": 2})
    assert client.post("/admin/probes/json/run").json()["is_ok"]
    application.says = Said({"answer": '{"status": "ok", "items": []}'})
    [result] = client.post("/admin/probes/json/run").json()["results"]
    assert (result["is_ok"], result["detail"]) == (False, "There is nothing at $.items[1] in the answer.")


def test_a_status_that_a_check_asks_for_is_fine_whatever_it_is(
    make: Make, client: TestClient, application: Any
) -> None:
    application.says = Said({"detail": "no key"}, status=401)
    make("locked", {"type": "status", "value": [401, 403]})
    make("open", {"type": "status", "value": 200})
    assert client.post("/admin/probes/locked/run").json()["is_ok"]
    [result] = client.post("/admin/probes/open/run").json()["results"]
    assert (result["is_ok"], result["status_code"], result["failure"]) == (False, 401, "refused")


def test_a_target_that_hangs_fails_after_its_time_and_one_that_is_away_at_once(
    make: Make, client: TestClient, application: Any
) -> None:
    make("slow", timeout_s=0.3)
    application.says = Said({"answer": "late"}, delay_s=30)
    [result] = client.post("/admin/probes/slow/run").json()["results"]
    assert (result["is_ok"], result["failure"]) == (False, "timeout")
    client.patch("/admin/targets/app", json={"url": "http://127.0.0.1:9/chat"})
    [result] = client.post("/admin/probes/slow/run").json()["results"]
    assert (result["is_ok"], result["failure"], result["latency_ms"]) == (False, "unreachable", None)


def test_a_target_in_a_private_network_is_not_asked_unless_it_may_be_there(make: Make, client: TestClient) -> None:
    make("inside")
    client.patch("/admin/targets/app", json={"url": "https://example.com/chat", "allow_private": False})
    refused = client.patch("/admin/targets/app", json={"url": "http://169.254.169.254/latest"})
    assert (refused.status_code, "url" in refused.json()["message"]) == (400, True)


def test_a_probe_is_tried_before_it_is_there_and_nothing_is_stored(make: Make, client: TestClient) -> None:
    make("other")
    sent = {"name": "new", "target": "app", "queries": ["a", "b"], "checks": [{"type": "contains", "value": "Paris"}]}
    tried = client.post("/admin/probes/try", json=sent).json()
    assert (tried["is_ok"], [result["question"] for result in tried["results"]]) == (True, ["a", "b"])
    assert client.get(f"/api/public/traces/{tried['results'][0]['trace_id']}").status_code == 404
    assert [probe["name"] for probe in client.get("/admin/probes").json()["probes"]] == ["other"]


def test_the_target_is_asked_to_continue_a_trace_that_is_known_for_a_probe_s(
    make: Make, client: TestClient, application: Any
) -> None:
    make()
    [result] = client.post("/admin/probes/capital/run").json()["results"]
    assert application.asked[0].headers["traceparent"].split("-")[1] == result["trace_id"]
    assert result["trace_id"].startswith(PROBE_TRACE_PREFIX)


def test_items_of_a_dataset_are_asked_the_newest_first(make: Make, client: TestClient, application: Any) -> None:
    for number in range(3):
        item = {"datasetName": "questions", "input": {"query": f"question {number}"}}
        client.post("/api/public/v2/datasets", json={"name": "questions"})
        client.post("/api/public/dataset-items", json=item)
    make("items", queries=[], dataset="questions", items_max=2)
    results = client.post("/admin/probes/items/run").json()["results"]
    assert [result["question"] for result in results] == ["question 2", "question 1"]


def test_a_probe_is_changed_and_deleted_and_its_traces_stay(make: Make, client: TestClient) -> None:
    made = make()
    [result] = client.post("/admin/probes/capital/run").json()["results"]
    changed = client.patch(f"/admin/probes/{made['id']}", json={"name": "france", "cron": "0 3 * * *"}).json()
    assert (changed["name"], changed["next_at"][11:16], changed["checks"]) == ("france", "03:00", [])
    assert client.delete("/admin/probes/france").json() == {"id": made["id"], "name": "france"}
    assert client.get("/admin/probes/france").status_code == 404
    assert client.get(f"/api/public/traces/{result['trace_id']}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"queries": []}, "queries"),
        ({"dataset": "there is none"}, "queries"),
        ({"queries": [], "dataset": "there is none"}, "there is none"),
        ({"target": "nobody"}, "nobody"),
        ({"cron": "every day"}, "cron"),
        ({"cron": "0 0 30 2 *"}, "cron"),
        ({"cron": "* * * * * *"}, "cron"),
        ({"every_s": 1}, "every_s"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"checks": [{"type": "matches", "value": "("}]}, "checks.0.value"),
        ({"checks": [{"type": "contains"}]}, "checks.0.value"),
        ({"checks": [{"type": "json_equals", "value": 1}]}, "checks.0.path"),
        ({"checks": [{"type": "json_equals", "path": "$[", "value": 1}]}, "checks.0.path"),
        ({"checks": [{"type": "score", "judge": "nobody", "value": 0.5}]}, "nobody"),
        ({"checks": [{"type": "score", "judge": "length", "value": "high"}]}, "checks.0.value"),
        ({"checks": [{"type": "latency", "value": -1}]}, "checks.0.value"),
        ({"checks": [{"type": "status", "value": [99]}]}, "checks.0.value"),
        ({"checks": [{"type": "not_empty", "value": "x"}]}, "checks.0.value"),
        ({"checks": [{"type": "telepathy"}]}, "checks.0.type"),
        ({"interval": 5}, "interval"),
    ],
)
def test_what_could_not_run_is_refused_and_named(make: Make, client: TestClient, fields: Any, named: str) -> None:
    made = make("kept")
    sent = {"name": "new", "target": "app", "queries": ["What?"], **fields}
    refused = client.post("/admin/probes", json=sent)
    assert 400 <= refused.status_code < 500, refused.text
    assert named in refused.text
    if "interval" not in fields:
        assert 400 <= client.patch("/admin/probes/kept", json=fields).status_code < 500 or fields == {"queries": []}
    assert client.get("/admin/probes/kept").json()["updated_at"] == made["updated_at"]


def test_a_name_is_taken_once(make: Make, client: TestClient) -> None:
    make()
    again = client.post("/admin/probes", json={"name": "capital", "target": "app", "queries": ["What?"]})
    assert (again.status_code, "capital" in again.json()["message"]) == (409, True)
    make("other")
    assert client.patch("/admin/probes/other", json={"name": "capital"}).status_code == 409
