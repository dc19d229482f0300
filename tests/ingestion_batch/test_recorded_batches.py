"""The batches that real SDKs sent are taken whole, and stored field by field."""

import json
from pathlib import Path
from typing import Any

import pytest
from batch_events import spans_of
from fastapi.testclient import TestClient

from ratchet.domain.score import Score
from ratchet.domain.time import parse_time
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.scores import read_scores
from ratchet.store.events.trace_overrides import read_trace_overrides

RECORDED = Path(__file__).parents[3] / "shared" / "wire" / "recorded"
pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the recordings are not in this checkout")

GENERATIONS = ("py2", "py3", "py4", "js3", "js5")


def recorded(generation: str, path: str) -> list[dict[str, Any]]:
    lines = (RECORDED / f"{generation}.jsonl").read_text().splitlines()
    return [request for line in lines if (request := json.loads(line))["path"] == path]


def replay(client: TestClient, generation: str) -> list[dict[str, Any]]:
    """Send every batch of a generation as it was, and give its events."""
    sent: list[dict[str, Any]] = []
    for request in recorded(generation, "/api/public/ingestion"):
        said = {name: value for name, value in request["headers"].items() if "langfuse" in name.lower()}
        answer = client.post("/api/public/ingestion", json=request["body"], headers=said)
        batch = request["body"]["batch"]
        assert answer.status_code == 207
        assert answer.json() == {"successes": [{"id": one["id"], "status": 201} for one in batch], "errors": []}
        sent += batch
    assert sent
    return sent


def assert_is_as_sent(score: Score, body: dict[str, Any], timestamp: str) -> None:
    value = body["value"]
    data_type = body.get("dataType") or ("CATEGORICAL" if isinstance(value, str) else "NUMERIC")
    assert (score.name, score.data_type, score.source) == (body["name"], data_type, "API")
    assert score.value == (None if isinstance(value, str) else value)
    assert score.string_value == {"CATEGORICAL": value, "BOOLEAN": str(bool(value))}.get(data_type, "")
    assert score.trace_id == (body.get("traceId") or "")
    assert score.span_id == (body.get("observationId") or "")
    assert score.session_id == (body.get("sessionId") or "")
    assert score.run_id == (body.get("datasetRunId") or "")
    assert score.comment == (body.get("comment") or "")
    assert score.environment == body.get("environment", "default")
    assert {key: decode_value(text) for key, text in score.metadata.items()} == body.get("metadata", {})
    assert score.timestamp == parse_time(timestamp)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_score_event_is_a_score(client: TestClient, events: EventStore, project: str, generation: str) -> None:
    sent = [one for one in replay(client, generation) if one["type"] == "score-create"]
    stored = read_scores(events, project, [one["body"]["id"] for one in sent])
    assert len(stored) == len(sent) > 0
    for one in sent:
        assert_is_as_sent(stored[one["body"]["id"]], one["body"], one["timestamp"])


def test_every_score_that_python_5_posts_is_a_score(client: TestClient, events: EventStore, project: str) -> None:
    sent: list[dict[str, Any]] = []
    for request in recorded("py5", "/api/public/scores"):
        answer = client.post("/api/public/scores", json=request["body"])
        assert (answer.status_code, answer.json()) == (202, {"message": "Accepted"})
        sent += request["body"]
    stored = read_scores(events, project, [body["id"] for body in sent])
    assert len(stored) == len(sent) == 7
    for body in sent:
        assert_is_as_sent(stored[body["id"]], body, body["timestamp"])


def test_the_trace_of_python_2_is_stored_field_by_field(client: TestClient, events: EventStore, project: str) -> None:
    replay(client, "py2")
    trace_id = "9b5666f2-cb53-4510-84d9-fade958db263"
    trace = read_trace_overrides(events, project, [trace_id])[trace_id]
    assert (trace.name, trace.user_id, trace.session_id) == ("t1", "u1", "s1")
    assert (trace.input, trace.output) == ('{"q":1}', "final")
    assert (trace.release, trace.version, trace.environment) == ("r1", "v1", "staging")
    assert (trace.metadata, trace.tags, trace.public) == ({"k": "1"}, ["a", "b"], True)
    assert trace.timestamp == parse_time("2026-11-22T14:22:42.855486Z")


def test_the_observations_of_python_2_are_stored_field_by_field(
    client: TestClient, events: EventStore, project: str
) -> None:
    replay(client, "py2")
    by_name = {span.name: span for span in spans_of(events, project).values()}
    assert by_name.keys() == {"sp", "g", "ev"}
    span, generation, single = by_name["sp"], by_name["g"], by_name["ev"]
    assert {one.trace_id for one in by_name.values()} == {"9b5666f2-cb53-4510-84d9-fade958db263"}
    assert {(one.sdk_name, one.sdk_version, one.environment) for one in by_name.values()} == {
        ("python", "2.60.10", "staging")
    }
    assert (span.type, span.input, span.output, span.root_rank) == ("SPAN", "1", "2", 1)
    assert span.start_time == parse_time("2026-11-22T14:22:42.856154Z")
    assert span.end_time == parse_time("2026-11-22T14:22:42.857878Z")
    assert (generation.type, generation.parent_span_id, generation.root_rank) == ("GENERATION", span.span_id, 0)
    assert (generation.input, generation.output) == ('[{"role":"user","content":"x"}]', "y")
    assert (generation.model, decode_value(generation.model_parameters["temperature"])) == ("gpt-4o", "0.1")
    assert generation.usage == {"input": 1, "output": 2, "total": 3}
    assert generation.cost == {"input": 0.1, "total": 0.1}
    assert generation.end_time == parse_time("2026-11-22T14:22:42.857122Z")
    assert (single.type, single.end_time) == ("EVENT", None)


def test_the_trace_of_javascript_3_is_what_two_events_of_one_time_say(
    client: TestClient, events: EventStore, project: str
) -> None:
    replay(client, "js3")
    trace_id = "1b812743-08f0-409f-aba0-6a1bc67d2076"
    trace = read_trace_overrides(events, project, [trace_id])[trace_id]
    assert (trace.name, trace.user_id, trace.session_id, trace.release) == ("t1", "u1", "s1", "r1")
    assert (trace.input, trace.output, trace.tags, trace.metadata) == ('{"q":1}', "o", ["a"], {"k": "1"})
    assert trace.timestamp == parse_time("2026-11-22T14:24:49.566Z")
    spans = {span.name: span for span in spans_of(events, project).values()}
    assert {name: span.type for name, span in spans.items()} == {"sp": "SPAN", "e": "EVENT", "g": "GENERATION"}
    assert spans["g"].usage == {"input": 1, "output": 2, "total": 3}
    assert {span.root_rank for span in spans.values()} == {1}


def test_everything_sent_twice_is_stored_once(client: TestClient, events: EventStore, project: str) -> None:
    for generation in ("py2", "js3"):
        replay(client, generation)
    before = spans_of(events, project)
    for generation in ("js3", "py2"):
        replay(client, generation)
    after = spans_of(events, project)
    assert {key: span._replace(revision=0) for key, span in after.items()} == {
        key: span._replace(revision=0) for key, span in before.items()
    }
