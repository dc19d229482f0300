"""A search finds traces by what they show once they are read: the store's rollup and the domain's agree."""

import itertools
from typing import Any

import pytest

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.span import Span, TraceOverride
from ratchet.domain.trace import Trace, TraceQuery
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides
from ratchet.store.events.traces import find_traces, read_traces

SECOND = 10**9
RANKS = [(0, 0), (1, 0), (0, 1), (1, 2)]
LEVELS = ["DEFAULT", "ERROR"]


@pytest.fixture
def traces(events: EventStore, project: str, now: int) -> dict[str, Trace]:
    """Traces of two spans in every combination of ranks, failures and who says what, with and without an override."""
    spans: list[Span] = []
    overrides: list[TraceOverride] = []
    cases = itertools.product(RANKS, LEVELS, LEVELS, ["", "ada"], ["", "bob"], [None, "", "eve"])
    for index, (ranks, first_level, second_level, first_user, second_user, said) in enumerate(cases):
        trace_id = f"t{index:03d}"
        both: list[dict[str, Any]] = [
            {"root_rank": ranks[0], "level": first_level, "user_id": first_user, "name": "first"},
            {"root_rank": ranks[1], "level": second_level, "user_id": second_user, "name": "second"},
        ]
        for number, fields in enumerate(both):
            start = now - 60 * SECOND + number * SECOND
            end = start + (2 + index % 3) * SECOND
            ids = (project, trace_id, f"{trace_id}-{number}")
            spans.append(Span(*ids, start_time=start, end_time=end, revision=1, cost={"total": 0.5}, **fields))
        if said is not None:
            overrides.append(TraceOverride(project, trace_id, now, user_id=said, name=said))
    write_spans(events, spans)
    write_trace_overrides(events, overrides)
    read = read_traces(events, project, [f"t{index:03d}" for index in range(192)])
    assert len(read) == 192
    return read


@pytest.mark.parametrize("status", ["error", "success"])
def test_by_their_status(events: EventStore, project: str, traces: dict[str, Trace], status: str) -> None:
    found = find(events, project, Condition("status", Operator.EQUAL, status))
    assert found == {trace.id for trace in traces.values() if trace.status == status}


@pytest.mark.parametrize("user", ["ada", "bob", "eve", ""])
def test_by_their_user(events: EventStore, project: str, traces: dict[str, Trace], user: str) -> None:
    found = find(events, project, Condition("user_id", Operator.EQUAL, user))
    assert found == {trace.id for trace in traces.values() if trace.user_id == user}


@pytest.mark.parametrize("name", ["first", "second", "eve"])
def test_by_their_name(events: EventStore, project: str, traces: dict[str, Trace], name: str) -> None:
    found = find(events, project, Condition("name", Operator.EQUAL, name))
    assert found == {trace.id for trace in traces.values() if trace.name == name}


@pytest.mark.parametrize("seconds", [2, 3, 4, 5])
def test_by_their_latency(events: EventStore, project: str, traces: dict[str, Trace], seconds: int) -> None:
    found = find(events, project, Condition("latency_s", Operator.AT_LEAST, seconds))
    assert found == {trace.id for trace in traces.values() if (trace.latency_ms or 0) >= seconds * 1000}


def test_at_the_time_at_which_they_stand(events: EventStore, project: str, traces: dict[str, Trace]) -> None:
    positions = find_traces(events, TraceQuery(project_id=project), limit=500)
    assert {position.trace_id: position.timestamp for position in positions} == {
        trace.id: trace.timestamp for trace in traces.values()
    }


def find(events: EventStore, project: str, condition: Condition) -> set[str]:
    query = TraceQuery(project_id=project, conditions=(condition,))
    return {position.trace_id for position in find_traces(events, query, limit=500)}
