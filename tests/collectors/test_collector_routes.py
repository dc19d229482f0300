"""Collectors over HTTP: made, tried, changed, run, looked back on, deleted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import NewKey
from ratchet.datasets.collectors.collecting import collect
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.store.records.collectors import read_collectors

Send = Callable[..., str]
ScoreIt = Callable[..., str]

RULE: dict[str, Any] = {
    "description": "Praised answers about delivery.",
    "filters": [{"field": "name", "operator": "=", "value": "chat", "key": ""}],
    "criteria": [{"type": "score", "score_name": "praise", "at_least": 0.9}],
    "at_most_a_day": 10,
    "sampling": 1.0,
    "deduplicate": True,
    "redact": True,
    "expect_answer": True,
}
AN_HOUR_AGO = (datetime.now(UTC) - timedelta(hours=1)).isoformat()


@pytest.fixture
def praised(client: TestClient) -> dict[str, Any]:
    """A collector, as the server shows it."""
    answer = client.post("/admin/collectors", json={"name": "praised", "dataset": "praised answers", **RULE})
    assert answer.status_code == 201
    return answer.json()


def test_a_collector_is_shown_as_it_was_made(client: TestClient, praised: dict[str, Any]) -> None:
    assert {field: praised[field] for field in RULE} == RULE
    assert praised["rule"] == "praise at least 0.9 where name = chat"
    assert (praised["dataset"], praised["enabled"], praised["problem"]) == ("praised answers", True, None)
    assert client.get("/admin/collectors/praised").json() == praised
    assert client.get("/admin/datasets/praised answers").json()["item_count"] == 0


def test_every_project_has_two_collectors_from_the_start(client: TestClient) -> None:
    found = {one["name"]: one["rule"] for one in client.get("/admin/collectors").json()["collectors"]}
    assert found == {
        "high_quality_responses": "quality at least 0.8",
        "needs_improvement": "quality below 0.5 or a thumbs-down",
    }
    assert set(client.get("/metrics/dataset").json()) == set(found)


def test_one_of_ours_that_was_deleted_stays_away(client: TestClient) -> None:
    client.get("/admin/collectors")
    assert client.delete("/admin/collectors/needs_improvement").json() == {"name": "needs_improvement"}
    assert [one["name"] for one in client.get("/admin/collectors").json()["collectors"]] == ["high_quality_responses"]
    assert client.get("/admin/collectors/needs_improvement").status_code == 404


def test_a_change_leaves_the_rest_as_it_is(client: TestClient, praised: dict[str, Any]) -> None:
    changed = client.patch("/admin/collectors/praised", json={"at_most_a_day": None, "enabled": False}).json()
    assert (changed["at_most_a_day"], changed["enabled"], changed["version"]) == (None, False, 2)
    assert (changed["criteria"], changed["created_at"]) == (praised["criteria"], praised["created_at"])
    moved = client.patch("/admin/collectors/praised", json={"dataset": "elsewhere"}).json()
    assert (moved["dataset"], moved["filters"]) == ("elsewhere", RULE["filters"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "types"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"sampling": 2}, "sampling"),
        ({"at_most_a_day": 0}, "at_most_a_day"),
        ({"criteria": [{"type": "quality", "at_least": 0.9, "below": 0.9}]}, "criteria"),
        ({"criteria": [{"type": "score", "at_least": 0.9}]}, "score_name"),
        ({"criteria": [{"type": "vibes"}]}, "criteria"),
        ({"filters": [{"field": "colour", "operator": "=", "value": "red"}]}, "filters"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_no_collector_can_be_is_refused_by_its_field(
    client: TestClient, change: dict[str, Any], field: str
) -> None:
    answer = client.post("/admin/collectors", json={"name": "new", "dataset": "new", **RULE, **change})
    assert answer.status_code in (400, 422)
    assert field in answer.json()["message"]


def test_a_name_is_given_once(client: TestClient, praised: dict[str, Any]) -> None:
    assert client.post("/admin/collectors", json={"name": praised["name"], "dataset": "other"}).status_code == 409


def test_types_say_what_criteria_take(client: TestClient) -> None:
    types = {
        one["name"]: one["parameters"]["properties"] for one in client.get("/admin/collectors/types").json()["types"]
    }
    assert set(types) == {"quality", "score", "category", "thumbs_down"}
    assert set(types["score"]) == {"type", "score_name", "at_least", "above", "at_most", "below"}


def test_a_rule_can_be_tried_before_it_is_made(client: TestClient, send: Send, score: ScoreIt) -> None:
    trace = send("I am ann@example.org: how long?", "Two days.")
    score(trace, 1.0, "praise")
    send("Unpraised?")
    tried = client.post("/admin/collectors/preview", json={"rule": RULE, "from_time": AN_HOUR_AGO}).json()
    assert (tried["tally"]["looked_at"], tried["tally"]["collected"], tried["more_traces"]) == (2, 1, False)
    [item] = tried["items"]
    assert (item["trace_id"], item["query"], item["score"]) == (trace, "I am [email]: how long?", 1.0)
    assert item["reason"] == "Its praise is 1; the rule asks for at least 0.9."
    assert client.get("/metrics/dataset").json() == {}


def test_a_preview_of_a_collector_knows_what_is_there_already(
    client: TestClient, equipment: Equipment, key: NewKey, praised: dict[str, Any], send: Send, score: ScoreIt
) -> None:
    traces = [send("How long?"), send("How far?")]
    for trace in traces:
        score(trace, 1.0, "praise")
    collectors = read_collectors(equipment.records, key.project_id)
    collect(equipment, key.project_id, collectors, traces[:1])
    asked = {"collector": praised["name"], "from_time": AN_HOUR_AGO}
    tally = client.post("/admin/collectors/preview", json=asked).json()["tally"]
    assert (tally["kept"], tally["collected"]) == (1, 1)


def test_the_history_says_what_became_of_each_item(
    client: TestClient, equipment: Equipment, key: NewKey, praised: dict[str, Any], send: Send, score: ScoreIt
) -> None:
    traces = [send("Stays?"), send("Goes?")]
    given = [score(trace, 1.0, "praise") for trace in traces]
    collectors = read_collectors(equipment.records, key.project_id)
    collect(equipment, key.project_id, collectors, traces)
    score(traces[1], 0.0, "praise", score_id=given[1])
    collect(equipment, key.project_id, collectors, traces)
    history = client.get("/admin/collectors/praised/history").json()
    entries = {entry["trace_id"]: entry for entry in history["entries"]}
    assert {trace: entry["state"] for trace, entry in entries.items()} == {traces[0]: "active", traces[1]: "withdrawn"}
    assert entries[traces[0]]["reason"] == "Its praise is 1; the rule asks for at least 0.9."
    assert client.get("/admin/collectors/praised").json()["collected_today"] == 2
    assert client.get("/admin/collectors/praised/history?limit=1").json()["more"] is True


def test_a_run_is_queued_and_listed(client: TestClient, praised: dict[str, Any]) -> None:
    answer = client.post("/admin/collectors/praised/run", json={"from_time": AN_HOUR_AGO, "limit": 5})
    assert (answer.status_code, answer.json()["state"], answer.json()["limit"]) == (202, "queued", 5)
    listed = client.get("/admin/collectors/praised/runs").json()
    assert (listed["total"], listed["runs"][0]["id"]) == (1, answer.json()["id"])
    assert client.get(f"/admin/collectors/praised/runs/{answer.json()['id']}").json() == answer.json()
    backwards = {"from_time": "2026-01-02T00:00:00Z", "to_time": "2026-01-01T00:00:00Z"}
    assert client.post("/admin/collectors/praised/run", json=backwards).status_code == 422


def test_a_collector_whose_dataset_is_gone_says_so(client: TestClient, praised: dict[str, Any]) -> None:
    client.delete("/admin/datasets/praised answers")
    assert client.get("/admin/collectors/praised").json()["problem"] == "Its dataset was deleted: give it another."
