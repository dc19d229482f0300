"""The routes under /admin/alerts, as the seed has them and beyond."""

from time import time_ns
from typing import Any

import pytest
from alert_traffic import SECOND
from fastapi.testclient import TestClient

from ratchet.domain.span import Span
from ratchet.server.stores import Stores
from ratchet.store.events.spans import write_spans

SEED_RULE = {
    "name": "High Error Rate",
    "rule_type": "error_rate",
    "threshold": 0.15,
    "time_window_minutes": 5,
    "severity": "error",
    "enabled": True,
}


def make(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = client.post("/admin/alerts/rules", json=SEED_RULE | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def failures(stores: Stores, project: str) -> list[str]:
    """Ten traces of the last seconds, all of which failed."""
    now = time_ns()
    spans = [
        Span(
            project,
            f"failed-{number}",
            f"span-{number}",
            root_rank=1,
            start_time=now - (number + 5) * SECOND,
            end_time=now - (number + 4) * SECOND,
            level="ERROR",
            input="What?",
            release="v1",
            revision=1,
        )
        for number in range(10)
    ]
    write_spans(stores.events, spans)
    return [span.trace_id for span in spans]


def test_a_project_has_the_seeds_rules_from_its_first_start(client: TestClient) -> None:
    rules = {rule["id"]: rule for rule in client.get("/admin/alerts/rules").json()["rules"]}
    said = {
        name: (rule["rule_type"], rule["threshold"], rule["time_window_minutes"], rule["severity"], rule["filters"])
        for name, rule in rules.items()
    }
    assert said == {
        "error_rate": ("error_rate", 0.1, 5, "error", {}),
        "quality_drop": ("quality_drop", 0.7, 10, "warning", {}),
        "latency_spike": ("latency_spike", 5000, 10, "warning", {}),
        "faithfulness_drop": ("score_drop", 0.7, 10, "error", {"score_name": "faithfulness"}),
        "citation_alignment_drop": ("score_drop", 0.7, 10, "error", {"score_name": "citation_alignment"}),
    }
    assert all(rule["cooldown_minutes"] == 30 and rule["noise_test"] for rule in rules.values())


def test_a_rule_of_ours_that_was_deleted_stays_away(client: TestClient) -> None:
    assert client.delete("/admin/alerts/rules/quality_drop").status_code == 200
    assert len(client.get("/admin/alerts/rules").json()["rules"]) == 4
    assert client.get("/admin/alerts/rules/quality_drop").status_code == 404


def test_a_rule_is_made_changed_and_deleted_as_the_seed_does_it(client: TestClient) -> None:
    made = make(client)
    assert (made["minimum_samples"], made["noise_test"], made["cooldown_minutes"]) == (1, False, 30)
    path = f"/admin/alerts/rules/{made['id']}"
    changed = client.put(path, json={"threshold": 0.2, "enabled": False}).json()
    assert {name: changed[name] for name in changed if changed[name] != made[name]} == {
        "threshold": 0.2,
        "enabled": False,
    }
    assert client.get(path).json()["threshold"] == 0.2
    assert client.put(path, json={"recovery_threshold": 0.1, "group_by": ["model"]}).json()["recovery_threshold"] == 0.1
    assert client.put(path, json={"recovery_threshold": None}).json()["recovery_threshold"] is None
    assert client.delete(path).json() == {"id": made["id"], "name": "High Error Rate"}
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"rule_type": "weather"}, 422, "rule_type"),
        ({"threshold": 15}, 400, "threshold"),
        ({"threshold": -0.1}, 400, "threshold"),
        ({"time_window_minutes": 0}, 422, "time_window_minutes"),
        ({"severity": "terrible"}, 422, "severity"),
        ({"name": "Latency spike"}, 409, "name"),
        ({"filters": {"colour": "red"}}, 400, "filters"),
        ({"filters": {"model": []}}, 422, "filters"),
        ({"filters": {"score_name": "faithfulness"}}, 400, "filters"),
        ({"group_by": ["colour"]}, 400, "group_by"),
        ({"group_by": ["model", "model"]}, 422, "group_by"),
        ({"rule_type": "score_drop", "threshold": 0.7}, 400, "filters"),
        ({"rule_type": "change", "threshold": 0.5}, 400, "measure"),
        ({"rule_type": "slo_burn", "threshold": 99.9}, 400, "threshold"),
        ({"rule_type": "slo_burn", "threshold": 0.01, "measure": "latency"}, 400, "latency_ms"),
        ({"recovery_threshold": 0.5}, 400, "recovery_threshold"),
        ({"burn_windows": [{"long_minutes": 5, "short_minutes": 60, "factor": 2}]}, 400, "burn_windows"),
        ({"runbook_url": "javascript:alert(1)"}, 422, "runbook_url"),
        ({"cool_down": 3}, 422, "cool_down"),
    ],
)
def test_what_no_rule_can_mean_is_refused_and_the_rule_stays_as_it_was(
    client: TestClient, change: dict[str, Any], status: int, field: str
) -> None:
    made = make(client)
    path = f"/admin/alerts/rules/{made['id']}"
    for answer in (
        client.put(path, json=change),
        client.post("/admin/alerts/rules", json=SEED_RULE | {"name": "Another"} | change),
    ):
        assert answer.status_code == status, answer.text
        assert field in answer.json()["message"]
    assert client.get(path).json() == made | {"warnings": []}


def test_a_threshold_that_is_no_number_is_refused(client: TestClient) -> None:
    body = '{"name": "n", "rule_type": "error_rate", "threshold": NaN, "time_window_minutes": 5}'
    assert client.post("/admin/alerts/rules", content=body).status_code == 400


def test_a_filter_that_nothing_meets_is_refused_with_the_values_there_are(
    client: TestClient, failures: list[str]
) -> None:
    made = make(client)
    path, filters = f"/admin/alerts/rules/{made['id']}", {"release": ["v2", "next"], "environment": "default"}
    for refused in (
        client.put(path, json={"threshold": 0.3, "filters": filters}),
        client.post("/admin/alerts/rules", json=SEED_RULE | {"name": "Of a release to come", "filters": filters}),
    ):
        assert refused.status_code == 400, refused.text
        details = refused.json()["details"]
        assert (details["filter"], details["values"]) == ("release", ["v1"])
        assert details["fields"][0]["field"] == "filters.release"
    assert client.get(path).json() == made | {"warnings": []}


def test_a_rule_is_kept_for_what_is_to_come_where_somebody_says_so(client: TestClient, failures: list[str]) -> None:
    said = {"filters": {"release": "next"}, "allow_unmatched": True}
    made = make(client, name="Of a release to come", **said)
    assert "Nothing of the last 24 hours meets the filters {'release': 'next'}" in made["warnings"][0]
    changed = client.put(f"/admin/alerts/rules/{made['id']}", json={"threshold": 0.3})
    assert (changed.status_code, changed.json()["threshold"]) == (200, 0.3)
    seed = {"rule_type": "score_drop", "threshold": 0.7, "filters": {"score_name": "faithfulness"}}
    assert make(client, name="A score that nobody has given yet", **seed)["filters"] == {"score_name": "faithfulness"}


def test_a_filter_is_taken_as_it_is_while_there_is_no_traffic(client: TestClient) -> None:
    assert make(client, filters={"release": "first"})["filters"] == {"release": "first"}


def test_a_check_finds_what_fires_and_the_history_keeps_it(client: TestClient, failures: list[str]) -> None:
    made = make(client)
    checked = client.post("/admin/alerts/check").json()
    [alert] = checked["alerts"]
    assert (alert["rule_id"], alert["value"], alert["severity"]) == (made["id"], 1.0, "error")
    assert checked["new_alert_ids"] == [alert["id"]]
    assert set(alert["worst_trace_ids"]) == set(failures)
    again = client.post("/admin/alerts/check").json()
    assert (len(again["alerts"]), again["new_alert_ids"]) == (1, [])
    history = {"hours": 24, "severity": "error", "limit": 100}
    assert client.get("/admin/alerts/history", params=history).json() == {"alerts": [alert], "total": 1}
    assert client.get("/admin/alerts/history", params={"severity": "info"}).json()["total"] == 0
    rules = {rule["id"]: rule["state"] for rule in client.get("/admin/alerts/rules").json()["rules"]}
    assert (rules[made["id"]], rules["error_rate"]) == ("firing", "inactive")
    client.delete(f"/admin/alerts/rules/{made['id']}")
    [ended] = client.get("/admin/alerts/history").json()["alerts"]
    assert (ended["resolved_at"] is not None, ended["resolution"]) == (True, "the rule was deleted")


def test_an_alert_is_acknowledged_commented_on_and_made_into_items(client: TestClient, failures: list[str]) -> None:
    make(client)
    [alert] = client.post("/admin/alerts/check").json()["alerts"]
    path = f"/admin/alerts/firings/{alert['id']}"
    seen = client.post(f"{path}/acknowledge", json={"by": "ada", "comment": "looking"}).json()
    assert (seen["acknowledged_by"], seen["notes"][0]["text"]) == ("ada", "looking")
    said = client.post(f"{path}/comments", json={"text": "it was the proxy", "by": "ada"}).json()
    assert [note["text"] for note in said["notes"]] == ["looking", "it was the proxy"]
    assert client.get(path).json() == said
    client.post("/admin/datasets", json={"name": "failures"})
    added = client.post(f"{path}/items", json={"dataset": "failures"}).json()
    assert (len(added["item_ids"]), added["rejected"]) == (10, {})
    assert client.post(f"{path}/items", json={"dataset": "nowhere"}).status_code == 404
    assert client.post("/admin/alerts/firings/none/comments", json={"text": "x"}).status_code == 404


def test_monitoring_is_started_and_stopped_and_stays_so(client: TestClient) -> None:
    assert client.get("/admin/alerts/monitoring").json()["running"]
    started = client.post("/admin/alerts/start-monitoring", params={"interval_minutes": 5}).json()
    assert (started["running"], started["interval_minutes"]) == (True, 5)
    assert client.post("/admin/alerts/stop-monitoring").json()["running"] is False
    assert client.get("/admin/alerts/monitoring").json()["interval_minutes"] == 5
    assert client.post("/admin/alerts/start-monitoring", params={"interval_minutes": 0}).status_code == 422


def test_a_silence_has_an_end_and_can_be_ended_before(client: TestClient) -> None:
    made = client.post("/admin/alerts/silences", json={"rule_id": "error_rate", "minutes": 60}).json()
    assert [one["id"] for one in client.get("/admin/alerts/silences").json()["silences"]] == [made["id"]]
    assert client.delete(f"/admin/alerts/silences/{made['id']}").status_code == 204
    assert client.delete(f"/admin/alerts/silences/{made['id']}").status_code == 404
    assert client.get("/admin/alerts/silences").json()["silences"] == []
    for body in ({}, {"minutes": 0}, {"ends_at": "2020-01-01T00:00:00Z"}, {"minutes": 5, "rule_id": "none"}):
        assert client.post("/admin/alerts/silences", json=body).status_code in (400, 404, 422)


def test_the_kinds_of_rules_and_the_severities_are_told(client: TestClient) -> None:
    kinds = {kind["type"]: kind for kind in client.get("/admin/alerts/rule-types").json()["rule_types"]}
    assert kinds.keys() >= {"error_rate", "quality_drop", "latency_spike", "score_drop"}
    assert kinds["error_rate"]["default_threshold"] == 0.1
    severities = client.get("/admin/alerts/severities").json()["severities"]
    assert severities == ["info", "warning", "error", "critical"]


def test_a_backtest_tells_when_a_rule_would_have_fired(client: TestClient, failures: list[str]) -> None:
    told = client.post("/admin/alerts/rules/backtest", json={"rule": SEED_RULE, "hours": 1}).json()
    assert (told["fired"], told["episodes"][0]["value"], told["episodes"][0]["resolved_at"]) == (1, 1.0, None)
    assert len(told["series"][0]["points"]) == 61
    for body in ({}, {"rule_id": "error_rate", "rule": SEED_RULE}, {"rule": SEED_RULE, "hours": 0}):
        assert client.post("/admin/alerts/rules/backtest", json=body).status_code in (400, 422)
