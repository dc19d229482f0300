"""The panel: the judges of a run, asked what they think of an answer."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ratchet.domain.answer import Answer, Opinion
from ratchet.domain.dataset import Item
from ratchet.domain.judge import FailureReason, Judge, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.domain.regression_run import RegressionRun
from ratchet.errors import Invalid
from ratchet.judges.asking import AT_ONCE_MAX, ask, ask_quickly
from ratchet.judges.bench import Bench
from ratchet.judges.kinds.kind import Kind
from ratchet.judges.material import read_material
from ratchet.judges.sources import sources_of_values
from ratchet.judges.subject import Source, Subject, subject_of_item
from ratchet.store.records.judges import read_judge

log = logging.getLogger(__name__)

ENVIRONMENT = "regression"
DETAIL_LENGTH_MAX = 4000


@dataclass(frozen=True, slots=True)
class _Seat:
    """A judge, ready to be asked; or why it cannot be."""

    judge: Judge
    kind: Kind[Any] | None
    epoch: str
    problem: str = ""

    @property
    def waits(self) -> bool:
        return self.kind is not None and (self.kind.waits() or self.judge.budget.calls_per_minute is not None)


class Panel:
    """Judges that look at answers of a run, several at once where they wait for others.

    `reads_traces`: what an answer rests on is what the retrievers of its trace found, which is stored already.
    """

    def __init__(self, bench: Bench, judges: Sequence[Judge], *, reads_traces: bool = False) -> None:
        self._bench = bench
        self._reads_traces = reads_traces
        seats = [_seat(bench, judge) for judge in judges]
        self._quick = [seat for seat in seats if not seat.waits]
        self._waiting = [seat for seat in seats if seat.waits]

    @property
    def judges(self) -> list[Judge]:
        """Who sits on it."""
        return [seat.judge for seat in (*self._quick, *self._waiting)]

    @property
    def is_quick(self) -> bool:
        """Whether it waits for nobody."""
        return not self._waiting

    @property
    def at_once(self) -> int:
        """How many answers it looks at together."""
        return AT_ONCE_MAX if self._waiting else 2

    async def judge(self, item: Item, answer: Answer) -> Answer:
        """The answer with what every judge thinks of it, beside what came with it."""
        sources = await asyncio.to_thread(self._read_sources, item, answer) if self._reads_traces else []
        subject = _to_subject(item, answer, sources)
        own = [opinion for opinion in answer.opinions if not opinion.judge]
        # Those who only think keep the loop from its requests, whose time is measured.
        quick = await asyncio.to_thread(self._ask_quick, subject) if self._quick else []
        waiting = await asyncio.gather(*(self._ask_slow(seat, subject) for seat in self._waiting))
        found = [*own, *quick, *(opinion for opinions in waiting for opinion in opinions)]
        return replace(answer, opinions=tuple(found), is_judged=True)

    def _read_sources(self, item: Item, answer: Answer) -> Sequence[Source]:
        material = read_material(self._bench.events, item.project_id, [answer.trace_id])
        return material.sources.get(answer.trace_id, ())

    def _ask_quick(self, subject: Subject) -> list[Opinion]:
        return [opinion for seat in self._quick for opinion in _to_opinions(seat, self._ask_one(seat, subject))]

    def _ask_one(self, seat: _Seat, subject: Subject) -> Outcome:
        if seat.kind is None:
            return JudgeFailure(reason=FailureReason.ERROR, detail=seat.problem)
        purse = self._bench.purses.of(seat.judge)
        outcome = purse.refuse() or ask_quickly(seat.kind, subject)
        purse.spend(_cost_of(outcome))
        return outcome

    async def _ask_slow(self, seat: _Seat, subject: Subject) -> list[Opinion]:
        purse = self._bench.purses.of(seat.judge)
        outcome: Outcome | None = await asyncio.to_thread(purse.refuse)
        if outcome is None:
            await purse.wait_for_turn()
            outcome = await ask(cast(Kind[Any], seat.kind), subject)
            await asyncio.to_thread(purse.spend, _cost_of(outcome))
        return _to_opinions(seat, outcome)


def open_panel(bench: Bench, run: RegressionRun, *, reads_traces: bool = False) -> Panel:
    """The panel of a run; a judge that has been deleted meanwhile is missed, and its scores with it."""
    found = [read_judge(bench.records, run.project_id, one.name, one.version) for one in run.judges]
    return Panel(bench, [judge for judge in found if judge is not None], reads_traces=reads_traces)


def _seat(bench: Bench, judge: Judge) -> _Seat:
    try:
        kind = bench.make(judge)
    except Invalid as error:
        log.warning("Judge %s cannot be asked: %s", judge.name, error.message)
        return _Seat(judge, None, judge.epoch, error.message)
    return _Seat(judge, kind, kind.epoch)


def _to_subject(item: Item, answer: Answer, found: Sequence[Source]) -> Subject:
    """An item with its answer; the documents are those that were found, else those that either of them names."""
    sources = found or sources_of_values(item.metadata, answer.output, item.input)
    subject = subject_of_item(item, answer.output, sources)
    return replace(subject, latency_ms=answer.latency_ms, trace_id=answer.trace_id, span_id="", environment=ENVIRONMENT)


def _to_opinions(seat: _Seat, outcome: Outcome) -> list[Opinion]:
    judge = seat.judge
    whose: dict[str, Any] = {"judge": judge.name, "version": judge.version, "epoch": seat.epoch}
    match outcome:
        case NotApplicable():
            return [Opinion(score_name=judge.gives, detail=outcome.reason[:DETAIL_LENGTH_MAX], **whose)]
        case JudgeFailure():
            return [
                Opinion(
                    score_name=judge.gives,
                    failure=outcome.reason,
                    detail=outcome.detail[:DETAIL_LENGTH_MAX],
                    cost_usd=outcome.cost_usd,
                    **whose,
                )
            ]
        case Verdict():
            return [_to_opinion(judge, outcome, whose)]
        case verdicts:
            return [_to_opinion(judge, verdict, whose) for verdict in verdicts]


def _to_opinion(judge: Judge, verdict: Verdict, whose: Mapping[str, Any]) -> Opinion:
    return Opinion(
        score_name=verdict.name or judge.gives,
        value=verdict.value if isinstance(verdict.value, str) else float(verdict.value),
        label=verdict.label,
        reasoning=verdict.reasoning[:DETAIL_LENGTH_MAX],
        cost_usd=verdict.cost_usd,
        **whose,
    )


def _cost_of(outcome: Outcome) -> float:
    match outcome:
        case NotApplicable():
            return 0.0
        case Verdict() | JudgeFailure():
            return outcome.cost_usd
        case verdicts:
            return sum(verdict.cost_usd for verdict in verdicts)
