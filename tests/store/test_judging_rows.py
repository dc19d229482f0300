"""What judges find and write, on both event stores."""

from time import time_ns

from ratchet.domain.judge import FailureRecord
from ratchet.domain.span import Span, SpanType, TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import read_arrivals, read_clock, read_first_arrival
from ratchet.store.events.judge_failures import (
    FailureQuery,
    count_failures,
    delete_failures,
    find_failures,
    read_failures_of_traces,
    write_failures,
)
from ratchet.store.events.retrievals import read_retrievals
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_deletion import delete_trace_rows, find_trace_rows
from ratchet.store.events.trace_overrides import write_trace_overrides

LAST_YEAR = 1_760_000_000 * 10**9


def failure(project: str, failure_id: str, **changes: object) -> FailureRecord:
    now = time_ns()
    made = FailureRecord(project, failure_id, "j", 1, "e", "timeout", "slow", 0.5, now, "t", "", "default", now)
    return made._replace(**changes)


def test_arrivals_are_told_by_when_rows_were_stored(events: EventStore, project: str) -> None:
    before = read_clock(events)
    open_span = Span(project, "a", "1", start_time=LAST_YEAR)
    write_spans(events, [open_span])
    middle = read_clock(events)
    write_spans(events, [Span(project, "a", "2", root_rank=1, start_time=LAST_YEAR + 5, end_time=LAST_YEAR + 9)])
    write_trace_overrides(events, [TraceOverride(project, "b", LAST_YEAR, output="done")])
    after = read_clock(events) + 1

    [first] = read_arrivals(events, project, since_us=before, before_us=middle)
    assert (first.trace_id, first.is_complete, first.starts_at) == ("a", False, LAST_YEAR)
    both = {arrival.trace_id: arrival for arrival in read_arrivals(events, project, since_us=before, before_us=after)}
    assert both["a"].is_complete
    assert (both["a"].starts_at, both["a"].ends_at) == (LAST_YEAR, LAST_YEAR + 5)
    assert both["b"].is_complete
    assert before <= first.last_us < middle <= both["a"].last_us < after
    assert read_first_arrival(events, project, since_us=0) == first.last_us
    assert read_first_arrival(events, project, since_us=after) is None


def test_a_share_of_arrivals_is_the_same_every_time(events: EventStore, project: str) -> None:
    write_spans(events, [Span(project, f"t{number}", "1", start_time=LAST_YEAR) for number in range(500)])
    whole = {"since_us": 0, "before_us": read_clock(events) + 1}
    tenth = read_arrivals(events, project, **whole, share=0.1)
    assert 20 < len(tenth) < 90
    assert all(arrival.share < 0.1 for arrival in tenth)
    assert sorted(tenth) == sorted(read_arrivals(events, project, **whole, share=0.1))
    assert len(read_arrivals(events, project, **whole)) == 500


def test_a_failure_is_replaced_found_and_taken_back(events: EventStore, project: str) -> None:
    first = failure(project, "f1")
    write_failures(events, [first, failure(project, "f2", judge="k", reason="refused")])
    write_failures(events, [first._replace(detail="slower", revision=first.revision + 1)])
    query = FailureQuery(project_id=project, judge="j")
    [found] = find_failures(events, query, limit=10)
    assert found.detail == "slower"
    assert count_failures(events, FailureQuery(project_id=project)) == 2
    assert [
        one.failure_id for one in find_failures(events, FailureQuery(project_id=project, reason="refused"), limit=9)
    ] == ["f2"]
    delete_failures(events, [found])
    assert read_failures_of_traces(events, project, ["t"]) == find_failures(
        events, FailureQuery(project_id=project), limit=9
    )
    assert count_failures(events, query) == 0


def test_failures_leave_with_their_traces(events: EventStore, project: str) -> None:
    write_failures(events, [failure(project, "f1", trace_id="gone"), failure(project, "f2", trace_id="kept")])
    rows = find_trace_rows(events, project, ["gone"])
    with events.writer("spans"):
        delete_trace_rows(events, project, ["gone"], rows)
    assert [one.trace_id for one in find_failures(events, FailureQuery(project_id=project), limit=9)] == ["kept"]


def test_retrievals_are_the_retrievers_of_a_trace_in_order(events: EventStore, project: str) -> None:
    retriever = Span(project, "t", "2", start_time=LAST_YEAR + 2, type=SpanType.RETRIEVER, output="second")
    write_spans(
        events,
        [
            retriever,
            retriever._replace(span_id="1", start_time=LAST_YEAR + 1, output="first"),
            retriever._replace(span_id="3", type=SpanType.SPAN),
            retriever._replace(trace_id="other"),
        ],
    )
    found = read_retrievals(events, project, ["t", "nowhere"])
    assert {trace: [span.output for span in spans] for trace, spans in found.items()} == {"t": ["first", "second"]}
