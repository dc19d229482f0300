"""Asking a judge several times about each of a sample of traces."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from ratchet.domain.judge import Judge, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.domain.trace import TraceQuery
from ratchet.domain.window import Window
from ratchet.judges.asking import AT_ONCE_MAX, ask, for_each
from ratchet.judges.consistency.measuring import Value
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.material import find_subjects, read_material
from ratchet.judges.spending import Purse, Purses
from ratchet.judges.subject import Subject
from ratchet.store.events import EventStore
from ratchet.store.events.traces import find_traces

# So many traces are read for each that is wanted: a judge may have nothing to say of most.
_READ_PER_WANTED = 5
PATIENCE_S = 100.0


@dataclass(slots=True)
class Repeated:
    """What came of it: the verdicts on each thing, why others failed, and what was left out for lack of time."""

    verdicts: list[list[Value]] = field(default_factory=list[list[Value]])
    failures: Counter[str] = field(default_factory=Counter[str])
    not_applicable: int = 0
    cost_usd: float = 0.0
    is_cut_short: bool = False


def ask_repeatedly(
    events: EventStore, surroundings: Surroundings, judge: Judge, window: Window, *, sample: int, repeats: int
) -> Repeated:
    """Ask about the newest traces of a window that the judge has something to say of; nothing is stored as a score."""
    subjects = _find_sample(events, judge, window, sample * _READ_PER_WANTED)
    inquiry = _Inquiry(judge, surroundings, sample=sample, repeats=repeats)
    asyncio.run(inquiry.hear(subjects))
    return inquiry.found


def _find_sample(events: EventStore, judge: Judge, window: Window, limit: int) -> Sequence[Subject]:
    query = TraceQuery(project_id=judge.project_id, window=window)
    places = find_traces(events, query, limit=limit)
    material = read_material(events, judge.project_id, [place.trace_id for place in places])
    newest_first = sorted(find_subjects(events, judge, material), key=lambda subject: -subject.timestamp)
    return newest_first[:limit]


class _Inquiry:
    """One judge, asked until a sample is complete, the time is up or the budget is spent."""

    def __init__(self, judge: Judge, surroundings: Surroundings, *, sample: int, repeats: int) -> None:
        self.found = Repeated()
        self._judge = judge
        self._kind = make_judge(judge.kind, judge.parameters, surroundings)
        self._purse: Purse = Purses(surroundings.records).of(judge)
        self._left = sample
        self._repeats = repeats
        self._until = monotonic() + PATIENCE_S

    async def hear(self, subjects: Sequence[Subject]) -> None:
        await for_each(subjects, self._hear_one, at_once=AT_ONCE_MAX if self._kind.waits() else 1)

    async def _hear_one(self, subject: Subject) -> None:
        if not self._left:
            return
        self._left -= 1
        values: list[Value] = []
        for _ in range(self._repeats):
            outcome = await self._ask(subject)
            if isinstance(outcome, NotApplicable):
                self.found.not_applicable += 1
                self._left += 1
                return
            if outcome is not None:
                values += self._take(outcome)
        if values:
            self.found.verdicts.append(values)

    async def _ask(self, subject: Subject) -> Outcome | None:
        left_s = self._until - monotonic()
        if left_s <= 0:
            self.found.is_cut_short = True
            return None
        if (refused := self._purse.refuse()) is not None:
            return refused
        await self._purse.wait_for_turn()
        return await ask(self._kind, subject, timeout_s=left_s)

    def _take(self, outcome: Outcome) -> Sequence[Value]:
        match outcome:
            case JudgeFailure():
                self.found.failures[outcome.reason.value] += 1
                self._spend(outcome.cost_usd)
                return []
            case NotApplicable():
                return []
            case Verdict():
                self._spend(outcome.cost_usd)
                return [_to_value(outcome)]
            case verdicts:
                self._spend(sum(verdict.cost_usd for verdict in verdicts))
                return [_to_value(one) for one in verdicts if one.name in ("", self._judge.gives)][:1]

    def _spend(self, cost_usd: float) -> None:
        self._purse.spend(cost_usd)
        self.found.cost_usd += cost_usd


def _to_value(verdict: Verdict) -> Value:
    return verdict.value if isinstance(verdict.value, str) else float(verdict.value)
