"""Runs in which a client asks the target: it fetches what to ask, posts what it got, and the server judges."""

from collections.abc import Callable
from typing import Any

import pytest

from ratchet.judges.bench import Bench
from ratchet.regression import posting
from ratchet.regression.doing import do_run

Api = Callable[..., Any]


@pytest.fixture
def begin(ask: Api, fill: Api) -> Api:
    """Makes a dataset and begins a run of it, and gives the run's path."""

    def run(count: int = 3, **fields: Any) -> str:
        fill(count)
        begun = ask("POST", "regression/runs", status=201, json={"dataset_name": "questions", **fields})
        assert (begun["status"], begun["asker"]) == ("running", "client")
        return f"regression/runs/{begun['test_id']}"

    return run


def answer_of(item: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"item_id": item["item_id"], "repeat": item["repeat"], "output": item["query"], "latency_ms": 5, **fields}


def test_what_a_client_posts_is_judged_and_counted(begin: Api, ask: Api, bench: Bench, project: str) -> None:
    path = begin(3, repeats=2, target="http://localhost:8000")
    first = ask("GET", f"{path}/items", params={"limit": 4})
    second = ask("GET", f"{path}/items", params={"cursor": first["next_cursor"]})
    asks = [*first["items"], *second["items"]]
    assert len({(one["item_id"], one["repeat"]) for one in asks}) == 6
    assert second["next_cursor"] is None
    posted = [answer_of(one, trace_id="t", scores={"mine": 0.5}) for one in asks[:4]]
    posted[0] = {"item_id": asks[0]["item_id"], "error": "connection refused"}
    assert ask("POST", f"{path}/answers", json={"answers": posted}) == {"stored": 4, "known": 0, "judged": 4}
    left = ask("GET", f"{path}/items")["items"]
    assert {one["item_id"] for one in left} == {one["item_id"] for one in asks[4:]}
    run_id = path.rpartition("/")[2]
    assert ask("POST", f"{path}/finish", status=202)["status"] == "queued"
    do_run(bench, project, run_id)
    done = ask("GET", f"regression/test/{run_id}")
    assert (done["status"], done["target"]) == ("completed", "http://localhost:8000")
    assert (done["progress"]["answered"], done["progress"]["failures"]) == (4, {"client": 1})
    items = ask("GET", f"regression/test/{run_id}/items")["items"]
    assert [one["scores"] for one in items if one["status"] == "ok"] == [{"mine": 0.5, "similarity": 1.0}] * 3


def test_what_there_was_no_time_to_judge_is_judged_at_the_end(
    begin: Api, ask: Api, bench: Bench, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "JUDGED_WITHIN_S", 0.0)
    path = begin(3, repeats=2)
    posted = [answer_of(one) for one in ask("GET", f"{path}/items")["items"]]
    assert ask("POST", f"{path}/answers", json={"answers": posted}) == {"stored": 6, "known": 0, "judged": 0}
    ask("POST", f"{path}/finish", status=202)
    run_id = path.rpartition("/")[2]
    do_run(bench, project, run_id)
    assert ask("GET", f"regression/test/{run_id}")["progress"]["scored"] == 6


def test_an_answer_that_is_posted_again_stays_as_it_was(begin: Api, ask: Api) -> None:
    path = begin(1)
    [item] = ask("GET", f"{path}/items")["items"]
    ask("POST", f"{path}/answers", json={"answers": [answer_of(item)]})
    again = {"answers": [answer_of(item, output="another"), answer_of(item, output="yet another")]}
    assert ask("POST", f"{path}/answers", json=again) == {"stored": 0, "known": 2, "judged": 0}
    [kept] = ask("GET", f"regression/test/{path.rpartition('/')[2]}/items")["items"]
    assert kept["answer"] == "question 0"


def test_answers_that_nobody_asked_for_are_refused(begin: Api, ask: Api, aim: Api) -> None:
    path = begin(1)
    unasked = {"answers": [{"item_id": "another", "output": "x"}]}
    assert "answers.0.item_id" in ask("POST", f"{path}/answers", status=400, json=unasked)["message"]
    too_often = {"answers": [{"item_id": "questions-0", "repeat": 1, "output": "x"}]}
    assert "answers.0.repeat" in ask("POST", f"{path}/answers", status=400, json=too_often)["message"]
    ask("POST", f"{path}/finish", status=202)
    good = {"answers": [{"item_id": "questions-0", "output": "x"}]}
    assert ask("POST", f"{path}/answers", status=409, json=good)["code"] == "conflict"
    aim()
    sent = {"dataset_name": "questions", "background": True}
    by_server = ask("POST", "regression/test", status=202, json=sent)["test_id"]
    ask("GET", f"regression/runs/{by_server}/items", status=409)
    ask("GET", "regression/runs/unheard-of/items", status=404)
