"""One score of a run against a baseline's: the drop, how sure it is, and what would make it surer."""

import math
from collections.abc import Sequence
from dataclasses import replace

from ratchet.domain.comparison import (
    Absence,
    Finding,
    Flipped,
    Grade,
    ItemComparison,
    ScoreComparison,
    Settlement,
    Spread,
)
from ratchet.domain.regression_run import Criteria
from ratchet.regression.grading import grade_drop, is_relative
from ratchet.regression.pairing import Pair, to_scored
from ratchet.stats.components import Components, split_variance
from ratchet.stats.drop import Pairs, to_pairs
from ratchet.stats.flips import count_flips
from ratchet.stats.holm import adjust
from ratchet.stats.noninferiority import Decision, decide, items_needed
from ratchet.stats.power import Differences, least_distance, repeats_to_settle

UNSCORED_SHARE_MAX = 0.1
SETTLED_MAX = 1_000_000
BOOTSTRAP = "BCa bootstrap"


def compare_score(
    score_name: str, pairs: Sequence[Pair], items: Sequence[ItemComparison], criteria: Criteria, *, error_rate: float
) -> ScoreComparison:
    """One score over all items; at least one of them has it before and after."""
    scored = [pair for pair in pairs if pair.is_scored]
    sums = _sum(scored, criteria)
    decision = decide(sums, criteria.fail_at, error_rate=error_rate)
    interval = decision.drop
    components = split_variance(to_scored(scored))
    compared = ScoreComparison(
        score_name=score_name,
        items=len(scored),
        clusters=len(sums.sizes),
        passed=sum(item.status is Grade.PASSED for item in items),
        warnings=sum(item.status is Grade.WARNING for item in items),
        failed=sum(item.status is Grade.FAILED for item in items),
        missing=sum(pair.absence is Absence.MISSING for pair in pairs),
        unanswered=sum(pair.absence is Absence.FAILED for pair in pairs),
        unscored=len(pairs) - len(scored),
        baseline_mean=sums.baseline_mean,
        new_mean=sums.candidate_mean,
        avg_score_diff=sums.candidate_mean - sums.baseline_mean,
        drop=sums.drop,
        is_relative=sums.is_relative,
        low=interval.low,
        high=interval.high,
        confidence=1 - error_rate,
        method=BOOTSTRAP,
        grade=grade_drop(sums.drop, criteria),
        finding=_find(decision),
        is_drop_sure=interval.low is not None and interval.low > 0,
        p_excluded=decision.p_excluded,
        p_shown=decision.p_shown,
        detectable_drop=_detectable(sums, error_rate),
        if_unchanged=_settle(scored, sums, components, criteria.fail_at, error_rate),
        if_as_seen=_settle(scored, sums, components, criteria.fail_at - sums.drop, error_rate),
        spread=Spread(items=components.items, runs=components.runs, judge=components.judge),
        flips=_count_flips(scored),
    )
    return _mark_unscored(compared)


def settle_together(scores: Sequence[ScoreComparison]) -> list[ScoreComparison]:
    """The same scores, each having had its chance to look bad by accident: Holm's adjustment of what is shown.

    What all of them exclude needs none: each has to (Berger, 1982).
    """
    if len(scores) < 2:
        return list(scores)
    adjusted = adjust([score.p_shown for score in scores])
    return [_with_adjusted(score, p) for score, p in zip(scores, adjusted, strict=True)]


def _with_adjusted(score: ScoreComparison, p_shown: float) -> ScoreComparison:
    is_chance = score.finding is Finding.SHOWN and p_shown > 1 - score.confidence
    return replace(score, p_shown=p_shown, finding=Finding.INCONCLUSIVE if is_chance else score.finding)


def _sum(scored: Sequence[Pair], criteria: Criteria) -> Pairs:
    before, after = [pair.before for pair in scored], [pair.after for pair in scored]
    mean = math.fsum(before) / len(before)
    clusters = [("item", pair.item_id) if pair.cluster is None else ("cluster", pair.cluster) for pair in scored]
    return to_pairs(before, after, clusters, is_relative=is_relative(mean, criteria))


def _find(decision: Decision) -> Finding:
    if decision.is_shown:
        return Finding.SHOWN
    return Finding.EXCLUDED if decision.is_excluded else Finding.INCONCLUSIVE


def _mark_unscored(score: ScoreComparison) -> ScoreComparison:
    """What the judges left out may be what dropped: with too much of it nothing is excluded, nor simply passed."""
    if score.unscored <= UNSCORED_SHARE_MAX * (score.items + score.unscored):
        return score
    note = f"{score.unscored} of {score.items + score.unscored} answers have no score: look at the judge's failures."
    grade = max(score.grade, Grade.WARNING, key=lambda grade: grade.severity)
    finding = Finding.INCONCLUSIVE if score.finding is Finding.EXCLUDED else score.finding
    return replace(score, grade=grade, finding=finding, notes=(*score.notes, note))


def _detectable(sums: Pairs, error_rate: float) -> float | None:
    if len(sums.sizes) < 2:
        return None
    points = least_distance(sums.item_variance, int(sums.sizes.sum()), error_rate=error_rate)
    return points / sums.baseline_mean if sums.is_relative else points


def _settle(
    scored: Sequence[Pair], sums: Pairs, components: Components, distance: float, error_rate: float
) -> Settlement:
    return Settlement(
        items=_bounded(items_needed(sums, distance, error_rate=error_rate)),
        repeats=_bounded(_repeats(scored, sums, components, distance, error_rate)),
    )


def _repeats(
    scored: Sequence[Pair], sums: Pairs, components: Components, distance: float, error_rate: float
) -> int | None:
    if components.noise is None or len(sums.sizes) < 2:
        return None
    each = sum(1 / len(pair.baseline) + 1 / len(pair.candidate) for pair in scored) / len(scored)
    differences = Differences(max(0.0, sums.item_variance - components.noise * each), components.noise)
    return repeats_to_settle(differences, len(scored), sums.to_points(distance), error_rate=error_rate)


def _bounded(count: int | None) -> int | None:
    return count if count is not None and count <= SETTLED_MAX else None


def _count_flips(scored: Sequence[Pair]) -> Flipped | None:
    """Of scores that only pass or fail, asked once; of others there is no flip to count."""
    readings = [side for pair in scored for side in (pair.baseline, pair.candidate)]
    if any(len(side) != 1 or side[0].value not in (0.0, 1.0) for side in readings):
        return None
    flips = count_flips([pair.before == 1 for pair in scored], [pair.after == 1 for pair in scored])
    return Flipped(worse=flips.worse, better=flips.better, p=flips.p)
