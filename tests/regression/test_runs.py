"""Regression runs: items go to the target, answers are scored, and whatever goes wrong is counted and told."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.judges.batch import Interrupted
from ratchet.judges.bench import Bench
from ratchet.regression.doing import do_run
from ratchet.testing.target import Asked, Said, TargetApp, running_target

Api = Callable[..., Any]


def queries(app: TargetApp) -> list[str]:
    return [asked.body["query"] for asked in app.asked]


def test_every_item_is_asked_once_and_its_answer_scored(
    fill: Api, aim: Api, run_test: Api, ask: Api, app: TargetApp
) -> None:
    fill(5)
    aim()
    done = run_test(twin_id="twin-1")
    assert (done["status"], done["target"], done["twin_id"], done["error"]) == ("completed", "app", "twin-1", "")
    assert (done["progress"]["total"], done["progress"]["answered"], done["progress"]["scored"]) == (5, 5, 5)
    assert done["score_name"] == "similarity"
    assert sorted(queries(app)) == [f"question {number}" for number in range(5)]
    assert {asked.body["twin_id"] for asked in app.asked} == {"twin-1"}
    page = ask("GET", f"regression/test/{done['test_id']}/items", params={"limit": 3})
    rest = ask("GET", f"regression/test/{done['test_id']}/items", params={"cursor": page["next_cursor"]})
    items = [*page["items"], *rest["items"]]
    assert [one["item_id"] for one in items] == [f"questions-{number}" for number in range(5)]
    assert all(one["answer"] == one["query"] == one["expected"] for one in items)
    assert all(one["scores"]["similarity"] == 1.0 for one in items)
    assert rest["next_cursor"] is None
    listed = ask("GET", "regression/test", params={"dataset_name": "questions"})
    assert (listed["total"], listed["tests"]) == (1, [{**done, "report": None}])
    [dataset] = ask("GET", "regression/datasets")["datasets"]
    assert (dataset["name"], dataset["item_count"], dataset["latest_test"]["status"]) == ("questions", 5, "completed")


def test_a_sample_is_the_same_for_the_same_seed_and_repeats_come_after_each_other(
    fill: Api, aim: Api, run_test: Api, app: TargetApp
) -> None:
    fill(20)
    aim()
    run_test(sample_size=4, repeats=2, concurrency=1)
    first = queries(app)
    assert first[:4] == first[4:]
    assert len(set(first)) == 4
    run_test(sample_size=4)
    assert set(queries(app)[8:]) == set(first)
    run_test(sample_size=4, seed=7)
    assert set(queries(app)[12:]) != set(first)


def test_the_items_are_those_of_the_version_that_was_wanted(
    fill: Api, aim: Api, ask: Api, bench: Bench, project: str, app: TargetApp
) -> None:
    fill(2)
    aim()
    wanted = ask("POST", "regression/test", status=202, json={"dataset_name": "questions", "background": True})
    ask("POST", "datasets/questions/items", json={"input": "a later one"})
    ask("PATCH", "datasets/questions/items/questions-0", json={"input": "changed"})
    do_run(bench, project, wanted["test_id"])
    assert sorted(queries(app)) == ["question 0", "question 1"]


def test_failures_are_counted_by_reason_and_harm_no_other_item(fill: Api, aim: Api, run_test: Api, ask: Api) -> None:
    said = {
        "question 0": Said(text="<html>Sign in</html>", media_type="text/html"),
        "question 1": Said({}, status=500),
        "question 2": Said({"answer": "late"}, delay_s=1),
        "question 3": Said({}, status=302, headers={"Location": "http://169.254.169.254/"}),
        "question 4": Said({"answer": "\ud83d"}),
    }
    fill(7)
    with running_target(lambda asked: said.get(asked.body["query"], Said({"answer": asked.body["query"]}))) as app:
        aim(app.url)
        done = run_test(timeout_s=0.3, retries=0)
    assert done["status"] == "completed"
    assert (done["progress"]["answered"], done["progress"]["failed"]) == (7, 5)
    assert done["progress"]["failures"] == {"malformed": 2, "server_error": 1, "timeout": 1, "refused": 1}
    items = ask("GET", f"regression/test/{done['test_id']}/items")["items"]
    assert [one["status"] for one in items] == ["failed"] * 5 + ["ok"] * 2
    assert all(one["error_detail"] for one in items[:5])


def test_no_item_knows_of_another(fill: Api, aim: Api, run_test: Api) -> None:
    fill(3)
    with running_target(lambda _: Said({"answer": "x"}, headers={"Set-Cookie": "session=1; Path=/"})) as app:
        aim(app.url)
        run_test(concurrency=1)
        assert not any("cookie" in asked.headers for asked in app.asked)


def test_a_failure_that_may_pass_is_tried_again(fill: Api, aim: Api, run_test: Api, ask: Api) -> None:
    left = [Said({}, status=503), Said({}, status=429, headers={"Retry-After": "0"})]
    fill(1)
    with running_target(lambda asked: left.pop() if left else Said({"answer": "question 0"})) as app:
        aim(app.url)
        done = run_test()
        assert len(app.asked) == 3
    [item] = ask("GET", f"regression/test/{done['test_id']}/items")["items"]
    assert (item["status"], item["attempts"], item["scores"]["similarity"]) == ("ok", 3, 1.0)


def test_a_target_that_is_not_there_ends_the_run_with_a_reason(fill: Api, aim: Api, run_test: Api) -> None:
    fill(40)
    aim("http://127.0.0.1:1/chat")
    done = run_test(retries=0)
    assert done["status"] == "failed"
    assert "cannot be reached" in done["error"]
    assert 0 < done["progress"]["failed"] < 40


def test_a_judge_that_fails_gives_no_score_and_says_why(fill: Api, aim: Api, run_test: Api, ask: Api) -> None:
    fill(2)
    aim()
    judge = {"name": "asks", "kind": "answer_relevance", "is_quality": True}
    ask("POST", "judges", status=201, json=judge)
    done = run_test(judges=["similarity", "asks"])
    assert [one["name"] for one in done["judges"]] == ["similarity", "asks"]
    [first, _] = ask("GET", f"regression/test/{done['test_id']}/items")["items"]
    assert first["scores"] == {"similarity": 1.0, "asks": None}
    assert [one["failure"] for one in first["opinions"]] == ["", "not_configured"]


def test_a_run_that_was_interrupted_asks_only_for_what_it_has_not(
    fill: Api, aim: Api, ask: Api, bench: Bench, project: str
) -> None:
    fill(30)
    with running_target() as app:
        aim(app.url)
        sent = {"dataset_name": "questions", "background": True, "concurrency": 2}
        test_id = ask("POST", "regression/test", status=202, json=sent)["test_id"]
        app.before = lambda: bench.stopping.set() if len(app.asked) == 10 else None
        app.pause_s = 0.15
        with pytest.raises(Interrupted):
            do_run(bench, project, test_id)
        begun = len(app.asked)
        assert 10 <= begun < 30
        shown = ask("GET", f"regression/test/{test_id}")
        assert shown["status"] == "running"
        bench.stopping.clear()
        app.pause_s = 0.0
        do_run(bench, project, test_id)
        assert len(app.asked) <= 30 + 4
        assert len(set(queries(app))) == 30
    done = ask("GET", f"regression/test/{test_id}")
    assert (done["status"], done["resumptions"], done["progress"]["scored"]) == ("completed", 1, 30)


def test_a_run_can_be_cancelled_and_keeps_what_it_has(
    fill: Api, aim: Api, ask: Api, bench: Bench, project: str
) -> None:
    fill(200)
    release = threading.Event()

    def script(asked: Asked) -> Said:
        return Said({"answer": "x"}, delay_s=0.2)

    with running_target(script) as app:
        aim(app.url)
        sent = {"dataset_name": "questions", "background": True, "concurrency": 1}
        test_id = ask("POST", "regression/test", status=202, json=sent)["test_id"]
        working = threading.Thread(target=do_run, args=(bench, project, test_id))
        working.start()
        while len(app.asked) < 2:
            release.wait(0.01)
        ask("POST", f"regression/test/{test_id}/cancel")
        working.join(60)
    done = ask("GET", f"regression/test/{test_id}")
    assert (done["status"], done["is_cancelling"]) == ("cancelled", False)
    assert 0 < done["progress"]["answered"] < 200
    assert ask("POST", f"regression/test/{test_id}/cancel")["status"] == "cancelled"


def test_a_test_that_cannot_be_is_refused_before_anything_is_asked(
    fill: Api, aim: Api, client: TestClient, ask: Api, app: TargetApp
) -> None:
    def refusal(status: int, **sent: Any) -> str:
        return ask("POST", "regression/test", status=status, json={"dataset_name": "questions", **sent})["message"]

    assert "dataset_name: there is no dataset" in refusal(404)
    fill(1)
    assert "no default target" in refusal(404)
    aim(body={"q": "{{query}}", "mood": "{{mood}}"}, variables={"mood": None})
    assert "variables.mood" in refusal(422)
    assert "no target 'x'" in refusal(404, target="x")
    assert "no baseline 'v9'" in refusal(404, baseline_tag="v9")
    assert "judge 'nobody'" in refusal(404, judges=["nobody"])
    assert "warn_at" in refusal(422, fail_at=0.1, warn_at=0.2)
    ask("POST", "datasets", status=201, json={"name": "empty"})
    assert "has no items" in refusal(422, dataset_name="empty")
    assert app.asked == []
    assert ask("GET", "regression/test/unheard-of", status=404)["code"] == "not_found"


def test_whoever_waits_too_long_gets_the_test_to_look_at_later(
    fill: Api, aim: Api, ask: Api, client: TestClient
) -> None:
    fill(1)
    aim()
    settings = client.app.state.settings  # type: ignore[attr-defined]
    client.app.state.settings = settings.model_copy(update={"regression_wait_s": 0.2})  # type: ignore[attr-defined]
    waited = ask("POST", "regression/test", status=202, json={"dataset_name": "questions"})  # nobody works here
    assert waited["status"] == "queued"
    assert ask("POST", f"regression/test/{waited['test_id']}/cancel")["status"] == "cancelled"


def test_traces_of_a_release_answer_like_a_target_and_their_retrievers_say_what_answers_rest_on(
    fill: Api, aim: Api, run_test: Api, ask: Api, client: TestClient
) -> None:
    said = "The capital of France is Paris."
    fill(2, expectedOutput=said)
    aim(kind="release", release="1.2", url="")
    at = {"timestamp": "2026-11-01T00:00:00Z"}
    trace = {"id": uuid4().hex, "input": "Question 0!", "output": said, "release": "1.2", **at}
    other = {**trace, "id": uuid4().hex, "release": "1.1", "input": "question 1"}
    span = {
        "id": uuid4().hex,
        "traceId": trace["id"],
        "name": "retrieve_docs",
        "output": [said],
        "startTime": at["timestamp"],
    }
    bodies = [("trace-create", trace), ("trace-create", other), ("span-create", span)]
    events = [{"id": uuid4().hex, "type": kind, "body": body, **at} for kind, body in bodies]
    assert client.post("/api/public/ingestion", json={"batch": events}).status_code == 207
    done = run_test(retries=0)
    assert done["progress"]["failures"] == {"no_trace": 1}
    first = ask("GET", f"regression/test/{done['test_id']}/items")["items"][0]
    assert (first["answer"], first["trace_id"]) == (said, trace["id"])
    assert first["scores"] == {"similarity": 1.0, "groundedness": 1.0}


def test_a_run_that_may_stop_early_does_once_its_verdict_is_certain(
    fill: Api, aim: Api, run_test: Api, ask: Api, app: TargetApp
) -> None:
    fill(200)
    aim()
    run_test()
    ask("POST", "regression/baseline", status=201, json={"dataset_name": "questions", "tag": "good"})
    with running_target(lambda _: Said({"answer": "no idea"}, delay_s=0.05)) as bad:
        aim(bad.url, name="bad")
        done = run_test(target="bad", early_stop=True, concurrency=1, baseline_tag="good")
    assert (done["status"], done["verdict"]) == ("completed", "failed")
    assert 0 < done["progress"]["answered"] < 200
    assert done["report"]["early"]["finding"] == "shown"
