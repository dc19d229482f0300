"""GET /metrics/traces/search: what one can ask, and what one gets."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.span import TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.trace_overrides import write_trace_overrides

SECOND = 10**9
HOUR = 3600 * SECOND


@pytest.fixture
def search(client: TestClient) -> Callable[..., dict[str, Any]]:
    def ask(**questions: Any) -> dict[str, Any]:
        answer = client.get("/metrics/traces/search", params=questions)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def found(search: Callable[..., dict[str, Any]]) -> Callable[..., list[str]]:
    def ask(**questions: Any) -> list[str]:
        return [trace["id"] for trace in search(**questions)["traces"]]

    return ask


def test_the_newest_trace_comes_first(write_root: Any, found: Any) -> None:
    write_root("older", ago=2 * SECOND)
    write_root("newest")
    write_root("oldest", ago=5 * HOUR)
    assert found() == ["newest", "older", "oldest"]


def test_a_trace_tells_who_what_when_and_how_it_went(
    write_root: Any, write_child: Any, search: Any, score: Any
) -> None:
    root = write_root(
        "t",
        name="chat",
        user_id="u",
        session_id="s",
        tags=["b", "a"],
        release="v1",
        version="2",
        environment="staging",
        input="question",
        output="answer",
        level="ERROR",
        error_type="TimeoutError",
        lasts=1_500_000_000,
    )
    write_child(root, "g", model="gpt-4o", cost={"total": 0.25}, type="GENERATION")
    score("t", "faithfulness", 0.5)
    page = search()
    assert page["count"] == 1
    assert page["next_cursor"] is None
    (trace,) = page["traces"]
    assert trace.pop("timestamp").endswith("Z")
    assert trace == {
        "id": "t", "name": "chat", "user_id": "u", "session_id": "s", "status": "error", "error_type": "TimeoutError",
        "latency_ms": 1500.0, "total_cost": 0.25, "tags": ["a", "b"], "environment": "staging", "release": "v1",
        "version": "2", "models": ["gpt-4o"], "input": "question", "output": "answer",
        "scores": [
            {"name": "faithfulness", "data_type": "NUMERIC", "value": 0.5, "string_value": None, "span_id": None,
             "comment": None}
        ],
    }  # fmt: skip


def test_only_traces_that_began_within_the_hours_are_found(write_root: Any, found: Any) -> None:
    write_root("yesterday", ago=25 * HOUR)
    write_root("today", ago=23 * HOUR)
    assert found() == ["today"]
    assert found(from_hours=1) == []
    assert found(from_hours=48) == ["today", "yesterday"]


def test_a_trace_whose_clock_runs_ahead_is_found(write_root: Any, found: Any) -> None:
    write_root("ahead", ago=-24 * 365 * HOUR)
    assert found() == ["ahead"]


def test_times_bound_a_search_on_both_sides(write_root: Any, found: Any, search: Any) -> None:
    for hours in range(4):
        write_root(f"{hours} hours ago", ago=hours * HOUR)
    times = [trace["timestamp"] for trace in search()["traces"]]
    assert found(from_time=times[2], to_time=times[1]) == ["2 hours ago"]
    assert found(to_time=times[1], from_hours=1.5) == ["2 hours ago"]


def test_a_trace_failed_if_its_root_did(write_root: Any, write_child: Any, found: Any) -> None:
    write_root("failed", level="ERROR")
    recovered = write_root("recovered", ago=SECOND)
    write_child(recovered, "retried", level="ERROR")
    assert found(status="error") == ["failed"]
    assert found(status="success") == ["recovered"]


def test_a_trace_without_a_root_failed_if_any_span_did(write_root: Any, write_child: Any, found: Any) -> None:
    elsewhere = write_root("other")._replace(trace_id="rootless")
    write_child(elsewhere, "a")
    write_child(elsewhere, "b", level="ERROR")
    assert found(status="error") == ["rootless"]


def test_failed_traces_are_found_by_the_error_they_count_as(write_root: Any, write_child: Any, found: Any) -> None:
    root = write_root("timeout", level="ERROR")
    write_child(root, "first", level="ERROR", error_type="TimeoutError")
    write_child(root, "second", level="ERROR", error_type="ValueError", start_time=root.start_time + 2)
    write_root("unnamed", ago=SECOND, level="ERROR")
    recovered = write_root("recovered", ago=2 * SECOND)
    write_child(recovered, "retried", level="ERROR", error_type="TimeoutError")
    assert found(error_type="TimeoutError") == ["timeout"]
    assert found(error_type="ValueError") == []
    assert found(error_type="Error") == ["unnamed"]


def test_a_root_long_before_the_window_still_speaks_for_its_trace(
    write_root: Any, write_child: Any, found: Any
) -> None:
    root = write_root("long", ago=26 * HOUR, lasts=26 * HOUR)
    write_child(root, "late", start_time=root.start_time + 25 * HOUR, level="ERROR")
    assert found(status="error") == []
    assert found() == []
    assert found(from_hours=30) == ["long"]


def test_the_root_that_an_application_names_wins_over_a_span_without_a_parent(
    write_root: Any, write_child: Any, found: Any
) -> None:
    root = write_root("t", level="ERROR", name="gateway")
    write_child(root, "app", root_rank=2, name="app")
    assert found(status="success", name="app") == ["t"]
    assert found(name="gateway") == []


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ({"user": "ada"}, {"user_id": "ada"}),
        ({"session": "s-1"}, {"session_id": "s-1"}),
        ({"name": "chat"}, {"name": "chat"}),
        ({"name": "chat"}, {"name": "root", "trace_name": "chat"}),
        ({"tag": "beta"}, {"tags": ["alpha", "beta"]}),
        ({"tag": ["beta", "alpha"]}, {"tags": ["alpha", "beta"]}),
        ({"model": "gpt-4o"}, {"model": "gpt-4o"}),
        ({"release": "v2"}, {"release": "v2"}),
        ({"version": "7"}, {"version": "7"}),
        ({"environment": "staging"}, {"environment": "staging"}),
        ({"min_latency_ms": 1500}, {"lasts": 1_500_000_000}),
        ({"text": "needle"}, {"input": "hay Needle hay"}),
        ({"text": "needle"}, {"output": "needles"}),
        ({"text": "needle"}, {"name": "threading needles"}),
        ({"text": "ÄRGER"}, {"input": "großer Ärger"}),
        ({"text": "100%_'\\"}, {"input": "is 100%_'\\ sure"}),
    ],
)
def test_each_question_finds_the_traces_that_answer_it(
    write_root: Any, found: Any, question: dict[str, Any], fields: dict[str, Any]
) -> None:
    write_root("other", input="something", name="root")
    write_root("wanted", ago=SECOND, **fields)
    assert found(**question) == ["wanted"]


def test_questions_add_up(write_root: Any, found: Any) -> None:
    write_root("both", user_id="ada", release="v2", level="ERROR")
    write_root("one", user_id="ada", release="v1", level="ERROR")
    write_root("other", user_id="bob", release="v2", level="ERROR")
    assert found(user="ada", release="v2", status="error") == ["both"]


def test_a_text_in_any_span_finds_the_trace(write_root: Any, write_child: Any, found: Any) -> None:
    write_child(write_root("t"), "tool", output="deep down a needle")
    write_root("other")
    assert found(text="NEEDLE") == ["t"]


def test_a_user_on_any_span_is_the_traces_unless_the_root_says_otherwise(
    write_root: Any, write_child: Any, found: Any
) -> None:
    write_child(write_root("t"), "child", user_id="ada")
    write_child(write_root("u", user_id="bob"), "child-2", user_id="ada")
    assert found(user="ada") == ["t"]
    assert found(user="bob") == ["u"]


def test_scores_find_traces_by_their_mean(write_root: Any, found: Any, score: Any) -> None:
    for trace_id, values in {"low": [0.1], "middle": [0.2, 0.8], "high": [0.9], "none": []}.items():
        write_root(trace_id, ago={"low": 3, "middle": 2, "high": 1, "none": 0}[trace_id] * SECOND)
        for value in values:
            score(trace_id, "faithfulness", value)
    assert found(score="faithfulness") == ["high", "middle", "low"]
    assert found(score="faithfulness", score_min=0.5) == ["high", "middle"]
    assert found(score="faithfulness", score_max=0.5) == ["middle", "low"]
    assert found(score="faithfulness", score_min=0.3, score_max=0.7) == ["middle"]
    assert found(score="helpfulness") == []


def test_what_is_said_of_a_trace_wins_over_its_spans(
    write_root: Any, found: Any, search: Any, events: EventStore, project: str, now: int
) -> None:
    write_root("t", user_id="span's", name="span's", input="span's", tags=["span's"])
    override = TraceOverride(project, "t", now, name="ours", user_id="ada", input="ours", tags=["ours"])
    write_trace_overrides(events, [override])
    assert found(user="ada", name="ours") == ["t"]
    assert found(user="span's") == []
    (trace,) = search()["traces"]
    assert (trace["name"], trace["user_id"], trace["input"]) == ("ours", "ada", "ours")
    assert trace["tags"] == ["ours", "span's"]


def test_a_trace_without_any_span_is_found(found: Any, events: EventStore, project: str, now: int) -> None:
    write_trace_overrides(events, [TraceOverride(project, "spoken of", now, user_id="ada", input="a needle")])
    assert found() == found(user="ada") == found(text="needle") == found(status="success") == ["spoken of"]
    assert found(status="error") == []


def test_traces_of_another_project_are_never_found(
    write_root: Any, found: Any, events: EventStore, project: str, now: int
) -> None:
    write_trace_overrides(events, [TraceOverride("another", f"o-{project}", now, user_id=project)])
    assert found(user=project) == []


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_hold_every_trace_once_also_when_timestamps_are_equal(
    write_root: Any, search: Any, now: int, limit: int
) -> None:
    for index in range(7):
        write_root(f"same-{index}", ago=2 * HOUR)
    for index in range(6):
        write_root(f"spread-{index}", ago=index * 40 * 60 * SECOND)
    seen: list[dict[str, Any]] = []
    cursor = None
    while page := search(limit=limit, **({"cursor": cursor} if cursor else {})):
        seen += page["traces"]
        assert page["count"] == len(page["traces"]) <= limit
        cursor = page["next_cursor"]
        if cursor is None:
            break
    ids = [trace["id"] for trace in seen]
    assert len(ids) == len(set(ids)) == 13
    times = [trace["timestamp"] for trace in seen]
    assert times == sorted(times, reverse=True)


def test_previews_are_bounded(write_root: Any, search: Any) -> None:
    write_root("t", input="x" * 100_000)
    (trace,) = search()["traces"]
    assert trace["input"] == "x" * 500


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("from_hours", 0), ("from_hours", -1), ("from_hours", "soon"), ("from_hours", "nan"), ("from_hours", 10**9),
        ("limit", 0), ("limit", 501), ("limit", "all"), ("status", "failed"), ("min_latency_ms", -1),
        ("min_latency_ms", "inf"), ("score_min", 0.5), ("cursor", "nonsense"), ("cursor", "WzFlMzAsImEiXQ"),
        ("from_time", "yesterday"), ("from_time", "2999-01-01T00:00:00Z"), ("text", ""), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_bad_value_gets_a_422_that_names_it(client: TestClient, parameter: str, value: Any) -> None:
    answer = client.get("/metrics/traces/search", params={parameter: value, "to_time": "2026-01-01T00:00:00Z"})
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "unprocessable"
    field = "score" if parameter == "score_min" else parameter
    assert body["details"]["fields"][0]["field"] == field
    assert field in body["message"]


def test_a_search_needs_a_key(client: TestClient) -> None:
    client.auth = None
    assert client.get("/metrics/traces/search").status_code == 401
