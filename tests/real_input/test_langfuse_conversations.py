"""Real conversations through the unmodified Langfuse SDK: every number is what one computes from the file."""

from collections import Counter
from typing import Any

import httpx2
import numpy as np
import pytest
from airline import Conversation
from langfuse_replay import replay

from ratchet.testing.server import Server


@pytest.fixture(scope="module")
def trace_ids(airline_server: Server, conversations: list[Conversation]) -> list[str]:
    return replay(airline_server, conversations)


@pytest.fixture(scope="module")
def client(airline_server: Server, trace_ids: list[str]) -> httpx2.Client:
    return airline_server.client()


@pytest.fixture(scope="module")
def dashboard(client: httpx2.Client) -> dict[str, Any]:
    answer = client.get("/metrics/dashboard", params={"hours": 24})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_traces_and_errors_are_counted_by_root(dashboard: dict[str, Any], conversations: list[Conversation]) -> None:
    failures = [c.failure for c in conversations if c.failure]
    errors = dashboard["errors"]
    assert errors["total_traces"] == dashboard["latency"]["count"] == len(conversations)
    assert errors["error_count"] == len(failures)
    assert errors["error_rate"] == pytest.approx(100 * len(failures) / len(conversations), abs=0.005)
    assert errors["error_types"] == Counter(type(failure.error).__name__ for failure in failures)


def test_quality_is_the_mean_reward(dashboard: dict[str, Any], conversations: list[Conversation]) -> None:
    buckets = [bucket for bucket in dashboard["quality"] if bucket["count"]]
    rewards = [c.reward for c in conversations]
    assert sum(bucket["count"] for bucket in buckets) == len(rewards)
    total = sum(bucket["avg_score"] * bucket["count"] for bucket in buckets)
    assert total / len(rewards) == pytest.approx(np.mean(rewards), abs=5e-5)


def test_every_trace_has_its_reward_turns_and_calls(
    client: httpx2.Client, trace_ids: list[str], conversations: list[Conversation]
) -> None:
    pages = [client.get("/api/public/traces", params={"limit": 100, "page": page}).json() for page in (1, 2)]
    assert pages[0]["meta"]["totalItems"] == len(conversations)
    traces = {trace["id"]: trace for page in pages for trace in page["data"]}
    assert traces.keys() == set(trace_ids)
    for trace_id, conversation in zip(trace_ids, conversations, strict=True):
        trace = traces[trace_id]
        assert trace["name"] == conversation.name
        assert trace["sessionId"] == f"task-{conversation.task_id}"
        assert len(trace["observations"]) == 1 + len(conversation.turns) + len(conversation.calls)
        assert len(trace["scores"]) == 1


@pytest.mark.parametrize("kind", ["GENERATION", "TOOL", "AGENT"])
def test_every_kind_of_step_is_counted(
    client: httpx2.Client, trace_ids: list[str], conversations: list[Conversation], kind: str
) -> None:
    answer = client.get("/api/public/observations", params={"limit": 1, "type": kind})
    expected = {
        "GENERATION": sum(len(c.turns) for c in conversations),
        "TOOL": sum(len(c.calls) for c in conversations),
        "AGENT": len(conversations),
    }
    assert answer.json()["meta"]["totalItems"] == expected[kind]


def test_a_conversation_reads_back_word_for_word(
    client: httpx2.Client, trace_ids: list[str], conversations: list[Conversation]
) -> None:
    index = max(range(len(conversations)), key=lambda index: len(conversations[index].calls))
    conversation = conversations[index]
    trace = client.get(f"/api/public/traces/{trace_ids[index]}").json()
    observations = sorted(trace["observations"], key=lambda observation: observation["startTime"])
    generations = [o for o in observations if o["type"] == "GENERATION"]
    tools = [o for o in observations if o["type"] == "TOOL"]
    assert [g["input"] for g in generations] == [turn.read for turn in conversation.turns]
    assert [g["output"] for g in generations] == [turn.answer for turn in conversation.turns]
    assert [t["name"] for t in tools] == [call.name for call in conversation.calls]
    assert [t["statusMessage"] for t in tools if t["level"] == "ERROR"] == [
        f"{type(call.error).__name__}: {call.error}" for call in conversation.calls if call.failed
    ]
