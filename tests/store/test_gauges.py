"""Gauges over traces, spans and scores: what is read at once is what each would read alone."""

import math

import pytest

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.measurement import Subject
from ratchet.domain.sample import Sample
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events import EventStore
from ratchet.store.events.gauges import Gauge, read_gauges, read_worst
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

SECOND = 10**9
MINUTE = 60 * SECOND
NOON = 1_794_830_400 * SECOND
WINDOW = Window(NOON - 20 * MINUTE, NOON)
STARTS = (NOON - 10 * MINUTE, NOON - 20 * MINUTE)


@pytest.fixture
def filled(events: EventStore, project: str) -> str:
    """A trace a minute, of one span, scored: every third failed, models in turn, slower the older."""
    spans = [
        Span(
            project,
            f"t{i}",
            f"s{i}",
            root_rank=1,
            start_time=NOON - (i + 1) * MINUTE,
            end_time=NOON - (i + 1) * MINUTE + i * SECOND,
            level="DEFAULT" if i % 3 else "ERROR",
            model=("large", "small")[i % 2],
            tags=["a", "b"],
            attributes={"mode": "stance" if i % 2 else ""},
            cost={"total": 0.5},
            revision=1,
        )
        for i in range(30)
    ]
    write_spans(events, spans)
    scores = [
        Score(project, f"c{i}", "truth", "NUMERIC", NOON - (i + 1) * MINUTE, i / 30, trace_id=f"t{i}", revision=1)
        for i in range(30)
    ]
    write_scores(events, scores)
    return project


def test_gauges_of_one_subject_are_read_at_once(events: EventStore, filled: str) -> None:
    failed = Gauge(subject=Subject.TRACES, value="failed", starts=STARTS, limit=0.5)
    slow = Gauge(
        subject=Subject.TRACES,
        value="latency_ms",
        starts=STARTS,
        limit=5000,
        with_histogram=True,
        group_by=("model", "tag"),
        conditions=(Condition("metadata.mode", Operator.ANY_OF, ["stance"]),),
    )
    of_failed, of_slow = read_gauges(events, filled, WINDOW, [failed, slow])
    assert of_failed.groups == {(): {0: Sample(10, 4, 4, 4, 1), 1: Sample(10, 3, 3, 3, 1)}}
    assert of_slow.groups.keys() == {("small", "a"), ("small", "b")}
    newest = of_slow.groups["small", "a"][0]
    assert (newest.size, newest.hits, newest.total) == (5, 2, 25_000)
    assert newest.quantile(0.95) == pytest.approx(9000, rel=0.006)
    assert (newest.above(5000), newest.mean, newest.deviation) == (2, 5000, pytest.approx(3162.3, abs=0.1))


def test_steps_cut_a_window_from_its_start(events: EventStore, filled: str) -> None:
    cost = Gauge(subject=Subject.SPANS, value="cost", step_ns=5 * MINUTE, group_by=("model",))
    [reading] = read_gauges(events, filled, WINDOW, [cost])
    assert {step: sample.total for step, sample in sorted(reading.groups["large",].items())} == {
        0: 1.0,
        1: 1.5,
        2: 1.0,
        3: 1.5,
    }


def test_scores_know_the_traces_that_they_judge_and_what_bets_on_them_have_won(events: EventStore, filled: str) -> None:
    truth = Gauge(
        subject=Subject.SCORES,
        value="quality",
        starts=STARTS,
        limit=0.7,
        bets=(0.5, 2.0),
        group_by=("model",),
        conditions=(Condition("score_name", Operator.ANY_OF, ["truth"]),),
    )
    [reading] = read_gauges(events, filled, WINDOW, [truth])
    values = [i / 30 for i in range(0, 10, 2)]
    won = tuple(sum(math.log1p(bet * (0.7 - value)) for value in values) for bet in truth.bets)
    assert reading.groups["large",][0].wealth == pytest.approx(won)
    worst = read_worst(events, filled, WINDOW, truth, group=("large",), is_low_worse=True, limit=2)
    assert worst == ["t0", "t2"]


def test_of_many_groups_the_largest_are_read(events: EventStore, filled: str) -> None:
    gauge = Gauge(subject=Subject.TRACES, value="count", starts=STARTS, group_by=("metadata.mode",))
    [reading] = read_gauges(events, filled, WINDOW, [gauge], groups_max=1)
    assert (len(reading.groups), reading.is_cut) == (1, True)
    assert read_gauges(events, filled, WINDOW, [gauge])[0].groups.keys() == {("",), ("stance",)}


def test_a_field_that_there_is_not_is_refused(events: EventStore, project: str) -> None:
    gauge = Gauge(subject=Subject.SPANS, value="cost", starts=STARTS, group_by=("colour",))
    with pytest.raises(Invalid, match="'colour'"):
        read_gauges(events, project, WINDOW, [gauge])
