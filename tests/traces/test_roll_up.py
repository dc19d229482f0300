"""What the spans of a trace and its override come to together."""

from typing import Any

from ratchet.domain.rollup import roll_up
from ratchet.domain.span import Span, TraceOverride
from ratchet.domain.trace import Trace, TraceStatus


def span(span_id: str, start: int = 0, end: int | None = None, **fields: Any) -> Span:
    return Span("p", "t", span_id, start_time=start, end_time=end, **fields)


def rolled(*spans: Span, override: TraceOverride | None = None) -> Trace:
    return roll_up(spans, override)


def test_the_root_that_an_application_names_is_the_root() -> None:
    physical = span("a", 0, 9_000_000, root_rank=1, name="gateway", level="ERROR")
    named = span("b", 1_000_000, 3_000_000, root_rank=2, name="app")
    trace = rolled(physical, named)
    assert (trace.name, trace.timestamp, trace.latency_ms, trace.status) == ("app", 1_000_000, 2, TraceStatus.SUCCESS)


def test_of_several_roots_the_first_to_start_counts() -> None:
    trace = rolled(span("b", 5, root_rank=1, name="second"), span("a", 1, root_rank=1, name="first"))
    assert (trace.name, trace.timestamp) == ("first", 1)


def test_without_a_root_a_trace_lasts_from_the_earliest_start_to_the_latest_end() -> None:
    trace = rolled(span("a", 1_000_000, 2_000_000), span("b", 3_000_000, 9_000_000), span("c", 4_000_000, None))
    assert (trace.timestamp, trace.latency_ms) == (1_000_000, 8)


def test_without_a_root_one_failed_span_makes_the_trace_fail() -> None:
    assert rolled(span("a"), span("b", level="ERROR")).status == TraceStatus.ERROR
    assert rolled(span("r", root_rank=1), span("b", level="ERROR")).status == TraceStatus.SUCCESS


def test_a_trace_that_has_not_ended_has_no_latency() -> None:
    assert rolled(span("a", root_rank=1), span("b", 1, 2)).latency_ms is None


def test_a_failed_trace_has_the_type_of_its_first_failure_that_has_one() -> None:
    root = span("r", 0, root_rank=1, level="ERROR")
    later, first = span("b", 2, level="ERROR", error_type="Later"), span("a", 1, level="ERROR", error_type="First")
    assert rolled(root, later, first).error_type == "First"
    assert rolled(root._replace(level="DEFAULT"), later, first).error_type == ""


def test_what_the_root_does_not_say_the_earliest_span_that_does_says() -> None:
    trace = rolled(
        span("r", 0, root_rank=1, name="root", release="v1"),
        span("b", 2, user_id="late", release="v2"),
        span("a", 1, user_id="early", trace_name="chat", environment="staging"),
    )
    assert (trace.user_id, trace.release, trace.name, trace.environment) == ("early", "v1", "chat", "staging")


def test_an_override_wins_and_leaves_what_it_does_not_say() -> None:
    root = span("r", 7, root_rank=1, name="root", user_id="u", input="in", trace_metadata={"a": "1", "b": "1"})
    override = TraceOverride("p", "t", 5, name="said", metadata={"b": "2"}, tags=["z"], public=True)
    trace = rolled(root._replace(tags=["a"]), override=override)
    assert (trace.name, trace.user_id, trace.input, trace.public) == ("said", "u", "in", True)
    assert (trace.metadata, trace.tags) == ({"a": "1", "b": "2"}, ["a", "z"])
    assert (trace.timestamp, trace.stated_time) == (7, 5)


def test_an_override_alone_is_a_trace() -> None:
    trace = rolled(override=TraceOverride("p", "t", 5, name="said", input="in"))
    assert (trace.id, trace.timestamp, trace.name, trace.input) == ("t", 5, "said", "in")
    assert (trace.span_ids, trace.latency_ms, trace.status, trace.total_cost) == ([], None, TraceStatus.SUCCESS, 0)


def test_costs_add_up_and_models_are_named_once() -> None:
    spans = [span(name, model="m", cost={"input": 0.5, "total": 0.75}) for name in "abc"]
    trace = rolled(*spans, span("d", model="n"))
    assert (trace.total_cost, trace.models) == (2.25, ["m", "n"])
