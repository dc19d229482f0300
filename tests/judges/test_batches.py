"""Batches: judged as often as one likes, every subject has one score; what goes wrong is a failure."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from ratchet.domain.judge import Budget, FailureReason, Judge, JudgeFailure, Outcome, Verdict
from ratchet.domain.score import Score
from ratchet.jobs.finishing import Interrupted
from ratchet.judges import kinds
from ratchet.judges.asking import ask_one
from ratchet.judges.batch import judge_material
from ratchet.judges.bench import Bench
from ratchet.judges.kinds.kind import Kind, Parameters, Surroundings
from ratchet.judges.material import read_material
from ratchet.judges.subject import Subject
from ratchet.store.events.judge_failures import FailureQuery, find_failures
from ratchet.store.records.judge_spending import read_spending

Send = Callable[..., list[str]]
ScoresOf = Callable[[Sequence[str]], dict[str, list[Score]]]


class Scripted(Kind[Parameters]):
    """Does what the answer says, and counts."""

    name = "scripted"
    title = "Scripted"
    summary = "For tests."
    parameters_type = Parameters
    asked: list[str] = []
    at_once = 0
    at_once_most = 0
    on_ask: Callable[[], None] = staticmethod(lambda: None)

    async def judge(self, subject: Subject) -> Outcome:
        cls = Scripted
        cls.asked.append(subject.answer)
        cls.at_once += 1
        cls.at_once_most = max(cls.at_once_most, cls.at_once)
        try:
            cls.on_ask()
            await asyncio.sleep(0)
        finally:
            cls.at_once -= 1
        if subject.answer == "hang":
            await asyncio.Event().wait()
        match subject.answer:
            case "raise":
                raise ValueError("this judge has a defect")
            case "fail":
                return JudgeFailure(reason=FailureReason.RATE_LIMITED, detail="too many", cost_usd=0.25)
            case "several":
                return (Verdict(value=0.5, name="structure"), Verdict(value="formal", name="voice"))
            case _:
                return Verdict(value=True, reasoning="It says so.", evidence=("says",), cost_usd=0.25)


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", {**kinds.KINDS, "scripted": Scripted})
    Scripted.asked, Scripted.at_once, Scripted.at_once_most = [], 0, 0
    Scripted.on_ask = staticmethod(lambda: None)


@pytest.fixture
def judge_all(bench: Bench, project: str) -> Callable[..., Any]:
    """Asks a scripted judge about traces."""

    def judge(traces: list[str], **options: Any) -> Any:
        budget = options.pop("budget", Budget())
        asked = Judge(
            project_id=project, name="s", version=1, kind="scripted", created_at=datetime.now(UTC), budget=budget
        )
        return judge_material(bench, [asked], read_material(bench.events, project, traces), **options)

    return judge


def failures_of(bench: Bench, project: str) -> dict[str, str]:
    return {one.reason: one.detail for one in find_failures(bench.events, FailureQuery(project_id=project), limit=10)}


def test_whatever_goes_wrong_is_a_failure_and_never_a_score(
    judge_all: Callable[..., Any], send: Send, bench: Bench, project: str, scores_of: ScoresOf
) -> None:
    traces = send("raise", "fail", "fine")
    tally = judge_all(traces)
    assert (tally.scored, tally.failed) == (1, 2)
    assert failures_of(bench, project) == {"error": "ValueError: this judge has a defect", "rate_limited": "too many"}
    assert list(scores_of(traces)) == traces[2:]


def test_a_judge_that_hangs_fails_in_time(bench: Bench, project: str) -> None:
    kind = Scripted(Parameters(), Surroundings(project, bench.records, bench.secret))
    outcome = ask_one(kind, Subject(project_id=project, output="hang"), timeout_s=0.05)
    assert isinstance(outcome, JudgeFailure)
    assert outcome.reason is FailureReason.TIMEOUT


def test_a_judge_that_gives_several_scores_is_asked_once(
    judge_all: Callable[..., Any], send: Send, scores_of: ScoresOf
) -> None:
    [trace] = send("several")
    judge_all([trace])
    assert judge_all([trace]).skipped == 1
    assert {(one.name, one.value, one.string_value) for one in scores_of([trace])[trace]} == {
        ("structure", 0.5, ""),
        ("voice", None, "formal"),
    }
    assert Scripted.asked == ["several"]


def test_evidence_and_cost_are_kept_with_a_score(
    judge_all: Callable[..., Any], send: Send, scores_of: ScoresOf
) -> None:
    [trace] = send("fine")
    judge_all([trace])
    [score] = scores_of([trace])[trace]
    assert (score.value, score.string_value, score.comment) == (1.0, "True", "It says so.")
    assert (score.metadata["evidence"], score.metadata["cost_usd"]) == ('["says"]', "0.25")


def test_two_batches_of_the_same_traces_ask_once_about_each(
    judge_all: Callable[..., Any], send: Send, scores_of: ScoresOf
) -> None:
    traces = send(*(f"answer {number}" for number in range(40)))
    with ThreadPoolExecutor(2) as threads:
        tallies = list(threads.map(lambda _: judge_all(traces), range(2)))
    assert sum(tally.scored for tally in tallies) == 40
    assert len(Scripted.asked) == 40
    assert Scripted.at_once_most <= 16
    assert all(len(scores) == 1 for scores in scores_of(traces).values())


def test_an_end_of_the_server_leaves_the_rest_for_later(
    judge_all: Callable[..., Any], send: Send, bench: Bench, scores_of: ScoresOf
) -> None:
    traces = send(*(f"answer {number}" for number in range(40)))
    Scripted.on_ask = staticmethod(lambda: bench.stopping.set() if len(Scripted.asked) == 10 else None)
    with pytest.raises(Interrupted):
        judge_all(traces)
    begun = len(Scripted.asked)
    assert begun < 20
    bench.stopping.clear()
    Scripted.on_ask = staticmethod(lambda: None)
    judge_all(traces)
    assert all(len(scores) == 1 for scores in scores_of(traces).values())
    assert len(Scripted.asked) - 40 <= 8  # what was being asked when it ended


def test_what_a_day_may_cost_ends_the_asking(
    judge_all: Callable[..., Any], send: Send, bench: Bench, project: str
) -> None:
    tally = judge_all(send(*(f"answer {number}" for number in range(30))), budget=Budget(cost_usd_per_day=1.0))
    assert tally.failed >= 30 - 4 - 8
    assert "of 1 USD are spent today" in failures_of(bench, project)["over_budget"]
    spent = read_spending(bench.records, project, "s", datetime.now(UTC).date().isoformat())
    assert spent.cost_usd == 0.25 * spent.calls == 0.25 * tally.scored


def test_calls_wait_for_their_minute(judge_all: Callable[..., Any], send: Send, bench: Bench) -> None:
    traces = send("a", "b", "c")
    limited = threading.Thread(target=lambda: _ignore(judge_all, traces), daemon=True)
    limited.start()
    while len(Scripted.asked) < 2:
        limited.join(0.01)
    limited.join(0.2)
    assert len(Scripted.asked) == 2
    assert limited.is_alive()


def _ignore(judge_all: Callable[..., Any], traces: list[str]) -> None:
    judge_all(traces, budget=Budget(calls_per_minute=2))
