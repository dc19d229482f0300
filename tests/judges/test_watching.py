"""Judges look at what arrives, once, whatever times it claims."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import time_ns
from uuid import uuid4

import pytest

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.domain.score import Score, ScoreSource
from ratchet.domain.span import Span, TraceOverride
from ratchet.judges.bench import Bench
from ratchet.judges.builtin import ensure_builtins
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.live import judge_batch
from ratchet.judges.watching import Watch
from ratchet.store.events.arrivals import read_clock
from ratchet.store.events.spans import insert_spans
from ratchet.store.events.trace_overrides import write_trace_overrides
from ratchet.store.records.judges import delete_judge, read_judges, read_watching, write_enabled, write_judge

Define = Callable[..., Judge]
Send = Callable[..., list[str]]
Look = Callable[[], int]
ScoresOf = Callable[[Sequence[str]], dict[str, list[Score]]]


def test_what_arrives_gets_a_score_that_says_who_gave_it(
    judge: Define, send: Send, look: Look, scores_of: ScoresOf
) -> None:
    length = judge()
    [trace] = send("one two three")
    look()
    [score] = scores_of([trace])[trace]
    assert (score.name, score.value, score.source) == ("length", 3.0, ScoreSource.EVAL)
    assert score.comment == "The answer has 3 words."
    assert (score.metadata["judge"], score.metadata["judge_version"]) == (length.name, "1")
    assert len(score.metadata["epoch"]) >= 16


def test_looking_again_gives_no_second_score(judge: Define, send: Send, bench: Bench, scores_of: ScoresOf) -> None:
    judge()
    traces = send("a", "b c")
    for _ in range(3):  # each a watch of its own, as after a start
        Watch(bench.events, bench.records, lambda batch: judge_batch(bench, batch) and None).look()
    assert [len(scores) for scores in scores_of(traces).values()] == [1, 1]


def test_one_watch_gives_a_trace_to_a_judge_once(judge: Define, send: Send, look: Look) -> None:
    judge()
    send("a", "b", "c")
    assert [look(), look()] == [3, 0]


def test_a_span_that_claims_an_old_time_is_found_by_its_arrival(
    judge: Define, send: Send, look: Look, scores_of: ScoresOf
) -> None:
    judge()
    look()
    [late] = send("from last year", start_time=1_700_000_000 * 10**9, end_time=1_700_000_001 * 10**9)
    look()
    assert len(scores_of([late])[late]) == 1


def test_a_trace_whose_root_is_still_missing_is_waited_for(
    judge: Define, send: Send, look: Look, scores_of: ScoresOf
) -> None:
    judge()
    [trace] = send("half", root_rank=0, parent_span_id="root")
    assert look() == 0
    send("whole and complete", trace_id=trace)
    assert look() == 1
    assert [score.value for score in scores_of([trace])[trace]] == [3.0]


def test_a_trace_of_which_only_was_spoken_is_judged_too(
    judge: Define, look: Look, bench: Bench, project: str, scores_of: ScoresOf
) -> None:
    judge()
    write_trace_overrides(bench.events, [TraceOverride(project, "spoken", 10**18, output="two words")])
    look()
    assert [score.value for score in scores_of(["spoken"])["spoken"]] == [2.0]


def test_a_delay_holds_until_it_is_over(judge: Define, send: Send, look: Look) -> None:
    judge("slow", delay_s=3600.0)
    judge("fast")
    send("a")
    assert [look(), look()] == [1, 0]


def test_a_watermark_stays_behind_what_waits(judge: Define, send: Send, look: Look, bench: Bench, project: str) -> None:
    judge("slow", delay_s=3600.0)
    send("a")
    look()
    [mark] = [one.watermark for one in read_watching(bench.records) if one.judge.project_id == project]
    send("b")
    look()
    [later] = [one.watermark for one in read_watching(bench.records) if one.judge.project_id == project]
    assert later == mark


def test_filters_and_levels_say_what_a_judge_looks_at(
    judge: Define, send: Send, look: Look, scores_of: ScoresOf
) -> None:
    judge("of-french", filters=(Condition("tags", Operator.ANY_OF, ["french"]),))
    judge("of-spans", level=JudgeLevel.SPAN, filters=(Condition("type", Operator.EQUAL, "GENERATION"),))
    [french] = send("oui", tags=["french"])
    [generation] = send("yes", type="GENERATION")
    look()
    assert [score.name for score in scores_of([french])[french]] == ["of-french"]
    [score] = scores_of([generation])[generation]
    assert score.name == "of-spans"
    assert score.span_id


def test_a_sample_is_the_share_it_says_and_nested(judge: Define, send: Send, look: Look, scores_of: ScoresOf) -> None:
    judge("half", sampling=0.5)
    judge("tenth", sampling=0.1)
    judge("none", sampling=0.0)
    traces = send(*(f"answer {number}" for number in range(400)))
    look()
    names = {trace: {score.name for score in scores} for trace, scores in scores_of(traces).items()}
    half = {trace for trace, found in names.items() if "half" in found}
    tenth = {trace for trace, found in names.items() if "tenth" in found}
    assert 150 < len(half) < 250
    assert 15 < len(tenth) < 75
    assert tenth < half


def test_a_judge_that_is_switched_on_leaves_the_past_alone(
    judge: Define, send: Send, look: Look, bench: Bench, project: str, scores_of: ScoresOf
) -> None:
    judge(is_enabled=False)
    before = send("a")
    [(now_us,)] = bench.events.query("SELECT toUnixTimestamp64Micro(now64(6))")
    write_enabled(bench.records, project, "length", is_enabled=True, now_us=now_us)
    after = send("b")
    look()
    assert list(scores_of([*before, *after])) == after


def test_a_new_version_scores_beside_the_old_one(
    judge: Define, send: Send, look: Look, bench: Bench, scores_of: ScoresOf
) -> None:
    first = judge()
    [trace] = send("abc")
    look()
    write_judge(bench.records, replace(first, version=2, parameters={"unit": "characters"}), now_us=0)
    send("more of it", trace_id=trace, root_rank=0, output="")
    look()
    assert sorted(score.metadata["judge_version"] for score in scores_of([trace])[trace]) == ["1", "2"]


def test_what_came_before_a_projects_first_judges_were_made_is_judged_too(
    send: Send, look: Look, bench: Bench, project: str, scores_of: ScoresOf
) -> None:
    [first] = send("one two three")
    ensure_builtins(Surroundings(project, bench.records, bench.secret))
    pause = threading.Event()
    while not look():  # they wait for a second
        pause.wait(0.1)
    assert "length" in {score.name for score in scores_of([first])[first]}
    for one in read_judges(bench.records, project):
        delete_judge(bench.records, project, one.name)


@pytest.fixture
def write_late(bench: Bench, project: str) -> Callable[..., str]:
    """Stores a span stamped so many seconds ago: it was committed late, or by a replica whose clock is slow."""

    def write(seconds: float, **changes: object) -> str:
        now = time_ns()
        span = Span(project, uuid4().hex, uuid4().hex[:16], start_time=now, end_time=now, root_rank=1, output="late")
        span = span._replace(**changes)
        stamp = datetime.fromtimestamp(read_clock(bench.events) / 1e6 - seconds, UTC)
        bench.events.insert("spans", [*Span._fields, "inserted_at"], [[value] for value in (*span, stamp)])
        return span.trace_id

    return write


@pytest.fixture
def sweep(looking: Callable[..., Look]) -> Look:
    """As `look`, reading all that an overlap holds every time."""
    return looking(sweep_every_s=0)


def test_what_is_committed_late_or_by_a_slow_clock_is_judged(
    judge: Define, send: Send, sweep: Look, write_late: Callable[..., str], scores_of: ScoresOf
) -> None:
    judge()
    send("in time")
    assert sweep() == 1
    late = [write_late(seconds) for seconds in (1, 30, 55)]
    assert sweep() == 3
    assert [len(scores) for scores in scores_of(late).values()] == [1, 1, 1]
    assert sweep() == 0


def test_a_late_span_of_a_trace_that_was_looked_at_is_judged(
    judge: Define, send: Send, sweep: Look, write_late: Callable[..., str], scores_of: ScoresOf
) -> None:
    judge("of-spans", level=JudgeLevel.SPAN)
    [trace] = send("in time")
    sweep()
    write_late(30, trace_id=trace, root_rank=0)
    assert [sweep(), sweep()] == [1, 0]
    assert len({score.span_id for score in scores_of([trace])[trace]}) == 2


def test_what_is_taken_over_from_elsewhere_is_no_news(judge: Define, look: Look, bench: Bench, project: str) -> None:
    judge()
    span = Span(project, "copied", "span", start_time=time_ns(), end_time=time_ns(), root_rank=1, output="told")
    insert_spans(bench.events, [span], is_news=False)
    write_trace_overrides(bench.events, [TraceOverride(project, "copied", 10**18, output="told")], is_news=False)
    assert look() == 0
