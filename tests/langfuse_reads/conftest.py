"""Traces, spans and what is said of traces, written straight into the store and read through the server."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span, TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides

SECOND = 10**9
# 2026-11-20T10:00:00.123456789Z: reads that name no time find what is old, too.
BEGAN = 1795168800_123456789


@pytest.fixture
def write(events: EventStore, project: str) -> Callable[..., Span]:
    """Write a span; a root that begins at `BEGAN` and lasts a second unless told otherwise."""

    def write_one(trace_id: str, span_id: str, *, after_s: float = 0, **fields: Any) -> Span:
        start = BEGAN + int(after_s * SECOND)
        defaults = {
            "project_id": project,
            "root_rank": int(not fields.get("parent_span_id")),
            "start_time": start,
            "end_time": start + SECOND,
            "revision": time.time_ns(),
        }
        span = Span(trace_id=trace_id, span_id=span_id, **(defaults | fields))
        write_spans(events, [span])
        return span

    return write_one


@pytest.fixture
def say(events: EventStore, project: str) -> Callable[..., None]:
    """Say something of a trace itself."""

    def write_override(trace_id: str, *, after_s: float = 0, **fields: Any) -> None:
        override = TraceOverride(project, trace_id, BEGAN + int(after_s * SECOND), **fields)
        write_trace_overrides(events, [override])

    return write_override


@pytest.fixture
def give_score(events: EventStore, project: str) -> Callable[..., Score]:
    """Write a score; a numeric one unless told otherwise."""

    def write_score(score_id: str, **fields: Any) -> Score:
        defaults: dict[str, Any] = {"name": "s", "data_type": ScoreType.NUMERIC, "timestamp": BEGAN, "revision": BEGAN}
        score = Score(project, score_id, **(defaults | fields))
        write_scores(events, [score])
        return score

    return write_score


@pytest.fixture
def read(client: TestClient) -> Callable[..., Any]:
    """GET a path under /api/public, which must succeed."""

    def get(path: str, **parameters: Any) -> Any:
        answer = client.get(f"/api/public/{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


@pytest.fixture
def refusal(client: TestClient) -> Callable[..., tuple[int, dict[str, Any]]]:
    """GET a path under /api/public, which must not succeed: status and body."""

    def get(path: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
        answer = client.get(f"/api/public/{path}", params=parameters)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()

    return get
