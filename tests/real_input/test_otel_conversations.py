"""Real conversations through the plain OpenTelemetry SDK: every number is what one computes from the file."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import numpy as np
import pytest
from airline import Conversation
from otel_replay import SECOND_NS, Sent, replay

from ratchet.testing.server import Server


@pytest.fixture(scope="module")
def sent(airline_server: Server, conversations: list[Conversation]) -> list[Sent]:
    return replay(airline_server, conversations)


@pytest.fixture(scope="module")
def client(airline_server: Server, sent: list[Sent]) -> httpx2.Client:
    return airline_server.client()


def read_dashboard(client: httpx2.Client, hours: int) -> dict[str, Any]:
    answer = client.get("/metrics/dashboard", params={"hours": hours})
    assert answer.status_code == 200, answer.text
    return answer.json()


def within(sent: list[Sent], time_range: dict[str, Any]) -> list[Sent]:
    first, last = (to_ns(time_range[edge]) for edge in ("from", "to"))
    return [one for one in sent if first <= one.start_ns < last]


def to_ns(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * SECOND_NS)


@pytest.mark.parametrize("hours", [2, 7, 24, 168])
def test_the_range_is_the_hours_asked_for_until_now(client: httpx2.Client, hours: int) -> None:
    time_range = read_dashboard(client, hours)["time_range"]
    assert time_range["hours"] == hours
    assert to_ns(time_range["to"]) - to_ns(time_range["from"]) == hours * 3600 * SECOND_NS
    assert abs(datetime.now(UTC).timestamp() - to_ns(time_range["to"]) / SECOND_NS) < 60


@pytest.mark.parametrize("hours", [2, 7, 24, 168])
def test_traces_errors_and_error_types_are_those_of_the_roots(
    client: httpx2.Client, sent: list[Sent], hours: int
) -> None:
    dashboard = read_dashboard(client, hours)
    expected = within(sent, dashboard["time_range"])
    failures = [one.conversation.failure for one in expected if one.conversation.failure]
    errors = dashboard["errors"]
    assert errors["total_traces"] == len(expected) > 0
    assert errors["error_count"] == len(failures)
    assert errors["error_rate"] == pytest.approx(100 * len(failures) / len(expected), abs=0.005)
    assert errors["error_types"] == Counter(type(failure.error).__name__ for failure in failures)


@pytest.mark.parametrize("hours", [2, 7, 24, 168])
def test_every_latency_percentile_is_numpys(client: httpx2.Client, sent: list[Sent], hours: int) -> None:
    dashboard = read_dashboard(client, hours)
    latencies = np.array([one.latency_ms for one in within(sent, dashboard["time_range"])])
    p50, p95, p99 = np.percentile(latencies, [50, 95, 99])
    latency = dashboard["latency"]
    assert latency["count"] == len(latencies)
    assert latency["avg_ms"] == pytest.approx(latencies.mean(), rel=1e-12)
    assert latency["p50_ms"] == pytest.approx(p50, rel=1e-12)
    assert latency["p95_ms"] == pytest.approx(p95, rel=1e-12)
    assert latency["p99_ms"] == pytest.approx(p99, rel=1e-12)


@pytest.mark.parametrize("hours", [7, 24])
def test_quality_is_the_mean_reward_of_every_hour(client: httpx2.Client, sent: list[Sent], hours: int) -> None:
    dashboard = read_dashboard(client, hours)
    first, last = (to_ns(dashboard["time_range"][edge]) for edge in ("from", "to"))
    rewards: dict[str, list[float]] = defaultdict(list)
    for one in sent:
        scored_s = one.end_ns // SECOND_NS
        if first <= scored_s * SECOND_NS < last:
            rewards[datetime.fromtimestamp(scored_s, UTC).strftime("%Y-%m-%d %H:00")].append(one.conversation.reward)
    buckets = {bucket["timestamp"]: bucket for bucket in dashboard["quality"] if bucket["count"]}
    assert buckets.keys() == rewards.keys()
    for hour, values in rewards.items():
        bucket = buckets[hour]
        assert bucket["count"] == len(values)
        assert bucket["avg_score"] == pytest.approx(np.mean(values), abs=5e-5)
        assert (bucket["min_score"], bucket["max_score"]) == (min(values), max(values))


def test_the_mean_over_all_hours_is_the_success_rate_of_the_file(
    client: httpx2.Client, conversations: list[Conversation]
) -> None:
    buckets = [bucket for bucket in read_dashboard(client, 24)["quality"] if bucket["count"]]
    total = sum(bucket["avg_score"] * bucket["count"] for bucket in buckets)
    assert sum(bucket["count"] for bucket in buckets) == len(conversations)
    assert total / len(conversations) == pytest.approx(np.mean([c.reward for c in conversations]), abs=5e-5)


def test_the_last_three_hours_hold_none_of_the_traces_before_them(client: httpx2.Client, sent: list[Sent]) -> None:
    answer = client.get("/metrics/traces/search", params={"from_hours": 3, "limit": 100})
    assert answer.status_code == 200, answer.text
    begin_ns = int((datetime.now(UTC) - timedelta(hours=3)).timestamp() * SECOND_NS)
    expected = {one.trace_id for one in sent if one.start_ns >= begin_ns + 5 * SECOND_NS}
    assert {trace["id"] for trace in answer.json()["traces"]} == expected


def test_error_traces_are_found_as_such(client: httpx2.Client, sent: list[Sent]) -> None:
    answer = client.get("/metrics/traces/search", params={"from_hours": 24, "status": "error", "limit": 100})
    assert answer.status_code == 200, answer.text
    assert {trace["id"] for trace in answer.json()["traces"]} == {o.trace_id for o in sent if o.conversation.failure}


def test_every_turn_and_every_call_is_an_observation(client: httpx2.Client, conversations: list[Conversation]) -> None:
    def count(**query: str) -> int:
        answer = client.get("/api/public/observations", params={"limit": 1, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()["meta"]["totalItems"]

    failures = sum(call.failed for c in conversations for call in c.calls)
    failed_roots = sum(c.failure is not None for c in conversations)
    assert count(type="GENERATION") == sum(len(c.turns) for c in conversations)
    assert count(type="TOOL") == sum(len(c.calls) for c in conversations)
    assert count(type="AGENT") == len(conversations)
    assert count(level="ERROR", type="TOOL") == failures
    assert count(level="ERROR") == failures + failed_roots


def test_there_is_a_session_for_every_task(client: httpx2.Client, conversations: list[Conversation]) -> None:
    answer = client.get("/api/public/sessions", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    assert {session["id"] for session in answer.json()["data"]} == {f"task-{c.task_id}" for c in conversations}


def test_a_conversation_reads_back_word_for_word(client: httpx2.Client, sent: list[Sent]) -> None:
    one = max(sent, key=lambda one: len(one.conversation.calls))
    trace = client.get(f"/api/public/traces/{one.trace_id}").json()
    observations = sorted(trace["observations"], key=lambda observation: observation["startTime"])
    generations = [o for o in observations if o["type"] == "GENERATION"]
    tools = [o for o in observations if o["type"] == "TOOL"]
    assert [g["input"] for g in generations] == [turn.read for turn in one.conversation.turns]
    assert [g["output"] for g in generations] == [[turn.answer] for turn in one.conversation.turns]
    assert [t["name"] for t in tools] == [call.name for call in one.conversation.calls]
    assert trace["latency"] == pytest.approx(one.latency_ms / 1000, abs=5e-4)
    assert [score["value"] for score in trace["scores"]] == [one.conversation.reward]
