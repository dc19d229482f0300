import random

import numpy as np
import pytest
from made_traces import HOUR, MINUTE, SECOND, error_types_of, make_trace, percentiles_of, to_made_traces

from ratchet.domain.span import Level, Span, TraceOverride
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import read_trace_figures
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides

NOON = 1_794_830_400 * SECOND


def span(project: str, trace_id: str, span_id: str, start: int, **fields: object) -> Span:
    given = {"start_time": start, "end_time": start + SECOND, "root_rank": 1, "revision": 1} | fields
    return Span(project, trace_id, span_id, **given)


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_of_random_traces_are_those_that_numpy_computes(
    events: EventStore, project: str, seed: int
) -> None:
    rnd = random.Random(seed)
    spans = [s for i in range(1500) for s in make_trace(rnd, project, i, NOON + rnd.randrange(72 * HOUR))]
    for first in range(0, len(spans), 700):
        write_spans(events, spans[first : first + 700])
    window = Window(NOON + rnd.randrange(24 * HOUR), NOON + 24 * HOUR + rnd.randrange(48 * HOUR))

    found = read_trace_figures(events, project, window)

    made = [one for one in to_made_traces(spans) if window.start <= one.timestamp < window.end]
    latencies = [one.latency_ms for one in made if one.latency_ms is not None]
    assert found.traces == len(made) > 100
    assert found.failed == sum(one.failed for one in made)
    assert found.error_types == error_types_of(made)
    assert found.latencies == len(latencies)
    assert found.latency_ms_avg == pytest.approx(np.mean(latencies))
    percentiles = (found.latency_ms_p50, found.latency_ms_p95, found.latency_ms_p99)
    assert percentiles == pytest.approx(percentiles_of(made), rel=1e-12)
    assert (found.latency_ms_min, found.latency_ms_max) == (min(latencies), max(latencies))


def test_a_project_without_traces_has_no_latency_rather_than_one_of_zero(events: EventStore, project: str) -> None:
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.failed, found.error_types, found.latencies) == (0, 0, {}, 0)
    assert {found.latency_ms_avg, found.latency_ms_p50, found.latency_ms_min, found.latency_ms_max} == {None}


def test_a_trace_of_another_project_does_not_count(events: EventStore, project: str) -> None:
    write_spans(events, [span(f"{project}-other", "trace", "root", NOON), span(project, "trace", "root", NOON)])
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).traces == 1


def test_a_span_that_is_sent_again_counts_once_and_as_it_was_last(events: EventStore, project: str) -> None:
    root = span(project, "trace", "root", NOON, level=Level.ERROR, error_type="TimeoutError")
    write_spans(events, [root])
    write_spans(events, [root])
    better = root._replace(level=Level.DEFAULT, error_type="", end_time=NOON + 3 * SECOND, revision=2)
    write_spans(events, [better._replace(start_time=NOON + 5 * MINUTE)])
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.failed, found.error_types) == (1, 0, {})
    assert (found.latencies, found.latency_ms_max) == (1, 3000)


def test_a_span_that_became_a_child_is_a_root_no_more(events: EventStore, project: str) -> None:
    early = span(project, "trace", "early", NOON, level=Level.ERROR)
    write_spans(events, [early, span(project, "trace", "late", NOON + MINUTE)])
    write_spans(events, [early._replace(root_rank=0, parent_span_id="late", revision=2)])
    found = read_trace_figures(events, project, Window(NOON + MINUTE, NOON + HOUR))
    assert (found.traces, found.failed, found.latency_ms_p50) == (1, 0, 1000)


def test_of_several_roots_the_one_the_application_named_speaks_for_the_trace(events: EventStore, project: str) -> None:
    physical = span(project, "trace", "physical", NOON, level=Level.ERROR, error_type="ValueError")
    named = span(project, "trace", "named", NOON + MINUTE, root_rank=2, end_time=NOON + 2 * MINUTE)
    write_spans(events, [physical, named])
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.failed, found.latency_ms_p50) == (1, 0, 60_000)


def test_of_several_plain_roots_the_first_speaks_for_the_trace(events: EventStore, project: str) -> None:
    first = span(project, "trace", "z", NOON, end_time=NOON + 7 * SECOND)
    write_spans(events, [span(project, "trace", "a", NOON + SECOND, level=Level.ERROR), first])
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.failed, found.latency_ms_p50) == (0, 7000)


def test_a_failed_child_does_not_fail_a_trace_whose_root_did_not(events: EventStore, project: str) -> None:
    child = span(project, "trace", "child", NOON, root_rank=0, level=Level.ERROR, error_type="ValueError")
    write_spans(events, [span(project, "trace", "root", NOON), child])
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.failed, found.error_types) == (0, {})


def test_without_a_root_any_failed_span_fails_the_trace_and_the_first_named_error_counts(
    events: EventStore, project: str
) -> None:
    failing = {"root_rank": 0, "level": Level.ERROR}
    spans = [
        span(project, "trace", "1", NOON, root_rank=0, end_time=NOON + SECOND),
        span(project, "trace", "2", NOON + SECOND, **failing),
        span(project, "trace", "3", NOON + 3 * SECOND, **failing, error_type="Second"),
        span(project, "trace", "4", NOON + 2 * SECOND, **failing, error_type="First", end_time=NOON + 9 * SECOND),
    ]
    write_spans(events, spans)
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.failed, found.error_types) == (1, 1, {"First": 1})
    assert found.latency_ms_p50 == 9000


def test_a_root_that_failed_without_a_type_takes_the_first_one_of_its_trace(events: EventStore, project: str) -> None:
    failing = {"level": Level.ERROR}
    spans = [
        span(project, "trace", "root", NOON, **failing),
        span(project, "trace", "late", NOON + 2 * SECOND, root_rank=0, error_type="Late", **failing),
        span(project, "trace", "early", NOON + SECOND, root_rank=0, error_type="Early", **failing),
        span(project, "trace", "fine", NOON, root_rank=0, error_type="NoFailure"),
    ]
    write_spans(events, spans)
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).error_types == {"Early": 1}


def test_a_failure_that_nobody_named_is_an_error(events: EventStore, project: str) -> None:
    write_spans(events, [span(project, "trace", "root", NOON, level=Level.ERROR)])
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).error_types == {"Error": 1}


def test_a_root_that_has_not_ended_has_no_latency_whatever_its_children_took(events: EventStore, project: str) -> None:
    write_spans(
        events,
        [span(project, "trace", "root", NOON, end_time=None), span(project, "trace", "child", NOON, root_rank=0)],
    )
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.latencies, found.latency_ms_p50) == (1, 0, None)


@pytest.mark.parametrize(("offset", "counts"), [(-1, 0), (0, 1), (HOUR - 1, 1), (HOUR, 0)])
def test_a_window_takes_its_first_nanosecond_and_leaves_its_last(
    events: EventStore, project: str, offset: int, counts: int
) -> None:
    write_spans(events, [span(project, "trace", "root", NOON + offset)])
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).traces == counts


def test_a_trace_whose_root_lies_just_before_the_window_is_not_taken_for_a_rootless_one(
    events: EventStore, project: str
) -> None:
    child = span(project, "trace", "child", NOON + MINUTE, root_rank=0)
    write_spans(events, [span(project, "trace", "root", NOON - 50 * MINUTE), child])
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).traces == 0


def test_a_trace_whose_root_comes_just_after_the_window_is_counted_there_alone(
    events: EventStore, project: str
) -> None:
    child = span(project, "trace", "child", NOON + 59 * MINUTE, root_rank=0)
    write_spans(events, [span(project, "trace", "root", NOON + 61 * MINUTE), child])
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).traces == 0
    assert read_trace_figures(events, project, Window(NOON + HOUR, NOON + 2 * HOUR)).traces == 1


def test_a_rootless_trace_that_ends_after_the_window_keeps_its_whole_latency(events: EventStore, project: str) -> None:
    spans = [
        span(project, "trace", "1", NOON + 59 * MINUTE, root_rank=0),
        span(project, "trace", "2", NOON + 62 * MINUTE, root_rank=0, end_time=NOON + 63 * MINUTE),
    ]
    write_spans(events, spans)
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).latency_ms_max == 240_000


def test_a_trace_that_was_only_spoken_of_counts_without_error_and_latency(events: EventStore, project: str) -> None:
    write_trace_overrides(
        events,
        [
            TraceOverride(project, "only", NOON + MINUTE, name="chat", revision=1),
            TraceOverride(project, "before", NOON - 1, revision=1),
            TraceOverride(project, "after", NOON + HOUR, revision=1),
            TraceOverride(f"{project}-other", "elsewhere", NOON + MINUTE, revision=1),
        ],
    )
    write_trace_overrides(events, [TraceOverride(project, "only", NOON + MINUTE, name="chat again", revision=2)])
    found = read_trace_figures(events, project, Window(NOON, NOON + HOUR))
    assert (found.traces, found.failed, found.latencies) == (1, 0, 0)


def test_a_trace_that_has_spans_counts_by_them_and_not_by_what_was_said_of_it(events: EventStore, project: str) -> None:
    write_spans(events, [span(project, "far", "root", NOON + 30 * HOUR), span(project, "near", "root", NOON)])
    overrides = [TraceOverride(project, trace_id, NOON + MINUTE, revision=1) for trace_id in ("near", "far")]
    write_trace_overrides(events, overrides)
    assert read_trace_figures(events, project, Window(NOON, NOON + HOUR)).traces == 1
    assert read_trace_figures(events, project, Window(NOON + 30 * HOUR, NOON + 31 * HOUR)).traces == 1
