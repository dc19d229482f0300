"""What the SDKs of generation 2 (and JavaScript 3) sent as ingestion events reads back merged, field by field."""

from datetime import datetime
from typing import Any

import httpx2
import pytest

PY2_TRACE = "9b5666f2-cb53-4510-84d9-fade958db263"
JS3_TRACE = "1b812743-08f0-409f-aba0-6a1bc67d2076"


def read_json(read: httpx2.Client, path: str) -> dict[str, Any]:
    answer = read.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_at(stored: str, sent: str) -> bool:
    difference = datetime.fromisoformat(sent) - datetime.fromisoformat(stored)
    return 0 <= difference.total_seconds() < 0.001


def fields(thing: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The part of a thing that is compared."""
    return {name: thing.get(name, "missing") for name in expected}


def test_a_trace_is_what_its_two_events_say_together(read: httpx2.Client) -> None:
    trace = read_json(read, f"/api/public/traces/{PY2_TRACE}")
    expected = {
        "id": PY2_TRACE,
        "name": "t1",
        "userId": "u1",
        "sessionId": "s1",
        "input": {"q": 1},
        "output": "final",
        "release": "r1",
        "version": "v1",
        "metadata": {"k": 1},
        "tags": ["a", "b"],
        "environment": "staging",
        "public": True,
    }
    assert fields(trace, expected) == expected
    assert is_at(trace["timestamp"], "2026-11-22T14:22:42.855486Z")
    assert len(trace["observations"]) == 3
    assert {score["name"]: score["value"] for score in trace["scores"]} == {"sc": 0.5, "cat": "good"} or {
        score["name"]: score.get("stringValue") or score["value"] for score in trace["scores"]
    } == {"sc": 0.5, "cat": "good"}


def test_a_span_has_the_output_of_its_update(read: httpx2.Client) -> None:
    span = read_json(read, "/api/public/observations/16be824c-89e0-48d5-9c5d-4c04aa1a90b4")
    expected = {
        "traceId": PY2_TRACE,
        "type": "SPAN",
        "name": "sp",
        "input": 1,
        "output": 2,
        "parentObservationId": None,
        "environment": "staging",
        "level": "DEFAULT",
        "statusMessage": None,
    }
    assert fields(span, expected) == expected
    assert is_at(span["startTime"], "2026-11-22T14:22:42.856154Z")
    assert is_at(span["endTime"], "2026-11-22T14:22:42.857878Z")


def test_a_generation_has_the_usage_of_its_update_and_the_cost_of_its_creation(read: httpx2.Client) -> None:
    generation = read_json(read, "/api/public/observations/879fbbc7-b8ef-4862-a384-c2b660a5110b")
    expected = {
        "traceId": PY2_TRACE,
        "type": "GENERATION",
        "name": "g",
        "input": [{"role": "user", "content": "x"}],
        "output": "y",
        "parentObservationId": "16be824c-89e0-48d5-9c5d-4c04aa1a90b4",
        "model": "gpt-4o",
        "modelParameters": {"temperature": "0.1"},
        "usageDetails": {"input": 1, "output": 2, "total": 3},
        "environment": "staging",
    }
    assert fields(generation, expected) == expected
    assert generation["costDetails"]["input"] == 0.1
    assert generation["calculatedTotalCost"] == 0.1
    assert is_at(generation["endTime"], "2026-11-22T14:22:42.857122Z")


def test_an_event_has_a_time_and_no_end(read: httpx2.Client) -> None:
    event = read_json(read, "/api/public/observations/6b344445-682b-43a2-b446-d89d2e8604e9")
    assert fields(event, {"type": "", "name": "", "traceId": ""}) == {
        "type": "EVENT",
        "name": "ev",
        "traceId": PY2_TRACE,
    }
    assert is_at(event["startTime"], "2026-11-22T14:22:42.858290Z")


def test_a_trace_of_javascript_3_is_what_its_two_events_of_one_time_say(read: httpx2.Client) -> None:
    trace = read_json(read, f"/api/public/traces/{JS3_TRACE}")
    expected = {
        "name": "t1",
        "userId": "u1",
        "sessionId": "s1",
        "input": {"q": 1},
        "output": "o",
        "release": "r1",
        "metadata": {"k": 1},
        "tags": ["a"],
        "environment": "staging",
        "public": False,
    }
    assert fields(trace, expected) == expected
    assert {observation["name"] for observation in trace["observations"]} == {"sp", "e", "g"}


def test_a_generation_of_javascript_3_counts_its_tokens_by_their_old_names(read: httpx2.Client) -> None:
    generation = read_json(read, "/api/public/observations/b8af9deb-2418-4987-8220-daf2813353fe")
    expected = {
        "type": "GENERATION",
        "input": "x",
        "output": "y",
        "model": "gpt-4o",
        "usageDetails": {"input": 1, "output": 2, "total": 3},
        "parentObservationId": None,
    }
    assert fields(generation, expected) == expected


@pytest.mark.parametrize(
    ("trace_id", "name"),
    [("aa361cfd-5825-4373-a187-82fe8508687e", "media"), ("71eecd2f-5f1a-44f3-bbf6-baed82eb2bf7", "x")],
)
def test_a_trace_without_any_span_is_a_trace(read: httpx2.Client, trace_id: str, name: str) -> None:
    trace = read_json(read, f"/api/public/traces/{trace_id}")
    assert trace["name"] == name
    assert trace["observations"] == []
