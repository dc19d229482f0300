"""Baselines over the API: saved, taken, deleted; what tests are held against, and what is refused."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from scipy import stats

from ratchet.judges.bench import Bench
from ratchet.regression.doing import do_run
from ratchet.regression.settling import Settling
from ratchet.store.records.regression_runs import read_regression_run

Api = Callable[..., Any]
ITEMS = 40
GOOD, WORSE = [0.9] * ITEMS, [0.9] * 34 + [0.3] * 6


@pytest.fixture
def post(ask: Api, bench: Bench, project: str) -> Api:
    """Does a test by posting answers with scores of their own; an error where there is no score."""

    def post(scores: Sequence[float | str], *, name: str = "quality", **fields: Any) -> Any:
        sent = {"dataset_name": "questions", "judges": [], "score_name": name, **fields}
        run = ask("POST", "regression/runs", status=201, json=sent)["test_id"]
        answers = [_to_answer(number, score, name) for number, score in enumerate(scores)]
        ask("POST", f"regression/runs/{run}/answers", json={"answers": answers})
        ask("POST", f"regression/runs/{run}/finish", status=202)
        do_run(bench, project, run)
        return ask("GET", f"regression/test/{run}")

    return post


def _to_answer(number: int, score: float | str, name: str) -> dict[str, Any]:
    said = {"item_id": f"questions-{number}", "output": f"answer {number}"}
    return {**said, "error": score} if isinstance(score, str) else {**said, "scores": {name: score}}


def _save(ask: Api, tag: str, status: int = 201, **fields: Any) -> Any:
    return ask("POST", "regression/baseline", status=status, json={"dataset_name": "questions", "tag": tag, **fields})


def test_a_release_is_held_against_the_newest_baseline_and_fails_where_it_dropped(
    ask: Api, fill: Api, post: Api
) -> None:
    fill(ITEMS)
    first = post(GOOD)
    assert first["verdict"] is None
    assert "no baseline" in first["report"]["refusal"]
    saved = _save(ask, "v1")
    assert (saved["run_id"], saved["item_count"], saved["means"]) == (first["test_id"], ITEMS, {"quality": 0.9})
    second = post(WORSE)
    report = second["report"]
    assert (second["verdict"], report["finding"]) == ("failed", "inconclusive")
    assert report["baseline"]["said"] == "baseline v1"
    assert (report["passed"], report["failed"], report["summary"]["pass_rate"]) == (34, 6, 85.0)
    assert report["summary"]["avg_score_diff"] == pytest.approx(-0.09)
    worst = report["summary"]["worst_regressions"][0]
    assert (worst["item_id"], worst["baseline_score"], worst["new_score"]) == ("questions-34", 0.9, 0.3)
    assert worst["regression_percentage"] == pytest.approx(200 / 3)


def test_an_item_that_failed_or_is_missing_counts_against_the_release(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    post(GOOD)
    _save(ask, "v1")
    report = post(["the application broke", *GOOD[1:-1]])["report"]
    [score] = report["scores"]
    assert (score["unanswered"] + score["missing"], score["items"]) == (2, ITEMS)
    assert score["new_mean"] == pytest.approx(0.9 * 38 / 40)
    assert (report["failed"], report["verdict"]) == (2, "warning")


def test_a_baseline_never_changes_and_its_tag_is_given_once(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    first, second = post(GOOD), post(WORSE)
    saved = _save(ask, "v1", run_id=first["test_id"])
    refused = _save(ask, "v1", status=409)
    assert "v1" in refused["message"]
    newer = _save(ask, "v2")
    assert newer["run_id"] == second["test_id"]
    listed = ask("GET", "regression/baselines/questions")["baselines"]
    assert [one["tag"] for one in listed] == ["v2", "v1"]
    assert ask("GET", f"regression/baseline/{saved['id']}") == saved
    assert post(WORSE, baseline_tag="v1")["verdict"] == "failed"
    assert post(WORSE)["verdict"] == "passed"
    assert ask("POST", "regression/runs", status=404, json={"dataset_name": "questions", "baseline_tag": "v9"})


def test_a_deleted_baseline_is_gone_and_old_reports_stay(client: TestClient, ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    post(GOOD)
    saved = _save(ask, "v1")
    report = post(GOOD)
    assert client.delete(f"/admin/regression/baseline/{saved['id']}").status_code == 204
    ask("GET", f"regression/baseline/{saved['id']}", status=404)
    assert ask("GET", f"regression/test/{report['test_id']}")["report"]["baseline"]["tag"] == "v1"
    _save(ask, "v1")  # the tag is free again


def test_without_a_baseline_a_run_is_held_against_the_items_own_scores(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS, metadata={"score": 0.8, "score_name": "quality"})
    report = post([0.8] * ITEMS)["report"]
    assert (report["verdict"], report["baseline"]["said"]) == ("passed", "the items' own scores")
    assert "another" in post(GOOD, name="another")["report"]["refusal"]


def test_a_run_of_an_edited_dataset_is_not_compared(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    post(GOOD)
    _save(ask, "v1")
    ask("PATCH", "datasets/questions/items/questions-3", json={"expected_output": "something else"})
    after = post(GOOD)
    assert "edited" in after["report"]["refusal"]
    refused = ask("POST", "regression/compare", status=409, json={"test_id": after["test_id"]})
    assert refused["details"]["reason"] == "dataset_version"


def test_two_tests_are_compared_by_any_rule(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    first, second = post(GOOD)["test_id"], post(WORSE)["test_id"]
    asked = {"test_id": second, "against_test_id": first}
    report = ask("POST", "regression/compare", json=asked)
    assert (report["verdict"], report["baseline"]["id"]) == ("failed", first)
    assert ask("POST", "regression/compare", json={**asked, "fail_at": 0.5, "warn_at": 0.4})["verdict"] == "passed"
    strict = ask("POST", "regression/compare", json={**asked, "fail_at": 0.15, "warn_at": 0.14, "strict": True})
    assert (strict["verdict"], strict["finding"]) == ("failed", "inconclusive")
    assert ask("POST", "regression/compare", json={"test_id": first, "against_test_id": first})["verdict"] == "passed"


def test_a_baseline_of_other_judges_is_refused_or_scored_again(ask: Api, fill: Api, aim: Api, run_test: Api) -> None:
    fill(ITEMS)
    aim()
    ask("POST", "judges", status=201, json={"name": "short", "kind": "length", "parameters": {"most": 5}})
    run_test(judges=["short"])
    _save(ask, "v1")
    ask("PATCH", "judges/short", json={"parameters": {"most": 500}})
    after = run_test(judges=["short"])
    assert "score otherwise now" in after["report"]["refusal"]
    asked = {"test_id": after["test_id"], "baseline_tag": "v1"}
    assert ask("POST", "regression/compare", status=409, json=asked)["details"]["reason"] == "judge_epoch"
    report = ask("POST", "regression/compare", json={**asked, "rescore": True})
    assert (report["verdict"], report["baseline"]["is_rescored"]) == ("passed", True)
    assert ask("POST", "regression/compare", json={**asked, "rescore": True}) == report
    ask("POST", "regression/compare", status=409, json=asked)  # the baseline itself stays as it was


def test_flaky_items_and_an_items_history_are_told(ask: Api, fill: Api, post: Api) -> None:
    fill(ITEMS)
    first = post([1.0] * ITEMS)["test_id"]
    second = post([0.0, *[1.0] * (ITEMS - 1)])["test_id"]
    found = ask("GET", "regression/flakiness/questions")["flakiness"]
    assert (found["runs"], found["items"], found["score_name"]) == (2, ITEMS, "quality")
    [flaky] = found["flaky"]
    assert (flaky["item_id"], flaky["values"]) == ("questions-0", {first: [1.0], second: [0.0]})
    assert found["spread"]["judge"] > 0  # the answer was word for word the same, so this is the judge's doing
    assert found["spread"]["runs"] == 0
    assert found["repeats_needed"] >= 1
    past = ask("GET", "regression/history/questions", params={"item_id": "questions-0"})["answers"]
    assert [(one["test_id"], one["scores"]) for one in past] == [(second, {"quality": 0.0}), (first, {"quality": 1.0})]
    ask("GET", "regression/flakiness/questions", params={"score_name": "another"}, status=404)


def test_a_test_that_asks_for_it_has_its_baseline_scored_again(ask: Api, fill: Api, aim: Api, run_test: Api) -> None:
    fill(ITEMS)
    aim()
    ask("POST", "judges", status=201, json={"name": "short", "kind": "length", "parameters": {"most": 5}})
    run_test(judges=["short"])
    _save(ask, "v1")
    ask("PATCH", "judges/short", json={"parameters": {"most": 500}})
    after = run_test(judges=["short"], rescore=True)
    assert (after["verdict"], after["report"]["baseline"]["said"]) == ("passed", "baseline v1 (scored again)")


def test_the_least_drop_that_a_dataset_shows_is_told_before_and_after_a_test(ask: Api, fill: Api, post: Api) -> None:
    def detectable() -> Any:
        [dataset] = ask("GET", "regression/datasets")["datasets"]
        return dataset["detectable"]

    fill(ITEMS)
    assert detectable() is None
    scores = [0.5 + 0.01 * number for number in range(ITEMS)]
    spread = post(scores)["report"]["figures"][0]["variance"]
    reach = stats.norm.ppf(0.95) + stats.norm.ppf(0.8)
    before = detectable()
    assert (before["basis"], before["items"]) == ("spread", ITEMS)
    assert before["drop"] == pytest.approx(reach * math.sqrt(2 * spread / ITEMS) / 0.695)
    _save(ask, "v1")
    post([score + 0.01 * (number % 2) for number, score in enumerate(scores)])
    after = detectable()
    assert after["basis"] == "comparison"
    assert after["drop"] < before["drop"] / 5


def test_a_test_that_may_stop_early_ends_once_its_verdict_is_settled(
    ask: Api, fill: Api, post: Api, bench: Bench, project: str
) -> None:
    fill(ITEMS)
    post(GOOD)
    _save(ask, "v1")
    sent = {"dataset_name": "questions", "judges": [], "score_name": "quality", "early_stop": True}
    run_id = ask("POST", "regression/runs", status=201, json=sent)["test_id"]
    asked = [one["item_id"] for one in ask("GET", f"regression/runs/{run_id}/items", params={"limit": 20})["items"]]
    run = read_regression_run(bench.records, project, run_id)
    assert run is not None
    settling = Settling(bench.events, bench.records, run)
    for part, is_settled in ((asked[:3], False), (asked[3:], True)):
        answers = [{"item_id": item_id, "output": "an answer", "scores": {"quality": 0.1}} for item_id in part]
        ask("POST", f"regression/runs/{run_id}/answers", json={"answers": answers})
        assert settling.is_settled() is is_settled
    ask("POST", f"regression/runs/{run_id}/finish", status=202)
    do_run(bench, project, run_id)
    report = ask("GET", f"regression/test/{run_id}")["report"]
    assert (report["verdict"], report["finding"]) == ("failed", "shown")
    assert report["early"] == {"answers": 20, "planned": ITEMS, "finding": "shown"}
    [score] = report["scores"]
    assert (score["method"], score["missing"]) == ("confidence sequence", 0)
    assert 0.1 < score["low"] < 8 / 9 < score["high"]
