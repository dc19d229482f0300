"""Whether traces, spans and sessions are there, on both event stores."""

from ratchet.domain.span import Span, TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.presence import has_session, has_span, has_trace
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides

NOON = 1_763_812_800 * 10**9


def test_what_has_spans_or_was_spoken_of_is_there_in_its_own_project(events: EventStore, project: str) -> None:
    write_spans(events, [Span(project, "t", "o", start_time=NOON, session_id="s", revision=1)])
    write_trace_overrides(events, [TraceOverride(project, "bare", NOON, session_id="said", revision=1)])
    there = {has_trace: ["t", "bare"], has_span: ["o"], has_session: ["s", "said"]}
    every = {free_id for ids in there.values() for free_id in ids} | {"", "nope"}
    for has, ids in there.items():
        assert {free_id for free_id in every if has(events, project, free_id)} == set(ids)
        assert not any(has(events, f"{project}-other", free_id) for free_id in ids)
