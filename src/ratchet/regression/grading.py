"""The literal rule: a drop of 10 % has failed, one of 5 % is a warning, else it has passed."""

from collections.abc import Sequence

from ratchet.domain.comparison import Absence, Grade, ItemComparison
from ratchet.domain.regression_run import Criteria
from ratchet.regression.pairing import Pair, Reading

# What is a tenth must count as one, though 0.5 - 0.45 is a little less than 0.05 to a computer.
_ROUNDED = 9


def is_relative(baseline: float, criteria: Criteria) -> bool:
    """Whether a drop from this score is a share of it; near 0 it is counted in points."""
    return baseline >= criteria.floor and baseline > 0


def drop_of(baseline: float, candidate: float, criteria: Criteria) -> float:
    """How much lower the candidate scores; negative where it scores higher."""
    lost = baseline - candidate
    return round(lost / baseline if is_relative(baseline, criteria) else lost, _ROUNDED)


def grade_drop(drop: float, criteria: Criteria) -> Grade:
    """What a drop comes to."""
    if round(drop, _ROUNDED) >= criteria.fail_at:
        return Grade.FAILED
    return Grade.WARNING if round(drop, _ROUNDED) >= criteria.warn_at else Grade.PASSED


def compare_item(score_name: str, pair: Pair, criteria: Criteria) -> ItemComparison:
    """One item, before and after. What no judge scored has no grade."""
    is_flaky = any(_disagree(side, criteria) for side in (pair.baseline, pair.candidate))
    drop = drop_of(pair.before, pair.after, criteria) if pair.is_scored else None
    return ItemComparison(
        item_id=pair.item_id,
        score_name=score_name,
        status=None if drop is None else grade_drop(drop, criteria),
        baseline_score=pair.before,
        new_score=pair.after if pair.is_scored else None,
        score_diff=pair.after - pair.before if pair.is_scored else None,
        regression_percentage=None if drop is None or not is_relative(pair.before, criteria) else 100 * drop,
        absence=pair.absence,
        detail=pair.detail,
        cluster=pair.cluster,
        is_flaky=is_flaky,
    )


def compare_items(score_name: str, pairs: Sequence[Pair], criteria: Criteria) -> tuple[ItemComparison, ...]:
    """Every item, those that dropped most first; what no judge scored comes last."""
    items = [compare_item(score_name, pair, criteria) for pair in pairs]
    return tuple(sorted(items, key=_badness))


def values_disagree(values: Sequence[float], criteria: Criteria) -> bool:
    """Whether one of these repeats would have failed against another."""
    return len(values) > 1 and grade_drop(drop_of(max(values), min(values), criteria), criteria) is Grade.FAILED


def _disagree(readings: Sequence[Reading], criteria: Criteria) -> bool:
    return values_disagree([reading.value for reading in readings], criteria)


def _badness(item: ItemComparison) -> tuple[bool, int, float, bool, str]:
    severity = 0 if item.status is None else -item.status.severity
    diff = 0.0 if item.score_diff is None else item.score_diff
    return item.score_diff is None, severity, diff, item.absence is Absence.UNSCORED, item.item_id
