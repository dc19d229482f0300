"""Small traces, written straight into the store."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

SECOND = 10**9
HOUR = 3600 * SECOND

Write = Callable[..., Span]


@pytest.fixture
def now() -> int:
    """A moment ago; spans that are written say when they were by their distance from it."""
    return time.time_ns() - 10 * SECOND


@pytest.fixture
def write_root(events: EventStore, project: str, now: int) -> Write:
    """Write a trace of a single root span, which lasts a second unless told otherwise."""

    def write(trace_id: str, *, ago: int = 0, lasts: int = SECOND, **fields: Any) -> Span:
        start = now - ago
        span = Span(
            project,
            trace_id,
            span_id=f"{trace_id}-root",
            root_rank=1,
            start_time=start,
            end_time=start + lasts,
            revision=time.time_ns(),
            **fields,
        )
        write_spans(events, [span])
        return span

    return write


@pytest.fixture
def write_child(events: EventStore, project: str) -> Write:
    """Write a span below another, or, as if it were below one, without."""

    def write(parent: Span, span_id: str, **fields: Any) -> Span:
        span = Span(
            project,
            parent.trace_id,
            span_id,
            parent_span_id=parent.span_id,
            **({"start_time": parent.start_time + 1, "end_time": parent.end_time, "revision": time.time_ns()} | fields),
        )
        write_spans(events, [span])
        return span

    return write


@pytest.fixture
def score(events: EventStore, project: str, now: int) -> Callable[[str, str, float], None]:
    """Give a trace a numeric score."""

    def write(trace_id: str, name: str, value: float) -> None:
        row = Score(project, f"{trace_id}-{name}-{value}", name, ScoreType.NUMERIC, now, value, trace_id=trace_id)
        write_scores(events, [row])

    return write
