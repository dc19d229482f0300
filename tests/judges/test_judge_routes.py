"""The routes under /admin/judges."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.judge import Judge, RunState
from ratchet.domain.score import Score
from ratchet.judges.backfill import do_run
from ratchet.judges.batch import judge_material
from ratchet.judges.bench import Bench
from ratchet.judges.material import read_material
from ratchet.store.records.judge_runs import read_runs_in

Send = Callable[..., list[str]]


def create(client: TestClient, **said: object) -> dict:
    response = client.post("/admin/judges", json={"name": "short", "kind": "length"} | said)
    assert response.status_code == 201, response.text
    return response.json()


def run_all(bench: Bench, project: str) -> None:
    for run in read_runs_in(bench.records, [RunState.QUEUED]):
        if run.project_id == project:
            do_run(bench, run)


def test_a_project_starts_with_judges_that_need_no_model(client: TestClient) -> None:
    judges = client.get("/admin/judges").json()["judges"]
    by_name = {judge["name"]: judge for judge in judges}
    assert by_name["length"]["enabled"]
    assert not by_name["length"]["is_quality"]
    assert all(len(judge["epoch"]) == 16 for judge in judges)


def test_a_judge_that_was_deleted_stays_away(client: TestClient) -> None:
    client.get("/admin/judges")
    assert client.delete("/admin/judges/length").json() == {"name": "length"}
    assert "length" not in {judge["name"] for judge in client.get("/admin/judges").json()["judges"]}
    assert client.get("/admin/judges/length").status_code == 404
    assert client.delete("/admin/judges/length").status_code == 404


def test_a_change_is_a_new_version_and_the_old_one_stays_readable(client: TestClient) -> None:
    first = create(client, parameters={"most": 10}, sampling=0.5)
    changed = client.patch("/admin/judges/short", json={"parameters": {"most": 20}}).json()
    assert (changed["version"], changed["parameters"], changed["sampling"]) == (2, {"most": 20}, 0.5)
    assert changed["epoch"] != first["epoch"]
    assert client.get("/admin/judges/short", params={"version": 1}).json()["parameters"] == {"most": 10}
    versions = client.get("/admin/judges/short/versions").json()["judges"]
    assert [judge["version"] for judge in versions] == [2, 1]


def test_switching_a_judge_makes_no_version(client: TestClient) -> None:
    create(client)
    off = client.patch("/admin/judges/short", json={"enabled": False}).json()
    assert (off["version"], off["enabled"]) == (1, False)


def test_a_name_is_given_once_and_comes_back_with_the_next_version(client: TestClient) -> None:
    create(client)
    assert client.post("/admin/judges", json={"name": "short", "kind": "length"}).status_code == 409
    client.delete("/admin/judges/short")
    assert create(client)["version"] == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "astrology"}, "kind"),
        ({"parameters": {"most": "many"}}, "parameters.most"),
        ({"parameters": {"colour": "red"}}, "parameters.colour"),
        ({"sampling": 1.5}, "sampling"),
        ({"filters": [{"field": "moon", "operator": "=", "value": "full"}]}, "filters"),
        ({"filters": [{"field": "tags", "operator": ">", "value": "a"}]}, "filters"),
        ({"level": "span", "filters": [{"field": "session_id", "operator": "=", "value": "a"}]}, "filters"),
        ({"name": "types"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"budget": {"calls_per_minute": 0}}, "budget.calls_per_minute"),
        ({"budget": {"calls_per_minute": 2**40}}, "budget.calls_per_minute"),
    ],
)
def test_what_no_judge_could_do_is_refused_by_its_field(client: TestClient, said: dict, field: str) -> None:
    response = client.post("/admin/judges", json={"name": "short", "kind": "length"} | said)
    assert response.status_code in (400, 422)
    assert field in response.text


def test_kinds_show_the_schemas_of_their_parameters(client: TestClient) -> None:
    types = {kind["name"]: kind for kind in client.get("/admin/judges/types").json()["types"]}
    assert set(types["length"]["parameters"]["properties"]) == {"unit", "least", "most"}
    assert not types["length"]["needs_model"]


def test_a_judge_is_tried_on_a_trace_and_nothing_is_stored(client: TestClient, send: Send) -> None:
    [trace] = send("one two")
    tried = client.post("/admin/judges/try", json={"definition": {"kind": "length"}, "trace_id": trace}).json()
    assert [verdict["value"] for verdict in tried["verdicts"]] == [2.0]
    assert client.get("/api/public/v3/scores", params={"traceId": trace}).json()["data"] == []


def test_a_stored_judge_is_tried_on_an_answer_that_is_given(client: TestClient) -> None:
    create(client, score_name="words")
    tried = client.post("/admin/judges/try", json={"judge": "short", "output": "a b c"}).json()
    assert [(verdict["score_name"], verdict["value"]) for verdict in tried["verdicts"]] == [("words", 3.0)]
    nothing = client.post("/admin/judges/try", json={"judge": "short", "output": ""}).json()
    assert nothing["not_applicable"] == "There is no answer."


def test_trying_says_what_is_missing(client: TestClient) -> None:
    assert client.post("/admin/judges/try", json={"output": "a"}).status_code == 422
    assert client.post("/admin/judges/try", json={"definition": {"kind": "length"}}).status_code == 422
    unknown = {"definition": {"kind": "length"}, "trace_id": "nowhere"}
    assert client.post("/admin/judges/try", json=unknown).status_code == 404


def test_a_run_judges_the_past_once_and_says_what_became_of_it(
    client: TestClient, send: Send, bench: Bench, project: str
) -> None:
    create(client, enabled=False)
    send("one", "two words", "")
    for expected in ({"scored": 2, "skipped": 0}, {"scored": 0, "skipped": 2}):
        run = client.post("/admin/judges/short/run", json={"from_time": "2020-01-01T00:00:00Z"}).json()
        assert run["state"] == "queued"
        run_all(bench, project)
        done = client.get(f"/admin/judges/short/runs/{run['id']}").json()
        assert done["state"] == "completed"
        assert expected.items() <= done["tally"].items()
        assert done["tally"]["not_applicable"] == 1
    assert client.get("/admin/judges/short/runs").json()["total"] == 2


def test_a_run_that_judges_again_replaces_scores(
    client: TestClient, send: Send, bench: Bench, project: str, scores_of: Callable[..., dict[str, list[Score]]]
) -> None:
    create(client, enabled=False)
    [trace] = send("one")
    said = {"from_time": "2020-01-01T00:00:00Z", "again": True}
    for _ in range(2):
        client.post("/admin/judges/short/run", json=said)
        run_all(bench, project)
    [run, _] = client.get("/admin/judges/short/runs").json()["runs"]
    assert run["tally"]["scored"] == 1
    assert len(scores_of([trace])[trace]) == 1


def test_a_run_over_a_dataset_judges_the_traces_of_its_items(
    client: TestClient, send: Send, bench: Bench, project: str, scores_of: Callable[..., dict[str, list[Score]]]
) -> None:
    create(client, enabled=False)
    traces = send("one", "one two")
    client.post("/admin/datasets", json={"name": "golden"})
    client.post("/admin/datasets/golden/traces", json={"trace_ids": traces[:1]})
    assert client.post("/admin/judges/short/run", json={"dataset": "golden"}).status_code == 202
    run_all(bench, project)
    assert list(scores_of(traces)) == traces[:1]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 422),
        ({"dataset": "a", "from_time": "2020-01-01T00:00:00Z"}, 422),
        ({"from_time": "2020-01-02T00:00:00Z", "to_time": "2020-01-01T00:00:00Z"}, 422),
        ({"run_name": "a", "from_time": "2020-01-01T00:00:00Z"}, 422),
        ({"dataset": "nowhere"}, 404),
    ],
)
def test_a_run_that_says_not_over_what_is_refused(client: TestClient, said: dict, status: int) -> None:
    create(client, enabled=False)
    assert client.post("/admin/judges/short/run", json=said).status_code == status


def test_a_failed_judge_is_a_failure_with_its_reason_until_it_succeeds(
    client: TestClient, send: Send, bench: Bench, project: str
) -> None:
    [trace] = send("one two")
    unasked = Judge(project_id=project, name="short", version=1, kind="length", created_at=datetime.now(UTC))
    broken = replace(unasked, parameters={"most": -1})
    material = read_material(bench.events, project, [trace])
    assert judge_material(bench, [broken], material).failed == 1
    [failure] = client.get("/admin/judges/failures", params={"judge": "short"}).json()["failures"]
    assert (failure["reason"], failure["trace_id"], failure["span_id"]) == ("error", trace, None)
    assert "parameters.most" in failure["detail"]

    assert judge_material(bench, [unasked], material).skipped == 1  # what arrives is not tried again by itself
    assert judge_material(bench, [unasked], material, retries=True).scored == 1
    assert client.get("/admin/judges/failures").json() == {"failures": [], "total": 0, "next_cursor": None}


def test_failures_come_in_pages_newest_first(client: TestClient, send: Send, bench: Bench, project: str) -> None:
    broken = Judge(project_id=project, name="b", version=1, kind="nothing", created_at=datetime.now(UTC))
    judge_material(bench, [broken], read_material(bench.events, project, send("a", "b", "c")))
    seen, cursor = [], None
    while len(seen) < 3:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/admin/judges/failures", params=asked).json()
        seen += [failure["timestamp"] for failure in page["failures"]]
        cursor = page["next_cursor"]
        assert page["total"] == 3
    assert cursor is None
    assert seen == sorted(seen, reverse=True)


def test_a_judge_says_whether_its_scores_count_as_quality(client: TestClient) -> None:
    create(client, is_quality=True, score_name="marked")
    create(client, name="unmarked", is_quality=False)
    noon = "2026-11-16T12:00:00Z"
    scores = [{"traceId": "t", "timestamp": noon, "name": name, "value": 0.5} for name in ("marked", "unmarked")]
    assert client.post("/api/public/scores", json=scores).status_code == 202
    window = {"from": "2026-11-16T12:00:00", "to": "2026-11-16T13:00:00"}
    assert [bucket["count"] for bucket in client.get("/metrics/quality", params=window).json()] == [1]
