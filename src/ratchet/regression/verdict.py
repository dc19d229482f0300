"""The verdict on a run: every score compared, the literal rule applied, and what the noise says beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ratchet.domain.comparison import Early, Finding, Grade, ItemComparison, Report, ScoreComparison
from ratchet.domain.regression_run import Criteria, RegressionRun
from ratchet.errors import Conflict, NotFound
from ratchet.regression.against import choose_side, side_of_run
from ratchet.regression.comparison import compare_score, settle_together
from ratchet.regression.early_stop import error_rate_of, read_scores, settle_early
from ratchet.regression.figures import to_figures
from ratchet.regression.grading import compare_items
from ratchet.regression.items import read_item_ids
from ratchet.regression.pairing import to_pairs
from ratchet.regression.side import Side, check_comparable
from ratchet.regression.wording import say
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore

SCORES_MAX = 20


@dataclass(frozen=True, slots=True)
class _Compared:
    score: ScoreComparison
    items: tuple[ItemComparison, ...]
    early: Early | None = None


def judge_run(
    events: EventStore,
    records: RecordStore,
    project_id: str,
    run: RegressionRun,
    *,
    baseline: Side | None = None,
) -> Report:
    """Hold a run that has all its answers against a baseline, or what it asks to be held against.

    Where that cannot be, the report has no verdict and says why.
    """
    candidate = side_of_run(events, project_id, run)
    try:
        baseline = baseline or choose_side(events, records, run)
        return compare_sides(
            run, baseline, candidate, read_item_ids(events, run) if _has_stopped(run, candidate) else None
        )
    except (Conflict, NotFound) as error:
        return _without_verdict(run, candidate, error.message)


def compare_sides(
    run: RegressionRun, baseline: Side, candidate: Side, stopped_in: Sequence[str] | None = None
) -> Report:
    """The report on a run against a baseline; raises `Conflict` where they do not measure the same.

    `stopped_in` is the order in which items were to be asked, of a run that was stopped before it had asked them all.
    """
    baseline = baseline.naming(run.score_name)
    deciding = _deciding(run, candidate)
    check_comparable(baseline, candidate, deciding)
    compared = [
        found
        for name in sorted(set(deciding) & baseline.names)
        if (found := _compare(name, baseline, candidate, run, stopped_in))
    ]
    if not compared:
        raise Conflict(
            f"No item of the run has a score that {baseline.reference} has too.", details={"reason": "no_scores"}
        )
    others = sorted((baseline.names & candidate.names) - set(deciding))[:SCORES_MAX]
    beside = [found for name in others if (found := _compare(name, baseline, candidate, run, stopped_in))]
    return _to_report(run, baseline, candidate, _settle(compared), beside)


def _deciding(run: RegressionRun, candidate: Side) -> list[str]:
    return [run.score_name] if run.score_name else sorted(candidate.names)[:SCORES_MAX]


def _has_stopped(run: RegressionRun, candidate: Side) -> bool:
    return run.criteria.stops_early and len(candidate.answers) < run.total


def _compare(
    name: str, baseline: Side, candidate: Side, run: RegressionRun, stopped_in: Sequence[str] | None
) -> _Compared | None:
    """One score; None where no item has it on both sides."""
    counts_missing = candidate.is_whole and stopped_in is None
    pairs = to_pairs(name, baseline.answers, candidate.answers, counts_missing=counts_missing)
    if not any(pair.is_scored for pair in pairs):
        return None
    items = compare_items(name, pairs, run.criteria)
    score = compare_score(name, pairs, items, run.criteria, error_rate=error_rate_of(run.criteria))
    if stopped_in is None:
        return _Compared(score, items)
    scores = read_scores(name, baseline.answers, candidate.answers, stopped_in)
    settled, early = settle_early(score, scores, run.criteria, planned=run.total, answers=len(candidate.answers))
    return _Compared(settled, items, early)


def _settle(compared: Sequence[_Compared]) -> list[_Compared]:
    """The scores that decide, the worst first."""
    scores = settle_together([one.score for one in compared])
    settled = [replace(one, score=score) for one, score in zip(compared, scores, strict=True)]
    return sorted(settled, key=lambda one: (-one.score.grade.severity, -one.score.drop))


def _to_report(
    run: RegressionRun,
    baseline: Side,
    candidate: Side,
    deciding: Sequence[_Compared],
    beside: Sequence[_Compared],
) -> Report:
    worst = deciding[0]
    finding = _together([one.score.finding for one in deciding])
    early = next((one.early for one in deciding if one.early), None)
    return Report(
        test_id=run.id,
        dataset_name=run.dataset,
        reference=baseline.reference,
        verdict=_decide(worst.score.grade, finding, run.criteria),
        finding=finding,
        is_strict=run.criteria.is_strict,
        sentence=say(worst.score, baseline.reference, run.criteria, worst.early),
        figures=to_figures(candidate.answers),
        scores=tuple(one.score for one in (*deciding, *beside)),
        items=worst.items,
        execution_time_s=_duration_s(run),
        early=early,
        flaky_items=tuple(item.item_id for item in worst.items if item.is_flaky),
        notes=tuple(note for one in deciding for note in one.score.notes),
    )


def _together(findings: Iterable[Finding]) -> Finding:
    found = set(findings)
    if Finding.SHOWN in found:
        return Finding.SHOWN
    return Finding.EXCLUDED if found == {Finding.EXCLUDED} else Finding.INCONCLUSIVE


def _decide(grade: Grade, finding: Finding, criteria: Criteria) -> Grade:
    """The literal rule; where the interval decides, what is not ruled out has failed."""
    return Grade.FAILED if criteria.is_strict and finding is not Finding.EXCLUDED else grade


def _duration_s(run: RegressionRun) -> float:
    if run.started_at is None:
        return 0.0
    return ((run.finished_at or datetime.now(UTC)) - run.started_at).total_seconds()


def _without_verdict(run: RegressionRun, candidate: Side, refusal: str) -> Report:
    return Report(
        test_id=run.id,
        dataset_name=run.dataset,
        reference=None,
        verdict=None,
        finding=None,
        is_strict=run.criteria.is_strict,
        sentence=f"There is no verdict. {refusal}",
        figures=to_figures(candidate.answers),
        execution_time_s=_duration_s(run),
        refusal=refusal,
    )
