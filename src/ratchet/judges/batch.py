"""A batch: some judges and some traces. Judged as often as one likes, every subject has one score of each judge."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ratchet.domain.environment import is_looked_at
from ratchet.domain.judge import (
    FailureReason,
    FailureRecord,
    Judge,
    JudgeFailure,
    NotApplicable,
    Outcome,
    Tally,
    Verdict,
)
from ratchet.domain.score import Score
from ratchet.domain.value import decode_value
from ratchet.errors import Invalid
from ratchet.jobs.finishing import Interrupted
from ratchet.judges.asking import AT_ONCE_MAX, ask, for_each
from ratchet.judges.bench import Bench, Claim
from ratchet.judges.kinds.kind import Kind
from ratchet.judges.material import Material, find_subjects
from ratchet.judges.recording import to_failure, to_scores
from ratchet.judges.subject import Subject
from ratchet.judges.writing import write_found
from ratchet.store.events.judge_failures import read_failures_of_traces
from ratchet.store.events.score_reads import read_scores_of_traces

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Past:
    """What judges have found of a batch's traces before."""

    scored: frozenset[Claim]
    failed: Mapping[Claim, FailureRecord]


def judge_material(
    bench: Bench, judges: Iterable[Judge], material: Material, *, retries: bool = False, since: int = 0
) -> Tally:
    """Ask judges about material and store what they find. Raises `Interrupted` when the server ends meanwhile.

    What has its score is skipped unless that was given before `since` (nanoseconds), what has failed unless `retries`.
    """
    past = _read_past(bench, material, since)
    total = Tally()
    for judge in judges:
        subjects = find_subjects(bench.events, judge, material)
        wanted = {_claim(judge, subject): subject for subject in subjects if _is_looked_at(judge, subject)}
        done = past.scored if retries else past.scored | past.failed.keys()
        missing = {claim: subject for claim, subject in wanted.items() if claim not in done}
        with bench.claims.hold(missing) as free:
            total += Tally(skipped=len(wanted) - len(free))
            total += _judge_all(bench, judge, [missing[claim] for claim in free], past.failed)
    return total


def _is_looked_at(judge: Judge, subject: Subject) -> bool:
    """Not what probes ask, unless a filter or a dataset wants it."""
    return bool(subject.item_id) or is_looked_at(subject.environment, judge.filters)


def _read_past(bench: Bench, material: Material, since: int) -> Past:
    scores = read_scores_of_traces(bench.events, material.project_id, material.traces)
    failures = read_failures_of_traces(bench.events, material.project_id, material.traces)
    scored = (_claim_of_score(score) for some in scores.values() for score in some if score.revision >= since)
    return Past(
        frozenset(claim for claim in scored if claim is not None),
        {(one.project_id, one.judge, one.judge_version, one.trace_id, one.span_id): one for one in failures},
    )


def _judge_all(bench: Bench, judge: Judge, subjects: Sequence[Subject], failed: Mapping[Claim, FailureRecord]) -> Tally:
    if not subjects:
        return Tally()
    try:
        kind = bench.make(judge)
    except Invalid as error:
        log.warning("Judge %s cannot be asked: %s", judge.name, error.message)
        unusable = JudgeFailure(reason=FailureReason.ERROR, detail=error.message)
        write_found(bench, [], [to_failure(judge, subject, unusable) for subject in subjects], [])
        return Tally(failed=len(subjects))
    sitting = _Sitting(bench, replace(judge, epoch=kind.epoch), kind, failed)
    try:
        asyncio.run(sitting.hear(subjects))
    except ExceptionGroup as group:
        raise group.exceptions[0] from group
    return sitting.tally


class _Sitting:
    """One judge at work on some subjects."""

    def __init__(self, bench: Bench, judge: Judge, kind: Kind[Any], failed: Mapping[Claim, FailureRecord]) -> None:
        self.tally = Tally()
        self._bench = bench
        self._judge = judge
        self._kind = kind
        self._failed = failed
        self._purse = bench.purses.of(judge)
        self._waits = kind.waits()
        self._scores: list[Score] = []
        self._failures: list[FailureRecord] = []
        self._resolved: list[FailureRecord] = []

    async def hear(self, subjects: Sequence[Subject]) -> None:
        """Judge them all. What takes long is stored one by one, so that little is lost; the rest together."""
        try:
            await for_each(subjects, self._hear_one, at_once=AT_ONCE_MAX if self._waits else 1)
        finally:
            await self._store()

    async def _hear_one(self, subject: Subject) -> None:
        if self._bench.stopping.is_set():
            raise Interrupted
        outcome = self._purse.refuse()
        if outcome is None:
            await self._purse.wait_for_turn()
            outcome = await ask(self._kind, subject)
            self._purse.spend(_cost_of(outcome))
        self._take(subject, outcome)
        if self._waits:
            await self._store()

    def _take(self, subject: Subject, outcome: Outcome) -> None:
        before = self._failed.get(_claim(self._judge, subject))
        match outcome:
            case NotApplicable():
                self.tally += Tally(not_applicable=1)
            case JudgeFailure():
                self.tally += Tally(failed=1)
                self._failures.append(to_failure(self._judge, subject, outcome))
                return
            case Verdict():
                self.tally += Tally(scored=1)
                self._scores += to_scores(self._judge, subject, [outcome])
            case verdicts:
                self.tally += Tally(scored=1)
                self._scores += to_scores(self._judge, subject, verdicts)
        if before is not None:
            self._resolved.append(before)

    async def _store(self) -> None:
        found = self._scores, self._failures, self._resolved
        self._scores, self._failures, self._resolved = [], [], []
        if any(found):
            await asyncio.to_thread(write_found, self._bench, *found)


def _claim(judge: Judge, subject: Subject) -> Claim:
    return (judge.project_id, judge.name, judge.version, subject.trace_id, subject.span_id)


def _claim_of_score(score: Score) -> Claim | None:
    judge, version = score.metadata.get("judge"), score.metadata.get("judge_version")
    if judge is None or version is None or not version.isdigit():
        return None
    return (score.project_id, str(decode_value(judge)), int(version), score.trace_id, score.span_id)


def _cost_of(outcome: Outcome) -> float:
    match outcome:
        case NotApplicable():
            return 0.0
        case Verdict() | JudgeFailure():
            return outcome.cost_usd
        case verdicts:
            return sum(verdict.cost_usd for verdict in verdicts)
