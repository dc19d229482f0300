"""What probes ask counts for no user: not in figures, alerts, judges or collectors, unless somebody asks for it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.probe import ProbeResult
from ratchet.judges.batch import judge_material
from ratchet.judges.bench import Bench
from ratchet.judges.material import read_material
from ratchet.store.records.judges import read_judge
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.target import Said

Make = Callable[..., Any]
Run = Callable[[str, str], Sequence[ProbeResult]]
Probed = list[str]


@pytest.fixture
def probed(make: Make, client: TestClient, application: Any) -> Probed:
    """The traces of a probe that failed twice, with the spans and the score that its application added; one user's."""
    application.says = Said({"answer": "I do not know."})
    make("broken", {"type": "contains", "value": "Paris"}, {"type": "score", "judge": "length", "value": 1000})
    runs = [client.post("/admin/probes/broken/run").json() for _ in range(2)]
    ids = [run["results"][0]["trace_id"] for run in runs]
    theirs = otlp_span("chat", attributes={"user.id": "robot", "langfuse.environment": "production"})
    theirs.trace_id, theirs.parent_span_id = bytes.fromhex(ids[0]), b"12345678"
    users = otlp_span("chat", attributes={"user.id": "ann", "input.value": "What?", "output.value": "That."})
    body = otlp_request(theirs, users).SerializeToString()
    client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).raise_for_status()
    score = {"traceId": ids[0], "name": "faithfulness", "value": 0.1, "environment": "production"}
    assert client.post("/api/public/scores", json=score).status_code == 200
    return ids


def test_figures_are_of_users_unless_environments_are_named(client: TestClient, probed: Probed) -> None:
    def traces(environment: dict[str, Any]) -> list[int]:
        errors = client.get("/metrics/errors", params=environment).json()
        series = client.get("/metrics/series", params=environment).json()
        dashboard = client.get("/metrics/dashboard", params=environment).json()
        return [errors["total_traces"], series["whole"]["traces"], dashboard["errors"]["total_traces"]]

    assert traces({}) == [1, 1, 1]
    assert traces({"environment": "synthetic"}) == [2, 2, 2]
    assert traces({"environment": "*"}) == [3, 3, 3]
    assert traces({"environment": ["synthetic", "default"]}) == [3, 3, 3]


def test_scores_latencies_and_users_of_probes_are_left_out_too(client: TestClient, probed: Probed) -> None:
    synthetic = {"environment": "synthetic"}
    assert client.get("/metrics/quality").json() == []
    assert client.get("/metrics/quality", params=synthetic).json()[0]["count"] >= 1
    assert client.get("/metrics/latency", params=synthetic).json() != client.get("/metrics/latency").json()
    assert [user["id"] for user in client.get("/metrics/users").json()["users"]] == ["ann"]
    assert [user["id"] for user in client.get("/metrics/users", params=synthetic).json()["users"]] == ["robot"]


def test_rules_see_users_alone_and_probes_where_they_ask_for_them(client: TestClient, probed: Probed) -> None:
    def look(**rule: Any) -> Any:
        sent = {
            "name": "trial",
            "rule_type": "traffic",
            "threshold": 0,
            "direction": "above",
            "time_window_minutes": 60,
        }
        answer = client.post("/admin/alerts/rules/preview", json={"rule": sent | rule})
        assert answer.status_code == 200, answer.text
        return [group["value"] for group in answer.json()["looks"]]

    score = {"rule_type": "score_drop", "threshold": 0.7, "direction": "below"}
    assert look() == [1]
    assert look(filters={"environment": "synthetic"}) == [2]
    assert look(filters={"environment": ["synthetic", "default"]}) == [3]
    assert look(**score, filters={"score_name": "faithfulness"}) == [None]
    assert look(**score, filters={"score_name": "faithfulness", "environment": "synthetic"}) == [0.1]


def test_judges_and_collectors_pass_probes_by_unless_a_filter_is_about_environments(
    client: TestClient, probed: Probed, bench: Bench, project: str
) -> None:
    filters = [{"field": "environment", "operator": "=", "value": "synthetic"}]
    for name, some in (("users", []), ("probes", filters)):
        said = {"name": name, "kind": "length", "filters": some}
        assert client.post("/admin/judges", json=said).status_code == 201
    judges = [read_judge(bench.records, project, name) for name in ("users", "probes")]
    material = read_material(bench.events, project, probed)
    tallies = [judge_material(bench, [judge], material).scored for judge in judges if judge]
    assert tallies == [0, 2]
    client.post("/api/public/v2/datasets", json={"name": "low"})
    criteria = [{"type": "score", "score_name": "faithfulness", "below": 0.5}]
    for some, count in (([], 0), (filters, 1)):
        rule = {"criteria": criteria, "filters": some}
        asked = {"rule": rule, "dataset": "low", "from_time": "2026-01-01T00:00:00Z"}
        found = client.post("/admin/collectors/preview", json=asked)
        assert found.status_code == 200, found.text
        assert found.json()["tally"]["collected"] == count


def test_a_probe_that_is_down_is_an_alert_of_its_own_and_one_that_only_fails_is_none(
    make: Make, client: TestClient, run: Run
) -> None:
    make("working")
    make("broken", {"type": "contains", "value": "Berlin"}, failures_to_down=2)
    rule = {"name": "Probes", "rule_type": "probe_failure", "threshold": 0, "time_window_minutes": 10}
    assert client.post("/admin/alerts/rules", json=rule).json()["group_by"] == ["name"]
    run("working", "1")
    assert [one.state for one in run("broken", "1")] == ["failing"]
    assert client.post("/admin/alerts/check").json()["alerts"] == []
    assert [one.state for one in run("broken", "2")] == ["down"]
    [alert] = client.post("/admin/alerts/check").json()["alerts"]
    assert (alert["labels"], alert["value"], alert["samples"]) == ({"name": "broken"}, 0.5, 2)
    assert "found it down" in alert["message"]
