"""The demo, played once: what it says is held against the API, not against its own words."""

import hashlib
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from ratchet.cli.demo.loop import run_steps
from ratchet.cli.demo.stage import BROKEN, CARELESS, EXAMPLES, GOOD, QUESTIONS, TAUGHT, Stage, set_stage
from ratchet.cli.demo.step import Outcome
from ratchet.cli.demo.steps import STEPS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with set_stage(tmp_path_factory.mktemp("demo")) as stage:
        yield stage


@pytest.fixture(scope="module")
def outcomes(stage: Stage) -> list[Outcome]:
    return list(run_steps(stage, STEPS, lambda _: None))


@pytest.fixture
def api(stage: Stage, outcomes: list[Outcome]) -> Iterator[httpx2.Client]:
    assert outcomes
    with stage.server.client() as client:
        yield client


def read(api: httpx2.Client, path: str, **params: Any) -> Any:
    return api.get(path, params=params).raise_for_status().json()


def read_report(api: httpx2.Client, target: str) -> dict[str, Any]:
    (test,) = (one for one in read(api, "/admin/regression/test")["tests"] if one["target"] == target)
    return read(api, f"/admin/regression/test/{test['test_id']}")["report"]


def test_every_step_does_what_it_says(outcomes: list[Outcome]) -> None:
    wrong = [(outcome.step.title, claim.text) for outcome in outcomes for claim in outcome.claims if not claim.holds]
    assert not wrong
    assert len(outcomes) == len(STEPS)
    assert all(outcome.claims for outcome in outcomes)


def test_the_day_is_stored_over_a_day_with_users_sessions_and_modes(api: httpx2.Client, stage: Stage) -> None:
    seen = {answered.trace_id for answered in stage.day}
    traces = [read(api, f"/api/public/traces/{trace_id}") for trace_id in sorted(seen)[:20]]
    assert len({trace["timestamp"][:13] for trace in traces}) > 5
    assert all(trace["userId"] and trace["sessionId"] and trace["release"] == GOOD for trace in traces)
    assert all(trace["metadata"]["dialogue_mode"] and trace["metadata"]["twin_id"] for trace in traces)
    assert read(api, "/metrics/dashboard", hours=24)["latency"]["count"] >= len(seen)


def test_scores_are_judges_and_good_answers_and_rejected_ones_are_items(api: httpx2.Client, stage: Stage) -> None:
    scores = read(api, "/api/public/v2/scores", name="groundedness", limit=100)["data"]
    assert {score["source"] for score in scores} == {"EVAL"}
    collected = read(api, "/admin/datasets/high_quality_responses/items", limit=1000)["items"]
    assert collected
    assert all(item["metadata"]["score"] >= 0.8 for item in collected)
    rejected = read(api, "/admin/datasets/needs_improvement/items", limit=1000)["items"]
    assert {answered.query for answered in stage.day[-5:]} <= {item["input"] for item in rejected}


def test_the_gate_stopped_the_worse_release_by_items_whose_scores_fell(api: httpx2.Client) -> None:
    (baseline,) = read(api, f"/admin/regression/baselines/{QUESTIONS}")["baselines"]
    assert baseline["target"] == GOOD
    report = read_report(api, CARELESS)
    assert report["verdict"] == "failed"
    assert report["scores"][0]["new_mean"] <= 0.9 * baseline["means"]["similarity"]
    assert all(item["new_score"] < item["baseline_score"] for item in report["items"] if item["status"] == "failed")


def test_failures_of_the_broken_release_are_tagged_where_they_arose_and_fired_an_alert(
    api: httpx2.Client, stage: Stage
) -> None:
    trace = read(api, f"/api/public/traces/{stage.trouble[0].trace_id}")
    levels = {step["name"]: step["level"] for step in trace["observations"]}
    assert levels["generate"] == levels["POST /chat/{twin_id}"] == "ERROR"
    assert trace["release"] == BROKEN
    (fired, *_) = read(api, "/admin/alerts/history", rule_id=stage.rule_id)["alerts"]
    assert fired["value"] > 0.2
    (notification,) = read(api, "/admin/alerts/notifications")["notifications"]
    assert (notification["status"], notification["alert"]["id"]) == ("delivered", fired["id"])
    assert stage.hook.messages[0]["alert"]["id"] == fired["id"]


def test_examples_raised_the_score_on_questions_that_are_not_among_them(api: httpx2.Client, stage: Stage) -> None:
    asked, shown = (
        {item["input"] for item in read(api, f"/admin/datasets/{name}/items", limit=1000)["items"]}
        for name in (QUESTIONS, EXAMPLES)
    )
    assert asked
    assert not asked & shown
    score = read_report(api, TAUGHT)["scores"][0]
    assert score["new_mean"] > score["baseline_mean"]
    drawn = [read(api, f"/api/public/traces/{answered.trace_id}") for answered in stage.drawn[:20]]
    assert all("editor" in {score["name"] for score in trace["scores"]} for trace in drawn)
    usage = read(api, "/admin/few-shot/usage", **{"from": stage.drawing_since.isoformat()})
    assert usage["traces"] == len(stage.drawn)
    assert usage["traces"] / 4 < usage["held_out"] < usage["traces"]
    assert usage["uplift"]["value"] is not None


def test_the_export_is_as_its_manifest_says(api: httpx2.Client, stage: Stage) -> None:
    told = read(api, f"/admin/exports/{stage.export['export_id']}")
    for file in told["files"]:
        content = api.get(f"/admin/exports/{told['export_id']}/files/{file['name']}").content
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
